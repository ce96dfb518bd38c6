/** Passkeys: whose they are, and what they are called. better-auth keeps them. */
import { inAuth } from './store-connect.ts';
import type { AuthTx } from './tables.ts';

const listLimit = 50;

export function passkeysOf(
  db: AuthTx,
  userId: string,
): Promise<{ id: string; name: string | null; createdAt: Date | null }[]> {
  return inAuth(db)
    .selectFrom('passkey')
    .select(['id', 'name', 'createdAt'])
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .limit(listLimit)
    .execute();
}

/** Whose passkey it is, by the name that the key has for itself. */
export async function ownerOfPasskey(db: AuthTx, credentialId: string): Promise<string | undefined> {
  const row = await inAuth(db)
    .selectFrom('passkey')
    .select('userId')
    .where('credentialID', '=', credentialId)
    .executeTakeFirst();
  return row?.userId;
}

/** @returns whether it was theirs */
export async function renamePasskey(
  tx: AuthTx,
  { id, userId, name }: { id: string; userId: string; name: string },
): Promise<boolean> {
  const { numUpdatedRows } = await inAuth(tx)
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns whether it was theirs */
export async function dropPasskey(tx: AuthTx, id: string, userId: string): Promise<boolean> {
  const { numDeletedRows } = await inAuth(tx)
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
