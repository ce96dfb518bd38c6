/** Breaking the glass over HTTP. */
import { z } from 'zod';
import type { Showing } from '../../audit/index.ts';
import type { App, Clock, Db } from '../../platform/index.ts';
import { actingOn } from '../acting.ts';
import { askGlass, endGlass, glasses, grantGlass, lookBehindGlass } from './breaking.ts';

interface GlassApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly showing: Showing;
}

const tags = ['break glass'];
const byId = z.object({ id: z.uuid() });
const done = z.object({ done: z.literal(true) });
const free = z.record(z.string(), z.unknown());
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
const exampleId = '01900000-0000-7000-8000-00000000000a';

export function registerGlassApi(app: App, { db, clock, showing }: GlassApiDeps): void {
  const as = actingOn({ db, clock });
  app.get(
    '/v1/glasses',
    {
      schema: {
        tags,
        description: 'Who asked to look into which report in the last 30 days, and why.',
        response: { 200: free },
      },
    },
    async (request) => plain({ glasses: await as(request, (tx, by, now) => glasses(tx, showing, by, now)) }),
  );
  app.post(
    '/v1/glasses',
    {
      schema: {
        tags,
        description:
          'Asks to look into a report that one’s role does not show. A second person has to agree.',
        body: z.object({ signalId: z.uuid(), reason: z.string().trim().min(1).max(2000) }).meta({
          examples: [{ signalId: exampleId, reason: 'The court asks whether this report names it.' }],
        }),
        response: { 201: z.object({ glassId: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const { signalId, reason } = request.body;
      const glassId = await as(request, (tx, by, now) => askGlass(tx, signalId, by, reason, now));
      return reply.code(201).send({ glassId });
    },
  );
  app.get(
    '/v1/glasses/:id/report',
    {
      schema: {
        tags,
        params: byId,
        description: 'The report, while the glass is broken.',
        response: { 200: free },
      },
    },
    async (request) =>
      plain(
        await as(request, (tx, by, now) => lookBehindGlass(tx, showing, { id: request.params.id, by }, now)),
      ),
  );
  for (const [verb, description, run] of [
    ['grant', 'The second person agrees: open for an hour.', grantGlass],
    ['end', 'Closes it again.', endGlass],
  ] as const)
    app.post(
      `/v1/glasses/:id/${verb}`,
      {
        schema: {
          tags,
          params: byId,
          description,
          body: z.object({}).meta({ examples: [{}] }),
          response: { 200: done },
        },
      },
      async (request) => {
        await as(request, (tx, by, now) => run(tx, request.params.id, by, now));
        return { done: true as const };
      },
    );
}
