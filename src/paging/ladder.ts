/**
 * Reaching someone for certain. A page climbs its organization's ladder rung by rung, each climb a due row, until somebody
 * answers; then the room above asks the next organization. Delivered means that a person opened it or said so by voice.
 */
import { randomBytes } from 'node:crypto';
import { send } from '../messaging/index.ts';
import { completeDue, type DueHandlers, emit, scheduleDue, type Tx, transaction } from '../platform/index.ts';
import { dutyText, movePage } from './core/index.ts';
import { clearanceOf, hashOf, type PagingDeps, rungKind, tell, timeoutKind } from './moves.ts';
import { changePage, insertLink, type PageRecord, readPage } from './store.ts';
import { openVoiceTask, voiceDueKind, voiceTaskSeconds } from './voice-tasks.ts';

/** Makes a fresh link for a contact and sends it, or opens a voice task where the rung is a telephone. */
async function climb(tx: Tx, deps: PagingDeps, page: PageRecord, rung: number, now: Date): Promise<void> {
  const contact = page.contacts[rung];
  if (!contact) return tell(tx, page, 'page-undeliverable', now);
  await changePage(tx, page.id, { rung });
  if (contact.wire === 'voice') {
    await openVoiceTask(
      tx,
      {
        kind: 'desk-page',
        organizationId: page.organizationId,
        phone: contact.address,
        script: `Ask for ${contact.name}. Say: "Alight duty page ${page.code}." Read them the page and ask: will you take it?`,
        subjectId: page.responseId,
        pageId: page.id,
        dueAt: new Date(now.getTime() + Math.min(voiceTaskSeconds, page.rungSeconds) * 1000),
      },
      now,
    );
  } else {
    const token = randomBytes(16).toString('base64url');
    await insertLink(tx, { tokenHash: hashOf(token), pageId: page.id, contactId: contact.id, at: now });
    const text = dutyText({ code: page.code, origin: deps.publicOrigin, token, phone: page.callBackPhone });
    await send(
      tx,
      clearanceOf(page),
      {
        wire: contact.wire,
        to: contact.address,
        body: contact.wire === 'webhook' ? JSON.stringify({ type: 'page.notified', text }) : text,
        subject: `Alight duty page ${page.code}`,
        about: { kind: 'page', id: page.id },
        dedupeKey: `page-rung-${rung}`,
      },
      now,
    );
  }
  if (rung + 1 < page.contacts.length)
    await scheduleDue(tx, {
      kind: rungKind,
      subjectId: page.id,
      dueAt: new Date(now.getTime() + page.rungSeconds * 1000),
      payload: { rung: rung + 1 },
      dedupeKey: String(rung + 1),
    });
}

export function pagingDueHandlers(deps: PagingDeps): DueHandlers {
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
        await changePage(tx, page.id, { state: result.to });
        await tell(tx, page, 'page-timed-out', now);
      });
    },
    [voiceDueKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        await emit(
          tx,
          {
            name: 'voice-task-overdue',
            subjectId: due.subjectId,
            payload: { taskId: due.subjectId, ...due.payload },
          },
          now,
        );
      });
    },
  };
}
