/** Who answers for a place, and when. */
export { type JurisdictionsApiDeps, registerJurisdictionsApi } from './api.ts';
export type { AgencyAnswer, Authority, Coverage, Mode } from './core/index.ts';
export { demoOrganizationId, loadDemoWorld } from './demo.ts';
export {
  type CandidateStop,
  type CandidateUnit,
  candidateUnits,
  type JurisdictionsDeps,
  type PublicResolution,
  publicView,
  type Resolution,
  resolveAreas,
} from './queries.ts';
export type { ResolvedArea, ResolvedStop, ResolveQuery } from './spots.ts';
