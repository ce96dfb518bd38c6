/** Standing a page down: nobody is un-notified silently. */
import { alertSupervisors, leaf } from '../audit/index.ts';
import { addressOfMessage, mayHaveReached } from '../messaging/index.ts';
import { cancelDue, type Tx } from '../platform/index.ts';
import { movePage, standDownText } from './core/index.ts';
import { rungKind, timeoutKind } from './moves.ts';
import { changePage, lockPageAmongAll, readPage } from './store.ts';
import { sendToContacts, spokenContact } from './telling.ts';
import { openStandDownCall, withdrawVoiceTasks } from './voice-tasks.ts';

/**
 * Stands a page down: a page too. Whoever was asked in writing is told in writing, whoever was called is called, and calls that
 * were still to be made are not. An exchanged session can still read the stand-down; links end.
 */
export async function releasePage(tx: Tx, pageId: string, now: Date, words: string): Promise<void> {
  const page = await lockPageAmongAll(tx, pageId);
  if (!page || movePage(page.state, 'release').kind !== 'moved') return;
  await changePage(tx, pageId, { state: 'released', released_at: now, release_words: words }, now);
  await cancelDue(tx, { kind: timeoutKind, subjectId: pageId });
  await cancelDue(tx, { kind: rungKind, subjectId: pageId });
  await withdrawVoiceTasks(tx, { pageId }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'page-released',
    subjectKind: 'page',
    subjectId: pageId,
  });
  if (page.state === 'declined') return;
  const body = standDownText(page.code, page.callBackPhone);
  const byVoice = await sendToContacts(tx, page, { purpose: 'stand-down', body }, now);
  for (const { name, address } of byVoice) await openStandDownCall(tx, page, { name, phone: address }, now);
}

/**
 * A stand-down text that may not leave any more, or could not, becomes a call: it holds no content, so it may be said to whoever
 * was asked, also when the disclosure was withdrawn. Who was never reached is not called.
 */
export async function standDownByVoice(
  tx: Tx,
  order: { pageId: string; messageId: string; why: 'withheld' | 'failed' },
  now: Date,
): Promise<void> {
  const page = await readPage(tx, order.pageId, true);
  const address = await addressOfMessage(tx, order.messageId);
  if (page?.state !== 'released' || !address) return;
  const wasAsked =
    page.deliveredAt !== null ||
    page.acceptedAt !== null ||
    (await mayHaveReached(tx, { aboutId: page.id, purpose: 'page', address }, now));
  if (!wasAsked) return;
  const spoken = spokenContact(page, address);
  if (spoken && !(await openStandDownCall(tx, page, spoken, now))) return;
  const why =
    order.why === 'withheld'
      ? 'the disclosure was withdrawn, so the stand-down text did not leave'
      : 'the stand-down text could not be sent';
  const then = spoken
    ? 'A call is open: make it now. Say the page code and that they are stood down, and nothing else.'
    : 'No number is known for them: find one and call. Say the page code and that they are stood down, and nothing else.';
  await alertSupervisors(
    tx,
    {
      subjectId: page.id,
      code: 'stand-down-by-voice',
      words: `Page ${page.code}: ${why}. ${then}`,
      responseId: page.responseId,
    },
    now,
  );
}
