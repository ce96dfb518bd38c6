/**
 * Asking for a role: the next organization in the order of the plan, each with its own recorded basis, until someone comes
 * or nobody is left. Silence is never the outcome: when nobody is left a supervisor is told.
 */
import { doNotTellOfCase } from '../cases/index.ts';
import { recordDisclosure } from '../disclosures/index.ts';
import { startPage } from '../paging/index.ts';
import { emit, type Tx } from '../platform/index.ts';
import { allowance } from './core/allowance.ts';
import { type Candidate, nextStep } from './core/escalation.ts';
import { detailOf, itemsFor, type MeetingPoint, offerOf } from './core/page.ts';
import { leadRole, type Role, roleWords } from './core/roles.ts';
import type { ResponsesDeps, SignalFacts } from './ground.ts';
import {
  insertPage,
  type ResponseRow,
  type RoleRow,
  readPages,
  readResponse,
  readRoles,
  say,
  setLead,
  setRole,
} from './store.ts';

const alarmLimitCharacters = 1000;

/** Says that a person has to decide. The hotline shows it to the supervisor as an alert. */
export async function callSupervisor(
  tx: Tx,
  alarm: { signalId: string; responseId?: string; code: string; words: string },
  now: Date,
): Promise<void> {
  const words = alarm.words.slice(0, alarmLimitCharacters);
  await emit(tx, { name: 'supervisor-needed', subjectId: alarm.signalId, payload: { ...alarm, words } }, now);
  if (alarm.responseId)
    await say(tx, alarm.responseId, { kind: 'supervisor-needed', who: 'Alight', what: words }, now);
}

/** The stop or place where the person gets off, from the plan that was confirmed. */
export function meetingPointOf(response: Pick<ResponseRow, 'plan'>): MeetingPoint {
  const { stops } = response.plan;
  const stop = stops.find(({ isMeetingPoint }) => isMeetingPoint) ?? stops[0];
  if (!stop) throw new Error('a confirmed plan has no stop');
  return {
    name: stop.name,
    area: stop.name,
    arrivalAt: stop.arrivalAt,
    arrivalWords: stop.arrivalWords,
    lon: stop.lon,
    lat: stop.lat,
  };
}

/** Asks whoever is next for one role. Does nothing while someone is coming or still has time to answer. */
export async function askForRole(
  tx: Tx,
  deps: ResponsesDeps,
  response: ResponseRow,
  role: Role,
  now: Date,
): Promise<void> {
  const row = (await readRoles(tx, response.id)).find((found) => found.role === role);
  if (!row) throw new Error(`the response has no role ${role}`);
  const facts = await deps.factsOf(tx, response.signalId);
  const pages = (await readPages(tx, response.id)).filter((page) => page.role === role);
  const closed = (await doNotTellOfCase(tx, response.caseId)).map((entry) => entry.organizationId);
  for (const { organizationId } of row.candidates)
    if (!allowance(facts, role, organizationId, now).allowed) closed.push(organizationId);
  const step = nextStep({ candidates: row.candidates, pages, doNotTell: closed, now });
  if (step.kind === 'wait') return;
  if (step.kind === 'nobody') return nobodyLeft(tx, response, row, now);
  await setRole(
    tx,
    response.id,
    role,
    { state: 'asking', organizationId: null, pageId: null, etaAt: null },
    now,
  );
  if (step.allAtOnce)
    await say(
      tx,
      response.id,
      {
        kind: 'all-at-once',
        who: 'Alight',
        what: `Less than a minute left: everyone who can be ${roleWords[role]} is asked now.`,
      },
      now,
    );
  const [first] = step.candidates;
  if (role === leadRole && first) await nameLead(tx, response, first, now);
  for (const candidate of step.candidates)
    await ask(tx, deps, { response, role, candidate, facts, ackTimeoutSeconds: step.ackTimeoutSeconds }, now);
}

async function nameLead(tx: Tx, response: ResponseRow, lead: Candidate, now: Date): Promise<void> {
  if (response.leadOrganizationId === lead.organizationId) return;
  await setLead(tx, response.id, lead.organizationId);
  await say(
    tx,
    response.id,
    { kind: 'lead', who: 'Alight', what: `${lead.organizationName} is asked to lead.` },
    now,
  );
}

async function ask(
  tx: Tx,
  deps: ResponsesDeps,
  asked: {
    response: ResponseRow;
    role: Role;
    candidate: Candidate;
    facts: SignalFacts;
    ackTimeoutSeconds: number;
  },
  now: Date,
): Promise<void> {
  const { response, role, candidate, facts, ackTimeoutSeconds } = asked;
  const gate = allowance(facts, role, candidate.organizationId, now);
  if (!gate.allowed) throw new Error('a closed candidate was about to be asked');
  const { disclosureId, clearance } = await recordDisclosure(
    tx,
    {
      caseId: response.caseId,
      signalId: response.signalId,
      organizationId: candidate.organizationId,
      items: itemsFor(role),
      basis: gate.basis,
      facts: { door: facts.door, danger: facts.danger, ageGroup: facts.ageGroup, why: gate.words },
      reason: response.reason,
      confirmedBy: response.confirmedBy,
      secondBy: response.secondBy,
    },
    now,
  );
  const roles = await readRoles(tx, response.id);
  const leadId = (await readResponse(tx, response.id))?.leadOrganizationId ?? null;
  const leadName = leadId ? nameOf(roles, leadId) : null;
  const point = meetingPointOf(response);
  // Within the lead role one at most is coming, and whoever comes leads.
  const isLead = role === leadRole;
  const { pageId, code } = await startPage(
    tx,
    {
      responseId: response.id,
      role,
      organizationId: candidate.organizationId,
      clearance,
      offer: offerOf({
        role,
        point,
        isLead,
        leadName,
        imminent: facts.danger === 'imminent',
        whoElse: whoElse(roles, role),
      }),
      detail: detailOf({
        role,
        point,
        leadName,
        sighting: { ...facts.sighting, vehicle: response.plan.vehicle ?? facts.sighting.vehicle },
      }),
      ackTimeoutSeconds,
      callBackPhone: deps.callBackPhone,
      isLead,
    },
    now,
  );
  await insertPage(
    tx,
    { pageId, responseId: response.id, role, organizationId: candidate.organizationId, disclosureId },
    now,
  );
  await say(
    tx,
    response.id,
    {
      kind: 'asked',
      who: 'Alight',
      what: `Page ${code}: ${candidate.organizationName} is asked to be ${roleWords[role]}, ${ackTimeoutSeconds} seconds to answer.`,
    },
    now,
  );
}

/** The name of an organization among the candidates of the roles. */
export function nameOf(roles: readonly RoleRow[], organizationId: string): string {
  for (const { candidates } of roles)
    for (const candidate of candidates)
      if (candidate.organizationId === organizationId) return candidate.organizationName;
  return 'An organization';
}

const whoElse = (roles: readonly RoleRow[], own: Role) =>
  roles.flatMap(({ role, candidates, organizationId }) => {
    const named =
      candidates.find((candidate) => candidate.organizationId === organizationId) ?? candidates[0];
    return role === own || !named ? [] : [{ role, organizationName: named.organizationName }];
  });

async function nobodyLeft(tx: Tx, response: ResponseRow, row: RoleRow, now: Date): Promise<void> {
  if (row.state === 'unfilled') return;
  await setRole(
    tx,
    response.id,
    row.role,
    { state: 'unfilled', organizationId: null, pageId: null, etaAt: null },
    now,
  );
  if (!row.required)
    return say(
      tx,
      response.id,
      {
        kind: 'role-unfilled',
        who: 'Alight',
        what: `Nobody is left to ask as ${roleWords[row.role]}. The others go on.`,
      },
      now,
    );
  await callSupervisor(
    tx,
    {
      signalId: response.signalId,
      responseId: response.id,
      code: 'role-unfilled',
      words: `Nobody is left to ask as ${roleWords[row.role]}. A supervisor has to act: call the agencies yourself.`,
    },
    now,
  );
}
