/**
 * One page's life: notified, delivered, acknowledged (accepted, declined, timed out), en route, staged, released. A late yes
 * is still a yes until the stand-down; after it, nothing but an outcome. Every move that cannot be made says why in words.
 */
export type PageState =
  | 'notified'
  | 'delivered'
  | 'accepted'
  | 'declined'
  | 'timed-out'
  | 'en-route'
  | 'staged'
  | 'released';

export type PageMove =
  | 'open'
  | 'accept'
  | 'decline'
  | 'time-out'
  | 'en-route'
  | 'staged'
  | 'all-clear'
  | 'outcome'
  | 'release';

export type Moved =
  | { readonly kind: 'moved'; readonly to: PageState }
  /** It had happened already: nothing changes and nothing is wrong. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'refused';
      readonly code:
        | 'page-stood-down'
        | 'page-declined'
        | 'page-not-accepted'
        | 'not-the-lead'
        | 'page-already-accepted';
      readonly words: string;
    };

const moved = (to: PageState): Moved => ({ kind: 'moved', to });
const same: Moved = { kind: 'same' };
const refused = (code: Extract<Moved, { kind: 'refused' }>['code'], words: string): Moved => ({
  kind: 'refused',
  code,
  words,
});

const waiting: readonly PageState[] = ['notified', 'delivered', 'timed-out'];
/** Whether an answer is still waited for. */
export const isWaiting = (state: PageState): boolean => waiting.includes(state);
const coming: readonly PageState[] = ['accepted', 'en-route', 'staged'];

const stoodDown = refused(
  'page-stood-down',
  'You have been stood down from this page. You are not needed any more. Thank you.',
);
const neverAccepted = refused(
  'page-not-accepted',
  'This page was not accepted here before the stand-down, so there is no outcome to report. Call the number in the text if you were there.',
);
const notAccepted = refused('page-not-accepted', 'Accept the page first.');

/** What is known of a page beside its state. */
export interface PageStanding {
  /** Whether its agency leads the response. */
  readonly isLead?: boolean;
  /** Whether it was ever accepted: who never said yes was not there. */
  readonly wasAccepted?: boolean;
}

/** What a move does to a page in a state. */
export function movePage(
  state: PageState,
  move: PageMove,
  { isLead = false, wasAccepted = false }: PageStanding = {},
): Moved {
  if (move === 'release') return state === 'released' ? same : moved('released');
  if (move === 'open')
    return state === 'notified' || state === 'timed-out'
      ? moved(state === 'notified' ? 'delivered' : 'timed-out')
      : same;
  if (move === 'time-out') return state === 'notified' || state === 'delivered' ? moved('timed-out') : same;
  if (move === 'outcome') {
    if (coming.includes(state) || wasAccepted) return moved(state);
    return state === 'released' ? neverAccepted : notAccepted;
  }
  if (state === 'released') return stoodDown;
  if (move === 'decline') {
    if (state === 'declined') return same;
    return moved('declined');
  }
  if (state === 'declined')
    return refused(
      'page-declined',
      'This page was declined. If that has changed, call the number in the text.',
    );
  if (move === 'accept') return coming.includes(state) ? same : moved('accepted');
  if (!coming.includes(state)) return notAccepted;
  if (move === 'all-clear')
    return isLead ? moved(state) : refused('not-the-lead', 'Only the lead agency gives the all-clear.');
  if (move === 'en-route') return state === 'accepted' || state === 'en-route' ? moved('en-route') : same;
  return state === 'staged' ? same : moved('staged');
}

/** Whether the details may be seen: only by those who are coming. */
export const seesDetail = (state: PageState): boolean => coming.includes(state);

const rungSecondsMinimum = 10;

/** How long each rung of the ladder has, when all of them together have so long. */
export function rungSeconds(ackTimeoutSeconds: number, rungs: number): number {
  return Math.max(rungSecondsMinimum, Math.floor(ackTimeoutSeconds / Math.max(1, rungs)));
}

/** The text of a page: the whole of it. Source: safety.md "Messages on a watched phone". */
export function dutyText(page: { code: string; origin: string; token: string; phone: string }): string {
  return `Alight duty page ${page.code}. Open ${page.origin}/p/${page.token} or call ${page.phone}.`;
}

/** What brings a page over a wire: its text, or for a webhook the same text as JSON. */
export function dutyBody(wire: string, page: Parameters<typeof dutyText>[0]): string {
  const text = dutyText(page);
  return wire === 'webhook' ? JSON.stringify({ type: 'page.notified', text }) : text;
}

/** The text of a stand-down. */
export const standDownText = (code: string, phone: string): string =>
  `Alight duty page ${code}: you are stood down. Questions: ${phone}.`;

/** What is sent when the lead has given the all-clear: neutral, for it may be read over a shoulder. */
export const lookAgainText = (code: string, phone: string): string =>
  `Alight duty page ${code}: look again. Questions: ${phone}.`;

/** What a text about a page is for. */
export type TextPurpose = 'page' | 'stand-down' | 'look-again';

/** Whether a text is still right at the moment of sending: nobody is asked after the stand-down, which itself always goes. */
export function wantsText(state: PageState, purpose: string | null): boolean {
  if (purpose === 'page') return state !== 'released' && state !== 'declined';
  return purpose === 'look-again' ? coming.includes(state) : true;
}

/** What agencies may report. Source: vocabulary, "Telling and going". */
export const outcomes = [
  'person-reached',
  'declined-help',
  'safety-information-given',
  'services-begun',
  'investigation-opened',
  'alleged-trafficker-arrested',
  'potential-victim-arrested',
  'no-trafficking-found',
  'no-contact',
] as const;
export type Outcome = (typeof outcomes)[number];
