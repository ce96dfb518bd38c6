/** What staff learn of a case, over HTTP. */
import { z } from 'zod';
import type { Geography } from '../geography/index.ts';
import { inNameOf, personOf } from '../identity/index.ts';
import type { App, Clock, Db } from '../platform/index.ts';
import { linkSignalPlace } from './place.ts';

export interface CasesApiDeps {
  readonly db: Db;
  readonly geography: Geography;
  readonly clock: Clock;
}

/** Registers the routes. */
export function registerCasesApi(app: App, { db, geography, clock }: CasesApiDeps): void {
  app.post(
    '/v1/signals/:id/place',
    {
      schema: {
        tags: ['responses'],
        params: z.object({ id: z.uuid() }),
        description:
          'Links the place the person is at. A county alone is enough; its middle is the point until a finer one is given.',
        body: z
          .object({
            words: z.string().trim().min(1).max(300),
            county: z.string().max(200).optional(),
            point: z
              .object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
              .optional(),
          })
          .meta({ examples: [{ words: 'Truck stop at exit 49', county: 'Jackson County, Missouri' }] }),
        response: { 200: z.object({ done: z.literal(true) }) },
      },
    },
    async (request) => {
      const person = personOf(request);
      const link = { signalId: request.params.id, staffId: person.id, ...request.body };
      await inNameOf(db, person, (tx) => linkSignalPlace(tx, geography, link, clock.now()));
      return { done: true as const };
    },
  );
}
