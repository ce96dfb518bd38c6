/**
 * Does a coverage hold a spot, and why: pure, in words a tired person can read aloud. A county counts when the spot lies in
 * it, or within 500 m of its line, since simplified lines and platforms do not know each other. FIPS codes decide, never names.
 */
import { distanceMetres, type Point } from '../../geography/core/index.ts';

/** By what right somebody may act at a place. */
export type Authority = 'own' | 'statewide' | 'mutual-aid' | 'on-site' | 'service-area';
/** What kind of vehicle the person is on. */
export type Mode = 'rail' | 'bus';

export interface Coverage {
  readonly organizationId: string;
  readonly authority: Authority;
  readonly shape: 'counties' | 'states' | 'corridor' | 'radius';
  /** For `counties` the area itself; for `radius`, when not empty, the only counties in which it holds. */
  readonly countyFips: readonly string[];
  /** For `states` the area itself; for `radius`, when not empty, the only states in which it holds. */
  readonly stateFips: readonly string[];
  readonly path: readonly Point[] | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly withinMeters: number | null;
  /** Only for somebody on such a vehicle; null is for any place. */
  readonly mode: Mode | null;
  readonly placeName: string | null;
  /** False for those who are asked by a person's decision only. */
  readonly automatic: boolean;
}

/** A county at a spot. */
export interface SpotCounty {
  readonly countyFips: string;
  readonly stateFips: string;
  /** As people write it: "Jackson County, Missouri". */
  readonly words: string;
  /** True when the spot lies outside it and within 500 m of its line. */
  readonly beside: boolean;
}

/** A place that is asked about: a stop, or a point. */
export interface Spot extends Point {
  /** What follows the name of an area: ", where the train stops at Kansas City 21:55". May be empty. */
  readonly where: string;
  readonly counties: readonly SpotCounty[];
  readonly mode: Mode | null;
  /** True for a county that is only passed: no point of the way is known well enough for lines and circles. */
  readonly passed: boolean;
}

/** How a coverage holds a spot. Lower ranks stand first in an answer. */
export interface Match {
  readonly rank: number;
  readonly countyFips: readonly string[];
  readonly reason: string;
}

export const borderMeters = 500;

const authorityRank: Readonly<Record<Authority, number>> = {
  own: 0,
  'on-site': 0,
  'service-area': 0,
  statewide: 20,
  'mutual-aid': 40,
};
const shapeRank = { radius: 0, corridor: 1, counties: 2, states: 3 } as const;
const besideRank = 8;
const metersPerDegree = 111_320;

/** Metres from a point to a line drawn through points; the earth is taken as flat over each piece (good to 1 % at 50 km). */
export function distanceToPathMeters(point: Point, path: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  const scale = Math.cos((point.lat * Math.PI) / 180);
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1]!, path[i]!];
    const [ax, ay] = [(a.lon - point.lon) * scale, a.lat - point.lat];
    const [bx, by] = [(b.lon - point.lon) * scale, b.lat - point.lat];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length));
    least = Math.min(least, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)) * metersPerDegree);
  }
  return least;
}

function countiesHeld(coverage: Coverage, spot: Spot): SpotCounty[] {
  switch (coverage.shape) {
    case 'counties':
      return spot.counties.filter(({ countyFips }) => coverage.countyFips.includes(countyFips));
    case 'states':
      return spot.counties.filter(({ stateFips }) => coverage.stateFips.includes(stateFips));
    case 'corridor':
      if (!coverage.path || coverage.withinMeters === null) return [];
      return distanceToPathMeters(spot, coverage.path) <= coverage.withinMeters ? inside(spot) : [];
    case 'radius': {
      const { lon, lat, withinMeters } = coverage;
      if (lon === null || lat === null || withinMeters === null) return [];
      const held = inside(spot).filter(
        (county) =>
          (coverage.countyFips.length === 0 || coverage.countyFips.includes(county.countyFips)) &&
          (coverage.stateFips.length === 0 || coverage.stateFips.includes(county.stateFips)),
      );
      return distanceMetres({ lon, lat }, spot) <= withinMeters ? held : [];
    }
  }
}

const inside = (spot: Spot) => spot.counties.filter(({ beside }) => !beside);

/** Whether and why a coverage holds a spot. */
export function matchCoverage(coverage: Coverage, spot: Spot): Match | null {
  if (coverage.mode !== null && coverage.mode !== spot.mode) return null;
  if (spot.passed && (coverage.shape === 'corridor' || coverage.shape === 'radius')) return null;
  const held = countiesHeld(coverage, spot);
  const own = held.filter(({ beside }) => !beside);
  const named = own[0] ?? held[0];
  if (!named) return null;
  const rank = authorityRank[coverage.authority] + shapeRank[coverage.shape] + (own.length ? 0 : besideRank);
  return {
    rank,
    countyFips: held.map(({ countyFips }) => countyFips),
    reason: reasonOf(coverage, named, spot),
  };
}

function reasonOf(coverage: Coverage, county: SpotCounty, spot: Spot): string {
  const area = coverage.shape === 'counties' || !coverage.placeName ? county.words : coverage.placeName;
  if (county.beside)
    return coverage.authority === 'mutual-aid'
      ? `May help in ${county.words} by mutual aid; its line is within ${borderMeters} m${spot.where}`
      : `Answers for ${county.words}, whose line is within ${borderMeters} m${spot.where}`;
  if (coverage.authority === 'mutual-aid') return `May help in ${county.words} by mutual aid${spot.where}`;
  if (coverage.authority === 'service-area' && coverage.placeName)
    return `Serves ${coverage.placeName}${spot.where}`;
  if (coverage.authority === 'statewide' && !coverage.automatic)
    return `Has authority in all of ${coverage.placeName ?? 'the state'}${spot.where}`;
  return `Answers for ${area}${spot.where}`;
}
