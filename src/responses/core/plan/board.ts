/**
 * One stop, as the planner tries more and more desks at it. Desks of a role are asked in turn, so each one asked after others
 * starts later. The order does not depend on the deadline: more time never makes a plan worse.
 */
import { type Arrival, absence, allThere, arrivalIn, both, type Cells } from './probability.ts';
import type { MeetingProblem, MeetingUnit } from './problem.ts';
import { readyCurve } from './ready.ts';

/** Who can be there within the same five minutes stands in the order of their right to act. */
const sameSeconds = 300;
/** So many desks of a role are counted on at one stop; that later ones are needed has next to no chance. */
const desksPerRoleLimit = 8;

/** The desks of a role at a stop: soonest there first, and within five minutes by their right to act. */
export function ladderAt(units: readonly MeetingUnit[], role: string, stop: number): MeetingUnit[] {
  const able = units.filter((unit) => unit.role === role && unit.ready[stop]);
  if (able.length < 2) return able;
  const step = (unit: MeetingUnit) => Math.floor(unit.ready[stop]!.meanSeconds / sameSeconds);
  return able.sort((a, b) => step(a) - step(b)).slice(0, desksPerRoleLimit);
}

/** A stop of a problem with its ladders; what was worked out for one desk in one place of the order is kept. */
export interface Ground {
  readonly stop: number;
  readonly arrival: Arrival;
  readonly required: number;
  readonly roles: readonly string[];
  readonly ladders: readonly (readonly MeetingUnit[])[];
  readonly absences: Map<string, Cells>;
}

/** The ground of a stop. @param laterSeconds how much later than now everybody is asked */
export function groundAt(problem: MeetingProblem, stop: number, laterSeconds = 0): Ground {
  const { arrivalSeconds } = problem.stops[stop]!;
  const roles = [...problem.required, ...problem.besides];
  return {
    stop,
    arrival: arrivalIn(arrivalSeconds === null ? null : arrivalSeconds - laterSeconds),
    required: problem.required.length,
    roles,
    ladders: roles.map((role) => ladderAt(problem.units, role, stop)),
    absences: new Map(),
  };
}

/** The chance that this desk's unit is not there, when it is the so-manieth of its role to be asked; 0 is the first. */
function absenceOf(ground: Ground, unit: MeetingUnit, place: number): Cells {
  const key = `${place} ${unit.id}`;
  const known = ground.absences.get(key);
  if (known !== undefined) return known;
  const found = absence(ground.arrival, readyCurve(unit.ready[ground.stop]!, place));
  ground.absences.set(key, found);
  return found;
}

/** Who is asked at a stop, role by role in order. */
export interface Board {
  readonly ground: Ground;
  /** For each role: the chance that nobody is there. */
  readonly missing: readonly Cells[];
  readonly chosen: readonly (readonly MeetingUnit[])[];
}

export const emptyBoard = (ground: Ground): Board => ({
  ground,
  missing: ground.roles.map(() => 1),
  chosen: ground.roles.map(() => []),
});

/** The chance that every required role is there, with those chosen so far. */
export const ready = ({ ground, missing }: Board): number =>
  allThere(ground.arrival, missing.slice(0, ground.required));

/** The chance that one role is there. */
export const roleReady = ({ ground, missing }: Board, role: number): number =>
  allThere(ground.arrival, [missing[role]!]);

/** The board with one desk more, asked after those of its role. */
export function asked(board: Board, role: number, unit: MeetingUnit): Board {
  const { ground, missing, chosen } = board;
  const absent = absenceOf(ground, unit, chosen[role]!.length);
  return {
    ground,
    missing: missing.map((cells, i) => (i === role ? both(cells, absent) : cells)),
    chosen: chosen.map((units, i) => (i === role ? [...units, unit] : units)),
  };
}

/** The next desk of a role that nobody uses yet. */
export const nextOf = (ground: Ground, role: number, used: ReadonlySet<string>): MeetingUnit | undefined =>
  ground.ladders[role]!.find((unit) => !used.has(unit.id));
