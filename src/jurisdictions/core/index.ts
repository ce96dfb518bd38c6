export {
  type AgencyAnswer,
  type Answer,
  type Answering,
  type AskedSpot,
  answerFor,
  type Standing,
  standings,
} from './answer.ts';
export {
  type Authority,
  borderMeters,
  type Coverage,
  type Mode,
  matchCoverage,
  type Spot,
  type SpotCounty,
} from './coverage.ts';
export { isImmigrationEnforcement, serviceUrns, sheriffUrn } from './services.ts';
