/** The responses over HTTP, for staff. Who acts is named in the header Alight-Actor until sign-in exists. */
import { z } from 'zod';
import { staffById } from '../identity/index.ts';
import { type App, transaction } from '../platform/index.ts';
import { registerEndings } from './api-endings.ts';
import {
  actor,
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
      const asked = { signalId: body.signalId, by: await acting(headers) };
      return { ...(await showPlan(db, deps, deps.showing, asked, clock.now())) };
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
