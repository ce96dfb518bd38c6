/** The SQL of the timeline: what happened in a response, line after line, with no number missing. */
import { type Db, notify, openRows, sealRow, type Tx } from '../platform/index.ts';
import type { TimelineEntry } from './views.ts';

/**
 * Writes a line of the timeline. The update of the response's row gives out the sequence and holds the row until commit, so
 * that no later number is ever visible before an earlier one.
 */
export async function say(
  tx: Tx,
  responseId: string,
  entry: { kind: string; who: string; what: string },
  now: Date,
): Promise<void> {
  const { last_sequence, signal_id } = await tx
    .updateTable('response')
    .set((row) => ({ last_sequence: row('last_sequence', '+', 1) }))
    .where('id', '=', responseId)
    .returning(['last_sequence', 'signal_id'])
    .executeTakeFirstOrThrow();
  const line = { response_id: responseId, sequence: last_sequence, record_id: signal_id, at: now, ...entry };
  await tx
    .insertInto('response_event')
    .values(await sealRow(tx, 'response_event', line, now))
    .execute();
  await notify(tx, responseId);
}

const timelineLimit = 1000;

/** The timeline after a sequence, in order; at most a thousand lines at a time. */
export async function timelineAfter(db: Db, responseId: string, sequence: number): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom('response_event')
    .select(['response_id', 'record_id', 'sequence', 'at', 'who', 'what'])
    .where('response_id', '=', responseId)
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(timelineLimit)
    .execute();
  return (await openRows(db, 'response_event', rows)).map(({ sequence: number, at, who, what }) => ({
    sequence: number,
    at,
    who,
    what,
  }));
}
