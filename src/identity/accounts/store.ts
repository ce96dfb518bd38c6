/** What sign-in keeps, apart from what better-auth keeps in its own tables. */
import { type Insertable, sql, type Transaction } from 'kysely';
import { authSchema } from './store-connect.ts';
import type { AuthDb, AuthTables, Draft, Method } from './tables.ts';

/** A statement or a whole transaction. */
export type AuthTx = AuthDb | Transaction<AuthTables>;

const inAuth = (db: AuthTx) => db.withSchema(authSchema);

export type InvitationRow = AuthTables['invitation'];

/** Keeps an invitation; an older one of the same person is over. */
export async function keepInvitation(
  tx: AuthTx,
  row: Omit<Insertable<InvitationRow>, 'draft' | 'used_at' | 'revoked_at' | 'agreed_by' | 'agreed_at'>,
): Promise<void> {
  await revokeInvitations(tx, row.person_id, row.created_at);
  await inAuth(tx).insertInto('invitation').values(row).execute();
}

/** Ends every open invitation of a person. @returns how many there were */
export async function revokeInvitations(tx: AuthTx, personId: string, at: Date): Promise<number> {
  const { numUpdatedRows } = await inAuth(tx)
    .updateTable('invitation')
    .set({ revoked_at: at })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** The invitation of a link, open or not. */
export function invitationOf(db: AuthTx, tokenHash: Buffer): Promise<InvitationRow | undefined> {
  return inAuth(db)
    .selectFrom('invitation')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

/** The newest open invitation to an address that has a link: one that waits for a second person opens nothing. */
export function invitationTo(db: AuthTx, email: string, at: Date): Promise<InvitationRow | undefined> {
  return inAuth(db)
    .selectFrom('invitation')
    .selectAll()
    .where('email', '=', email)
    .where('token_hash', 'is not', null)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The invitations that are still open, newest first. */
export function openInvitations(db: AuthTx, at: Date, limit: number): Promise<InvitationRow[]> {
  return inAuth(db)
    .selectFrom('invitation')
    .selectAll()
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** Uses an invitation up. @returns whether it was open until now: of two who come at once, one gets it */
export async function claimInvitation(tx: AuthTx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await inAuth(tx)
    .updateTable('invitation')
    .set({ used_at: at, draft: null })
    .where('id', '=', id)
    .where('token_hash', 'is not', null)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function keepDraft(tx: AuthTx, id: string, draft: Draft): Promise<void> {
  await inAuth(tx)
    .updateTable('invitation')
    .set({ draft: sql<never>`${JSON.stringify(draft)}::jsonb` })
    .where('id', '=', id)
    .execute();
}

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

/** Ends a person's sessions, all or all but one. @returns how many ended */
export async function dropSessions(tx: AuthTx, userId: string, exceptId?: string): Promise<number> {
  const { numDeletedRows } = await inAuth(tx)
    .deleteFrom('session')
    .where('userId', '=', userId)
    .$if(exceptId !== undefined, (query) => query.where('id', '<>', exceptId!))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function dropSession(tx: AuthTx, id: string): Promise<void> {
  await inAuth(tx).deleteFrom('session').where('id', '=', id).execute();
}

/** Notes that somebody is there; at most once in a while, so that reading does not become writing. */
export async function touchSession(db: AuthTx, id: string, at: Date, notSince: Date): Promise<void> {
  await inAuth(db)
    .updateTable('session')
    .set({ seenAt: at })
    .where('id', '=', id)
    .where('seenAt', '<', notSince)
    .execute();
}

export interface KeptSession {
  readonly id: string;
  readonly method: Method;
  readonly authenticatedAt: Date;
  readonly seenAt: Date;
}

const listLimit = 50;

export function sessionsOf(db: AuthTx, userId: string): Promise<KeptSession[]> {
  return inAuth(db)
    .selectFrom('session')
    .select(['id', 'method', 'authenticatedAt', 'seenAt'])
    .where('userId', '=', userId)
    .where('method', '<>', 'password')
    .orderBy('authenticatedAt', 'desc')
    .limit(listLimit)
    .execute();
}

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

/** Whose address it is; nobody's, where nobody here has it. */
export async function userOf(db: AuthTx, email: string): Promise<string | undefined> {
  const row = await inAuth(db).selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
  return row?.id;
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

/** Locks a person's account against changes at the same moment, until the transaction ends. */
export async function lockUser(tx: AuthTx, id: string): Promise<AuthTables['user'] | undefined> {
  return inAuth(tx)
    .selectFrom('user')
    .select(['id', 'name', 'email', 'emailVerified', 'twoFactorEnabled', 'createdAt', 'updatedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Whether anybody has an account. */
export async function anybody(db: AuthTx): Promise<boolean> {
  return (await inAuth(db).selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function emailTaken(db: AuthTx, email: string): Promise<boolean> {
  const row = await inAuth(db).selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
  return row !== undefined;
}

/** Clears what is over: half sign-ins, old counts, spent codes. Bounded, and done where something new is kept anyway. */
export async function sweep(tx: AuthTx, before: { day: Date; minutes: Date }): Promise<void> {
  await inAuth(tx).deleteFrom('password_path').where('last_at', '<', before.day).execute();
  await inAuth(tx).deleteFrom('code_used').where('used_at', '<', before.minutes).execute();
  await inAuth(tx).deleteFrom('verification').where('expiresAt', '<', before.day).execute();
  await inAuth(tx).deleteFrom('session').where('authenticatedAt', '<', before.day).execute();
}
