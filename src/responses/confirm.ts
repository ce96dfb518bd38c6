/**
 * Confirming a response: the gates, the response, its roles, the first disclosures, the first pages and the audit leaves
 * become durable together or not at all.
 */
import { leaf } from '../audit/index.ts';
import { caseOfSignal, listedStaffOf } from '../cases/index.ts';
import { confirmationGate } from '../disclosures/index.ts';
import { staffById } from '../identity/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { readSignal } from '../signals/index.ts';
import { askForRole, callSupervisor } from './asking.ts';
import { rebrief } from './briefing.ts';
import type { Candidate } from './core/escalation.ts';
import { descriptionOf } from './core/page.ts';
import { leadRole } from './core/roles.ts';
import { callPsap } from './danger.ts';
import { type ResponsesDeps, whereabouts } from './ground.ts';
import { watchArrival } from './lateness.ts';
import { planFor } from './plan.ts';
import { findOpenResponse, insertResponse, lockResponse } from './store.ts';
import { upsertRole } from './store-roles.ts';
import { say } from './store-timeline.ts';
import type { PlanRole, PlanView } from './views.ts';

export interface ConfirmationOrder {
  readonly signalId: string;
  readonly by: string;
  readonly reason: string;
  readonly secondBy?: string | undefined;
  /** How the person can be recognised, in the words of staff; a report's own words may hold a name and are never told. */
  readonly description?: string | undefined;
  /** Which agency leads, out of the candidates for local law enforcement. The plan's first when not named. */
  readonly leadOrganizationId?: string | undefined;
}

/**
 * Confirms a law-enforcement response and asks everyone at once, each role on its own.
 * @returns the response's id
 * @throws Refusal colleague-listed, already-responding, confirmation-incomplete, nobody-may-be-told, place-not-linked, unknown-lead, plus what the plan refuses
 */
export async function confirmResponse(
  tx: Tx,
  deps: ResponsesDeps,
  order: ConfirmationOrder,
  now: Date,
): Promise<{ responseId: string }> {
  const by = await staffById(tx, order.by);
  const second = order.secondBy ? await staffById(tx, order.secondBy) : undefined;
  // Nobody closes the report while a response to it is being confirmed.
  await readSignal(tx, order.signalId, true);
  const facts = await deps.factsOf(tx, order.signalId);
  // After the report: whoever may not see it learns nothing of its list, by whomever they name.
  if (second) await assertMayBeTold(tx, order.signalId, second.id);
  const gate = confirmationGate({
    ...facts,
    reason: order.reason,
    by: by.id,
    secondBy: second?.id,
    secondIsSupervisor: second?.role === 'supervisor',
  });
  if (!gate.allowed)
    throw new Refusal(
      'confirmation-incomplete',
      422,
      'This response cannot be confirmed yet',
      gate.missing.map(({ words }) => words).join(' '),
    );
  const caseId = await caseOfSignal(tx, order.signalId, now);
  if (await findOpenResponse(tx, order.signalId))
    throw new Refusal(
      'already-responding',
      409,
      'A response is already going on',
      'Open the response of this report; it can be stood down there.',
    );
  const plan = await planFor(tx, deps, order.signalId, now);
  const where = await whereabouts(tx, facts, caseId);
  if (where.kind === 'place' && !where.byStaff)
    throw new Refusal(
      'place-not-linked',
      422,
      'Write the place in your own words first',
      'Link it under "Where". The words of a report may hold a name, and everyone who accepts would read them.',
    );
  const lead = plan.roles.find(({ role }) => role === leadRole);
  if (lead?.closedByThePerson)
    throw new Refusal(
      'nobody-may-be-told',
      409,
      'Nobody may be asked to come',
      `${lead.excluded[0]?.reason ?? ''} Ask them by their code; help that they want can be given without it.`.trim(),
    );
  const roles = plan.roles.map((role) => ({
    role: role.role,
    required: role.required,
    candidates: candidatesOf(role, role.role === leadRole ? order.leadOrganizationId : undefined),
  }));
  const responseId = await insertResponse(
    tx,
    {
      signalId: order.signalId,
      caseId,
      reason: order.reason.trim(),
      description: descriptionOf(order.description),
      confirmedBy: by.id,
      secondBy: second?.id ?? null,
      leadRole,
      leadOrganizationId: null,
      plan,
    },
    now,
  );
  for (const role of roles) await upsertRole(tx, responseId, role, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by.id },
    action: 'response-confirmed',
    subjectKind: 'response',
    subjectId: responseId,
    detail: { signalId: order.signalId, ...(second ? { secondBy: second.id } : {}) },
  });
  const whom = second ? `${by.name}, with ${second.name}` : by.name;
  await say(tx, responseId, { kind: 'confirmed', who: whom, what: `Confirmed: ${order.reason.trim()}` }, now);
  await say(tx, responseId, { kind: 'plan', who: 'Alight', what: plan.headline }, now);
  if (facts.danger === 'imminent') await callPsap(tx, deps, order.signalId, now);
  if (!second) await tellLeftOut(tx, { signalId: order.signalId, responseId }, plan, now);
  const response = await lockResponse(tx, responseId);
  if (!response) throw new Error('the response just written is gone');
  for (const { role } of roles) await askForRole(tx, deps, response, role, now);
  await rebrief(tx, deps, responseId, now);
  await watchArrival(tx, responseId, plan, now);
  await emit(
    tx,
    { name: 'response-confirmed', subjectId: responseId, payload: { signalId: order.signalId } },
    now,
  );
  return { responseId };
}

/** Whoever confirms hears of the report. @throws Refusal colleague-listed */
async function assertMayBeTold(tx: Tx, signalId: string, staffId: string): Promise<void> {
  const listed = await listedStaffOf(tx, [signalId]);
  if (listed.some((one) => one.staffId === staffId))
    throw new Refusal(
      'colleague-listed',
      409,
      'They must not be told of this report',
      'They are on its do-not-tell list. Confirm with another supervisor, and do not speak of it with them.',
    );
}

/** Who must not be told is passed over; where no supervisor has confirmed it with somebody, one hears of it. */
async function tellLeftOut(
  tx: Tx,
  about: { signalId: string; responseId: string },
  plan: PlanView,
  now: Date,
): Promise<void> {
  const listed = plan.roles.flatMap(({ excluded }) => excluded).filter(({ code }) => code === 'do-not-tell');
  const names = new Set(listed.map(({ organizationName }) => organizationName));
  if (names.size === 0) return;
  const words = `Not asked, since nobody there may be told: ${[...names].join(', ')}. The next with authority are.`;
  await callSupervisor(tx, { ...about, code: 'recipient-left-out', words }, now);
}

/** The plan's order, with the named lead first. */
function candidatesOf(role: PlanRole, leadOrganizationId: string | undefined): Candidate[] {
  const candidates = role.candidates.map(({ organizationId, organizationName, notifyBy }) => ({
    organizationId,
    organizationName,
    notifyBy,
  }));
  if (!leadOrganizationId) return candidates;
  const lead = candidates.find(({ organizationId }) => organizationId === leadOrganizationId);
  if (!lead)
    throw new Refusal(
      'unknown-lead',
      422,
      'This agency cannot lead here',
      'Choose one of the agencies with authority at the meeting point.',
    );
  return [lead, ...candidates.filter((candidate) => candidate !== lead)];
}
