/**
 * The topics of a report, one page each, in the order in which they are asked. Every answer travels from page to page in the form
 * itself: nothing is kept in the browser, and nothing here before it is sent.
 */
import type { PublicLanguage } from '../../../src/signals/core/index.ts';

export const doors = ['help', 'tip', 'professional', 'unsure'] as const;
export type Door = (typeof doors)[number];

/** The person's own door: "I'm not sure" opens help, the more protective. */
export const isOwn = (door: Door): boolean => door === 'help' || door === 'unsure';

export const steps = ['what', 'signs', 'where', 'who', 'vehicle', 'tell', 'contact', 'review'] as const;
export type Step = (typeof steps)[number];

/**
 * What can be added by code to a report that was sent before its last page. Neither what it is about nor who writes, consent or how to be
 * reached: a code may be in other hands, and gives none of these. Source: safety.md "The code (receipt) in the wrong hands".
 */
const addedSteps: readonly Step[] = ['signs', 'where', 'who', 'vehicle', 'tell', 'review'];
/** The form of what is added speaks as to somebody who saw it, whoever they are: it does not tell which door the report came by. */
export const addingDoor: Door = 'tip';

/** The pages of a form, in their order. @param adding whether it adds to a report by its code */
export const stepsOf = (adding: boolean): readonly Step[] => (adding ? addedSteps : steps);

export const isStep = (text: string): text is Step => (steps as readonly string[]).includes(text);

/** Who writes is asked first where it decides whose words count, and near the end elsewhere. */
const relationStep = (door: Door): Step => (isOwn(door) ? 'what' : 'contact');

/** What a consent is made of. No code gives one. */
export const consentFields: readonly string[] = ['releases', 'consentDay', 'consentLanguage'];

const asked: Readonly<Record<Exclude<Step, 'review'>, readonly string[]>> = {
  what: ['narrative', 'danger'],
  signs: ['observations', 'ownWords'],
  where: [
    'line',
    'tripDate',
    'trip',
    'tripFor',
    'car',
    'alightingStop',
    'placeWords',
    'highway',
    'mileMarker',
    'point',
    'asWritten',
  ],
  who: ['ageGroup', 'people', 'appearance'],
  vehicle: ['vehicleWords', 'plate', 'plateState'],
  tell: ['doNotTell', ...consentFields],
  contact: ['safePhone', 'safeDays', 'safeTimes', 'safeTimesWords', 'safeCalls', 'whoElse', 'codeWord'],
};

/** The names of the fields that a page asks. */
export function fieldsOf(door: Door, step: Step): readonly string[] {
  if (step === 'review') return [];
  return step === relationStep(door) ? ['relation', ...asked[step]] : asked[step];
}

/** Every field of the form. */
export const allFields = (door: Door): readonly string[] => steps.flatMap((step) => fieldsOf(door, step));

/** The page that asks for a field. */
export const stepOf = (door: Door, field: string): Step =>
  steps.find((step) => fieldsOf(door, step).includes(field)) ?? 'review';

/** Where a button leads from a page; undefined sends. Steps stay within the list, however a form was made up. */
export function stepAfter(from: Step, go: string, among: readonly Step[] = steps): Step | undefined {
  const at = among.indexOf(from);
  if (go === 'back') return among[Math.max(0, at - 1)];
  // The Enter key goes on, and sends nothing.
  if (go === 'next' || go === 'skip' || go === 'enter') return among[Math.min(among.length - 1, at + 1)];
  if (go === 'stay' || go === 'find') return from;
  const named = go.replace(/^to:/, '');
  return go.startsWith('to:') && isStep(named) && among.includes(named) ? named : undefined;
}

/** Answers by field, as they came. */
export type Answers = Readonly<Record<string, readonly string[]>>;

/** Whether words are for the person themselves, as far as they said whom it is about. */
export function voiceOf(door: Door, answers: Answers): 'you' | 'they' {
  if (!isOwn(door)) return 'they';
  const [relation = ''] = answers['relation'] ?? [];
  return ['family-or-friend', 'community-member', 'other-professional'].includes(relation) ? 'they' : 'you';
}

/** Where the form of a door is sent, in a language. */
export const formAddress = (at: (path: string) => string, door: Door): string => at(`/report?door=${door}`);

export interface StepProps {
  readonly door: Door;
  readonly language: PublicLanguage;
  readonly answers: Answers;
  readonly wrong: Readonly<Record<string, string>>;
}
