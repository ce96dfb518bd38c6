/** Who may do what, and how long a sign-in lasts. */

export {
  type AgreeRefusal,
  type AskedRole,
  givenByTwo,
  roleGrantHours,
  roleGrantUntil,
  whoCouldAgree,
  whyNotAgree,
} from './by-two.ts';
export { waitSeconds, waitWords } from './password-path.ts';
export { longestPassword, passwordFault, shortestPassword } from './passwords.ts';
export {
  freshMinutesFor,
  may,
  neverFreshAt,
  operatorRoles,
  type Permission,
  permissions,
  policy,
  type Role,
  roles,
  scopeKindOf,
} from './policy.ts';
export {
  agencyKeyShownAt,
  longestHours,
  needsStepUp,
  type SessionState,
  type SessionTimes,
  sessionState,
} from './sessions.ts';
export {
  isTokenScope,
  type TokenAgreeRefusal,
  tokenByTwo,
  tokenDays,
  tokenParts,
  tokenScopes,
  tokenText,
  tokenWaitsUntil,
  whyNotAgreeToken,
} from './tokens.ts';
