/**
 * How long until one agency's unit is in place, counted from the moment its desk is asked: answer, mobilise, drive, stage.
 * The sum is taken as lognormal; the drive carries the shock that all share. Source: response.md "The problem".
 */
import { distanceMetres, type Point } from '../../../geography/core/index.ts';
import { deskAnswers, earlyTwentiethSeconds } from './distributions.ts';

/** In place so long before the vehicle. */
export const leadSeconds = 300;
/** The longest that one desk is waited for before the next one is asked; the plan counts on no less. */
export const askStepSeconds = 120;

// Assumed until measured: mean seconds, and the spread as a share of the mean.
const answer = { meanSeconds: 45, spread: 0.8 };
const stage = { meanSeconds: 120, spread: 0.3 };
const mobiliseSpread = 0.3;
const driveSpread = 0.25;
const shockSpread = 0.2;
/** Roads are longer than straight lines (response.md: haversine × 1.35). */
const detourFactor = 1.35;
const driveMetresPerSecond = 24;
const settingOffSeconds = 90;
const ninetieth = 1.2816;

/** The time a unit needs, as a lognormal whose middle moves with the common shock. */
export interface ReadyTime {
  readonly meanSeconds: number;
  readonly varianceSeconds2: number;
  readonly driveSeconds: number;
  readonly mobiliseSeconds: number;
}

/** A ready time for the inner loop, with the wait before this desk is asked. */
export interface ReadyCurve {
  readonly logMedian: number;
  readonly spread: number;
  /** How much one standard deviation of the common shock moves the logarithm. */
  readonly shock: number;
  readonly answers: number;
}

/** Seconds on the road: straight line × 1.35, and getting out of the yard. */
export function driveSeconds(from: Point, to: Point): number {
  return settingOffSeconds + (distanceMetres(from, to) * detourFactor) / driveMetresPerSecond;
}

export function readyTime(needs: { driveSeconds: number; mobiliseSeconds: number }): ReadyTime {
  const { driveSeconds: drive, mobiliseSeconds: mobilise } = needs;
  return {
    meanSeconds: answer.meanSeconds + mobilise + drive + stage.meanSeconds,
    varianceSeconds2:
      (answer.meanSeconds * answer.spread) ** 2 +
      (mobilise * mobiliseSpread) ** 2 +
      (drive * driveSpread) ** 2 +
      (stage.meanSeconds * stage.spread) ** 2,
    driveSeconds: drive,
    mobiliseSeconds: mobilise,
  };
}

/** The curve of a unit whose desk is asked `place` steps after the first; 0 is at once. */
export function readyCurve(time: ReadyTime, place: number): ReadyCurve {
  const mean = time.meanSeconds + place * askStepSeconds;
  const square = Math.log1p(time.varianceSeconds2 / (mean * mean));
  return {
    logMedian: Math.log(mean) - square / 2,
    spread: Math.sqrt(square),
    shock: (shockSpread * time.driveSeconds) / mean,
    answers: deskAnswers,
  };
}

/**
 * The last moment at which asking still works, in seconds before the scheduled arrival: an early vehicle and a slow road are
 * both allowed for. Source: response.md "Escalation from the deadline".
 */
export function notifyBeforeArrivalSeconds(time: ReadyTime): number {
  const slowDrive = time.driveSeconds * Math.exp(ninetieth * Math.hypot(driveSpread, shockSpread));
  return -earlyTwentiethSeconds + leadSeconds + stage.meanSeconds + time.mobiliseSeconds + slowDrive;
}
