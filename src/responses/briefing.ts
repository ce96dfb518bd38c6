/**
 * What everyone who was asked reads, kept true: who leads, who else comes, and how far they are. It is written anew on every open
 * page whenever one of these changes, since a page that names the wrong lead has people wait for the wrong word.
 */
import { isSomeoneWithheld } from '../cases/index.ts';
import type { Geography } from '../geography/index.ts';
import { countyWords } from '../jurisdictions/index.ts';
import { rewriteOffer } from '../paging/index.ts';
import type { Tx } from '../platform/index.ts';
import {
  detailOf,
  type Lead,
  type MeetingPoint,
  type OtherRole,
  offerOf,
  type PageDetail,
  type PageOffer,
  type Sighting,
} from './core/page.ts';
import { isPolice, type Role } from './core/roles.ts';
import { coming, isOpen, type PageState } from './core/states.ts';
import type { ResponsesDeps, SignalFacts } from './ground.ts';
import { keepSeen } from './seen.ts';
import { type ResponseRow, readResponse } from './store.ts';
import { type PageRow, readPages } from './store-pages.ts';
import { type RoleRow, readRoles } from './store-roles.ts';

/** The stop or place where the person gets off, from the plan that was confirmed. */
export function meetingPointOf(response: Pick<ResponseRow, 'plan'>, geography: Geography): MeetingPoint {
  const { stops } = response.plan;
  const stop = stops.find(({ isMeetingPoint }) => isMeetingPoint) ?? stops[0];
  if (!stop) throw new Error('a confirmed plan has no stop');
  const county = geography.locate(stop);
  return {
    name: stop.name,
    area: county ? countyWords(county) : 'the area you serve',
    arrivalAt: stop.arrivalAt,
    arrivalWords: stop.arrivalWords,
    lon: stop.lon,
    lat: stop.lat,
  };
}

/** The name of an organization among the candidates of the roles. */
export function nameOf(roles: readonly RoleRow[], organizationId: string): string {
  for (const { candidates } of roles)
    for (const candidate of candidates)
      if (candidate.organizationId === organizationId) return candidate.organizationName;
  return 'An organization';
}

/** What one page says, and whether its agency is the named lead. */
export interface Briefing {
  readonly offer: PageOffer;
  readonly detail: PageDetail;
  readonly isLead: boolean;
}

export function briefingFor(
  deps: Pick<ResponsesDeps, 'geography'>,
  from: {
    response: ResponseRow;
    roles: readonly RoleRow[];
    pages: readonly PageRow[];
    facts: SignalFacts;
    /** Somebody who does not work here is on the do-not-tell list of the case. */
    someoneWithheld: boolean;
  },
  to: { role: Role; organizationId: string },
): Briefing {
  const { response, roles, pages, facts } = from;
  const point = meetingPointOf(response, deps.geography);
  const lead = leadOf(response, roles);
  const isLead = isPolice(to.role) && response.leadOrganizationId === to.organizationId;
  return {
    isLead,
    offer: offerOf({
      role: to.role,
      point,
      isLead,
      lead,
      others: roles.flatMap((row) => otherOf(row, pages, roles, to.role)),
      imminent: facts.danger === 'imminent',
      someoneWithheld: from.someoneWithheld,
    }),
    detail: detailOf({
      role: to.role,
      point,
      lead,
      isLead,
      sighting: sightingOf(response, facts),
    }),
  };
}

/** What may be seen of the person and the vehicle after accepting: the linked vehicle, and the description that staff wrote. */
export const sightingOf = (
  { plan, description }: Pick<ResponseRow, 'plan' | 'description'>,
  facts: SignalFacts,
): Sighting => ({ ...facts.sighting, vehicle: plan.vehicle ?? facts.sighting.vehicle, description });

function leadOf(response: ResponseRow, roles: readonly RoleRow[]): Lead | null {
  const { leadOrganizationId } = response;
  if (!leadOrganizationId) return null;
  return {
    organizationName: nameOf(roles, leadOrganizationId),
    accepted: roles.some(
      ({ role, organizationId, state }) =>
        isPolice(role) && organizationId === leadOrganizationId && coming.includes(state as PageState),
    ),
  };
}

/** How another role stands, as it may be known by whoever was asked. The carrier is nobody's to know. */
function otherOf(row: RoleRow, pages: readonly PageRow[], roles: readonly RoleRow[], own: Role): OtherRole[] {
  if (row.role === own || row.role === 'carrier-operations' || row.state === 'stood-down') return [];
  const holder =
    row.organizationId ?? pages.find(({ role, state }) => role === row.role && isOpen(state))?.organizationId;
  return [{ role: row.role, state: row.state, organizationName: holder ? nameOf(roles, holder) : null }];
}

/** Writes every open page anew. Call it after whatever changed a role, with the response's lock held. */
export async function rebrief(tx: Tx, deps: ResponsesDeps, responseId: string, now: Date): Promise<void> {
  const response = await readResponse(tx, responseId);
  if (response?.state !== 'open') return;
  const facts = await deps.factsOf(tx, response.signalId);
  const [roles, pages] = [await readRoles(tx, responseId), await readPages(tx, responseId)];
  const someoneWithheld = await isSomeoneWithheld(tx, response.caseId);
  for (const page of pages)
    if (page.state !== 'declined' && page.state !== 'stood-down') {
      await keepSeen(tx, page, now);
      const from = { response, roles, pages, facts, someoneWithheld };
      await rewriteOffer(tx, page.pageId, briefingFor(deps, from, page), now);
      await keepSeen(tx, page, now);
    }
}
