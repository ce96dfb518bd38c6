/** Pages, their links and sessions, and voice tasks in the database. */
import type { Clearance } from '../messaging/index.ts';
import { type Db, json, type Tx } from '../platform/index.ts';
import type { PageState } from './core/index.ts';

const voiceTaskLimit = 200;

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
  readonly etaAt: Date | null;
  readonly allClearAt: Date | null;
  readonly releaseWords: string | null;
  readonly outcome: string | null;
  readonly contacts: readonly PageContact[];
}

export async function insertPage(
  tx: Tx,
  page: Omit<PageRecord, 'state' | 'rung' | 'etaAt' | 'allClearAt' | 'releaseWords' | 'outcome'>,
  clearance: Clearance,
): Promise<boolean> {
  const row = await tx
    .insertInto('page')
    .values({
      id: page.id,
      code: page.code,
      response_id: page.responseId,
      role: page.role,
      organization_id: page.organizationId,
      is_lead: page.isLead,
      offer: json(page.offer),
      detail: json(page.detail),
      ledger: clearance.ledger,
      ledger_id: clearance.ledgerId,
      call_back_phone: page.callBackPhone,
      state: 'notified',
      rung_seconds: page.rungSeconds,
      paged_at: page.pagedAt,
      ack_due_at: page.ackDueAt,
      contacts: json(page.contacts),
    })
    .onConflict((conflict) => conflict.column('code').where('state', '<>', 'released').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const columns = [
  'id',
  'code',
  'response_id',
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
  if (!row) return undefined;
  return {
    id: row.id,
    code: row.code,
    responseId: row.response_id,
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
  readonly en_route_at?: Date;
  readonly eta_at?: Date;
  readonly staged_at?: Date;
  readonly all_clear_at?: Date;
  readonly released_at?: Date;
  readonly release_words?: string;
  readonly decline_reason?: string;
  readonly outcome?: string;
}

export async function changePage(tx: Tx, id: string, change: PageChange): Promise<void> {
  await tx.updateTable('page').set(change).where('id', '=', id).execute();
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
    .select(['page_id', 'exchanged_at', 'revoked_at'])
    .where('token_hash', '=', tokenHash)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function markExchanged(tx: Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await tx.updateTable('page_link').set({ exchanged_at: at }).where('token_hash', '=', tokenHash).execute();
}

export async function insertSession(
  tx: Tx,
  session: { sessionHash: Buffer; pageId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('page_session')
    .values({ session_hash: session.sessionHash, page_id: session.pageId, at: session.at })
    .execute();
}

export async function readSession(db: Db, sessionHash: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('page_session')
    .select('page_id')
    .where('session_hash', '=', sessionHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.page_id;
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

export interface VoiceTaskView {
  readonly id: string;
  readonly kind: 'psap' | 'desk-page' | 'call-back';
  readonly organizationName: string;
  readonly phone: string;
  readonly script: string;
  readonly subjectId: string;
  readonly pageId: string | null;
  readonly at: Date;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly result: string | null;
  readonly callTaker: string | null;
  readonly cadNumber: string | null;
}

export async function insertVoiceTask(
  tx: Tx,
  task: Omit<VoiceTaskView, 'doneAt' | 'result' | 'callTaker' | 'cadNumber'> & {
    organizationId: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('voice_task')
    .values({
      id: task.id,
      kind: task.kind,
      organization_id: task.organizationId,
      organization_name: task.organizationName,
      phone: task.phone,
      script: task.script,
      subject_id: task.subjectId,
      page_id: task.pageId,
      at: task.at,
      due_at: task.dueAt,
    })
    .execute();
}

export async function finishVoiceTask(
  tx: Tx,
  id: string,
  done: { at: Date; by: string; result: string; callTaker: string; cadNumber: string | null },
): Promise<{ kind: string; subjectId: string; pageId: string | null } | undefined> {
  const row = await tx
    .updateTable('voice_task')
    .set({
      done_at: done.at,
      done_by: done.by,
      result: done.result,
      call_taker: done.callTaker,
      cad_number: done.cadNumber,
    })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .returning(['kind', 'subject_id', 'page_id'])
    .executeTakeFirst();
  return row && { kind: row.kind, subjectId: row.subject_id, pageId: row.page_id };
}

export async function readVoiceTasks(
  db: Db,
  which: { open?: boolean; id?: string } = {},
): Promise<VoiceTaskView[]> {
  const rows = await db
    .selectFrom('voice_task')
    .selectAll()
    .$if(which.open === true, (query) => query.where('done_at', 'is', null))
    .$if(which.id !== undefined, (query) => query.where('id', '=', which.id!))
    .orderBy('done_at', (order) => order.desc().nullsFirst())
    .orderBy('due_at')
    .limit(voiceTaskLimit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as VoiceTaskView['kind'],
    organizationName: row.organization_name,
    phone: row.phone,
    script: row.script,
    subjectId: row.subject_id,
    pageId: row.page_id,
    at: row.at,
    dueAt: row.due_at,
    doneAt: row.done_at,
    result: row.result,
    callTaker: row.call_taker,
    cadNumber: row.cad_number,
  }));
}

/** @returns whether anything was other than before */
export async function changePageWords(
  tx: Tx,
  id: string,
  words: { offer: object; detail: object; isLead: boolean },
): Promise<boolean> {
  const [offer, detail] = [json(words.offer), json(words.detail)];
  const written = await tx
    .updateTable('page')
    .set({ offer, detail, is_lead: words.isLead })
    .where('id', '=', id)
    .where('state', 'not in', ['declined', 'released'])
    .where(({ or, eb }) =>
      or([eb('offer', '!=', offer), eb('detail', '!=', detail), eb('is_lead', '!=', words.isLead)]),
    )
    .executeTakeFirst();
  return written.numUpdatedRows > 0n;
}
