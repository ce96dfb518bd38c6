export {
  bandsOf,
  isAlike,
  minimaOf,
  runsOf,
  type Sketch,
  sketchParts,
} from './alike.ts';
export { compareChats, placesOf, type WaitingChat } from './chats.ts';
export { checkDigit, codeFromBytes, readCode, slipIn, writeCode } from './code.ts';
export {
  type Confirmed,
  confirmations,
  type ReleaseItem,
  releaseItems,
  releaseLimitDays,
  releaseRoles,
  roleOf,
} from './consent.ts';
export { contractWindowSeconds, type Standing, standingOf } from './contract.ts';
export { doorOf, type Observation, observations, proximities, relations } from './doors.ts';
export { type FloodFound, findFloods, floodWindowSeconds, type KnownFlood, type Swept } from './floods.ts';
export {
  countWrongCode,
  freeWrongCodes,
  longestWaitMilliseconds,
  noWrongCodes,
  type WrongCodes,
} from './guessing.ts';
export {
  askedFor,
  emailForm,
  type FindPhones,
  handleForm,
  plateForm,
  type Term,
  termLimit,
  termsOf,
} from './identifiers.ts';
export {
  inLanguage,
  isPublicLanguage,
  isReviewedLanguage,
  languageAsked,
  languageName,
  languageOfPath,
  type PublicLanguage,
  publicLanguages,
} from './languages.ts';
export {
  type ContactWishes,
  callWishes,
  isForAPerson,
  isTickedTime,
  nextSafeTime,
  safeDays,
  safeTimes,
  safeUntil,
} from './safe-times.ts';
export { mayReleaseActedOn, neutralReply, type Status, statusOf, statusTexts } from './status.ts';
export {
  answerMinutes,
  answerSegments,
  firstReply,
  helpReply,
  joinTexts,
  namesDanger,
  saysYes,
  type TextPlan,
  tellsTooMuch,
  textPlan,
} from './texting.ts';
