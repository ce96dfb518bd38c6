/** Where the person gets off: the stop that was named, with some room for plans that change, else any stop alike. */

/** How far a named stop is believed; the rest is shared by the others. Assumed until measured. */
const namedStopShare = 0.9;

/** The chance of each stop that is left; together 1. @param named the stop's place in the list, or null when nobody knows */
export function leavingChances(count: number, named: number | null): number[] {
  return Array.from({ length: count }, (_, stop) => {
    if (count === 1) return 1;
    if (named === null) return 1 / count;
    return stop === named ? namedStopShare : (1 - namedStopShare) / (count - 1);
  });
}
