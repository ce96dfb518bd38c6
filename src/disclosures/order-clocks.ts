/**
 * The clocks of a court order: nobody has to remember that one waits for a second supervisor, that it has lapsed, or that the person has
 * not been told. Source: docs/decisions/0031.
 */
import { alertSupervisors } from '../audit/index.ts';
import { completeDue, type DueHandlers, scheduleDue, type Tx, transaction } from '../platform/index.ts';
import { courtOrderHours, orderState } from './core/index.ts';
import { type CourtOrder, readOrders } from './store-orders.ts';

const lookKind = 'court-order-look';
const hourMilliseconds = 3_600_000;
/** An order waits so long before it is said again; and so long after it was handed over it is asked whether the person knows. */
const dayHours = 24;

const lookAfter = (tx: Tx, orderId: string, hours: number, now: Date, why = 'waits') =>
  scheduleDue(tx, {
    kind: lookKind,
    subjectId: orderId,
    dueAt: new Date(now.getTime() + hours * hourMilliseconds),
    dedupeKey: `${why}-${hours}`,
  });

/** For an order that was recorded just now. */
export async function watchOrder(tx: Tx, orderId: string, now: Date): Promise<void> {
  for (const hours of [dayHours, courtOrderHours]) await lookAfter(tx, orderId, hours, now);
}

/** For one that was agreed to just now. */
export const watchHandingOver = (tx: Tx, orderId: string, now: Date): Promise<void> =>
  lookAfter(tx, orderId, dayHours, now, 'agreed');

/** For one that was handed over just now. */
export const watchTelling = (tx: Tx, orderId: string, now: Date): Promise<void> =>
  lookAfter(tx, orderId, dayHours, now, 'told');

/** What has to be said of an order now; undefined: nothing. */
function dueWords(order: CourtOrder, now: Date): { code: string; words: string } | undefined {
  const state = orderState(order, now);
  if (state === 'waiting')
    return {
      code: 'court-order-waits',
      words: `A court order for this report has waited a day for another supervisor to read it with counsel. ${courtOrderHours} hours after it was recorded it lapses here; the court's own day does not move.`,
    };
  if (state === 'over' && !order.agreedAt && !order.endedAt && order.until > now)
    return {
      code: 'court-order-lapsed',
      words: `Nobody agreed within ${courtOrderHours} hours to a court order for this report: here it counts for nothing any more, and it still binds. Record it again, and have another supervisor read it at once.`,
    };
  const isLongAgo = (at: Date | null) =>
    at !== null && now.getTime() - at.getTime() >= dayHours * hourMilliseconds;
  if (state === 'agreed' && isLongAgo(order.agreedAt))
    return {
      code: 'court-order-not-handed-over',
      words:
        'A court order for this report was agreed to a day ago, and nobody recorded that what it orders was handed over. Hand it over, or end the order.',
    };
  if (state === 'handed-over' && isLongAgo(order.handedOverAt) && !order.personToldAt && !order.untold)
    return {
      code: 'court-order-person',
      words:
        'What a court ordered was handed over a day ago, and it is not on record whether the person was told. Tell them when it is safe and record it, or record why it is not.',
    };
  return undefined;
}

export function orderDueHandlers(): DueHandlers {
  return {
    [lookKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        const [order] = await readOrders(tx, { lockId: due.subjectId });
        const say = order && dueWords(order, now);
        if (say)
          await alertSupervisors(tx, { subjectId: order.signalId, signalId: order.signalId, ...say }, now);
      });
    },
  };
}
