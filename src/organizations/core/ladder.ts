/**
 * In which order an organization is asked. Law enforcement sends its own people, so its communications desk comes first;
 * everyone else is asked through the person on call, and the desk that never sleeps catches what nobody answered.
 */

export type Wire = 'sms' | 'email' | 'voice' | 'webhook';

/** One way to reach an organization. */
export interface Contact {
  readonly id: string;
  readonly organizationId: string;
  /** A person's name, or the desk's. */
  readonly name: string;
  readonly wire: Wire;
  /** A number as +1816…, a mail address or an https address, as the wire needs it. */
  readonly address: string;
  /** Whether this is the desk that is staffed day and night. */
  readonly isDesk: boolean;
  /** Lower is asked earlier. */
  readonly priority: number;
  /** The unit whose own telephone it is; absent where it is the organization's or a person's. */
  readonly unitId?: string | null;
}

/** A turn that comes again every week. */
export interface RotaShift {
  readonly contactId: string;
  /** IANA zone, such as America/Chicago. */
  readonly zone: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Minutes after local midnight. */
  readonly fromMinute: number;
  /** Minutes after local midnight, not included; 1440 is the end of the day. */
  readonly untilMinute: number;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Weekday (0 is Sunday) and minutes after midnight, as the clocks in a zone show. */
export function localMoment(now: Date, zone: string): { weekday: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return {
    weekday: weekdays.indexOf(part('weekday')),
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/** The contacts whose turn it is at `now`. */
export function onCallAt(shifts: readonly RotaShift[], now: Date): Set<string> {
  const moments = new Map<string, { weekday: number; minute: number }>();
  const onCall = new Set<string>();
  for (const shift of shifts) {
    const moment = moments.get(shift.zone) ?? localMoment(now, shift.zone);
    moments.set(shift.zone, moment);
    const { weekday, minute } = moment;
    if (weekday === shift.weekday && minute >= shift.fromMinute && minute < shift.untilMinute)
      onCall.add(shift.contactId);
  }
  return onCall;
}

/**
 * Every contact once, in the order of asking. Nobody is dropped: a person off duty is still better than silence.
 * @param deskFirst true for law enforcement
 */
export function ladderOf(
  contacts: readonly Contact[],
  shifts: readonly RotaShift[],
  { deskFirst, now }: { deskFirst: boolean; now: Date },
): Contact[] {
  const onCall = onCallAt(shifts, now);
  const sorted = [...contacts].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  const desk = sorted.filter(({ isDesk }) => isDesk);
  const people = sorted.filter(({ isDesk }) => !isDesk);
  const turn = people.filter(({ id }) => onCall.has(id));
  const rest = people.filter(({ id }) => !onCall.has(id));
  return deskFirst ? [...desk, ...turn, ...rest] : [...turn, ...rest, ...desk];
}
