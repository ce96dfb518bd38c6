/**
 * Reaching someone for certain. A page climbs its organization's ladder rung by rung, each climb a due row, until somebody
 * answers; then the room above asks the next organization. Delivered means that a person opened it or said so by voice.
 */
import { alertSupervisors } from '../audit/index.ts';
import { completeDue, type DueHandlers, scheduleDue, type Tx, transaction } from '../platform/index.ts';
import { holdsNumber, movePage, pageScript } from './core/index.ts';
import { type PagingDeps, type PagingDueDeps, rungKind, tell, timeoutKind } from './moves.ts';
import { changePage, type PageContact, type PageRecord, readPage } from './store.ts';
import { isWritable, sendLink } from './telling.ts';
import { openVoiceTask, voiceDueHandlers, voiceTaskSeconds } from './voice-tasks.ts';

/** Asks the contact of one rung, and schedules the next. A contact who cannot be reached never stops the climbing. */
async function climb(tx: Tx, deps: PagingDueDeps, page: PageRecord, rung: number, now: Date): Promise<void> {
  const contact = page.contacts[rung];
  if (!contact || !(await deps.isLive(tx, page.ledgerId))) return tell(tx, page, 'page-undeliverable', now);
  await changePage(tx, page.id, { rung }, now);
  // Put on the list since the page was started: passed over, and the next of the organization is asked at once.
  const mayBeTold = await deps.isLive(tx, page.ledgerId, contact.address);
  const isAsked = mayBeTold && (await ask(tx, deps, page, contact, now));
  if (rung + 1 < page.contacts.length)
    await scheduleDue(tx, {
      kind: rungKind,
      subjectId: page.id,
      dueAt: isAsked ? new Date(now.getTime() + page.rungSeconds * 1000) : now,
      payload: { rung: rung + 1 },
      dedupeKey: String(rung + 1),
    });
  else if (!isAsked) await tell(tx, page, 'page-undeliverable', now);
}

/** Makes a fresh link for a contact and sends it, or opens a call. @returns false when there is no way to this contact */
async function ask(
  tx: Tx,
  deps: PagingDeps,
  page: PageRecord,
  contact: PageContact,
  now: Date,
): Promise<boolean> {
  if (contact.wire === 'voice') {
    await openPageCall(tx, page, contact, now);
    return true;
  }
  if (!isWritable(contact)) {
    const isCalled = contact.wire === 'sms' && holdsNumber(contact.address);
    if (isCalled) await openPageCall(tx, page, contact, now);
    await alarmUnusable(tx, page, contact, isCalled, now);
    return isCalled;
  }
  await sendLink(tx, deps, page, { contact, dedupeKey: `page-${contact.id}` }, now);
  return true;
}

async function openPageCall(tx: Tx, page: PageRecord, contact: PageContact, now: Date): Promise<void> {
  await openVoiceTask(
    tx,
    {
      kind: 'desk-page',
      organizationId: page.organizationId,
      phone: contact.address,
      script: pageScript({ code: page.code, contactName: contact.name, offer: page.offer }),
      subjectId: page.responseId,
      pageId: page.id,
      dueAt: new Date(now.getTime() + Math.min(voiceTaskSeconds, page.rungSeconds) * 1000),
    },
    now,
  );
}

async function alarmUnusable(
  tx: Tx,
  page: PageRecord,
  contact: PageContact,
  isCalled: boolean,
  now: Date,
): Promise<void> {
  const then = isCalled ? 'A call is open instead.' : 'They are passed over, and the next is asked.';
  await alertSupervisors(
    tx,
    {
      subjectId: page.id,
      code: 'contact-unusable',
      words: `Page ${page.code} could not be sent to ${contact.name}: their address cannot be used. ${then} Have it corrected.`,
      responseId: page.responseId,
    },
    now,
  );
}

export function pagingDueHandlers(deps: PagingDueDeps): DueHandlers {
  return {
    [rungKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const page = await readPage(tx, due.subjectId, true);
        await completeDue(tx, due);
        const open =
          page && (page.state === 'notified' || page.state === 'delivered' || page.state === 'timed-out');
        if (open) await climb(tx, deps, page, Number(due.payload['rung'] ?? 0), now);
      });
    },
    [timeoutKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const page = await readPage(tx, due.subjectId, true);
        await completeDue(tx, due);
        if (!page) return;
        const result = movePage(page.state, 'time-out');
        if (result.kind !== 'moved') return;
        await changePage(tx, page.id, { state: result.to }, now);
        await tell(tx, page, 'page-timed-out', now);
      });
    },
    ...voiceDueHandlers,
  };
}
