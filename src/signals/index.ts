/** A report arrives: doors, codes, and the dialogue of its signaler with us. */

export {
  askBack,
  closeSignal,
  flagCodeElsewhere,
  lockSignal,
  lockToAnswer,
  markActedOn,
  markPurged,
  markRead,
  reasonOf,
} from './acts.ts';
export { registerSignalsApi, type SignalsApiDeps } from './api.ts';
export { type ChatApiDeps, registerChatApi } from './channels/chat/api.ts';
export {
  beginChat,
  type ChatInput,
  chatInput,
  chatWaiting,
  leaveChat,
  resumeChat,
  sayInChat,
} from './channels/chat/commands.ts';
export { type Conversations, type JustSaid, openConversations } from './channels/chat/conversations.ts';
export { chatEnded, endChat } from './channels/chat/ending.ts';
export { follow, typingTopic } from './channels/chat/following.ts';
export {
  type ChatRow,
  moveChat,
  readChat,
  readChatsOf,
  readChatWords,
  readWaitingChats,
} from './channels/chat/store.ts';
export { readMark, readUnshown } from './channels/chat/store-following.ts';
export { type ChatMessage, type ChatView, viewChat } from './channels/chat/view.ts';
export { openWaitingRoom, type WaitingRoom } from './channels/chat/waiting.ts';
export {
  clearPartnerTimetable,
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
export { goesOnByChat, planFor } from './channels/text/answering.ts';
export { signalsSubscribers, textDueHandlers } from './channels/text/receiving.ts';
export { type Codes, loadKey, openCodes } from './codes.ts';
export { inputRefusal, type ReceivedSignal, receiveSignal } from './commands.ts';
export { moveToHelp, type ReleaseOrder, recordRelease, takeBackRelease } from './consent.ts';
export {
  type Confirmed,
  confirmations,
  languageName,
  languageOfPath,
  mayReleaseActedOn,
  type Observation,
  observations,
  type PublicLanguage,
  type ReleaseItem,
  releaseItems,
} from './core/index.ts';
export {
  type DialogueView,
  deleteByCode,
  isDialogueLive,
  openDialogue,
  unansweredInChatSeconds,
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
  isInFlood,
  isSetAside,
  openFloods,
  type SetAsideEntry,
  setAsideAgain,
  setAsideOf,
  unreadFloodOf,
} from './floods/index.ts';
export { type SignalInput, signalInput } from './input.ts';
export { safeWindow, textNow } from './reaching.ts';
export { readOutCode } from './reading-out.ts';
export { type SearchDeps, searchDueHandlers } from './search/indexing.ts';
export { type SearchHit, searchSignals } from './search/queries.ts';
export {
  readSignal,
  readWords,
  type SignalRow,
  signalsPatientKinds,
  unreadKind,
  unreadSeconds,
} from './store.ts';
export {
  firstWrittenAfter,
  lastAnsweredAt,
  readMessages,
  readMessagesAfter,
  readTextDigests,
} from './store-dialogue.ts';
export { holdsCodes } from './store-held.ts';
export { readReleases } from './store-releases.ts';
export { readWaivers } from './store-waivers.ts';
