/**
 * Follows a dialogue while its page is open. What was just written here and comes next by its number is handed on as it is; everything
 * else is a nudge that there may be something, and what there is, is read by its number. So whoever was away goes on from the last number it has: nothing is lost and nothing comes twice.
 */
import { type EventStream, type Realtime, Refusal } from '../../../platform/index.ts';
import type { Conversations, JustSaid } from './conversations.ts';

/** A look that failed, as on a server that has too much to do, is tried again so often, each time later: whoever is let go asks for more. */
const patientLooks = 4;
const lookAgainMilliseconds = 500;

/** Who types, as others are told: never what. */
export type Typist = 'you' | 'us';
export const typingTopic = (signalId: string, who: Typist): string => `${signalId}/${who}`;

/** One look: sends what is new since a number. */
export interface Look {
  /** The number to go on from. */
  readonly after: number;
  /** There is more than was read at once. */
  readonly more: boolean;
  /** It has ended: nothing will follow. */
  readonly over: boolean;
  /** How chat and code stood, no later than what was read. */
  readonly mark: string;
}

/** How what is new is said to one reader. */
export interface Saying {
  /** Sends one message that comes next. */
  say(message: JustSaid): void;
  /** Sends what came after a number. A refusal lets the reader go at once. */
  look(after: number): Promise<Look>;
}

/** @param about whose dialogue, the last number that the reader has, and of whose typing it hears */
export async function follow(
  {
    realtime,
    conversations,
    stream,
  }: {
    readonly realtime: Realtime;
    readonly conversations: Conversations;
    readonly stream: EventStream;
  },
  about: { readonly signalId: string; readonly after: number; readonly hears: Typist },
  { say, look }: Saying,
): Promise<void> {
  let { after } = about;
  let mark: string | undefined;
  let [looking, again, failed] = [false, false, 0];
  const lookOn = async () => {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again && stream.open) {
        again = false;
        const found = await look(after);
        after = Math.max(after, found.after);
        ({ mark } = found);
        failed = 0;
        if (found.over) return stream.end();
        if (found.more) again = true;
      }
    } catch (error) {
      failed++;
      const isRefused = error instanceof Refusal && error.status < 500;
      if (isRefused || failed > patientLooks) stream.drop();
      else setTimeout(() => void lookOn(), lookAgainMilliseconds * 2 ** failed).unref();
    } finally {
      looking = false;
    }
  };
  const hear = (message: JustSaid) => {
    if (message.sequence <= after) return;
    if (looking || message.sequence !== after + 1) return void lookOn();
    after = message.sequence;
    say(message);
  };
  const follower = {
    isPerson: about.hears === 'us',
    last: () => after,
    mark: () => mark,
    heard: hear,
    missed: lookOn,
  };
  const ends = [
    conversations.follow(about.signalId, follower),
    realtime.listen(about.signalId, () => void lookOn()),
    realtime.listen(typingTopic(about.signalId, about.hears), () => stream.send('typing', {})),
  ];
  stream.onceClosed(() => {
    for (const end of ends) end();
  });
  await lookOn();
}
