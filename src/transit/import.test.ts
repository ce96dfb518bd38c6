/** Feeds from outside: what is right comes in whole, what is wrong is refused in words and changes nothing. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { activeTrips, importGtfs, loadDemoFeeds, remainingStops, tripOn } from './index.ts';

const now = new Date('2024-02-12T18:00:00Z');
const amtrak = '../shared/data/transit/amtrak_gtfs_2024-02-11.zip';
const importTimeoutMilliseconds = 60_000;

describe('a timetable', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    await loadDemoFeeds(database.db, now);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alight-feed-'));
    await cp('database/demo/transit/river-runner', folder, { recursive: true });
    return () => rm(folder, { recursive: true, force: true });
  });
  afterAll(() => database.close());

  const bring = (path = folder) =>
    importGtfs(database.db, { feedId: 'tried', name: 'tried', source: 'test', path }, now);

  test('of our own knows where train 311 is, in the agency’s zone and not the station’s', async () => {
    const trip = await tripOn(database.db, { tripId: 'river-runner:311', serviceDate: '2024-02-12' });
    expect(trip.stops[0]?.departureAt.toISOString()).toBe('2024-02-12T14:15:00.000Z');
    const left = await remainingStops(
      database.db,
      { tripId: 'river-runner:311', serviceDate: '2024-02-12' },
      now,
    );
    expect(left.map(({ name }) => name)).toEqual([
      'Warrensburg',
      "Lee's Summit",
      'Independence',
      'Kansas City Union Station',
    ]);
    expect((await activeTrips(database.db, '311', now)).map(({ tripId }) => tripId)).toContain(
      'river-runner:311',
    );
  });

  test.each([
    ['river-runner:999', '2024-02-12', 'no such trip'],
    ['river-runner:311', '2031-02-12', 'a date after the timetable'],
    ['river-runner:311', '2024-02-30', 'no such date'],
    ['311', '2024-02-12', 'no feed'],
  ])('does not know %s on %s: %s', async (tripId, serviceDate) => {
    await expect(tripOn(database.db, { tripId, serviceDate })).rejects.toMatchObject({
      code: 'unknown-trip',
      status: 422,
    });
  });

  test.each<[string, (path: string) => Promise<unknown>, string, RegExp]>([
    ['lacks a file', (path) => rm(join(path, 'stop_times.txt')), 'missing-files', /stop_times\.txt/],
    [
      'lacks both calendars',
      (path) => rm(join(path, 'calendar.txt')),
      'missing-files',
      /calendar\.txt or calendar_dates\.txt/,
    ],
    [
      'names a stop that is not there',
      (path) =>
        writeFile(
          join(path, 'stop_times.txt'),
          'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n311,9:00:00,9:00:00,NOWHERE,1\n',
        ),
      'feed-invalid',
      /stop_times\.txt, row 2/,
    ],
    [
      'has a time that is none',
      (path) =>
        writeFile(
          join(path, 'stop_times.txt'),
          'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n311,9:75:00,9:75:00,STL,1\n',
        ),
      'feed-invalid',
      /not a time/,
    ],
    [
      'is not UTF-8',
      (path) => writeFile(join(path, 'routes.txt'), Buffer.from([0x72, 0xff, 0xfe, 0x0a])),
      'feed-invalid',
      /not valid UTF-8/,
    ],
    [
      'lacks a column',
      (path) => writeFile(join(path, 'trips.txt'), 'route_id\nrr\n'),
      'feed-invalid',
      /trips\.txt/,
    ],
  ])('that %s is refused in words, and the one before stays', async (_name, spoil, code, words) => {
    const before = await bring();
    expect(before.trips).toBe(4);
    await spoil(folder);
    const refused = await bring().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code });
    expect((refused as { detail: string }).detail).toMatch(words);
    expect(
      (await tripOn(database.db, { tripId: 'tried:311', serviceDate: '2024-02-12' })).stops,
    ).toHaveLength(10);
  });

  test('that is no zip is refused', async () => {
    const file = join(folder, 'feed.zip');
    await writeFile(file, 'this is a letter, not a timetable');
    await expect(bring(file)).rejects.toMatchObject({ code: 'not-a-zip' });
    await expect(bring(join(folder, 'nothing-here.zip'))).rejects.toMatchObject({ code: 'no-such-file' });
  });

  test.skipIf(!existsSync(amtrak))(
    'of the whole nation comes in whole, and agrees about train 311 (needs ../shared)',
    async () => {
      const result = await importGtfs(
        database.db,
        { feedId: 'nation', name: 'nation', source: 'test', path: amtrak },
        now,
      );
      expect(result).toMatchObject({ stops: 815, trips: 3840, unchanged: false });
      const found = (await activeTrips(database.db, '311', now)).find(({ tripId }) =>
        tripId.startsWith('nation:'),
      );
      expect(found?.startsAt.toISOString()).toBe('2024-02-12T14:15:00.000Z');
      expect(
        (
          await importGtfs(
            database.db,
            { feedId: 'nation', name: 'nation', source: 'test', path: amtrak },
            now,
          )
        ).unchanged,
      ).toBe(true);
    },
    importTimeoutMilliseconds,
  );
});
