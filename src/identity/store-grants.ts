/** Rows of `role_grant`: roles that wait for a second person, and those that were decided. */
import { type Db, newId, type Tx } from '../platform/index.ts';
import type { AskedRole, Role } from './core/index.ts';

export interface StoredGrant extends AskedRole {
  readonly id: string;
  readonly role: Role;
}

const listLimit = 100;

const undecided = (db: Db) =>
  db.selectFrom('role_grant').selectAll().where('agreed_at', 'is', null).where('refused_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof undecided>['execute']>>[number];
const grantOf = (row: Row): StoredGrant => ({
  id: row.id,
  personId: row.person_id,
  role: row.role as Role,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  decided: row.agreed_at !== null || row.refused_at !== null,
});

/** Keeps what was asked for. An open one of the same person must be over. */
export async function insertGrant(
  tx: Tx,
  { personId, role, askedBy }: { personId: string; role: Role; askedBy: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('role_grant')
    .values({ id: newId(now), person_id: personId, role, asked_by: askedBy, asked_at: now })
    .execute();
}

/** Locked until the transaction ends. */
export async function lockGrant(tx: Tx, id: string): Promise<StoredGrant | undefined> {
  const row = await tx
    .selectFrom('role_grant')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && grantOf(row);
}

/** @param by null: on the machine itself */
export async function writeAgreed(tx: Tx, id: string, by: string | null, now: Date): Promise<void> {
  await tx.updateTable('role_grant').set({ agreed_by: by, agreed_at: now }).where('id', '=', id).execute();
}

export async function writeRefused(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx.updateTable('role_grant').set({ refused_by: by, refused_at: now }).where('id', '=', id).execute();
}

/** Ends whatever waits for a person. */
export async function endGrants(tx: Tx, personId: string, by: string, now: Date): Promise<void> {
  await tx
    .updateTable('role_grant')
    .set({ refused_by: by, refused_at: now })
    .where('person_id', '=', personId)
    .where('agreed_at', 'is', null)
    .where('refused_at', 'is', null)
    .execute();
}

/** What waits and was asked for since an instant, oldest first. */
export async function readGrants(db: Db, since: Date): Promise<StoredGrant[]> {
  const rows = await undecided(db)
    .where('asked_at', '>', since)
    .orderBy('asked_at')
    .limit(listLimit)
    .execute();
  return rows.map(grantOf);
}
