/** The floor over HTTP, for staff. */
import { z } from 'zod';
import { staff, staffById } from '../identity/index.ts';
import { type App, type Clock, type Db, transaction } from '../platform/index.ts';
import { askBack, closeSignal, flagCodeElsewhere } from '../signals/index.ts';
import { alerts, handleAlert } from './alerts.ts';
import { assess } from './assessing.ts';
import { queue } from './queue.ts';
import { openSignal, releaseActedOn } from './report.ts';

export interface HotlineApiDeps {
  readonly db: Db;
  readonly clock: Clock;
}

const tags = ['hotline'];
const byId = z.object({ id: z.uuid() });
const actor = z.object({ 'alight-actor': z.string().optional() }).loose();
const free = z.record(z.string(), z.unknown());
const done = z.object({ done: z.literal(true) });
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

export const assessmentInput = z.object({
  observedBehaviours: z.array(z.string().min(1).max(60)).max(40),
  ownWords: z.boolean(),
  strength: z.enum(['high', 'moderate', 'none']),
  danger: z.enum(['imminent', 'soon', 'not-known', 'none']),
  ageGroup: z.enum(['minor', 'adult', 'unknown']),
  appearanceOnly: z.boolean().default(false),
  reason: z.string().min(1).max(4000),
});

export function registerHotlineApi(app: App, { db, clock }: HotlineApiDeps): void {
  const acting = async (headers: { 'alight-actor'?: string | undefined }) =>
    (await staffById(db, headers['alight-actor'])).id;

  app.get(
    '/v1/staff',
    { schema: { tags, description: 'Who works here.', response: { 200: free } } },
    async () => plain({ staff: await staff(db) }),
  );
  app.get(
    '/v1/queue',
    {
      schema: {
        tags,
        headers: actor,
        description: 'What waits, in the order in which it is to be read, each with the reason.',
        response: { 200: free },
      },
    },
    async ({ headers }) => {
      await acting(headers);
      return plain({ queue: await queue(db, clock.now()) });
    },
  );
  app.get(
    '/v1/signals/:id',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'A report. Opening it marks it as read.',
        response: { 200: free },
      },
    },
    async ({ headers, params }) => {
      const by = await acting(headers);
      return plain(await transaction(db, (tx) => openSignal(tx, params.id, by, clock.now())));
    },
  );
  const command = <Body extends z.ZodType>(
    verb: string,
    description: string,
    body: Body,
    example: unknown,
    run: (id: string, by: string, body: z.infer<Body>, now: Date) => Promise<void>,
  ) =>
    app.post(
      `/v1/signals/:id/${verb}`,
      {
        schema: {
          tags,
          headers: actor,
          params: byId,
          description,
          body: body.meta({ examples: [example] }),
          response: { 200: done },
        },
      },
      async (request) => {
        const by = await acting(request.headers);
        await run(request.params.id, by, request.body as z.infer<Body>, clock.now());
        return { done: true as const };
      },
    );
  command(
    'ask-back',
    'Asks the signaler. Their answer comes by their code.',
    z.object({ text: z.string().min(1).max(5000) }),
    { text: 'Is she still in car 2?' },
    (id, by, body, now) => transaction(db, (tx) => askBack(tx, id, by, body.text, now)),
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
    (id, by, body, now) => transaction(db, (tx) => assess(tx, id, by, body, now)),
  );
  command('close', 'Closes the report.', z.object({}), {}, (id, by, _body, now) =>
    transaction(db, (tx) => closeSignal(tx, id, by, now)),
  );
  command(
    'code-elsewhere',
    'The code may be in other hands: replies turn neutral.',
    z.object({}),
    {},
    (id, by, _body, now) => transaction(db, (tx) => flagCodeElsewhere(tx, id, by, now)),
  );
  command(
    'release-acted-on',
    'Lets the code say "acted on", 24 hours after the response closed.',
    z.object({}),
    {},
    (id, by, _body, now) => transaction(db, (tx) => releaseActedOn(tx, id, by, now)),
  );

  app.get(
    '/v1/alerts',
    {
      schema: {
        tags,
        headers: actor,
        description: 'What a supervisor must look at.',
        response: { 200: free },
      },
    },
    async ({ headers }) => {
      await acting(headers);
      return plain({ alerts: await alerts(db) });
    },
  );
  app.post(
    '/v1/alerts/:id/handle',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'Seen to.',
        body: z.object({}).meta({ examples: [{}] }),
        response: { 200: done },
      },
    },
    async (request) => {
      const by = await acting(request.headers);
      await transaction(db, (tx) => handleAlert(tx, request.params.id, by, clock.now()));
      return { done: true as const };
    },
  );
}
