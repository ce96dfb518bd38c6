/** What paging hears from the wires. */
import { emit, type Subscribers } from '../platform/index.ts';
import { tell } from './moves.ts';
import { readPage } from './store.ts';
import { openVoiceTask, voiceTaskSeconds } from './voice-tasks.ts';

/** A responder who texts STOP cannot be paged by text any more: that is an alarm, and a call. */
export function pagingSubscribers(): Subscribers {
  return {
    'message-received': async (tx, { payload }, now) => {
      if (payload['keyword'] !== 'stop' || payload['aboutKind'] !== 'page') return;
      const page = await readPage(tx, String(payload['aboutId']));
      if (!page) return;
      const phone = page.contacts[page.rung]?.address ?? page.callBackPhone;
      await openVoiceTask(
        tx,
        {
          kind: 'call-back',
          organizationId: page.organizationId,
          phone,
          script: `A responder answered STOP to page ${page.code}. Call: are they coming? May we text them again?`,
          subjectId: page.responseId,
          pageId: page.id,
          dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
        },
        now,
      );
      await emit(
        tx,
        {
          name: 'supervisor-needed',
          subjectId: page.id,
          payload: {
            code: 'responder-stop',
            words: `A responder answered STOP to page ${page.code}. They must be called.`,
            responseId: page.responseId,
          },
        },
        now,
      );
    },
    'message-failed': async (tx, { payload }, now) => {
      if (payload['aboutKind'] !== 'page') return;
      const page = await readPage(tx, String(payload['aboutId']));
      if (
        page &&
        page.rung + 1 >= page.contacts.length &&
        (page.state === 'notified' || page.state === 'timed-out')
      )
        await tell(tx, page, 'page-undeliverable', now);
    },
  };
}
