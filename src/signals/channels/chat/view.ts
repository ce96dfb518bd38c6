/** What the person sees of their chat: what was said in it, who is there, and how many are before them. Never the report. */
import type { Db } from '../../../platform/index.ts';
import type { Codes } from '../../codes.ts';
import { neutralReply } from '../../core/index.ts';
import { notOpen, openByCode } from '../../dialogue.ts';
import type { JustSaid } from './conversations.ts';
import { type ChatState, lastSequence, messagesAtOnce, noteFollowing, readOn } from './store.ts';
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
}

export interface ChatView extends ChatStanding {
  readonly messages: readonly ChatMessage[];
}

/** What is said on to whoever follows; `more` when there is more than fits at once. */
export interface ChatNews {
  readonly state: ChatStanding['state'];
  readonly messages: readonly ChatMessage[];
  readonly more: boolean;
}

/** A message as the person reads it; nothing of one that came as a text. */
export function forPerson(message: JustSaid): ChatMessage | undefined {
  if (message.byText) return undefined;
  const from = message.author === 'signaler' ? 'you' : 'us';
  const text = from === 'us' && message.elsewhere ? neutralReply : message.body;
  return { sequence: message.sequence, from, text };
}

const outward = (state: ChatState): ChatStanding['state'] => (state === 'offered' ? 'waiting' : state);

/** What is new since a number. Nothing once the code was deleted: it opens nothing any more. @throws Refusal code-not-open */
export async function newsOf(db: Db, signalId: string, after: number): Promise<ChatNews> {
  const found = await readOn(db, signalId, after);
  if (found?.revoked) throw notOpen();
  if (!found || found.state === 'ended') return { state: 'ended', messages: [], more: false };
  return {
    state: outward(found.state),
    messages: found.messages.map((message) => ({
      sequence: message.sequence,
      from: message.author === 'signaler' ? 'you' : 'us',
      text: message.author !== 'signaler' && found.elsewhere ? neutralReply : message.body,
    })),
    more: found.messages.length === messagesAtOnce,
  };
}

/** How many messages a page shows at most: the newest. */
const viewLimit = 200;

/**
 * The chat behind a code, as far as it is shown: never the words that it began with, which are the report, and nothing from before ten
 * minutes in which nobody followed it. @throws Refusal code-not-open
 */
export async function viewChat(
  { db, codes, room }: { readonly db: Db; readonly codes: Codes; readonly room: WaitingRoom },
  typed: string,
  now: Date,
): Promise<ChatView> {
  const { id } = await openByCode(db, codes, typed);
  await noteFollowing(db, id, now);
  let after = Math.max(0, (await lastSequence(db, id)) - viewLimit);
  const messages: ChatMessage[] = [];
  for (;;) {
    const { state, messages: next, more } = await newsOf(db, id, after);
    messages.push(...next);
    if (!more) return { ...(await room.standingOf(id, state)), messages };
    after = next.at(-1)!.sequence;
  }
}
