/** Responses: getting everyone there before the person gets off, out of sight, each on a recorded basis. */
export { registerResponsesApi } from './api.ts';
export { carriersFor, tellCarrier } from './carrier.ts';
export { type ConfirmationOrder, confirmResponse } from './confirm.ts';
export { callPsap } from './danger.ts';
export { closeResponse, standDown } from './ending.ts';
export { type AssessedFacts, factsFrom } from './facts.ts';
export { giveLead } from './giving-lead.ts';
export type { ResponsesDeps, SignalFacts } from './ground.ts';
export { knownOf } from './known.ts';
export { responsesDueHandlers } from './lateness.ts';
export { passedOnOf } from './passed-on.ts';
export { passOnAsInformation } from './passing-on.ts';
export { planFor } from './plan.ts';
export { responsesSubscribers } from './progress.ts';
export { responseView, showPlan, showResponse } from './queries.ts';
export { idsAroundResponses } from './store.ts';
export type * from './views.ts';
export { withheldWords } from './withheld.ts';
