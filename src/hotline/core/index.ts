export {
  type BrokenGlass,
  type GlassRefusal,
  type GlassState,
  glassMinutes,
  glassState,
  glassUntil,
  mayGrant,
  mayLook,
} from './break-glass.ts';
export {
  capacities,
  isThere,
  longWaitMinutes,
  type Offer,
  type OnFloor,
  offerSeconds,
  offersOf,
  type PresenceState,
  restMinutes,
  silentOffersLimit,
} from './floor.ts';
export {
  approversNeeded,
  lapseDays,
  mayApprove,
  mayAsk,
  nextOf,
  noticeDays,
  noticeUntil,
  type Purge,
  type PurgeCause,
  type PurgeRefusal,
  purgeCauses,
  type Standing,
} from './purge.ts';
export { compareWaiting, rankReason, type Waiting, waitingWords } from './queue.ts';
