/**
 * Telling the carrier: only because the lead agency decided so. It learns the train, the stop and "police attending", never
 * through the reporting crew.
 */
import { leaf } from '../audit/index.ts';
import { staffById } from '../identity/index.ts';
import { organizationById } from '../organizations/index.ts';
import { type Db, Refusal, type Tx } from '../platform/index.ts';
import { askForRole } from './asking.ts';
import { allowance } from './core/allowance.ts';
import { isPolice } from './core/roles.ts';
import { coming, type PageState } from './core/states.ts';
import { unknownResponse } from './ending.ts';
import { type ResponsesDeps, resolve, whereabouts } from './ground.ts';
import { lockResponse, readResponse } from './store.ts';
import { type PageRow, readPages } from './store-pages.ts';
import { type RoleRow, readRoles, upsertRole } from './store-roles.ts';
import { say } from './store-timeline.ts';
import { withheldFrom } from './withheld.ts';

const decisionMinimumCharacters = 3;

/**
 * The carriers that run what the person is on, for the lead to choose from; without those on the do-not-tell list.
 * @throws Refusal unknown-response
 */
export async function carriersFor(
  db: Db,
  deps: ResponsesDeps,
  responseId: string,
  now: Date,
): Promise<{ organizationId: string; name: string }[]> {
  const response = await readResponse(db, responseId);
  if (!response) throw unknownResponse();
  const facts = await deps.factsOf(db, response.signalId);
  // A place that is not known, or a trip that is not run, has no carrier.
  const answer = await whereabouts(db, facts, response.caseId)
    .then((where) => resolve(db, deps, where, now))
    .catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
  const carriers = (answer?.agencies ?? []).filter(({ role }) => role === 'carrier-operations');
  const withheld = await withheldFrom(
    db,
    response.caseId,
    carriers.map(({ organizationId }) => organizationId),
  );
  const found = carriers.filter(({ organizationId }) => withheld.gate(organizationId).allowed);
  return [
    ...new Map(found.map(({ organizationId, name }) => [organizationId, { organizationId, name }])).values(),
  ];
}

/**
 * Records the lead's decision and asks the carrier's operations centre.
 * @throws Refusal unknown-response, response-ended, no-lead-yet, decision-missing, do-not-tell, not-a-carrier, carrier-asked, and
 *   what the gate refuses
 */
export async function tellCarrier(
  tx: Tx,
  deps: ResponsesDeps,
  order: { responseId: string; by: string; organizationId: string; decision: string },
  now: Date,
): Promise<void> {
  const response = await lockResponse(tx, order.responseId);
  if (!response) throw unknownResponse();
  if (response.state !== 'open')
    throw new Refusal('response-ended', 409, 'This response has ended', 'Nobody else is told.');
  const roles = await readRoles(tx, response.id);
  const lead = roles.find(
    ({ role, organizationId }) => isPolice(role) && organizationId === response.leadOrganizationId,
  );
  // Whoever is only asked to lead has decided nothing yet.
  if (!response.leadOrganizationId || !lead || !coming.includes(lead.state as PageState))
    throw new Refusal(
      'no-lead-yet',
      409,
      'No agency leads yet',
      'Only the lead agency decides to tell the carrier, and none has accepted yet.',
    );
  const decision = order.decision.trim();
  if (decision.length < decisionMinimumCharacters)
    throw new Refusal(
      'decision-missing',
      422,
      'What did the lead agency decide?',
      'Write who decided it, and why, in a few words.',
    );
  const by = await staffById(tx, order.by);
  const carrier = await organizationById(tx, order.organizationId);
  const listed = (await withheldFrom(tx, response.caseId, [carrier.id])).gate(carrier.id);
  if (!listed.allowed) throw new Refusal(listed.code, 409, 'The carrier may not be told', listed.words);
  const running = await carriersFor(tx, deps, response.id, now);
  if (!running.some(({ organizationId }) => organizationId === carrier.id))
    throw new Refusal(
      'not-a-carrier',
      422,
      'They do not run this train or bus',
      'Choose the carrier that runs what the person is on.',
    );
  const before = roles.find(({ role }) => role === 'carrier-operations');
  const pages = (await readPages(tx, response.id)).filter(({ role }) => role === 'carrier-operations');
  assertAskable(before, pages, carrier);
  const facts = await deps.factsOf(tx, response.signalId);
  const gate = allowance(facts, 'carrier-operations', carrier.id, now);
  if (!gate.allowed) throw new Refusal(gate.code, 409, 'The carrier may not be told', gate.words);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by.id },
    action: 'carrier-told-by-lead-decision',
    subjectKind: 'response',
    subjectId: response.id,
    detail: { organizationId: carrier.id, leadOrganizationId: response.leadOrganizationId },
  });
  await say(
    tx,
    response.id,
    {
      kind: 'carrier',
      who: by.name,
      what: `The lead agency decided to tell ${carrier.name}: ${decision}`,
    },
    now,
  );
  // Whoever was asked before stays on the list, with what became of it.
  const candidates = [
    ...(before?.candidates ?? []),
    { organizationId: carrier.id, organizationName: carrier.name, notifyBy: null },
  ];
  await upsertRole(tx, response.id, { role: 'carrier-operations', required: false, candidates }, now);
  await askForRole(tx, deps, response, 'carrier-operations', now);
}

/** A running ask is never replaced, and nobody is asked twice. @throws Refusal carrier-asked */
function assertAskable(
  role: RoleRow | undefined,
  pages: readonly PageRow[],
  carrier: { id: string; name: string },
): void {
  const asked = pages.some(
    ({ organizationId, state }) => organizationId === carrier.id && state !== 'stood-down',
  );
  if (asked)
    throw new Refusal(
      'carrier-asked',
      409,
      `${carrier.name} was asked already`,
      'Look at the timeline for their answer. If they have not answered, call them.',
    );
  if (role && role.state !== 'unfilled' && role.state !== 'stood-down')
    throw new Refusal(
      'carrier-asked',
      409,
      'Another carrier is being asked',
      'Wait for their answer. If they say no or do not answer, the next can be told.',
    );
}
