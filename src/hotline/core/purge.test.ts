import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  approversNeeded,
  lapseDays,
  mayApprove,
  mayAsk,
  nextOf,
  noticeDays,
  type Purge,
  type Standing,
} from './index.ts';

const day = 86_400_000;
const people = ['ana', 'ben', 'cleo', 'dee'] as const;

type Step =
  | { kind: 'hold' | 'lift' | 'reopen' | 'close' }
  | { kind: 'approve' | 'object'; by: string }
  | { kind: 'wait'; days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>({ kind: 'hold' }, { kind: 'lift' }, { kind: 'reopen' }, { kind: 'close' }),
  fc.record({
    kind: fc.constantFrom('approve', 'object'),
    by: fc.constantFrom(...people),
  }) as fc.Arbitrary<Step>,
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 30 }) }),
);

interface World {
  purge: Purge;
  standing: Standing;
  now: number;
  destroyedAt: number | undefined;
}

/** What the shell does with the decisions. */
function take(world: World, taken: Step): void {
  const { purge, standing } = world;
  const set = (change: Partial<Purge>) => {
    world.purge = { ...world.purge, ...change };
  };
  if (taken.kind === 'hold') world.standing = { ...standing, held: true };
  if (taken.kind === 'lift') world.standing = { ...standing, held: false };
  if (taken.kind === 'reopen') world.standing = { ...standing, closed: false };
  if (taken.kind === 'close') world.standing = { ...standing, closed: true };
  if (taken.kind === 'wait') world.now += taken.days * day;
  if (taken.kind === 'object' && purge.state === 'open') set({ state: 'stopped' });
  if (taken.kind === 'approve' && !mayApprove(purge, standing, taken.by))
    set({ approvedBy: [...purge.approvedBy, taken.by] });
  if (world.purge.state !== 'open') return;
  const next = nextOf(world.purge, world.standing, new Date(world.now));
  if (next.kind === 'stop') set({ state: 'stopped' });
  if (next.kind === 'lapse') set({ state: 'lapsed' });
  if (next.kind === 'destroy') {
    set({ state: 'done' });
    world.destroyedAt = world.now;
  }
}

test('held is never destroyed; nothing is destroyed early, without two others, after an objection, or while it is open', () => {
  let destroyed = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(null, ...people),
      fc.array(step, { minLength: 1, maxLength: 40 }),
      (askedBy, steps) => {
        const world: World = {
          purge: { askedBy, askedAt: new Date(0), approvedBy: [], state: 'open' },
          standing: { held: false, closed: true },
          now: 0,
          destroyedAt: undefined,
        };
        for (const taken of steps) {
          const before = world.purge.state;
          take(world, taken);
          // A hold once placed ends the question for good: lifting it does not bring the purge back.
          if ((taken.kind === 'hold' || taken.kind === 'reopen') && before === 'open')
            expect(world.purge.state).toBe('stopped');
          if (before === 'stopped' || before === 'lapsed') expect(world.purge.state).toBe(before);
          if (world.purge.state === 'done' && before === 'open') {
            destroyed++;
            expect(world.standing).toEqual({ held: false, closed: true });
            expect(world.destroyedAt).toBeGreaterThanOrEqual(noticeDays * day);
            const others = new Set(world.purge.approvedBy.filter((by) => by !== askedBy));
            expect(others.size).toBeGreaterThanOrEqual(approversNeeded);
          }
        }
      },
    ),
    { numRuns: 5_000 },
  );
  // The property says nothing unless some of the histories do end in destruction.
  expect(destroyed).toBeGreaterThan(20);
});

test('a question that nobody agrees to lapses', () => {
  const purge: Purge = { askedBy: 'ana', askedAt: new Date(0), approvedBy: ['ben'], state: 'open' };
  const standing = { held: false, closed: true };
  expect(nextOf(purge, standing, new Date(20 * day))).toEqual({
    kind: 'wait',
    until: new Date(lapseDays * day),
  });
  expect(nextOf(purge, standing, new Date(lapseDays * day))).toEqual({ kind: 'lapse' });
  expect(nextOf({ ...purge, approvedBy: ['ana', 'ben'] }, standing, new Date(20 * day)).kind).toBe('wait');
});

test.each<[Standing, string | undefined]>([
  [{ held: true, closed: true }, 'held'],
  [{ held: false, closed: false }, 'not-closed'],
  [{ held: false, closed: true }, undefined],
])('asked for in %j: %s', (standing, refusal) => expect(mayAsk(standing)).toBe(refusal));
