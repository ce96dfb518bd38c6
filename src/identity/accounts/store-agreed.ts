/** Invitations that wait for a second person. */
import { inAuth } from './store-connect.ts';
import type { InvitationRow } from './store-invitations.ts';
import type { AuthTx } from './tables.ts';

/** An invitation that has no link yet, locked; open or not. */
export const lockWaiting = (tx: AuthTx, id: string): Promise<InvitationRow | undefined> =>
  inAuth(tx)
    .selectFrom('invitation')
    .selectAll()
    .where('id', '=', id)
    .where('token_hash', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/** Gives it the link for which it waited. */
export async function keepAgreed(
  tx: AuthTx,
  id: string,
  agreed: Pick<InvitationRow, 'token_hash' | 'agreed_by' | 'agreed_at' | 'expires_at'>,
): Promise<void> {
  await inAuth(tx).updateTable('invitation').set(agreed).where('id', '=', id).execute();
}
