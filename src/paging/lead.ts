/** Who leads, and the lead's all-clear: given once, by one page, and told to everyone who is coming. */
import { alertSupervisors, leaf } from '../audit/index.ts';
import { addressOfMessage } from '../messaging/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { heldBy } from './answers.ts';
import { lookAgainText, seesDetail } from './core/index.ts';
import { act, type IsLive, sessionEnded } from './moves.ts';
import {
  changePage,
  lockPageAmongAll,
  lockPagesOfResponse,
  type PageRecord,
  readPage,
  storeOffer,
} from './store.ts';
import { sendToContacts, spokenContact } from './telling.ts';
import { openLookAgainCall, rewriteCalls } from './voice-tasks.ts';

/** Two may have accepted the lead in the same moment; whoever was first has it until the room above has sorted it out. */
function leadsBefore(one: PageRecord, other: PageRecord): boolean {
  const apart = (one.acceptedAt?.getTime() ?? 0) - (other.acceptedAt?.getTime() ?? 0);
  return apart < 0 || (apart === 0 && one.id < other.id);
}

/**
 * The lead's all-clear: every page of the response that is coming has it, and is told to look again.
 * @throws Refusal `not-the-lead`, `page-not-accepted`, `page-stood-down`
 */
export async function giveAllClear(tx: Tx, session: string, now: Date, isLive: IsLive): Promise<void> {
  const { page, live } = await heldBy(tx, session, isLive);
  await giveAllClearOf(tx, page.id, now, isLive, undefined, live);
}

/**
 * The same for a page; by staff where the lead said it by telephone.
 * @param live whether it may be told to whoever says it
 */
export async function giveAllClearOf(
  tx: Tx,
  pageId: string,
  now: Date,
  isLive: IsLive,
  staffId?: string,
  live: IsLive = isLive,
): Promise<void> {
  const own = await readPage(tx, pageId);
  if (!own) throw sessionEnded();
  const coming = (await lockPagesOfResponse(tx, own.responseId)).filter(({ state }) => seesDetail(state));
  const page = coming.find(({ id }) => id === pageId);
  if (page && coming.some((other) => other.isLead && other.id !== pageId && leadsBefore(other, page)))
    throw new Refusal(
      'not-the-lead',
      409,
      'That cannot be done now',
      'Another unit accepted the lead before you. Only that one gives the all-clear.',
    );
  await act(
    tx,
    pageId,
    'all-clear',
    'page-all-clear',
    { all_clear_at: now },
    now,
    staffId ? { by: staffId } : {},
    live,
    staffId,
  );
  for (const other of coming) {
    if (other.id === pageId || other.allClearAt || !(await isLive(tx, other.ledgerId))) continue;
    await changePage(tx, other.id, { all_clear_at: now }, now);
    await tellLookAgain(tx, other, now);
  }
}

async function tellLookAgain(tx: Tx, page: PageRecord, now: Date): Promise<void> {
  const byVoice = await sendToContacts(
    tx,
    page,
    { purpose: 'look-again', body: lookAgainText(page.code, page.callBackPhone) },
    now,
  );
  for (const { name, address } of byVoice) await openLookAgainCall(tx, page, { name, phone: address }, now);
}

/** The all-clear whose text could not be sent becomes a call, while whoever it was for is still coming. */
export async function lookAgainByVoice(
  tx: Tx,
  order: { pageId: string; messageId: string },
  now: Date,
): Promise<void> {
  const page = await readPage(tx, order.pageId, true);
  if (!page || !seesDetail(page.state)) return;
  const spoken = spokenContact(page, await addressOfMessage(tx, order.messageId));
  if (spoken) return openLookAgainCall(tx, page, spoken, now);
  await alertSupervisors(
    tx,
    {
      subjectId: page.id,
      code: 'look-again-by-voice',
      words: `Page ${page.code}: the all-clear could not be sent, and no number is known for them. Find one and call. Say the page code and that the lead has given the all-clear, and nothing else.`,
      responseId: page.responseId,
    },
    now,
  );
}

const isOpen = ({ state }: PageRecord): boolean => state !== 'released' && state !== 'declined';

/** Says whether an open page's agency leads, where that has changed since it was asked. */
export async function setPageLead(tx: Tx, pageId: string, isLead: boolean, now: Date): Promise<void> {
  const page = await lockPageAmongAll(tx, pageId);
  if (!page || !isOpen(page) || page.isLead === isLead) return;
  await changePage(tx, pageId, { is_lead: isLead }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: isLead ? 'page-lead-given' : 'page-lead-taken',
    subjectKind: 'page',
    subjectId: pageId,
  });
}

/** Gives an open page other words, where what it said is not true any more; calls still to be made say them too. A stood-down or declined page stays as it is. */
export async function rewriteOffer(
  tx: Tx,
  pageId: string,
  words: { offer: object; detail: object; isLead: boolean },
  now: Date,
): Promise<void> {
  const page = await lockPageAmongAll(tx, pageId);
  if (!page || !isOpen(page)) return;
  if (!(await storeOffer(tx, pageId, words, now))) return;
  await rewriteCalls(tx, page, words, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'page-rewritten',
    subjectKind: 'page',
    subjectId: pageId,
    detail: { isLead: words.isLead },
  });
}
