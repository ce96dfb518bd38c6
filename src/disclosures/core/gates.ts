/**
 * The gates before anything leaves. Each answers in words, because a tired person must understand a refusal and a court
 * must understand a permission. They are pure, so that every row of the table of cases can be tested.
 */

import { closingEntries, type Listed } from '../../cases/core/index.ts';
import type { Reach } from '../../organizations/core/index.ts';

export type Door = 'help' | 'tip' | 'professional';
export type Danger = 'imminent' | 'soon' | 'not-known' | 'none';
export type AgeGroup = 'minor' | 'adult' | 'unknown';
export type Basis =
  | 'consent'
  | 'imminent-danger'
  | 'mandated-report-minor'
  | 'third-party-tip'
  | 'court-order';

/** Who would be told. Immigration enforcement is a kind of its own: crossing a state line never adds it. */
export type RecipientKind =
  | 'law-enforcement'
  | 'child-protection'
  | 'victim-advocate'
  | 'carrier'
  | 'psap'
  | 'state-contact'
  | 'immigration-enforcement'
  | 'provider';

/** One recorded consent of the person themselves: one recipient, named items, until a date. */
export interface Release {
  readonly recipient: string;
  readonly items: readonly string[];
  readonly until: Date;
  readonly withdrawnAt: Date | null;
  /** False while the person's language has no reviewed words and no interpreter has confirmed it. */
  readonly informed: boolean;
  /** Only the person's own consent counts, never that of who speaks for them. */
  readonly byThePerson: boolean;
}

export type Gate =
  | {
      readonly allowed: true;
      readonly basis: Basis;
      readonly words: string;
      /** When the consent it rests on runs out; absent for a basis that does not run out by itself. */
      readonly until?: Date;
    }
  | { readonly allowed: false; readonly code: string; readonly words: string };

const no = (code: string, words: string): Gate => ({ allowed: false, code, words });
const yes = (basis: Basis, words: string, until?: Date): Gate => ({
  allowed: true,
  basis,
  words,
  ...(until ? { until } : {}),
});

/** The exceptions that need no consent and whom they reach: the law's reason ends where the need ends. */
const imminentRecipients: readonly RecipientKind[] = [
  'law-enforcement',
  'psap',
  'victim-advocate',
  'child-protection',
];
const minorRecipients: readonly RecipientKind[] = ['law-enforcement', 'child-protection', 'victim-advocate'];

/**
 * May these items go to this recipient? Through the help door only with the person's own consent for this recipient and
 * these items, or under a named exception. Other doors tell on the basis of the tip. Immigration enforcement never without
 * consent. Source: safety.md "Whose word counts", routing.md base protocol rules 1-4.
 */
export function helpDoorGate(asked: {
  door: Door;
  releases: readonly Release[];
  danger: Danger;
  ageGroup: AgeGroup;
  recipient: string;
  recipientKind: RecipientKind;
  items: readonly string[];
  now: Date;
}): Gate {
  const { recipientKind, items, now } = asked;
  const own = asked.releases.filter(
    (release) =>
      release.recipient === asked.recipient &&
      release.byThePerson &&
      release.informed &&
      release.withdrawnAt === null &&
      release.until > now,
  );
  const consented =
    items.length > 0 && items.every((item) => own.some((release) => release.items.includes(item)));
  if (recipientKind === 'immigration-enforcement')
    return consented
      ? yes('consent', 'The person consented to exactly this.', lastsUntil(own, items))
      : no(
          'immigration-enforcement',
          'Immigration enforcement is told nothing without the person’s own consent, or a supervisor and counsel.',
        );
  if (consented)
    return yes(
      'consent',
      'The person consented to these items going to this recipient.',
      lastsUntil(own, items),
    );
  if (asked.danger === 'imminent' && imminentRecipients.includes(recipientKind))
    return yes('imminent-danger', 'Someone is in danger right now; this recipient is needed to stop it.');
  if (asked.ageGroup === 'minor' && minorRecipients.includes(recipientKind))
    return yes('mandated-report-minor', 'The person is under 18; child protection and police must be told.');
  if (asked.door !== 'help')
    return yes('third-party-tip', 'The report came from someone else through the tip door.');
  return no('no-consent', whyNot(asked, own.length > 0));
}

/** Consent to several items lasts as long as the first of them does. */
const lastsUntil = (own: readonly Release[], items: readonly string[]): Date =>
  new Date(
    Math.min(
      ...items.map((item) =>
        Math.max(...own.flatMap((one) => (one.items.includes(item) ? [one.until.getTime()] : []))),
      ),
    ),
  );

function whyNot(
  { releases, recipient, now, ageGroup }: Parameters<typeof helpDoorGate>[0],
  partly: boolean,
): string {
  const theirs = releases.filter((release) => release.recipient === recipient);
  const start = 'This came through the help door, and ';
  if (partly) return `${start}the person agreed to tell this recipient less than this. Ask them first.`;
  if (theirs.some((release) => !release.byThePerson))
    return `${start}the consent was given by someone else. Only the person themselves can consent.`;
  if (theirs.some((release) => release.withdrawnAt !== null))
    return `${start}the person took their consent back. Nothing new may be shared with this recipient.`;
  if (theirs.some((release) => release.until <= now))
    return `${start}the person’s consent has run out. Ask them again.`;
  if (theirs.some((release) => !release.informed))
    return `${start}the consent is not yet informed: an interpreter has to confirm it first.`;
  const age = ageGroup === 'unknown' ? ' Their age is not known: ask, then bring in the supervisor.' : '';
  return `${start}the person has not agreed to tell this recipient.${age}`;
}

/**
 * May anything of this organization be told? Not when the list names it, each way by which it is reached, or each unit it could send. The
 * list beats every duty to tell. Whom of it may be told is asked once more for each address.
 */
export function doNotTellGate(
  list: readonly (Listed & { readonly reason: string })[],
  recipient: Reach,
):
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: 'do-not-tell'; readonly words: string } {
  const closing = closingEntries(list, recipient);
  if (closing.length === 0) return { allowed: true };
  const reasons = closing.map(({ reason }) => reason).join(' ');
  const whole = closing.some(({ organizationId }) => organizationId !== null);
  return {
    allowed: false,
    code: 'do-not-tell',
    words: whole
      ? `On the do-not-tell list of this case: ${reasons}`
      : `Everybody who could be asked there is on the do-not-tell list of this case: ${reasons}`,
  };
}

export interface Confirmation {
  /** What was seen, each a behaviour and not a looks, language or family of mixed looks. */
  readonly observedBehaviours: number;
  /** Whether the potential victim's own words were recorded. */
  readonly ownWords: boolean;
  readonly askedBack: boolean;
  /** The report names someone who must not be told. */
  readonly namedNotToTell: boolean;
  /** They are on the list, or it is written down why there is nobody to list. */
  readonly doNotTellSettled: boolean;
  readonly danger: Danger;
  readonly reason: string;
  readonly by: string;
  readonly secondBy: string | undefined;
  /** Whether the second person is a supervisor. */
  readonly secondIsSupervisor: boolean;
  /** A tip that rests on appearance, language or a mixed family. */
  readonly appearanceOnly: boolean;
}

const behavioursNeeded = 2;
const reasonMinimumCharacters = 10;

/**
 * May a law-enforcement response be confirmed? Every missing thing is named at once, so that nobody finds them one by one.
 * Imminent danger lifts the second person only. Source: safety.md "A response to a person".
 */
export function confirmationGate(
  asked: Confirmation,
):
  | { readonly allowed: true }
  | { readonly allowed: false; readonly missing: readonly { code: string; words: string }[] } {
  const missing: { code: string; words: string }[] = [];
  if (asked.appearanceOnly)
    missing.push({
      code: 'appearance-only',
      words:
        'The report rests on looks, language or a family of mixed looks. It is held; no one is sent on that.',
    });
  if (asked.observedBehaviours < behavioursNeeded && !asked.ownWords)
    missing.push({
      code: 'too-little-observed',
      words: 'Record at least two observed behaviours, or the person’s own words.',
    });
  if (!asked.askedBack)
    missing.push({
      code: 'not-asked-back',
      words: 'Try to ask the person who reported a question back first.',
    });
  if (asked.namedNotToTell && !asked.doNotTellSettled)
    missing.push({
      code: 'do-not-tell-open',
      words:
        'The report names someone who must not be told. Put them on the do-not-tell list and say that the list is done, or write down why there is nobody to list.',
    });
  if (asked.reason.trim().length < reasonMinimumCharacters)
    missing.push({ code: 'reason-missing', words: 'Write the reason in words.' });
  if (asked.secondBy === asked.by)
    missing.push({ code: 'second-person-same', words: 'The second person has to be someone else.' });
  else if (asked.danger !== 'imminent' && (asked.secondBy === undefined || !asked.secondIsSupervisor))
    missing.push({
      code: 'second-person-missing',
      words: 'A supervisor has to confirm as the second person, unless danger is imminent.',
    });
  return missing.length ? { allowed: false, missing } : { allowed: true };
}
