/**
 * The uncertainties of a meeting, as numbers: how late the vehicle is, how long a unit takes, and the weather and traffic that
 * slow everybody at once. They are defaults until an instance has measured its own; docs/decisions/0006 says where each
 * comes from. Source: response.md "The problem", "Method", and fact 6 of "Transit facts that bite".
 */

/** How finely lateness is cut: the middles of so many equally likely slices. */
export const delaySlices = 64;
/** The chance that the vehicle comes to the stop at all: not cancelled, not turned back, the stop not skipped. Assumed. */
export const vehicleComes = 0.99;
/** The chance that a desk answers at all when it is asked. Assumed. */
export const deskAnswers = 0.97;

const minute = 60;
// National snapshot of 1,140 train arrivals (response.md): 22 % more than a minute early, median +1, p90 +24, p95 +45, worst +327.
const early = { share: 0.22, minutes: -1 };
const middle = { share: 0.5, minutes: 1 };
const late = { share: 0.9, minutes: 24 };
const veryLate = { share: 0.95, minutes: 45 };
const worstMinutes = 327;
/** How fast the early side thins out. Assumed: a train seldom runs more than a quarter of an hour early. */
const earlyScaleMinutes = 5;

/**
 * Minutes late that are not exceeded with chance `share`: an exponential early side, a straight middle, an exponential late
 * side and a power tail, joined at the published figures. Lopsided on purpose: early running is what breaks a meeting.
 * @param share strictly between 0 and 1
 */
export function delayMinutes(share: number): number {
  if (share < early.share) return early.minutes + earlyScaleMinutes * Math.log(share / early.share);
  if (share < middle.share) {
    const along = (share - early.share) / (middle.share - early.share);
    return early.minutes + along * (middle.minutes - early.minutes);
  }
  if (share < late.share) {
    const scale = (late.minutes - middle.minutes) / Math.log((1 - middle.share) / (1 - late.share));
    return middle.minutes + scale * Math.log((1 - middle.share) / (1 - share));
  }
  const power = Math.log((1 - late.share) / (1 - veryLate.share)) / Math.log(veryLate.minutes / late.minutes);
  return Math.min(worstMinutes, late.minutes * ((1 - late.share) / (1 - share)) ** (1 / power));
}

/** The default lateness, in seconds, ascending: one figure for each slice. */
export const delayQuantilesSeconds: readonly number[] = Array.from(
  { length: delaySlices },
  (_, i) => delayMinutes((i + 0.5) / delaySlices) * minute,
);

/** So early that only one vehicle in twenty is earlier, in seconds; negative. */
export const earlyTwentiethSeconds = delayMinutes(0.05) * minute;

/** Five-point Gauss–Hermite rule for a standard normal: where to look, and how much each place weighs. */
export const shockNodes: readonly { readonly at: number; readonly weight: number }[] = [
  { at: -2.8569700138728056, weight: 0.01125741132772069 },
  { at: -1.3556261799742659, weight: 0.22207592200561266 },
  { at: 0, weight: 0.5333333333333333 },
  { at: 1.3556261799742659, weight: 0.22207592200561266 },
  { at: 2.8569700138728056, weight: 0.01125741132772069 },
];

/** Beyond so many standard deviations the normal distribution counts as 0 or 1. */
export const normalEdge = 6;
const stepsPerUnit = 256;
const normalTable = Float64Array.from({ length: 2 * normalEdge * stepsPerUnit + 2 }, (_, i) =>
  normalExactly(i / stepsPerUnit - normalEdge),
);

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17: error below 7.5e-8. */
function normalExactly(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z < 0 ? tail : 1 - tail;
}

/** The standard normal distribution function, by a table: error below 1e-6. */
export function normalBelow(z: number): number {
  if (!(z > -normalEdge)) return 0;
  if (z >= normalEdge) return 1;
  const along = (z + normalEdge) * stepsPerUnit;
  const i = Math.floor(along);
  const left = normalTable[i]!;
  return left + (along - i) * (normalTable[i + 1]! - left);
}
