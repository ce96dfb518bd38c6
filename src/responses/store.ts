/**
 * The SQL of responses. Every change of a response first locks its row, so that two answers that come at once are taken one
 * after the other and the timeline's sequence has no holes a reader could miss.
 */
import { type Db, newId, openRow, sealRow, type Tx } from '../platform/index.ts';
import type { Role } from './core/roles.ts';
import type { PlanView } from './views.ts';

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

export async function insertResponse(
  tx: Tx,
  entry: Omit<ResponseRow, 'id' | 'state' | 'openedAt' | 'endedAt'> & { leadRole: Role },
  now: Date,
): Promise<string> {
  const id = newId(now);
  const values = {
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
    plan: entry.plan,
    opened_at: now,
    ended_at: null,
  };
  await tx
    .insertInto('response')
    .values(await sealRow(tx, 'response', values, now))
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
  const row = await openRow(db, 'response', await query.executeTakeFirst());
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

/** A time as it stands in stored JSON. */
export const date = (text: unknown): Date | null => (typeof text === 'string' ? new Date(text) : null);

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

/** The plan of the response to a report that was opened last. */
export async function readLastPlan(
  db: Db,
  signalId: string,
): Promise<{ plan: ResponseRow['plan']; at: Date } | undefined> {
  const row = await db
    .selectFrom('response')
    .select('id')
    .where('signal_id', '=', signalId)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const response = row && (await readResponse(db, row.id));
  return response && { plan: response.plan, at: response.openedAt };
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
