/**
 * Passing a report on as information, without asking for a response: an equal choice. The state's designated contact and the
 * local agency are told; whether anything follows is theirs to decide.
 */
import { leaf } from '../audit/index.ts';
import { caseOfSignal, doNotTellOfCase } from '../cases/index.ts';
import { doNotTellGate, helpDoorGate, recordDisclosure } from '../disclosures/index.ts';
import { staffById } from '../identity/index.ts';
import { send } from '../messaging/index.ts';
import { onCallLadder, organizationsById } from '../organizations/index.ts';
import { openVoiceTask } from '../paging/index.ts';
import { type Db, emit, Refusal, type Tx } from '../platform/index.ts';
import { callSupervisor } from './asking.ts';
import { card } from './core/page.ts';
import { informationRecipients, placeWords, type ResponsesDeps } from './ground.ts';
import { readPassedOn } from './store.ts';
import type { PassedOn } from './views.ts';

const itemsTold = ['place', 'time', 'vehicle', 'description'];
const reasonMinimumCharacters = 10;

/**
 * Tells the designated contact and the local agency, each with its own recorded basis.
 * @throws Refusal reason-missing, held-report, nobody-may-be-told
 */
export async function passOnAsInformation(
  tx: Tx,
  deps: ResponsesDeps,
  order: { signalId: string; by: string; reason: string },
  now: Date,
): Promise<{ toldOrganizationIds: string[] }> {
  const reason = order.reason.trim();
  if (reason.length < reasonMinimumCharacters)
    throw new Refusal('reason-missing', 422, 'A reason is needed', 'Write the reason in words.');
  const by = await staffById(tx, order.by);
  const facts = await deps.factsOf(tx, order.signalId);
  if (facts.appearanceOnly)
    throw new Refusal(
      'held-report',
      422,
      'This report is held',
      'It rests on looks, language or a family of mixed looks. Nothing is passed on from that.',
    );
  const caseId = await caseOfSignal(tx, order.signalId, now);
  const list = await doNotTellOfCase(tx, caseId);
  const why: string[] = [];
  const told: string[] = [];
  const where = await placeWords(tx, deps, facts, caseId, now);
  for (const recipient of await informationRecipients(tx, deps, facts, caseId, now)) {
    const closed = doNotTellGate(list, recipient.organizationId);
    const gate = helpDoorGate({
      ...facts,
      recipient: recipient.organizationId,
      recipientKind: recipient.kind,
      items: itemsTold,
      now,
    });
    if (!closed.allowed || !gate.allowed) {
      why.push(`${recipient.name}: ${closed.allowed ? gate.words : closed.words}`);
      continue;
    }
    const { disclosureId, clearance } = await recordDisclosure(
      tx,
      {
        caseId,
        signalId: order.signalId,
        organizationId: recipient.organizationId,
        items: itemsTold,
        basis: gate.basis,
        facts: { door: facts.door, danger: facts.danger, ageGroup: facts.ageGroup, why: gate.words },
        reason,
        confirmedBy: by.id,
        secondBy: null,
      },
      now,
    );
    await tell(
      tx,
      { deps, disclosureId, clearance, recipient, body: bodyOf(where, facts.sighting, deps) },
      now,
    );
    told.push(recipient.organizationId);
  }
  if (told.length === 0)
    throw new Refusal(
      'nobody-may-be-told',
      409,
      'Nobody may be told of this',
      why.join(' ') || 'No agency is known for the place. Link a place or a trip first, or ask a supervisor.',
    );
  if (why.length)
    await callSupervisor(
      tx,
      { signalId: order.signalId, code: 'recipient-left-out', words: `Not told: ${why.join(' ')}` },
      now,
    );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by.id },
    action: 'signal-passed-on',
    subjectKind: 'signal',
    subjectId: order.signalId,
    detail: { recipients: told.length },
  });
  await emit(tx, { name: 'passed-on', subjectId: order.signalId, payload: { caseId } }, now);
  return { toldOrganizationIds: told };
}

/** Whom a report was passed on to as information, by whom and why; for staff. */
export async function passedOnOf(db: Db, signalId: string): Promise<PassedOn[]> {
  const rows = await readPassedOn(db, signalId);
  const names = await organizationsById(db, [...new Set(rows.map(({ organization_id }) => organization_id))]);
  const told: PassedOn[] = [];
  for (const row of rows)
    told.push({
      at: row.at,
      organizationName: names.get(row.organization_id)?.name ?? 'An organization',
      by: (await staffById(db, row.confirmed_by ?? undefined)).name,
      reason: row.reason,
      deliveredAt: row.delivered_at,
      revokedAt: row.revoked_at,
    });
  return told;
}

/** Content goes by mail or webhook only; whoever has neither is called by a person, never texted. */
async function tell(
  tx: Tx,
  told: {
    deps: ResponsesDeps;
    disclosureId: string;
    clearance: Awaited<ReturnType<typeof recordDisclosure>>['clearance'];
    recipient: { organizationId: string };
    body: string;
  },
  now: Date,
): Promise<void> {
  const ladder = await onCallLadder(tx, told.recipient.organizationId, now);
  const [written] = ladder.flatMap(({ wire, address }) =>
    wire === 'email' || wire === 'webhook' ? [{ wire, address }] : [],
  );
  if (written) {
    await send(
      tx,
      told.clearance,
      {
        wire: written.wire,
        to: written.address,
        subject: 'Information from the Alight hotline',
        body: told.body,
        about: { kind: 'disclosure', id: told.disclosureId },
        dedupeKey: `pass-on:${told.disclosureId}`,
      },
      now,
    );
    return;
  }
  const desk = ladder.find(({ wire }) => wire === 'voice') ?? ladder[0];
  if (!desk)
    throw new Refusal(
      'no-contact',
      409,
      'No way to reach them',
      'An agency that should be told has no contact on file.',
    );
  await openVoiceTask(
    tx,
    {
      kind: 'desk-page',
      organizationId: told.recipient.organizationId,
      phone: desk.address,
      script: told.body,
      subjectId: told.disclosureId,
      dueAt: now,
    },
    now,
  );
}

function bodyOf(
  where: string,
  sighting: { vehicle: string | null; car: string | null; description: string | null },
  deps: ResponsesDeps,
): string {
  return [
    'This is information. No response is asked for; whether anything follows is yours to decide.',
    `Where: ${where}.`,
    ...(sighting.vehicle ? [`Vehicle: ${[sighting.vehicle, sighting.car].filter(Boolean).join(', ')}.`] : []),
    ...(sighting.description ? [`Described as: ${sighting.description}.`] : []),
    ...card,
    `Questions: ${deps.callBackPhone}.`,
  ].join('\n');
}
