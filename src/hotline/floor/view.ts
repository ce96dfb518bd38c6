/**
 * The floor as one of its people sees it: where they stand, what is offered to them, whom they have, who waits or is left without an
 * answer, who else is there.
 */
import type { Showing } from '../../audit/index.ts';
import { staffNames } from '../../identity/index.ts';
import type { Db, Tx } from '../../platform/index.ts';
import { compareChats } from '../../signals/core/index.ts';
import {
  type ChatRow,
  readChat,
  readChatsOf,
  readChatWords,
  readUnshown,
  readWaitingChats,
  unansweredInChatSeconds,
} from '../../signals/index.ts';
import { defaultCapacity, isThere, offerSeconds, type PresenceState, takesChats } from '../core/index.ts';
import { giveSign } from './offering.ts';
import { isToBeSeen, readPresences, readUnanswered } from './store.ts';
import { standsUnanswered } from './watching.ts';

export interface FloorChat {
  readonly signalId: string;
  readonly danger: string;
  readonly ageGroup: string;
  readonly language: string;
  /** Since when the person is there. */
  readonly since: Date;
}

/** A chat that whoever looks can take: one that nobody has taken, or one whose words stand without an answer. */
export interface OpenChat extends FloorChat {
  readonly why: 'waits' | 'unanswered';
  /** Whom it is offered to, or who has it; null where it is with nobody. */
  readonly staffName: string | null;
}

/** So many open chats are listed: the first. Those behind them are counted. */
const openLimit = 6;

export interface FloorView {
  readonly me: {
    readonly state: PresenceState;
    readonly until: Date | null;
    readonly capacity: number;
  };
  /** Offered to whoever looks, until when. */
  readonly offers: readonly (FloorChat & { readonly until: Date })[];
  readonly chats: readonly FloorChat[];
  /** How many wait whom nobody has taken, offered ones included; and since when the first of them does. */
  readonly waiting: number;
  /** Chats that wait as part of a flood that is set aside: beside those that wait. */
  readonly setAside: number;
  readonly waitingSince: Date | null;
  /** The first that can be taken, danger before all, whether they wait or have no answer. None is set aside as a likely flood. */
  readonly open: readonly OpenChat[];
  /** How many more can be taken. */
  readonly more: number;
  /** Who else takes chats now. */
  readonly others: readonly { readonly staffId: string; readonly name: string }[];
}

/** One that can be taken, as it takes its place among all: none of them is set aside. */
const placed = (row: {
  signal_id: string;
  danger: string;
  door: string;
  age_group: string;
  since: Date;
}) => ({
  signalId: row.signal_id,
  danger: row.danger,
  door: row.door,
  ageGroup: row.age_group,
  setAside: false,
  since: row.since,
});

/** Each open page of the console asks this every few seconds, which shows that somebody is there. */
export async function floorOf(tx: Tx, showing: Showing, staffId: string, now: Date): Promise<FloorView> {
  const db = tx;
  const presences = await readPresences(db);
  const mine = presences.find((row) => row.staff_id === staffId);
  if (isToBeSeen(mine?.seen_at, now)) await giveSign(tx, staffId, now);
  const there = presences.filter(
    (row) => row.staff_id !== staffId && isThere({ ...row, lastSignAt: row.last_sign_at }, now),
  );
  const held = await readChatsOf(db, [staffId]);
  const all = await readWaitingChats(db);
  const waiting = all.filter((row) => !row.set_aside);
  const unanswered = await readUnanswered(db, new Date(now.getTime() - unansweredInChatSeconds * 1000));
  const takeable = [
    ...unanswered.map((row) => ({ ...row, why: 'unanswered' as const })),
    ...waiting.map((row) => ({ ...row, since: row.begun_at, why: 'waits' as const })),
  ]
    .filter((row) => row.staff_id !== staffId)
    .sort((a, b) => compareChats(placed(a), placed(b)));
  const open = takeable.slice(0, openLimit);
  const names = await staffNames(
    db,
    [...there, ...open].map((row) => row.staff_id),
  );
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'floor',
    subjectKind: 'staff',
    subjectId: staffId,
    ids: [...held, ...open].map((chat) => chat.signal_id),
    imminent: [...held, ...open].some(({ danger }) => danger === 'imminent'),
    leaves: 'new',
  });
  const chat = (row: (typeof held)[number]): FloorChat => ({
    signalId: row.signal_id,
    danger: row.danger,
    ageGroup: row.age_group,
    language: row.language,
    since: row.begun_at,
  });
  return {
    me: {
      state: mine ? (takesChats(mine, now) ? 'on-floor' : mine.state) : 'away',
      until: mine?.until && mine.until > now ? mine.until : null,
      capacity: mine?.capacity ?? defaultCapacity,
    },
    offers: held
      .filter(({ state }) => state === 'offered')
      .map((row) => ({
        ...chat(row),
        until: new Date((row.offered_at ?? now).getTime() + offerSeconds * 1000),
      })),
    chats: held.filter(({ state }) => state === 'live').map(chat),
    waiting: waiting.length,
    setAside: all.length - waiting.length,
    waitingSince: waiting.reduce<Date | null>(
      (first, { begun_at: at }) => (first && first <= at ? first : at),
      null,
    ),
    open: open.map((row) => ({
      signalId: row.signal_id,
      danger: row.danger,
      ageGroup: row.age_group,
      language: row.language,
      since: row.since,
      why: row.why,
      staffName: row.staff_id ? (names.get(row.staff_id) ?? '') : null,
    })),
    more: takeable.length - open.length,
    others: there.map((row) => ({ staffId: row.staff_id, name: names.get(row.staff_id) ?? '' })),
  };
}

/** The chat of a report as staff see it. */
export interface ChatForStaff {
  readonly state: ChatRow['state'];
  readonly since: Date;
  /** Who has it or is offered it. */
  readonly staffId: string | null;
  readonly staffName: string | null;
  readonly alone: ChatRow['alone'];
  /** What the person asked us to do when they go quiet, in their words. */
  readonly ifQuiet: string | null;
  readonly handOverNote: string | null;
  /** Somebody has it, and the person's words have stood unanswered for three minutes: whoever has room may take it over. */
  readonly isUnanswered: boolean;
  /** Numbers of what staff wrote that no page of the person was handed while it was shown: it reached nobody by the chat. */
  readonly unshown: readonly number[];
}

export async function chatOf(db: Db, signalId: string, now: Date): Promise<ChatForStaff | null> {
  const chat = await readChat(db, signalId);
  if (!chat) return null;
  const words = await readChatWords(db, signalId);
  const names = await staffNames(db, [chat.staff_id]);
  return {
    state: chat.state,
    since: chat.begun_at,
    staffId: chat.staff_id,
    staffName: chat.staff_id ? (names.get(chat.staff_id) ?? null) : null,
    alone: chat.alone,
    ifQuiet: words?.if_quiet ?? null,
    handOverNote: words?.hand_over_note ?? null,
    isUnanswered: await standsUnanswered(db, chat, now),
    unshown: await readUnshown(db, signalId, now),
  };
}
