/** What paging hears from the wires. */
import { alertSupervisors } from '../audit/index.ts';
import { addressFor, addressOfMessage } from '../messaging/index.ts';
import type { DomainEvent, Subscribers, Tx } from '../platform/index.ts';
import { lookAgainByVoice } from './lead.ts';
import { type IsLive, stateNow, tell } from './moves.ts';
import { standDownByVoice } from './release.ts';
import { type PageRecord, readPage } from './store.ts';
import { openVoiceTask, voiceTaskSeconds } from './voice-tasks.ts';

const isStandDown = ({ payload }: DomainEvent): boolean =>
  payload['aboutKind'] === 'page' && payload['purpose'] === 'stand-down';

/** @param isLive whether a page's ledger row still allows telling */
export function pagingSubscribers(isLive: IsLive): Subscribers {
  return {
    'message-received': async (tx, { payload }, now) => {
      if (payload['aboutKind'] !== 'page') return;
      const from = { pageId: String(payload['aboutId']), messageId: String(payload['messageId']) };
      if (payload['keyword'] === 'stop') await stopped(tx, from, isLive, now);
      if (payload['keyword'] === null) await wrote(tx, from, now);
    },
    'message-withheld': async (tx, event, now) => {
      if (isStandDown(event))
        await standDownByVoice(
          tx,
          { pageId: String(event.payload['aboutId']), messageId: event.subjectId, why: 'withheld' },
          now,
        );
    },
    'message-failed': async (tx, event, now) => {
      const { payload } = event;
      if (payload['aboutKind'] !== 'page') return;
      const pageId = String(payload['aboutId']);
      if (isStandDown(event))
        return standDownByVoice(tx, { pageId, messageId: event.subjectId, why: 'failed' }, now);
      if (payload['purpose'] === 'look-again')
        return lookAgainByVoice(tx, { pageId, messageId: event.subjectId }, now);
      const page = await readPage(tx, pageId);
      if (
        page &&
        page.rung + 1 >= page.contacts.length &&
        (page.state === 'notified' || page.state === 'timed-out')
      )
        await tell(tx, page, 'page-undeliverable', now);
    },
  };
}

/**
 * A responder who texts STOP cannot be paged by text any more: that is an alarm, and a call to the number it came from. Whose
 * page is over is not asked whether they come: a supervisor alone hears of it.
 */
async function stopped(
  tx: Tx,
  from: { pageId: string; messageId: string },
  isLive: IsLive,
  now: Date,
): Promise<void> {
  const page = await readPage(tx, from.pageId);
  if (!page) return;
  const state = await stateNow(tx, page, isLive);
  if (state === 'released' || state === 'declined')
    return alarmStop(
      tx,
      page,
      `A responder answered STOP to page ${page.code}, which is over for them. Nothing more is asked of them. Agree with their agency how it can be paged from now on.`,
      now,
    );
  const address = await addressOfMessage(tx, from.messageId);
  const contact = page.contacts.find(({ wire, address: written }) =>
    wire === 'voice' ? false : addressFor(wire, written) === address,
  );
  const phone = address && addressFor('sms', address);
  await openVoiceTask(
    tx,
    {
      kind: 'call-back',
      organizationId: page.organizationId,
      phone: phone || (page.contacts[page.rung]?.address ?? page.callBackPhone),
      script: `${contact ? contact.name : 'A responder'} answered STOP to page ${page.code}. Call: are they coming? May we text them again?`,
      subjectId: page.responseId,
      pageId: page.id,
      dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
    },
    now,
  );
  await alarmStop(tx, page, `A responder answered STOP to page ${page.code}. They must be called.`, now);
}

/**
 * Words of a responder's own, also when their page is over: a supervisor hears of each, and reads it in the response, where it is sealed.
 * It may be a no, a delay, or something they saw. The events say only which text it is.
 */
async function wrote(tx: Tx, from: { pageId: string; messageId: string }, now: Date): Promise<void> {
  const page = await readPage(tx, from.pageId);
  if (!page) return;
  await tell(tx, page, 'page-texted', now, { messageId: from.messageId });
  await alertSupervisors(
    tx,
    {
      subjectId: from.messageId,
      code: 'responder-wrote',
      words: `A responder texted words of their own after page ${page.code}. They stand in the response: read them now. They may say that nobody comes, or tell of somebody else in need. Texts are not answered by themselves: call them.`,
      responseId: page.responseId,
      pageId: page.id,
    },
    now,
  );
}

async function alarmStop(tx: Tx, page: PageRecord, words: string, now: Date): Promise<void> {
  await alertSupervisors(
    tx,
    { subjectId: page.id, code: 'responder-stop', words, responseId: page.responseId },
    now,
  );
}
