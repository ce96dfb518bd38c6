/** Each time somebody let a text go at a time that the person had not called safe, and why. */
import { type Db, newId, openRows, sealRow, type Tx } from '../platform/index.ts';

/** So many are shown: the newest. */
const waiversLimit = 20;

export async function insertWaiver(
  tx: Tx,
  {
    signalId,
    staffId,
    reason,
    until,
  }: { readonly signalId: string; readonly staffId: string; readonly reason: string; readonly until: Date },
  now: Date,
): Promise<void> {
  const row = { id: newId(now), signal_id: signalId, by_staff_id: staffId, reason, at: now, until };
  await tx
    .insertInto('safe_time_waiver')
    .values(await sealRow(tx, 'safe_time_waiver', row, now))
    .execute();
}

/** Until when somebody has let texts go; undefined where nobody has, or it is over. */
export async function waivedUntil(db: Db, signalId: string, now: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('safe_time_waiver')
    .select('until')
    .where('signal_id', '=', signalId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && row.until > now ? row.until : undefined;
}

/** The newest last. @throws Refusal keys-away */
export async function readWaivers(db: Db, signalId: string) {
  const rows = await db
    .selectFrom('safe_time_waiver')
    .select(['id', 'signal_id', 'by_staff_id', 'reason', 'at'])
    .where('signal_id', '=', signalId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(waiversLimit)
    .execute();
  return openRows(db, 'safe_time_waiver', rows.reverse());
}
