/** Disclosures: who may learn what and why, and the ledger of what left. */

export { registerCourtOrdersApi } from './api.ts';
export { disclosuresDueHandlers, type Recorded, recordDisclosure, revokeDisclosures } from './commands.ts';
export * from './core/index.ts';
export {
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
} from './court-orders.ts';
export { orderDueHandlers } from './order-clocks.ts';
export {
  type Disclosure,
  disclosuresOfCase,
  isLive as isDisclosureLive,
  markDelivered as markDisclosureDelivered,
  markOpened as markDisclosureOpened,
  markShown as markDisclosureShown,
  type NewDisclosure,
  readDisclosure as disclosureById,
} from './store.ts';
export { insertShown as recordShown, readShown as shownWords } from './store-shown.ts';
export { disclosuresSubscribers } from './subscribers.ts';
