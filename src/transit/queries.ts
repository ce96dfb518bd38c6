/** Where will the vehicle be: a trip's stops with instants. */
import { type Db, Refusal } from '../platform/index.ts';
import {
  addDays,
  dateIn,
  isServiceDate,
  runsOn,
  type ServiceDate,
  serviceDayStart,
  serviceDaysBack,
} from './core/index.ts';
import {
  readLines,
  readService,
  readStopNames,
  readStopTimes,
  readTrip,
  type StoredTrip,
  searchTrips,
} from './store.ts';

/** One running of a trip. `tripId` is `feed:trip`. */
export interface TripChoice {
  readonly tripId: string;
  readonly serviceDate: ServiceDate;
  readonly label: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface TripStop {
  readonly index: number;
  readonly stopId: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly arrivalAt: Date;
  readonly departureAt: Date;
}

export interface RunningTrip {
  readonly tripId: string;
  readonly serviceDate: ServiceDate;
  readonly label: string;
  readonly routeName: string;
  /** GTFS route_type: 2 is rail, 3 is bus. */
  readonly routeType: number;
  readonly stops: readonly TripStop[];
}

const unknownTrip = () =>
  new Refusal(
    'unknown-trip',
    422,
    'We do not know that trip',
    'No timetable has this trip on this date. Check the number and the date, or give the place in words.',
  );

const labelOf = (trip: StoredTrip) =>
  [trip.route_name, trip.short_name, trip.headsign && `to ${trip.headsign}`].filter(Boolean).join(' ');

async function runs(db: Db, trip: StoredTrip, date: ServiceDate): Promise<boolean> {
  const { week, exceptions } = await readService(db, trip.feed_id, trip.service_id);
  return runsOn(
    {
      weekdays: week?.weekdays ?? '0000000',
      startDate: week?.start_date ?? date,
      endDate: week?.end_date ?? date,
      exceptions: new Map(exceptions.map((exception) => [exception.date, exception.runs])),
    },
    date,
  );
}

async function stopsOf(db: Db, trip: StoredTrip, date: ServiceDate): Promise<TripStop[]> {
  const start = serviceDayStart(date, trip.timezone).getTime();
  return (await readStopTimes(db, trip.feed_id, trip.trip_id)).map((row, index) => ({
    index,
    stopId: row.stop_id,
    name: row.name,
    lon: row.lon,
    lat: row.lat,
    arrivalAt: new Date(start + row.arrival_seconds * 1000),
    departureAt: new Date(start + row.departure_seconds * 1000),
  }));
}

/** A trip on a service date. @throws Refusal `unknown-trip` when there is none, or it does not run that day */
export async function tripOn(
  db: Db,
  asked: { tripId: string; serviceDate: ServiceDate },
): Promise<RunningTrip> {
  const colon = asked.tripId.indexOf(':');
  if (colon < 1 || !isServiceDate(asked.serviceDate)) throw unknownTrip();
  const trip = await readTrip(db, asked.tripId.slice(0, colon), asked.tripId.slice(colon + 1));
  if (!trip || !(await runs(db, trip, asked.serviceDate))) throw unknownTrip();
  const stops = await stopsOf(db, trip, asked.serviceDate);
  if (stops.length < 2) throw unknownTrip();
  return { ...asked, label: labelOf(trip), routeName: trip.route_name, routeType: trip.route_type, stops };
}

/** The stops a trip has still to reach by the timetable. */
export async function remainingStops(
  db: Db,
  asked: { tripId: string; serviceDate: ServiceDate },
  now: Date,
): Promise<TripStop[]> {
  return (await tripOn(db, asked)).stops.filter((stop) => stop.arrivalAt > now);
}

/** Runs of a service date, by train number or name of line. */
export async function tripsOfDate(db: Db, text: string, date: ServiceDate): Promise<TripChoice[]> {
  const found: TripChoice[] = [];
  if (!text.trim() || !isServiceDate(date)) return found;
  for (const trip of await searchTrips(db, text.slice(0, 100))) {
    if (!(await runs(db, trip, date))) continue;
    const stops = await stopsOf(db, trip, date);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (!first || !last) continue;
    found.push({
      tripId: `${trip.feed_id}:${trip.trip_id}`,
      serviceDate: date,
      label: labelOf(trip),
      startsAt: first.departureAt,
      endsAt: last.arrivalAt,
    });
  }
  return found;
}

/** Runs on their way at `now`, by train number or name of line; looks four service days back, since trains run for days. */
export async function activeTrips(db: Db, text: string, now: Date): Promise<TripChoice[]> {
  const found: TripChoice[] = [];
  if (!text.trim()) return found;
  for (const trip of await searchTrips(db, text.slice(0, 100))) {
    const today = dateIn(trip.timezone, now);
    for (let back = 0; back <= serviceDaysBack; back++) {
      const date = addDays(today, -back);
      if (!(await runs(db, trip, date))) continue;
      const stops = await stopsOf(db, trip, date);
      const [first, last] = [stops[0], stops[stops.length - 1]];
      if (!first || !last || first.departureAt > now || last.arrivalAt < now) continue;
      found.push({
        tripId: `${trip.feed_id}:${trip.trip_id}`,
        serviceDate: date,
        label: labelOf(trip),
        startsAt: first.departureAt,
        endsAt: last.arrivalAt,
      });
    }
  }
  return found;
}

/** How the timetables write lines, train numbers and stops; for a form's suggestions. */
export interface KnownTrips {
  readonly lines: readonly { readonly value: string; readonly label: string }[];
  readonly stops: readonly string[];
}

/** GTFS route_type of a bus: people know a bus by its line, a train by its number. */
const busRouteType = 3;
const knownTripsLimit = 300;

/** The lines and stops of all timetables, at most 300 of each. */
export async function knownTrips(db: Db): Promise<KnownTrips> {
  const lines = (await readLines(db, knownTripsLimit)).map((trip) => {
    const byLine = trip.route_type === busRouteType || !trip.short_name;
    const to = trip.headsign ? ` to ${trip.headsign}` : '';
    return {
      value: byLine ? trip.route_name : trip.short_name,
      label: `${trip.route_name}${to}`,
    };
  });
  return {
    lines: [...new Map(lines.map((line) => [line.value, line])).values()],
    stops: await readStopNames(db, knownTripsLimit),
  };
}

/** Whether a timetable has this train number or line; with a date, whether one of them runs that day. */
export async function knowsTrip(db: Db, text: string, date?: ServiceDate): Promise<boolean> {
  const found = await searchTrips(db, text.slice(0, 100));
  if (!date) return found.length > 0;
  if (!isServiceDate(date)) return false;
  for (const trip of found) if (await runs(db, trip, date)) return true;
  return false;
}
