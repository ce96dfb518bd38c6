/** How long a sign-in lasts, and how fresh it must be for what cannot be taken back. Source: security.md 20; ASVS 5.0 V7.3. */

const minuteMilliseconds = 60_000;
/** Nobody at the desk for this long: the page is locked, and nothing on it is lost. */
export const idleMinutes = 30;
/** After a shift everybody signs in anew. */
export const longestHours = 12;
/** What cannot be taken back asks for the key again unless it was shown this recently; policy.ts says what, and where longer. */
export const freshMinutes = 5;

/** `open` may act; `locked` must show its key again and then goes on; `over` is nobody. */
export type SessionState = 'open' | 'locked' | 'over';

export interface SessionTimes {
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date;
  /** When they last asked for anything. */
  readonly seenAt: Date;
}

/** How far apart, whichever way: a clock that was set back must not keep a session open. */
const apart = (a: Date, b: Date): number => Math.abs(a.getTime() - b.getTime());

export function sessionState({ authenticatedAt, seenAt }: SessionTimes, now: Date): SessionState {
  if (apart(now, authenticatedAt) > longestHours * 60 * minuteMilliseconds) return 'over';
  return apart(now, seenAt) > idleMinutes * minuteMilliseconds ? 'locked' : 'open';
}

/** What two machines round differently, and an answer that takes a moment on its way. */
const attemptSlackSeconds = 5;

/**
 * When a key was shown at an agency, by our clock; undefined when that was before this attempt. Only lengths of time are compared, so that
 * a clock there which is minutes ahead makes nothing fresher than it is.
 * @param secondsBefore how long before its answer the agency saw the key, by its own clock
 */
export function agencyKeyShownAt(
  secondsBefore: number,
  { startedAt, now }: { readonly startedAt: Date; readonly now: Date },
): Date | undefined {
  const attemptSeconds = (now.getTime() - startedAt.getTime()) / 1000;
  if (!(Math.abs(secondsBefore) <= Math.max(0, attemptSeconds) + attemptSlackSeconds)) return undefined;
  return new Date(now.getTime() - Math.max(0, secondsBefore) * 1000);
}

/** Whether the person must show their key again before something that cannot be taken back. */
export function needsStepUp(
  { authenticatedAt }: Pick<SessionTimes, 'authenticatedAt'>,
  now: Date,
  minutes = freshMinutes,
): boolean {
  return apart(now, authenticatedAt) > minutes * minuteMilliseconds;
}
