/** The lines of the timetables and their stops, for a map: so much that somebody finds their way by it, and no more. */
import { type Box, isWithin } from '../geography/core/index.ts';
import type { Db } from '../platform/index.ts';
import { readStopTimes } from './store.ts';
import { readLongestTrips, readStopsWithin } from './store-drawn.ts';

const lineLimit = 60;
const stopLimit = 400;

export interface DrawnLines {
  readonly stops: readonly { readonly name: string; readonly lon: number; readonly lat: number }[];
  /** Each line by the numbers of its stops, in their order. */
  readonly lines: readonly (readonly number[])[];
}

/** About ten metres: what is nearer and has the same name is one stop. */
const placeOf = ({ name, lon, lat }: { name: string; lon: number; lat: number }): string =>
  `${name} ${lon.toFixed(4)} ${lat.toFixed(4)}`;

/** At most 60 lines, rail first, each by its longest run, and 400 stops: those of the lines first. What lies outside the box is left out. */
export async function drawnLines(db: Db, box: Box): Promise<DrawnLines> {
  const stops: { name: string; lon: number; lat: number }[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (stop: { name: string; lon: number; lat: number }): number | undefined => {
    const known = numbers.get(placeOf(stop));
    if (known !== undefined || stops.length >= stopLimit) return known;
    numbers.set(placeOf(stop), stops.length);
    return stops.push({ name: stop.name, lon: stop.lon, lat: stop.lat }) - 1;
  };
  const lines: number[][] = [];
  for (const { feed_id, trip_id } of await readLongestTrips(db, lineLimit)) {
    const line = (await readStopTimes(db, feed_id, trip_id))
      .filter((stop) => isWithin(box, stop))
      .flatMap((stop) => numberOf(stop) ?? []);
    if (line.length > 1) lines.push(line);
  }
  if (stops.length < stopLimit) for (const stop of await readStopsWithin(db, box, stopLimit)) numberOf(stop);
  return { stops, lines };
}
