/**
 * Lines for a map that is drawn in the browser: each border once however many counties share it, with no more points than an old telephone
 * draws at once. Pure; the borders are handed in.
 */
import type { Point } from './shapes.ts';

export type Pair = readonly [lon: number, lat: number];

/** Whole numbers: the first pair as it is, each further one as its difference, in thousandths of a degree. */
export type Packed = readonly number[];

export const unitsPerDegree = 1_000;

/** Borders that counties share, and which of them, in which order, go around each. */
export interface Borders {
  readonly lines: readonly (readonly Pair[])[];
  readonly counties: readonly {
    /** Five digits. */
    readonly fips: string;
    /** Numbers of lines; `~n` is line n walked backwards. Outer and inner rings alike (even-odd rule). */
    readonly rings: readonly (readonly number[])[];
  }[];
}

/** Points nearer than `tolerance` (degrees) to the line without them are left out; the ends stay, so neighbours still meet (Douglas and Peucker). */
export function simplify(line: readonly Pair[], tolerance: number): Pair[] {
  const kept = new Set([0, line.length - 1]);
  const spans: [number, number][] = [[0, line.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [farthest, distance] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = distanceToSegment(line[i]!, line[from]!, line[to]!);
      if (away > distance) [farthest, distance] = [i, away];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    spans.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, i) => kept.has(i));
}

/** In degrees, as if they were square: it decides what is drawn and nothing else. */
function distanceToSegment([x, y]: Pair, [x1, y1]: Pair, [x2, y2]: Pair): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x1 + t * dx - x, y1 + t * dy - y);
}

export function pack(line: readonly Pair[]): Packed {
  let [lastX, lastY] = [0, 0];
  return line.flatMap(([lon, lat]) => {
    const [x, y] = [Math.round(lon * unitsPerDegree), Math.round(lat * unitsPerDegree)];
    const step = [x - lastX, y - lastY];
    [lastX, lastY] = [x, y];
    return step;
  });
}

export function unpack(packed: Packed): Pair[] {
  const line: Pair[] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < packed.length; i += 2) {
    x += packed[i]!;
    y += packed[i + 1]!;
    line.push([x / unitsPerDegree, y / unitsPerDegree]);
  }
  return line;
}

const firstTolerance = 0.001;

/** All lines packed, with at most so many points in all: the more there are, the coarser they get. */
export function packAll(lines: readonly (readonly Pair[])[], pointLimit: number): Packed[] {
  for (let tolerance = firstTolerance; ; tolerance *= 2) {
    const drawn = lines.map((line) => simplify(line, tolerance));
    // Two ends of each line stay in any case.
    if (tolerance > 1 || drawn.reduce((sum, line) => sum + line.length, 0) <= pointLimit)
      return drawn.map(pack);
  }
}

/** West, south, east, north of all that goes around some counties, in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

export function boxOf(lines: readonly (readonly Pair[])[], marginDegrees = 0): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of lines.flat()) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  const wider = (degrees: number) => Math.round(degrees * 100) / 100;
  return [
    wider(west - marginDegrees),
    wider(south - marginDegrees),
    wider(east + marginDegrees),
    wider(north + marginDegrees),
  ];
}

export const isWithin = ([west, south, east, north]: Box, { lon, lat }: Point): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

export const boxesMeet = (a: Box, b: Box): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
