/** Reaching someone for certain: pages, their ladder, links, voice tasks, and proof of delivery. */

export {
  acceptPage,
  declinePage,
  giveAllClear,
  type PageView,
  reportEnRoute,
  reportOutcome,
  reportStaged,
  viewPage,
} from './answers.ts';
export { type PagingApiDeps, registerPagingApi } from './api.ts';
export { pagingDueHandlers } from './ladder.ts';
export { exchangeLink, peekLink, reissueLink } from './links.ts';
export { pagingSubscribers } from './listening.ts';
export type { PagingDeps } from './moves.ts';
export { releasePage } from './release.ts';
export { type PageRequest, startPage } from './start.ts';
export { readPageCodes as pageCodesOf, readVoiceTasks, type VoiceTaskView } from './store.ts';
export { completeVoiceTask, openVoiceTask, type VoiceTaskRequest } from './voice-tasks.ts';
