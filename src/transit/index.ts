/** Where will the vehicle be: timetables as GTFS has them, and a trip's stops as instants. */
export { loadDemoFeeds } from './demo.ts';
export { type DrawnLines, drawnLines } from './drawn.ts';
export { type ImportResult, importGtfs, importLimits } from './import.ts';
export {
  activeTrips,
  type KnownTrips,
  knownTrips,
  knowsTrip,
  type RunningTrip,
  remainingStops,
  type TripChoice,
  type TripStop,
  tripOn,
  tripsOfDate,
} from './queries.ts';
