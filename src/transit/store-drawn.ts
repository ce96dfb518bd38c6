/** What of the timetables a map draws, in the database. */
import { sql } from 'kysely';
import type { Box } from '../geography/core/index.ts';
import type { Db } from '../platform/index.ts';

/** Of each line of each feed the run with the most stops; rail before buses. At most `limit`. */
export async function readLongestTrips(
  db: Db,
  limit: number,
): Promise<{ feed_id: string; trip_id: string }[]> {
  const { rows } = await sql<{ feed_id: string; trip_id: string }>`
    select feed_id, trip_id
    from (
      select distinct on (t.feed_id, t.route_name) t.feed_id, t.trip_id, t.route_type, t.route_name
      from transit_trip t
      join (select feed_id, trip_id, count(*) as stops from transit_stop_time group by feed_id, trip_id) c
        using (feed_id, trip_id)
      order by t.feed_id, t.route_name, c.stops desc, t.trip_id
    ) longest
    order by route_type, feed_id, route_name
    limit ${limit}`.execute(db);
  return rows;
}

/** Stops within a box, by name. At most `limit`. */
export async function readStopsWithin(db: Db, [west, south, east, north]: Box, limit: number) {
  return db
    .selectFrom('transit_stop')
    .select(['name', 'lon', 'lat'])
    .where((stop) => stop.and([stop.between('lon', west, east), stop.between('lat', south, north)]))
    .orderBy('name')
    .limit(limit)
    .execute();
}
