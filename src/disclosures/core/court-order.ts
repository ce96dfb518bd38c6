/**
 * A court compels that something is told. One person alone never says what an order says: a second supervisor reads it too, with counsel,
 * before anything is on the ledger. Source: safety.md "Whose word counts", 34 U.S.C. § 12291(b)(2)(C), docs/decisions/0031.
 */

/** How long an order that somebody recorded waits for a second person: over a weekend. */
export const courtOrderHours = 72;
/** An order is told on for a year at most; a longer one is recorded again. */
export const courtOrderLimitDays = 366;

export interface StandingOrder {
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly agreedAt: Date | null;
  readonly endedAt: Date | null;
  /** When its row of the ledger was revoked, as when its recipient was put on the do-not-tell list afterwards. */
  readonly revokedAt: Date | null;
  readonly handedOverAt: Date | null;
  readonly until: Date;
}

export type OrderState = 'waiting' | 'agreed' | 'handed-over' | 'over';

export function orderState(order: StandingOrder, now: Date): OrderState {
  if (order.handedOverAt) return 'handed-over';
  if (order.endedAt || order.revokedAt || order.until <= now) return 'over';
  if (order.agreedAt) return 'agreed';
  return now.getTime() >= order.askedAt.getTime() + courtOrderHours * 3_600_000 ? 'over' : 'waiting';
}

export type OrderRefusal =
  | 'order-over'
  | 'order-agreed'
  | 'order-second-person'
  | 'counsel-missing'
  | 'order-despite-list';

/**
 * Why somebody may not agree; undefined: they may. A recipient on the do-not-tell list is told only when whoever agrees says so, having
 * read who is on it: an order binds, and the list warns.
 */
export function whyNotAgreeToOrder(
  order: StandingOrder,
  said: { by: string; counselRead: boolean; listed: boolean; despiteList: boolean },
  now: Date,
): OrderRefusal | undefined {
  const state = orderState(order, now);
  if (state === 'over') return 'order-over';
  if (state !== 'waiting') return 'order-agreed';
  if (said.by === order.askedBy) return 'order-second-person';
  if (!said.counselRead) return 'counsel-missing';
  if (said.listed && !said.despiteList) return 'order-despite-list';
  return undefined;
}
