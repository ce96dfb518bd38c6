/** The floor over HTTP, for its people. */
import { z } from 'zod';
import type { Showing } from '../../audit/index.ts';
import { inNameOf, notHere, type Person, personOf } from '../../identity/index.ts';
import {
  type App,
  type Clock,
  type Db,
  openEventStreams,
  type Realtime,
  type Tx,
} from '../../platform/index.ts';
import {
  type Conversations,
  follow,
  type JustSaid,
  lockSignal,
  readMark,
  readMessagesAfter,
  readSignal,
  typingTopic,
} from '../../signals/index.ts';
import { actingOn } from '../acting.ts';
import { capacities } from '../core/index.ts';
import {
  acceptChat,
  comeToFloor,
  endChatByStaff,
  handOverChat,
  leaveFloor,
  passChat,
  takeTen,
} from './commands.ts';
import { giveSign } from './offering.ts';
import { isToBeSeen } from './store.ts';
import { chatOf, floorOf } from './view.ts';

export interface FloorApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly showing: Showing;
  readonly realtime: Realtime;
  readonly conversations: Conversations;
}

/** One open page of a report each. */
const streamLimit = 4_000;
const tags = ['floor'];
const byId = z.object({ id: z.uuid() });
const done = z.object({ done: z.literal(true) });
const nothing = z.object({}).meta({ examples: [{}] });
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

export function registerFloorApi(app: App, deps: FloorApiDeps): void {
  const as = actingOn(deps);
  app.get(
    '/v1/floor',
    {
      schema: {
        tags,
        description:
          'Where you stand, what is offered to you, whom you have, who waits or is left without an answer, and who else is there.',
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (request) => plain(await as(request, (tx, by, now) => floorOf(tx, deps.showing, by, now))),
  );
  app.post(
    '/v1/floor/presence',
    {
      schema: {
        tags,
        description: 'Comes to the floor, leaves it, or takes ten minutes, for which no reason is asked.',
        body: z
          .object({
            state: z.enum(['on-floor', 'away', 'resting']),
            capacity: z.number().int().min(1).max(capacities.length).optional(),
          })
          .meta({ examples: [{ state: 'on-floor', capacity: 2 }] }),
        response: { 200: done },
      },
    },
    async (request) => {
      const { state, capacity } = request.body;
      await as(request, (tx, by, now) =>
        state === 'on-floor'
          ? comeToFloor(tx, by, capacity, now)
          : state === 'away'
            ? leaveFloor(tx, by, now)
            : takeTen(tx, by, now),
      );
      return { done: true as const };
    },
  );
  const command = <Body extends z.ZodType>(
    verb: string,
    description: string,
    body: Body,
    run: (tx: Tx, by: string, id: string, body: z.infer<Body>, now: Date) => Promise<void>,
  ) =>
    app.post(
      `/v1/signals/:id/${verb}`,
      { schema: { tags, params: byId, description, body, response: { 200: done } } },
      async (request) => {
        const { id } = request.params;
        await as(request, (tx, by, now) => run(tx, by, id, request.body as z.infer<Body>, now));
        return { done: true as const };
      },
    );
  command('accept-chat', 'Takes a chat that is offered, or one that waits.', nothing, (tx, by, id, _, now) =>
    acceptChat(tx, by, id, now),
  );
  command('pass-chat', 'Lets an offer pass; it goes to the next at once.', nothing, (tx, by, id, _, now) =>
    passChat(tx, by, id, now),
  );
  command('end-chat', 'Ends a chat.', nothing, (tx, by, id, _, now) => endChatByStaff(tx, by, id, now));
  command(
    'hand-over-chat',
    'Hands a chat over with a note: to somebody by name, or to whoever has room.',
    z
      .object({ note: z.string().max(2_000), toStaffId: z.uuid().optional() })
      .meta({ examples: [{ note: 'She is alone until four. Call her by no name.' }] }),
    (tx, by, id, body, now) => handOverChat(tx, by, id, body, now),
  );
  app.post(
    '/v1/signals/:id/typing',
    {
      schema: {
        tags,
        params: byId,
        description: 'Shows the person that somebody types. What is typed is not sent.',
        body: nothing,
        response: { 200: done },
      },
    },
    async (request) => {
      await as(request, (tx) => lockSignal(tx, request.params.id));
      deps.realtime.tell(typingTopic(request.params.id, 'us'));
      return { done: true as const };
    },
  );
  registerConversation(app, deps);
}

/** So many people are remembered as seen. */
const seenLimit = 4_000;

/** Writes down that somebody is there, whose pages give a sign every few seconds each. */
function watchFor(db: Db, clock: Clock): (person: Person) => Promise<void> {
  const noted = new Map<string, Date>();
  return async (person) => {
    const now = clock.now();
    if (!isToBeSeen(noted.get(person.id), now)) return;
    if (noted.size >= seenLimit) noted.clear();
    noted.set(person.id, now);
    await inNameOf(db, person, (tx) => giveSign(tx, person.id, now));
  };
}

/** The conversation as it goes on. A reader that comes back names the last number it has, and misses nothing. */
function registerConversation(app: App, { db, clock, showing, realtime, conversations }: FloorApiDeps): void {
  const streams = openEventStreams(app, streamLimit);
  const seen = watchFor(db, clock);
  app.get(
    '/v1/signals/:id/conversation',
    {
      schema: {
        tags,
        params: byId,
        headers: z.object({ 'last-event-id': z.string().max(20).optional() }).loose(),
        querystring: z.object({ after: z.coerce.number().int().min(0).optional() }),
        description:
          'The conversation as server-sent events: `message` with its sequence, `chat` for where the chat stands, `typing`. Send the last sequence back as Last-Event-ID to go on.',
      },
    },
    async (request, reply) => {
      const person = personOf(request);
      const { id } = request.params;
      await inNameOf(db, person, async (tx) => {
        const signal = await lockSignal(tx, id);
        await showing.record(tx, {
          at: clock.now(),
          actor: { kind: 'staff', id: person.id },
          view: 'conversation',
          subjectKind: 'signal',
          subjectId: id,
          ids: [id],
          imminent: signal.danger === 'imminent',
          leaves: 'new',
        });
      });
      const last = Number(request.headers['last-event-id'] ?? request.query.after ?? 0);
      const after = Number.isSafeInteger(last) && last > 0 ? last : 0;
      const stream = streams.open(reply, async () => {
        const isThere = await request.stillLetIn();
        if (isThere) await seen(person);
        return isThere;
      });
      await seen(person).catch(() => {});
      let standing = '';
      const hand = (message: object, sequence: number) => stream.send('message', message, sequence);
      const say = ({ sequence, author, body, at, byText }: JustSaid) =>
        hand({ sequence, from: author, text: body, at, byText }, sequence);
      const look = async (from: number) => {
        if (!(await request.stillLetIn())) throw notHere();
        const { messages, chat, mark } = await inNameOf(
          db,
          person,
          // How it stood comes first: a change while this is read is looked for again.
          async (tx) => {
            // Put on its do-not-tell list meanwhile, whoever reads this does not see it any more.
            if (!(await readSignal(tx, id))) throw notHere();
            return {
              mark: (await readMark(tx, id, clock.now())) ?? '',
              messages: await readMessagesAfter(tx, id, from),
              chat: await chatOf(tx, id, clock.now()),
            };
          },
        );
        for (const { sequence, author, body, at, by_text: byText } of messages)
          hand({ sequence, from: author, text: body, at, byText }, sequence);
        const now = JSON.stringify(chat);
        if (now !== standing) stream.send('chat', chat);
        standing = now;
        return { after: messages.at(-1)?.sequence ?? from, more: messages.length > 0, over: false, mark };
      };
      const about = { signalId: id, after, hears: 'you' } as const;
      await follow({ realtime, conversations, stream }, about, { say, look });
    },
  );
}
