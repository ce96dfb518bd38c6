/**
 * The person's word after the report came in: a consent given, a consent taken back, and a report that turns out to be the
 * person's own. Staff record it; they never decide it.
 */
import { leaf } from '../audit/index.ts';
import { organizationById } from '../organizations/index.ts';
import { emit, newId, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal, reasonOf } from './acts.ts';
import {
  type Confirmed,
  confirmations,
  isReviewedLanguage,
  type ReleaseItem,
  releaseItems,
  releaseLimitDays,
  releaseRoles,
  roleOf,
} from './core/index.ts';
import { changeSignal } from './store.ts';
import { insertRelease, withdrawRelease } from './store-releases.ts';

const millisecondsPerDay = 86_400_000;
const purposeLimitCharacters = 500;
const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A consent as staff record it. */
export interface ReleaseOrder {
  /** The id of an organization, or `role:victim-advocate` where the person knows no name. */
  readonly recipient: string;
  readonly items: readonly ReleaseItem[];
  readonly purpose: string;
  readonly until: Date;
  /** How staff made sure that the person themselves agrees. */
  readonly confirmedHow: Confirmed;
  /** Affirmed by the member of staff: the person agreed, and nobody for them. */
  readonly byThePerson: boolean;
}

const no = (code: string, title: string, detail: string) => new Refusal(code, 422, title, detail);

async function checkOrder(tx: Tx, order: ReleaseOrder, now: Date): Promise<void> {
  if (!order.byThePerson)
    throw no(
      'not-the-person',
      'Only the person themselves can agree',
      'Never who speaks for them. Record it when you have heard it from them, by their code word or their voice.',
    );
  if (!confirmations.includes(order.confirmedHow))
    throw no(
      'confirmed-how-missing',
      'How do you know it is them?',
      'Say whether you heard their code word or their voice.',
    );
  if (order.items.length === 0 || !order.items.every((item) => releaseItems.includes(item)))
    throw no('items-missing', 'What may be told?', `Choose out of: ${releaseItems.join(', ')}.`);
  const lasts = order.until.getTime() - now.getTime();
  if (!(lasts > 0 && lasts <= releaseLimitDays * millisecondsPerDay))
    throw no('until-invalid', 'Until when?', 'A consent ends on a day to come, within a year.');
  const role = roleOf(order.recipient);
  if (role !== null) {
    if (!releaseRoles.some((known) => known === role))
      throw no('unknown-recipient', 'Who may be told?', `A role is one of: ${releaseRoles.join(', ')}.`);
  } else if (idShape.test(order.recipient)) await organizationById(tx, order.recipient);
  else
    throw no('unknown-recipient', 'Who may be told?', 'Choose a kind of helper or an organization we know.');
}

/**
 * Records what the person agreed to. In a language that nobody has reviewed it is not informed, and so no basis yet. Emits
 * `consent-given`.
 * @throws Refusal not-the-person, confirmed-how-missing, items-missing, until-invalid, unknown-recipient, unknown-organization, reason-missing
 */
export async function recordRelease(
  tx: Tx,
  signalId: string,
  staffId: string,
  order: ReleaseOrder,
  now: Date,
): Promise<{ releaseId: string; informed: boolean }> {
  const signal = await lockSignal(tx, signalId);
  await checkOrder(tx, order, now);
  const purpose = reasonOf(order.purpose, 'What for?').slice(0, purposeLimitCharacters);
  const releaseId = newId(now);
  const informed = isReviewedLanguage(signal.language);
  await insertRelease(
    tx,
    {
      id: releaseId,
      signalId,
      recipient: order.recipient,
      items: [...new Set(order.items)],
      purpose,
      until: order.until,
      informed,
      recordedBy: staffId,
      confirmedHow: order.confirmedHow,
    },
    now,
  );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'release-recorded',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { releaseId, recipient: order.recipient, confirmedHow: order.confirmedHow, informed },
  });
  await emit(tx, { name: 'consent-given', subjectId: signalId, payload: { releaseId } }, now);
  return { releaseId, informed };
}

/** Takes a consent back: nothing new is shared from now on. Emits `consent-withdrawn`. @throws Refusal unknown-release */
export async function takeBackRelease(
  tx: Tx,
  signalId: string,
  staffId: string,
  releaseId: string,
  now: Date,
): Promise<void> {
  await lockSignal(tx, signalId);
  const recipient = await withdrawRelease(tx, { signalId, releaseId }, now);
  if (recipient === undefined)
    throw new Refusal(
      'unknown-release',
      404,
      'There is no such consent',
      'It may have been taken back already. Reload the report.',
    );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'release-withdrawn',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { releaseId },
  });
  const role = roleOf(recipient);
  // Whom a person named in their own words is nobody we know: no organization can have been told on it.
  if (role === null && !idShape.test(recipient)) return;
  const payload = { releaseId, ...(role === null ? { organizationId: recipient } : { role }) };
  await emit(tx, { name: 'consent-withdrawn', subjectId: signalId, payload }, now);
}

/** The report is the person's own, or close to it: from now on their consent decides. One way. Emits `door-moved`. */
export async function moveToHelp(
  tx: Tx,
  signalId: string,
  staffId: string,
  why: string,
  now: Date,
): Promise<void> {
  const reason = reasonOf(why, 'Why does this belong to the help door?');
  const signal = await lockSignal(tx, signalId);
  if (signal.door === 'help')
    throw new Refusal(
      'already-help',
      409,
      'This report is at the help door',
      'It stays there: staff never move a report out of it.',
    );
  await changeSignal(tx, signalId, { door: 'help', door_moved_reason: reason }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'door-moved',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { from: signal.door, to: 'help' },
  });
  await emit(
    tx,
    { name: 'door-moved', subjectId: signalId, payload: { from: signal.door, to: 'help' } },
    now,
  );
}
