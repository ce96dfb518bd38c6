/**
 * Reads a feed's tables. Everything that the database would refuse is refused here, in words, with file and row; what can be
 * lived with becomes a warning, so that nobody finds out at night that a line is missing.
 */
import { createHash, type Hash } from 'node:crypto';
import { Refusal } from '../platform/index.ts';
import {
  isServiceDate,
  parseTimeSeconds,
  RowError,
  RowReader,
  type ServiceDate,
  type StopCall,
  StopCallError,
  timeCalls,
  zoneFormat,
} from './core/index.ts';
import { importLimits, refuseFeed, requiredFiles, type Source } from './sources.ts';
import type { FeedRows } from './store.ts';

/** Longer is a mistake, and more than an index of the database can hold. */
const nameLimitCharacters = 500;
const idLimitCharacters = 200;
const weekdayColumns = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

type Row = Readonly<Record<string, string>>;
type Fail = (words: string) => never;
type OnRow = (row: Row, fail: Fail, number: number) => void;

const failIn =
  (file: string, row: number): Fail =>
  (words) => {
    throw refuseFeed('feed-invalid', `${file}, row ${row}: ${words}.`);
  };

/** Streams one table; broken UTF-8, rows and bounds are refused with file and row. @returns how many rows it has */
async function readTable(
  source: Source,
  hash: Hash,
  name: string,
  columns: readonly string[],
  onRow: OnRow,
): Promise<number> {
  if (!source.names.includes(name)) return 0;
  let rows = 0;
  const reader = new RowReader((row, number) => {
    if (++rows > importLimits.rows)
      throw refuseFeed('feed-too-large', `${name} has more than ${importLimits.rows} rows.`);
    onRow(row, failIn(name, number), number);
  });
  const text = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of await source.open(name)) {
      bytes += (chunk as Buffer).length;
      if (bytes > importLimits.fileBytes)
        throw refuseFeed('zip-bomb', `${name} unpacks to far more than a timetable is.`);
      hash.update(chunk as Buffer);
      reader.push(text.decode(chunk as Buffer, { stream: true }));
    }
    reader.push(text.decode());
    const header = reader.end();
    const missing = columns.filter((column) => !header.includes(column));
    // Without a row there is nothing that a column could be missing from; whoever needs rows says so.
    if (missing.length && (rows > 0 || header.length > 0))
      throw refuseFeed('feed-invalid', `${name} lacks the column ${missing.join(', ')}.`);
    return rows;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof RowError) throw refuseFeed('feed-invalid', `${name}, ${error.message}.`);
    if (error instanceof TypeError) throw refuseFeed('feed-invalid', `${name} is not valid UTF-8.`);
    throw refuseFeed('feed-invalid', `${name} cannot be read.`);
  }
}

const quoted = (text: string) => `"${text.slice(0, 40)}"`;

function idOf(row: Row, column: string, fail: Fail): string {
  const id = row[column] ?? '';
  if (id === '') fail(`the ${column} is empty`);
  if (id.length > idLimitCharacters) fail(`the ${column} is longer than ${idLimitCharacters} characters`);
  return id;
}

function nameOf(text: string | undefined, fail: Fail): string {
  if ((text ?? '').length > nameLimitCharacters)
    fail(`a name is longer than ${nameLimitCharacters} characters`);
  return text ?? '';
}

function wholeNumber(row: Row, column: string, greatest: number, fail: Fail): number {
  const text = row[column] ?? '';
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value <= greatest
    ? value
    : fail(`the ${column} ${quoted(text)} is no whole number up to ${greatest}`);
}

function dateOf(row: Row, column: string, fail: Fail): ServiceDate {
  const date = (row[column] ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  // The year 0 is a date for this language and none for the database.
  return isServiceDate(date) && date >= '1900' ? date : fail(`${quoted(row[column] ?? '')} is not a date`);
}

function once(seen: Set<string>, key: string, what: string, fail: Fail): void {
  if (seen.has(key)) fail(`${what} comes a second time`);
  seen.add(key);
}

function timezoneOf(row: Row, before: string, fail: Fail): string {
  const timezone = row['agency_timezone'] ?? '';
  if (before && timezone !== before) fail('a feed keeps one time zone for all its agencies');
  // An offset such as +05:00 knows no summer time, so that half of the year would be an hour off.
  if (!/^[A-Za-z]/.test(timezone)) fail(`${quoted(timezone)} is no time zone such as America/Chicago`);
  try {
    zoneFormat(timezone);
  } catch {
    fail('the time zone is unknown');
  }
  return timezone;
}

/** Collects what can be lived with; one line a kind, with how often and an example. */
class Warnings {
  readonly #kinds = new Map<string, { count: number; example: string }>();
  add(kind: string, example: string): void {
    const found = this.#kinds.get(kind);
    if (found) found.count++;
    else this.#kinds.set(kind, { count: 1, example });
  }
  lines(): string[] {
    return [...this.#kinds].map(
      ([kind, { count, example }]) => `${count} × ${kind} (such as ${quoted(example)})`,
    );
  }
}

/** What was read. */
export interface ReadFeed extends FeedRows {
  readonly timezone: string;
  readonly sha256: string;
  readonly warnings: readonly string[];
}

function assertComplete(source: Source): void {
  const missing: string[] = requiredFiles.filter((name) => !source.names.includes(name));
  if (!source.names.includes('calendar.txt') && !source.names.includes('calendar_dates.txt'))
    missing.push('calendar.txt or calendar_dates.txt');
  if (missing.length === 0) return;
  const folder = source.folder
    ? ` There are files in the folder ${quoted(source.folder)} inside it: pack them without the folder.`
    : '';
  throw refuseFeed('missing-files', `The feed lacks ${missing.join(', ')}.${folder}`);
}

/** Reads all tables. @throws Refusal `missing-files`, `feed-invalid`, `feed-too-large`, `zip-bomb`, `not-a-zip` */
export async function readFeed(source: Source): Promise<ReadFeed> {
  assertComplete(source);
  const hash = createHash('sha256');
  const warnings = new Warnings();
  const table = (name: string, columns: readonly string[], onRow: OnRow) =>
    readTable(source, hash, name, columns, onRow);
  let timezone = '';
  await table('agency.txt', ['agency_timezone'], (row, fail) => {
    timezone = timezoneOf(row, timezone, fail);
  });
  if (!timezone) throw refuseFeed('feed-invalid', 'agency.txt names no time zone.');
  const stops = await readStops(table);
  const trips = await readTrips(table, warnings);
  const stopTimes = await readStopTimes(table, { stops, trips });
  const calendar = await readCalendar(table);
  warn(warnings, { stops, trips: trips.rows, stopTimes, calendar });
  return {
    stops: stops.rows,
    trips: trips.rows,
    stopTimes,
    ...calendar,
    timezone,
    sha256: hash.digest('hex'),
    warnings: warnings.lines(),
  };
}

type Table = (name: string, columns: readonly string[], onRow: OnRow) => Promise<number>;

interface Stops {
  readonly rows: FeedRows['stops'];
  readonly placed: Set<string>;
  /** Stops of passengers without a position, or at 0, 0; refused when a trip calls there. */
  readonly unplaced: Set<string>;
}

async function readStops(table: Table): Promise<Stops> {
  const [rows, placed, unplaced]: [FeedRows['stops'], Set<string>, Set<string>] = [[], new Set(), new Set()];
  const seen = new Set<string>();
  await table('stops.txt', ['stop_id', 'stop_name', 'stop_lat', 'stop_lon'], (row, fail) => {
    const id = idOf(row, 'stop_id', fail);
    once(seen, id, `the stop ${quoted(id)}`, fail);
    const [lon, lat] = [Number(row['stop_lon']), Number(row['stop_lat'])];
    const believable =
      row['stop_lat'] !== '' &&
      row['stop_lon'] !== '' &&
      Math.abs(lat) <= 90 &&
      Math.abs(lon) <= 180 &&
      !(lat === 0 && lon === 0);
    if (!believable) {
      unplaced.add(id);
      return;
    }
    placed.add(id);
    rows.push({ stop_id: id, name: nameOf(row['stop_name'], fail), lon, lat });
  });
  return { rows, placed, unplaced };
}

interface Trips {
  readonly rows: FeedRows['trips'];
  readonly ids: Set<string>;
  /** Trips that run "every so many minutes" and not at times of their own. */
  readonly leftOut: Set<string>;
}

async function readTrips(table: Table, warnings: Warnings): Promise<Trips> {
  const leftOut = new Set<string>();
  await table('frequencies.txt', ['trip_id'], (row, fail) => {
    leftOut.add(idOf(row, 'trip_id', fail));
  });
  const routes = new Map<string, { name: string; type: number }>();
  await table('routes.txt', ['route_id', 'route_type'], (row, fail) => {
    const id = idOf(row, 'route_id', fail);
    if (routes.has(id)) fail(`the route ${quoted(id)} comes a second time`);
    routes.set(id, {
      name: nameOf(row['route_long_name'] || row['route_short_name'] || id, fail),
      type: wholeNumber(row, 'route_type', 9_999, fail),
    });
  });
  const rows: FeedRows['trips'] = [];
  const ids = new Set<string>();
  await table('trips.txt', ['route_id', 'service_id', 'trip_id'], (row, fail) => {
    const route = routes.get(row['route_id'] ?? '') ?? fail('the route is not in routes.txt');
    const id = idOf(row, 'trip_id', fail);
    once(ids, id, `the trip ${quoted(id)}`, fail);
    const serviceId = idOf(row, 'service_id', fail);
    if (leftOut.has(id)) {
      warnings.add(
        'a trip that frequencies.txt repeats: Alight knows only fixed times, so it is left out',
        id,
      );
      return;
    }
    rows.push({
      trip_id: id,
      route_name: route.name,
      route_type: route.type,
      service_id: serviceId,
      short_name: nameOf(row['trip_short_name'], fail),
      headsign: nameOf(row['trip_headsign'], fail),
    });
  });
  if (rows.length === 0) throw refuseFeed('feed-invalid', 'trips.txt has no trip that Alight can follow.');
  return { rows, ids, leftOut };
}

const sequenceGreatest = 2_147_483_647;

async function readStopTimes(
  table: Table,
  { stops, trips }: { stops: Stops; trips: Trips },
): Promise<FeedRows['stopTimes']> {
  const file = 'stop_times.txt';
  const calls = new Map<string, StopCall[]>();
  await table(
    file,
    ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'],
    (row, fail, number) => {
      const [trip, stop] = [row['trip_id'] ?? '', row['stop_id'] ?? ''];
      if (!trips.ids.has(trip)) fail('the trip is not in trips.txt');
      if (stops.unplaced.has(stop)) fail('the stop has no believable position in stops.txt');
      if (!stops.placed.has(stop)) fail('the stop is not in stops.txt');
      const seconds = (text: string) =>
        text === '' ? null : (parseTimeSeconds(text) ?? fail(`the time ${quoted(text)} is not a time`));
      const [arrival, departure] = [row['arrival_time'] ?? '', row['departure_time'] ?? ''];
      const call = {
        row: number,
        stopId: stop,
        sequence: wholeNumber(row, 'stop_sequence', sequenceGreatest, fail),
        arrivalSeconds: seconds(arrival || departure),
        departureSeconds: seconds(departure || arrival),
      };
      if (trips.leftOut.has(trip)) return;
      const list = calls.get(trip);
      if (list) list.push(call);
      else calls.set(trip, [call]);
    },
  );
  if (calls.size === 0) throw refuseFeed('feed-invalid', `${file} has no stop of any trip.`);
  const rows: FeedRows['stopTimes'] = [];
  for (const [trip, list] of calls)
    try {
      for (const call of timeCalls(list))
        rows.push({
          trip_id: trip,
          sequence: call.sequence,
          stop_id: call.stopId,
          arrival_seconds: call.arrivalSeconds,
          departure_seconds: call.departureSeconds,
        });
    } catch (error) {
      if (error instanceof StopCallError) failIn(file, error.row)(error.words);
      throw error;
    }
  return rows;
}

type Calendar = Pick<FeedRows, 'services' | 'exceptions'>;

async function readCalendar(table: Table): Promise<Calendar> {
  const rows: Calendar = { services: [], exceptions: [] };
  const seen = new Set<string>();
  await table('calendar.txt', ['service_id', 'start_date', 'end_date', ...weekdayColumns], (row, fail) => {
    const id = idOf(row, 'service_id', fail);
    once(seen, id, `the service ${quoted(id)}`, fail);
    const [start, end] = [dateOf(row, 'start_date', fail), dateOf(row, 'end_date', fail)];
    if (end < start) fail('the service ends before it begins');
    rows.services.push({
      service_id: id,
      weekdays: weekdayColumns.map((day) => wholeNumber(row, day, 1, fail)).join(''),
      start_date: start,
      end_date: end,
    });
  });
  const dates = new Set<string>();
  await table('calendar_dates.txt', ['service_id', 'date', 'exception_type'], (row, fail) => {
    const [id, date] = [idOf(row, 'service_id', fail), dateOf(row, 'date', fail)];
    once(dates, `${id} ${date}`, `the date ${date} of the service ${quoted(id)}`, fail);
    const type = row['exception_type'] ?? '';
    if (type !== '1' && type !== '2')
      fail(`the exception_type ${quoted(type)} is neither 1 (runs) nor 2 (does not)`);
    rows.exceptions.push({ service_id: id, date, runs: type === '1' });
  });
  if (rows.services.length + rows.exceptions.length === 0)
    throw refuseFeed('feed-invalid', 'Neither calendar.txt nor calendar_dates.txt says when anything runs.');
  return rows;
}

/** What was taken in and will hardly be what the sender meant. */
function warn(
  warnings: Warnings,
  feed: { stops: Stops; trips: FeedRows['trips']; stopTimes: FeedRows['stopTimes']; calendar: Calendar },
): void {
  const running = new Set(
    [...feed.calendar.services, ...feed.calendar.exceptions].map(({ service_id }) => service_id),
  );
  const calls = new Map<string, number>();
  for (const { trip_id } of feed.stopTimes) calls.set(trip_id, (calls.get(trip_id) ?? 0) + 1);
  for (const { trip_id, service_id } of feed.trips) {
    if (!running.has(service_id))
      warnings.add('a trip whose service is in no calendar: it never runs', trip_id);
    if ((calls.get(trip_id) ?? 0) < 2)
      warnings.add('a trip with fewer than two stops: nobody can ride it', trip_id);
  }
  for (const stop of feed.stops.unplaced)
    warnings.add('a stop without a believable position: no trip calls there, so it is left out', stop);
}
