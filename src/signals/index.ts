/** A report arrives: doors, codes, and the dialogue of its signaler with us. */
export { registerSignalsApi, type SignalsApiDeps } from './api.ts';
export { type Codes, loadKey, openCodes } from './codes.ts';
export {
  askBack,
  closeSignal,
  type DialogueView,
  dangerNotice,
  deleteByCode,
  flagCodeElsewhere,
  inputRefusal,
  isDialogueLive,
  markActedOn,
  markRead,
  openDialogue,
  type ReceivedSignal,
  receiveSignal,
  writeByCode,
} from './commands.ts';
export { mayReleaseActedOn } from './core/index.ts';
export { type SignalInput, signalInput } from './input.ts';
export { readMessages, readReleases, readSignal, type SignalRow } from './store.ts';
