/** The floor of the hotline: the queue, assessments, alerts. */
export {
  type AlertPage,
  type AlertView,
  alerts,
  handleAlert,
  hotlineDueHandlers,
  hotlineSubscribers,
} from './alerts.ts';
export { type HotlineApiDeps, registerHotlineApi } from './api.ts';
export { type Assessment, assess, assessedDanger, latestAssessment } from './assessing.ts';
export { registerGlassApi } from './break-glass/api.ts';
export {
  askGlass,
  type BehindGlass,
  endGlass,
  type GlassView,
  glasses,
  grantGlass,
  lookBehindGlass,
} from './break-glass/breaking.ts';
export { type FloodPage, registerFloodsApi, showFloods } from './floods.ts';
export { type FloorApiDeps, registerFloorApi } from './floor/api.ts';
export {
  acceptChat,
  answerPerson,
  comeToFloor,
  endChatByStaff,
  handOverChat,
  leaveFloor,
  passChat,
  takeTen,
} from './floor/commands.ts';
export { floorPatientKinds } from './floor/offering.ts';
export { isAnybodyThere } from './floor/store.ts';
export { type ChatForStaff, type FloorChat, type FloorView, floorOf, type OpenChat } from './floor/view.ts';
export { type QueueEntry, type QueuePage, queue } from './queue.ts';
export { closeReport, openSignal, releaseActedOn, type SignalForStaff } from './report.ts';
export { registerRetentionApi } from './retention/api.ts';
export { liftHold, placeHold } from './retention/holds.ts';
export {
  approvePurge,
  askPurge,
  retentionDueHandlers,
  startRetention,
  stopPurge,
} from './retention/purging.ts';
export { type HoldBasis, numbersOnHold } from './retention/store-retention.ts';
export { type HoldView, type KeepingView, keepingOf, openPurges, type PurgeView } from './retention/view.ts';
export { type SearchEntry, type SearchView, search } from './search.ts';
export { callSupervisor } from './supervisor.ts';
