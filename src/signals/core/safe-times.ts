/**
 * When it is safe to reach somebody, as they said. What they ticked is kept to by itself; their own words nobody but a person can weigh, so
 * what they say holds everything until one has. Source: security.md 16.
 */

export const safeDays = ['any', 'weekdays', 'weekends'] as const;
export const safeTimes = ['morning', 'afternoon', 'evening', 'night'] as const;
export const callWishes = ['no', 'yes', 'leave-message'] as const;

/** How somebody wants to be reached; every answer may be left out. */
export interface ContactWishes {
  readonly days?: (typeof safeDays)[number] | undefined;
  readonly times?: readonly (typeof safeTimes)[number][] | undefined;
  /** When it is safe, in their own words. */
  readonly timesWords?: string | undefined;
  readonly calls?: (typeof callWishes)[number] | undefined;
  /** Who else may pick up or read. */
  readonly whoElse?: string | undefined;
  /** By which we know them, and they us. */
  readonly codeWord?: string | undefined;
}

/** Hours of the clock on the wall, the first in and the last out. */
const hours: Readonly<Record<(typeof safeTimes)[number], (hour: number) => boolean>> = {
  morning: (hour) => hour >= 6 && hour < 12,
  afternoon: (hour) => hour >= 12 && hour < 18,
  evening: (hour) => hour >= 18 && hour < 22,
  night: (hour) => hour >= 22 || hour < 6,
};
const weekend = ['Sat', 'Sun'];

/** One clock for each zone: to make one takes longer than to read it a hundred times. An instance has one zone. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows. */
function wall(at: Date, timeZone: string): { isWeekend: boolean; hour: number; minute: number } {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
      timeZone,
    });
  clocks.set(timeZone, clock);
  const parts = clock.formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    isWeekend: weekend.includes(part('weekday')),
    hour: Number(part('hour')),
    minute: Number(part('minute')),
  };
}

function isTicked({ days, times }: ContactWishes, at: Date, timeZone: string): boolean {
  const { isWeekend, hour } = wall(at, timeZone);
  if (days === 'weekdays' && isWeekend) return false;
  if (days === 'weekends' && !isWeekend) return false;
  return !times?.length || times.some((time) => hours[time](hour));
}

/** Whether a person has to weigh their words first. */
export const isForAPerson = ({ timesWords }: ContactWishes): boolean => (timesWords ?? '').trim() !== '';

/** Whether it is a time that they ticked, or they ticked none. @param timeZone IANA name */
export const isTickedTime = (wishes: ContactWishes | null, at: Date, timeZone: string): boolean =>
  wishes === null || isTicked(wishes, at, timeZone);

const minuteMilliseconds = 60_000;
/** Every choice comes round within a week; two days more for changes of the clocks. */
const hoursLimit = 9 * 24;

/** When the clock on the wall next shows a full hour: what is ticked begins and ends at one. */
function nextHour(at: Date, timeZone: string): Date {
  const minute = Math.floor(at.getTime() / minuteMilliseconds);
  return new Date((minute + 60 - wall(at, timeZone).minute) * minuteMilliseconds);
}

/** When what they ticked next begins, or next ends, after an instant; null where it never does. */
function nextChange(wishes: ContactWishes, at: Date, timeZone: string): Date | null {
  const before = isTicked(wishes, at, timeZone);
  let hour = at;
  for (let count = 0; count < hoursLimit; count++) {
    hour = nextHour(hour, timeZone);
    if (isTicked(wishes, hour, timeZone) !== before) return hour;
  }
  return null;
}

/** When something may reach them, not before `now`; null where only a person can say. */
export function nextSafeTime(wishes: ContactWishes | null, now: Date, timeZone: string): Date | null {
  if (wishes === null) return now;
  if (isForAPerson(wishes)) return null;
  return isTicked(wishes, now, timeZone) ? now : nextChange(wishes, now, timeZone);
}

/** Until when a time that they ticked goes on; null where it never ends. At any other time it is over: `now`. */
export function safeUntil(wishes: ContactWishes | null, now: Date, timeZone: string): Date | null {
  if (wishes === null) return null;
  return isTicked(wishes, now, timeZone) ? nextChange(wishes, now, timeZone) : now;
}
