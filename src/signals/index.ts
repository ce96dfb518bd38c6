/** A report arrives: doors, codes, and the dialogue of its signaler with us. */

export { askBack, closeSignal, flagCodeElsewhere, markActedOn, markRead } from './acts.ts';
export { registerSignalsApi, type SignalsApiDeps } from './api.ts';
export { type Codes, loadKey, openCodes } from './codes.ts';
export { dangerNotice, inputRefusal, type ReceivedSignal, receiveSignal } from './commands.ts';
export { mayReleaseActedOn } from './core/index.ts';
export { type DialogueView, deleteByCode, isDialogueLive, openDialogue, writeByCode } from './dialogue.ts';
export { type SignalInput, signalInput } from './input.ts';
export { readMessages, readReleases, readSignal, type SignalRow } from './store.ts';
