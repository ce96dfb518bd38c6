/** The timeline as it happens, as server-sent events. */
import { z } from 'zod';
import { inNameOf, personOf } from '../identity/index.ts';
import { type App, Refusal } from '../platform/index.ts';
import { byId, type ResponsesApiDeps, tags } from './api-shapes.ts';
import { unknownResponse } from './ending.ts';
import { readResponse } from './store.ts';
import { timelineAfter } from './store-timeline.ts';

/** Streams hold one connection each; this many per process, so that the console cannot use up the server. */
const streamLimit = 500;
const heartbeatMilliseconds = 15_000;

/** The timeline as it grows. A reader that comes back names the last sequence it has, and misses nothing. */
export function registerStream(app: App, deps: ResponsesApiDeps): void {
  const { db, clock, realtime, showing } = deps;
  let open = 0;
  app.get(
    '/v1/responses/:id/events',
    {
      schema: {
        tags,
        params: byId,
        headers: z.object({ 'last-event-id': z.string().max(20).optional() }).loose(),
        querystring: z.object({ after: z.coerce.number().int().min(0).optional() }),
        description:
          'The timeline as server-sent events. The event id is the sequence; send it back as Last-Event-ID to go on.',
      },
    },
    async (request, reply) => {
      const { params, headers, query } = request;
      const person = personOf(request);
      await inNameOf(db, person, async (tx) => {
        const response = await readResponse(tx, params.id);
        if (!response) throw unknownResponse();
        await showing.record(tx, {
          at: clock.now(),
          actor: { kind: 'staff', id: person.id },
          view: 'timeline',
          subjectKind: 'response',
          subjectId: response.id,
          ids: [response.id, response.signalId, response.caseId],
          imminent: response.state === 'open',
          leaves: 'new',
        });
      });
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
        ...(reply.getHeaders() as Record<string, string>),
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
            if (!(await request.stillLetIn())) return void stream.destroy();
            const entries = await inNameOf(db, person, (tx) => timelineAfter(tx, params.id, sequence));
            for (const entry of entries) {
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
      const heartbeat = setInterval(async () => {
        // Signed out, sent away, or the token ran out meanwhile: nothing more goes out, and who comes back is asked again.
        if (await request.stillLetIn()) stream.write(': still here\n\n');
        else stream.destroy();
      }, heartbeatMilliseconds);
      stream.once('close', () => {
        open--;
        unlisten();
        clearInterval(heartbeat);
      });
      await send();
    },
  );
}
