export { waitSeconds, waitWords } from './password-path.ts';
export { longestPassword, passwordFault, shortestPassword } from './passwords.ts';
export { longestHours, needsStepUp, type SessionState, type SessionTimes, sessionState } from './sessions.ts';
