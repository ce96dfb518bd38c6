/**
 * Brings a GTFS feed in, from a zip or a folder, all of it or nothing. A feed comes from outside: every size is bounded, every
 * reference checked, and a refusal says which file and row is wrong in words.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { type Db, Refusal, transaction } from '../platform/index.ts';
import {
  isServiceDate,
  parseTimeSeconds,
  RowError,
  RowReader,
  type ServiceDate,
  zoneFormat,
} from './core/index.ts';
import { type FeedRows, feedDigest, replaceFeed } from './store.ts';

/** Bounds on what a feed may be; ten times the largest national feeds. */
export const importLimits = {
  zipBytes: 500 * 1024 * 1024,
  fileBytes: 4 * 1024 * 1024 * 1024,
  entries: 200,
  /** More than this many times its packed size, above the floor, is a bomb and no timetable. */
  ratio: 200,
  ratioFloorBytes: 10 * 1024 * 1024,
  rows: 50_000_000,
};

const requiredFiles = ['agency.txt', 'stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt'] as const;
const wantedFiles = new Set<string>([...requiredFiles, 'calendar.txt', 'calendar_dates.txt']);

const refuse = (code: string, detail: string) =>
  new Refusal(code, 422, 'This feed cannot be imported', `${detail} Nothing was changed.`);

/** What a feed's files are read from. */
interface Source {
  readonly names: readonly string[];
  open(name: string): Promise<Readable>;
  close(): void;
}

async function folderSource(path: string): Promise<Source> {
  const names = (await readdir(path)).filter((name) => wantedFiles.has(name));
  return { names, open: async (name) => createReadStream(join(path, name)), close: () => {} };
}

async function zipSource(path: string): Promise<Source> {
  const { size } = await stat(path);
  if (size > importLimits.zipBytes)
    throw refuse('zip-too-large', `The zip is larger than ${importLimits.zipBytes / 1024 / 1024} MB.`);
  const file = await open(path);
  const magic = Buffer.alloc(4);
  await file.read(magic, 0, 4, 0);
  await file.close();
  if (magic.readUInt32LE(0) !== 0x04034b50) throw refuse('not-a-zip', 'The file is not a zip.');
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(path, {
    lazyEntries: true,
    autoClose: false,
  }).catch(() => {
    throw refuse('not-a-zip', 'The zip is damaged.');
  });
  const entries = new Map<string, yauzl.Entry>();
  await new Promise<void>((resolve, reject) => {
    let count = 0;
    zip.on('entry', (entry: yauzl.Entry) => {
      if (++count > importLimits.entries)
        return reject(refuse('zip-too-large', `The zip holds more than ${importLimits.entries} files.`));
      if (wantedFiles.has(entry.fileName)) entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', resolve);
    zip.once('error', () => reject(refuse('not-a-zip', 'The zip is damaged.')));
    zip.readEntry();
  }).catch((error: unknown) => {
    zip.close();
    throw error;
  });
  for (const entry of entries.values())
    if (
      entry.uncompressedSize > importLimits.fileBytes ||
      (entry.uncompressedSize > importLimits.ratioFloorBytes &&
        entry.uncompressedSize > entry.compressedSize * importLimits.ratio)
    ) {
      zip.close();
      throw refuse('zip-bomb', `${entry.fileName} would unpack to far more than a timetable is.`);
    }
  return {
    names: [...entries.keys()],
    open: (name) =>
      new Promise((resolve, reject) => {
        zip.openReadStream(entries.get(name)!, (error, stream) =>
          error ? reject(refuse('not-a-zip', `${name} cannot be unpacked.`)) : resolve(stream),
        );
      }),
    close: () => zip.close(),
  };
}

type OnRow = (row: Readonly<Record<string, string>>, fail: (words: string) => never) => void;

/** Streams one table; broken UTF-8, rows and bounds are refused with file and row. */
async function readTable(
  source: Source,
  name: string,
  columns: readonly string[],
  hash: ReturnType<typeof createHash>,
  onRow: OnRow,
): Promise<void> {
  if (!source.names.includes(name)) return;
  let rows = 0;
  const reader = new RowReader((row, number) => {
    if (++rows > importLimits.rows)
      throw refuse('feed-too-large', `${name} has more than ${importLimits.rows} rows.`);
    onRow(row, (words) => {
      throw refuse('feed-invalid', `${name}, row ${number}: ${words}.`);
    });
  });
  const text = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of await source.open(name)) {
      bytes += (chunk as Buffer).length;
      if (bytes > importLimits.fileBytes)
        throw refuse('zip-bomb', `${name} unpacks to far more than a timetable is.`);
      hash.update(chunk as Buffer);
      reader.push(text.decode(chunk as Buffer, { stream: true }));
    }
    reader.push(text.decode());
    const header = reader.end();
    const missing = columns.filter((column) => !header.includes(column));
    if (missing.length) throw refuse('feed-invalid', `${name} lacks the column ${missing.join(', ')}.`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof RowError) throw refuse('feed-invalid', `${name}, ${error.message}.`);
    if (error instanceof TypeError) throw refuse('feed-invalid', `${name} is not valid UTF-8.`);
    throw refuse('feed-invalid', `${name} cannot be read.`);
  }
}

const isoDate = (text: string, fail: (words: string) => never): ServiceDate => {
  const date = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isServiceDate(date) ? date : fail(`"${text.slice(0, 20)}" is not a date`);
};

const weekdayColumns = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

async function readFeed(source: Source): Promise<FeedRows & { timezone: string; sha256: string }> {
  const missing: string[] = requiredFiles.filter((name) => !source.names.includes(name));
  if (!source.names.includes('calendar.txt') && !source.names.includes('calendar_dates.txt'))
    missing.push('calendar.txt or calendar_dates.txt');
  if (missing.length) throw refuse('missing-files', `The feed lacks ${missing.join(', ')}.`);
  const hash = createHash('sha256');
  const rows: FeedRows = { stops: [], trips: [], stopTimes: [], services: [], exceptions: [] };
  let timezone = '';
  const table = (name: string, columns: readonly string[], onRow: OnRow) =>
    readTable(source, name, columns, hash, onRow);
  await table('agency.txt', ['agency_timezone'], (row, fail) => {
    if (timezone && row.agency_timezone !== timezone) fail('a feed keeps one time zone for all its agencies');
    timezone = row.agency_timezone ?? '';
    try {
      zoneFormat(timezone);
    } catch {
      fail('the time zone is unknown');
    }
  });
  if (!timezone) throw refuse('feed-invalid', 'agency.txt names no time zone.');
  const stops = new Set<string>();
  await table('stops.txt', ['stop_id', 'stop_name', 'stop_lat', 'stop_lon'], (row, fail) => {
    const [lon, lat] = [Number(row.stop_lon), Number(row.stop_lat)];
    const placed =
      row.stop_lat !== '' &&
      row.stop_lon !== '' &&
      Math.abs(lat) <= 90 &&
      Math.abs(lon) <= 180 &&
      !(lat === 0 && lon === 0);
    if (!placed) {
      if ((row.location_type ?? '') === '' || row.location_type === '0')
        fail('the stop has no believable position');
      return;
    }
    stops.add(row.stop_id!);
    rows.stops.push({ stop_id: row.stop_id!, name: row.stop_name!, lon, lat });
  });
  const routes = new Map<string, { name: string; type: number }>();
  await table('routes.txt', ['route_id', 'route_type'], (row) => {
    routes.set(row.route_id!, {
      name: row.route_long_name || row.route_short_name || row.route_id!,
      type: Number(row.route_type),
    });
  });
  const trips = new Set<string>();
  await table('trips.txt', ['route_id', 'service_id', 'trip_id'], (row, fail) => {
    const route = routes.get(row.route_id!) ?? fail('the route is not in routes.txt');
    trips.add(row.trip_id!);
    rows.trips.push({
      trip_id: row.trip_id!,
      route_name: route.name,
      route_type: route.type,
      service_id: row.service_id!,
      short_name: row.trip_short_name ?? '',
      headsign: row.trip_headsign ?? '',
    });
  });
  await table(
    'stop_times.txt',
    ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'],
    (row, fail) => {
      if (!trips.has(row.trip_id!)) fail('the trip is not in trips.txt');
      if (!stops.has(row.stop_id!)) fail('the stop is not in stops.txt');
      const arrival = parseTimeSeconds(row.arrival_time || row.departure_time || '');
      const departure = parseTimeSeconds(row.departure_time || row.arrival_time || '');
      // Times may be left out between timepoints (GTFS); such a stop says nothing about when, so it is passed over.
      if (arrival === null || departure === null)
        return row.arrival_time || row.departure_time ? fail('the time is not a time') : undefined;
      rows.stopTimes.push({
        trip_id: row.trip_id!,
        sequence: Number(row.stop_sequence),
        stop_id: row.stop_id!,
        arrival_seconds: arrival,
        departure_seconds: departure,
      });
    },
  );
  await table('calendar.txt', ['service_id', 'start_date', 'end_date', ...weekdayColumns], (row, fail) => {
    rows.services.push({
      service_id: row.service_id!,
      weekdays: weekdayColumns.map((day) => (row[day] === '1' ? '1' : '0')).join(''),
      start_date: isoDate(row.start_date!, fail),
      end_date: isoDate(row.end_date!, fail),
    });
  });
  await table('calendar_dates.txt', ['service_id', 'date', 'exception_type'], (row, fail) => {
    rows.exceptions.push({
      service_id: row.service_id!,
      date: isoDate(row.date!, fail),
      runs: row.exception_type === '1',
    });
  });
  return { ...rows, timezone, sha256: hash.digest('hex') };
}

/** What came in. */
export interface ImportResult {
  readonly feedId: string;
  readonly stops: number;
  readonly trips: number;
  readonly stopTimes: number;
  /** True when this very feed was there already. */
  readonly unchanged: boolean;
}

/**
 * Imports a feed under an id, replacing an earlier one of the same id at once: a running query sees the old or the new.
 * @param path a zip file, or a folder of its files
 * @throws Refusal `not-a-zip`, `zip-too-large`, `zip-bomb`, `missing-files`, `feed-invalid`, `feed-too-large`
 */
export async function importGtfs(
  db: Db,
  feed: { feedId: string; name: string; source: string; path: string },
  now: Date,
): Promise<ImportResult> {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(feed.feedId))
    throw refuse('feed-id', 'A feed id is lower-case letters, digits and hyphens.');
  const kind = await stat(feed.path).catch(() => {
    throw refuse('no-such-file', 'There is no such file.');
  });
  const source = kind.isDirectory() ? await folderSource(feed.path) : await zipSource(feed.path);
  try {
    const rows = await readFeed(source);
    const counts = {
      feedId: feed.feedId,
      stops: rows.stops.length,
      trips: rows.trips.length,
      stopTimes: rows.stopTimes.length,
    };
    if ((await feedDigest(db, feed.feedId)) === rows.sha256) return { ...counts, unchanged: true };
    await transaction(db, (tx) =>
      replaceFeed(tx, { ...feed, timezone: rows.timezone, sha256: rows.sha256 }, rows, now),
    );
    return { ...counts, unchanged: false };
  } finally {
    source.close();
  }
}
