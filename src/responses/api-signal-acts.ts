/** What is done about a report over HTTP before or instead of a response: passed on, its trip linked, somebody not to be told. */
import { z } from 'zod';
import { linkSignalTrip, listDoNotTell, type Whom } from '../cases/index.ts';
import { inNameOf, personOf } from '../identity/index.ts';
import type { App } from '../platform/index.ts';
import { byId, done, exampleId, id, type ResponsesApiDeps, tags, words } from './api-shapes.ts';
import { passOnAsInformation } from './passing-on.ts';

const whomBody = z
  .object({
    organizationId: id.optional(),
    unitId: id.optional(),
    contactId: id.optional(),
    staffId: id.optional(),
    name: z.string().trim().min(1).max(200).optional(),
    reason: words,
  })
  .refine(
    ({ organizationId, unitId, contactId, staffId, name }) =>
      [organizationId, unitId, contactId, staffId, name].filter((one) => one !== undefined).length === 1,
    {
      message: 'Name exactly one: an organization, a unit, a contact, a member of staff, or a name in words.',
    },
  )
  .meta({ examples: [{ organizationId: exampleId, reason: 'Her husband’s brother works there.' }] });

function whomOf(body: z.infer<typeof whomBody>): Whom {
  const { organizationId, unitId, contactId, staffId, name } = body;
  if (organizationId !== undefined) return { kind: 'organization', organizationId };
  if (unitId !== undefined) return { kind: 'unit', unitId };
  if (contactId !== undefined) return { kind: 'contact', contactId };
  if (staffId !== undefined) return { kind: 'staff', staffId };
  return { kind: 'name', name: name ?? '' };
}

export function registerSignalActs(app: App, deps: ResponsesApiDeps): void {
  const { db, clock } = deps;
  app.post(
    '/v1/signals/:id/pass-on',
    {
      schema: {
        tags,
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
    async (request) => {
      const { params, body } = request;
      const person = personOf(request);
      const by = person.id;
      const order = { signalId: params.id, by, ...body };
      await inNameOf(db, person, (tx) => passOnAsInformation(tx, deps, order, clock.now()));
      return { done: true as const };
    },
  );
  app.post(
    '/v1/signals/:id/trip',
    {
      schema: {
        tags,
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
    async (request) => {
      const { params, body } = request;
      const person = personOf(request);
      const staffId = person.id;
      await inNameOf(db, person, (tx) =>
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
        params: byId,
        description:
          'Puts an organization, a unit, a person, or a name that nobody here has on the do-not-tell list of the case: exactly one of them. It beats every duty to tell. Somebody of the hotline who is listed does not see the case any more.',
        body: whomBody,
        response: { 200: done },
      },
    },
    async (request) => {
      const { params, body } = request;
      const person = personOf(request);
      const staffId = person.id;
      await inNameOf(db, person, (tx) =>
        listDoNotTell(
          tx,
          { signalId: params.id, staffId, whom: whomOf(body), reason: body.reason },
          clock.now(),
        ),
      );
      return { done: true as const };
    },
  );
}
