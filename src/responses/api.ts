/** The responses over HTTP, for staff. */
import { z } from 'zod';
import { inNameOf, personOf } from '../identity/index.ts';
import type { App } from '../platform/index.ts';
import { registerEndings } from './api-endings.ts';
import {
  byId,
  exampleId,
  exampleSupervisor,
  free,
  id,
  type ResponsesApiDeps,
  tags,
  words,
} from './api-shapes.ts';
import { registerSignalActs } from './api-signal-acts.ts';
import { confirmResponse } from './confirm.ts';
import { showPlan, showResponse } from './queries.ts';
import { registerStream } from './stream.ts';

/** Registers the routes. */
export function registerResponsesApi(app: App, deps: ResponsesApiDeps): void {
  const { db, clock } = deps;
  app.post(
    '/v1/meeting-plans',
    {
      schema: {
        tags,
        description: 'Draws up who could meet the person where they get off, and how likely. Stores nothing.',
        body: z.object({ signalId: id }).meta({ examples: [{ signalId: exampleId }] }),
        response: { 200: free },
      },
    },
    async (request) => {
      const person = personOf(request);
      const asked = { signalId: request.body.signalId, by: person.id };
      const plan = await inNameOf(db, person, (tx) => showPlan(tx, deps, deps.showing, asked, clock.now()));
      return { ...plan };
    },
  );

  app.post(
    '/v1/responses',
    {
      schema: {
        tags,
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
    async (request, reply) => {
      const { body } = request;
      const person = personOf(request);
      const order = {
        signalId: body.signalId,
        reason: body.reason,
        by: person.id,
        secondBy: body.secondStaffId,
        leadOrganizationId: body.leadOrganizationId,
        description: body.description,
      };
      reply.code(201);
      return inNameOf(db, person, (tx) => confirmResponse(tx, deps, order, clock.now()));
    },
  );

  app.get(
    '/v1/responses/:id',
    {
      schema: {
        tags,
        params: byId,
        description: 'A response on one screen.',
        response: { 200: free },
      },
    },
    async (request) => {
      const person = personOf(request);
      const asked = { responseId: request.params.id, by: person.id };
      const response = await inNameOf(db, person, (tx) =>
        showResponse(tx, deps.geography, deps.showing, asked, clock.now()),
      );
      return { ...response };
    },
  );
  registerEndings(app, deps);
  registerSignalActs(app, deps);
  registerStream(app, deps);
}
