/** Feeds as they come: each mistake is refused with file and row, each oddity is taken in with a warning. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { zipOf } from '../../test/support/zip.ts';
import { activeTrips, importGtfs, importLimits, tripOn } from './index.ts';

const now = new Date('2024-02-12T18:00:00Z');
const megabyte = 1024 * 1024;
const sound: Readonly<Record<string, string>> = {
  'agency.txt': 'agency_id,agency_timezone\na,America/New_York\n',
  'stops.txt':
    'stop_id,stop_name,stop_lat,stop_lon\nA,Aville,38.1,-90.1\nB,Bville,38.2,-90.2\nC,Cville,38.3,-90.3\n',
  'routes.txt': 'route_id,route_long_name,route_type\nr,Line,2\n',
  'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr,daily,t,77\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,A,1\nt,8:30:00,8:31:00,B,2\nt,9:00:00,9:00:00,C,3\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\ndaily,1,1,1,1,1,1,1,20240101,20241231\n',
};
const times = (...rows: string[]) =>
  `trip_id,arrival_time,departure_time,stop_id,stop_sequence\n${rows.join('\n')}\n`;
const more = (file: string, row: string) => ({ [file]: `${sound[file]}${row}\n` });

describe('a feed', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alight-feeds-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const bring = async (changes: Readonly<Record<string, string | undefined>> = {}) => {
    for (const [file, text] of Object.entries({ ...sound, ...changes }))
      if (text !== undefined) await writeFile(join(folder, file), text);
    return importGtfs(database.db, { feedId: 'tried', name: 'tried', source: 'test', path: folder }, now);
  };
  const trip = () => tripOn(database.db, { tripId: 'tried:t', serviceDate: '2024-02-12' });

  test('that is sound comes in without a warning', async () => {
    expect(await bring()).toMatchObject({ stops: 3, trips: 1, stopTimes: 3, warnings: [] });
  });

  test.each<[string, Readonly<Record<string, string | undefined>>, RegExp]>([
    [
      'a sequence that is a word',
      { 'stop_times.txt': times('t,8:00:00,8:00:00,A,first') },
      /stop_times\.txt, row 2: the stop_sequence "first"/,
    ],
    [
      'a sequence between two',
      { 'stop_times.txt': times('t,8:00:00,8:00:00,A,1.5') },
      /row 2: the stop_sequence "1\.5"/,
    ],
    [
      'a sequence beyond all',
      { 'stop_times.txt': times('t,8:00:00,8:00:00,A,99999999999') },
      /row 2: the stop_sequence/,
    ],
    [
      'a sequence twice',
      more('stop_times.txt', 't,9:30:00,9:30:00,A,3'),
      /row 5: the stop_sequence 3 comes a second time/,
    ],
    [
      'a kind of route in words',
      { 'routes.txt': 'route_id,route_type\nr,rail\n' },
      /routes\.txt, row 2: the route_type "rail"/,
    ],
    [
      'a trip twice',
      more('trips.txt', 'r,daily,t,78'),
      /trips\.txt, row 3: the trip "t" comes a second time/,
    ],
    [
      'a stop twice',
      more('stops.txt', 'A,Again,38.1,-90.1'),
      /stops\.txt, row 5: the stop "A" comes a second time/,
    ],
    [
      'a route twice',
      more('routes.txt', 'r,Again,2'),
      /routes\.txt, row 3: the route "r" comes a second time/,
    ],
    [
      'a service twice',
      more('calendar.txt', 'daily,1,1,1,1,1,1,1,20240101,20241231'),
      /calendar\.txt, row 3: the service "daily" comes a second time/,
    ],
    [
      'an exception twice',
      { 'calendar_dates.txt': 'service_id,date,exception_type\ndaily,20240212,1\ndaily,20240212,2\n' },
      /calendar_dates\.txt, row 3: the date 2024-02-12/,
    ],
    [
      'an exception of no kind',
      { 'calendar_dates.txt': 'service_id,date,exception_type\ndaily,20240212,7\n' },
      /row 2: the exception_type "7"/,
    ],
    [
      'NUL in a name',
      more('stops.txt', 'D,D\0ville,38.4,-90.4'),
      /stops\.txt, row 5: a value holds the character NUL/,
    ],
    ['an empty id', more('stops.txt', ',Nowhere,38.4,-90.4'), /row 5: the stop_id is empty/],
    [
      'a name longer than an index holds',
      more('trips.txt', `r,daily,u,${'x'.repeat(3_000)}`),
      /row 3: a name is longer/,
    ],
    [
      'time that runs backwards',
      { 'stop_times.txt': times('t,8:00:00,8:00:00,A,1', 't,7:30:00,7:31:00,B,2') },
      /row 3: .*runs backwards/,
    ],
    [
      'a departure before the arrival',
      { 'stop_times.txt': times('t,8:00:00,8:00:00,A,1', 't,8:30:00,8:29:00,B,2') },
      /row 3: it departs before it arrives/,
    ],
    [
      'a last stop without a time',
      more('stop_times.txt', 't,,,A,4'),
      /row 5: the last stop of a trip needs a time/,
    ],
    [
      'an offset for a time zone',
      { 'agency.txt': 'agency_id,agency_timezone\na,+05:00\n' },
      /agency\.txt, row 2: "\+05:00" is no time zone/,
    ],
    [
      'a time zone that is not',
      { 'agency.txt': 'agency_id,agency_timezone\na,America/Nowhere\n' },
      /row 2: the time zone is unknown/,
    ],
    ['no stop of any trip', { 'stop_times.txt': times().trimEnd() }, /stop_times\.txt has no stop/],
    ['no trips', { 'trips.txt': 'route_id,service_id,trip_id\n' }, /trips\.txt has no trip/],
    ['a calendar that says nothing', { 'calendar.txt': '' }, /says when anything runs/],
    [
      'a weekday that is neither yes nor no',
      { 'calendar.txt': sound['calendar.txt']!.replace('daily,1', 'daily,2') },
      /row 2: the monday "2"/,
    ],
    [
      'a service that ends before it begins',
      { 'calendar.txt': sound['calendar.txt']!.replace('20241231', '20231231') },
      /row 2: the service ends before it begins/,
    ],
    [
      'the year 0',
      { 'calendar.txt': sound['calendar.txt']!.replace('20240101', '00000101') },
      /row 2: "00000101" is not a date/,
    ],
    [
      'a call at a stop at 0, 0',
      { 'stops.txt': sound['stops.txt']!.replace('38.2,-90.2', '0,0') },
      /stop_times\.txt, row 3: the stop has no believable position/,
    ],
    [
      'only trips without times of their own',
      { 'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nt,8:00:00,9:00:00,600\n' },
      /no trip that Alight can follow/,
    ],
  ])('with %s is refused, with file and row', async (_name, changes, words) => {
    const refused = await bring(changes).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'feed-invalid', status: 422 });
    expect((refused as { detail: string }).detail).toMatch(words);
  });

  test.each<[string, Readonly<Record<string, string | undefined>>, RegExp]>([
    [
      'an unused stop at 0, 0',
      more('stops.txt', 'Z,Null Island,0,0'),
      /1 × a stop without a believable position.*"Z"/,
    ],
    [
      'a trip whose service is in no calendar',
      more('trips.txt', 'r,never,u,78'),
      /1 × a trip whose service is in no calendar.*"u"/,
    ],
    ['a trip without stops', more('trips.txt', 'r,daily,u,78'), /1 × a trip with fewer than two stops.*"u"/],
    [
      'a trip that is repeated by frequency',
      {
        ...more('trips.txt', 'r,daily,u,78'),
        'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nu,8:00:00,9:00:00,600\n',
      },
      /1 × a trip that frequencies\.txt repeats.*"u"/,
    ],
  ])('with %s comes in, with a warning', async (_name, changes, words) => {
    const { warnings } = await bring(changes);
    expect(warnings.join('\n')).toMatch(words);
    expect((await trip()).stops).toHaveLength(3);
  });

  test('may have an empty calendar beside a good list of dates', async () => {
    const result = await bring({
      'calendar.txt': '',
      'calendar_dates.txt': 'service_id,date,exception_type\ndaily,20240212,1\n',
    });
    expect(result.warnings).toEqual([]);
    expect((await trip()).stops).toHaveLength(3);
  });

  test('keeps stops between timepoints, timed evenly between their neighbours', async () => {
    await bring({
      'stop_times.txt': times('t,8:00:00,8:02:00,A,1', 't,,,B,5', 't,,,C,7', 't,8:32:00,8:32:00,A,9'),
    });
    expect((await trip()).stops.map(({ stopId, arrivalAt }) => [stopId, arrivalAt.toISOString()])).toEqual([
      ['A', '2024-02-12T13:00:00.000Z'],
      ['B', '2024-02-12T13:12:00.000Z'],
      ['C', '2024-02-12T13:22:00.000Z'],
      ['A', '2024-02-12T13:32:00.000Z'],
    ]);
  });

  test('with a train that is on its way for 86 hours finds it four service days later', async () => {
    await bring({ 'stop_times.txt': times('t,8:00:00,8:00:00,A,1', 't,86:05:00,86:05:00,B,2') });
    const found = await activeTrips(database.db, '77', new Date('2024-02-15T18:30:00Z'));
    expect(found.map(({ serviceDate }) => serviceDate)).toEqual([
      '2024-02-15',
      '2024-02-14',
      '2024-02-13',
      '2024-02-12',
    ]);
    await bring({ 'stop_times.txt': times('t,8:00:00,8:00:00,A,1', 't,98:05:00,98:05:00,B,2') });
    const longer = await activeTrips(database.db, '77', new Date('2024-02-16T06:30:00Z'));
    expect(longer.map(({ serviceDate }) => serviceDate)).toContain('2024-02-12');
  });

  test('packed inside a folder is refused, saying so', async () => {
    const entries = Object.entries(sound).map(([name, text]) => [`mine/${name}`, text] as const);
    const file = join(folder, 'feed.zip');
    await writeFile(file, zipOf(entries));
    const feed = { feedId: 'tried', name: 'tried', source: 'test' };
    const words = /inside it: pack them without the folder/;
    const zipped = await importGtfs(database.db, { ...feed, path: file }, now).catch(
      (error: unknown) => error,
    );
    expect((zipped as { detail: string }).detail).toMatch(words);
    await mkdir(join(folder, 'mine'));
    for (const [name, text] of entries) await writeFile(join(folder, name), text);
    const foldered = await importGtfs(database.db, { ...feed, path: folder }, now).catch(
      (error: unknown) => error,
    );
    expect((foldered as { detail: string }).detail).toMatch(words);
  });

  describe('that would fill the disk', () => {
    const { fileBytes } = importLimits;
    afterEach(() => {
      importLimits.fileBytes = fileBytes;
    });
    const zip = async (stops: Buffer | string) => {
      const file = join(folder, 'feed.zip');
      await writeFile(file, zipOf(Object.entries({ ...sound, 'stops.txt': stops })));
      return importGtfs(database.db, { feedId: 'tried', name: 'tried', source: 'test', path: file }, now);
    };

    test('is sound as a zip when it is none', async () => {
      expect(await zip(sound['stops.txt']!)).toMatchObject({ stops: 3 });
    });

    test('is refused by how much more it unpacks to than it is', async () => {
      await expect(zip(Buffer.alloc(11 * megabyte))).rejects.toMatchObject({ code: 'zip-bomb' });
    });

    test('is refused by what it says it unpacks to', async () => {
      importLimits.fileBytes = 200;
      await expect(zip(`${sound['stops.txt']}${'D,x,1,1\n'.repeat(40)}`)).rejects.toMatchObject({
        code: 'zip-bomb',
        detail: expect.stringContaining('would unpack'),
      });
    });

    test('is refused while it is read, whatever it said', async () => {
      importLimits.fileBytes = 200;
      await expect(bring(more('stops.txt', 'D,x,1,1\n'.repeat(40)))).rejects.toMatchObject({
        code: 'zip-bomb',
        detail: expect.stringContaining('unpacks to far more'),
      });
    });
  });
});
