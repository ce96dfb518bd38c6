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

/** A chance for each slice of lateness and node of the shock; a plain number where it is the same in all of them. */
export type Cells = readonly number[] | number;

// Plain arrays: they live and die young on the heap, where typed ones would each be an allocation outside of it.
const ones: readonly number[] = Array.from({ length: cells }, () => 1.5).map((one) => one - 0.5);

/** The chance that one unit is not there, for each cell. */
export function absence(arrival: Arrival, curve: ReadyCurve): Cells {
  const { logSlack } = arrival;
  const { logMedian, spread, shock, answers } = curve;
  if (!logSlack) return 1 - answers;
  if ((logSlack[0]! - logMedian - shock * longestShock) / spread > certainBeyond) return 1 - answers;
  if ((logSlack[delaySlices - 1]! - logMedian + shock * longestShock) / spread < -certainBeyond) return 1;
  const absent = ones.slice();
  const inverse = 1 / spread;
  for (let k = 0, cell = 0; k < shockNodes.length; k++) {
    const middle = logMedian + shock * shockNodes[k]!.at;
    for (let i = 0; i < delaySlices; i++, cell++)
      absent[cell] = 1 - answers * normalBelow((logSlack[i]! - middle) * inverse);
  }
  return absent;
}

/** Both, cell by cell: the chance that neither is there. */
export function both(a: Cells, b: Cells): Cells {
  if (a === 1) return b;
  if (b === 1) return a;
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'number') return both(b, a);
  const product = a.slice();
  if (typeof b === 'number') for (let cell = 0; cell < cells; cell++) product[cell]! *= b;
  else for (let cell = 0; cell < cells; cell++) product[cell]! *= b[cell]!;
  return product;
}

/** The chance that no role is missing somebody. @param missing for each role, that nobody is there. No roles: that the vehicle comes */
export function allThere(arrival: Arrival, missing: readonly Cells[]): number {
  let plain = 1;
  const varying: (readonly number[])[] = [];
  for (const chance of missing) {
    if (typeof chance === 'number') plain *= 1 - chance;
    else varying.push(chance);
  }
  if (plain === 0) return 0;
  if (varying.length === 0) return arrival.comes * plain;
  let sum = 0;
  for (let k = 0, cell = 0; k < shockNodes.length; k++) {
    let node = 0;
    for (let i = 0; i < delaySlices; i++, cell++) {
      let there = 1;
      for (let r = 0; r < varying.length; r++) there *= 1 - varying[r]![cell]!;
      node += there;
    }
    sum += node * shockNodes[k]!.weight;
  }
  return (arrival.comes * plain * sum) / delaySlices;
}

/** The chance that one unit, asked now, is there. */
export const unitThere = (arrival: Arrival, curve: ReadyCurve): number =>
  allThere(arrival, [absence(arrival, curve)]);
