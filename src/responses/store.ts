/**
 * The SQL of responses. Every change of a response first locks its row, so that two answers that come at once are taken one
 * after the other and the timeline's sequence has no holes a reader could miss.
 */
import { type Db, json, newId, notify, type Tx } from '../platform/index.ts';
import type { Candidate } from './core/escalation.ts';
import type { Role } from './core/roles.ts';
import type { PageState } from './core/states.ts';
import type { PlanView, ResponseRoleView, TimelineEntry } from './views.ts';

export interface ResponseRow {
  readonly id: string;
  readonly signalId: string;
  readonly caseId: string;
  readonly state: 'open' | 'stood-down' | 'closed';
  readonly reason: string;
  /** What responders read of how the person can be recognised; in the words of staff. */
  readonly description: string | null;
  readonly confirmedBy: string;
  readonly secondBy: string | null;
  readonly leadOrganizationId: string | null;
  readonly plan: PlanView;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

export type RoleState = ResponseRoleView['state'];

export interface RoleRow {
  readonly role: Role;
  readonly required: boolean;
  readonly state: RoleState;
  readonly stateAt: Date;
  readonly etaAt: Date | null;
  readonly organizationId: string | null;
  readonly pageId: string | null;
  readonly candidates: readonly Candidate[];
}

export interface PageRow {
  readonly pageId: string;
  readonly responseId: string;
  readonly role: Role;
  readonly organizationId: string;
  readonly disclosureId: string;
  readonly state: PageState;
  readonly startedAt: Date;
}

export async function insertResponse(
  tx: Tx,
  entry: Omit<ResponseRow, 'id' | 'state' | 'openedAt' | 'endedAt'> & { leadRole: Role },
  now: Date,
): Promise<string> {
  const id = newId(now);
  await tx
    .insertInto('response')
    .values({
      id,
      signal_id: entry.signalId,
      case_id: entry.caseId,
      state: 'open',
      reason: entry.reason,
      description: entry.description,
      confirmed_by: entry.confirmedBy,
      second_by: entry.secondBy,
      lead_role: entry.leadRole,
      lead_organization_id: entry.leadOrganizationId,
      plan: json(entry.plan),
      opened_at: now,
      ended_at: null,
    })
    .execute();
  return id;
}

/** The one response of a signal that is still open. */
export async function findOpenResponse(db: Db, signalId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('response')
    .select('id')
    .where('signal_id', '=', signalId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row?.id;
}

async function readResponseRow(db: Db, id: string, lock: boolean): Promise<ResponseRow | undefined> {
  let query = db.selectFrom('response').selectAll().where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    signalId: row.signal_id,
    caseId: row.case_id,
    state: row.state as ResponseRow['state'],
    reason: row.reason,
    description: row.description,
    confirmedBy: row.confirmed_by,
    secondBy: row.second_by,
    leadOrganizationId: row.lead_organization_id,
    plan: revivePlan(row.plan),
    openedAt: row.opened_at,
    endedAt: row.ended_at,
  };
}

export const readResponse = (db: Db, id: string) => readResponseRow(db, id, false);

/** Takes the response for this transaction: whoever else wants to change it waits. */
export const lockResponse = (tx: Tx, id: string) => readResponseRow(tx, id, true);

const date = (text: unknown): Date | null => (typeof text === 'string' ? new Date(text) : null);

function revivePlan(stored: unknown): PlanView {
  const plan = stored as PlanView;
  return {
    ...plan,
    drawnAt: new Date(plan.drawnAt),
    stops: plan.stops.map((stop) => ({ ...stop, arrivalAt: date(stop.arrivalAt) })),
    roles: plan.roles.map((role) => ({
      ...role,
      candidates: role.candidates.map((candidate) => ({ ...candidate, notifyBy: date(candidate.notifyBy) })),
    })),
  };
}

export async function endResponse(
  tx: Tx,
  id: string,
  state: 'stood-down' | 'closed',
  now: Date,
): Promise<void> {
  await tx.updateTable('response').set({ state, ended_at: now }).where('id', '=', id).execute();
}

/** Names the lead agency, or nobody. */
export async function setLead(tx: Tx, id: string, organizationId: string | null): Promise<void> {
  await tx
    .updateTable('response')
    .set({ lead_organization_id: organizationId })
    .where('id', '=', id)
    .execute();
}

export async function upsertRole(
  tx: Tx,
  responseId: string,
  role: { role: Role; required: boolean; candidates: readonly Candidate[] },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('response_role')
    .values({
      response_id: responseId,
      role: role.role,
      required: role.required,
      state: 'asking',
      state_at: now,
      eta_at: null,
      organization_id: null,
      page_id: null,
      candidates: json(role.candidates),
    })
    .onConflict((conflict) =>
      conflict.columns(['response_id', 'role']).doUpdateSet({
        required: role.required,
        state: 'asking',
        state_at: now,
        candidates: json(role.candidates),
      }),
    )
    .execute();
}

export async function setRole(
  tx: Tx,
  responseId: string,
  role: Role,
  change: { state: RoleState; organizationId?: string | null; pageId?: string | null; etaAt?: Date | null },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('response_role')
    .set({
      state: change.state,
      state_at: now,
      ...(change.organizationId === undefined ? {} : { organization_id: change.organizationId }),
      ...(change.pageId === undefined ? {} : { page_id: change.pageId }),
      ...(change.etaAt === undefined ? {} : { eta_at: change.etaAt }),
    })
    .where('response_id', '=', responseId)
    .where('role', '=', role)
    .execute();
}

export async function readRoles(db: Db, responseId: string): Promise<RoleRow[]> {
  const rows = await db
    .selectFrom('response_role')
    .selectAll()
    .where('response_id', '=', responseId)
    .execute();
  return rows.map((row) => ({
    role: row.role as Role,
    required: row.required,
    state: row.state as RoleState,
    stateAt: row.state_at,
    etaAt: row.eta_at,
    organizationId: row.organization_id,
    pageId: row.page_id,
    candidates: (row.candidates as unknown as Candidate[]).map((candidate) => ({
      ...candidate,
      notifyBy: date(candidate.notifyBy),
    })),
  }));
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

/**
 * Writes a line of the timeline. The update of the response's row gives out the sequence and holds the row until commit, so
 * that no later number is ever visible before an earlier one.
 */
export async function say(
  tx: Tx,
  responseId: string,
  entry: { kind: string; who: string; what: string },
  now: Date,
): Promise<void> {
  const { last_sequence } = await tx
    .updateTable('response')
    .set((row) => ({ last_sequence: row('last_sequence', '+', 1) }))
    .where('id', '=', responseId)
    .returning('last_sequence')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('response_event')
    .values({ response_id: responseId, sequence: last_sequence, at: now, ...entry })
    .execute();
  await notify(tx, responseId);
}

const timelineLimit = 1000;

/** The timeline after a sequence, in order; at most a thousand lines at a time. */
export async function timelineAfter(db: Db, responseId: string, sequence: number): Promise<TimelineEntry[]> {
  return db
    .selectFrom('response_event')
    .select(['sequence', 'at', 'who', 'what'])
    .where('response_id', '=', responseId)
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(timelineLimit)
    .execute();
}

/** @returns the centres that were not called yet for this place, and whether any was called for another place before */
export async function insertDangerCalls(
  tx: Tx,
  calls: { signalId: string; placeKey: string; organizationIds: readonly string[] },
  now: Date,
): Promise<{ added: string[]; calledBefore: boolean }> {
  const before = await tx
    .selectFrom('danger_call')
    .select('organization_id')
    .where('signal_id', '=', calls.signalId)
    .where('place_key', '<>', calls.placeKey)
    .limit(1)
    .executeTakeFirst();
  const rows = await tx
    .insertInto('danger_call')
    .values(
      calls.organizationIds.map((organizationId) => ({
        signal_id: calls.signalId,
        organization_id: organizationId,
        place_key: calls.placeKey,
        at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['signal_id', 'organization_id', 'place_key']).doNothing())
    .returning('organization_id')
    .execute();
  return { added: rows.map((row) => row.organization_id), calledBefore: before !== undefined };
}

/** Whether a call to a 911 centre was opened for a signal. */
export async function wasPsapCalled(db: Db, signalId: string): Promise<boolean> {
  const row = await db
    .selectFrom('danger_call')
    .select('signal_id')
    .where('signal_id', '=', signalId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What left for a signal as information: recorded by a person, and not part of any response. Oldest first. */
export async function readPassedOn(db: Db, signalId: string) {
  return db
    .selectFrom('disclosure as d')
    .leftJoin('response_page as p', 'p.disclosure_id', 'd.id')
    .select(['d.at', 'd.organization_id', 'd.reason', 'd.confirmed_by', 'd.delivered_at', 'd.revoked_at'])
    .where('d.signal_id', '=', signalId)
    .where('d.confirmed_by', 'is not', null)
    .where('p.page_id', 'is', null)
    .orderBy('d.at')
    .orderBy('d.id')
    .execute();
}

/** The responses of a report or a case, and the pages sent for them: for whoever asks who saw any of it. */
export async function idsAroundResponses(db: Db, aboutId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('response')
    .leftJoin('response_page', 'response_page.response_id', 'response.id')
    .select(['response.id', 'response_page.page_id'])
    .where((query) =>
      query.or([query('response.signal_id', '=', aboutId), query('response.case_id', '=', aboutId)]),
    )
    .execute();
  return [...new Set(rows.flatMap(({ id, page_id }) => (page_id ? [id, page_id] : [id])))];
}
