/** The feeds that the product ships: written by hand from the public timetable of the River Runner, and an invented bus line. */
import { fileURLToPath } from 'node:url';
import type { Db } from '../platform/index.ts';
import { importGtfs } from './import.ts';

const folder = fileURLToPath(new URL('../../database/demo/transit/', import.meta.url));
const feeds = [
  {
    feedId: 'river-runner',
    name: 'Missouri River Runner (demo)',
    source: 'written from the public timetable',
  },
  { feedId: 'city-bus', name: 'Kansas City bus line 7 (demo)', source: 'invented' },
];

/** Loads the demonstration's feeds; harmless when they are there. */
export async function loadDemoFeeds(db: Db, now: Date): Promise<void> {
  for (const feed of feeds) await importGtfs(db, { ...feed, path: `${folder}${feed.feedId}` }, now);
}
