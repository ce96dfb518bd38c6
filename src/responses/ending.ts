/** Ending a response. Everyone who was asked is told by a page; what was not told yet stays untold. */
import { leaf } from '../audit/index.ts';
import { staffById } from '../identity/index.ts';
import { releasePage } from '../paging/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { isRoleOpen } from './core/escalation.ts';
import { endResponse, lockResponse } from './store.ts';
import { readPages, setPage } from './store-pages.ts';
import { readRoles, setRole } from './store-roles.ts';
import { say } from './store-timeline.ts';

/** Calls a response off: everyone is stood down by a page. @throws Refusal unknown-response, response-ended, reason-missing */
export async function standDown(
  tx: Tx,
  order: { responseId: string; by: string; reason: string },
  now: Date,
): Promise<void> {
  if (!order.reason.trim())
    throw new Refusal(
      'reason-missing',
      422,
      'A reason is needed',
      'Say in a few words why the response is called off.',
    );
  await end(tx, { ...order, state: 'stood-down', what: `Stood down: ${order.reason.trim()}` }, now);
}

/** Closes a response that has done its work. @throws Refusal unknown-response, response-ended */
export async function closeResponse(
  tx: Tx,
  order: { responseId: string; by: string },
  now: Date,
): Promise<void> {
  await end(tx, { ...order, state: 'closed', what: 'Closed.' }, now);
}

async function end(
  tx: Tx,
  order: { responseId: string; by: string; state: 'stood-down' | 'closed'; what: string },
  now: Date,
): Promise<void> {
  const response = await lockResponse(tx, order.responseId);
  if (!response) throw unknownResponse();
  if (response.state === order.state) return;
  if (response.state !== 'open')
    throw new Refusal(
      'response-ended',
      409,
      'This response has ended',
      'It was stood down or closed before.',
    );
  const member = await staffById(tx, order.by);
  await say(tx, response.id, { kind: order.state, who: member.name, what: order.what }, now);
  for (const page of await readPages(tx, response.id)) {
    if (page.state === 'stood-down' || page.state === 'declined') continue;
    await setPage(tx, page.pageId, 'stood-down');
    await releasePage(tx, page.pageId, now, 'This response has ended. You are stood down. Thank you.');
  }
  if (order.state === 'stood-down')
    for (const { role, state } of await readRoles(tx, response.id))
      if (isRoleOpen(state)) await setRole(tx, response.id, role, { state: 'stood-down' }, now);
  await endResponse(tx, response.id, order.state, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: order.by },
    action: `response-${order.state}`,
    subjectKind: 'response',
    subjectId: response.id,
  });
  await emit(
    tx,
    {
      name: `response-${order.state}`,
      subjectId: response.id,
      payload: { signalId: response.signalId, state: order.state },
    },
    now,
  );
}

export const unknownResponse = () =>
  new Refusal('unknown-response', 404, 'No such response', 'There is no response with this id.');
