/**
 * The chance that every required role is in place at a stop before the vehicle: over all slices of its lateness and all
 * nodes of the common shock, the product over roles of one minus the chance that all of its units are missing.
 * Source: response.md "The problem", P_j(U).
 */
import {
  delayQuantilesSeconds,
  delaySlices,
  normalBelow,
  shockNodes,
  vehicleComes,
} from './distributions.ts';
import { leadSeconds, type ReadyCurve } from './ready.ts';

const cells = delaySlices * shockNodes.length;
/** Beyond so many standard deviations an outcome counts as certain; the error is below 4e-5. */
const certainBeyond = 4;
const longestShock = shockNodes[shockNodes.length - 1]!.at;

/** When a vehicle is expected at a stop, made ready for the inner loop. */
export interface Arrival {
  /** Natural logarithm of the seconds there are, for each slice of lateness; -Infinity when there are none. Null: no deadline. */
  readonly logSlack: Float64Array | null;
  readonly comes: number;
}

/** @param arrivalSeconds from now to the scheduled arrival, or null at a fixed place, which nothing arrives at */
export function arrivalIn(arrivalSeconds: number | null): Arrival {
  if (arrivalSeconds === null) return { logSlack: null, comes: 1 };
  const logSlack = new Float64Array(delaySlices);
  for (let i = 0; i < delaySlices; i++) {
    const slack = arrivalSeconds - leadSeconds + delayQuantilesSeconds[i]!;
    logSlack[i] = slack > 0 ? Math.log(slack) : Number.NEGATIVE_INFINITY;
  }
  return { logSlack, comes: vehicleComes };
}

/** The chance that a role has nobody, cell by cell; starts at 1 everywhere. */
export type Missing = Float64Array;

export const nobodyYet = (): Missing => new Float64Array(cells).fill(1);

/** One unit more for a role: multiplies the chance that nobody is there. Changes `missing`. */
export function addUnit(missing: Missing, arrival: Arrival, curve: ReadyCurve): void {
  const { logSlack } = arrival;
  const { logMedian, spread, shock, answers } = curve;
  if (!logSlack) {
    scale(missing, 1 - answers);
    return;
  }
  const worst = (logSlack[0]! - logMedian - shock * longestShock) / spread;
  if (worst > certainBeyond) {
    scale(missing, 1 - answers);
    return;
  }
  const best = (logSlack[delaySlices - 1]! - logMedian + shock * longestShock) / spread;
  if (best < -certainBeyond) return;
  const inverse = 1 / spread;
  for (let k = 0, cell = 0; k < shockNodes.length; k++) {
    const middle = logMedian + shock * shockNodes[k]!.at;
    for (let i = 0; i < delaySlices; i++, cell++)
      missing[cell]! *= 1 - answers * normalBelow((logSlack[i]! - middle) * inverse);
  }
}

function scale(missing: Missing, by: number): void {
  for (let cell = 0; cell < cells; cell++) missing[cell]! *= by;
}

/** The chance that all the roles are there. No roles: the chance that the vehicle comes. */
export function allThere(arrival: Arrival, roles: readonly Missing[]): number {
  let sum = 0;
  for (let k = 0, cell = 0; k < shockNodes.length; k++) {
    let node = 0;
    for (let i = 0; i < delaySlices; i++, cell++) {
      let there = 1;
      for (let r = 0; r < roles.length; r++) there *= 1 - roles[r]![cell]!;
      node += there;
    }
    sum += node * shockNodes[k]!.weight;
  }
  return (arrival.comes * sum) / delaySlices;
}

/** The chance that one unit, asked now, is there. */
export function unitThere(arrival: Arrival, curve: ReadyCurve): number {
  const missing = nobodyYet();
  addUnit(missing, arrival, curve);
  return allThere(arrival, [missing]);
}
