/** What the person sees of their chat: what was said in it, who is there, and how many are before them. Never the report. */
import type { Db } from '../../../platform/index.ts';
import type { Codes } from '../../codes.ts';
import { neutralReply } from '../../core/index.ts';
import { notOpen, openByCode } from '../../dialogue.ts';
import type { JustSaid } from './conversations.ts';
import { type ChatState, lastSequence, messagesAtOnce, readOn } from './store.ts';
import { noteAct, noteFollowing, noteHanded } from './store-following.ts';
import type { WaitingRoom } from './waiting.ts';

/** One thing that was said. */
export interface ChatMessage {
  /** Its number in the dialogue: whoever has all up to one has missed nothing before it. */
  readonly sequence: number;
  readonly from: 'you' | 'us';
  readonly text: string;
}

/** Where a chat stands. Whether it was offered to somebody is nobody's business outside. */
export interface ChatStanding {
  readonly state: 'waiting' | 'live' | 'ended';
  /** How many are taken before them; null where they do not wait. */
  readonly before: number | null;
  /** Whether anybody is there who takes chats. */
  readonly attended: boolean;
  /** Whoever was there with them is not any more; somebody else goes on. */
  readonly again: boolean;
  /** Staff wrote something after what this page has, while nobody followed: it is not shown any more, and they can be asked. */
  readonly missed: boolean;
}

export interface ChatView extends ChatStanding {
  readonly messages: readonly ChatMessage[];
}

/** What is said on to whoever follows; `more` when there is more than fits at once. */
export interface ChatNews {
  readonly state: ChatStanding['state'];
  readonly again: boolean;
  readonly missed: boolean;
  readonly messages: readonly ChatMessage[];
  readonly more: boolean;
  /** How chat and code stood. */
  readonly mark: string;
}

/** A message as the person reads it; nothing of one that came as a text. */
export function forPerson(message: JustSaid): ChatMessage | undefined {
  if (message.byText) return undefined;
  const from = message.author === 'signaler' ? 'you' : 'us';
  const text = from === 'us' && message.elsewhere ? neutralReply : message.body;
  return { sequence: message.sequence, from, text };
}

const outward = (state: ChatState): ChatStanding['state'] => (state === 'offered' ? 'waiting' : state);

/** Staff's last words are given on for so long after staff ended a chat, and only such as are no older than this at its end. */
const lastWordsSeconds = 10 * 60;

/**
 * What is new since a number. Nothing once the code was deleted: it opens nothing any more. Of a chat that staff have ended the last of
 * what they said reaches whoever follows it; a look without a number, as somebody has who found the code, shows nothing.
 * @throws Refusal code-not-open
 */
export async function newsOf(
  db: Db,
  signalId: string,
  after: number,
  now: Date,
  has = after,
): Promise<ChatNews> {
  const found = await readOn(db, signalId, after, has, now);
  if (found?.revoked) throw notOpen();
  const mark = found?.mark ?? '';
  const nothing = { state: 'ended' as const, again: false, missed: false, messages: [], more: false, mark };
  if (!found) return nothing;
  const said = found.messages.map((message) => ({
    sequence: message.sequence,
    from: message.author === 'signaler' ? ('you' as const) : ('us' as const),
    text: message.author !== 'signaler' && found.elsewhere ? neutralReply : message.body,
    at: message.at,
  }));
  const plain = ({ sequence, from, text }: ChatMessage): ChatMessage => ({ sequence, from, text });
  const more = found.messages.length === messagesAtOnce;
  if (found.state !== 'ended') {
    const state = outward(found.state);
    const again = state === 'waiting' && found.wasTaken;
    return { state, again, missed: found.missed, messages: said.map(plain), more, mark };
  }
  const endedAt = found.endedByStaffAt?.getTime();
  const isLate = (later: number, earlier: number) => later - earlier > lastWordsSeconds * 1000;
  if (
    endedAt === undefined ||
    after < 1 ||
    isLate(now.getTime(), endedAt) ||
    isLate(endedAt, found.followedAt.getTime())
  )
    return nothing;
  const last = said.filter(
    ({ from, at }) => from === 'us' && at.getTime() <= endedAt && !isLate(endedAt, at.getTime()),
  );
  return { ...nothing, messages: last.map(plain) };
}

/** How many messages a page shows at most: the newest. */
const viewLimit = 200;

interface ViewDeps {
  readonly db: Db;
  readonly codes: Codes;
  readonly room: WaitingRoom;
}

interface Asked {
  readonly code: string;
  /** The last number that the page has. */
  readonly after?: number | undefined;
  /** The last number that the page has, where it wants all the same what is shown before it. */
  readonly has?: number | undefined;
  /** The person looks themselves, and not their page for them. */
  readonly byHand?: boolean;
}

/**
 * The chat behind a code, as far as it is shown: never the words that it began with, which are the report, and nothing from before ten
 * minutes in which nobody followed it.
 * @throws Refusal code-not-open
 */
export const viewChat = (deps: ViewDeps, asked: Asked, now: Date): Promise<ChatView> =>
  deps.codes.slowed(now, () => view(deps, asked, now));

async function view(
  { db, codes, room }: ViewDeps,
  { code, after: seen = 0, has = seen, byHand = false }: Asked,
  now: Date,
): Promise<ChatView> {
  const { id } = await openByCode(db, codes, code);
  await noteFollowing(db, id, now, has);
  if (byHand) await noteAct(db, id, now);
  let after = Math.max(seen, (await lastSequence(db, id)) - viewLimit);
  const messages: ChatMessage[] = [];
  for (;;) {
    const { state, again, missed, messages: next, more } = await newsOf(db, id, after, now, has);
    messages.push(...next);
    if (!more) {
      const last = messages.at(-1)?.sequence;
      if (last !== undefined) await noteHanded(db, [{ signalId: id, last }]);
      return { ...(await room.standingOf(id, state)), again, missed, messages };
    }
    after = next.at(-1)!.sequence;
  }
}
