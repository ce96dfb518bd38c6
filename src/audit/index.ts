/** What happened, provably: one leaf for each thing, in a tree whose root is signed and can be kept outside. */
export { alertSupervisors } from './alerting.ts';
export { type AuditApiDeps, registerAuditApi } from './api.ts';
export { loadNoteKey, type NoteKey } from './keys.ts';
export { sequence, startSequencer } from './sequencer.ts';
export { openShowing, type Showing, type Shown } from './showing.ts';
export { openSpool, type Spool } from './spool.ts';
export { type Actor, holdsCheckpoint, type Leaf, leaf } from './store.ts';
export { readAbout, storeAlert } from './store-alerts.ts';
export { type Verification, verifyLog } from './verify.ts';
export { type Sight, type SightPage, whoSaw } from './who-saw.ts';
export { type LogSource, logAt, logInDatabase, type Witnessed, witness } from './witness.ts';
