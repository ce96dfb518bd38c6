/** The form's fields as a report. Empty fields are left out; what remains is checked where every channel is checked. */
import type { Services } from '../../src/main/services.ts';

const monthsOfConsent = 3;

/** The items a page tells. Named one by one in the question, since the person agrees to exactly these. */
const items = ['place', 'time', 'vehicle', 'description', 'language'];

export const recipients = [
  {
    recipient: 'role:victim-advocate',
    purpose: 'so that an advocate can meet you and help',
    question:
      'A victim advocate near me: where and when I get off, which train or bus and car, how I can be recognised, my language, so that an advocate can meet me. Until three months from now.',
  },
  {
    recipient: 'role:local-law-enforcement',
    purpose: 'so that police can meet you safely',
    question:
      'The local police: where and when I get off, which train or bus and car, how I can be recognised, my language, so that they can meet me safely. Until three months from now.',
  },
  {
    recipient: 'role:state-patrol',
    purpose: 'so that troopers can help the local police',
    question: 'The state patrol: the same, so that troopers can help. Until three months from now.',
  },
  {
    recipient: 'role:railroad-police',
    purpose: 'so that the station is safe',
    question: 'The railroad police: the same, so that the station is safe. Until three months from now.',
  },
] as const;

const threeMonthsOn = (): string => {
  const until = new Date();
  until.setUTCMonth(until.getUTCMonth() + monthsOfConsent);
  // By the day, so that a form posted twice is the same report.
  return `${until.toISOString().slice(0, 10)}T00:00:00.000Z`;
};

const present = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Only the fields that hold something. */
const filled = (fields: Record<string, string>): Record<string, string> | undefined => {
  const kept = Object.entries(fields).filter(([, value]) => present(value));
  return kept.length ? Object.fromEntries(kept) : undefined;
};

const dayShape = /^\d{4}-\d{2}-\d{2}$/;
const lineLimitCharacters = 100;

/** What is said when no timetable has the trip. It is a question, asked once: whoever sends again is believed. */
export const unknownTrip = {
  code: 'unknown-trip',
  title: 'Not sent yet: we do not know that train or bus',
  detail:
    'Our timetables do not have it on that day. Please look at the number and the day again, or send it as you wrote it. Nothing was stored.',
};

/**
 * Whether a number or a day was given that no timetable has. Words without a number are never doubted. Nobody is held up who
 * reports danger now or comes for help, and where the timetables cannot be read nothing is doubted.
 */
export async function isTripDoubtful(services: Services, form: FormData): Promise<boolean> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [line, day] = [text('line'), text('tripDate')];
  // Who has not yet written what is happening is asked for that first.
  if (!line || !text('narrative')) return false;
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

export function formInput(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const chosen = form.getAll('releases').map(String);
  const day = text('tripDate');
  const isDay = dayShape.test(day) && !Number.isNaN(Date.parse(day));
  const transit = filled({
    // A day that is written in another way stays beside the line, as words.
    line: [text('line'), isDay ? '' : day].filter(Boolean).join(', ').slice(0, lineLimitCharacters),
    serviceDate: isDay ? day : '',
    car: text('car'),
    alightingStop: text('alightingStop'),
  });
  const place = filled({ words: text('placeWords') });
  return {
    door: text('door'),
    channel: 'web-form',
    narrative: text('narrative'),
    danger: text('danger') || 'not-known',
    ageGroup: text('ageGroup') || 'unknown',
    relation: text('relation') || 'unknown',
    observations: form.getAll('observations').map(String),
    ...(present(text('ownWords')) ? { ownWords: text('ownWords') } : {}),
    ...(present(text('appearance')) ? { appearance: text('appearance') } : {}),
    ...(present(text('doNotTell')) ? { doNotTell: text('doNotTell') } : {}),
    ...(transit ? { transit } : {}),
    ...(place ? { place } : {}),
    ...(present(text('safePhone')) ? { safeContact: { wire: 'sms', address: text('safePhone') } } : {}),
    releases: recipients
      .filter(({ recipient }) => chosen.includes(recipient))
      .map(({ recipient, purpose }) => ({ recipient, items, purpose, until: threeMonthsOn() })),
  };
}
