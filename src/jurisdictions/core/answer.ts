/**
 * Who answers for the stops of a trip, a path or a point: agencies in order, each with its reason. Pure; a table of cases
 * stands beside it.
 */
import { type Coverage, type Match, matchCoverage, type Spot } from './coverage.ts';
import { isImmigrationEnforcement, roleRank } from './services.ts';

/** What an answer needs to know of an organization. */
export interface Answering {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly serviceUrn: string;
}

/** One agency that answers. */
export interface AgencyAnswer {
  readonly organizationId: string;
  readonly name: string;
  readonly serviceUrn: string;
  readonly role: string;
  /** County FIPS codes it answers for here. */
  readonly areas: readonly string[];
  /** Numbers of the stops (in the answer's list of stops) it answers for; empty when it is only passed by. */
  readonly stopIndexes: readonly number[];
  /** Why, in words. */
  readonly reason: string;
}

export interface Answer {
  readonly agencies: readonly AgencyAnswer[];
  readonly psaps: readonly AgencyAnswer[];
  /** Only by a person's decision: federal offices. A place or a state line alone never adds them. */
  readonly onRequest: readonly AgencyAnswer[];
}

/** A spot with the stop it is, or null when the vehicle only passes. */
export interface AskedSpot extends Spot {
  readonly stopIndex: number | null;
  /** When the vehicle is there (enters, for a county passed); null when it does not move. */
  readonly at: Date | null;
}

interface Found {
  readonly organization: Answering;
  readonly coverage: Coverage;
  readonly spot: AskedSpot;
  readonly match: Match;
}

/** Everyone with authority at any of the spots, whether or not a place alone adds them; without immigration enforcement. */
export function findAuthorities(
  organizations: ReadonlyMap<string, Answering>,
  coverages: readonly Coverage[],
  spots: readonly AskedSpot[],
): Found[] {
  const found: Found[] = [];
  for (const coverage of coverages) {
    const organization = organizations.get(coverage.organizationId);
    if (!organization || isImmigrationEnforcement(organization.serviceUrn)) continue;
    for (const spot of spots) {
      const match = matchCoverage(coverage, spot);
      if (match) found.push({ organization, coverage, spot, match });
    }
  }
  return found;
}

const unstopped = Number.MAX_SAFE_INTEGER;
const stopOf = ({ spot }: Found) => spot.stopIndex ?? unstopped;

/** Best reasons first: a stop before a place only passed, then authority and closeness, then the order of travel. */
const byWeight = (a: Found, b: Found) =>
  Number(a.spot.stopIndex === null) - Number(b.spot.stopIndex === null) ||
  a.match.rank - b.match.rank ||
  stopOf(a) - stopOf(b);

/** @param soonestFirst for 911 centres: the one that serves where the vehicle is now comes first, stop or not */
function merge(found: readonly Found[], soonestFirst = false): AgencyAnswer[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const group = groups.get(one.organization.id) ?? [];
    group.push(one);
    groups.set(one.organization.id, group);
  }
  const answers = [...groups.values()].map((group) => {
    group.sort(byWeight);
    const best = group[0]!;
    const indexes = group.flatMap(({ spot }) => (spot.stopIndex === null ? [] : [spot.stopIndex]));
    const stopIndexes = [...new Set(indexes)].sort((a, b) => a - b);
    const others = stopIndexes.length - 1;
    const more = others > 0 ? `, and at ${others} other ${others === 1 ? 'stop' : 'stops'}` : '';
    const answer: AgencyAnswer = {
      organizationId: best.organization.id,
      name: best.organization.name,
      serviceUrn: best.organization.serviceUrn,
      role: best.organization.role,
      areas: [...new Set(group.flatMap(({ match }) => match.countyFips))],
      stopIndexes,
      reason: `${best.match.reason}${more}.`,
    };
    const soonest = Math.min(...group.map(({ spot }) => spot.at?.getTime() ?? 0));
    return { answer, best, first: stopIndexes[0] ?? unstopped, soonest };
  });
  answers.sort(
    (a, b) =>
      (soonestFirst ? a.soonest - b.soonest : 0) ||
      roleRank(a.answer.role) - roleRank(b.answer.role) ||
      Number(a.best.spot.stopIndex === null) - Number(b.best.spot.stopIndex === null) ||
      Number(a.best.coverage.authority === 'mutual-aid') -
        Number(b.best.coverage.authority === 'mutual-aid') ||
      a.first - b.first ||
      a.best.match.rank - b.best.match.rank ||
      (a.answer.name < b.answer.name ? -1 : 1),
  );
  return answers.map(({ answer }) => answer);
}

/** The answer: who answers by the place alone, the 911 centres, and who may be asked only by a person's decision. */
export function answerFor(
  organizations: ReadonlyMap<string, Answering>,
  coverages: readonly Coverage[],
  spots: readonly AskedSpot[],
): Answer {
  const found = findAuthorities(organizations, coverages, spots);
  const isPsap = ({ organization }: Found) => organization.role === 'psap';
  const automatic = found.filter(({ coverage }) => coverage.automatic);
  const named = new Set(automatic.map(({ organization }) => organization.id));
  return {
    agencies: merge(automatic.filter((one) => !isPsap(one))),
    psaps: merge(automatic.filter(isPsap), true),
    onRequest: merge(
      found.filter(
        ({ organization, coverage }) =>
          !coverage.automatic && coverage.authority !== 'statewide' && !named.has(organization.id),
      ),
    ),
  };
}

/** Where an organization may act, and how good its right is there. */
export interface Standing {
  readonly organization: Answering;
  readonly stopIndex: number;
  readonly rank: number;
  readonly reason: string;
}

/** Who may act at which stop in one of the roles, with statewide authority and mutual aid counted; nobody asked on request. */
export function standings(
  organizations: ReadonlyMap<string, Answering>,
  coverages: readonly Coverage[],
  spots: readonly AskedSpot[],
  roles: readonly string[],
): Standing[] {
  const best = new Map<string, Standing>();
  for (const { organization, coverage, spot, match } of findAuthorities(organizations, coverages, spots)) {
    if (spot.stopIndex === null || !roles.includes(organization.role)) continue;
    if (!coverage.automatic && coverage.authority !== 'statewide') continue;
    const key = `${organization.id}:${spot.stopIndex}`;
    const before = best.get(key);
    if (!before || match.rank < before.rank)
      best.set(key, { organization, stopIndex: spot.stopIndex, rank: match.rank, reason: match.reason });
  }
  return [...best.values()];
}
