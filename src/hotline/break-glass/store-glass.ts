/** Broken glass in the database. */
import { type Db, newId, openRow, Refusal, sealRow, type Tx } from '../../platform/index.ts';
import type { BrokenGlass } from '../core/index.ts';

const rowsLimit = 100;

export interface StoredGlass extends BrokenGlass {
  readonly id: string;
  readonly signalId: string;
  /** Null where it was destroyed with its report. */
  readonly reason: string | null;
}

export async function insertGlass(
  tx: Tx,
  glass: { signalId: string; askedBy: string; reason: string },
  now: Date,
): Promise<string> {
  const id = newId(now);
  const row = { id, signal_id: glass.signalId, asked_by: glass.askedBy, reason: glass.reason, asked_at: now };
  await tx
    .insertInto('break_glass')
    .values(await sealRow(tx, 'break_glass', row, now))
    .execute();
  return id;
}

/** Opened one by one: what was destroyed with its report hides no other. */
async function glassesOf(db: Db, rows: Awaited<ReturnType<typeof selectGlass>>): Promise<StoredGlass[]> {
  const found: StoredGlass[] = [];
  for (const row of rows)
    found.push({
      id: row.id,
      signalId: row.signal_id,
      reason: await reasonOf(db, row),
      askedBy: row.asked_by,
      askedAt: row.asked_at,
      grantedBy: row.granted_by,
      grantedAt: row.granted_at,
      endedAt: row.ended_at,
    });
  return found;
}

async function reasonOf(
  db: Db,
  row: Awaited<ReturnType<typeof selectGlass>>[number],
): Promise<string | null> {
  try {
    return (await openRow(db, 'break_glass', row))?.reason ?? null;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'record-destroyed') return null;
    throw error;
  }
}

const selectGlass = (db: Db, id: string, lock: boolean) =>
  db
    .selectFrom('break_glass')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .execute();

export async function readGlass(db: Db, id: string, lock = false): Promise<StoredGlass | undefined> {
  return (await glassesOf(db, await selectGlass(db, id, lock)))[0];
}

/** All that were asked for since an instant, newest first. */
export async function readGlasses(db: Db, since: Date): Promise<StoredGlass[]> {
  const rows = await db
    .selectFrom('break_glass')
    .selectAll()
    .where('asked_at', '>', since)
    .orderBy('asked_at', 'desc')
    .limit(rowsLimit)
    .execute();
  return glassesOf(db, rows);
}

export async function writeGranted(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx.updateTable('break_glass').set({ granted_by: by, granted_at: now }).where('id', '=', id).execute();
}

export async function writeEnded(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx
    .updateTable('break_glass')
    .set({ ended_by: by, ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}
