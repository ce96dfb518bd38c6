/** Invitations, and what somebody has begun to set up with one. */
import { type Insertable, sql } from 'kysely';
import { inAuth } from './store-connect.ts';
import type { AuthTables, AuthTx, Draft } from './tables.ts';

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
