export { fieldLimitCharacters, RowError, RowReader } from './rows.ts';
export {
  addDays,
  dateIn,
  isServiceDate,
  parseTimeSeconds,
  runsOn,
  type Service,
  type ServiceDate,
  serviceDayStart,
  serviceDaysBack,
  zoneFormat,
} from './service-day.ts';
export { type StopCall, StopCallError, timeCalls } from './stop-calls.ts';
