/** Who answers for a place, over HTTP. Anybody may ask and learns names only; staff learn why, where and what is missing. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Clock } from '../platform/index.ts';
import type { AgencyAnswer } from './core/index.ts';
import { type JurisdictionsDeps, publicView, type Resolution, resolveAreas } from './queries.ts';
import { pathPointLimit, type ResolveQuery } from './spots.ts';

export interface JurisdictionsApiDeps extends JurisdictionsDeps {
  readonly clock: Clock;
  /** Whether whoever asks was let in as somebody who may learn why. */
  readonly mayLearnWhy: (request: FastifyRequest) => boolean;
}

const point = z
  .strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
  .meta({ description: 'WGS 84, degrees.' });

const query = z
  .union([
    z.strictObject({ point }),
    z.strictObject({
      path: z.array(point).min(2).max(pathPointLimit),
      startsAt: z.iso.datetime({ offset: true }),
      metersPerSecond: z.number().min(0.5).max(120).optional(),
    }),
    z.strictObject({ tripId: z.string().min(1).max(200), serviceDate: z.iso.date() }),
  ])
  .meta({
    description: 'One of: a point; a path with the moment it begins; a trip on a service date.',
    examples: [{ point: { lon: -94.5851, lat: 39.0849 } }],
  });

const agency = z.object({
  organizationId: z.uuid(),
  name: z.string(),
  serviceUrn: z.string(),
  role: z.string(),
  areas: z.array(z.string()),
  stopIndexes: z.array(z.number()),
  reason: z.string(),
});

const publicAnswer = z.strictObject({ agencies: z.array(z.strictObject({ name: z.string() })) });
const staffAnswer = z.strictObject({
  stops: z
    .array(
      z.object({
        stopId: z.string(),
        name: z.string(),
        lon: z.number(),
        lat: z.number(),
        arrivalAt: z.string(),
        countyFips: z.string().nullable(),
      }),
    )
    .optional(),
  areas: z.array(
    z.object({
      countyFips: z.string(),
      countyName: z.string(),
      stateFips: z.string(),
      enterAt: z.string().optional(),
      exitAt: z.string().optional(),
    }),
  ),
  agencies: z.array(agency),
  psaps: z.array(agency),
  onRequest: z
    .array(agency)
    .meta({ description: 'Asked only by a person’s decision, never by place alone.' }),
});

/** `POST /v1/jurisdictions/resolve`. */
export function registerJurisdictionsApi(app: App, deps: JurisdictionsApiDeps): void {
  app.post(
    '/v1/jurisdictions/resolve',
    {
      schema: {
        tags: ['jurisdictions'],
        description:
          'Who answers for a place or a trip. Names of agencies only; staff also get the reason, the areas and the stops.',
        body: query,
        response: { 200: z.union([staffAnswer, publicAnswer]) },
      },
    },
    async (request): Promise<z.infer<typeof staffAnswer> | z.infer<typeof publicAnswer>> => {
      const { body } = request;
      const asked: ResolveQuery =
        'path' in body
          ? {
              path: body.path,
              startsAt: new Date(body.startsAt),
              ...(body.metersPerSecond ? { metersPerSecond: body.metersPerSecond } : {}),
            }
          : body;
      const resolution = await resolveAreas(deps, asked, deps.clock.now());
      return deps.mayLearnWhy(request) ? staffViewOf(resolution) : namesOf(resolution);
    },
  );
}

const namesOf = (resolution: Resolution): z.infer<typeof publicAnswer> => ({
  agencies: [...publicView(resolution).agencies],
});

const copyOf = (answers: readonly AgencyAnswer[]): z.infer<typeof agency>[] =>
  answers.map((answer) => ({ ...answer, areas: [...answer.areas], stopIndexes: [...answer.stopIndexes] }));

function staffViewOf(resolution: Resolution): z.infer<typeof staffAnswer> {
  const { stops, areas, agencies, psaps, onRequest } = resolution;
  return {
    ...(stops ? { stops: stops.map((stop) => ({ ...stop, arrivalAt: stop.arrivalAt.toISOString() })) } : {}),
    areas: areas.map(({ enterAt, exitAt, ...area }) => ({
      ...area,
      ...(enterAt ? { enterAt: enterAt.toISOString() } : {}),
      ...(exitAt ? { exitAt: exitAt.toISOString() } : {}),
    })),
    agencies: copyOf(agencies),
    psaps: copyOf(psaps),
    onRequest: copyOf(onRequest),
  };
}
