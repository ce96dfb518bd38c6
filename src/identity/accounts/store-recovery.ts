/** Recoveries that two people must agree on. */
import { inAuth } from './store-connect.ts';
import type { AuthTables, AuthTx } from './tables.ts';

export type RecoveryRow = AuthTables['recovery'];

const listLimit = 100;

const open = (db: AuthTx, at: Date) =>
  inAuth(db)
    .selectFrom('recovery')
    .selectAll()
    .where('approved_at', 'is', null)
    .where('refused_at', 'is', null)
    .where('expires_at', '>', at);

/** Keeps a recovery that was asked for; an open one of the same person is over. */
export async function keepRecovery(
  tx: AuthTx,
  row: Pick<RecoveryRow, 'id' | 'person_id' | 'asked_by' | 'asked_at' | 'expires_at'>,
  at: Date,
): Promise<void> {
  await inAuth(tx)
    .updateTable('recovery')
    .set({ refused_at: at })
    .where('person_id', '=', row.person_id)
    .where('approved_at', 'is', null)
    .where('refused_at', 'is', null)
    .execute();
  await inAuth(tx).insertInto('recovery').values(row).execute();
}

/**
 * Approves an open recovery; of two who approve at once, one does.
 * @param judge throws where this person may not
 */
export async function approveRecovery(
  tx: AuthTx,
  { id, by }: { id: string; by: string },
  at: Date,
  judge: (found: RecoveryRow) => void,
): Promise<RecoveryRow | undefined> {
  const found = await open(tx, at).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!found) return undefined;
  judge(found);
  await inAuth(tx)
    .updateTable('recovery')
    .set({ approved_by: by, approved_at: at })
    .where('id', '=', id)
    .execute();
  return found;
}

/** @returns whose it was, when it was open */
export async function refuseRecovery(tx: AuthTx, id: string, at: Date): Promise<string | undefined> {
  const found = await open(tx, at).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!found) return undefined;
  await inAuth(tx).updateTable('recovery').set({ refused_at: at }).where('id', '=', id).execute();
  return found.person_id;
}

export function openRecoveries(db: AuthTx, at: Date): Promise<RecoveryRow[]> {
  return open(db, at).orderBy('asked_at', 'desc').limit(listLimit).execute();
}
