/** Holds and purges over HTTP, for staff. */
import { z } from 'zod';
import type { Showing } from '../../audit/index.ts';
import type { App, Clock, Db, Tx } from '../../platform/index.ts';
import { actingOn } from '../acting.ts';
import { purgeCauses } from '../core/index.ts';
import { holdBases, liftHold, placeHold } from './holds.ts';
import { approvePurge, askPurge, stopPurge } from './purging.ts';
import { keepingOf, openPurges } from './view.ts';

interface RetentionApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly showing: Showing;
}

const tags = ['keeping'];
const byId = z.object({ id: z.uuid() });
const done = z.object({ done: z.literal(true) });
const free = z.record(z.string(), z.unknown());
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
const exampleId = '01900000-0000-7000-8000-00000000000a';

export function registerRetentionApi(app: App, { db, clock, showing }: RetentionApiDeps): void {
  const as = actingOn({ db, clock });
  const act = <Body extends z.ZodType>(
    url: string,
    description: string,
    body: Body,
    example: unknown,
    run: (tx: Tx, id: string, by: string, body: z.infer<Body>, now: Date) => Promise<unknown>,
  ) =>
    app.post(
      url,
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
        await as(request, (tx, by, now) =>
          run(tx, request.params.id, by, request.body as z.infer<Body>, now),
        );
        return { done: true as const };
      },
    );

  app.get(
    '/v1/signals/:id/keeping',
    {
      schema: {
        tags,
        params: byId,
        description: 'The legal holds on a report, and who asked that it be destroyed and who agreed.',
        response: { 200: free },
      },
    },
    async (request) =>
      plain(
        await as(request, (tx, by, now) => keepingOf(tx, showing, { signalId: request.params.id, by }, now)),
      ),
  );
  app.get(
    '/v1/purges',
    {
      schema: {
        tags,
        querystring: z.object({ after: z.coerce.number().int().min(0).max(1_000_000).default(0) }),
        description: 'Everything that somebody asked to be destroyed and that is not decided, oldest first.',
        response: { 200: free },
      },
    },
    async (request) => plain({ purges: await as(request, (tx) => openPurges(tx, request.query.after)) }),
  );
  act(
    '/v1/signals/:id/hold',
    'Places a legal hold: nothing of the case is destroyed until it is lifted.',
    z.object({
      basis: z.enum(holdBases),
      reason: z.string().trim().min(1).max(2000),
      keepsNumber: z.boolean().default(false),
    }),
    { basis: 'court-order', reason: 'The county court asks that everything is kept.', keepsNumber: false },
    (tx, id, by, body, now) => placeHold(tx, id, by, body, now),
  );
  act(
    '/v1/signals/:id/lift-hold',
    'Lifts a legal hold.',
    z.object({ holdId: z.uuid() }),
    { holdId: exampleId },
    (tx, id, by, body, now) => liftHold(tx, id, by, body.holdId, now),
  );
  act(
    '/v1/signals/:id/purge',
    'Asks that a case be destroyed for good, after 14 days and when two others agree.',
    z.object({ cause: z.enum(purgeCauses) }),
    { cause: 'person-asked' },
    (tx, id, by, body, now) => askPurge(tx, id, by, body.cause, now),
  );
  act(
    '/v1/purges/:id/approve',
    'Agrees that a case be destroyed.',
    z.object({}),
    {},
    (tx, id, by, _body, now) => approvePurge(tx, id, by, now),
  );
  act(
    '/v1/purges/:id/stop',
    'Objects: nothing is destroyed unless somebody asks again.',
    z.object({}),
    {},
    (tx, id, by, _body, now) => stopPurge(tx, id, by, now),
  );
}
