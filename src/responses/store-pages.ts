/** The SQL of the pages of a response: which page went to whom, under which row of the ledger. */
import type { Db, Tx } from '../platform/index.ts';
import type { Role } from './core/roles.ts';
import type { PageState } from './core/states.ts';

export interface PageRow {
  readonly pageId: string;
  readonly responseId: string;
  readonly role: Role;
  readonly organizationId: string;
  readonly disclosureId: string;
  readonly state: PageState;
  readonly startedAt: Date;
}

export async function insertPage(
  tx: Tx,
  page: Omit<PageRow, 'state' | 'startedAt'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('response_page')
    .values({
      page_id: page.pageId,
      response_id: page.responseId,
      role: page.role,
      organization_id: page.organizationId,
      disclosure_id: page.disclosureId,
      state: 'asked',
      started_at: now,
    })
    .execute();
}

export async function setPage(tx: Tx, pageId: string, state: PageState): Promise<void> {
  await tx.updateTable('response_page').set({ state }).where('page_id', '=', pageId).execute();
}

export async function readPages(db: Db, responseId: string): Promise<PageRow[]> {
  const rows = await db
    .selectFrom('response_page')
    .selectAll()
    .where('response_id', '=', responseId)
    .orderBy('started_at')
    .orderBy('page_id')
    .execute();
  return rows.map((row) => ({
    pageId: row.page_id,
    responseId: row.response_id,
    role: row.role as Role,
    organizationId: row.organization_id,
    disclosureId: row.disclosure_id,
    state: row.state as PageState,
    startedAt: row.started_at,
  }));
}

/** Which response a page belongs to. */
export async function findResponseOfPage(db: Db, pageId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('response_page')
    .select('response_id')
    .where('page_id', '=', pageId)
    .executeTakeFirst();
  return row?.response_id;
}

export async function findPageOfDisclosure(db: Db, disclosureId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('response_page')
    .select('page_id')
    .where('disclosure_id', '=', disclosureId)
    .executeTakeFirst();
  return row?.page_id;
}
