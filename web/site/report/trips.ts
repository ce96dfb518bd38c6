/** Trains and buses that a person may mean, by the timetables; and whether what they wrote is in one. */
import type { Services } from '../../../src/main/serving/services.ts';
import { chosenTrip, dayShape } from './input.ts';

const runsLimit = 12;

/** A run to choose: which, where it goes, and when it set out and comes in. */
export interface Run {
  readonly value: string;
  readonly label: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Runs of the line or number that was written, on the day that was written, else on their way now. Never an error: it is a help. */
export async function runsOf(services: Services, form: FormData): Promise<Run[]> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const day = text('tripDate');
  const names = [text('line'), ...(text('line').match(/\d+/g) ?? [])].filter(Boolean);
  try {
    for (const name of names) {
      const found = dayShape.test(day)
        ? await services.findTripsOn(name, day)
        : await runsToday(services, name);
      if (found.length > 0)
        return found.slice(0, runsLimit).map(({ tripId, serviceDate, label, startsAt, endsAt }) => ({
          value: `${serviceDate} ${tripId} ${label}`,
          label,
          startsAt,
          endsAt,
        }));
    }
  } catch {
    // The words of the person are enough.
  }
  return [];
}

/** On their way now; where none is, those of the day, since somebody may report before it sets out or after. */
async function runsToday(services: Services, name: string) {
  const active = await services.findActiveTrips(name);
  if (active.length > 0) return active;
  const { timeZone } = services.instance;
  const today = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(services.now());
  return services.findTripsOn(name, today);
}

/**
 * Whether a number or a day was given that no timetable has. Words without a number are never doubted. Nobody is held up who
 * reports danger now or comes for help, and where the timetables cannot be read nothing is doubted.
 */
export async function isTripDoubtful(services: Services, form: FormData): Promise<boolean> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [line, day] = [text('line'), text('tripDate')];
  if (!line || text('asWritten') === 'yes' || chosenTrip(text)) return false;
  if (text('danger') === 'imminent' || !['tip', 'professional'].includes(text('door'))) return false;
  const numbers = line.match(/\d+/g) ?? [];
  if (numbers.length === 0 && !day) return false;
  if (day && !dayShape.test(day)) return false;
  try {
    if ((await services.knownTrips()).lines.length === 0) return false;
    for (const name of [line, ...numbers]) if (await services.knowsTrip(name, day || undefined)) return false;
    return true;
  } catch {
    return false;
  }
}
