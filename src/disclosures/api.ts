/** Court orders over HTTP, for supervisors. */
import { z } from 'zod';
import type { Showing } from '../audit/index.ts';
import { inNameOf, personOf } from '../identity/index.ts';
import type { App, Clock, Db, Tx } from '../platform/index.ts';
import { releaseItems } from '../signals/core/index.ts';
import {
  agreeCourtOrder,
  courtOrdersOf,
  endCourtOrder,
  handOverCourtOrder,
  notePersonNotTold,
  notePersonTold,
  recordCourtOrder,
} from './court-orders.ts';

const tags = ['court orders'];
const byId = z.object({ id: z.uuid() });
const done = z.object({ done: z.literal(true) });
const exampleId = '01900000-0000-7000-8000-00000000000a';

export function registerCourtOrdersApi(
  app: App,
  { db, clock, showing }: { readonly db: Db; readonly clock: Clock; readonly showing: Showing },
): void {
  app.get(
    '/v1/signals/:id/court-orders',
    {
      schema: {
        tags,
        params: byId,
        description: 'The court orders of a report: what each compels, who agreed, and how far it is.',
        response: { 200: z.object({ courtOrders: z.array(z.record(z.string(), z.unknown())) }) },
      },
    },
    async (request) => {
      const person = personOf(request);
      const { id } = request.params;
      const courtOrders = await inNameOf(db, person, (tx) =>
        courtOrdersOf(tx, showing, { signalId: id, by: person.id }, clock.now()),
      );
      return JSON.parse(JSON.stringify({ courtOrders })) as { courtOrders: Record<string, unknown>[] };
    },
  );
  app.post(
    '/v1/signals/:id/court-orders',
    {
      schema: {
        tags,
        params: byId,
        description:
          'Records what a court orders: one recipient, exactly these items, until a day. Nothing is told until another supervisor agrees.',
        body: z
          .object({
            organizationId: z.uuid(),
            items: z.array(z.enum(releaseItems)).min(1).max(releaseItems.length),
            court: z.string().trim().min(1).max(200),
            number: z.string().trim().min(1).max(200),
            orderedOn: z.iso.date(),
            words: z.string().trim().min(1).max(2000),
            until: z.iso.datetime(),
            attachmentId: z.uuid().optional(),
          })
          .meta({
            examples: [
              {
                organizationId: exampleId,
                items: ['place', 'time'],
                court: 'Circuit Court of an invented county',
                number: '26-CV-0101',
                orderedOn: '2026-02-02',
                words: 'To tell where and when she was seen.',
                until: '2026-05-01T00:00:00Z',
              },
            ],
          }),
        response: { 201: z.object({ courtOrderId: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const person = personOf(request);
      const { params, body } = request;
      const order = { ...body, until: new Date(body.until) };
      const courtOrderId = await inNameOf(db, person, (tx) =>
        recordCourtOrder(tx, params.id, person.id, order, clock.now()),
      );
      return reply.code(201).send({ courtOrderId });
    },
  );
  app.post(
    '/v1/court-orders/:id/agree',
    {
      schema: {
        tags,
        params: byId,
        description:
          'The second supervisor agrees, counsel having read the order. A recipient on the do-not-tell list is told only when that is said.',
        body: z
          .object({ counselRead: z.boolean(), despiteList: z.boolean().optional() })
          .meta({ examples: [{ counselRead: true }] }),
        response: { 200: z.object({ disclosureId: z.uuid() }) },
      },
    },
    async (request) => {
      const person = personOf(request);
      const { counselRead, despiteList = false } = request.body;
      const said = { by: person.id, counselRead, despiteList };
      return inNameOf(db, person, (tx) => agreeCourtOrder(tx, request.params.id, said, clock.now()));
    },
  );
  const step = (
    verb: string,
    description: string,
    run: (tx: Tx, id: string, by: string, now: Date) => Promise<void>,
  ) =>
    app.post(
      `/v1/court-orders/:id/${verb}`,
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
        const person = personOf(request);
        await inNameOf(db, person, (tx) => run(tx, request.params.id, person.id, clock.now()));
        return { done: true as const };
      },
    );
  step('handed-over', 'A person has handed over what was ordered, and nothing else.', handOverCourtOrder);
  step(
    'person-told',
    'The person was told, or a reasonable attempt was made while it was safe.',
    notePersonTold,
  );
  app.post(
    '/v1/court-orders/:id/person-not-told',
    {
      schema: {
        tags,
        params: byId,
        description:
          'Why it is not safe to tell the person yet. That they were told can still be said later.',
        body: z.object({ reason: z.string().trim().min(1).max(2000) }).meta({
          examples: [{ reason: 'Somebody else reads their messages. We ask again when they call.' }],
        }),
        response: { 200: done },
      },
    },
    async (request) => {
      const person = personOf(request);
      const said = { by: person.id, reason: request.body.reason };
      await inNameOf(db, person, (tx) => notePersonNotTold(tx, request.params.id, said, clock.now()));
      return { done: true as const };
    },
  );
  step('end', 'The order was lifted or recorded wrongly: nothing more is told on it.', endCourtOrder);
}
