/** A map of an area as it is sent to a browser, and the small picture of one point on it. Pure. */
import { type Box, boxesMeet, boxOf, type Packed, type Pair, unpack } from './drawing.ts';
import { distanceMetres, type Point } from './shapes.ts';

export interface DrawnMap {
  /** What is shown at first, in degrees. */
  readonly box: Box;
  readonly borders: readonly Packed[];
  readonly counties: readonly {
    /** As people write it: "Jackson County, Missouri". */
    readonly name: string;
    readonly rings: readonly (readonly number[])[];
  }[];
  readonly stops: readonly (readonly [name: string, lon: number, lat: number])[];
  readonly lines: readonly (readonly number[])[];
}

/** Where a point is, as far as it can be said. */
export interface Spot {
  /** As people write it; null outside all counties. */
  readonly county: string | null;
  /** The nearest stop, where one is near enough to help somebody find the way. */
  readonly stop: { readonly name: string; readonly metres: number } | null;
}

/** A stop further away says nothing about a place. */
export const nearMetres = 40_000;
/** Nearer than this somebody is at the stop. */
export const atMetres = 150;

export function nearestStop(
  stops: readonly (readonly [name: string, lon: number, lat: number])[],
  point: Point,
): Spot['stop'] {
  let nearest: Spot['stop'] = null;
  for (const [name, lon, lat] of stops) {
    const metres = distanceMetres(point, { lon, lat });
    if (metres <= (nearest?.metres ?? nearMetres)) nearest = { name, metres };
  }
  return nearest;
}

const metresPerMile = 1_609.344;

/** Miles as road signs have them: tenths when it is near. */
export const milesOf = (metres: number): number => {
  const miles = metres / metresPerMile;
  return miles < 10 ? Math.round(miles * 10) / 10 : Math.round(miles);
};

/** What is drawn around a point. Places are in a square of 1,000 by 600, the point in its middle. */
export interface Picture {
  readonly borders: string;
  readonly lines: string;
  readonly stops: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

export const pictureWidth = 1_000;
export const pictureHeight = 600;
/** East and west of the point, in degrees: about thirty miles. */
const reachDegrees = 0.5;
const stopLimit = 12;
/** Names nearer to each other than this would lie on one another. */
const apart = { x: 330, y: 60 };

export function pictureOf(map: DrawnMap, point: Point): Picture {
  const perDegree = pictureWidth / (2 * reachDegrees);
  // A degree of longitude is shorter than one of latitude, so that shapes look as they do on other maps.
  const stretch = perDegree / Math.cos((point.lat * Math.PI) / 180);
  const at = ([lon, lat]: Pair): [number, number] => [
    Math.round(pictureWidth / 2 + (lon - point.lon) * perDegree),
    Math.round(pictureHeight / 2 - (lat - point.lat) * stretch),
  ];
  const reachLat = pictureHeight / 2 / stretch;
  const around: Box = [
    point.lon - reachDegrees,
    point.lat - reachLat,
    point.lon + reachDegrees,
    point.lat + reachLat,
  ];
  const pathOf = (lines: readonly (readonly Pair[])[]) =>
    lines
      .filter((line) => line.length > 1 && boxesMeet(boxOf([line]), around))
      .map((line) => `M${line.map((pair) => at(pair).join(' ')).join('L')}`)
      .join('');
  const shown: { name: string; x: number; y: number }[] = [];
  for (const [name, lon, lat] of map.stops) {
    const [x, y] = at([lon, lat]);
    if (x < 0 || x > pictureWidth || y < 0 || y > pictureHeight || shown.length >= stopLimit) continue;
    if (shown.some((other) => Math.abs(other.x - x) < apart.x && Math.abs(other.y - y) < apart.y)) continue;
    shown.push({ name, x, y });
  }
  return {
    borders: pathOf(map.borders.map(unpack)),
    lines: pathOf(map.lines.map((line) => line.flatMap((number) => stopAt(map, number)))),
    stops: shown,
  };
}

const stopAt = ({ stops }: DrawnMap, number: number): Pair[] => {
  const stop = stops[number];
  return stop ? [[stop[1], stop[2]]] : [];
};
