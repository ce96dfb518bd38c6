/**
 * Who is asked next, and how long they have. The deadline decides, not a fixed number of minutes; one role's answer never
 * silences another role; and when nobody is left that is said aloud. Source: response.md "Escalation from the deadline".
 */
import { coming, type PageState } from './states.ts';

/** An organization that can fill a role, in the order of the plan. */
export interface Candidate {
  readonly organizationId: string;
  readonly organizationName: string;
  /** The last instant at which asking them still gets them there, or null when there is no deadline. */
  readonly notifyBy: Date | null;
}

export interface AskedPage {
  readonly organizationId: string;
  readonly state: PageState;
}

export type NextStep =
  /** Someone is coming, or is still being asked. */
  | { readonly kind: 'wait' }
  | {
      readonly kind: 'ask';
      readonly candidates: readonly Candidate[];
      readonly ackTimeoutSeconds: number;
      /** Whether all that remain are asked at once, because there is no time to ask in turn. */
      readonly allAtOnce: boolean;
    }
  /** Nobody is left: a supervisor has to know. */
  | { readonly kind: 'nobody' };

export const ackTimeoutMinimumSeconds = 20;
export const ackTimeoutMaximumSeconds = 120;
export const allAtOnceBelowSeconds = 60;
/** A cap for one incident, instead of a throttle a minute. */
export const pagesPerRoleLimit = 12;

const open: readonly PageState[] = ['asked', 'delivered'];

/** How long one candidate has to answer: their share of the slack, within bounds. @param slackSeconds null without deadline */
export function ackTimeoutSeconds(slackSeconds: number | null, candidatesLeft: number): number {
  if (slackSeconds === null) return ackTimeoutMaximumSeconds;
  const share = Math.floor(slackSeconds / Math.max(1, candidatesLeft));
  return Math.min(ackTimeoutMaximumSeconds, Math.max(ackTimeoutMinimumSeconds, share));
}

/** What to do now for one role. */
export function nextStep(role: {
  candidates: readonly Candidate[];
  pages: readonly AskedPage[];
  doNotTell: readonly string[];
  now: Date;
}): NextStep {
  const { candidates, pages, doNotTell, now } = role;
  if (pages.some(({ state }) => coming.includes(state) || open.includes(state))) return { kind: 'wait' };
  const answered = new Set(
    pages.filter(({ state }) => state !== 'stood-down').map((page) => page.organizationId),
  );
  const askable = candidates.filter(
    ({ organizationId }) => !doNotTell.includes(organizationId) && !answered.has(organizationId),
  );
  // Who can no longer get there in time comes last, and does not hurry those who can.
  const inTime = askable.filter(({ notifyBy }) => notifyBy === null || notifyBy > now);
  const ordered = [...inTime, ...askable.filter((candidate) => !inTime.includes(candidate))];
  const left = ordered.slice(0, Math.max(0, pagesPerRoleLimit - pages.length));
  const first = left[0];
  if (!first) return { kind: 'nobody' };
  const counted = inTime.length ? inTime : left;
  const slackSeconds = backupSlackSeconds(counted, now);
  const allAtOnce = slackSeconds !== null && slackSeconds < allAtOnceBelowSeconds && left.length > 1;
  const shareSeconds = ackTimeoutSeconds(slackSeconds, counted.length);
  // Nobody is waited for longer than they themselves could still come.
  const ownSeconds = allAtOnce ? null : slackOf(first, now);
  return {
    kind: 'ask',
    candidates: allAtOnce ? left : [first],
    ackTimeoutSeconds:
      ownSeconds === null ? shareSeconds : Math.min(shareSeconds, ackTimeoutSeconds(ownSeconds, 1)),
    allAtOnce,
  };
}

/**
 * How long it lasts until only one of them could still get there in time: the time there is to ask in turn. One who is far away
 * and drops out soon does not hurry the others. Null when there is no deadline.
 */
function backupSlackSeconds(candidates: readonly Candidate[], now: Date): number | null {
  const slack = candidates.flatMap((candidate) => slackOf(candidate, now) ?? []).sort((a, b) => b - a);
  return slack[1] ?? slack[0] ?? null;
}

const slackOf = ({ notifyBy }: Candidate, now: Date) =>
  notifyBy && (notifyBy.getTime() - now.getTime()) / 1000;

/** Whether a role in this state is still being filled or going on. */
export const isRoleOpen = (state: string): boolean => state !== 'unfilled' && state !== 'stood-down';
