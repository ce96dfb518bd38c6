/** What of the floor needs somebody now, what waits, and what has ended: one place decides, for the queue and the response. */
import type { Alert, Board, Call, Entry } from './board.ts';

const dangers = ['imminent', 'soon', 'not-known', 'none'] as const;

/** Finished work goes down: nothing is open, nothing was passed on without an answer since, nothing is unread. */
export const hasEnded = (entry: Entry): boolean =>
  entry.state !== 'received' &&
  !entry.answered &&
  (entry.responseState === null ? entry.passedOnAt !== null : entry.responseState !== 'open');

/** One row for alerts that say the same of nothing in particular. */
export interface AlertRow {
  readonly ids: readonly string[];
  readonly at: Date | string;
  readonly words: string;
  readonly href: string | null;
  readonly linkWords: string;
  readonly atOnce: boolean;
  readonly danger: number;
}

const overdue = 'A call that has to be made is overdue.';

export function alertRows(alerts: readonly Alert[], queue: readonly Entry[]): AlertRow[] {
  const dangerOf = (alert: Alert): number => {
    const entry = queue.find(
      ({ signalId, responseId }) =>
        signalId === alert.signalId || (responseId !== null && responseId === alert.responseId),
    );
    return dangers.indexOf(entry?.danger ?? 'not-known');
  };
  const groups = Map.groupBy(
    alerts,
    (alert) => `${alert.kind} ${alert.words} ${alert.signalId} ${alert.responseId}`,
  );
  return [...groups.values()]
    .map((group): AlertRow => {
      const newest = group.reduce((a, b) => (new Date(b.at) > new Date(a.at) ? b : a));
      const danger = Math.min(...group.map(dangerOf));
      const many = group.length > 1;
      return {
        ids: group.map(({ id }) => id),
        at: newest.at,
        words: !many
          ? newest.words
          : newest.words === overdue
            ? `${group.length} calls that have to be made became overdue.`
            : `${newest.words} (${group.length} times)`,
        href: newest.responseId
          ? `/console/responses/${newest.responseId}`
          : newest.signalId
            ? `/console/signals/${newest.signalId}`
            : null,
        linkWords: newest.responseId ? 'Open the response' : 'Open the report',
        atOnce: newest.kind === 'no-psap' || newest.words.includes('911') || danger === 0,
        danger,
      };
    })
    .sort((a, b) => a.danger - b.danger || new Date(b.at).getTime() - new Date(a.at).getTime());
}

/** Calls to 911 first, then what is due longest. */
export const callsInOrder = (calls: readonly Call[]): Call[] =>
  [...calls].sort(
    (a, b) =>
      Number(b.kind === 'psap') - Number(a.kind === 'psap') ||
      new Date(a.dueAt).getTime() - new Date(b.dueAt).getTime(),
  );

/** How many reports nobody has read or answered: what the tab says. */
export const waitingCount = ({ queue }: Board): number =>
  queue.filter((entry) => entry.state === 'received' || entry.answered).length;

/** What changes the order or the number of rows, so that a page can wait with it while somebody is at work. */
export const shapeOf = ({ queue, alerts, calls }: Board): string =>
  [
    ...queue.map(({ signalId }) => signalId),
    ...alerts.map(({ id }) => id),
    ...calls.map(({ id }) => id),
  ].join(' ');
