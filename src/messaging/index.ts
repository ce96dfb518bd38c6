/** The wires, both ways. Nothing leaves without a Clearance. */
export { type MessagingApiDeps, registerMessagingApi } from './api.ts';
export { type Clearance, storedClearance } from './clearance.ts';
export {
  type ClearanceChecks,
  hurryWaiting,
  type MessageSubject,
  type MessagingDeps,
  messagingDueHandlers,
  messagingSlowKinds,
  type OutgoingRequest,
  type SafeWindow,
  send,
  withdrawWaiting,
} from './commands.ts';
export {
  addressFor,
  normalPhone,
  plainForTexting,
  segmentsOf,
  type Wire,
  waitingNote,
} from './core/index.ts';
export { smtpCarrier } from './email/smtp.ts';
export { numbersDueHandlers, startForgetting } from './numbers/forgetting.ts';
export {
  callBackOf,
  forgetNumbers,
  newNumber,
  searchNumbers,
  settleNumber,
  stateOfNumber,
} from './numbers/numbers.ts';
export type { SealedNumber } from './numbers/store-numbers.ts';
export { receiveMessage } from './receiving.ts';
export { sandboxCarriers } from './sandbox/phone.ts';
export { readDeliveries } from './sandbox/store.ts';
export { twilioCarrier } from './sms/twilio.ts';
export {
  addressOfMessage,
  dropAddressIndex,
  mayHaveReached,
  readWaitingAbout,
  sentWords,
  wasSent,
} from './store.ts';
export { findAnswers, findReceived, readReceived } from './store-received.ts';
export { webhookCarrier } from './webhook/standard.ts';
export type { Carrier, Carriers } from './wires.ts';
