/** What staff learn of a case, over HTTP. */
import { z } from 'zod';
import type { Geography } from '../geography/index.ts';
import { staffById } from '../identity/index.ts';
import { type App, type Clock, type Db, transaction } from '../platform/index.ts';
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
        headers: z.object({ 'alight-actor': z.uuid() }).loose(),
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
    async ({ params, body, headers }) => {
      const staffId = (await staffById(db, headers['alight-actor'])).id;
      await transaction(db, async (tx) => {
        await linkSignalPlace(tx, geography, { signalId: params.id, staffId, ...body }, clock.now());
      });
      return { done: true as const };
    },
  );
}
