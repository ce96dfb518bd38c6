/** Passwords, each with the key of its codes. */
import { inAuth } from './store-connect.ts';
import type { AuthTx, Draft } from './tables.ts';

/** Puts a password and a code key into use, in the place of those before. */
export async function keepPassword(
  tx: AuthTx,
  { userId, draft, newId }: { userId: string; draft: Draft; newId: () => string },
  at: Date,
): Promise<void> {
  await dropPassword(tx, userId);
  await inAuth(tx)
    .insertInto('account')
    .values({
      id: newId(),
      userId,
      providerId: 'credential',
      accountId: userId,
      password: draft.passwordHash,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  await inAuth(tx)
    .insertInto('twoFactor')
    .values({
      id: newId(),
      userId,
      secret: draft.secret,
      backupCodes: draft.backupCodes,
      verified: true,
    })
    .execute();
  await inAuth(tx)
    .updateTable('user')
    .set({ twoFactorEnabled: true, updatedAt: at })
    .where('id', '=', userId)
    .execute();
}

/** Takes the password and the code key away. */
export async function dropPassword(tx: AuthTx, userId: string): Promise<void> {
  await inAuth(tx)
    .deleteFrom('account')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .execute();
  await inAuth(tx).deleteFrom('twoFactor').where('userId', '=', userId).execute();
  await inAuth(tx).updateTable('user').set({ twoFactorEnabled: false }).where('id', '=', userId).execute();
}

export async function hasPassword(db: AuthTx, userId: string): Promise<boolean> {
  const row = await inAuth(db)
    .selectFrom('twoFactor')
    .select('id')
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** When somebody's password was set; null where they have none. */
export async function passwordSetAt(db: AuthTx, userId: string): Promise<Date | null> {
  const row = await inAuth(db)
    .selectFrom('account')
    .select('updatedAt')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();
  return row?.updatedAt ?? null;
}

/** The hash of somebody's password; nothing where they have none. */
export async function passwordOf(db: AuthTx, userId: string): Promise<string | null> {
  const row = await inAuth(db)
    .selectFrom('account')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();
  return row?.password ?? null;
}

/** @param hash the one that was there when the old password was shown @returns whether it still was */
export async function writePassword(
  tx: AuthTx,
  { userId, hash, next }: { userId: string; hash: string; next: string },
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await inAuth(tx)
    .updateTable('account')
    .set({ password: next, updatedAt: at })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .where('password', '=', hash)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
