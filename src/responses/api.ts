/** The responses over HTTP, for staff. Who acts is named in the header Alight-Actor until sign-in exists. */
import { z } from 'zod';
import type { Showing } from '../audit/index.ts';
import { linkSignalTrip, listDoNotTell } from '../cases/index.ts';
import { staffById } from '../identity/index.ts';
import { type App, type Clock, type Realtime, Refusal, transaction } from '../platform/index.ts';
import { tellCarrier } from './carrier.ts';
import { confirmResponse } from './confirm.ts';
import { closeResponse, standDown, unknownResponse } from './ending.ts';
import { giveLead } from './giving-lead.ts';
import type { ResponsesDeps } from './ground.ts';
import { passOnAsInformation } from './passing-on.ts';
import { planFor } from './plan.ts';
import { showResponse } from './queries.ts';
import { readResponse, timelineAfter } from './store.ts';

/** What the routes need besides. */
export interface ResponsesApiDeps extends ResponsesDeps {
  readonly clock: Clock;
  readonly realtime: Realtime;
  readonly showing: Showing;
}

const exampleId = '01900000-0000-7000-8000-00000000000a';
const exampleSupervisor = '01900000-0000-7000-8000-000000000003';
const id = z.uuid();
const words = z.string().trim().min(1).max(4000);
const byId = z.object({ id });
const actor = z
  .object({ 'alight-actor': id.meta({ description: 'The id of the member of staff who acts.' }) })
  .loose();
const done = z.object({ done: z.literal(true) });
const free = z.record(z.string(), z.unknown());
const tags = ['responses'];

/** Streams hold one connection each; this many per process, so that the console cannot use up the server. */
const streamLimit = 500;
const heartbeatMilliseconds = 15_000;

/** Registers the routes. */
export function registerResponsesApi(app: App, deps: ResponsesApiDeps): void {
  const { db, clock } = deps;
  const acting = async (headers: { 'alight-actor': string }) =>
    (await staffById(db, headers['alight-actor'])).id;

  app.post(
    '/v1/meeting-plans',
    {
      schema: {
        tags,
        headers: actor,
        description: 'Draws up who could meet the person where they get off, and how likely. Stores nothing.',
        body: z.object({ signalId: id }).meta({ examples: [{ signalId: exampleId }] }),
        response: { 200: free },
      },
    },
    async ({ body, headers }) => {
      await acting(headers);
      return { ...(await planFor(db, deps, body.signalId, clock.now())) };
    },
  );

  app.post(
    '/v1/responses',
    {
      schema: {
        tags,
        headers: actor,
        description:
          'Confirms a response and asks everyone. Takes a second person unless danger is imminent.',
        body: z
          .object({
            signalId: id,
            reason: words,
            secondStaffId: id.optional(),
            leadOrganizationId: id.optional(),
            description: z.string().trim().max(500).optional().meta({
              description:
                'How the person can be recognised, in your words: clothing, bags, seat. No name. The words of the report are never told.',
            }),
          })
          .meta({
            examples: [
              {
                signalId: exampleId,
                reason: 'He answers for her and holds her ticket.',
                secondStaffId: exampleSupervisor,
              },
            ],
          }),
        response: { 201: z.object({ responseId: id }) },
      },
    },
    async ({ body, headers }, reply) => {
      const by = await acting(headers);
      const order = {
        signalId: body.signalId,
        reason: body.reason,
        by,
        secondBy: body.secondStaffId,
        leadOrganizationId: body.leadOrganizationId,
        description: body.description,
      };
      reply.code(201);
      return transaction(db, (tx) => confirmResponse(tx, deps, order, clock.now()));
    },
  );

  app.get(
    '/v1/responses/:id',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'A response on one screen.',
        response: { 200: free },
      },
    },
    async ({ params, headers }) => {
      const asked = { responseId: params.id, by: await acting(headers) };
      return { ...(await showResponse(db, deps.geography, deps.showing, asked, clock.now())) };
    },
  );
  registerEndings(app, deps);
  registerSignalActs(app, deps);
  registerStream(app, deps);
}

function registerEndings(app: App, deps: ResponsesApiDeps): void {
  const { db, clock } = deps;
  app.post(
    '/v1/responses/:id/stand-down',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'Calls the response off; everyone asked is told by a page.',
        body: z
          .object({ reason: words })
          .meta({ examples: [{ reason: 'The person called: she is safe at home.' }] }),
        response: { 200: done },
      },
    },
    async ({ params, body, headers }) => {
      const by = headers['alight-actor'];
      await transaction(db, (tx) =>
        standDown(tx, { responseId: params.id, by, reason: body.reason }, clock.now()),
      );
      return { done: true as const };
    },
  );
  app.post(
    '/v1/responses/:id/carrier',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description:
          'Tells the carrier train, stop and "police attending", because the lead agency decided so.',
        body: z.object({ organizationId: id, decision: words }).meta({
          examples: [{ organizationId: exampleId, decision: 'The desk asked for the doors to stay open.' }],
        }),
        response: { 200: done },
      },
    },
    async ({ params, body, headers }) => {
      const order = { responseId: params.id, by: headers['alight-actor'], ...body };
      await transaction(db, (tx) => tellCarrier(tx, deps, order, clock.now()));
      return { done: true as const };
    },
  );
  app.post(
    '/v1/responses/:id/lead',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description:
          'A supervisor names another police agency that is coming as the lead, when no local agency leads and it has agreed.',
        body: z
          .object({ role: z.enum(['state-patrol', 'railroad-police']), reason: words })
          .meta({ examples: [{ role: 'state-patrol', reason: 'Spoke to the troop’s desk; they lead.' }] }),
        response: { 200: done },
      },
    },
    async ({ params, body, headers }) => {
      const by = headers['alight-actor'];
      await transaction(db, (tx) => giveLead(tx, deps, { responseId: params.id, by, ...body }, clock.now()));
      return { done: true as const };
    },
  );
  app.post(
    '/v1/responses/:id/close',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'Closes a response.',
        response: { 200: done },
      },
    },
    async ({ params, headers }) => {
      const by = headers['alight-actor'];
      await transaction(db, (tx) => closeResponse(tx, { responseId: params.id, by }, clock.now()));
      return { done: true as const };
    },
  );
}

function registerSignalActs(app: App, deps: ResponsesApiDeps): void {
  const { db, clock } = deps;
  app.post(
    '/v1/signals/:id/pass-on',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'Passes a report on as information. No response is asked for; the agency decides.',
        body: z
          .object({
            reason: words,
            again: z.boolean().optional(),
            description: z.string().trim().max(500).optional(),
          })
          .meta({ examples: [{ reason: 'Seen twice at the same stop; nobody there now.' }] }),
        response: { 200: done },
      },
    },
    async ({ params, body, headers }) => {
      const by = (await staffById(db, headers['alight-actor'])).id;
      const order = { signalId: params.id, by, ...body };
      await transaction(db, (tx) => passOnAsInformation(tx, deps, order, clock.now()));
      return { done: true as const };
    },
  );
  app.post(
    '/v1/signals/:id/trip',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description:
          'Links the vehicle the person is on, and where they themselves get off when that is known.',
        body: z
          .object({
            tripId: z.string().min(1).max(200),
            serviceDate: z.iso.date(),
            stopId: z.string().min(1).max(200).optional(),
          })
          .meta({ examples: [{ tripId: 'river-runner:311', serviceDate: '2026-02-12', stopId: 'KCY' }] }),
        response: { 200: done },
      },
    },
    async ({ params, body, headers }) => {
      const staffId = (await staffById(db, headers['alight-actor'])).id;
      await transaction(db, (tx) =>
        linkSignalTrip(tx, { signalId: params.id, staffId, ...body }, clock.now()),
      );
      return { done: true as const };
    },
  );
  app.post(
    '/v1/signals/:id/do-not-tell',
    {
      schema: {
        tags,
        headers: actor,
        params: byId,
        description: 'Puts an organization on the do-not-tell list of the case. It beats every duty to tell.',
        body: z
          .object({ organizationId: id, reason: words })
          .meta({ examples: [{ organizationId: exampleId, reason: 'Her husband’s brother works there.' }] }),
        response: { 200: done },
      },
    },
    async ({ params, body, headers }) => {
      const staffId = (await staffById(db, headers['alight-actor'])).id;
      await transaction(db, (tx) =>
        listDoNotTell(tx, { signalId: params.id, staffId, ...body }, clock.now()),
      );
      return { done: true as const };
    },
  );
}

/** The timeline as it grows. A reader that comes back names the last sequence it has, and misses nothing. */
function registerStream(app: App, deps: ResponsesApiDeps): void {
  const { db, realtime } = deps;
  let open = 0;
  app.get(
    '/v1/responses/:id/events',
    {
      schema: {
        tags,
        params: byId,
        headers: z
          .object({ 'alight-actor': id.optional(), 'last-event-id': z.string().max(20).optional() })
          .loose(),
        querystring: z.object({ actor: id.optional(), after: z.coerce.number().int().min(0).optional() }),
        description:
          'The timeline as server-sent events. The event id is the sequence; send it back as Last-Event-ID to go on.',
      },
    },
    async ({ params, headers, query }, reply) => {
      await staffById(db, headers['alight-actor'] ?? query.actor);
      if (!(await readResponse(db, params.id))) throw unknownResponse();
      if (open >= streamLimit)
        throw new Refusal(
          'too-many-streams',
          503,
          'Too many open pages',
          'Reload in a minute; nothing is lost.',
        );
      const last = Number(headers['last-event-id'] ?? query.after ?? 0);
      let sequence = Number.isSafeInteger(last) && last > 0 ? last : 0;
      open++;
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      stream.write(': here\n\n');
      let [reading, again] = [false, false];
      const send = async () => {
        again = true;
        if (reading) return;
        reading = true;
        try {
          while (again && !stream.destroyed) {
            again = false;
            for (const entry of await timelineAfter(db, params.id, sequence)) {
              sequence = entry.sequence;
              stream.write(`id: ${sequence}\nevent: timeline\ndata: ${JSON.stringify(entry)}\n\n`);
            }
          }
        } catch {
          // The reader reconnects with the last sequence it has and loses nothing.
          stream.destroy();
        } finally {
          reading = false;
        }
      };
      const unlisten = realtime.listen(params.id, () => void send());
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMilliseconds);
      stream.once('close', () => {
        open--;
        unlisten();
        clearInterval(heartbeat);
      });
      await send();
    },
  );
}
