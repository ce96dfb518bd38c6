/**
 * The person's side of a chat over HTTP. The code travels in the body of each request, also of the one that is answered with a stream:
 * it stands in no address, no cookie is set, and nothing is kept in the browser (docs/decisions/0021).
 */
import { z } from 'zod';
import {
  type App,
  type Clock,
  type Db,
  type EventStream,
  openEventStreams,
  plainText,
  type Realtime,
} from '../../../platform/index.ts';
import type { Codes } from '../../codes.ts';
import { openByCode } from '../../dialogue.ts';
import type { Floods } from '../../floods/index.ts';
import { languageTag } from '../../input.ts';
import { beginChat, chatInput, leaveChat, resumeChat, sayInChat } from './commands.ts';
import type { Conversations, JustSaid } from './conversations.ts';
import { follow, typingTopic } from './following.ts';
import { noteFollowing } from './store-following.ts';
import { type ChatStanding, forPerson, newsOf, viewChat } from './view.ts';
import type { WaitingRoom } from './waiting.ts';

export interface ChatApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly floods: Floods;
  readonly realtime: Realtime;
  readonly conversations: Conversations;
  readonly room: WaitingRoom;
}

/** Each stream holds a connection; more than this and the process would have no room for reports. */
const streamLimit = 10_000;
/** So many pages follow one chat at once: one code cannot take the streams of all. */
const streamsOfOneLimit = 4;
/** How often somebody who waits is told where they stand, when that has changed. */
const standingMilliseconds = 2_000;

const tags = ['chat'];
const code = z.string().min(1).max(200);
const key = z.string().min(8).max(128);
/** As far as numbers go in the database. */
const sequence = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const exampleCode = '0000 0000 0000 0000 0000 0';
const byCode = z.object({ code }).meta({ examples: [{ code: exampleCode }] });
const standing = {
  state: z.enum(['waiting', 'live', 'ended']),
  before: z.number().int().nullable(),
  attended: z.boolean(),
  again: z.boolean(),
  missed: z.boolean(),
};
const view = z.object({
  ...standing,
  messages: z.array(z.object({ sequence: z.number().int(), from: z.enum(['you', 'us']), text: z.string() })),
});

export function registerChatApi(app: App, deps: ChatApiDeps): void {
  const { db, clock, codes, floods, realtime, conversations, room } = deps;
  const show = async (asked: { code: string; after?: number | undefined }) => {
    const seen = await viewChat({ db, codes, room }, asked, clock.now());
    return { ...seen, messages: [...seen.messages] };
  };
  app.post(
    '/v1/chats',
    {
      schema: {
        tags,
        description:
          'Begins a chat. 201 only when it is durable. With the header Idempotency-Key a repetition gives the same code.',
        headers: z.object({ 'idempotency-key': key.optional() }).loose(),
        body: chatInput,
        response: { 201: z.object({ code: z.string() }) },
      },
    },
    async (request, reply) => {
      const given = request.headers['idempotency-key'] ?? crypto.randomUUID();
      const begun = await beginChat({ db, codes, floods }, request.body, given, clock.now());
      return reply.code(201).send({ code: begun.code });
    },
  );
  app.post(
    '/v1/chats/open',
    {
      schema: {
        tags,
        description: 'The chat behind a code: where it stands and what was said in it.',
        body: byCode.extend({ after: sequence.optional() }).meta({ examples: [{ code: exampleCode }] }),
        response: { 200: view },
      },
    },
    async (request) => show(request.body),
  );
  app.post(
    '/v1/chats/resume',
    {
      schema: {
        tags,
        description:
          'Goes on by chat with a report that has a code, whatever channel it came by. `after` as in open.',
        body: byCode
          .extend({ after: sequence.optional(), language: languageTag.optional() })
          .meta({ examples: [{ code: exampleCode }] }),
        response: { 200: view },
      },
    },
    async (request) => {
      realtime.tell(await resumeChat(db, codes, request.body, clock.now()));
      return show(request.body);
    },
  );
  app.post(
    '/v1/chats/messages',
    {
      schema: {
        tags,
        description:
          'Says something. 200 only when it is durable; the same key stores it once. Send the last sequence that you have as `after`: staff see what of their words reached nobody.',
        body: z
          .object({ code, text: plainText({ maxCharacters: 10_000 }), key, after: sequence.optional() })
          .meta({
            examples: [{ code: exampleCode, text: 'I can write now.', key: 'a-key-of-your-own-2', after: 1 }],
          }),
        response: { 200: z.object({ sequence: z.number().int() }) },
      },
    },
    async (request) => {
      const { sequence, said } = await sayInChat(db, codes, request.body, clock.now());
      conversations.said(said);
      return { sequence };
    },
  );
  app.post(
    '/v1/chats/typing',
    {
      schema: {
        tags,
        description: 'Shows the other side that somebody types. What is typed is not sent.',
        body: byCode,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { id } = await codes.slowed(clock.now(), () => openByCode(db, codes, request.body.code));
      realtime.tell(typingTopic(id, 'you'));
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/chats/end',
    {
      schema: {
        tags,
        description:
          'The person ends the chat. The code goes on working; what was said is not shown with it.',
        body: byCode,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      realtime.tell(await leaveChat(db, codes, request.body.code, clock.now()));
      return reply.code(204).send(null);
    },
  );
  registerFollowing(app, deps);
}

/** Keeps the streams of one report few: the oldest is let go. */
function fewStreams(): (signalId: string, stream: EventStream) => void {
  const open = new Map<string, EventStream[]>();
  return (signalId, stream) => {
    const others = open.get(signalId) ?? [];
    while (others.length >= streamsOfOneLimit) others.shift()!.drop();
    open.set(signalId, [...others, stream]);
    stream.onceClosed(() => {
      const left = (open.get(signalId) ?? []).filter((one) => one !== stream);
      if (left.length) open.set(signalId, left);
      else open.delete(signalId);
    });
  };
}

function registerFollowing(app: App, { db, clock, codes, realtime, conversations, room }: ChatApiDeps): void {
  const streams = openEventStreams(app, streamLimit);
  const takeTurn = fewStreams();
  app.post(
    '/v1/chats/follow',
    {
      schema: {
        tags,
        body: z
          .object({ code, after: sequence.default(0) })
          .meta({ examples: [{ code: exampleCode, after: 0 }] }),
        description:
          'The chat as server-sent events: `message` with its sequence, `chat` for where it stands, `typing`. To go on after a break, send the last sequence as `after`.',
      },
    },
    async (request, reply) => {
      const { id } = await codes.slowed(clock.now(), () => openByCode(db, codes, request.body.code));
      await noteFollowing(db, id, clock.now(), request.body.after);
      const stream = streams.open(reply);
      takeTurn(id, stream);
      let state: ChatStanding['state'] | undefined;
      let [said, again, missed] = ['', false, false];
      const sayStanding = async () => {
        const asked = state;
        if (!asked) return;
        const now = JSON.stringify({ ...(await room.standingOf(id, asked)), again, missed });
        // While it was looked up somebody may have taken them: that has been said, and this is old.
        if (asked === state && now !== said) {
          stream.send('chat', JSON.parse(now));
          said = now;
        }
      };
      const timer = setInterval(() => {
        if (state === 'waiting') sayStanding().catch(() => stream.drop());
      }, standingMilliseconds);
      stream.onceClosed(() => clearInterval(timer));
      const say = (said: JustSaid) => {
        const message = forPerson(said);
        if (message) stream.send('message', message, message.sequence);
      };
      const look = async (after: number) => {
        const news = await newsOf(db, id, after, clock.now());
        for (const message of news.messages) stream.send('message', message, message.sequence);
        ({ state, again } = news);
        // What was missed before this stream began stays missed, however far it has read on.
        missed ||= news.missed;
        await sayStanding();
        const last = news.messages.at(-1)?.sequence ?? after;
        return { after: last, more: news.more, over: news.state === 'ended', mark: news.mark };
      };
      const about = { signalId: id, after: request.body.after, hears: 'us' } as const;
      await follow({ realtime, conversations, stream }, about, { say, look });
    },
  );
}
