/** Reaching someone for certain: pages, their ladder, links, voice tasks, and proof of delivery. */
export { type PagingApiDeps, registerPagingApi } from './api.ts';
export {
  acceptPage,
  completeVoiceTask,
  declinePage,
  exchangeLink,
  giveAllClear,
  openVoiceTask,
  type PageRequest,
  type PageView,
  type PagingDeps,
  pagingDueHandlers,
  pagingSubscribers,
  peekLink,
  reissueLink,
  releasePage,
  reportEnRoute,
  reportOutcome,
  reportStaged,
  startPage,
  type VoiceTaskRequest,
  viewPage,
} from './commands.ts';
export { rewriteOffer } from './rewriting.ts';
export { readPageCodes as pageCodesOf, readVoiceTasks, type VoiceTaskView } from './store.ts';
