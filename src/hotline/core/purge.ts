/**
 * Destroying what a case holds: when somebody may ask for it, who must agree, and what stands in its way. Notice first, then two people
 * who agree and did not ask; never while a legal hold lies on any report of the case. Source: security.md 10.
 */

/** Why something is destroyed. */
export const purgeCauses = ['kept-long-enough', 'person-asked', 'court-order', 'entered-in-error'] as const;
export type PurgeCause = (typeof purgeCauses)[number];

/** Between the question and the deed: time for anybody to object, or to place a hold. */
export const noticeDays = 14;
/** A question that two people have not agreed to by then lapses. */
export const lapseDays = 60;
export const approversNeeded = 2;
const dayMilliseconds = 86_400_000;

export interface Purge {
  /** Null: the retention schedule asked. */
  readonly askedBy: string | null;
  readonly askedAt: Date;
  readonly approvedBy: readonly string[];
  readonly state: 'open' | 'stopped' | 'lapsed' | 'done';
}

/** What the case is like at the moment. */
export interface Standing {
  /** A hold lies on it or on any of its reports. */
  readonly held: boolean;
  /** Each of its reports is closed, and no response is open. */
  readonly closed: boolean;
}

export type PurgeRefusal = 'held' | 'not-closed' | 'purge-not-open' | 'asked-it-yourself' | 'agreed-before';

export const noticeUntil = (purge: Pick<Purge, 'askedAt'>): Date =>
  new Date(purge.askedAt.getTime() + noticeDays * dayMilliseconds);

export const lapsesAt = (purge: Pick<Purge, 'askedAt'>): Date =>
  new Date(purge.askedAt.getTime() + lapseDays * dayMilliseconds);

/** Whether it may be asked for. */
export const mayAsk = ({ held, closed }: Standing): PurgeRefusal | undefined =>
  held ? 'held' : closed ? undefined : 'not-closed';

/** Whether this person may agree. */
export function mayApprove(purge: Purge, standing: Standing, by: string): PurgeRefusal | undefined {
  if (purge.state !== 'open') return 'purge-not-open';
  if (purge.askedBy === by) return 'asked-it-yourself';
  if (purge.approvedBy.includes(by)) return 'agreed-before';
  return mayAsk(standing);
}

/** What happens now with an open question: it is carried out, it ends, or it goes on waiting until an instant. */
export type Next =
  | { readonly kind: 'destroy' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'lapse' }
  | { readonly kind: 'wait'; readonly until: Date };

/** @param now only what is decided here, under lock, is carried out */
export function nextOf(purge: Purge, standing: Standing, now: Date): Next {
  if (mayAsk(standing)) return { kind: 'stop' };
  if (now < noticeUntil(purge)) return { kind: 'wait', until: noticeUntil(purge) };
  const agreed = new Set(purge.approvedBy.filter((by) => by !== purge.askedBy));
  if (agreed.size >= approversNeeded) return { kind: 'destroy' };
  return now < lapsesAt(purge) ? { kind: 'wait', until: lapsesAt(purge) } : { kind: 'lapse' };
}
