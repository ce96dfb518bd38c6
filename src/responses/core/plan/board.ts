/**
 * One stop, as the planner tries more and more desks at it. Desks of a role are asked in turn, so each one asked after others
 * starts later. The order does not depend on the deadline: more time never makes a plan worse.
 */
import { type Arrival, addUnit, allThere, arrivalIn, type Missing, nobodyYet } from './probability.ts';
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

export interface Board {
  readonly stop: number;
  readonly arrival: Arrival;
  readonly required: number;
  readonly roles: readonly string[];
  readonly ladders: readonly (readonly MeetingUnit[])[];
  readonly missing: readonly Missing[];
  readonly chosen: readonly MeetingUnit[][];
}

/** An empty board. @param laterSeconds how much later than now everybody is asked */
export function boardAt(problem: MeetingProblem, stop: number, laterSeconds = 0): Board {
  const { arrivalSeconds } = problem.stops[stop]!;
  const roles = [...problem.required, ...problem.besides];
  return {
    stop,
    arrival: arrivalIn(arrivalSeconds === null ? null : arrivalSeconds - laterSeconds),
    required: problem.required.length,
    roles,
    ladders: roles.map((role) => ladderAt(problem.units, role, stop)),
    missing: roles.map(nobodyYet),
    chosen: roles.map(() => []),
  };
}

/** The chance that every required role is there, with those chosen so far. */
export const ready = (board: Board): number =>
  allThere(board.arrival, board.missing.slice(0, board.required));

/** The chance that one role is there. */
export const roleReady = (board: Board, role: number): number =>
  allThere(board.arrival, [board.missing[role]!]);

/** Asks one desk more, after those of its role. Changes the board. */
export function ask(board: Board, role: number, unit: MeetingUnit): void {
  const chosen = board.chosen[role]!;
  addUnit(board.missing[role]!, board.arrival, readyCurve(unit.ready[board.stop]!, chosen.length));
  chosen.push(unit);
}

/** A board of its own, to try something on. */
export const copied = (board: Board): Board => ({
  ...board,
  missing: board.missing.map((cells) => cells.slice()),
  chosen: board.chosen.map((units) => [...units]),
});

/** The next desk of a role that nobody uses yet. */
export const nextOf = (board: Board, role: number, used: ReadonlySet<string>): MeetingUnit | undefined =>
  board.ladders[role]!.find((unit) => !used.has(unit.id));
