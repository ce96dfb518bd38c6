/**
 * Asking for a role: the next organization in the order of the plan, each with its own recorded basis, until someone comes
 * or nobody is left. Silence is never the outcome: when nobody is left a supervisor is told.
 */
import { alertSupervisors } from '../audit/index.ts';
import { lockCase } from '../cases/index.ts';
import { recordDisclosure } from '../disclosures/index.ts';
import { startPage } from '../paging/index.ts';
import type { Tx } from '../platform/index.ts';
import { briefingFor, sightingOf } from './briefing.ts';
import { allowance } from './core/allowance.ts';
import { type Candidate, nextStep } from './core/escalation.ts';
import { itemsFor } from './core/page.ts';
import { leadRole, type Role, roleWords } from './core/roles.ts';
import { coming, isOpen } from './core/states.ts';
import type { ResponsesDeps, SignalFacts } from './ground.ts';
import { type ResponseRow, readResponse, setLead } from './store.ts';
import { insertPage, type PageRow, readPages } from './store-pages.ts';
import { type RoleRow, readRoles, setRole } from './store-roles.ts';
import { say } from './store-timeline.ts';
import { withheldFrom } from './withheld.ts';

const alarmLimitCharacters = 1000;

/** Says that a person has to decide. The hotline shows it to the supervisor as an alert. */
export async function callSupervisor(
  tx: Tx,
  alarm: { signalId: string; responseId?: string; code: string; words: string },
  now: Date,
): Promise<void> {
  const words = alarm.words.slice(0, alarmLimitCharacters);
  await alertSupervisors(tx, { subjectId: alarm.signalId, ...alarm, words }, now);
  if (alarm.responseId)
    await say(tx, alarm.responseId, { kind: 'supervisor-needed', who: 'Alight', what: words }, now);
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
  // The case is held while consent and list are read: whoever changes them comes before or after, and never unseen between.
  await lockCase(tx, response.caseId);
  const facts = await deps.factsOf(tx, response.signalId);
  const pages = (await readPages(tx, response.id)).filter((page) => page.role === role);
  const asked = row.candidates.map(({ organizationId }) => organizationId);
  const withheld = await withheldFrom(tx, response.caseId, asked);
  const closed = asked.filter(
    (organizationId) =>
      !withheld.gate(organizationId).allowed || !allowance(facts, role, organizationId, now).allowed,
  );
  const step = nextStep({ candidates: row.candidates, pages, doNotTell: closed, now });
  if (step.kind === 'wait')
    return role === leadRole ? renameLead(tx, response, { row, pages }, now) : undefined;
  // Held: whoever is on the way was told to a supervisor; nobody else is asked on looks alone.
  if (facts.appearanceOnly) return;
  if (step.kind === 'nobody') return nobodyLeft(tx, { response, row, facts }, now);
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

/** Of several who were asked at once the named one may have said no: then it is another of them, or nobody. */
async function renameLead(
  tx: Tx,
  response: ResponseRow,
  { row, pages }: { row: RoleRow; pages: readonly PageRow[] },
  now: Date,
): Promise<void> {
  const current = await readResponse(tx, response.id);
  const still = pages.filter(({ state }) => isOpen(state) || coming.includes(state));
  if (still.some(({ organizationId }) => organizationId === current?.leadOrganizationId)) return;
  const next = row.candidates.find(({ organizationId }) =>
    still.some((page) => page.organizationId === organizationId),
  );
  if (next && current) await nameLead(tx, current, next, now);
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
  const withheld = await withheldFrom(tx, response.caseId, [candidate.organizationId]);
  const { disclosureId, clearance } = await recordDisclosure(
    tx,
    {
      caseId: response.caseId,
      signalId: response.signalId,
      organizationId: candidate.organizationId,
      items: itemsFor(role, sightingOf(response, facts)),
      basis: gate.basis,
      facts: factsUsed(facts, gate.words),
      reason: response.reason,
      confirmedBy: response.confirmedBy,
      secondBy: response.secondBy,
      until: gate.until,
    },
    now,
  );
  const briefing = briefingFor(
    deps,
    {
      response: (await readResponse(tx, response.id)) ?? response,
      roles: await readRoles(tx, response.id),
      pages: await readPages(tx, response.id),
      facts,
      someoneWithheld: withheld.list.length > 0,
    },
    { role, organizationId: candidate.organizationId },
  );
  const { pageId, code } = await startPage(
    tx,
    {
      responseId: response.id,
      recordId: response.signalId,
      role,
      organizationId: candidate.organizationId,
      clearance,
      ackTimeoutSeconds,
      callBackPhone: deps.callBackPhone,
      passOver: withheld.isListedAddress,
      ...briefing,
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

/** What a decision to tell rests on, for the ledger: codes and counts, never words of the report. */
export const factsUsed = (facts: SignalFacts, why: string) => ({
  door: facts.door,
  danger: facts.danger,
  ageGroup: facts.ageGroup,
  observedBehaviours: facts.observedBehaviours,
  ownWords: facts.ownWords,
  askedBack: facts.askedBack,
  why,
});

/** Nobody is left. Whoever may not be told is named with the reason, and nobody is told to call them. */
async function nobodyLeft(
  tx: Tx,
  left: { response: ResponseRow; row: RoleRow; facts: SignalFacts },
  now: Date,
): Promise<void> {
  const { response, row, facts } = left;
  if (row.state === 'unfilled') return;
  await setRole(
    tx,
    response.id,
    row.role,
    { state: 'unfilled', organizationId: null, pageId: null, etaAt: null },
    now,
  );
  if (row.role === leadRole) await setLead(tx, response.id, null);
  const words = `Nobody is left to ask as ${roleWords[row.role]}.`;
  const closed = await closedReasons(tx, { response, row, facts }, now);
  if (!row.required)
    return say(
      tx,
      response.id,
      { kind: 'role-unfilled', who: 'Alight', what: `${words} The others go on.` },
      now,
    );
  const askable = row.candidates.length - closed.count;
  await callSupervisor(
    tx,
    {
      signalId: response.signalId,
      responseId: response.id,
      code: 'role-unfilled',
      words: [
        words,
        ...(askable > 0
          ? ['A supervisor has to act: call the desks of those who did not answer, or an agency beside them.']
          : ['A supervisor has to decide what else can be done.']),
        ...closed.words,
      ].join(' '),
    },
    now,
  );
}

const namesLimit = 5;

async function closedReasons(
  tx: Tx,
  { response, row, facts }: { response: ResponseRow; row: RoleRow; facts: SignalFacts },
  now: Date,
): Promise<{ count: number; words: string[] }> {
  const asked = row.candidates.map(({ organizationId }) => organizationId);
  const withheld = await withheldFrom(tx, response.caseId, asked);
  const closed = row.candidates.flatMap(({ organizationId, organizationName }) => {
    const gates = [withheld.gate(organizationId), allowance(facts, row.role, organizationId, now)];
    const shut = gates.find((gate) => !gate.allowed);
    return shut && !shut.allowed ? [{ organizationName, words: shut.words }] : [];
  });
  const words = [...Map.groupBy(closed, (one) => one.words)].map(([why, ones]) => {
    const names = ones.slice(0, namesLimit).map(({ organizationName }) => organizationName);
    return `Do not call ${names.join(', ')}${ones.length > namesLimit ? ' and others' : ''}. ${why}`;
  });
  return { count: closed.length, words };
}
