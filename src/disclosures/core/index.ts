/** The pure half of disclosures: who may learn what, and why. */

export { legalBases, mayStillLeave } from './bases.ts';
export {
  courtOrderHours,
  courtOrderLimitDays,
  type OrderRefusal,
  type OrderState,
  orderState,
  type StandingOrder,
  whyNotAgreeToOrder,
} from './court-order.ts';
export {
  type AgeGroup,
  type Basis,
  type Confirmation,
  confirmationGate,
  type Danger,
  type Door,
  doNotTellGate,
  type Gate,
  helpDoorGate,
  type RecipientKind,
  type Release,
} from './gates.ts';
