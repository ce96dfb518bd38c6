/**
 * Danger now: the 911 centre that serves the place is called at once, by a person, by its ten-digit line: beside any page and
 * never after planning. When no centre is known a supervisor is told in the same moment.
 */
import { leaf } from '../audit/index.ts';
import { caseOfSignal, isSomeoneWithheld } from '../cases/index.ts';
import { recordDisclosure } from '../disclosures/index.ts';
import { openVoiceTask } from '../paging/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { callSupervisor, factsUsed } from './asking.ts';
import { someoneWithheld } from './core/page.ts';
import { placeKeyOf, placeWords, psapsFor, type ResponsesDeps, whereabouts } from './ground.ts';
import { findOpenResponse, lockResponse } from './store.ts';
import { say } from './store-timeline.ts';
import { insertDangerCalls, wasPsapCalled } from './store-told.ts';
import { withheldFrom } from './withheld.ts';

const itemsTold = ['place', 'time', 'vehicle', 'danger'];
const reasonToCall = 'Danger now is reported: the 911 centre of the place is called at once.';
/** A caller reads this aloud; the centre may be serving several counties of one trip, so each gets its own. */
const psapLimit = 4;

/**
 * Opens the voice task to the 911 centre of the place, once for each centre and place: when the place is put right, the right
 * centre is called too, and the same centre hears of the other place.
 */
export async function callPsap(tx: Tx, deps: ResponsesDeps, signalId: string, now: Date): Promise<void> {
  const caseId = await caseOfSignal(tx, signalId, now);
  // The response before the case, as everyone takes them: two that wait for each other would both fail.
  const responseId = await findOpenResponse(tx, signalId);
  if (responseId) await lockResponse(tx, responseId);
  const facts = await deps.factsOf(tx, signalId);
  const found = await psapsFor(tx, deps, facts, caseId, now).catch((error: unknown) => {
    if (error instanceof Refusal) return [];
    throw error;
  });
  const withheld = await withheldFrom(
    tx,
    caseId,
    found.map(({ organizationId }) => organizationId),
  );
  const allowed = found.filter(
    ({ organizationId, phone }) => withheld.gate(organizationId).allowed && !withheld.isListedAddress(phone),
  );
  const psaps = allowed.slice(0, psapLimit);
  if (allowed.length < found.length || psaps.length === 0)
    await callSupervisor(
      tx,
      {
        signalId,
        code: 'no-psap',
        words: found.length
          ? 'Danger now, and a 911 centre of the place is on the do-not-tell list. Choose another agency with authority and call it.'
          : 'Danger now, and no 911 centre is known for the place. Ask where, look the centre up and call it.',
      },
      now,
    );
  if (psaps.length === 0) return;
  const placed = await whereabouts(tx, facts, caseId);
  const placeKey = placeKeyOf(placed);
  const { added, calledBefore } = await insertDangerCalls(
    tx,
    { signalId, placeKey, organizationIds: psaps.map(({ organizationId }) => organizationId) },
    now,
  );
  const calls = psaps.filter(({ organizationId }) => added.includes(organizationId));
  if (calls.length === 0) return;
  const where = await placeWords(tx, deps, facts, caseId, now);
  const warn = facts.namedNotToTell || (await isSomeoneWithheld(tx, caseId));
  for (const psap of calls) {
    await recordDisclosure(
      tx,
      {
        caseId,
        signalId,
        organizationId: psap.organizationId,
        items: itemsTold,
        basis: 'imminent-danger',
        // The report of danger may be newer than the facts read here; the call rests on it.
        facts: { ...factsUsed(facts, reasonToCall), danger: 'imminent' },
        reason: reasonToCall,
        confirmedBy: null,
        secondBy: null,
      },
      now,
    );
    await openVoiceTask(
      tx,
      {
        kind: 'psap',
        organizationId: psap.organizationId,
        phone: psap.phone,
        script: scriptFor(deps, {
          where,
          // The linked trip is named in the place already.
          vehicle: placed.kind === 'trip' ? null : facts.sighting.vehicle,
          warn,
          calledBefore,
        }),
        subjectId: signalId,
        ...(responseId ? { responseId } : {}),
        dueAt: now,
      },
      now,
    );
    if (responseId)
      await say(
        tx,
        responseId,
        { kind: 'psap', who: 'Alight', what: `${psap.name} is to be called at once.` },
        now,
      );
  }
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'psap-call-opened',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { centres: calls.length },
  });
}

function scriptFor(
  deps: ResponsesDeps,
  said: { where: string; vehicle: string | null; warn: boolean; calledBefore: boolean },
): string {
  const { where, vehicle, warn, calledBefore } = said;
  return [
    'This is the Alight hotline with an unconfirmed report of someone in danger right now.',
    `Where: ${where}.`,
    ...(calledBefore
      ? ['An earlier call about this report may have named another place. This one is right.']
      : []),
    ...(vehicle ? [`Vehicle: ${vehicle}.`] : []),
    'It may be human trafficking. Please speak to the person apart from whoever is with them, and do not approach crew.',
    ...(warn ? [someoneWithheld] : []),
    `Call us back at ${deps.callBackPhone}. Ask for the call-taker and the CAD number, and write both down.`,
  ].join(' ');
}

/** Who is put on the list after a 911 centre was called may be sent by it: a person has to tell the centre. */
export async function warnPsap(tx: Tx, signalId: string, now: Date): Promise<void> {
  if (!(await wasPsapCalled(tx, signalId))) return;
  await callSupervisor(
    tx,
    {
      signalId,
      code: 'warn-911',
      words:
        'Somebody was put on the do-not-tell list after the 911 centre was to be called. Whoever made or makes that call has to tell the centre not to tell or send them.',
    },
    now,
  );
}
