/** Cases: one reported situation, its signals, whom not to tell, and the vehicle or place the person is in. */
export { type CasesApiDeps, registerCasesApi } from './api.ts';
export { registerAttachmentsApi } from './attachments/api.ts';
export { clamavScanner, noScanner, type Scanner } from './attachments/clamav.ts';
export {
  type AttachmentDeps,
  addAttachment,
  type ListedAttachment,
  listAttachments,
  openAttachment,
  type ShownDeps,
  scanAgain,
} from './attachments/commands.ts';
export { savingHeaders } from './attachments/content.ts';
export { countAttachments, readAttachmentIds as listAttachmentIds } from './attachments/store.ts';
export { acceptFiles, readFile, type SentFile } from './attachments/upload.ts';
export { caseOfSignal, linkCaseTrip, linkSignalTrip } from './commands.ts';
export type { Listed, Whom } from './core/index.ts';
export {
  addDoNotTell,
  closesNothing,
  type ListedForStaff,
  listDoNotTell,
  listedForStaff,
  settleDoNotTell,
  takeBackDoNotTell,
  type WhomToList,
  whomToList,
} from './do-not-tell.ts';
export { linkSignalPlace } from './place.ts';
export {
  type CasePlace,
  type CaseTrip,
  findCaseOfSignal,
  lockCase,
  placeLinkedAt,
  readPlace as placeOfCase,
  readSignals as signalsOfCase,
  readTrip as tripOfCase,
} from './store.ts';
export {
  type DoNotTell,
  isDoNotTellSettled,
  isSomeoneWithheld,
  readCasesListing as casesListing,
  readDoNotTell as doNotTellOfCase,
  readListed as listedOfCase,
  readListedStaff as listedStaffOf,
} from './store-listed.ts';
