/**
 * From a question (a point, a path, a trip) to the spots and areas it is about. Counties in which a vehicle spends less than
 * 30 s are left out of the way it takes; at a stop, every county within 500 m is counted.
 */
import type { County, Geography, Point, TimedCounty, TimedPoint } from '../geography/index.ts';
import { type Db, Refusal } from '../platform/index.ts';
import { type RunningTrip, type TripStop, tripOn } from '../transit/index.ts';
import { type AskedSpot, borderMeters, type Mode, type SpotCounty } from './core/index.ts';

/** What may be asked. */
export type ResolveQuery =
  | { readonly point: Point }
  /** A way and when it begins; `metersPerSecond` is the speed in between, 29 (65 mph) unless said. */
  | { readonly path: readonly Point[]; readonly startsAt: Date; readonly metersPerSecond?: number }
  /** `serviceDate` as `2026-11-24`, in the timetable's own zone. */
  | { readonly tripId: string; readonly serviceDate: string };

export interface ResolvedStop {
  readonly stopId: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly arrivalAt: Date;
  /** Null for a stop outside every county known. */
  readonly countyFips: string | null;
}

export interface ResolvedArea {
  readonly countyFips: string;
  readonly countyName: string;
  readonly stateFips: string;
  readonly enterAt?: Date;
  readonly exitAt?: Date;
}

export interface Asked {
  readonly spots: readonly AskedSpot[];
  readonly areas: readonly ResolvedArea[];
  readonly stops?: readonly ResolvedStop[];
}

/** A path may have so many points. */
export const pathPointLimit = 2_000;
/** And lead so far; a continent is 5,000 km. */
const pathKilometresLimit = 6_000;
const cruisingMetersPerSecond = 29;
const railType = 2;
const busType = 3;
const louisiana = '22';
const alaska = '02';

const outsideEveryArea = () =>
  new Refusal(
    'outside-every-area',
    422,
    'That place is outside every area we know',
    'We know the counties of the United States. Please check longitude and latitude, which come in that order.',
  );
const pathTooLong = (detail: string) =>
  new Refusal('path-too-long', 422, 'That path is more than we can follow', detail);

/** A county as people write it: "Jackson County, Missouri". */
export function countyWords(county: County): string {
  const kind = county.stateFips === louisiana ? ' Parish' : county.stateFips === alaska ? '' : ' County';
  const complete = /(county|city|parish)$/i.test(county.countyName);
  return `${county.countyName}${complete ? '' : kind}, ${county.stateName}`;
}

function countiesAt(geography: Geography, point: Point): SpotCounty[] {
  const here = geography.locate(point);
  const near = geography.locateNear(point, borderMeters);
  const all = here ? [here, ...near.filter(({ countyFips }) => countyFips !== here.countyFips)] : near;
  return all.map((county) => ({
    countyFips: county.countyFips,
    stateFips: county.stateFips,
    words: countyWords(county),
    beside: county !== here && county.countyFips !== here?.countyFips,
  }));
}

const areaOf = (county: County): ResolvedArea => ({
  countyFips: county.countyFips,
  countyName: county.countyName,
  stateFips: county.stateFips,
});

/** A point's county, and those beside it. @throws Refusal outside-every-area */
export function askPoint(geography: Geography, point: Point): Asked {
  const counties = countiesAt(geography, point);
  if (counties.length === 0) throw outsideEveryArea();
  const areas = counties.flatMap(({ countyFips }) => {
    const county = geography.county(countyFips);
    return county ? [areaOf(county)] : [];
  });
  return {
    spots: [{ ...point, where: '', counties, mode: null, passed: false, stopIndex: 0, at: null }],
    areas,
  };
}

/** A spot for each county passed for 30 s or more, each county once. */
function passing(
  geography: Geography,
  counties: readonly TimedCounty[],
  { mode, verb, timeZone }: { mode: Mode | null; verb: string; timeZone: string },
): AskedSpot[] {
  const seen = new Set<string>();
  return counties.flatMap((timed) => {
    if (seen.has(timed.countyFips)) return [];
    seen.add(timed.countyFips);
    const county = geography.county(timed.countyFips);
    if (!county) return [];
    const between = `${clockWords(timed.enterAt, timeZone)} to ${clockWords(timed.exitAt, timeZone)}`;
    const here = { countyFips: county.countyFips, stateFips: county.stateFips, words: countyWords(county) };
    return [
      {
        ...county.centre,
        where: `, which ${verb} ${between}`,
        counties: [{ ...here, beside: false }],
        mode,
        passed: true,
        stopIndex: null,
        at: timed.enterAt,
      },
    ];
  });
}

const areasOf = (counties: readonly TimedCounty[]): ResolvedArea[] =>
  counties.map((county) => ({ ...areaOf(county), enterAt: county.enterAt, exitAt: county.exitAt }));

/** The counties of a path driven evenly. @throws Refusal outside-every-area, path-too-long */
export function askPath(
  geography: Geography,
  query: Extract<ResolveQuery, { path: readonly Point[] }>,
  timeZone: string,
): Asked {
  const { path, startsAt, metersPerSecond = cruisingMetersPerSecond } = query;
  if (path.length < 2 || path.length > pathPointLimit)
    throw pathTooLong(`Send 2 to ${pathPointLimit.toLocaleString('en-US')} points.`);
  const legs = distancesOf(path);
  if (legs[legs.length - 1]! > pathKilometresLimit * 1000)
    throw pathTooLong(`A path may be ${pathKilometresLimit.toLocaleString('en-US')} km long.`);
  const timed: TimedPoint[] = path.map((point, i) => ({
    ...point,
    at: new Date(startsAt.getTime() + (legs[i]! / metersPerSecond) * 1000),
  }));
  const counties = geography.corridorTimes(timed).filter(({ brief }) => !brief);
  if (counties.length === 0) return askPoint(geography, path[0]!);
  return {
    spots: passing(geography, counties, { mode: null, verb: 'the path passes', timeZone }),
    areas: areasOf(counties),
  };
}

/** Metres from the start to each point, by the sphere. */
function distancesOf(path: readonly Point[]): number[] {
  const radians = Math.PI / 180;
  let total = 0;
  return path.map((point, i) => {
    const before = path[i - 1];
    if (before) {
      const half =
        Math.sin(((point.lat - before.lat) * radians) / 2) ** 2 +
        Math.cos(point.lat * radians) *
          Math.cos(before.lat * radians) *
          Math.sin(((point.lon - before.lon) * radians) / 2) ** 2;
      total += 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(half)));
    }
    return total;
  });
}

const modeOf = (routeType: number): Mode | null =>
  routeType === railType || (routeType >= 100 && routeType < 200)
    ? 'rail'
    : routeType === busType || (routeType >= 200 && routeType < 300) || (routeType >= 700 && routeType < 800)
      ? 'bus'
      : null;

const vehicleWords = { rail: 'train', bus: 'bus' } as const;

/**
 * The stops a trip has still to reach and the counties between. A trip that has arrived is answered by its last stop, so that
 * a late report still finds somebody.
 * @throws Refusal unknown-trip, outside-every-area
 */
export async function askTrip(
  at: { db: Db; geography: Geography; timeZone: string; now: Date },
  query: { tripId: string; serviceDate: string },
): Promise<Asked> {
  const trip: RunningTrip = await tripOn(at.db, query);
  const ahead = trip.stops.filter(({ arrivalAt }) => arrivalAt > at.now);
  const remaining = ahead.length ? ahead : trip.stops.slice(-1);
  return stopsAndWay(trip, remaining, at);
}

function stopsAndWay(
  trip: RunningTrip,
  remaining: readonly TripStop[],
  { geography, timeZone, now }: { geography: Geography; timeZone: string; now: Date },
): Asked {
  const mode = modeOf(trip.routeType);
  const vehicle = mode ? vehicleWords[mode] : 'vehicle';
  const atStops = remaining.map((stop, stopIndex) => ({
    lon: stop.lon,
    lat: stop.lat,
    where: `, where the ${vehicle} stops at ${stop.name} ${clockWords(stop.arrivalAt, timeZone)}`,
    counties: countiesAt(geography, stop),
    mode,
    passed: false,
    stopIndex,
    at: stop.arrivalAt,
  }));
  if (atStops.every(({ counties }) => counties.length === 0)) throw outsideEveryArea();
  const from = trip.stops.findIndex(({ index }) => index === remaining[0]!.index);
  const way = trip.stops.slice(Math.max(0, from - 1)).flatMap((stop) => [
    { lon: stop.lon, lat: stop.lat, at: stop.arrivalAt },
    { lon: stop.lon, lat: stop.lat, at: stop.departureAt },
  ]);
  const counties = geography.corridorTimes(way).filter(({ brief, exitAt }) => !brief && exitAt > now);
  return {
    stops: remaining.map((stop, i) => ({
      stopId: stop.stopId,
      name: stop.name,
      lon: stop.lon,
      lat: stop.lat,
      arrivalAt: stop.arrivalAt,
      countyFips: atStops[i]?.counties.find(({ beside }) => !beside)?.countyFips ?? null,
    })),
    spots: [...atStops, ...passing(geography, counties, { mode, verb: `the ${vehicle} passes`, timeZone })],
    areas: areasOf(counties),
  };
}

/** A time as people say it there: "9:55 PM". */
const clockWords = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone }).format(at);
