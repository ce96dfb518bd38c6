/** Who may open a page, in the database: links, each for one contact, and the sessions that they were exchanged for. */
import type { Db, Tx } from '../platform/index.ts';

/** The contacts that a link of this page was made for: whoever was asked in writing. */
export async function readLinkedContacts(db: Db, pageId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('page_link')
    .select('contact_id')
    .distinct()
    .where('page_id', '=', pageId)
    .where('contact_id', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.contact_id!));
}

export async function insertLink(
  tx: Tx,
  link: { tokenHash: Buffer; pageId: string; contactId: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('page_link')
    .values({ token_hash: link.tokenHash, page_id: link.pageId, contact_id: link.contactId, at: link.at })
    .execute();
}

export async function readLink(db: Db, tokenHash: Buffer, lock = false) {
  return db
    .selectFrom('page_link')
    .select(['page_id', 'contact_id', 'exchanged_at', 'revoked_at'])
    .where('token_hash', '=', tokenHash)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function markExchanged(tx: Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await tx.updateTable('page_link').set({ exchanged_at: at }).where('token_hash', '=', tokenHash).execute();
}

export async function insertSession(
  tx: Tx,
  session: { sessionHash: Buffer; pageId: string; contactId: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('page_session')
    .values({
      session_hash: session.sessionHash,
      page_id: session.pageId,
      contact_id: session.contactId,
      at: session.at,
    })
    .execute();
}

/** Which page a session opens, and which of its contacts opened it; null for a link from before that was kept. */
export async function readSession(
  db: Db,
  sessionHash: Buffer,
): Promise<{ pageId: string; contactId: string | null } | undefined> {
  const row = await db
    .selectFrom('page_session')
    .select(['page_id', 'contact_id'])
    .where('session_hash', '=', sessionHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { pageId: row.page_id, contactId: row.contact_id };
}

/** Ends every link and session of a page. */
export async function revokeAccess(tx: Tx, pageId: string, at: Date): Promise<void> {
  await tx
    .updateTable('page_link')
    .set({ revoked_at: at })
    .where('page_id', '=', pageId)
    .where('revoked_at', 'is', null)
    .execute();
  await tx
    .updateTable('page_session')
    .set({ revoked_at: at })
    .where('page_id', '=', pageId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** The same for some of its contacts alone. */
export async function revokeAccessOf(
  tx: Tx,
  pageId: string,
  contactIds: readonly string[],
  at: Date,
): Promise<void> {
  for (const table of ['page_link', 'page_session'] as const)
    await tx
      .updateTable(table)
      .set({ revoked_at: at })
      .where('page_id', '=', pageId)
      .where('contact_id', 'in', [...contactIds])
      .where('revoked_at', 'is', null)
      .execute();
}

/** The contacts that opened a page by its link, also those whose session has ended; null for one from before that was kept. */
export async function readOpeners(db: Db, pageId: string): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('page_session')
    .select('contact_id')
    .distinct()
    .where('page_id', '=', pageId)
    .execute();
  return rows.map((row) => row.contact_id);
}

/** Whether somebody opened the page by its link: what it says was before their eyes from then on. */
export async function wasOpened(db: Db, pageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('page_session')
    .select('page_id')
    .where('page_id', '=', pageId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
