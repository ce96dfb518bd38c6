/** Who answers for a place, and who could be sent there. */
import type { Geography } from '../geography/index.ts';
import { organizationsById, unitsOf } from '../organizations/index.ts';
import type { Db } from '../platform/index.ts';
import {
  type Answer,
  type Answering,
  type AskedSpot,
  answerFor,
  type Coverage,
  type Mode,
  standings,
} from './core/index.ts';
import {
  type Asked,
  askPath,
  askPoint,
  askTrip,
  countyWords,
  type ResolvedArea,
  type ResolvedStop,
  type ResolveQuery,
} from './spots.ts';
import { readCoverages } from './store.ts';

/** What this room is given. */
export interface JurisdictionsDeps {
  readonly db: Db;
  readonly geography: Geography;
  /** IANA zone for the times in reasons; America/Chicago unless said. */
  readonly timeZone?: string;
}

/** The whole answer, for staff only: it would show where nobody answers. */
export interface Resolution extends Answer {
  /** For a trip: the stops still to be reached; `stopIndexes` count in this list. */
  readonly stops?: readonly ResolvedStop[];
  /** In the order of travel; a county may come twice. */
  readonly areas: readonly ResolvedArea[];
}

const demoTimeZone = 'America/Chicago';

/** Who answers for a point, a path or a running trip. @throws Refusal unknown-trip, outside-every-area, path-too-long */
export async function resolveAreas(
  deps: JurisdictionsDeps,
  query: ResolveQuery,
  now: Date,
): Promise<Resolution> {
  const timeZone = deps.timeZone ?? demoTimeZone;
  const { geography } = deps;
  const asked: Asked =
    'point' in query
      ? askPoint(geography, query.point)
      : 'path' in query
        ? askPath(geography, query, timeZone)
        : await askTrip({ db: deps.db, geography, timeZone, now }, query);
  const { organizations, coverages } = await ground(deps.db, asked.spots);
  return {
    ...(asked.stops ? { stops: asked.stops } : {}),
    areas: asked.areas,
    ...answerFor(organizations, coverages, asked.spots),
  };
}

async function ground(
  db: Db,
  spots: readonly AskedSpot[],
): Promise<{ organizations: ReadonlyMap<string, Answering>; coverages: readonly Coverage[] }> {
  const counties = spots.flatMap((spot) => spot.counties);
  const coverages = await readCoverages(
    db,
    [...new Set(counties.map(({ countyFips }) => countyFips))],
    [...new Set(counties.map(({ stateFips }) => stateFips))],
  );
  const ids = [...new Set(coverages.map(({ organizationId }) => organizationId))];
  return { coverages, organizations: await organizationsById(db, ids) };
}

/** The agencies of a role that answer for a whole state, by name: where no place within it is known. */
export async function agenciesOfState(
  db: Db,
  stateFips: string,
  role: string,
): Promise<{ organizationId: string; name: string }[]> {
  const own = (await readCoverages(db, [], [stateFips])).filter(
    (coverage) => coverage.shape === 'states' && coverage.automatic && coverage.stateFips.includes(stateFips),
  );
  const organizations = await organizationsById(db, [...new Set(own.map((found) => found.organizationId))]);
  return [...organizations.values()]
    .filter((organization) => organization.role === role)
    .map(({ id, name }) => ({ organizationId: id, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What anybody may see: names of agencies, and nothing that shows where nobody would come. */
export interface PublicResolution {
  readonly agencies: readonly { readonly name: string }[];
}

/** Names only, each once. */
export const publicView = (resolution: Resolution): PublicResolution => ({
  agencies: [...new Set(resolution.agencies.map(({ name }) => name))].map((name) => ({ name })),
});

/** A unit that may act at some of the stops. */
export interface CandidateUnit {
  readonly unitId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly role: string;
  readonly label: string;
  readonly lon: number;
  readonly lat: number;
  readonly mobiliseMinutes: number;
  /** Numbers of the stops at which its organization has authority. */
  readonly stopIndexes: readonly number[];
  /** How good its right is at its best stop: 0 is its own place; 20 and more statewide, 40 and more by mutual aid. */
  readonly authorityRank: number;
  readonly reason: string;
}

/** A stop as far as authority goes. */
export interface CandidateStop {
  readonly lon: number;
  readonly lat: number;
  readonly mode?: Mode | null;
}

const unitsPerRoleAndStop = 8;

/**
 * The units that may act at the stops in the roles: for each role and stop the eight with the best right and the shortest
 * way. Statewide authority and mutual aid are counted; whoever is asked only on request is not.
 */
export async function candidateUnits(
  deps: JurisdictionsDeps,
  stops: readonly CandidateStop[],
  roles: readonly string[],
): Promise<CandidateUnit[]> {
  const spots = stops.flatMap((stop, stopIndex): AskedSpot[] => {
    const here = deps.geography.locate(stop);
    if (!here) return [];
    const county = {
      countyFips: here.countyFips,
      stateFips: here.stateFips,
      words: countyWords(here),
      beside: false,
    };
    return [
      {
        lon: stop.lon,
        lat: stop.lat,
        where: '',
        mode: stop.mode ?? null,
        counties: [county],
        passed: false,
        stopIndex,
        at: null,
      },
    ];
  });
  const { organizations, coverages } = await ground(deps.db, spots);
  const found = standings(organizations, coverages, spots, roles);
  const units = await unitsOf(deps.db, [...new Set(found.map(({ organization }) => organization.id))]);
  const byOrganization = Map.groupBy(units, ({ organizationId }) => organizationId);
  const chosen = new Map<string, CandidateUnit>();
  for (const group of Map.groupBy(found, (one) => `${one.organization.role}:${one.stopIndex}`).values()) {
    const stop = stops[group[0]!.stopIndex]!;
    const near = group
      .flatMap((standing) =>
        (byOrganization.get(standing.organization.id) ?? []).map((unit) => ({
          standing,
          unit,
          away: Math.hypot((unit.lon - stop.lon) * Math.cos((stop.lat * Math.PI) / 180), unit.lat - stop.lat),
        })),
      )
      .sort(
        (a, b) =>
          Math.floor(a.standing.rank / 20) - Math.floor(b.standing.rank / 20) ||
          a.away - b.away ||
          (a.unit.id < b.unit.id ? -1 : 1),
      )
      .slice(0, unitsPerRoleAndStop);
    for (const { standing, unit } of near) {
      const before = chosen.get(unit.id);
      const better = !before || standing.rank < before.authorityRank;
      chosen.set(unit.id, {
        unitId: unit.id,
        organizationId: unit.organizationId,
        organizationName: standing.organization.name,
        role: unit.role,
        label: unit.label,
        lon: unit.lon,
        lat: unit.lat,
        mobiliseMinutes: unit.mobiliseMinutes,
        stopIndexes: [...(before?.stopIndexes ?? []), standing.stopIndex],
        authorityRank: better ? standing.rank : before.authorityRank,
        reason: better ? `${standing.reason}.` : before.reason,
      });
    }
  }
  return [...chosen.values()];
}
