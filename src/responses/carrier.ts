/**
 * Telling the carrier: only because the lead agency decided so. It learns the train, the stop and "police attending", never
 * through the reporting crew.
 */
import { leaf } from '../audit/index.ts';
import { staffById } from '../identity/index.ts';
import { organizationById } from '../organizations/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { askForRole } from './asking.ts';
import { allowance } from './core/allowance.ts';
import { unknownResponse } from './ending.ts';
import type { ResponsesDeps } from './ground.ts';
import { lockResponse, say, upsertRole } from './store.ts';

/**
 * Records the lead's decision and asks the carrier's operations centre.
 * @throws Refusal unknown-response, response-ended, no-lead-yet, not-a-carrier, and what the gate refuses
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
  if (!response.leadOrganizationId)
    throw new Refusal(
      'no-lead-yet',
      409,
      'No agency leads yet',
      'Only the lead agency decides to tell the carrier.',
    );
  const by = await staffById(tx, order.by);
  const carrier = await organizationById(tx, order.organizationId);
  if (carrier.kind !== 'carrier')
    throw new Refusal(
      'not-a-carrier',
      422,
      'This is not a carrier',
      'Choose the carrier that runs the train or bus.',
    );
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
      what: `The lead agency decided to tell ${carrier.name}: ${order.decision.trim()}`,
    },
    now,
  );
  const candidates = [{ organizationId: carrier.id, organizationName: carrier.name, notifyBy: null }];
  await upsertRole(tx, response.id, { role: 'carrier-operations', required: false, candidates }, now);
  await askForRole(tx, deps, response, 'carrier-operations', now);
}
