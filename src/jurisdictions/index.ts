/** Who answers for a place, and when. */
export { type JurisdictionsApiDeps, registerJurisdictionsApi } from './api.ts';
export type { AgencyAnswer, Authority, Coverage, Mode } from './core/index.ts';
export { demoId, demoOrganizationId, loadDemoWorld } from './demo.ts';
export {
  agenciesOfState,
  type CandidateStop,
  type CandidateUnit,
  candidateUnits,
  type JurisdictionsDeps,
  type PublicResolution,
  publicView,
  type Resolution,
  resolveAreas,
} from './queries.ts';
export {
  countyWords,
  pathPointLimit,
  type ResolvedArea,
  type ResolvedStop,
  type ResolveQuery,
} from './spots.ts';
