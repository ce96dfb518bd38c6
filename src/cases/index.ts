/** Cases: one reported situation, its signals, whom not to tell, and the vehicle the person is on. */
export {
  addDoNotTell,
  caseOfSignal,
  linkCaseTrip,
  linkSignalTrip,
  listDoNotTell,
  settleDoNotTell,
} from './commands.ts';
export {
  type CaseTrip,
  type DoNotTell,
  findCaseOfSignal,
  isDoNotTellSettled,
  lockCase,
  readDoNotTell as doNotTellOfCase,
  readSignals as signalsOfCase,
  readTrip as tripOfCase,
  tripLinkedAt,
} from './store.ts';
