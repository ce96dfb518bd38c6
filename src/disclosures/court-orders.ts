/**
 * What a court compels: recorded by a supervisor, agreed to by another, one row of the ledger for one recipient and these items. A person
 * hands it over; nothing leaves by itself. The person it is about is told when that is safe.
 */
import { alertSupervisors, leaf, type Showing } from '../audit/index.ts';
import { caseOfSignal, listAttachmentIds } from '../cases/index.ts';
import { findOrganizations, organizationById, organizationsById } from '../organizations/index.ts';
import { type Db, Refusal, type Tx } from '../platform/index.ts';
import { type ReleaseItem, releaseItems } from '../signals/core/index.ts';
import { lockSignal, reasonOf } from '../signals/index.ts';
import { gateFor, recordDisclosure, revokeDisclosures } from './commands.ts';
import {
  courtOrderLimitDays,
  type OrderRefusal,
  type OrderState,
  orderState,
  whyNotAgreeToOrder,
} from './core/index.ts';
import { watchHandingOver, watchOrder, watchTelling } from './order-clocks.ts';
import { markOpened, markShown } from './store.ts';
import {
  type CourtOrder,
  insertOrder,
  type Ordered,
  readOrders,
  writeAgreed,
  writeStep,
  writeUntold,
} from './store-orders.ts';

const textLimitCharacters = 200;
const dayMilliseconds = 86_400_000;

export interface CourtOrderOrder {
  readonly organizationId: string;
  readonly items: readonly ReleaseItem[];
  readonly court: string;
  readonly number: string;
  readonly orderedOn: string;
  /** What it orders, in the words of whoever read it. */
  readonly words: string;
  readonly until: Date;
  /** The order itself, added to the report's documents before. */
  readonly attachmentId?: string | undefined;
}

const refusals: Readonly<Record<OrderRefusal, readonly [number, string, string]>> = {
  'order-over': [
    409,
    'This order is over',
    'It was ended, ran out, or waited too long. Record it again if it still binds.',
  ],
  'order-agreed': [409, 'Somebody agreed before', 'There is nothing left to agree to.'],
  'order-second-person': [
    403,
    'You recorded this yourself',
    'Another supervisor has to read the order and agree.',
  ],
  'counsel-missing': [
    422,
    'Counsel has to read it first',
    'An order can be narrower than it looks, or can be fought. Say that counsel has read it.',
  ],
  'order-despite-list': [
    409,
    'They are on the do-not-tell list of this case',
    'The person named them, or somebody there, as whom not to tell. Ask counsel whether the court can order another way. An order binds all the same: say that it is told in spite of the list.',
  ],
};

const no = (code: string, title: string, detail: string) => new Refusal(code, 422, title, detail);

async function checkedOrder(tx: Tx, signalId: string, order: CourtOrderOrder, now: Date): Promise<Ordered> {
  await organizationById(tx, order.organizationId);
  const [court, number] = [order.court.trim(), order.number.trim()];
  if (!court || !number || court.length > textLimitCharacters || number.length > textLimitCharacters)
    throw no(
      'order-unnamed',
      'Which court, and which case?',
      'Write the court and the number of the case, as the order has them.',
    );
  if (order.items.length === 0 || !order.items.every((item) => releaseItems.includes(item)))
    throw no(
      'items-missing',
      'What is ordered?',
      `Choose out of: ${releaseItems.join(', ')}. Nothing beside them is told.`,
    );
  const lasts = order.until.getTime() - now.getTime();
  if (!(lasts > 0 && lasts <= courtOrderLimitDays * dayMilliseconds))
    throw no('until-invalid', 'Until when?', 'Give a day to come, within a year.');
  if (Number.isNaN(Date.parse(order.orderedOn)) || new Date(order.orderedOn) > now)
    throw no(
      'ordered-on-invalid',
      'Of which day is the order?',
      'Give the day on the order; it is not in the future.',
    );
  if (order.attachmentId && !(await listAttachmentIds(tx, signalId)).includes(order.attachmentId))
    throw no(
      'unknown-attachment',
      'That document is not here',
      'Add the order to the documents of this report first.',
    );
  return {
    court,
    number,
    orderedOn: order.orderedOn,
    words: reasonOf(order.words, 'What does the court order?'),
  };
}

/**
 * Records an order. Nothing is told until another supervisor agrees.
 * @throws Refusal unknown-signal, unknown-organization, order-unnamed, items-missing, until-invalid, ordered-on-invalid,
 *   unknown-attachment, reason-missing
 */
export async function recordCourtOrder(
  tx: Tx,
  signalId: string,
  by: string,
  order: CourtOrderOrder,
  now: Date,
): Promise<string> {
  await lockSignal(tx, signalId);
  const ordered = await checkedOrder(tx, signalId, order, now);
  const caseId = await caseOfSignal(tx, signalId, now);
  const { organizationId, until, attachmentId } = order;
  const items = [...new Set(order.items)];
  const stored = {
    caseId,
    signalId,
    organizationId,
    items,
    ordered,
    attachmentId: attachmentId ?? null,
    until,
  };
  const id = await insertOrder(tx, { ...stored, askedBy: by }, now);
  await watchOrder(tx, id, now);
  await record(tx, 'court-order-recorded', by, { id, signalId, organizationId }, now);
  await tell(
    tx,
    signalId,
    'court-order-recorded',
    'A court order is recorded for this report. Read it with counsel, and agree only if it says exactly this: whom to tell, what, and until when.',
    now,
  );
  return id;
}

/**
 * The second person agrees: from now on it is on the ledger what may be handed over to whom.
 * @throws Refusal not-here, order-over, order-agreed, order-second-person, counsel-missing, order-despite-list
 */
export async function agreeCourtOrder(
  tx: Tx,
  id: string,
  said: { by: string; counselRead: boolean; despiteList: boolean },
  now: Date,
): Promise<{ disclosureId: string }> {
  const order = await locked(tx, id);
  const listed = !(await gateFor(tx, order.caseId, order.organizationId)).allowed;
  const why = whyNotAgreeToOrder(order, { ...said, listed }, now);
  if (why) throw new Refusal(why, ...refusals[why]);
  const despiteList = listed && said.despiteList;
  const { disclosureId } = await recordDisclosure(
    tx,
    {
      caseId: order.caseId,
      signalId: order.signalId,
      organizationId: order.organizationId,
      items: order.items,
      basis: 'court-order',
      facts: { courtOrderId: id, counselRead: true, despiteList },
      reason: `${order.ordered.court}, ${order.ordered.number}, of ${order.ordered.orderedOn}: ${order.ordered.words}`,
      confirmedBy: order.askedBy,
      secondBy: said.by,
      until: order.until,
    },
    now,
    { despiteList },
  );
  await writeAgreed(tx, id, { by: said.by, disclosureId, despiteList }, now);
  await watchHandingOver(tx, id, now);
  await record(tx, 'court-order-agreed', said.by, order, now);
  await tell(
    tx,
    order.signalId,
    'court-order-agreed',
    `Two have agreed to a court order for this report. Hand over what it names and nothing else, and record it.${despiteList ? ' The recipient is on the do-not-tell list: tell the person before, if that is safe in any way.' : ''} Try to tell the person as soon as it is safe, and record that.`,
    now,
  );
  return { disclosureId };
}

/** A person has handed it over. @throws Refusal not-here, order-not-agreed, order-over */
export async function handOverCourtOrder(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const order = await locked(tx, id);
  const state = orderState(order, now);
  if (state === 'handed-over') return;
  if (state === 'over') throw new Refusal('order-over', ...refusals['order-over']);
  const row = order.disclosureId;
  if (state !== 'agreed' || !row)
    throw new Refusal(
      'order-not-agreed',
      409,
      'Nobody has agreed yet',
      'Another supervisor has to read the order first. Hand nothing over.',
    );
  await writeStep(tx, id, 'handed_over', by, now);
  await markOpened(tx, row, now);
  await markShown(tx, row, now);
  if (!order.personToldAt && !order.untold) await watchTelling(tx, id, now);
  await record(tx, 'court-order-handed-over', by, order, now);
}

/** The person it is about was told, or a reasonable attempt was made. @throws Refusal not-here */
export async function notePersonTold(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const order = await locked(tx, id);
  if (order.personToldAt) return;
  await writeStep(tx, id, 'person_told', by, now);
  await record(tx, 'court-order-person-told', by, order, now);
}

/**
 * Why it is not safe to tell the person yet. The last word counts, and that they were told can still be said.
 * @throws Refusal not-here, person-was-told, reason-missing
 */
export async function notePersonNotTold(
  tx: Tx,
  id: string,
  said: { by: string; reason: string },
  now: Date,
): Promise<void> {
  const order = await locked(tx, id);
  if (order.personToldAt)
    throw new Refusal(
      'person-was-told',
      409,
      'The person was told',
      'It is on record here that they know. There is nothing left to say why they do not.',
    );
  const words = reasonOf(said.reason, 'Why is it not safe to tell them?');
  await writeUntold(tx, order, { by: said.by, words }, now);
  await record(tx, 'court-order-person-not-told', said.by, order, now);
}

/** The order was lifted, or recorded wrongly: nothing more is told on it. What was handed over stays told. @throws Refusal not-here */
export async function endCourtOrder(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const order = await locked(tx, id);
  if (order.endedAt) return;
  await writeStep(tx, id, 'ended', by, now);
  if (order.disclosureId)
    await revokeDisclosures(
      tx,
      { caseId: order.caseId, id: order.disclosureId },
      'The court order was ended.',
      now,
    );
  await record(tx, 'court-order-ended', by, order, now);
}

export type CourtOrderView = CourtOrder & {
  readonly state: OrderState;
  readonly organizationName: string;
  /** What the do-not-tell list says of the recipient, while something may still be handed over; null where it says nothing. */
  readonly listed: string | null;
};

/** The orders of a report, oldest first, on record before they are shown. @throws Refusal unknown-signal */
export async function courtOrdersOf(
  tx: Tx,
  showing: Showing,
  { signalId, by }: { readonly signalId: string; readonly by: string },
  now: Date,
): Promise<CourtOrderView[]> {
  await lockSignal(tx, signalId);
  const orders = await readOrders(tx, { signalId });
  const names = await organizationsById(
    tx,
    orders.map(({ organizationId }) => organizationId),
  );
  const views: CourtOrderView[] = [];
  for (const order of orders) {
    const state = orderState(order, now);
    const gate = ['waiting', 'agreed'].includes(state)
      ? await gateFor(tx, order.caseId, order.organizationId)
      : undefined;
    const organizationName = names.get(order.organizationId)?.name ?? 'An organization';
    views.push({ ...order, state, organizationName, listed: gate && !gate.allowed ? gate.words : null });
  }
  await showing.record(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    view: 'court-orders',
    subjectKind: 'signal',
    subjectId: signalId,
    ids: [signalId, ...orders.map(({ id }) => id)],
    imminent: false,
    leaves: 'new',
  });
  return views;
}

/** Whom an order may mean by these words: the one of exactly this name, or whoever has the words in theirs. */
export async function recipientsNamed(db: Db, words: string): Promise<{ id: string; name: string }[]> {
  const found = (await findOrganizations(db, words)).map(({ id, name }) => ({ id, name }));
  const same = found.filter(({ name }) => name.toLowerCase() === words.trim().toLowerCase());
  return same.length === 1 ? same : found;
}

async function locked(tx: Tx, id: string): Promise<CourtOrder> {
  const [order] = await readOrders(tx, { lockId: id });
  if (!order) throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  return order;
}

const tell = (tx: Tx, signalId: string, code: string, words: string, now: Date) =>
  alertSupervisors(tx, { subjectId: signalId, signalId, code, words }, now);

/** What was agreed to and not handed over was stopped by a new entry of the do-not-tell list. */
export const tellOrderRevoked = (tx: Tx, signalId: string, now: Date) =>
  tell(
    tx,
    signalId,
    'court-order-revoked',
    'Whoever a court order names was put on the do-not-tell list before it was handed over. Hand nothing over. Ask whether the court can order it another way; if it binds all the same, record it anew and agree in spite of the list.',
    now,
  );

const record = (
  tx: Tx,
  action: string,
  by: string,
  order: Pick<CourtOrder, 'id' | 'signalId' | 'organizationId'>,
  now: Date,
) =>
  leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action,
    subjectKind: 'signal',
    subjectId: order.signalId,
    detail: { courtOrderId: order.id, organizationId: order.organizationId },
  });
