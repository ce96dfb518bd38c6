/** Gives out chats: whoever waits is offered to somebody who has room, and to the next when the offer is not taken in time. */
import { alertSupervisors, leaf } from '../../audit/index.ts';
import { listedStaffOf, signalsOfCase } from '../../cases/index.ts';
import {
  cancelDue,
  completeDue,
  type DueHandlers,
  eventKind,
  notify,
  type Subscribers,
  scheduleDue,
  type Tx,
  transaction,
} from '../../platform/index.ts';
import {
  chatEnded,
  chatWaiting,
  isInFlood,
  moveChat,
  readChat,
  readChatsOf,
  readWaitingChats,
} from '../../signals/index.ts';
import {
  isThere,
  longWaitMinutes,
  offerSeconds,
  offersOf,
  silentOffersLimit,
  takesChats,
} from '../core/index.ts';
import {
  insertPass,
  lockFloor,
  noteOffer,
  noteSeen,
  readPasses,
  readPresences,
  writePresence,
} from './store.ts';

/** What pages of the floor listen to: offers, presence, who waits. */
export const floorTopic = 'floor';
export const offerDueKind = 'chat-offer';
const lookDueKind = 'floor-look';
const longWaitKind = 'chat-waits-long';
/** What a flood of chats makes very many of shares few hands, and the look has its own: pages and escalations wait behind neither. */
export const floorPatientKinds = [
  [eventKind(chatWaiting), eventKind(chatEnded), offerDueKind, longWaitKind],
  [lookDueKind],
] as const;
/** The whole floor, where a look is asked for. */
export const floorSubject = '01900000-0000-7000-8000-0000000000b3';
const lookEveryMilliseconds = 500;

/** Offers whoever waits to whoever has room. The caller holds the lock of the floor. */
export async function offerChats(tx: Tx, now: Date): Promise<void> {
  await notify(tx, floorTopic);
  const waiting = (await readWaitingChats(tx)).filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return;
  const present = await readPresences(tx);
  const held = await readChatsOf(
    tx,
    present.map((row) => row.staff_id),
  );
  const people = present.map((row) => {
    const theirs = held.filter((chat) => chat.staff_id === row.staff_id);
    return {
      staffId: row.staff_id,
      state: row.state,
      until: row.until,
      capacity: row.capacity,
      chats: theirs.length,
      isOffered: theirs.some(({ state }) => state === 'offered'),
      lastOfferAt: row.last_offer_at,
      lastSignAt: row.last_sign_at,
    };
  });
  const signalIds = waiting.map((chat) => chat.signal_id);
  const passes = new Set((await readPasses(tx, signalIds)).map((row) => `${row.signal_id} ${row.staff_id}`));
  const listed = new Set((await listedStaffOf(tx, signalIds)).map((one) => `${one.signalId} ${one.staffId}`));
  const chats = waiting.map((chat) => ({
    signalId: chat.signal_id,
    danger: chat.danger,
    door: chat.door,
    ageGroup: chat.age_group,
    setAside: chat.set_aside,
    since: chat.begun_at,
  }));
  const passed = (offer: { signalId: string; staffId: string }) =>
    passes.has(`${offer.signalId} ${offer.staffId}`);
  // Who let it pass is asked again when nobody else is there; who must not be told of it is never asked.
  const offers = offersOf(chats, people, passed, now, (offer) =>
    listed.has(`${offer.signalId} ${offer.staffId}`),
  );
  for (const offer of offers) await offerTo(tx, offer, ['waiting'], now);
}

/** Offers one chat to one person. The caller holds the lock of the floor. @returns whether it could still be offered */
export async function offerTo(
  tx: Tx,
  { signalId, staffId }: { signalId: string; staffId: string },
  from: readonly ('waiting' | 'live')[],
  now: Date,
): Promise<boolean> {
  const change = { state: 'offered' as const, staff_id: staffId, offered_at: now };
  if (!(await moveChat(tx, signalId, { states: from }, change, now))) return false;
  await noteOffer(tx, staffId, { lastOfferAt: now });
  await cancelDue(tx, { kind: offerDueKind, subjectId: signalId });
  await scheduleDue(tx, {
    kind: offerDueKind,
    subjectId: signalId,
    dueAt: new Date(now.getTime() + offerSeconds * 1000),
    payload: { staffId },
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'chat-offered',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { staffId },
  });
  return true;
}

/** Looks again at a moment to come. @param subjectId whose rest is over then */
export const lookAgainAt = (tx: Tx, subjectId: string, at: Date): Promise<void> =>
  scheduleDue(tx, { kind: lookDueKind, subjectId, dueAt: at, dedupeKey: String(at.getTime()) });

/**
 * Asks for one look at the whole floor, for all who ask within half a second: whatever comes at once, it is looked at once. It is due when
 * that time is over, so that nobody waits for a look that is going on.
 */
async function askForLook(tx: Tx, now: Date): Promise<void> {
  const over = (Math.floor(now.getTime() / lookEveryMilliseconds) + 1) * lookEveryMilliseconds;
  await lookAgainAt(tx, floorSubject, new Date(over));
}

/** Somebody gave a sign. Where they had given none for long, nothing was offered to them: now it is. */
export async function giveSign(tx: Tx, staffId: string, now: Date): Promise<void> {
  const before = (await readPresences(tx)).find((row) => row.staff_id === staffId);
  await noteSeen(tx, staffId, now);
  if (!before || !takesChats(before, now)) return;
  if (!isThere({ ...before, lastSignAt: before.last_sign_at }, now)) await askForLook(tx, now);
}

/** The clock on somebody whom nobody has; where one runs it begins anew. */
export async function startLongWait(tx: Tx, signalId: string, now: Date): Promise<void> {
  await cancelDue(tx, { kind: longWaitKind, subjectId: signalId });
  const dueAt = new Date(now.getTime() + longWaitMinutes * 60_000);
  await scheduleDue(tx, { kind: longWaitKind, subjectId: signalId, dueAt });
}

/** What the floor hears of: somebody waits, and somebody's hands are free. */
export function floorSubscribers(): Subscribers {
  return {
    [chatWaiting]: async (tx, { subjectId }, now) => {
      await startLongWait(tx, subjectId, now);
      await askForLook(tx, now);
    },
    // Whoever must not be told of it does not hold it any more, and the person goes on with somebody else.
    'do-not-tell-added': async (tx, { subjectId }, now) => {
      const signalIds = await signalsOfCase(tx, subjectId);
      const listed = await listedStaffOf(tx, signalIds);
      if (listed.length === 0) return;
      await lockFloor(tx);
      for (const { signalId, staffId } of listed) await giveBack(tx, signalId, staffId, now);
      await offerChats(tx, now);
    },
    // Clocks of a chat that has ended find nothing when they run out; withdrawn late, they could be those of a new wait.
    [chatEnded]: (tx, _event, now) => askForLook(tx, now),
  };
}

export function floorDueHandlers(): DueHandlers {
  return {
    [longWaitKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        const chat = await readChat(tx, due.subjectId);
        if (chat?.state !== 'waiting' && chat?.state !== 'offered') return;
        // What was set aside together is told of together, by the clock on unread reports.
        if (await isInFlood(tx, due.subjectId)) return;
        const words = `Somebody in a chat has been waiting for ${longWaitMinutes} minutes, and nobody has taken it.`;
        const about = { subjectId: due.subjectId, signalId: due.subjectId };
        await alertSupervisors(tx, { ...about, code: longWaitKind, words }, now);
      });
    },
    [offerDueKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await lockFloor(tx);
        await completeDue(tx, due);
        const staffId = String(due.payload['staffId']);
        const chat = await readChat(tx, due.subjectId);
        if (chat?.state !== 'offered' || chat.staff_id !== staffId) return;
        await letPass(tx, due.subjectId, staffId, now);
        await noteSilence(tx, staffId, now);
        await offerChats(tx, now);
      });
    },
    [lookDueKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await lockFloor(tx);
        await completeDue(tx, due);
        await offerChats(tx, now);
      });
    },
  };
}

/** What a chat is that nobody has. */
export const toWaiting = { state: 'waiting' as const, staff_id: null, offered_at: null };

/** Lets go of a chat: it waits again, at its old place, before all who came later. The caller holds the lock of the floor. @returns whether they had it */
export async function giveBack(
  tx: Tx,
  signalId: string,
  staffId: string,
  now: Date,
  note?: string,
): Promise<boolean> {
  const left = { ...toWaiting, hand_over_note: note ?? null };
  // A note is for whoever takes the chat next, and is read while they have it; whoever was only offered it has not taken it.
  const moved =
    (await moveChat(tx, signalId, { states: ['live'], staffId }, left, now)) ||
    (await moveChat(tx, signalId, { states: ['offered'], staffId }, note ? left : toWaiting, now));
  if (!moved) return false;
  await insertPass(tx, signalId, staffId, now);
  await cancelDue(tx, { kind: offerDueKind, subjectId: signalId });
  await startLongWait(tx, signalId, now);
  await notify(tx, signalId);
  return true;
}

/** The offer goes on to the next. The caller holds the lock of the floor. @returns whether it stood */
export async function letPass(tx: Tx, signalId: string, staffId: string, now: Date): Promise<boolean> {
  if (!(await moveChat(tx, signalId, { states: ['offered'], staffId }, toWaiting, now))) return false;
  await insertPass(tx, signalId, staffId, now);
  await cancelDue(tx, { kind: offerDueKind, subjectId: signalId });
  return true;
}

/** Whoever answers no offer is not at their desk: the people who wait are told so honestly, and nobody is asked in vain. */
async function noteSilence(tx: Tx, staffId: string, now: Date): Promise<void> {
  const row = (await readPresences(tx)).find((one) => one.staff_id === staffId);
  if (!row) return;
  const silent = row.silent_offers + 1;
  if (silent < silentOffersLimit) return noteOffer(tx, staffId, { silentOffers: silent });
  await writePresence(tx, staffId, { state: 'away' }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'presence-away',
    subjectKind: 'staff',
    subjectId: staffId,
  });
}
