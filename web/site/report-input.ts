/** The form's fields as a report. Empty fields are left out; what remains is checked where every channel is checked. */
import type { Services } from '../../src/main/services.ts';

const monthsOfConsent = 3;

/** The items a page tells. Named one by one in the question, since the person agrees to exactly these. */
const items = ['place', 'time', 'vehicle', 'description', 'language'];
const itemWords =
  'where and when you get off, which train or bus and car, how you can be recognised, and your language';

/** Whom a person may let us tell: one choice each. What is asked and what is stored come from the same lines. */
export const recipients = [
  {
    recipient: 'role:victim-advocate',
    helper: 'a victim advocate near you',
    purpose: 'so that an advocate can meet you and help',
  },
  {
    recipient: 'role:local-law-enforcement',
    helper: 'the local police where you get off',
    purpose: 'so that police can meet you safely',
  },
  {
    recipient: 'role:state-patrol',
    helper: 'the state patrol',
    purpose: 'so that troopers can help the local police',
  },
  {
    recipient: 'role:railroad-police',
    helper: 'the railroad police',
    purpose: 'so that the station is safe',
  },
] as const;

export const consentQuestion = ({ helper, purpose }: (typeof recipients)[number], day: string): string =>
  `May we tell ${helper} ${itemWords} ${purpose}? Until ${day}. You can say no and still get help. You can stop this later; we cannot take back what was already told.`;

/** The day until which consent given now holds. Written into the form, so that what was read is what is stored. */
export function consentDay(now: Date): string {
  const until = new Date(now);
  until.setUTCMonth(until.getUTCMonth() + monthsOfConsent);
  return until.toISOString().slice(0, 10);
}

/** The day that was shown with the question; never later than what may be asked today. */
function agreedDay(shown: string, now: Date): string {
  const latest = consentDay(now);
  const readable = dayShape.test(shown) && !Number.isNaN(Date.parse(shown));
  return readable && shown < latest ? shown : latest;
}

const present = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Only the fields that hold something. */
const filled = (fields: Record<string, string>): Record<string, string> | undefined => {
  const kept = Object.entries(fields).filter(([, value]) => present(value));
  return kept.length ? Object.fromEntries(kept) : undefined;
};

const aboutSomeoneElse: readonly string[] = ['family-or-friend', 'community-member', 'other-professional'];

const dayShape = /^\d{4}-\d{2}-\d{2}$/;
const lineLimitCharacters = 100;

/** What is said when no timetable has the trip. It is a question, asked once: whoever sends again is believed. */
export const unknownTrip = {
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

/** @param now when it came, by the server's clock */
export function formInput(form: FormData, now: Date) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  // Only the person themselves consents. What was ticked before the first answer changed is not taken along.
  const chosen = aboutSomeoneElse.includes(text('relation')) ? [] : form.getAll('releases').map(String);
  const until = `${agreedDay(text('consentDay'), now)}T00:00:00.000Z`;
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
      .map(({ recipient, purpose }) => ({ recipient, items, purpose, until })),
  };
}

/** The longest text of each field, as the report's schema has it, and how each is called where it is asked. */
const fields: readonly { name: string; label: string; limitCharacters: number; needed?: boolean }[] = [
  { name: 'narrative', label: 'What is happening', limitCharacters: 20_000, needed: true },
  { name: 'ownWords', label: 'What the person said', limitCharacters: 5_000 },
  { name: 'line', label: 'Train number or bus line', limitCharacters: lineLimitCharacters },
  { name: 'car', label: 'Car, or seat', limitCharacters: 60 },
  { name: 'alightingStop', label: 'Where to get off', limitCharacters: 120 },
  { name: 'placeWords', label: 'Another place, in words', limitCharacters: 500 },
  { name: 'appearance', label: 'How to recognise', limitCharacters: 2_000 },
  { name: 'doNotTell', label: 'Whom we should not tell', limitCharacters: 2_000 },
  { name: 'safePhone', label: 'A phone number that is safe for texts', limitCharacters: 200 },
];

/** What is to be mended in the form, in words, in the order in which it is asked. */
export function mistakesOf(
  form: FormData,
  refusal: { code: string; title: string },
): { name: string; words: string }[] {
  const found = fields.flatMap(({ name, label, limitCharacters, needed }) => {
    const { length } = String(form.get(name) ?? '').trim();
    if (needed && length === 0) return [{ name, words: `${label}: please write a few words here.` }];
    if (length <= limitCharacters) return [];
    return [{ name, words: `${label}: this is too long. Up to ${limitCharacters} characters fit here.` }];
  });
  // A number that no text can reach is found by whoever would send it; its words are for people.
  if (found.length === 0 && refusal.code === 'safe-contact-unusable')
    return [{ name: 'safePhone', words: refusal.title }];
  return found;
}

/**
 * What a refusal means for whoever filled in the form. The words of the schema are for programs; none of them is ever shown.
 * What cannot be laid to a field was not written by this form's fields at all.
 */
export function problemOfForm(
  problem: { code: string; title: string; detail: string },
  mistakes: readonly unknown[],
): { title: string; detail: string } {
  if (mistakes.length > 0)
    return { title: 'Not sent yet: please look at this again', detail: 'Nothing was stored.' };
  if (problem.code === 'key-reused')
    return {
      title: 'You sent this before, with other words',
      detail: 'The first report is safe with us. Send again to add this one as another report.',
    };
  if (problem.code === 'body-invalid')
    return {
      title: 'Not sent yet: one of the answers could not be read',
      detail: 'Please look at your answers again, or call us. Nothing was stored.',
    };
  return { title: problem.title, detail: problem.detail };
}
