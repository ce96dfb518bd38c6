/** The accounts of people, their names at an agency's own sign-in, and the end of what is over. */
import { inAuth } from './store-connect.ts';
import { dropPassword } from './store-passwords.ts';
import type { AuthTables, AuthTx } from './tables.ts';

/** Makes a person's account, or finds it there. */
export async function ensureUser(
  tx: AuthTx,
  person: { id: string; name: string; email: string },
  at: Date,
): Promise<void> {
  await inAuth(tx)
    .insertInto('user')
    .values({ ...person, emailVerified: false, twoFactorEnabled: false, createdAt: at, updatedAt: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Whose address it is; nobody's, where nobody here has it. */
export async function userOf(db: AuthTx, email: string): Promise<string | undefined> {
  const row = await inAuth(db).selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
  return row?.id;
}

/** Whether anybody has an account. */
export async function anybody(db: AuthTx): Promise<boolean> {
  return (await inAuth(db).selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Locks a person's account against changes at the same moment, until the transaction ends. */
export async function lockUser(tx: AuthTx, id: string): Promise<AuthTables['user'] | undefined> {
  return inAuth(tx)
    .selectFrom('user')
    .select(['id', 'name', 'email', 'emailVerified', 'twoFactorEnabled', 'createdAt', 'updatedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Links a subject at the agency's own sign-in. */
export async function keepSubject(
  tx: AuthTx,
  account: { id: string; userId: string; providerId: string; accountId: string },
  at: Date,
): Promise<void> {
  await inAuth(tx)
    .insertInto('account')
    .values({ ...account, password: null, createdAt: at, updatedAt: at })
    .execute();
}

/** Whose account an agency's own name for somebody opens; undefined where it opens none. */
export async function ownerOfSubject(
  db: AuthTx,
  providerId: string,
  accountId: string,
): Promise<string | undefined> {
  const row = await inAuth(db)
    .selectFrom('account')
    .select('userId')
    .where('providerId', '=', providerId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return row?.userId;
}

/** Everything with which a person could come in: passkeys, password, agency subject. */
export async function dropKeys(tx: AuthTx, userId: string): Promise<void> {
  await dropPassword(tx, userId);
  await inAuth(tx).deleteFrom('passkey').where('userId', '=', userId).execute();
  await inAuth(tx).deleteFrom('account').where('userId', '=', userId).execute();
}

/** Clears what is over: half sign-ins, old counts, spent codes. Bounded, and done where something new is kept anyway. */
export async function sweep(tx: AuthTx, before: { day: Date; minutes: Date }): Promise<void> {
  await inAuth(tx).deleteFrom('password_path').where('last_at', '<', before.day).execute();
  await inAuth(tx).deleteFrom('code_used').where('used_at', '<', before.minutes).execute();
  await inAuth(tx).deleteFrom('verification').where('expiresAt', '<', before.day).execute();
  await inAuth(tx).deleteFrom('session').where('authenticatedAt', '<', before.day).execute();
}
