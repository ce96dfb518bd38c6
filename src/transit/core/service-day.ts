/**
 * Times of a timetable as instants. GTFS counts from "noon minus 12 h" of the service day in the AGENCY's zone: on the two
 * days when clocks change that is not midnight, and a station in another zone keeps its agency's clock.
 */

/** A calendar date, `YYYY-MM-DD`. */
export type ServiceDate = string;

const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMilliseconds = 86_400_000;
/** Long-distance trains run past hour 86, so a moment may belong to one of the four service days before. */
export const serviceDaysBack = 4;

/** Whether a text is a real calendar date. */
export function isServiceDate(text: string): boolean {
  const found = dateShape.exec(text);
  return !!found && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** Seconds of a GTFS time such as `9:15:00` or `86:05:30`; null when it is none. Blanks around it are allowed. */
export function parseTimeSeconds(text: string): number | null {
  const found = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(text.trim());
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : null;
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function offsetMilliseconds(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(new Date(instant))) part[type] = Number(value);
  const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour! % 24, part.minute!, part.second!);
  return wall - Math.floor(instant / 1000) * 1000;
}

/** @throws RangeError when the zone is unknown */
export function zoneFormat(timezone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** The instant from which a service day's times count: local noon minus twelve hours. */
export function serviceDayStart(date: ServiceDate, timezone: string): Date {
  const format = zoneFormat(timezone);
  const noon = new Date(`${date}T12:00:00Z`).getTime();
  let instant = noon - offsetMilliseconds(format, noon);
  instant = noon - offsetMilliseconds(format, instant);
  return new Date(instant - dayMilliseconds / 2);
}

/** The calendar date in a zone at an instant. */
export function dateIn(timezone: string, instant: Date): ServiceDate {
  const wall = new Date(instant.getTime() + offsetMilliseconds(zoneFormat(timezone), instant.getTime()));
  return wall.toISOString().slice(0, 10);
}

/** A date some days later (or, negative, earlier). */
export function addDays(date: ServiceDate, days: number): ServiceDate {
  return new Date(new Date(`${date}T00:00:00Z`).getTime() + days * dayMilliseconds)
    .toISOString()
    .slice(0, 10);
}

/** A GTFS service: weekdays from Monday, between two dates, with exceptions. */
export interface Service {
  readonly weekdays: string;
  readonly startDate: ServiceDate;
  readonly endDate: ServiceDate;
  readonly exceptions: ReadonlyMap<ServiceDate, boolean>;
}

/** Whether a service runs on a date; an exception beats the week. */
export function runsOn(service: Service, date: ServiceDate): boolean {
  const exception = service.exceptions.get(date);
  if (exception !== undefined) return exception;
  if (date < service.startDate || date > service.endDate) return false;
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return service.weekdays[weekday] === '1';
}
