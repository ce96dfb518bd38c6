/** What staff see of a response. */
import type { Showing } from '../audit/index.ts';
import { disclosuresOfCase } from '../disclosures/index.ts';
import type { Geography } from '../geography/index.ts';
import { organizationsById } from '../organizations/index.ts';
import { pageCodesOf } from '../paging/index.ts';
import type { Db } from '../platform/index.ts';
import { meetingPointOf, nameOf } from './briefing.ts';
import { isPolice, leadRole, type Role, roleWords } from './core/roles.ts';
import { unknownResponse } from './ending.ts';
import type { ResponsesDeps } from './ground.ts';
import { planFor } from './plan.ts';
import { readResponse } from './store.ts';
import { type PageRow, readPages } from './store-pages.ts';
import { type RoleRow, readRoles } from './store-roles.ts';
import { timelineAfter } from './store-timeline.ts';
import type { PlanView, ResponseRoleView, ResponseView } from './views.ts';
import { withheldWords } from './withheld.ts';

/** Everything about a response on one screen. @throws Refusal unknown-response */
export async function responseView(db: Db, geography: Geography, responseId: string): Promise<ResponseView> {
  // The timeline is read first: what is read after it is as new as its last line, or newer, and never older.
  const timeline = await timelineAfter(db, responseId, 0);
  const response = await readResponse(db, responseId);
  if (!response) throw unknownResponse();
  const roles = await readRoles(db, responseId);
  const pages = await readPages(db, responseId);
  const codes = await pageCodesOf(
    db,
    pages.map(({ pageId }) => pageId),
  );
  const told = await disclosuresOfCase(db, response.caseId);
  const names = await organizationsById(db, [...new Set(told.map(({ organizationId }) => organizationId))]);
  const point = meetingPointOf(response, geography);
  // The role of the named lead; local law enforcement while nobody else was named.
  const leading =
    roles.find(({ role, organizationId }) => isPolice(role) && organizationId === response.leadOrganizationId)
      ?.role ?? leadRole;
  const order = response.plan.roles.map(({ role }) => role);
  return {
    id: response.id,
    signalId: response.signalId,
    caseId: response.caseId,
    state: response.state,
    reason: response.reason,
    openedAt: response.openedAt,
    endedAt: response.endedAt,
    leadOrganizationName: response.leadOrganizationId ? nameOf(roles, response.leadOrganizationId) : null,
    meetingPoint: { name: point.name, arrivalAt: point.arrivalAt, arrivalWords: point.arrivalWords },
    plan: response.plan,
    withheld: await withheldWords(db, response.caseId),
    roles: roles
      .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
      .map((row) => roleView(row, roles, pages, codes, leading)),
    timeline,
    disclosures: told.map((entry) => ({
      id: entry.id,
      organizationName: names.get(entry.organizationId)?.name ?? 'An organization',
      items: entry.items,
      basis: entry.basis,
      reason: entry.reason,
      at: entry.at,
      deliveredAt: entry.deliveredAt,
      openedAt: entry.openedAt,
      shownAt: entry.shownAt,
      revokedAt: entry.revokedAt,
    })),
  };
}

/** The same, on record first: who was shown it. Of a response that is open somebody is on the way. */
export async function showResponse(
  db: Db,
  geography: Geography,
  showing: Showing,
  asked: { readonly responseId: string; readonly by: string },
  now: Date,
): Promise<ResponseView> {
  const view = await responseView(db, geography, asked.responseId);
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: asked.by },
    view: 'response',
    subjectKind: 'response',
    subjectId: view.id,
    ids: [
      view.id,
      view.signalId,
      view.caseId,
      ...view.disclosures.map(({ id }) => id),
      ...view.roles.flatMap((role) => role.asked.map(({ pageId }) => pageId)),
    ],
    imminent: view.state === 'open',
    leaves: 'new',
  });
  return view;
}

/** The plan for a report, on record first. @throws Refusal as `planFor` */
export async function showPlan(
  db: Db,
  deps: ResponsesDeps,
  showing: Showing,
  asked: { readonly signalId: string; readonly by: string },
  now: Date,
): Promise<PlanView> {
  const plan = await planFor(db, deps, asked.signalId, now);
  const { danger } = await deps.factsOf(db, asked.signalId);
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: asked.by },
    view: 'plan',
    subjectKind: 'signal',
    subjectId: asked.signalId,
    ids: [asked.signalId],
    imminent: danger === 'imminent',
    leaves: 'new',
  });
  return plan;
}

function roleView(
  row: RoleRow,
  roles: readonly RoleRow[],
  pages: readonly PageRow[],
  codes: ReadonlyMap<string, string>,
  leading: Role,
): ResponseRoleView {
  return {
    role: row.role,
    name: roleWords[row.role],
    required: row.required,
    lead: row.role === leading,
    state: row.state,
    stateAt: row.stateAt,
    organizationName: row.organizationId ? nameOf(roles, row.organizationId) : null,
    etaAt: row.etaAt,
    asked: pages
      .filter((page) => page.role === row.role)
      .map((page) => ({
        pageId: page.pageId,
        code: codes.get(page.pageId) ?? '',
        organizationId: page.organizationId,
        organizationName: nameOf(roles, page.organizationId),
        state: page.state,
        startedAt: page.startedAt,
      })),
  };
}
