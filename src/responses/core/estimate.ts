/**
 * Who could be in place at which stop, and how likely: a rough estimate from straight-line driving and normal spreads. It
 * says which stop and which order; the meeting planner's calibrated numbers take its place. Source: response.md "The problem".
 */
import type { Role, RoleNeed } from './roles.ts';

export interface StopToMeet {
  readonly stopId: string;
  readonly lon: number;
  readonly lat: number;
  /** Null for a place: no vehicle arrives. */
  readonly arrivalAt: Date | null;
}

export interface AgencyToAsk {
  readonly organizationId: string;
  readonly role: Role;
  /** Where it may act, as indexes into the stops. */
  readonly stopIndexes: readonly number[];
  readonly units: readonly { readonly lon: number; readonly lat: number; readonly mobiliseMinutes: number }[];
}

export interface Estimate {
  /** For each stop: the chance that the person leaves there, that all required roles are ready, and each role's own. */
  readonly stops: readonly { leaves: number; ready: number; roles: Map<Role, number> }[];
  readonly meetingIndex: number;
  readonly standing: 'meets' | 'hedged' | 'below';
  /** Met by all required roles where they get off, over all stops of the plan. */
  readonly probability: number;
}

/** In place so long before the vehicle. */
export const leadSeconds = 300;
const stageSeconds = 180;
const answerSeconds = 75;
/** Some never answer. */
const answersAtAll = 0.95;
const detourFactor = 1.35;
const driveMetresPerSecond = 22;
const wanted = 0.95;
const namedStopMass = 0.9;
const hedgeBelow = 0.6;
const earthMetres = 6_371_000;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

function driveSeconds(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return (2 * earthMetres * Math.asin(Math.sqrt(h)) * detourFactor) / driveMetresPerSecond;
}

/** Standard normal distribution function, logistic approximation (error below 0.01). */
const phi = (z: number) => 1 / (1 + Math.exp(-1.702 * z));

/** How one agency stands to one stop: the chance that its nearest unit is in place, and when it must be asked at the latest. */
export function readiness(
  agency: AgencyToAsk,
  stop: StopToMeet,
  now: Date,
): { probability: number; notifyBy: Date | null } | null {
  let best: { probability: number; notifyBy: Date | null } | null = null;
  for (const unit of agency.units) {
    const drive = driveSeconds(unit, stop);
    const mobilise = unit.mobiliseMinutes * 60;
    const mean = answerSeconds + mobilise + drive + stageSeconds;
    const spread = Math.max(120, 0.3 * drive + 0.25 * mobilise);
    const slack = stop.arrivalAt ? (stop.arrivalAt.getTime() - now.getTime()) / 1000 - leadSeconds : null;
    const probability = answersAtAll * (slack === null ? 1 : phi((slack - mean) / spread));
    const latest = leadSeconds + stageSeconds + mobilise + drive + 1.28 * 0.3 * drive;
    const notifyBy = stop.arrivalAt ? new Date(stop.arrivalAt.getTime() - latest * 1000) : null;
    if (!best || probability > best.probability) best = { probability, notifyBy };
  }
  return best;
}

/**
 * The estimate for all stops. When the leaving stop is known it is the meeting point; nobody is ever met earlier than where
 * they get off. @param namedIndex the stop the person gets off at, or null when nobody knows
 */
export function estimate(asked: {
  stops: readonly StopToMeet[];
  agencies: readonly AgencyToAsk[];
  needs: readonly RoleNeed[];
  namedIndex: number | null;
  now: Date;
}): Estimate {
  const { stops, agencies, needs, namedIndex, now } = asked;
  const found = stops.map((stop, index) => {
    const roles = new Map<Role, number>();
    for (const { role } of needs) {
      let missing = 1;
      for (const agency of agencies)
        if (agency.role === role && agency.stopIndexes.includes(index))
          missing *= 1 - (readiness(agency, stop, now)?.probability ?? 0);
      roles.set(role, 1 - missing);
    }
    const ready = needs.reduce(
      (all, { role, required }) => (required ? all * (roles.get(role) ?? 0) : all),
      1,
    );
    return { leaves: leavesAt(index, stops.length, namedIndex), ready, roles };
  });
  let meetingIndex = namedIndex ?? 0;
  if (namedIndex === null)
    for (const [index, stop] of found.entries())
      if (stop.leaves * stop.ready > found[meetingIndex]!.leaves * found[meetingIndex]!.ready)
        meetingIndex = index;
  const point = found[meetingIndex];
  if (!point) throw new Error('an estimate needs a stop');
  const standing = point.leaves < hedgeBelow ? 'hedged' : point.ready >= wanted ? 'meets' : 'below';
  return { stops: found, meetingIndex, standing, probability: point.leaves * point.ready };
}

function leavesAt(index: number, count: number, namedIndex: number | null): number {
  if (count === 1) return 1;
  if (namedIndex === null) return 1 / count;
  return index === namedIndex ? namedStopMass : (1 - namedStopMass) / (count - 1);
}
