/** What was answered, in words: for whoever looks it over before it is sent, and for staff where it is added as a message. */
import type { Spot } from '../../../src/geography/core/index.ts';
import type { Speaking } from '../../language/words.ts';
import { chosenTrip, recipients } from './input.ts';
import { pointOf, spotWords } from './point.tsx';
import { type Answers, type Door, fieldsOf, isOwn, type Step, stepsOf, voiceOf } from './steps.ts';

const unseen: readonly string[] = ['consentDay', 'consentLanguage', 'asWritten', 'tripFor'];

export interface Row {
  readonly name: string;
  readonly values: readonly string[];
}

/** The answers of a page that say something. */
export function rowsOf(
  step: Step,
  door: Door,
  answers: Answers,
  spot: Spot | null,
  speech: Speaking,
): readonly Row[] {
  return fieldsOf(door, step)
    .filter((name) => !unseen.includes(name))
    .map((name) => ({
      name,
      values: (answers[name] ?? [])
        .map((value) => saidOf(name, value, door, answers, spot, speech))
        .filter((value) => value.trim() !== ''),
    }))
    .filter(({ values }) => values.length > 0);
}

function saidOf(
  name: string,
  value: string,
  door: Door,
  answers: Answers,
  spot: Spot | null,
  speech: Speaking,
): string {
  const { t } = speech;
  if (name === 'trip') {
    const run = chosenTrip((field) => answers[field]?.[0]);
    return run ? `${run.label} ${run.serviceDate}` : '';
  }
  if (name === 'point') return value && (spot ? spotWords(spot, speech) : t('report.fields.point'));
  if (name === 'observations')
    return t(`observations.${voiceOf(door, answers)}.${value as 'watched'}`, value);
  if (name === 'danger') return t(`report.what.dangers.${value as 'soon'}`, value);
  if (name === 'ageGroup') return t(`report.who.agesSaid.${value as 'minor'}`, value);
  if (name === 'relation')
    return isOwn(door)
      ? t(`report.about.${value as 'unknown'}`, value)
      : t(`report.contact.relations.${value as 'unknown'}`, value);
  // What was left as it stood says nothing.
  if (name === 'safeDays')
    return value === 'any' ? '' : t(`report.contact.days.${value as 'weekdays'}`, value);
  if (name === 'safeTimes') return t(`report.contact.times.${value as 'morning'}`, value);
  if (name === 'safeCalls') return value === 'no' ? '' : t(`report.contact.calls.${value as 'yes'}`, value);
  if (name !== 'releases') return value;
  const asked = recipients.find(({ recipient }) => recipient === value);
  return asked ? t('report.tell.yes', { helper: t(`report.tell.recipients.${asked.words}.helper`) }) : value;
}

/**
 * What is added by code, as the words of messages: a line for each answer. Empty where nothing was answered.
 * @param speech in English: it is staff who read it
 * @param limitCharacters of one message; an answer that is longer goes on in the next
 */
export function addedWords(
  door: Door,
  answers: Answers,
  spot: Spot | null,
  speech: Speaking,
  limitCharacters: number,
): readonly string[] {
  const { t } = speech;
  const lines = stepsOf(true).flatMap((step) =>
    // An age that was left as it stood says nothing.
    rowsOf(step, door, answers, spot, speech)
      .filter(({ name }) => name !== 'ageGroup' || answers[name]?.[0] !== 'unknown')
      .map(({ name, values }) => `${t(`report.fields.${name as 'narrative'}`)}: ${values.join('; ')}`),
  );
  const point = pointOf((name) => answers[name]?.[0]);
  if (point) lines.push(`${point.lat}, ${point.lon}`);
  const pieces: string[] = [];
  for (const line of lines)
    for (let rest = line; rest; ) {
      const piece = headOf(rest, limitCharacters);
      rest = rest.slice(piece.length);
      const last = pieces.at(-1);
      if (last !== undefined && last.length + 1 + piece.length <= limitCharacters)
        pieces[pieces.length - 1] = `${last}\n${piece}`;
      else pieces.push(piece);
    }
  return pieces;
}

/** The beginning of a text; no letter that takes two places is cut in half. */
function headOf(text: string, limitCharacters: number): string {
  const head = text.slice(0, limitCharacters);
  return head.length < text.length && /[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head;
}
