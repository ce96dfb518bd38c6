/**
 * Calls that a person makes: what is said, and what follows from how the call ended. A call that reached nobody is made again
 * at once, a bounded number of times, and a supervisor hears of each: a telephone that nobody picks up closes nothing.
 */
export type VoiceTaskKind = 'psap' | 'desk-page' | 'call-back' | 'stand-down';
export type CallResult = 'confirmed' | 'declined' | 'no-answer';

/** How often one call is opened altogether; then it is the supervisor's alone. */
export const callAttemptLimit = 5;

/** Whether a desk said no to information passed on by telephone: a call to a desk that is about no page. */
export const isRefusedInformation = (
  task: { readonly kind: VoiceTaskKind; readonly pageId?: string | null },
  result: CallResult,
): boolean => task.kind === 'desk-page' && task.pageId === null && result === 'declined';

/**
 * What follows from a call: nothing more, the same call again, or no further call but a supervisor.
 * A 911 centre that says no is as unsettled as one that does not answer. A desk that says no to a page has answered it; one
 * that says no to information has no page that would ask the next agency, so a person must.
 */
export function afterCall(
  task: { readonly kind: VoiceTaskKind; readonly attempt: number; readonly pageId?: string | null },
  result: CallResult,
): 'settled' | 'again' | 'supervisor' {
  const unsettled = result === 'no-answer' || (task.kind === 'psap' && result === 'declined');
  if (!unsettled) return isRefusedInformation(task, result) ? 'supervisor' : 'settled';
  return task.attempt < callAttemptLimit ? 'again' : 'supervisor';
}

const overdueFirstSeconds = 60;
const overdueLongestSeconds = { psap: 5 * 60, other: 60 * 60 };
const overdueAlarmLimit = 48;

/** How long after an overdue alarm it is given again, or null when it has been given often enough. @param alarms given so far */
export function overdueAgainSeconds(kind: VoiceTaskKind, alarms: number): number | null {
  if (alarms >= overdueAlarmLimit) return null;
  const longest = kind === 'psap' ? overdueLongestSeconds.psap : overdueLongestSeconds.other;
  return Math.min(longest, overdueFirstSeconds * 2 ** (alarms - 1));
}

const digitsMinimum = 7;

/** Whether a person could dial this, although no carrier takes it: "573-555-0111 ext. 4". */
export const holdsNumber = (text: string): boolean => text.replace(/\D/g, '').length >= digitsMinimum;

const textIn = (offer: Readonly<Record<string, unknown>>, key: string): string | null => {
  const value = offer[key];
  return typeof value === 'string' && value.trim() ? value.trim() : null;
};
const textsIn = (offer: Readonly<Record<string, unknown>>, key: string): string[] => {
  const value = offer[key];
  return Array.isArray(value) ? value.filter((line): line is string => typeof line === 'string') : [];
};

const scriptLimitCharacters = 4_000;

/** A page read aloud: the offer and the card, as the link would show them before accepting, and nothing else. */
export function pageScript(page: {
  readonly code: string;
  readonly contactName: string;
  readonly offer: Readonly<Record<string, unknown>>;
}): string {
  const { code, contactName, offer } = page;
  const role = textIn(offer, 'role');
  const where = [textIn(offer, 'area'), textIn(offer, 'time')].filter((part) => part !== null).join(', ');
  const alsoAsked = textsIn(offer, 'whoElse').join('; ');
  const spoken = [
    `Alight duty page ${code}.`,
    ...(role ? [`You are asked as: ${role}.`] : []),
    ...(where ? [`Where and when: ${where}.`] : []),
    ...[textIn(offer, 'danger'), textIn(offer, 'lead')].filter((line) => line !== null),
    ...(alsoAsked ? [`Also asked: ${alsoAsked}.`] : []),
    ...textsIn(offer, 'card'),
    'Will you take it?',
  ].join(' ');
  return `Ask for ${contactName}. Say: "${spoken}" Say nothing more before they accept.`.slice(
    0,
    scriptLimitCharacters,
  );
}

/** A stand-down read aloud holds no content, so it may be said to whoever was asked, whatever was withdrawn since. */
export const standDownScript = (code: string, contactName: string): string =>
  `Call ${contactName}. Say only: "Alight duty page ${code}, you are stood down."`;

/** The all-clear read aloud: neutral, as its text is. */
export const lookAgainScript = (code: string, contactName: string): string =>
  `Call ${contactName}. Say only: "Alight duty page ${code}: the lead has given the all-clear."`;

const detailFields = [
  'meetingPoint',
  'arrival',
  'staging',
  'vehicle',
  'car',
  'description',
  'language',
] as const;

const detailOpening = (code: string): string =>
  `They have said yes to page ${code} and are on the line: read them this.`;

/** Whether a script reads the details of a page. */
export const readsDetail = (code: string, script: string): boolean => script.startsWith(detailOpening(code));

/** What is read to a desk that has said yes by telephone: the details of its page, while it is on the line. */
export function detailScript(code: string, detail: Readonly<Record<string, unknown>>): string {
  const words = detailFields
    .map((field) => detail[field])
    .filter((value) => typeof value === 'string' && value);
  const told = Array.isArray(detail['instructions']) ? detail['instructions'] : [];
  return `${detailOpening(code)} ${[...words, ...told].map((text) => String(text).replace(/\.?$/, '.')).join(' ')}`;
}
