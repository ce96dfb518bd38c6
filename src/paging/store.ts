/** Pages in the database; who may open one stands in store-access.ts, calls in store-voice.ts. */
import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import type { Clearance } from '../messaging/index.ts';
import {
  type Db,
  type OpenRow,
  openRow,
  openRows,
  sealRow,
  type Tables,
  type Tx,
} from '../platform/index.ts';
import type { PageState } from './core/index.ts';

export interface PageContact {
  readonly id: string;
  readonly name: string;
  readonly wire: 'sms' | 'email' | 'voice' | 'webhook';
  readonly address: string;
}

export interface PageRecord {
  readonly id: string;
  readonly code: string;
  readonly responseId: string;
  /** The report whose key seals what the page says. */
  readonly recordId: string;
  readonly role: string;
  readonly organizationId: string;
  readonly isLead: boolean;
  readonly offer: Readonly<Record<string, unknown>>;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly ledgerId: string;
  readonly callBackPhone: string;
  readonly state: PageState;
  readonly rung: number;
  readonly rungSeconds: number;
  readonly pagedAt: Date;
  readonly ackDueAt: Date;
  readonly deliveredAt: Date | null;
  readonly acceptedAt: Date | null;
  /** The contact of the page who said yes; null where nobody did, or nobody knows whose yes it was. */
  readonly acceptedByContact: string | null;
  readonly etaAt: Date | null;
  readonly allClearAt: Date | null;
  readonly releaseWords: string | null;
  readonly outcome: string | null;
  readonly contacts: readonly PageContact[];
}

export async function insertPage(
  tx: Tx,
  page: Omit<
    PageRecord,
    | 'state'
    | 'rung'
    | 'deliveredAt'
    | 'acceptedAt'
    | 'acceptedByContact'
    | 'etaAt'
    | 'allClearAt'
    | 'releaseWords'
    | 'outcome'
  >,
  clearance: Clearance,
): Promise<boolean> {
  const values = {
    id: page.id,
    record_id: page.recordId,
    code: page.code,
    response_id: page.responseId,
    role: page.role,
    organization_id: page.organizationId,
    is_lead: page.isLead,
    offer: page.offer,
    detail: page.detail,
    ledger: clearance.ledger,
    ledger_id: clearance.ledgerId,
    call_back_phone: page.callBackPhone,
    state: 'notified',
    rung_seconds: page.rungSeconds,
    paged_at: page.pagedAt,
    ack_due_at: page.ackDueAt,
    contacts: page.contacts,
  };
  const row = await tx
    .insertInto('page')
    .values(await sealRow(tx, 'page', values, page.pagedAt))
    .onConflict((conflict) => conflict.column('code').where('state', '<>', 'released').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const columns = [
  'id',
  'code',
  'response_id',
  'record_id',
  'role',
  'organization_id',
  'is_lead',
  'offer',
  'detail',
  'ledger_id',
  'call_back_phone',
  'state',
  'rung',
  'rung_seconds',
  'paged_at',
  'ack_due_at',
  'delivered_at',
  'accepted_at',
  'accepted_by_contact',
  'eta_at',
  'all_clear_at',
  'release_words',
  'outcome',
  'contacts',
] as const;

/** Reads a page; with `lock`, no other transaction changes it until this one ends. */
export async function readPage(db: Db, id: string, lock = false): Promise<PageRecord | undefined> {
  const row = await db
    .selectFrom('page')
    .select(columns)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  const open = await openRow(db, 'page', row);
  return open && recordOf(open);
}

/**
 * Locks every page of a response, in the order of their ids. Whoever changes more than one page of a response, or locks the
 * response itself as well, takes them so before anything else (the response first), so that no two wait for each other.
 */
export async function lockPagesOfResponse(tx: Tx, responseId: string): Promise<PageRecord[]> {
  const rows = await tx
    .selectFrom('page')
    .select(columns)
    .where('response_id', '=', responseId)
    .orderBy('id')
    .forUpdate()
    .execute();
  return (await openRows(tx, 'page', rows)).map(recordOf);
}

/** Reads a page with all of its response locked: for what is done to one page after another. */
export async function lockPageAmongAll(tx: Tx, id: string): Promise<PageRecord | undefined> {
  const page = await readPage(tx, id);
  return page && (await lockPagesOfResponse(tx, page.responseId)).find((locked) => locked.id === id);
}

/** When the lead of a response gave the all-clear, or null. */
export async function readAllClear(db: Db, responseId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('page')
    .select('all_clear_at')
    .where('response_id', '=', responseId)
    .where('is_lead', '=', true)
    .where('all_clear_at', 'is not', null)
    .orderBy('all_clear_at')
    .limit(1)
    .executeTakeFirst();
  return row?.all_clear_at ?? null;
}

function recordOf(
  row: OpenRow<'page', Pick<Selectable<Tables['page']>, (typeof columns)[number]>>,
): PageRecord {
  return {
    id: row.id,
    code: row.code,
    responseId: row.response_id,
    recordId: row.record_id,
    role: row.role,
    organizationId: row.organization_id,
    isLead: row.is_lead,
    offer: row.offer,
    detail: row.detail,
    ledgerId: row.ledger_id,
    callBackPhone: row.call_back_phone,
    state: row.state as PageState,
    rung: row.rung,
    rungSeconds: row.rung_seconds,
    pagedAt: row.paged_at,
    ackDueAt: row.ack_due_at,
    deliveredAt: row.delivered_at,
    acceptedAt: row.accepted_at,
    acceptedByContact: row.accepted_by_contact,
    etaAt: row.eta_at,
    allClearAt: row.all_clear_at,
    releaseWords: row.release_words,
    outcome: row.outcome,
    contacts: row.contacts as unknown as PageContact[],
  };
}

/** The codes of pages, by page id: what a responder who calls says first. */
export async function readPageCodes(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('page')
    .select(['id', 'code'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, code }) => [id, code]));
}

export interface PageChange {
  readonly state?: PageState;
  readonly rung?: number;
  readonly delivered_at?: Date;
  readonly acknowledged_at?: Date;
  readonly accepted_at?: Date;
  readonly accepted_by_contact?: string;
  readonly is_lead?: boolean;
  readonly en_route_at?: Date;
  readonly eta_at?: Date;
  readonly staged_at?: Date;
  readonly all_clear_at?: Date;
  readonly released_at?: Date;
  readonly release_words?: string;
  readonly decline_reason?: string;
  readonly outcome?: string;
}

export async function changePage(tx: Tx, id: string, change: PageChange, now: Date): Promise<void> {
  const { release_words, decline_reason, ...plain } = change;
  const owner = await tx
    .selectFrom('page')
    .select(['id', 'record_id', 'organization_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!owner) return;
  const words = {
    ...owner,
    ...(release_words === undefined ? {} : { release_words }),
    ...(decline_reason === undefined ? {} : { decline_reason }),
  };
  await tx
    .updateTable('page')
    .set({ ...(await sealRow(tx, 'page', words, now)), ...plain })
    .where('id', '=', id)
    .execute();
}

/** Why whoever was asked said no, in their words; null where they gave none. */
export async function readDeclineReason(db: Db, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('page')
    .select(['id', 'record_id', 'organization_id', 'decline_reason'])
    .where('id', '=', id)
    .executeTakeFirst();
  return (await openRow(db, 'page', row))?.decline_reason ?? null;
}

/** Gives an open page other words. @returns whether they are others */
export async function storeOffer(
  tx: Tx,
  id: string,
  words: { offer: object; detail: object; isLead: boolean },
  now: Date,
): Promise<boolean> {
  const page = await readPage(tx, id, true);
  if (!page) return false;
  // As they come back out of the database: a time is a text there.
  const [offer, detail] = [stored(words.offer), stored(words.detail)];
  if (
    page.isLead === words.isLead &&
    isDeepStrictEqual(stored(page.offer), offer) &&
    isDeepStrictEqual(stored(page.detail), detail)
  )
    return false;
  const values = { id, record_id: page.recordId, organization_id: page.organizationId, offer, detail };
  await tx
    .updateTable('page')
    .set({ ...(await sealRow(tx, 'page', values, now)), is_lead: words.isLead })
    .where('id', '=', id)
    .execute();
  return true;
}

const stored = (value: object): unknown => JSON.parse(JSON.stringify(value));
