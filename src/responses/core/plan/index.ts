export { ladderAt } from './board.ts';
export { delayMinutes } from './distributions.ts';
export { leavingChances } from './leaving.ts';
export { planMeeting, wantedProbability } from './meeting.ts';
export { arrivalIn, unitThere } from './probability.ts';
export type { Assignment, MeetingPlan, MeetingProblem, MeetingStop, MeetingUnit } from './problem.ts';
export {
  askStepSeconds,
  driveSeconds,
  leadSeconds,
  notifyBeforeArrivalSeconds,
  type ReadyTime,
  readyCurve,
  readyTime,
} from './ready.ts';
