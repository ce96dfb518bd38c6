/**
 * How long a wrong code waits for its answer. Nobody is refused, and a right code never waits: only what opened nothing does, more the more of
 * it came lately, whoever sent it, since nobody's address is known. A code has 66 bits, so this is a second wall. Source: security.md 14.
 */

/** So many slips of many fingers cost nobody anything. */
export const freeWrongCodes = 20;
const forgottenEachSeconds = 3;
const millisecondsEach = 100;
export const longestWaitMilliseconds = 3_000;
/** Enough to wait longest for a while after a flood of guesses, and no longer. */
const rememberedWrongCodes = 200;

/** Wrong codes that are not forgotten yet. */
export interface WrongCodes {
  readonly count: number;
  /** When it was counted, in milliseconds since 1970. */
  readonly at: number;
}

export const noWrongCodes: WrongCodes = { count: 0, at: 0 };

/** Counts one more. @returns what is remembered, and how long its answer waits in milliseconds */
export function countWrongCode(
  before: WrongCodes,
  now: Date,
): WrongCodes & { readonly waitMilliseconds: number } {
  const at = now.getTime();
  const forgotten = Math.max(0, at - before.at) / (forgottenEachSeconds * 1000);
  const count = Math.min(Math.max(0, before.count - forgotten) + 1, rememberedWrongCodes);
  const wait = Math.max(0, count - freeWrongCodes) * millisecondsEach;
  return { count, at, waitMilliseconds: Math.min(Math.ceil(wait), longestWaitMilliseconds) };
}
