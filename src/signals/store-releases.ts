/** The consents of a report in the database: one recipient a row. */
import { type Db, openRow, openRows, sealRow, type Tx } from '../platform/index.ts';

const releaseLimit = 500;

export async function readReleases(db: Db, signalId: string) {
  const rows = await db
    .selectFrom('release')
    .selectAll()
    .where('signal_id', '=', signalId)
    .orderBy('given_at')
    .limit(releaseLimit)
    .execute();
  return openRows(db, 'release', rows);
}

export async function insertRelease(
  tx: Tx,
  release: {
    id: string;
    signalId: string;
    recipient: string;
    items: readonly string[];
    purpose: string;
    until: Date;
    informed: boolean;
    recordedBy: string;
    confirmedHow: string;
  },
  now: Date,
): Promise<void> {
  const values = {
    id: release.id,
    signal_id: release.signalId,
    recipient: release.recipient,
    items: [...release.items],
    purpose: release.purpose,
    until: release.until,
    given_at: now,
    by_the_person: true,
    informed: release.informed,
    recorded_by: release.recordedBy,
    confirmed_how: release.confirmedHow,
  };
  await tx
    .insertInto('release')
    .values(await sealRow(tx, 'release', values, now))
    .execute();
}

/** @returns whom it named, when it was not taken back before */
export async function withdrawRelease(
  tx: Tx,
  which: { signalId: string; releaseId: string },
  now: Date,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('release')
    .set({ withdrawn_at: now })
    .where('id', '=', which.releaseId)
    .where('signal_id', '=', which.signalId)
    .where('withdrawn_at', 'is', null)
    .returning(['id', 'signal_id', 'recipient'])
    .executeTakeFirst();
  return (await openRow(tx, 'release', row))?.recipient;
}
