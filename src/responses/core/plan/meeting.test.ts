/** The planner against two oracles that share none of its arithmetic, and what must hold whatever the numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  delayMinutes,
  delayQuantilesSeconds,
  normalBelow,
  shockNodes,
  vehicleComes,
} from './distributions.ts';
import {
  askStepSeconds,
  driveSeconds,
  ladderAt,
  leadSeconds,
  planMeeting,
  readyCurve,
  readyTime,
} from './index.ts';
import type { MeetingProblem, MeetingUnit } from './problem.ts';

const roles = ['local', 'patrol', 'advocate'] as const;
const all = Boolean(process.env['ALIGHT_TEST_ALL']);
const runs = all ? 1000 : 100;
const seed = 20_261_124;

/** A small world: up to four stops, up to eight desks, each able at some of the stops. */
const world = (unitsMost = 8) =>
  fc
    .record({
      arrivals: fc.array(fc.integer({ min: 60, max: 3600 }), { minLength: 1, maxLength: 4 }),
      named: fc.option(fc.nat({ max: 3 }), { nil: null }),
      units: fc.array(
        fc.record({
          role: fc.constantFrom(...roles),
          mobilise: fc.integer({ min: 60, max: 900 }),
          drives: fc.array(fc.option(fc.integer({ min: 60, max: 2400 }), { nil: null, freq: 4 }), {
            minLength: 4,
            maxLength: 4,
          }),
        }),
        { minLength: 3, maxLength: unitsMost },
      ),
    })
    .map(({ arrivals, named, units }): MeetingProblem => {
      const sorted = [...arrivals].sort((a, b) => a - b);
      const at = named === null ? null : named % sorted.length;
      return {
        stops: sorted.map((arrivalSeconds, i) => ({
          arrivalSeconds,
          leaves: at === null ? 1 / sorted.length : i === at ? 0.9 : 0.1 / Math.max(1, sorted.length - 1),
        })),
        required: roles,
        besides: [],
        units: units.map(
          ({ role, mobilise, drives }, i): MeetingUnit => ({
            id: `unit-${i}`,
            role,
            ready: sorted.map((_, stop) => {
              const drive = drives[stop];
              return drive == null ? null : readyTime({ driveSeconds: drive, mobiliseSeconds: mobilise });
            }),
          }),
        ),
      };
    });

/** The chance at a stop with these desks, straight from the formula: no tables, no early exit, no shared products. */
function byFormula(problem: MeetingProblem, stop: number, units: readonly MeetingUnit[]): number {
  const { arrivalSeconds } = problem.stops[stop]!;
  if (arrivalSeconds === null) throw new Error('only for vehicles');
  let sum = 0;
  for (const { at, weight } of shockNodes)
    for (const delay of delayQuantilesSeconds) {
      const slack = arrivalSeconds - leadSeconds + delay;
      let there = 1;
      for (const role of problem.required) {
        let missing = 1;
        const own = ladderAt(units, role, stop);
        for (const [place, unit] of own.entries()) {
          const curve = readyCurve(unit.ready[stop]!, place);
          const z = (Math.log(slack) - curve.logMedian - curve.shock * at) / curve.spread;
          missing *= 1 - (slack > 0 ? curve.answers * normalBelow(z) : 0);
        }
        there *= 1 - missing;
      }
      sum += (there * weight) / delayQuantilesSeconds.length;
    }
  return sum * vehicleComes;
}

const subsets = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length }, (_, set) => items.filter((_item, i) => (set >> i) & 1));

const chosenAt = (problem: MeetingProblem, stop: number) => {
  const { assignments } = planMeeting(problem);
  return problem.units.filter(({ id }) => assignments.some((one) => one.unitId === id && one.stop === stop));
};

describe('lateness', () => {
  it.each([
    [0.22, -1, '22 % run more than a minute early'],
    [0.5, 1, 'the middle is a minute late'],
    [0.9, 24, 'one in ten is 24 minutes late or more'],
    [0.95, 45, 'one in twenty is 45 minutes late or more'],
  ])('at %d is %d minutes: %s', (share, minutes) => {
    expect(delayMinutes(share)).toBeCloseTo(minutes, 6);
  });
  it('never falls as the share grows, and ends at the worst that was seen', () => {
    for (let i = 1; i < 2000; i++)
      expect(delayMinutes(i / 2000)).toBeGreaterThanOrEqual(delayMinutes((i - 0.5) / 2000));
    expect(delayMinutes(0.999999)).toBe(327);
  });
});

describe('the planner', () => {
  it('agrees with 20,000 draws of lateness, traffic and every unit', () => {
    const random = seeded(7);
    const errors: number[] = [];
    for (const problem of fc.sample(world(), { seed, numRuns: all ? 100 : 12 })) {
      const stop = problem.stops.length - 1;
      const outlook = planMeeting(problem).stops[stop]!.ready;
      errors.push(Math.abs(outlook - byDraws(problem, stop, 20_000, random)));
    }
    expect(Math.max(...errors)).toBeLessThan(0.02);
    expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(0.006);
  });

  it('agrees with the plain formula', () => {
    fc.assert(
      fc.property(world(), (problem) => {
        const plan = planMeeting(problem);
        for (const [stop, { ready }] of plan.stops.entries())
          expect(ready).toBeCloseTo(byFormula(problem, stop, problem.units), 3);
      }),
      { seed, numRuns: runs },
    );
  });

  it('asks as few desks as the best of all sets does, when the stop is known', () => {
    let worse = 0;
    let met = 0;
    for (const drawn of fc.sample(world(), { seed, numRuns: 4 * runs })) {
      const problem = { ...drawn, stops: drawn.stops.slice(-1).map((stop) => ({ ...stop, leaves: 1 })) };
      const units = problem.units.map((unit) => ({
        ...unit,
        ready: unit.ready.slice(drawn.stops.length - 1),
      }));
      const plan = planMeeting({ ...problem, units });
      const sizes = subsets(units.filter(({ ready }) => ready[0]))
        .filter((set) => byFormula({ ...problem, units }, 0, set) >= 0.95)
        .map(({ length }) => length);
      if (sizes.length === 0) expect(plan.standing).toBe('below');
      else {
        met++;
        expect(plan.standing).toBe('meets');
        if (plan.assignments.length > Math.min(...sizes)) worse++;
      }
    }
    expect(met).toBeGreaterThan(3);
    expect(worse / met).toBeLessThanOrEqual(0.05);
  });

  it('spreads desks nearly as well as the best of all ways does, when the stop is not known', () => {
    const shares: number[] = [];
    for (const drawn of fc.sample(world(6), { seed, numRuns: all ? 300 : 40 })) {
      const stops = drawn.stops.slice(0, 2).map((stop) => ({ ...stop, leaves: 0.5 }));
      if (stops.length < 2) continue;
      const problem = { ...drawn, stops };
      const best = bestSpread(problem);
      if (best > 0.01) shares.push(planMeeting(problem).met / best);
    }
    expect(shares.length).toBeGreaterThan(5);
    expect(Math.min(...shares)).toBeGreaterThan(0.85);
    expect(shares.reduce((a, b) => a + b, 0) / shares.length).toBeGreaterThan(0.98);
  });
});

describe('whatever the numbers', () => {
  it('more time never makes it less likely', () => {
    fc.assert(
      fc.property(world(), fc.integer({ min: 0, max: 1800 }), (problem, moreSeconds) => {
        const roomier = {
          ...problem,
          stops: problem.stops.map((stop) => ({
            ...stop,
            arrivalSeconds: stop.arrivalSeconds! + moreSeconds,
          })),
        };
        const [before, after] = [planMeeting(problem), planMeeting(roomier)];
        for (const [stop, { ready }] of before.stops.entries())
          expect(after.stops[stop]!.ready).toBeGreaterThanOrEqual(ready - 1e-4);
        expect(before.readyIfLater).toBeLessThanOrEqual(before.stops[before.meetingStop]!.ready + 1e-4);
      }),
      { seed, numRuns: runs },
    );
  });

  it('a desk more, asked after the others, never makes it less likely', () => {
    fc.assert(
      fc.property(world(), (problem) => {
        const last = problem.units[problem.units.length - 1]!;
        // As slow as the slowest: it comes last on every ladder.
        const slow = last.ready.map((time) => time && { ...time, meanSeconds: 1e5 });
        const fewer = planMeeting(problem);
        const more = planMeeting({
          ...problem,
          units: [...problem.units, { ...last, id: 'one-more', ready: slow }],
        });
        for (const [stop, { ready }] of fewer.stops.entries())
          expect(more.stops[stop]!.ready).toBeGreaterThanOrEqual(ready - 1e-12);
      }),
      { seed, numRuns: runs },
    );
  });

  it('nobody without authority at a stop is asked for it, and nobody is asked for two', () => {
    fc.assert(
      fc.property(world(), (problem) => {
        const { assignments } = planMeeting(problem);
        for (const { stop, unitId } of assignments)
          expect(problem.units.find(({ id }) => id === unitId)!.ready[stop]).not.toBeNull();
        expect(new Set(assignments.map(({ unitId }) => unitId)).size).toBe(assignments.length);
      }),
      { seed, numRuns: runs },
    );
  });

  it('who says where they get off is met there and nowhere earlier, however easy another stop is', () => {
    fc.assert(
      fc.property(world(), (problem) => {
        const named = problem.stops.findIndex(({ leaves }) => leaves >= 0.9);
        if (named < 0) return;
        const { meetingStop, assignments } = planMeeting(problem);
        expect(meetingStop).toBe(named);
        for (const { stop } of assignments) expect(stop).toBe(named);
      }),
      { seed, numRuns: runs },
    );
  });

  it('a fixed place has no deadline: only who answers counts', () => {
    const ready = [readyTime({ driveSeconds: 7200, mobiliseSeconds: 600 })];
    const units = roles.map((role) => ({ id: role, role, ready }));
    const plan = planMeeting({
      stops: [{ arrivalSeconds: null, leaves: 1 }],
      required: roles,
      besides: [],
      units,
    });
    expect(plan.ready).toBeCloseTo(0.97 ** 3, 6);
    expect(plan.readyIfLater).toBe(plan.ready);
  });

  it('says which one desk more would lift it, and promises nothing where a role has nobody', () => {
    const near = [readyTime({ driveSeconds: 300, mobiliseSeconds: 180 })];
    const far = [readyTime({ driveSeconds: 3000, mobiliseSeconds: 180 })];
    const stops = [{ arrivalSeconds: 3600, leaves: 1 }];
    const units = [
      { id: 'a', role: 'local', ready: near },
      { id: 'b', role: 'patrol', ready: far },
      { id: 'c', role: 'advocate', ready: near },
    ];
    const plan = planMeeting({ stops, required: roles, besides: [], units });
    expect(plan.standing).toBe('below');
    expect(plan.lift?.role).toBe('patrol');
    expect(plan.lift!.ready).toBeGreaterThan(plan.ready);
    const nobody = planMeeting({ stops, required: roles, besides: [], units: units.slice(0, 2) });
    expect(nobody.ready).toBe(0);
    expect(nobody.lift).toBeNull();
  });

  it('is never hurried by a unit too far away to matter', () => {
    const near = readyTime({ driveSeconds: 300, mobiliseSeconds: 180 });
    const far = readyTime({ driveSeconds: 20_000, mobiliseSeconds: 180 });
    const unit = (id: string, time: typeof near) => ({ id, role: 'local', ready: [time] });
    expect(ladderAt([unit('far', far), unit('near', near)], 'local', 0).map(({ id }) => id)).toEqual([
      'near',
      'far',
    ]);
    expect(
      chosenAt(
        {
          stops: [{ arrivalSeconds: 7200, leaves: 1 }],
          required: ['local'],
          besides: [],
          units: [unit('far', far), unit('near', near)],
        },
        0,
      ).map(({ id }) => id),
    ).toEqual(['near']);
  });

  it('counts the road longer than the straight line', () => {
    // Jefferson City to Sedalia: 94 km straight.
    const seconds = driveSeconds({ lon: -92.17, lat: 38.58 }, { lon: -93.23, lat: 38.7 });
    expect(seconds / 60).toBeGreaterThan(75);
    expect(seconds / 60).toBeLessThan(105);
    expect(askStepSeconds).toBe(120);
  });
});

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
function seeded(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The world played out so many times: lateness, common shock, every desk's answer and every unit's own luck are drawn. */
function byDraws(problem: MeetingProblem, stop: number, draws: number, random: () => number): number {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const curves = problem.required.map((role) =>
    ladderAt(problem.units, role, stop).map((unit, place) => readyCurve(unit.ready[stop]!, place)),
  );
  let met = 0;
  for (let draw = 0; draw < draws; draw++) {
    const shock = normal();
    const until =
      problem.stops[stop]!.arrivalSeconds! - leadSeconds + delayMinutes(1e-9 + random() * (1 - 2e-9)) * 60;
    const comes = random() < vehicleComes;
    const everyone = curves.every((units) =>
      units
        .map((curve) => {
          const answers = random() < curve.answers;
          const takes = Math.exp(curve.logMedian + curve.shock * shock + curve.spread * normal());
          return answers && takes <= until;
        })
        .includes(true),
    );
    if (comes && everyone) met++;
  }
  return met / draws;
}

/** Every way to send every desk to one of two stops or to none. */
function bestSpread(problem: MeetingProblem): number {
  const { units, stops } = problem;
  let best = 0;
  for (let way = 0; way < 3 ** units.length; way++) {
    const sent: MeetingUnit[][] = [[], []];
    let rest = way;
    let allowed = true;
    for (const unit of units) {
      const where = rest % 3;
      rest = Math.floor(rest / 3);
      if (where === 2) continue;
      if (!unit.ready[where]) allowed = false;
      else sent[where]!.push(unit);
    }
    if (!allowed) continue;
    const met = sent.reduce((sum, set, stop) => {
      const roles = new Set(set.map(({ role }) => role));
      return roles.size < problem.required.length
        ? sum
        : sum + stops[stop]!.leaves * byFormula(problem, stop, set);
    }, 0);
    best = Math.max(best, met);
  }
  return best;
}
