/** Meeting plans a second, beside the same chance found by drawing at random, as one would without a planner. */
import { distanceMetres } from '../src/geography/core/index.ts';
import {
  delayMinutes,
  driveSeconds,
  leadSeconds,
  leavingChances,
  type MeetingProblem,
  planMeeting,
  readyCurve,
  readyTime,
} from '../src/responses/core/plan/index.ts';
import { type Benchmark, median, seeded } from './benchmark.ts';

const states = 20_000;
const rounds = 5;
const unitsPerRole = 2;
const seed = 311;
const draws = 2_000;
const drawnStates = 40;
const stopsMost = 12;
const required = ['local-law-enforcement', 'state-patrol', 'victim-advocate'];

/** Random states of a train on its way: stops that are left, half of the time the stop known, units around each stop. */
function sampleStates(): MeetingProblem[] {
  const random = seeded(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  return Array.from({ length: states }, () => {
    const count = 1 + Math.floor(random() * stopsMost);
    let at = between(300, 5_400);
    const stops = Array.from({ length: count }, (_, i) => {
      const stop = { lon: -90.2 - i * 0.6, lat: 38.6 + between(-0.2, 0.2), arrivalSeconds: at };
      at += between(900, 4_200);
      return stop;
    });
    const leaves = leavingChances(count, random() < 0.5 ? Math.floor(random() * count) : null);
    const units = required.flatMap((role) =>
      Array.from({ length: unitsPerRole }, (_, i) => {
        const base = stops[Math.floor(random() * count)]!;
        const from = { lon: base.lon + between(-0.3, 0.3), lat: base.lat + between(-0.3, 0.3) };
        const mobilise = between(120, 900);
        // Local police may act near their own stop only, the others anywhere.
        const reach = role === required[0] ? 40_000 : Number.POSITIVE_INFINITY;
        return {
          id: `${role}-${i}`,
          role,
          ready: stops.map((stop) =>
            distanceMetres(from, stop) > reach
              ? null
              : readyTime({ driveSeconds: driveSeconds(from, stop), mobiliseSeconds: mobilise }),
          ),
        };
      }),
    );
    return {
      stops: stops.map(({ arrivalSeconds }, i) => ({ arrivalSeconds, leaves: leaves[i]! })),
      required,
      besides: [],
      units,
    };
  });
}

/** The chance at every stop by drawing lateness, shock and each unit's own luck. */
function byDraws(problem: MeetingProblem, random: () => number): number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return problem.stops.map(({ arrivalSeconds }, stop) => {
    const curves = problem.required.map((role) =>
      problem.units.flatMap((unit) =>
        unit.role === role && unit.ready[stop] ? [readyCurve(unit.ready[stop], 0)] : [],
      ),
    );
    let met = 0;
    for (let draw = 0; draw < draws; draw++) {
      const shock = normal();
      const until = arrivalSeconds! - leadSeconds + delayMinutes(1e-9 + random() * (1 - 2e-9)) * 60;
      const there = curves.every((units) =>
        units.some(
          ({ logMedian, spread, shock: pull, answers }) =>
            random() < answers && Math.exp(logMedian + pull * shock + spread * normal()) <= until,
        ),
      );
      if (there) met++;
    }
    return met / draws;
  });
}

export const meetingPlans: Benchmark = {
  name: 'meeting-plans',
  about: 'Meeting plans a second over random states of a train, with the common shock and two units a role.',
  run: async () => {
    const problems = sampleStates();
    const random = seeded(seed + 1);
    const rates: number[] = [];
    let times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      times = [];
      const start = performance.now();
      for (const problem of problems) {
        const before = performance.now();
        planMeeting(problem);
        times.push((performance.now() - before) * 1000);
      }
      if (round > 0) rates.push((states * 1000) / (performance.now() - start));
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))]!;
    const start = performance.now();
    for (const problem of problems.slice(0, drawnStates)) byDraws(problem, random);
    const drawn = (drawnStates * 1000) / (performance.now() - start);
    return [
      {
        name: 'meeting-plans',
        value: median(rates),
        unit: 'plans/s',
        aim: 'p99 <= 250 µs',
        holds: at(0.99) <= 250,
        beside: [
          { name: `the same chances by ${draws} draws, plans/s`, value: drawn },
          { name: 'p50 µs', value: at(0.5) },
          { name: 'p99 µs', value: at(0.99) },
        ],
        ratio: median(rates) / drawn,
      },
    ];
  },
};
