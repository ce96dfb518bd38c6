/**
 * Where is it: point to county, path to counties in order. The boundaries are the US Census Bureau's, simplified, as the
 * package us-atlas has them; counties are known by FIPS code, since names repeat (St. Louis is a county and a city).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import { type Area, crossings, indexAreas, locateIndex, locateNear, type Point } from './core/index.ts';

export type { Point } from './core/index.ts';
export { readOutlines } from './outlines.ts';

export interface County {
  /** Five digits. */
  readonly countyFips: string;
  readonly countyName: string;
  /** Two digits. */
  readonly stateFips: string;
  readonly stateName: string;
  /** Middle of the county's box: for drawing and for demo data, never for routing. */
  readonly centre: Point;
}

export interface CorridorCounty extends County {
  readonly enterMetres: number;
  readonly exitMetres: number;
}

/** A point of a path with the moment it is passed. */
export interface TimedPoint extends Point {
  readonly at: Date;
}

export interface TimedCounty extends County {
  readonly enterAt: Date;
  readonly exitAt: Date;
  /** Less than 30 s inside: simplified lines put such crossings where there are none, so routing leaves them out. */
  readonly brief: boolean;
}

export interface Geography {
  /** The county that holds a point, or null outside all. */
  locate(point: Point): County | null;
  /** All counties that hold the point or have a border within so many metres. */
  locateNear(point: Point, withinMetres: number): County[];
  /** The counties along a path, in order; one may come twice. Stretches outside all counties are left out. */
  corridor(path: readonly Point[]): CorridorCounty[];
  corridorTimes(path: readonly TimedPoint[]): TimedCounty[];
  county(fips: string): County | null;
  counties(stateFips: string): County[];
}

const briefSeconds = 30;
/** Independent cities whose county has the same name. */
const cities: Readonly<Record<string, string>> = {
  '29510': 'St. Louis city',
  '29189': 'St. Louis County',
  '24510': 'Baltimore city',
};

interface Names {
  readonly name: string;
}

/** Reads the boundaries and builds the index; a few hundred milliseconds, once per process. */
export function loadGeography(): Geography {
  const topology = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('us-atlas/counties-10m.json'), 'utf8'),
  );
  const states = new Map<string, string>(
    topology.objects.states.geometries.map((state: { id: string; properties: Names }) => [
      state.id,
      state.properties.name,
    ]),
  );
  const areas: Area[] = [];
  const counties: County[] = [];
  const collection = feature(topology, topology.objects.counties) as unknown as {
    features: { id: string; properties: Names; geometry: Polygon | MultiPolygon | null }[];
  };
  for (const { id, properties, geometry } of collection.features) {
    if (!geometry) continue;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const rings = polygons
      .flat()
      .map((ring) => Float64Array.from(ring.slice(0, -1).flatMap(([lon, lat]) => [lon!, lat!])));
    areas.push({ fips: id, rings });
    const stateFips = id.slice(0, 2);
    counties.push({
      countyFips: id,
      countyName: cities[id] ?? properties.name,
      stateFips,
      stateName: states.get(stateFips) ?? stateFips,
      centre: middleOf(rings),
    });
  }
  return overIndex(indexAreas(areas), counties);
}

function overIndex(index: ReturnType<typeof indexAreas>, counties: readonly County[]): Geography {
  const byFips = new Map(counties.map((county) => [county.countyFips, county]));
  const corridor = (path: readonly Point[]): CorridorCounty[] =>
    crossings(index, path).flatMap(({ area, enterMetres, exitMetres }) =>
      area < 0 ? [] : [{ ...counties[area]!, enterMetres, exitMetres }],
    );
  return {
    locate: ({ lon, lat }) => counties[locateIndex(index, lon, lat)] ?? null,
    locateNear: (point, withinMetres) =>
      locateNear(index, point, withinMetres).map((area) => counties[area]!),
    corridor,
    corridorTimes: (path) => timed(path, corridor),
    county: (fips) => byFips.get(fips) ?? null,
    counties: (stateFips) => counties.filter((county) => county.stateFips === stateFips),
  };
}

/** Between two timed points the vehicle is taken to move evenly. */
function timed(
  path: readonly TimedPoint[],
  corridor: (path: readonly Point[]) => CorridorCounty[],
): TimedCounty[] {
  const found: TimedCounty[] = [];
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [path[i - 1]!, path[i]!];
    const leg = corridor([from, to]);
    const length = Math.max(1, ...leg.map((county) => county.exitMetres));
    const moment = (metres: number) =>
      new Date(from.at.getTime() + ((to.at.getTime() - from.at.getTime()) * metres) / length);
    for (const { enterMetres, exitMetres, ...county } of leg) {
      const last = found[found.length - 1];
      const exitAt = moment(exitMetres);
      const enterAt = last?.countyFips === county.countyFips ? last.enterAt : moment(enterMetres);
      if (last?.countyFips === county.countyFips) found.pop();
      found.push({
        ...county,
        enterAt,
        exitAt,
        brief: exitAt.getTime() - enterAt.getTime() < briefSeconds * 1000,
      });
    }
  }
  return found;
}

function middleOf(rings: readonly Float64Array[]): Point {
  const outer = rings.reduce((largest, ring) => (ring.length > largest.length ? ring : largest));
  let [west, south, east, north] = [180, 90, -180, -90];
  for (let i = 0; i < outer.length; i += 2) {
    west = Math.min(west, outer[i]!);
    east = Math.max(east, outer[i]!);
    south = Math.min(south, outer[i + 1]!);
    north = Math.max(north, outer[i + 1]!);
  }
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
}
