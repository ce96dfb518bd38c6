/** Timetables in the database. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/index.ts';

interface StopRow {
  readonly stop_id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}
interface TripRow {
  readonly trip_id: string;
  readonly route_name: string;
  readonly route_type: number;
  readonly service_id: string;
  readonly short_name: string;
  readonly headsign: string;
}
interface StopTimeRow {
  readonly trip_id: string;
  readonly sequence: number;
  readonly stop_id: string;
  readonly arrival_seconds: number;
  readonly departure_seconds: number;
}
interface ServiceRow {
  readonly service_id: string;
  readonly weekdays: string;
  readonly start_date: string;
  readonly end_date: string;
}
interface ExceptionRow {
  readonly service_id: string;
  readonly date: string;
  readonly runs: boolean;
}

/** A feed's rows, ready to be written. */
export interface FeedRows {
  readonly stops: StopRow[];
  readonly trips: TripRow[];
  readonly stopTimes: StopTimeRow[];
  readonly services: ServiceRow[];
  readonly exceptions: ExceptionRow[];
}

const batchRows = 5_000;
const tripLimit = 50;

export async function feedDigest(db: Db, feedId: string): Promise<string | undefined> {
  return (await db.selectFrom('transit_feed').select('sha256').where('id', '=', feedId).executeTakeFirst())
    ?.sha256;
}

/** Puts a feed in the place of an earlier one. */
export async function replaceFeed(
  tx: Tx,
  feed: { feedId: string; name: string; source: string; timezone: string; sha256: string },
  rows: FeedRows,
  now: Date,
): Promise<void> {
  await sql`set local statement_timeout = '300s'`.execute(tx);
  await tx.deleteFrom('transit_stop_time').where('feed_id', '=', feed.feedId).execute();
  await tx.deleteFrom('transit_feed').where('id', '=', feed.feedId).execute();
  await tx
    .insertInto('transit_feed')
    .values({
      id: feed.feedId,
      name: feed.name,
      agency_timezone: feed.timezone,
      source: feed.source,
      sha256: feed.sha256,
      imported_at: now,
    })
    .execute();
  // One array parameter per batch: PostgreSQL unpacks it far faster than it parses thousands of placeholders.
  const write = async (table: string, columns: string, list: readonly object[]) => {
    for (let i = 0; i < list.length; i += batchRows)
      await sql`insert into ${sql.table(table)} select ${feed.feedId}, r.* from json_to_recordset(${JSON.stringify(list.slice(i, i + batchRows))}::json) as r(${sql.raw(columns)})`.execute(
        tx,
      );
  };
  await write(
    'transit_stop',
    'stop_id text, name text, lon double precision, lat double precision',
    rows.stops,
  );
  await write(
    'transit_trip',
    'trip_id text, route_name text, route_type int, service_id text, short_name text, headsign text',
    rows.trips,
  );
  await write(
    'transit_stop_time',
    'trip_id text, sequence int, stop_id text, arrival_seconds int, departure_seconds int',
    rows.stopTimes,
  );
  await write(
    'transit_service',
    'service_id text, weekdays text, start_date date, end_date date',
    rows.services,
  );
  await write('transit_service_exception', 'service_id text, date date, runs boolean', rows.exceptions);
}

export interface StoredTrip extends TripRow {
  readonly feed_id: string;
  readonly timezone: string;
}

export async function readTrip(db: Db, feedId: string, tripId: string): Promise<StoredTrip | undefined> {
  return db
    .selectFrom('transit_trip as t')
    .innerJoin('transit_feed as f', 'f.id', 't.feed_id')
    .selectAll('t')
    .select('f.agency_timezone as timezone')
    .where('t.feed_id', '=', feedId)
    .where('t.trip_id', '=', tripId)
    .executeTakeFirst();
}

/** Trips whose number is the text, or whose line is named so. */
export async function searchTrips(db: Db, text: string): Promise<StoredTrip[]> {
  const wanted = text.trim().toLowerCase();
  return db
    .selectFrom('transit_trip as t')
    .innerJoin('transit_feed as f', 'f.id', 't.feed_id')
    .selectAll('t')
    .select('f.agency_timezone as timezone')
    .where((where) =>
      where.or([where(sql`lower(t.short_name)`, '=', wanted), where(sql`lower(t.route_name)`, '=', wanted)]),
    )
    .orderBy('t.feed_id')
    .orderBy('t.trip_id')
    .limit(tripLimit)
    .execute();
}

/** Each line and train number once, with where it goes; at most `limit`. */
export async function readLines(db: Db, limit: number) {
  return db
    .selectFrom('transit_trip')
    .select(['route_name', 'route_type', 'short_name', 'headsign'])
    .distinct()
    .orderBy('route_type')
    .orderBy('route_name')
    .orderBy('short_name')
    .limit(limit)
    .execute();
}

/** The names of the stops, each once; at most `limit`. */
export async function readStopNames(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('transit_stop')
    .select('name')
    .distinct()
    .orderBy('name')
    .limit(limit)
    .execute();
  return rows.map(({ name }) => name);
}

export async function readStopTimes(db: Db, feedId: string, tripId: string) {
  return db
    .selectFrom('transit_stop_time as s')
    .innerJoin('transit_stop as p', (join) =>
      join.onRef('p.feed_id', '=', 's.feed_id').onRef('p.stop_id', '=', 's.stop_id'),
    )
    .select([
      's.sequence',
      's.stop_id',
      's.arrival_seconds',
      's.departure_seconds',
      'p.name',
      'p.lon',
      'p.lat',
    ])
    .where('s.feed_id', '=', feedId)
    .where('s.trip_id', '=', tripId)
    .orderBy('s.sequence')
    .execute();
}

export async function readService(db: Db, feedId: string, serviceId: string) {
  const week = await db
    .selectFrom('transit_service')
    .selectAll()
    .where('feed_id', '=', feedId)
    .where('service_id', '=', serviceId)
    .executeTakeFirst();
  const exceptions = await db
    .selectFrom('transit_service_exception')
    .select(['date', 'runs'])
    .where('feed_id', '=', feedId)
    .where('service_id', '=', serviceId)
    .execute();
  return { week, exceptions };
}
