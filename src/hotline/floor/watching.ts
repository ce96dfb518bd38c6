/**
 * Looks after people in a chat whose advocate is gone: they were told that somebody is there with them. The chat of somebody who works here
 * no more, or who gave no sign for two minutes, waits again and is offered to the next. Source: docs/decisions/0026.
 */
import { leaf } from '../../audit/index.ts';
import {
  completeDue,
  type Db,
  type DueHandlers,
  type DueRow,
  scheduleDue,
  type Tx,
  transaction,
} from '../../platform/index.ts';
import {
  type ChatRow,
  firstWrittenAfter,
  lastAnsweredAt,
  unansweredInChatSeconds,
} from '../../signals/index.ts';
import { goneMinutes, watchSeconds } from '../core/index.ts';
import { floorSubject, giveBack, offerChats } from './offering.ts';
import { isAnyLive, lockFloor, readGone, readPresences, writePresence } from './store.ts';

const watchKind = 'floor-watch';
/** Where the row keeps since when signs have been seen without a break. */
const sinceKey = 'watchedSince';

/** Begins to look after live chats; where it is done already, it goes on. */
export const watchChats = (tx: Tx, now: Date): Promise<void> => watchOn(tx, now, now);

const watchOn = (tx: Tx, watchedSince: Date, now: Date): Promise<void> =>
  scheduleDue(tx, {
    kind: watchKind,
    subjectId: floorSubject,
    dueAt: new Date(now.getTime() + watchSeconds * 1000),
    payload: { [sinceKey]: watchedSince.toISOString() },
  });

/**
 * Since when signs would have been seen. While we ourselves stood still nobody could give one: then it begins anew, and everybody has their
 * two minutes to come back.
 */
function watchedSince({ payload, dueAt }: Pick<DueRow, 'payload' | 'dueAt'>, now: Date): Date {
  const since = new Date(String(payload[sinceKey]));
  const stoodStill = now.getTime() - dueAt.getTime() > watchSeconds * 1000;
  return stoodStill || Number.isNaN(since.getTime()) ? now : since;
}

export function watchDueHandlers(): DueHandlers {
  return {
    [watchKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await lockFloor(tx);
        await completeDue(tx, due);
        const since = watchedSince(due, now);
        const cutoff = new Date(now.getTime() - goneMinutes * 60_000);
        const gone = await readGone(tx, since <= cutoff ? cutoff : null);
        for (const chat of gone) await takeBack(tx, chat, now);
        if (gone.length) await offerChats(tx, now);
        if (await isAnyLive(tx)) await watchOn(tx, since, now);
      });
    },
  };
}

/** The chat waits again, and whoever is gone is offered no other. */
async function takeBack(
  tx: Tx,
  { signalId, staffId, worksHere }: { signalId: string; staffId: string; worksHere: boolean },
  now: Date,
): Promise<void> {
  if (!(await giveBack(tx, signalId, staffId, now))) return;
  const about = { at: now, actor: { kind: 'system' as const } };
  const detail = { staffId, reason: worksHere ? 'no-sign' : 'works-here-no-more' };
  await leaf(tx, { ...about, action: 'chat-taken-back', subjectKind: 'signal', subjectId: signalId, detail });
  const presence = (await readPresences(tx)).find((row) => row.staff_id === staffId);
  if (presence?.state !== 'on-floor') return;
  await writePresence(tx, staffId, { state: 'away' }, now);
  await leaf(tx, { ...about, action: 'presence-away', subjectKind: 'staff', subjectId: staffId });
}

/**
 * Whether the person's words in a live chat have stood unanswered for three minutes. Whoever has just taken it has as long to answer:
 * they have not read it yet.
 */
export async function standsUnanswered(db: Db, chat: ChatRow, now: Date): Promise<boolean> {
  const isLongAgo = (since: Date) => now.getTime() - since.getTime() >= unansweredInChatSeconds * 1000;
  if (chat.state !== 'live' || (chat.taken_at && !isLongAgo(chat.taken_at))) return false;
  const first = await firstWrittenAfter(db, chat.signal_id, await lastAnsweredAt(db, chat.signal_id));
  return first !== undefined && isLongAgo(first);
}
