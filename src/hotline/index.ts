/** The floor of the hotline: the queue, assessments, alerts. */
export { assessmentInput, type HotlineApiDeps, registerHotlineApi } from './api.ts';
export {
  type AlertView,
  type Assessment,
  alerts,
  assess,
  handleAlert,
  hotlineDueHandlers,
  hotlineSubscribers,
  latestAssessment,
  openSignal,
  type QueueEntry,
  queue,
  releaseActedOn,
  type SignalForStaff,
} from './commands.ts';
export { callSupervisor } from './supervisor.ts';
