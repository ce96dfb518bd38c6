/**
 * When every local agency has said no, nobody decides and nobody gives the all-clear. A supervisor may then ask another police
 * agency that is coming to lead, after speaking to it: a lead is never made by a machine.
 */
import { leaf } from '../audit/index.ts';
import { staffById } from '../identity/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { callSupervisor } from './asking.ts';
import { nameOf, rebrief } from './briefing.ts';
import { isPolice, leadRole, type Role, roleWords } from './core/roles.ts';
import { coming, type PageState } from './core/states.ts';
import { unknownResponse } from './ending.ts';
import type { ResponsesDeps } from './ground.ts';
import { lockResponse, type ResponseRow, setLead } from './store.ts';
import type { PageRow } from './store-pages.ts';
import { readRoles } from './store-roles.ts';
import { say } from './store-timeline.ts';

const reasonMinimumCharacters = 3;

/**
 * Names the agency of a role that is coming as the lead.
 * @throws Refusal unknown-response, response-ended, not-a-supervisor, lead-stands, not-coming, reason-missing
 */
export async function giveLead(
  tx: Tx,
  deps: ResponsesDeps,
  order: { responseId: string; role: Role; by: string; reason: string },
  now: Date,
): Promise<void> {
  const response = await lockResponse(tx, order.responseId);
  if (!response) throw unknownResponse();
  if (response.state !== 'open')
    throw new Refusal('response-ended', 409, 'This response has ended', 'Nobody leads it any more.');
  const by = await staffById(tx, order.by);
  if (by.role !== 'supervisor')
    throw new Refusal(
      'not-a-supervisor',
      403,
      'A supervisor names another lead',
      'Bring the supervisor in; they speak to the agency first.',
    );
  const reason = order.reason.trim();
  if (reason.length < reasonMinimumCharacters)
    throw new Refusal(
      'reason-missing',
      422,
      'Who agreed to lead?',
      'Write whom you spoke to, in a few words.',
    );
  const roles = await readRoles(tx, response.id);
  const isComing = (role: Role) =>
    roles.find((row) => row.role === role && coming.includes(row.state as PageState));
  if (isComing(leadRole))
    throw new Refusal(
      'lead-stands',
      409,
      'This response has a lead',
      'The local agency has accepted; there is one lead at a time.',
    );
  const row = isPolice(order.role) ? isComing(order.role) : undefined;
  if (!row?.organizationId)
    throw new Refusal(
      'not-coming',
      422,
      'They cannot lead',
      'Choose a police agency that has accepted and is coming.',
    );
  await setLead(tx, response.id, row.organizationId);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by.id },
    action: 'lead-named',
    subjectKind: 'response',
    subjectId: response.id,
    detail: { organizationId: row.organizationId, role: order.role },
  });
  const name = nameOf(roles, row.organizationId);
  await say(
    tx,
    response.id,
    { kind: 'lead', who: by.name, what: `${name} (${roleWords[order.role]}) leads: ${reason}` },
    now,
  );
  await rebrief(tx, deps, response.id, now);
}

/**
 * Another police agency that a supervisor had named as the lead comes no more: nobody leads, and a person has to name the next.
 * Does nothing for any other page. Call it with the response's lock held, before the pages are written anew.
 */
export async function loseNamedLead(
  tx: Tx,
  response: ResponseRow,
  page: PageRow,
  name: string,
  now: Date,
): Promise<void> {
  if (page.role === leadRole || !isPolice(page.role)) return;
  if (response.leadOrganizationId !== page.organizationId) return;
  await setLead(tx, response.id, null);
  await callSupervisor(
    tx,
    {
      signalId: response.signalId,
      responseId: response.id,
      code: 'lead-turned-back',
      words: `${name} was named to lead this response and does not come. Nobody leads: speak to another police agency that is coming and name it.`,
    },
    now,
  );
}
