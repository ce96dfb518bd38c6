/**
 * The map that the report's form opens (docs/decisions/0027): counties, lines of the timetables and their stops, drawn from what we have.
 * It is the same for everybody, so that nobody learns from it where somebody looks. No provider and no shelter is in it.
 */
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import {
  type DrawnMap,
  nearestStop,
  type Picture,
  packAll,
  pictureOf,
  type Spot,
} from '../geography/core/index.ts';
import { type Geography, readOutlines } from '../geography/index.ts';
import { countyWords } from '../jurisdictions/index.ts';
import type { App, Clock, Db } from '../platform/index.ts';
import { drawnLines } from '../transit/index.ts';

const borderPointLimit = 6_000;
/** Timetables change once a day at most; a browser asks again after this as well. */
const keptSeconds = 600;

/** @property isWhole false: the timetables could not be read, and the next who asks may have more */
interface Drawing {
  readonly map: DrawnMap;
  readonly isWhole: boolean;
}

export interface AreaMap {
  readonly drawn: () => Promise<Drawing>;
  /** Where a point is, in words that people know. */
  readonly spotAt: (point: { lon: number; lat: number }) => Promise<Spot>;
  /** What lies around a point. */
  readonly pictureAt: (point: { lon: number; lat: number }) => Promise<Picture>;
}

export function openAreaMap(deps: {
  db: Db;
  clock: Clock;
  geography: Geography;
  /** The state whose counties are drawn. */
  stateFips: string;
}): AreaMap {
  const { db, clock, geography, stateFips } = deps;
  let outlines: Pick<DrawnMap, 'borders' | 'counties' | 'box'> | undefined;
  const outlined = () => {
    if (outlines) return outlines;
    const { borders, box } = readOutlines(stateFips);
    outlines = {
      box,
      borders: packAll(borders.lines, borderPointLimit),
      counties: borders.counties.flatMap(({ fips, rings }) => {
        const county = geography.county(fips);
        return county ? [{ name: countyWords(county), rings }] : [];
      }),
    };
    return outlines;
  };
  const draw = async (): Promise<Drawing> => {
    const around = outlined();
    // Without the timetables it is a map still.
    const read = await drawnLines(db, around.box).catch(() => undefined);
    const { stops, lines } = read ?? { stops: [], lines: [] };
    const map = {
      ...around,
      stops: stops.map(
        ({ name, lon, lat }) => [name, Number(lon.toFixed(4)), Number(lat.toFixed(4))] as const,
      ),
      lines,
    };
    return { map, isWhole: read !== undefined };
  };
  let kept: { readonly until: number; readonly drawing: Promise<Drawing> } | undefined;
  /** A whole one is kept; whoever asks while one is being drawn waits for that one. */
  const drawn = () => {
    const now = clock.now().getTime();
    if (kept && kept.until > now) return kept.drawing;
    const mine = { until: now + keptSeconds * 1000, drawing: draw() };
    kept = mine;
    const drop = () => {
      if (kept === mine) kept = undefined;
    };
    mine.drawing.then(({ isWhole }) => isWhole || drop(), drop);
    return mine.drawing;
  };
  return {
    drawn,
    spotAt: async (point) => {
      const county = geography.locate(point);
      return { county: county && countyWords(county), stop: nearestStop((await drawn()).map.stops, point) };
    },
    pictureAt: async (point) => pictureOf((await drawn()).map, point),
  };
}

const numbers = z.array(z.number().int()).readonly();
const shape = z.object({
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly(),
  borders: z.array(numbers).readonly(),
  counties: z.array(z.object({ name: z.string(), rings: z.array(numbers).readonly() })).readonly(),
  stops: z.array(z.tuple([z.string(), z.number(), z.number()]).readonly()).readonly(),
  lines: z.array(numbers).readonly(),
});

/** `GET /v1/map`. It may be kept by a browser, and packed: it holds nothing that is anybody's. */
export function registerAreaMap(app: App, map: AreaMap): void {
  let packed: { readonly of: DrawnMap; readonly bytes: Buffer } | undefined;
  app.get(
    '/v1/map',
    {
      schema: {
        tags: ['jurisdictions'],
        description:
          'The map that a report may point at: borders of counties in thousandths of a degree (the first pair as it is, each further one as its difference), which of them go around each county (`~n` is border n backwards), and the stops and lines of the timetables. The same for everybody.',
        response: { 200: shape },
      },
    },
    async (request, reply) => {
      const { map: drawn, isWhole } = await map.drawn();
      reply
        .header('cache-control', isWhole ? `public, max-age=${keptSeconds}` : 'no-store')
        .header('vary', 'accept-encoding');
      if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(drawn);
      if (packed?.of !== drawn) packed = { of: drawn, bytes: gzipSync(JSON.stringify(drawn)) };
      return reply
        .header('content-encoding', 'gzip')
        .type('application/json; charset=utf-8')
        .send(packed.bytes as never);
    },
  );
}
