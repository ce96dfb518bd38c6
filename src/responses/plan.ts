/** Drawing up the meeting plan: trip or place → who answers there → who can come → how likely, in words. Stores nothing. */
import { doNotTellOfCase, findCaseOfSignal } from '../cases/index.ts';
import { doNotTellGate } from '../disclosures/index.ts';
import { candidateUnits } from '../jurisdictions/index.ts';
import { type Db, Refusal } from '../platform/index.ts';
import { allowance } from './core/allowance.ts';
import { type AgencyToAsk, estimate, readiness, type StopToMeet } from './core/estimate.ts';
import { headlineOf, notesOf } from './core/present.ts';
import { leadRole, type Role, type RoleNeed, rolesFor, roleWords } from './core/roles.ts';
import type { PlanRole, PlanStop } from './core/shapes.ts';
import {
  type ResponsesDeps,
  resolve,
  type SignalFacts,
  timeWords,
  type Whereabouts,
  whereabouts,
} from './ground.ts';
import type { PlanView } from './views.ts';

/** GTFS route_type of rail. */
const railRouteType = 2;

interface NamedStop extends StopToMeet {
  readonly name: string;
}
interface NamedAgency extends AgencyToAsk {
  readonly name: string;
  readonly reason: string;
}

/**
 * The plan for a signal.
 * @throws Refusal unknown-signal, place-unknown, unknown-trip, outside-every-area, trip-over
 */
export async function planFor(db: Db, deps: ResponsesDeps, signalId: string, now: Date): Promise<PlanView> {
  const facts = await deps.factsOf(db, signalId);
  const caseId = await findCaseOfSignal(db, signalId);
  const where = await whereabouts(db, facts, caseId);
  const answer = await resolve(db, deps, where, now);
  const all = stopsOf(where);
  const ahead = all.filter(({ arrivalAt }) => arrivalAt === null || arrivalAt > now);
  if (ahead.length === 0)
    throw new Refusal(
      'trip-over',
      409,
      'The trip is over',
      'The train or bus has reached its last stop. Ask where the person is now.',
    );
  const rail = where.kind === 'trip' && where.trip.routeType === railRouteType;
  const needs = rolesFor({ ageGroup: facts.ageGroup, rail });
  const mode = where.kind === 'place' ? null : rail ? 'rail' : 'bus';
  const agencies = await agenciesFor(db, deps, { ahead, needs, answer, mode });
  const list = caseId ? await doNotTellOfCase(db, caseId) : [];
  const told = (agency: NamedAgency) => {
    const closed = doNotTellGate(list, agency.organizationId);
    const gate = allowance(facts, agency.role, agency.organizationId, now);
    return !closed.allowed ? closed.words : gate.allowed ? null : gate.words;
  };
  const open = agencies.filter((agency) => told(agency) === null);
  const namedIndex = named(ahead, where, facts);
  const found = estimate({ stops: ahead, agencies: open, needs, namedIndex, now });
  const stops = ahead.map((stop, index): PlanStop => {
    const own = found.stops[index]!;
    return {
      stopId: stop.stopId,
      name: stop.name,
      lon: stop.lon,
      lat: stop.lat,
      arrivalAt: stop.arrivalAt,
      arrivalWords: stop.arrivalAt ? timeWords(stop.arrivalAt, deps.timeZone) : 'now, at a fixed place',
      leaves: own.leaves,
      ready: own.ready,
      roles: [...own.roles].map(([role, probability]) => ({ role, probability })),
      isMeetingPoint: index === found.meetingIndex,
    };
  });
  const roles = needs.map((need) =>
    roleOf(need, { agencies, open, told, stop: ahead[found.meetingIndex]!, index: found.meetingIndex, now }),
  );
  const lead = roles.find(({ role }) => role === leadRole)?.candidates[0];
  const about = { roles, stops, standing: found.standing, stopKnown: namedIndex !== null };
  return {
    signalId,
    drawnAt: now,
    kind: where.kind,
    vehicle: where.kind === 'trip' ? where.trip.label : null,
    headline: headlineOf({ point: stops[found.meetingIndex]!, needs, standing: found.standing }),
    words: [...(facts.namedNotToTell && list.length === 0 ? [notToTellNote] : []), ...notesOf(about)],
    standing: found.standing,
    probability: found.probability,
    stops,
    roles,
    lead: lead ? { organizationId: lead.organizationId, organizationName: lead.organizationName } : null,
    requiresBoarding: boardingOf(facts, stops, found.meetingIndex),
    psaps: answer.psaps.map(({ organizationId, name }) => ({ organizationId, name })),
  };
}

/** Those with units that may act at the stops, by the strength of their right; then those who answer there without units. */
async function agenciesFor(
  db: Db,
  deps: ResponsesDeps,
  from: {
    ahead: readonly NamedStop[];
    needs: readonly RoleNeed[];
    answer: Awaited<ReturnType<typeof resolve>>;
    mode: 'rail' | 'bus' | null;
  },
): Promise<NamedAgency[]> {
  const { ahead, answer, mode } = from;
  const roles = from.needs.map(({ role }) => role);
  const asked = ahead.map(({ lon, lat }) => ({ lon, lat, mode }));
  const units = await candidateUnits(
    { db, geography: deps.geography, timeZone: deps.timeZone },
    asked,
    roles,
  );
  units.sort((a, b) => a.authorityRank - b.authorityRank);
  const found = new Map<string, NamedAgency>();
  for (const group of Map.groupBy(
    units,
    ({ organizationId, role }) => `${organizationId}:${role}`,
  ).entries()) {
    const [key, own] = group;
    const first = own[0]!;
    found.set(key, {
      organizationId: first.organizationId,
      name: first.organizationName,
      role: first.role as Role,
      reason: first.reason,
      stopIndexes: [...new Set(own.flatMap(({ stopIndexes }) => stopIndexes))],
      units: own,
    });
  }
  for (const agency of answer.agencies) {
    const key = `${agency.organizationId}:${agency.role}`;
    if (found.has(key) || !roles.some((role) => role === agency.role)) continue;
    // The answer counts its own list of stops; stops are told apart by id. A place is the one stop there is.
    const ids = agency.stopIndexes.flatMap((index) => answer.stops?.[index]?.stopId ?? []);
    const indexes = ahead.flatMap(({ stopId }, index) => (ids.includes(stopId) ? [index] : []));
    found.set(key, {
      organizationId: agency.organizationId,
      name: agency.name,
      role: agency.role as Role,
      reason: agency.reason,
      stopIndexes: mode === null ? [0] : indexes,
      units: [],
    });
  }
  return [...found.values()];
}

const notToTellNote =
  'The report names someone who must not be told. Read it, and put them on the do-not-tell list before you confirm.';

function stopsOf(where: Whereabouts): NamedStop[] {
  if (where.kind === 'place')
    return [{ stopId: 'place', name: where.words, lon: where.lon, lat: where.lat, arrivalAt: null }];
  return where.trip.stops.map(({ stopId, name, lon, lat, arrivalAt }) => ({
    stopId,
    name,
    lon,
    lat,
    arrivalAt,
  }));
}

/** The stop staff linked, else the one the report names, else nobody knows. */
function named(stops: readonly NamedStop[], where: Whereabouts, facts: SignalFacts): number | null {
  if (where.kind === 'place') return 0;
  const linked = stops.findIndex(({ stopId }) => stopId === where.stopId);
  if (linked >= 0) return linked;
  const words = facts.alightingStopWords?.trim().toLowerCase();
  if (!words) return null;
  const matching = stops.flatMap(({ name, stopId }, index) =>
    stopId.toLowerCase() === words || name.toLowerCase().startsWith(words) ? [index] : [],
  );
  return matching.length === 1 ? matching[0]! : null;
}

function roleOf(
  need: RoleNeed,
  from: {
    agencies: readonly NamedAgency[];
    open: readonly NamedAgency[];
    told: (agency: NamedAgency) => string | null;
    stop: NamedStop;
    index: number;
    now: Date;
  },
): PlanRole {
  const here = (agency: NamedAgency) => agency.role === need.role && agency.stopIndexes.includes(from.index);
  const tenth = (probability: number | null) => Math.round((probability ?? 0) * 10);
  return {
    ...need,
    name: roleWords[need.role],
    // Within a tenth the order is that of authority, as the jurisdictions give it.
    candidates: from.open
      .filter(here)
      .map((agency) => {
        const ready = readiness(agency, from.stop, from.now);
        return {
          organizationId: agency.organizationId,
          organizationName: agency.name,
          probability: ready?.probability ?? null,
          notifyBy: ready?.notifyBy ?? null,
          reason: agency.reason,
        };
      })
      .sort((a, b) => tenth(b.probability) - tenth(a.probability)),
    excluded: from.agencies.filter(here).flatMap((agency) => {
      const reason = from.told(agency);
      return reason === null
        ? []
        : [{ organizationId: agency.organizationId, organizationName: agency.name, reason }];
    }),
  };
}

/** An earlier stop is shown apart, only with danger now or a child, and only the lead can choose it. */
function boardingOf(
  facts: SignalFacts,
  stops: readonly PlanStop[],
  meetingIndex: number,
): PlanView['requiresBoarding'] {
  if (facts.danger !== 'imminent' && facts.ageGroup !== 'minor') return null;
  const wanted = 0.95;
  const earlier = stops.slice(0, meetingIndex).find(({ ready }) => ready >= wanted);
  if (!earlier) return null;
  return {
    stopName: earlier.name,
    words: `Requires boarding: all could be in place at ${earlier.name}, ${earlier.arrivalWords}. Only the lead agency can choose this.`,
  };
}
