/** Drawing up the meeting plan: trip or place → who answers there → who can come → how likely, in words. Stores nothing. */
import { findCaseOfSignal } from '../cases/index.ts';
import { type Db, Refusal } from '../platform/index.ts';
import { allowance } from './core/allowance.ts';
import {
  arrivalIn,
  ladderAt,
  leavingChances,
  type MeetingPlan,
  type MeetingUnit,
  notifyBeforeArrivalSeconds,
  planMeeting,
  readyCurve,
  unitThere,
  wantedProbability,
} from './core/plan/index.ts';
import { headlineOf, notesOf, spreadWords } from './core/present.ts';
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
import { agenciesFor, keyOf, type NamedAgency, type NamedStop, unitOf } from './who-can-come.ts';
import { type Withheld, withheldFrom } from './withheld.ts';

/** GTFS route_type of rail. */
const railRouteType = 2;

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
  const mode = where.kind === 'place' ? null : rail ? 'rail' : 'bus';
  const wanted = rolesFor({ ageGroup: facts.ageGroup, rail });
  const found = await agenciesFor(db, deps, { ahead, needs: wanted, answer, mode });
  const withheld = await withheldFrom(
    db,
    caseId,
    found.map(({ organizationId }) => organizationId),
  );
  const agencies = found.map((agency) => withoutListedUnits(agency, withheld));
  const told = (agency: NamedAgency) => {
    const closed = withheld.gate(agency.organizationId);
    const gate = allowance(facts, agency.role, agency.organizationId, now);
    return !closed.allowed ? closed : gate.allowed ? null : gate;
  };
  const open = agencies.filter((agency) => told(agency) === null);
  // Whom the person has not agreed to is not needed: a plan is not weaker for keeping to their word.
  const closed = new Set(
    wanted.flatMap(({ role }) => {
      const own = agencies.filter((agency) => agency.role === role).map(told);
      return own.length && own.every((gate) => gate && gate.code !== 'do-not-tell') ? [role] : [];
    }),
  );
  const needs = closed.has(leadRole)
    ? wanted
    : wanted.map((need) => (closed.has(need.role) ? { ...need, required: false } : need));
  const namedIndex = named(ahead, where, facts);
  const leaves = leavingChances(ahead.length, namedIndex);
  const units = open.map((agency) => unitOf(agency, ahead));
  const planned = planMeeting({
    stops: ahead.map(({ arrivalAt }, stop) => ({
      arrivalSeconds: secondsUntil(arrivalAt, now),
      leaves: leaves[stop]!,
    })),
    required: needs.flatMap(({ role, required }) => (required ? [role] : [])),
    besides: needs.flatMap(({ role, required }) => (required ? [] : [role])),
    units,
  });
  const stops = ahead.map((stop, index): PlanStop => {
    const own = planned.stops[index]!;
    return {
      stopId: stop.stopId,
      name: stop.name,
      lon: stop.lon,
      lat: stop.lat,
      arrivalAt: stop.arrivalAt,
      arrivalWords: stop.arrivalAt ? timeWords(stop.arrivalAt, deps.timeZone) : 'now, at a fixed place',
      leaves: leaves[index]!,
      ready: own.ready,
      roles: needs.map(({ role }) => ({ role, probability: own.roles.get(role) ?? 0 })),
      isMeetingPoint: index === planned.meetingStop,
    };
  });
  const point = { stop: ahead[planned.meetingStop]!, index: planned.meetingStop };
  const roles = needs.map((need) =>
    roleOf(need, { agencies, open, units, told, closed, point, found: planned, now }),
  );
  const lead = roles.find(({ role }) => role === leadRole)?.candidates[0];
  const meeting = stops[planned.meetingStop]!;
  const about = {
    roles,
    stops,
    standing: planned.standing,
    stopKnown: namedIndex !== null,
    ready: meeting.ready,
    readyIfLater: planned.readyIfLater,
    lift: planned.lift,
  };
  const spread = spreadOf(planned, stops, agencies);
  return {
    signalId,
    drawnAt: now,
    kind: where.kind,
    vehicle: where.kind === 'trip' ? where.trip.label : null,
    headline: headlineOf({ point: meeting, needs, standing: planned.standing, roles }),
    words: [
      ...(facts.namedNotToTell && !facts.doNotTellSettled ? [notToTellNote] : []),
      ...notesOf(about),
      ...spread,
    ],
    standing: planned.standing,
    probability: meeting.leaves * meeting.ready,
    stops,
    roles,
    lead: lead ? { organizationId: lead.organizationId, organizationName: lead.organizationName } : null,
    requiresBoarding: boardingOf(facts, stops, planned.meetingStop),
    psaps: answer.psaps.map(({ organizationId, name }) => ({ organizationId, name })),
  };
}

const notToTellNote =
  'The report names someone who must not be told. Before you confirm: read it, put them on the do-not-tell list and say that the list is done, or write down why there is nobody to list.';

/** A unit on the list is not counted on. Where that leaves none, the gate has closed the agency. */
const withoutListedUnits = (agency: NamedAgency, withheld: Withheld): NamedAgency => ({
  ...agency,
  units: agency.units.filter(({ unitId }) => !withheld.isListedUnit(unitId)),
});

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

const secondsUntil = (at: Date | null, now: Date) => at && (at.getTime() - now.getTime()) / 1000;

/** Who is asked for a role at the meeting point, in order: the planner's ladder, then those whose units nobody knows. */
function roleOf(
  need: RoleNeed,
  from: {
    agencies: readonly NamedAgency[];
    open: readonly NamedAgency[];
    units: readonly MeetingUnit[];
    told: (agency: NamedAgency) => { code: string; words: string } | null;
    closed: ReadonlySet<Role>;
    point: { stop: NamedStop; index: number };
    found: MeetingPlan;
    now: Date;
  },
): PlanRole {
  const { stop, index } = from.point;
  const here = (agency: NamedAgency) => agency.role === need.role && agency.stopIndexes.includes(index);
  const arrival = arrivalIn(secondsUntil(stop.arrivalAt, from.now));
  const ladder = ladderAt(from.units, need.role, index);
  const counted = new Set(from.found.assignments.flatMap((one) => (one.stop === index ? [one.unitId] : [])));
  const placeOf = (agency: NamedAgency) => {
    const place = ladder.findIndex(({ id }) => id === keyOf(agency));
    return place < 0 ? ladder.length : place;
  };
  return {
    ...need,
    name: roleWords[need.role],
    candidates: from.open
      .filter(here)
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((agency) => {
        const time = ladder[placeOf(agency)]?.ready[index];
        return {
          organizationId: agency.organizationId,
          organizationName: agency.name,
          probability: time ? unitThere(arrival, readyCurve(time, 0)) : null,
          notifyBy:
            time && stop.arrivalAt
              ? new Date(stop.arrivalAt.getTime() - notifyBeforeArrivalSeconds(time) * 1000)
              : null,
          countedOn: counted.has(keyOf(agency)),
          reason: agency.reason,
        };
      }),
    excluded: from.agencies.filter(here).flatMap((agency) => {
      const gate = from.told(agency);
      return gate === null
        ? []
        : [
            {
              organizationId: agency.organizationId,
              organizationName: agency.name,
              code: gate.code,
              reason: gate.words,
            },
          ];
    }),
    closedByThePerson: from.closed.has(need.role),
  };
}

/** What covering several stops at once would give, when nobody knows where the person gets off. */
function spreadOf(
  found: MeetingPlan,
  stops: readonly PlanStop[],
  agencies: readonly NamedAgency[],
): string[] {
  if (found.standing !== 'hedged') return [];
  const names = new Map(agencies.map((agency) => [keyOf(agency), agency.name]));
  const places = [...new Set(found.assignments.map(({ stop }) => stop))].map((stop) => ({
    name: stops[stop]!.name,
    agencies: found.assignments.flatMap((one) =>
      one.stop === stop ? [names.get(one.unitId) ?? one.unitId] : [],
    ),
  }));
  return spreadWords({ places, met: found.met, point: stops[found.meetingStop]! });
}

/** An earlier stop is shown apart, only with danger now or a child, and only the lead can choose it. */
function boardingOf(
  facts: SignalFacts,
  stops: readonly PlanStop[],
  meetingIndex: number,
): PlanView['requiresBoarding'] {
  if (facts.danger !== 'imminent' && facts.ageGroup !== 'minor') return null;
  const earlier = stops.slice(0, meetingIndex).find(({ ready }) => ready >= wantedProbability);
  if (!earlier) return null;
  return {
    stopName: earlier.name,
    words: `Requires boarding: all could be in place at ${earlier.name}, ${earlier.arrivalWords}. Only the lead agency can choose this.`,
  };
}
