/** Who could come to the stops that are left: the agencies with a right to act there, and how soon each could be in place. */
import { candidateUnits } from '../jurisdictions/index.ts';
import type { Db } from '../platform/index.ts';
import { driveSeconds, type MeetingUnit, readyTime } from './core/plan/index.ts';
import type { Role, RoleNeed } from './core/roles.ts';
import type { ResponsesDeps, resolve } from './ground.ts';

export interface NamedStop {
  readonly stopId: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** Null for a place: no vehicle arrives. */
  readonly arrivalAt: Date | null;
}
export interface NamedAgency {
  readonly organizationId: string;
  readonly role: Role;
  readonly name: string;
  readonly reason: string;
  /** Where it may act, as indexes into the stops. */
  readonly stopIndexes: readonly number[];
  readonly units: readonly {
    readonly unitId: string;
    readonly lon: number;
    readonly lat: number;
    readonly mobiliseMinutes: number;
  }[];
}

/** One agency in one role. */
export const keyOf = (agency: NamedAgency) => `${agency.organizationId}:${agency.role}`;

/** Those with units that may act at the stops, by the strength of their right; then those who answer there without units. */
export async function agenciesFor(
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

/** An agency as the planner sees it: at each stop where it may act, the unit that would be in place first. */
export function unitOf(agency: NamedAgency, stops: readonly NamedStop[]): MeetingUnit {
  const ready = stops.map((stop, index) => {
    if (!agency.stopIndexes.includes(index)) return null;
    const times = agency.units.map((unit) =>
      readyTime({ driveSeconds: driveSeconds(unit, stop), mobiliseSeconds: unit.mobiliseMinutes * 60 }),
    );
    return times.sort((a, b) => a.meanSeconds - b.meanSeconds)[0] ?? null;
  });
  return { id: keyOf(agency), role: agency.role, ready };
}
