/** The wires, both ways. Nothing leaves without a Clearance. */
export { type MessagingApiDeps, registerMessagingApi } from './api.ts';
export { type Clearance, storedClearance } from './clearance.ts';
export {
  type ClearanceChecks,
  type MessageSubject,
  type MessagingDeps,
  messagingDueHandlers,
  messagingSlowKinds,
  type OutgoingRequest,
  receiveMessage,
  send,
} from './commands.ts';
export { addressFor, normalPhone, type Wire } from './core/index.ts';
export { smtpCarrier } from './email/smtp.ts';
export { sandboxCarriers } from './sandbox/phone.ts';
export { twilioCarrier } from './sms/twilio.ts';
export {
  addressOfMessage,
  dropAddressIndex,
  findReceived,
  mayHaveReached,
  readDeliveries,
  readReceived,
  sentWords,
} from './store.ts';
export { webhookCarrier } from './webhook/standard.ts';
export type { Carrier, Carriers } from './wires.ts';
