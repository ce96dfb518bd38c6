/** How much a partner is expected to send. Nothing is refused for being more: it is marked, and its answer is held a moment. */

/** The stretch of time that a contract counts in. */
export const contractWindowSeconds = 60;
const holdStepMilliseconds = 200;
const holdLimitMilliseconds = 2_000;

/** Where a partner stands when one more report comes. */
export interface Standing {
  readonly overContract: boolean;
  /** How many more fit into the window after this one. */
  readonly remaining: number;
  /** How long its answer, which is durable by then, is held so that a machine that sends too much slows down. */
  readonly holdMilliseconds: number;
}

/**
 * @param before how many came within the window before this one; counting may stop at twice the contract
 * @param urgent somebody is in danger now: held up by nothing
 */
export function standingOf(before: number, perMinute: number, urgent: boolean): Standing {
  const over = before + 1 - perMinute;
  return {
    overContract: over > 0,
    remaining: Math.max(0, -over),
    holdMilliseconds: over > 0 && !urgent ? Math.min(over * holdStepMilliseconds, holdLimitMilliseconds) : 0,
  };
}
