/**
 * The password path slows down and locks; a passkey never does, so nobody can lock somebody else out. It is counted for a name,
 * never for an address on the network, which nobody here keeps. Source: security.md 13 and 20; NIST SP 800-63B-4, 3.2.2.
 */

/** This many mistakes cost nothing. */
const freeFailures = 3;
const firstWaitSeconds = 5;
/** From here on it is locked for an hour after the last mistake. */
const lockedFailures = 10;
const lockSeconds = 3_600;

/**
 * How long after the latest of so many failures the next try is looked at, in seconds; those before it are refused unseen.
 * @param failures since the last success
 */
export function waitSeconds(failures: number): number {
  if (failures >= lockedFailures) return lockSeconds;
  if (failures < freeFailures) return 0;
  return firstWaitSeconds * 2 ** (failures - freeFailures);
}

/** The words for a wait. @param seconds more than 0 */
export function waitWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
