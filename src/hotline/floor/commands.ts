/** What people of the floor do: come and go, take a chat or let it pass, hand it over, end it, rest. */
import { leaf } from '../../audit/index.ts';
import { listedStaffOf } from '../../cases/index.ts';
import { may } from '../../identity/core/index.ts';
import { staffById } from '../../identity/index.ts';
import { cancelDue, notify, Refusal, type Tx } from '../../platform/index.ts';
import {
  askBack,
  type ChatRow,
  endChat,
  type JustSaid,
  lockSignal,
  lockToAnswer,
  moveChat,
  readChat,
  readChatsOf,
} from '../../signals/index.ts';
import { capacities, defaultCapacity, isThere, restMinutes } from '../core/index.ts';
import { giveBack, letPass, lookAgainAt, offerChats, offerDueKind, offerTo, toWaiting } from './offering.ts';
import { dropPasses, lockFloor, noteOffer, readPresences, writePresence } from './store.ts';
import { standsUnanswered, watchChats } from './watching.ts';

const record = (tx: Tx, by: string, action: string, subject: [string, string], now: Date) =>
  leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action,
    subjectKind: subject[0],
    subjectId: subject[1],
  });

const offerGone = () =>
  new Refusal(
    'offer-gone',
    409,
    'This chat is with somebody else now',
    'The offer ran out, or they ended it. Others that wait are offered as you have room.',
  );
const noChat = () =>
  new Refusal(
    'no-chat',
    409,
    'No chat goes on here',
    'It has ended. They can still read what you write with their code.',
  );

/** Comes to the floor: from now on chats are offered. @throws Refusal capacity-invalid */
export async function comeToFloor(
  tx: Tx,
  by: string,
  capacity: number | undefined,
  now: Date,
): Promise<void> {
  if (capacity !== undefined && !capacities.some((known) => known === capacity))
    throw new Refusal(
      'capacity-invalid',
      422,
      'How many chats at once?',
      `Choose 1 to ${capacities.length}.`,
    );
  await lockFloor(tx);
  await writePresence(tx, by, { state: 'on-floor', capacity }, now);
  await record(tx, by, 'presence-on-floor', ['staff', by], now);
  await offerChats(tx, now);
}

/** Leaves the floor. Who is in a chat with them must not be left alone. @throws Refusal chats-open */
export async function leaveFloor(tx: Tx, by: string, now: Date): Promise<void> {
  await lockFloor(tx);
  const mine = await readChatsOf(tx, [by]);
  if (mine.some(({ state }) => state === 'live'))
    throw new Refusal(
      'chats-open',
      409,
      'Somebody is in a chat with you',
      'Hand the chat over or end it first. “Take ten minutes” hands over for you.',
    );
  for (const chat of mine) await letPass(tx, chat.signal_id, by, now);
  await writePresence(tx, by, { state: 'away' }, now);
  await record(tx, by, 'presence-away', ['staff', by], now);
  await offerChats(tx, now);
}

/** Ten minutes without offers. Chats go on with others; no reason is asked and none is kept. */
export async function takeTen(tx: Tx, by: string, now: Date): Promise<void> {
  await lockFloor(tx);
  const until = new Date(now.getTime() + restMinutes * 60_000);
  await writePresence(tx, by, { state: 'resting', until }, now);
  for (const chat of await readChatsOf(tx, [by])) await giveBack(tx, chat.signal_id, by, now);
  await record(tx, by, 'presence-resting', ['staff', by], now);
  await lookAgainAt(tx, by, until);
  await offerChats(tx, now);
}

const noRoom = () =>
  new Refusal(
    'no-room',
    409,
    'You have as many chats as you take',
    'End one, hand one over, or say that you take more at once. Or call the supervisor: they can take it over.',
  );

/**
 * Takes a chat that is offered, or one that waits. One that somebody else has is taken over by a supervisor at once, and by anybody with
 * room once the person's words have stood unanswered: their advocate may be gone.
 * @throws Refusal offer-gone, no-room, unknown-signal
 */
export async function acceptChat(tx: Tx, by: string, signalId: string, now: Date): Promise<void> {
  await lockFloor(tx);
  await lockSignal(tx, signalId);
  const chat = await readChat(tx, signalId);
  if (chat?.state === 'live' && chat.staff_id === by) return;
  const taken = { state: 'live' as const, staff_id: by, offered_at: null, taken_at: now };
  // A note was for whoever had it; from somebody who is taken over from, there is none.
  const change = chat?.state === 'live' ? { ...taken, hand_over_note: null } : taken;
  const takesOver = chat?.state === 'live' && (await mayTakeOver(tx, by, chat, now));
  const states = ['waiting', 'offered', ...(takesOver ? ['live' as const] : [])] as const;
  if (!(await moveChat(tx, signalId, { states }, change, now))) throw offerGone();
  await watchChats(tx, now);
  await cancelDue(tx, { kind: offerDueKind, subjectId: signalId });
  await dropPasses(tx, signalId);
  await noteOffer(tx, by, { silentOffers: 0 });
  // Whoever takes another than the one before them has not let that one pass: it goes to whoever has room, them included.
  for (const other of (await readChatsOf(tx, [by])).filter(({ state }) => state === 'offered')) {
    await moveChat(tx, other.signal_id, { states: ['offered'], staffId: by }, toWaiting, now);
    await cancelDue(tx, { kind: offerDueKind, subjectId: other.signal_id });
  }
  await record(tx, by, 'chat-accepted', ['signal', signalId], now);
  await notify(tx, signalId);
  await offerChats(tx, now);
}

/** Whether somebody may take over a chat that another has. @throws Refusal no-room */
async function mayTakeOver(tx: Tx, by: string, chat: ChatRow, now: Date): Promise<boolean> {
  if ((await staffById(tx, by)).role === 'supervisor') return true;
  if (!(await standsUnanswered(tx, chat, now))) return false;
  const capacity = (await readPresences(tx)).find((row) => row.staff_id === by)?.capacity ?? defaultCapacity;
  if ((await readChatsOf(tx, [by])).length >= capacity) throw noRoom();
  return true;
}

/** Lets an offer pass; it goes to the next at once. No reason is asked. */
export async function passChat(tx: Tx, by: string, signalId: string, now: Date): Promise<void> {
  await lockFloor(tx);
  if (!(await letPass(tx, signalId, by, now))) return;
  await noteOffer(tx, by, { silentOffers: 0 });
  await record(tx, by, 'chat-passed', ['signal', signalId], now);
  await offerChats(tx, now);
}

const noteLimitCharacters = 2_000;

/**
 * Hands a chat over with a note: to somebody by name, who is offered it at once, or to whoever has room.
 * @throws Refusal note-missing, no-chat, not-on-floor, colleague-listed
 */
export async function handOverChat(
  tx: Tx,
  by: string,
  signalId: string,
  { note, toStaffId }: { note: string; toStaffId?: string | undefined },
  now: Date,
): Promise<void> {
  const words = note.replaceAll('\0', '').trim().slice(0, noteLimitCharacters);
  if (!words)
    throw new Refusal(
      'note-missing',
      422,
      'What should the next person know?',
      'Write a line, so that nobody has to tell it twice.',
    );
  await lockFloor(tx);
  if (toStaffId && toStaffId !== by) await assertThere(tx, toStaffId, signalId, now);
  if (!(await giveBack(tx, signalId, by, now, words))) throw noChat();
  await record(tx, by, 'chat-handed-over', ['signal', signalId], now);
  if (toStaffId && toStaffId !== by) await offerTo(tx, { signalId, staffId: toStaffId }, ['waiting'], now);
  await offerChats(tx, now);
}

async function assertThere(tx: Tx, staffId: string, signalId: string, now: Date): Promise<void> {
  const person = await staffById(tx, staffId);
  const presence = (await readPresences(tx)).find((row) => row.staff_id === staffId);
  const listed = await listedStaffOf(tx, [signalId]);
  if (listed.some((one) => one.staffId === staffId))
    throw new Refusal(
      'colleague-listed',
      409,
      'They must not be told of this report',
      'They are on its do-not-tell list. Choose somebody else, or hand it to whoever has room. Your note is still here.',
    );
  if (
    !may(person.role, 'reports:work') ||
    !presence ||
    !isThere({ ...presence, lastSignAt: presence.last_sign_at }, now)
  )
    throw new Refusal(
      'not-on-floor',
      409,
      'They are not on the floor',
      'Choose somebody who is there, or hand it to whoever has room. Your note is still here.',
    );
}

/** Staff end a chat. @throws Refusal unknown-signal, no-chat */
export async function endChatByStaff(tx: Tx, by: string, signalId: string, now: Date): Promise<void> {
  await lockFloor(tx);
  await lockSignal(tx, signalId);
  const chat = await readChat(tx, signalId);
  if (!chat || chat.state === 'ended') throw noChat();
  await endChat(tx, signalId, by, now);
  await cancelDue(tx, { kind: offerDueKind, subjectId: signalId });
  await offerChats(tx, now);
}

/**
 * Staff write to the person. Whoever answers somebody who waits has taken the chat.
 * @param key the same key stores it once
 * @returns what was said, where it had not been stored before; told to open pages after the commit
 */
export async function answerPerson(
  tx: Tx,
  by: string,
  signalId: string,
  { text, key }: { text: string; key?: string | undefined },
  now: Date,
): Promise<JustSaid | undefined> {
  let report = await lockToAnswer(tx, signalId);
  if (!report) {
    // Nothing is locked yet: the floor comes first.
    await acceptChat(tx, by, signalId, now);
    report = await lockToAnswer(tx, signalId);
  }
  if (!report) throw new Error('a chat that was taken just now waits again');
  return askBack(tx, report, by, text, now, key);
}
