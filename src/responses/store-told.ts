/** The SQL of what was told outside of any response: calls to 911 centres, and what was passed on as information. */
import { type Db, openRows, recordIndex, type Tx } from '../platform/index.ts';

/** @returns the centres that were not called yet for this place, and whether any was called for another place before */
export async function insertDangerCalls(
  tx: Tx,
  calls: { signalId: string; placeKey: string; organizationIds: readonly string[] },
  now: Date,
): Promise<{ added: string[]; calledBefore: boolean }> {
  const place = await recordIndex(tx, calls.signalId, 'danger_call.place_index', calls.placeKey, now);
  const before = await tx
    .selectFrom('danger_call')
    .select('organization_id')
    .where('signal_id', '=', calls.signalId)
    .where('place_index', '<>', place)
    .limit(1)
    .executeTakeFirst();
  const rows = await tx
    .insertInto('danger_call')
    .values(
      calls.organizationIds.map((organizationId) => ({
        signal_id: calls.signalId,
        organization_id: organizationId,
        place_index: place,
        at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['signal_id', 'organization_id', 'place_index']).doNothing())
    .returning('organization_id')
    .execute();
  return { added: rows.map((row) => row.organization_id), calledBefore: before !== undefined };
}

/** Whether a call to a 911 centre was opened for a signal. */
export async function wasPsapCalled(db: Db, signalId: string): Promise<boolean> {
  const row = await db
    .selectFrom('danger_call')
    .select('signal_id')
    .where('signal_id', '=', signalId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What left for a signal as information: recorded by a person, and not part of any response. Oldest first. */
export async function readPassedOn(db: Db, signalId: string) {
  const rows = await db
    .selectFrom('disclosure as d')
    .leftJoin('response_page as p', 'p.disclosure_id', 'd.id')
    .select([
      'd.id',
      'd.signal_id',
      'd.at',
      'd.organization_id',
      'd.reason',
      'd.confirmed_by',
      'd.delivered_at',
      'd.revoked_at',
    ])
    .where('d.signal_id', '=', signalId)
    .where('d.confirmed_by', 'is not', null)
    .where('p.page_id', 'is', null)
    .orderBy('d.at')
    .orderBy('d.id')
    .execute();
  return openRows(db, 'disclosure', rows);
}
