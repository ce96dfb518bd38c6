/** The services of the page of a report's court orders. */
import type { Showing } from '../../audit/index.ts';
import {
  agreeCourtOrder,
  type CourtOrderOrder,
  type CourtOrderView,
  courtOrdersOf,
  endCourtOrder,
  handOverCourtOrder,
  notePersonNotTold,
  notePersonTold,
  recipientsNamed,
  recordCourtOrder,
} from '../../disclosures/index.ts';
import type { As } from './administration.ts';
import type { Acting } from './services.ts';

/** What a court compels (docs/decisions/0031): two supervisors say it, and a person hands it over. */
export interface OrderServices {
  /** The court orders of a report, oldest first. */
  courtOrders(acting: Acting, signalId: string): Promise<CourtOrderView[]>;
  /** Whom an order may mean by these words: one where the name is whole, at most 50 else. */
  recipientsNamed(acting: Acting, words: string): Promise<{ id: string; name: string }[]>;
  /** Nothing is told until another supervisor agrees. */
  recordCourtOrder(acting: Acting, signalId: string, order: CourtOrderOrder): Promise<void>;
  agreeCourtOrder(
    acting: Acting,
    orderId: string,
    said: { counselRead: boolean; despiteList: boolean },
  ): Promise<void>;
  handOverCourtOrder(acting: Acting, orderId: string): Promise<void>;
  notePersonTold(acting: Acting, orderId: string): Promise<void>;
  notePersonNotTold(acting: Acting, orderId: string, reason: string): Promise<void>;
  endCourtOrder(acting: Acting, orderId: string): Promise<void>;
}

export function ordersOf(showing: Showing, as: As): OrderServices {
  return {
    courtOrders: (acting, signalId) =>
      as(acting, 'orders:read', (tx, by, at) => courtOrdersOf(tx, showing, { signalId, by }, at)),
    recipientsNamed: (acting, words) => as(acting, 'orders:read', (tx) => recipientsNamed(tx, words)),
    recordCourtOrder: (acting, signalId, order) =>
      as(
        acting,
        'orders:work',
        async (tx, by, at) => void (await recordCourtOrder(tx, signalId, by, order, at)),
      ),
    agreeCourtOrder: (acting, id, said) =>
      as(
        acting,
        'orders:work',
        async (tx, by, at) => void (await agreeCourtOrder(tx, id, { ...said, by }, at)),
      ),
    handOverCourtOrder: (acting, id) =>
      as(acting, 'orders:work', (tx, by, at) => handOverCourtOrder(tx, id, by, at)),
    notePersonTold: (acting, id) => as(acting, 'orders:work', (tx, by, at) => notePersonTold(tx, id, by, at)),
    notePersonNotTold: (acting, id, reason) =>
      as(acting, 'orders:work', (tx, by, at) => notePersonNotTold(tx, id, { by, reason }, at)),
    endCourtOrder: (acting, id) => as(acting, 'orders:end', (tx, by, at) => endCourtOrder(tx, id, by, at)),
  };
}
