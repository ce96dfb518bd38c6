/** The form's fields as a report. Empty fields are left out; what remains is checked where every channel is checked. */
import {
  callWishes,
  isPublicLanguage,
  isReviewedLanguage,
  publicLanguages,
  safeDays,
  safeTimes,
} from '../../../src/signals/core/index.ts';
import type { Speaking } from '../../language/words.ts';
import { pointOf } from './point.tsx';
import type { Answers } from './steps.ts';

const monthsOfConsent = 3;

/** The items a page tells. Named one by one in the question (`report.tell.items`), since the person agrees to exactly these. */
const items = ['place', 'time', 'vehicle', 'description', 'language'];

/**
 * Whom a person may let us tell: one choice each. The purpose is what is stored; what is asked is its words in the person's
 * language (`report.tell.recipients`), and consent in a language that nobody reviewed is no basis yet.
 */
export const recipients = [
  {
    recipient: 'role:victim-advocate',
    words: 'advocate',
    purpose: 'so that an advocate can meet you and help',
  },
  {
    recipient: 'role:local-law-enforcement',
    words: 'police',
    purpose: 'so that police can meet you safely',
  },
  {
    recipient: 'role:state-patrol',
    words: 'patrol',
    purpose: 'so that troopers can help the local police',
  },
  {
    recipient: 'role:railroad-police',
    words: 'railroad',
    purpose: 'so that the station is safe',
  },
] as const;

/** The question itself, as it was read. */
export const consentQuestion = (
  { words }: (typeof recipients)[number],
  until: string,
  { t, day }: Speaking,
): string =>
  t('report.tell.ask', {
    helper: t(`report.tell.recipients.${words}.helper`),
    items: t('report.tell.items'),
    purpose: t(`report.tell.recipients.${words}.purpose`),
    day: day(until),
  });

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

/** What is not asked was not answered: none of these may cost a report. */
const among = (codes: readonly string[], value: string): string => (codes.includes(value) ? value : '');

const present = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Only the fields that hold something. */
const filled = <Name extends string>(
  fields: Record<Name, string>,
): Partial<Record<Name, string>> | undefined => {
  const kept = Object.entries<string>(fields).filter(([, value]) => present(value));
  return kept.length ? (Object.fromEntries(kept) as Partial<Record<Name, string>>) : undefined;
};

const aboutSomeoneElse: readonly string[] = ['family-or-friend', 'community-member', 'other-professional'];

export const dayShape = /^\d{4}-\d{2}-\d{2}$/;
const lineLimitCharacters = 100;

/** What the runs were looked for with. A run that was chosen for another line or day is not the one that is meant. */
export const tripAsked = (answer: (name: string) => string | undefined): string =>
  `${answer('line')?.trim() ?? ''} ${answer('tripDate')?.trim() ?? ''}`;

/** The run that was chosen from the timetables, while line and day stand as they did then. */
export function chosenTrip(
  answer: (name: string) => string | undefined,
): { serviceDate: string; tripId: string; label: string } | undefined {
  const [, serviceDate, tripId, label = ''] =
    /^(\d{4}-\d{2}-\d{2}) (\S{1,200})(?: (.*))?$/.exec(answer('trip') ?? '') ?? [];
  if (!serviceDate || !tripId || answer('tripFor') !== tripAsked(answer)) return undefined;
  return { serviceDate, tripId, label };
}

/** The form has some forty fields, and the longest list to tick has some twenty items. More was made up, and goes no further. */
const namesLimit = 200;
const valuesLimit = 60;

/**
 * Every field of a form, with all that it was answered with, each answer once. Gone through once: asked for each name apart, a body full of
 * names would hold the whole server for half a minute.
 */
export function answersOf(form: FormData): Answers {
  const answers = new Map<string, Set<string>>();
  for (const [name, value] of form) {
    const values = answers.get(name) ?? new Set();
    if (values.size === 0 && answers.size >= namesLimit) continue;
    answers.set(name, values);
    if (values.size < valuesLimit) values.add(String(value));
  }
  return Object.fromEntries([...answers].map(([name, values]) => [name, [...values]]));
}

/**
 * The language in which what is ticked was read. A tick belongs to the page it was made on: whoever looks at the page in another language
 * afterwards has read it all the same, and one tick that was made in a language nobody has reviewed makes all of them no basis yet.
 */
export function consentReadIn({
  ticked,
  before,
  readIn,
  shownIn,
}: {
  readonly ticked: readonly string[];
  /** What stood ticked when the page was shown. */
  readonly before: readonly string[];
  /** The language that those were read in. */
  readonly readIn: string | undefined;
  readonly shownIn: string;
}): string {
  const stands = ticked.some((one) => before.includes(one));
  const added = ticked.some((one) => !before.includes(one));
  if (!stands || !readIn) return shownIn;
  return added && isReviewedLanguage(readIn) ? shownIn : readIn;
}

/** From the page that asks for consent: the language it was read in, and no longer what it was reckoned from. */
export function withConsentLanguage({ consentShown, consentBefore, ...answers }: Answers): Answers {
  const shownIn = consentShown?.[0];
  if (!shownIn) return answers;
  const readIn = consentReadIn({
    ticked: answers['releases'] ?? [],
    before: consentBefore ?? [],
    readIn: answers['consentLanguage']?.[0],
    shownIn,
  });
  return { ...answers, consentLanguage: [readIn] };
}

/**
 * @param now when it came, by the server's clock
 * @param language the tag of the language it was asked in
 */
export function formInput(form: FormData, now: Date, language: string) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  // Only the person themselves consents. What was ticked before the first answer changed is not taken along.
  const chosen = aboutSomeoneElse.includes(text('relation')) ? [] : form.getAll('releases').map(String);
  const until = `${agreedDay(text('consentDay'), now)}T00:00:00.000Z`;
  const day = text('tripDate');
  // The language in which the consent was read; that of the last page says nothing of it.
  const [given = ''] = withConsentLanguage(answersOf(form))['consentLanguage'] ?? [];
  const asked = isPublicLanguage(given) ? publicLanguages[given].tag : language;
  const isDay = dayShape.test(day) && !Number.isNaN(Date.parse(day));
  const run = chosenTrip((name) => String(form.get(name) ?? ''));
  const transit = filled({
    // A day that is written in another way stays beside the line, as words.
    line: [text('line'), isDay ? '' : day].filter(Boolean).join(', ').slice(0, lineLimitCharacters),
    serviceDate: run?.serviceDate ?? (isDay ? day : ''),
    tripId: run?.tripId ?? '',
    car: text('car'),
    alightingStop: text('alightingStop'),
  });
  const point = pointOf(text);
  const placed = filled({
    words: text('placeWords'),
    highway: text('highway'),
    mileMarker: text('mileMarker'),
  });
  const place = placed || point ? { ...placed, ...(point ? { point } : {}) } : undefined;
  const vehicle = filled({
    words: text('vehicleWords'),
    plate: text('plate'),
    plateState: text('plateState'),
  });
  const ticked = form.getAll('safeTimes').map(String);
  const times = safeTimes.filter((time) => ticked.includes(time));
  const said = filled({
    days: text('safeDays') === 'any' ? '' : among(safeDays, text('safeDays')),
    timesWords: text('safeTimesWords'),
    calls: text('safeCalls') === 'no' ? '' : among(callWishes, text('safeCalls')),
    whoElse: text('whoElse'),
    codeWord: text('codeWord'),
  });
  const wishes = said || times.length ? { ...said, ...(times.length ? { times } : {}) } : undefined;
  return {
    door: text('door'),
    channel: 'web-form',
    language,
    narrative: text('narrative'),
    danger: text('danger') || 'not-known',
    ageGroup: text('ageGroup') || 'unknown',
    relation: text('relation') || 'unknown',
    observations: form.getAll('observations').map(String),
    ...(present(text('ownWords')) ? { ownWords: text('ownWords') } : {}),
    ...(present(text('appearance')) ? { appearance: text('appearance') } : {}),
    ...(present(text('people')) ? { people: text('people') } : {}),
    ...(vehicle ? { vehicle } : {}),
    ...(present(text('doNotTell')) ? { doNotTell: text('doNotTell') } : {}),
    ...(transit ? { transit } : {}),
    ...(place ? { place } : {}),
    ...(present(text('safePhone')) ? { safeContact: { wire: 'sms', address: text('safePhone') } } : {}),
    ...(wishes ? { contactWishes: wishes } : {}),
    releases: recipients
      .filter(({ recipient }) => chosen.includes(recipient))
      .map(({ recipient, purpose }) => ({ recipient, items, purpose, until, language: asked })),
  };
}

/** The longest text of each field, as the report's schema has it. Each is called by its name in `report.fields`. */
const limits = {
  narrative: 20_000,
  ownWords: 5_000,
  line: lineLimitCharacters,
  car: 60,
  alightingStop: 120,
  placeWords: 500,
  highway: 60,
  mileMarker: 20,
  people: 2_000,
  appearance: 2_000,
  vehicleWords: 500,
  plate: 20,
  plateState: 40,
  doNotTell: 2_000,
  safePhone: 200,
  safeTimesWords: 500,
  whoElse: 500,
  codeWord: 60,
} as const;

/**
 * What is to be mended in the form, in words, in the order in which it is asked.
 * @param asked the fields that are looked at
 */
export function mistakesOf(
  form: FormData,
  { t }: Speaking,
  asked: readonly string[],
  refusal?: { code: string },
): { name: string; words: string }[] {
  const found = Object.entries(limits).flatMap(([key, limit]) => {
    const name = key as keyof typeof limits;
    if (!asked.includes(name)) return [];
    const { length } = String(form.get(name) ?? '').trim();
    const field = t(`report.fields.${name}`);
    if (name === 'narrative' && length === 0) return [{ name, words: t('form.empty', { field }) }];
    return length <= limit ? [] : [{ name, words: t('form.tooLong', { field, limit }) }];
  });
  // A number that no text can reach is found by whoever would send it; its words are for people.
  if (found.length === 0 && refusal?.code === 'safe-contact-unusable')
    return [{ name: 'safePhone', words: t('report.contact.unusable') }];
  return found;
}

/**
 * What a refusal means for whoever filled in the form. The words of the schema are for programs; none of them is ever shown.
 * What cannot be laid to a field was not written by this form's fields at all.
 */
export function problemOfForm(
  problem: { code: string; title: string; detail: string } | null,
  mistakes: readonly unknown[],
  { t }: Speaking,
): { title: string; detail: string } {
  if (!problem || mistakes.length > 0) return { title: t('form.again'), detail: t('form.nothingStored') };
  if (problem.code === 'key-reused')
    return { title: t('report.sentBefore'), detail: t('report.sentBeforeMore') };
  if (problem.code === 'body-invalid')
    return { title: t('form.unreadable'), detail: t('form.unreadableMore') };
  return { title: t('form.notSent'), detail: t('form.notSentMore') };
}
