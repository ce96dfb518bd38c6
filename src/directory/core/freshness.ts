/** Facts grow old: a helper nobody has verified for twelve months is not offered. Source: safety.md "Not yet, on purpose". */

export const verifiedWithinMonths = 12;

/** The oldest day of verification that still counts at `now`, as 2025-11-24. A day that does not exist becomes the month's last. */
export function oldestVerifiedOn(now: Date): string {
  const year = now.getUTCFullYear() - Math.floor(verifiedWithinMonths / 12);
  const month = now.getUTCMonth();
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(now.getUTCDate(), lastDay);
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
