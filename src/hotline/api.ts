/** The floor over HTTP, for staff. */
import { z } from 'zod';
import type { Showing } from '../audit/index.ts';
import { settleDoNotTell, takeBackDoNotTell } from '../cases/index.ts';
import { staff, staffById } from '../identity/index.ts';
import type { App, Clock, Db, Tx } from '../platform/index.ts';
import {
  type Codes,
  type Conversations,
  confirmations,
  flagCodeElsewhere,
  moveToHelp,
  observations,
  readOutCode,
  recordRelease,
  releaseItems,
  type SearchDeps,
  takeBackRelease,
  textNow,
} from '../signals/index.ts';
import { actingOn } from './acting.ts';
import { alerts, handleAlert } from './alerts.ts';
import { assess } from './assessing.ts';
import { answerPerson } from './floor/commands.ts';
import { queue } from './queue.ts';
import { closeReport, openSignal, releaseActedOn } from './report.ts';
import { search } from './search.ts';

export interface HotlineApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly showing: Showing;
  readonly search: SearchDeps;
  readonly conversations: Conversations;
  readonly codes: Codes;
  /** Whose clock safe times are read by (IANA). */
  readonly timeZone: string;
}

const tags = ['hotline'];
const byId = z.object({ id: z.uuid() });
const free = z.record(z.string(), z.unknown());
const reason = z.string().trim().min(1).max(4000);
/** How many entries come before the page that is asked for. */
const paged = z.object({ after: z.coerce.number().int().min(0).max(1_000_000).default(0) });
const done = z.object({ done: z.literal(true) });
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

export const assessmentInput = z.object({
  observedBehaviours: z.array(z.enum(observations)).max(40),
  ownWords: z.boolean(),
  strength: z.enum(['high', 'moderate', 'none']),
  danger: z.enum(['imminent', 'soon', 'not-known', 'none']),
  ageGroup: z.enum(['minor', 'adult', 'unknown']),
  appearanceOnly: z.boolean().default(false),
  reason: z.string().min(1).max(4000),
});

export function registerHotlineApi(
  app: App,
  { db, clock, showing, search: searchDeps, conversations, codes, timeZone }: HotlineApiDeps,
): void {
  const as = actingOn({ db, clock });

  app.get(
    '/v1/staff',
    { schema: { tags, description: 'Who works here.', response: { 200: free } } },
    async (request) => as(request, async (tx) => plain({ staff: await staff(tx) })),
  );
  app.get(
    '/v1/queue',
    {
      schema: {
        tags,
        querystring: paged,
        description:
          'What waits, in the order in which it is to be read, each with the reason; how many in all; and the newest unread ones that are not on this page.',
        response: { 200: free },
      },
    },
    async (request) =>
      plain(await as(request, (tx, by, now) => queue(tx, showing, by, now, request.query.after))),
  );
  app.get(
    '/v1/signals/:id',
    {
      schema: {
        tags,
        params: byId,
        description: 'A report. Opening it marks it as read.',
        response: { 200: free },
      },
    },
    async (request) =>
      plain(await as(request, (tx, by, now) => openSignal(tx, request.params.id, by, now, showing))),
  );
  app.post(
    '/v1/search',
    {
      schema: {
        tags,
        description:
          'Reports that have a telephone number, plate, e-mail address or @name, or all of some words, newest first. What is asked for travels in the body, so that it is in no log.',
        body: z
          .object({ text: z.string().trim().min(1).max(2000), after: z.string().max(60).optional() })
          .meta({ examples: [{ text: '(816) 555-0142' }] }),
        response: { 200: free },
      },
    },
    async (request) =>
      plain(
        await as(request, (tx, by, now) => search(tx, { ...searchDeps, showing }, by, request.body, now)),
      ),
  );
  const command = <Body extends z.ZodType, Done>(
    verb: string,
    description: string,
    body: Body,
    example: unknown,
    run: (tx: Tx, id: string, by: string, body: z.infer<Body>, now: Date) => Promise<Done>,
    afterwards: (done: Done) => void = () => {},
  ) =>
    app.post(
      `/v1/signals/:id/${verb}`,
      {
        schema: {
          tags,
          params: byId,
          description,
          body: body.meta({ examples: [example] }),
          response: { 200: done },
        },
      },
      async (request) => {
        const result = await as(request, (tx, by, now) =>
          run(tx, request.params.id, by, request.body as z.infer<Body>, now),
        );
        afterwards(result);
        return { done: true as const };
      },
    );
  command(
    'ask-back',
    'Asks the signaler. Their answer comes by their code.',
    z.object({ text: z.string().min(1).max(5000), key: z.string().min(8).max(128).optional() }),
    { text: 'Is she still in car 2?' },
    (tx, id, by, body, now) => answerPerson(tx, by, id, body, now),
    conversations.said,
  );
  command(
    'assess',
    'What an advocate concludes. Danger now opens the call to 911 at once.',
    assessmentInput,
    {
      observedBehaviours: ['papers-held', 'debt-owed'],
      ownWords: true,
      strength: 'high',
      danger: 'soon',
      ageGroup: 'adult',
      appearanceOnly: false,
      reason: 'In her own words: papers held, a debt, may not leave.',
    },
    (tx, id, by, body, now) => assess(tx, id, by, body, now),
  );
  command(
    'close',
    'Closes a report that is read and has no open response.',
    z.object({ reason }),
    { reason: 'Passed on; the person wants nothing more from us.' },
    (tx, id, by, body, now) => closeReport(tx, id, by, body.reason, now),
  );
  command(
    'release',
    'Records what the person agreed to: whom to tell what, and until when. Only the person themselves can agree.',
    z.object({
      recipient: z.string().min(1).max(200),
      items: z.array(z.enum(releaseItems)).min(1).max(releaseItems.length),
      purpose: z.string().trim().min(1).max(500),
      until: z.iso.datetime(),
      confirmedHow: z.enum(confirmations),
      byThePerson: z.boolean(),
    }),
    {
      recipient: 'role:victim-advocate',
      items: ['place', 'time'],
      purpose: 'so that an advocate can meet her',
      until: '2026-05-01T00:00:00Z',
      confirmedHow: 'voice',
      byThePerson: true,
    },
    async (tx, id, by, body, now) =>
      void (await recordRelease(tx, id, by, { ...body, until: new Date(body.until) }, now)),
  );
  command(
    'withdraw-release',
    'The person takes a consent back: nothing new is shared from now on.',
    z.object({ releaseId: z.uuid() }),
    { releaseId: '01900000-0000-7000-8000-00000000000a' },
    (tx, id, by, body, now) => takeBackRelease(tx, id, by, body.releaseId, now),
  );
  command(
    'move-to-help',
    'The report is the person’s own: from now on their consent decides. One way.',
    z.object({ reason }),
    { reason: 'She wrote back: it is about herself.' },
    (tx, id, by, body, now) => moveToHelp(tx, id, by, body.reason, now),
  );
  command(
    'settle-do-not-tell',
    'Whoever the report names as not to be told has been dealt with: listed, or nobody to list.',
    z.object({ reason }),
    { reason: 'She means a person, not an agency: her cousin.' },
    (tx, id, by, body, now) => settleDoNotTell(tx, { signalId: id, staffId: by, reason: body.reason }, now),
  );
  command(
    'take-back-do-not-tell',
    'Takes an entry of the do-not-tell list back, for a reason. Supervisors only. What was ended because of it stays ended, and whom the report names has to be gone through again.',
    z.object({ entryId: z.uuid(), reason }),
    { entryId: '01900000-0000-7000-8000-00000000000a', reason: 'Listed twice by mistake.' },
    (tx, id, by, body, now) => takeBackDoNotTell(tx, { signalId: id, staffId: by, ...body }, now),
  );
  command(
    'text-now',
    'Lets a text that waits for a safe time leave now, for a reason. At a time they did not tick only a supervisor may.',
    z.object({ reason }),
    { reason: 'She called and said that he is at work until four.' },
    async (tx, id, by, body, now) => {
      const isSupervisor = (await staffById(tx, by)).role === 'supervisor';
      await textNow(tx, id, { staffId: by, isSupervisor }, { why: body.reason, timeZone }, now);
    },
  );
  command(
    'code-elsewhere',
    'The code may be in other hands: replies turn neutral.',
    z.object({}),
    {},
    (tx, id, by, _body, now) => flagCodeElsewhere(tx, id, by, now),
  );
  app.post(
    '/v1/signals/:id/read-out-code',
    {
      schema: {
        tags,
        params: byId,
        description:
          'The code of a report that began with a text, to be read out to the person on the telephone. Each time is on record.',
        body: z.object({}).meta({ examples: [{}] }),
        response: { 200: z.object({ code: z.string() }) },
      },
    },
    async (request) => ({
      code: await as(request, (tx, by, now) => readOutCode(tx, codes, request.params.id, by, now)),
    }),
  );
  command(
    'release-acted-on',
    'Lets the code say "acted on", 24 hours after the response closed.',
    z.object({}),
    {},
    (tx, id, by, _body, now) => releaseActedOn(tx, id, by, now),
  );

  app.get(
    '/v1/alerts',
    {
      schema: {
        tags,
        querystring: paged,
        description: 'What a supervisor must look at, newest first, and how many in all.',
        response: { 200: free },
      },
    },
    async (request) =>
      plain(await as(request, (tx, by, now) => alerts(tx, showing, by, now, request.query.after))),
  );
  app.post(
    '/v1/alerts/:id/handle',
    {
      schema: {
        tags,
        params: byId,
        description: 'Seen to.',
        body: z.object({}).meta({ examples: [{}] }),
        response: { 200: done },
      },
    },
    async (request) => {
      await as(request, (tx, by, now) => handleAlert(tx, request.params.id, by, now));
      return { done: true as const };
    },
  );
}
