/** Standing a page down: nobody is un-notified silently. */
import { leaf } from '../audit/index.ts';
import { send } from '../messaging/index.ts';
import { cancelDue, type Tx } from '../platform/index.ts';
import { movePage, standDownText } from './core/index.ts';
import { clearanceOf, rungKind, timeoutKind } from './moves.ts';
import { changePage, readPage } from './store.ts';
import { openVoiceTask, voiceTaskSeconds } from './voice-tasks.ts';

/** Stands a page down: a page too. The session can still read the stand-down and report an outcome; links end. */
export async function releasePage(tx: Tx, pageId: string, now: Date, words: string): Promise<void> {
  const page = await readPage(tx, pageId, true);
  if (!page || movePage(page.state, 'release').kind !== 'moved') return;
  await changePage(tx, pageId, { state: 'released', released_at: now, release_words: words });
  await cancelDue(tx, { kind: timeoutKind, subjectId: pageId });
  await cancelDue(tx, { kind: rungKind, subjectId: pageId });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'page-released',
    subjectKind: 'page',
    subjectId: pageId,
  });
  for (let rung = 0; rung <= page.rung; rung++) {
    const contact = page.contacts[rung];
    if (!contact || page.state === 'declined') continue;
    if (contact.wire === 'voice')
      await openVoiceTask(
        tx,
        {
          kind: 'call-back',
          organizationId: page.organizationId,
          phone: contact.address,
          script: `Call ${contact.name}. Say: "Alight duty page ${page.code}: you are stood down."`,
          subjectId: page.responseId,
          pageId,
          dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
        },
        now,
      );
    else
      await send(
        tx,
        clearanceOf(page),
        {
          wire: contact.wire,
          to: contact.address,
          body: standDownText(page.code, page.callBackPhone),
          subject: `Alight duty page ${page.code}`,
          about: { kind: 'page', id: pageId },
          dedupeKey: `stand-down-${rung}`,
        },
        now,
      );
  }
}
