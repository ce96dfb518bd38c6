/** What is done to a response over HTTP: called off, told to the carrier, given another lead, closed. */
import { z } from 'zod';
import { inNameOf, personOf } from '../identity/index.ts';
import type { App } from '../platform/index.ts';
import { byId, done, exampleId, id, type ResponsesApiDeps, tags, words } from './api-shapes.ts';
import { tellCarrier } from './carrier.ts';
import { closeResponse, standDown } from './ending.ts';
import { giveLead } from './giving-lead.ts';

export function registerEndings(app: App, deps: ResponsesApiDeps): void {
  const { db, clock } = deps;
  app.post(
    '/v1/responses/:id/stand-down',
    {
      schema: {
        tags,
        params: byId,
        description: 'Calls the response off; everyone asked is told by a page.',
        body: z
          .object({ reason: words })
          .meta({ examples: [{ reason: 'The person called: she is safe at home.' }] }),
        response: { 200: done },
      },
    },
    async (request) => {
      const { params, body } = request;
      const person = personOf(request);
      const by = person.id;
      await inNameOf(db, person, (tx) =>
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
        params: byId,
        description:
          'Tells the carrier train, stop and "police attending", because the lead agency decided so.',
        body: z.object({ organizationId: id, decision: words }).meta({
          examples: [{ organizationId: exampleId, decision: 'The desk asked for the doors to stay open.' }],
        }),
        response: { 200: done },
      },
    },
    async (request) => {
      const { params, body } = request;
      const person = personOf(request);
      const order = { responseId: params.id, by: person.id, ...body };
      await inNameOf(db, person, (tx) => tellCarrier(tx, deps, order, clock.now()));
      return { done: true as const };
    },
  );
  app.post(
    '/v1/responses/:id/lead',
    {
      schema: {
        tags,
        params: byId,
        description:
          'A supervisor names another police agency that is coming as the lead, when no local agency leads and it has agreed.',
        body: z
          .object({ role: z.enum(['state-patrol', 'railroad-police']), reason: words })
          .meta({ examples: [{ role: 'state-patrol', reason: 'Spoke to the troop’s desk; they lead.' }] }),
        response: { 200: done },
      },
    },
    async (request) => {
      const { params, body } = request;
      const person = personOf(request);
      const by = person.id;
      await inNameOf(db, person, (tx) =>
        giveLead(tx, deps, { responseId: params.id, by, ...body }, clock.now()),
      );
      return { done: true as const };
    },
  );
  app.post(
    '/v1/responses/:id/close',
    {
      schema: {
        tags,
        params: byId,
        description: 'Closes a response.',
        response: { 200: done },
      },
    },
    async (request) => {
      const { params } = request;
      const person = personOf(request);
      const by = person.id;
      await inNameOf(db, person, (tx) => closeResponse(tx, { responseId: params.id, by }, clock.now()));
      return { done: true as const };
    },
  );
}
