/** Reaching someone for certain: pages, their ladder, links, voice tasks, and proof of delivery. */

export {
  acceptPage,
  declinePage,
  type PageView,
  reportEnRoute,
  reportOutcome,
  reportStaged,
  showPage,
  viewPage,
} from './answers.ts';
export { type PagingApiDeps, registerPagingApi } from './api.ts';
export { reportForPage, type TelephoneReport } from './by-telephone.ts';
export { completeVoiceTask } from './call-results.ts';
export { pagingDueHandlers } from './ladder.ts';
export { giveAllClear, rewriteOffer, setPageLead } from './lead.ts';
export { exchangeLink, peekLink, reissueLink } from './links.ts';
export { endForListed, withdrawCallsToListed } from './listed.ts';
export { pagingSubscribers } from './listening.ts';
export type { IsLive, PagingDeps, PagingDueDeps } from './moves.ts';
export { releasePage } from './release.ts';
export { showVoiceTasks } from './showing-calls.ts';
export { type PageRequest, startPage } from './start.ts';
export {
  type PageRecord,
  readDeclineReason as declineReasonOf,
  readPage as pageById,
  readPageCodes as pageCodesOf,
} from './store.ts';
export { wasOpened } from './store-access.ts';
export { readVoiceTask, readVoiceTasks, type VoiceTaskList, type VoiceTaskView } from './store-voice.ts';
export { isMessageWanted } from './telling.ts';
export { openVoiceTask, type VoiceTaskRequest, withdrawVoiceTasks } from './voice-tasks.ts';
