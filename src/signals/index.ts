/** A report arrives: doors, codes, and the dialogue of its signaler with us. */

export {
  askBack,
  closeSignal,
  flagCodeElsewhere,
  lockSignal,
  markActedOn,
  markPurged,
  markRead,
  reasonOf,
} from './acts.ts';
export { registerSignalsApi, type SignalsApiDeps } from './api.ts';
export {
  type FromPartner,
  type ListedPartnerKey,
  listPartnerKeys,
  makePartnerKey,
  openPartnerSecrets,
  type PartnerKeyOrder,
  partnersOf,
  registerPartnerApi,
  revokePartnerKey,
  type SecretOf,
} from './channels/partner/index.ts';
export { type Codes, loadKey, openCodes } from './codes.ts';
export { inputRefusal, type ReceivedSignal, receiveSignal } from './commands.ts';
export { moveToHelp, type ReleaseOrder, recordRelease, takeBackRelease } from './consent.ts';
export {
  type Confirmed,
  confirmations,
  mayReleaseActedOn,
  type Observation,
  observations,
  type ReleaseItem,
  releaseItems,
} from './core/index.ts';
export {
  type DialogueView,
  deleteByCode,
  isDialogueLive,
  openDialogue,
  unansweredKind,
  unansweredSeconds,
  writeByCode,
} from './dialogue.ts';
export {
  bringBack,
  countSetAside,
  type Floods,
  type FloodView,
  floodDueHandlers,
  floods,
  isSetAside,
  openFloods,
  type SetAsideEntry,
  setAsideAgain,
  setAsideOf,
  unreadFloodOf,
} from './floods/index.ts';
export { type SignalInput, signalInput } from './input.ts';
export { type SearchDeps, searchDueHandlers } from './search/indexing.ts';
export { type SearchHit, searchSignals } from './search/queries.ts';
export {
  readSignal,
  readWords,
  type SignalRow,
  signalsPatientKinds,
  unreadKind,
} from './store.ts';
export { firstWrittenAfter, lastAnsweredAt, readMessages, readTextDigests } from './store-dialogue.ts';
export { readReleases } from './store-releases.ts';
export { signalsSubscribers } from './texts.ts';
