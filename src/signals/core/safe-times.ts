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

function isTicked({ days, times }: ContactWishes, at: Date, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const isWeekend = weekend.includes(part('weekday'));
  if (days === 'weekdays' && isWeekend) return false;
  if (days === 'weekends' && !isWeekend) return false;
  return !times?.length || times.some((time) => hours[time](Number(part('hour'))));
}

/** Whether a person has to weigh their words first. */
export const isForAPerson = ({ timesWords }: ContactWishes): boolean => (timesWords ?? '').trim() !== '';

/** Whether it is a time that they ticked, or they ticked none. @param timeZone IANA name */
export const isTickedTime = (wishes: ContactWishes | null, at: Date, timeZone: string): boolean =>
  wishes === null || isTicked(wishes, at, timeZone);

const quarterMilliseconds = 15 * 60_000;
/** Every choice comes round within a week; a day more for a change of the clocks. */
const quartersLimit = 8 * 24 * 4;

/**
 * When something may reach them, not before `now`; null where only a person can say.
 * Zones change their clocks at full quarters, so that is how it is looked.
 */
export function nextSafeTime(wishes: ContactWishes | null, now: Date, timeZone: string): Date | null {
  if (wishes === null) return now;
  if (isForAPerson(wishes)) return null;
  if (isTicked(wishes, now, timeZone)) return now;
  const first = Math.floor(now.getTime() / quarterMilliseconds) + 1;
  for (let quarter = first; quarter < first + quartersLimit; quarter++) {
    const at = new Date(quarter * quarterMilliseconds);
    if (isTicked(wishes, at, timeZone)) return at;
  }
  return null;
}
