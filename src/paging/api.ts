/** A responder's page by link and session, and the calls that staff must make. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Showing } from '../audit/index.ts';
import { inNameOf, personOf } from '../identity/index.ts';
import { type App, type Clock, type Db, Refusal, type Tx, transaction } from '../platform/index.ts';
import {
  acceptPage,
  declinePage,
  reportEnRoute,
  reportOutcome,
  reportStaged,
  showPage,
  viewPage,
} from './answers.ts';
import { reportForPage, telephoneReports } from './by-telephone.ts';
import { completeVoiceTask } from './call-results.ts';
import { outcomes } from './core/index.ts';
import { giveAllClear } from './lead.ts';
import { exchangeLink, reissueLink } from './links.ts';
import type { IsLive } from './moves.ts';
import { showVoiceTasks } from './showing-calls.ts';

export interface PagingApiDeps {
  /** For responders, by the session of their page. */
  readonly db: Db;
  /** For staff, each in their own name. */
  readonly staffDb: Db;
  readonly clock: Clock;
  readonly showing: Showing;
  readonly publicOrigin: string;
  /** Whether a page's ledger row still allows telling; a page without it has ended. */
  readonly isLive: IsLive;
}

const done = z.object({ state: z.string() });

function sessionOf(request: FastifyRequest): string {
  const found = /^Bearer (\S{10,100})$/.exec(request.headers.authorization ?? '');
  if (!found)
    throw new Refusal(
      'session-missing',
      401,
      'Open your link first',
      'This needs the session that your link was exchanged for.',
    );
  return found[1]!;
}

export function registerPagingApi(app: App, deps: PagingApiDeps): void {
  const { isLive } = deps;
  app.post(
    '/v1/pages/exchange',
    {
      schema: {
        tags: ['pages'],
        description: 'Exchanges a responder link, once, for a session that lives until the stand-down.',
        body: z
          .object({ token: z.string().min(10).max(100) })
          .meta({ examples: [{ token: 'an-invented-token-that-opens-nothing' }] }),
        response: { 200: z.object({ session: z.string() }) },
      },
    },
    async (request) =>
      transaction(deps.db, (tx) => exchangeLink(tx, request.body.token, deps.clock.now(), isLive)),
  );
  app.get(
    '/v1/pages/current',
    {
      schema: {
        tags: ['pages'],
        description: 'The page of this session. Details are there only while it is accepted.',
        response: { 200: z.object({}).loose() },
      },
    },
    async (request) =>
      JSON.parse(
        JSON.stringify(await showPage(deps.db, deps.showing, sessionOf(request), deps.clock.now(), isLive)),
      ) as Record<string, unknown>,
  );
  const move = <Body extends z.ZodType>(
    verb: string,
    body: Body,
    example: unknown,
    run: (tx: Tx, session: string, body: z.infer<Body>, now: Date) => Promise<void>,
  ) =>
    app.post(
      `/v1/pages/current/${verb}`,
      {
        schema: {
          tags: ['pages'],
          description: `The responder's answer: ${verb}.`,
          body: body.meta({ examples: [example] }),
          response: { 200: done },
        },
      },
      async (request) => {
        const session = sessionOf(request);
        await transaction(deps.db, (tx) => run(tx, session, request.body as z.infer<Body>, deps.clock.now()));
        return { state: (await viewPage(deps.db, session, isLive)).state };
      },
    );
  move('accept', z.object({}), {}, (tx, session, _body, now) =>
    acceptPage(tx, session, now, undefined, isLive),
  );
  move(
    'decline',
    z.object({ reason: z.string().min(1).max(500) }),
    { reason: 'Both cars are on another call.' },
    (tx, session, body, now) => declinePage(tx, session, body.reason, now),
  );
  move(
    'en-route',
    z.object({ etaAt: z.iso.datetime() }),
    { etaAt: '2026-01-01T12:00:00Z' },
    (tx, session, body, now) => reportEnRoute(tx, session, new Date(body.etaAt), now, isLive),
  );
  move('staged', z.object({}), {}, (tx, session, _body, now) => reportStaged(tx, session, now, isLive));
  move('all-clear', z.object({}), {}, (tx, session, _body, now) => giveAllClear(tx, session, now, isLive));
  move(
    'outcome',
    z.object({ outcome: z.enum(outcomes) }),
    { outcome: 'person-reached' },
    (tx, session, body, now) => reportOutcome(tx, session, body.outcome, now),
  );

  const as = <T>(
    request: FastifyRequest,
    work: (tx: Tx, by: string, now: Date) => Promise<T>,
  ): Promise<T> => {
    const person = personOf(request);
    return inNameOf(deps.staffDb, person, (tx) => work(tx, person.id, deps.clock.now()));
  };
  const id = z.object({ id: z.uuid() });
  app.get(
    '/v1/voice-tasks',
    {
      schema: {
        tags: ['staff'],
        description: 'Calls that a person must make, those to 911 first, and the newest that were made.',
        response: {
          200: z.object({
            voiceTasks: z.array(z.object({}).loose()),
            /** How many stand open besides. */
            moreOpen: z.int().min(0),
          }),
        },
      },
    },
    async (request) => {
      const { tasks, moreOpen } = await as(request, (tx, by, now) =>
        showVoiceTasks(tx, deps.showing, by, now),
      );
      return { voiceTasks: JSON.parse(JSON.stringify(tasks)) as Record<string, unknown>[], moreOpen };
    },
  );
  app.post(
    '/v1/voice-tasks/:id/complete',
    {
      schema: {
        tags: ['staff'],
        description: 'Records a call: who took it, their CAD number, and what they said.',
        params: id,
        body: z
          .object({
            callTaker: z.string().min(1).max(200),
            cadNumber: z.string().max(100).optional(),
            result: z.enum(['confirmed', 'declined', 'no-answer']),
          })
          .meta({ examples: [{ callTaker: 'Operator 7', cadNumber: 'CAD-0142', result: 'confirmed' }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await as(request, (tx, by, now) =>
        completeVoiceTask(tx, request.params.id, { ...request.body, by }, now, isLive),
      );
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/pages/:id/reissue',
    {
      schema: {
        tags: ['staff'],
        description: 'Sends a new link after a call-back; earlier links and sessions end.',
        params: id,
        body: z.object({}).meta({ examples: [{}] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const link = { publicOrigin: deps.publicOrigin, isLive };
      await as(request, (tx, by, now) => reissueLink(tx, link, { pageId: request.params.id, by }, now));
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/pages/:id/report',
    {
      schema: {
        tags: ['staff'],
        description: 'Records what an agency said of its page by telephone, under the rules of its link.',
        params: id,
        body: z
          .object({
            report: z.enum(telephoneReports),
            etaAt: z.iso.datetime().optional(),
            outcome: z.enum(outcomes).optional(),
          })
          .meta({ examples: [{ report: 'staged' }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { report, etaAt, outcome } = request.body;
      const said = { etaAt: etaAt ? new Date(etaAt) : undefined, outcome };
      await as(request, (tx, by, now) => reportForPage(tx, request.params.id, report, said, by, now, isLive));
      return reply.code(204).send(null);
    },
  );
}
