import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  approversNeeded,
  lapseDays,
  mayApprove,
  mayAsk,
  nextOf,
  noticeDays,
  noticeUntil,
  type Purge,
  purgeCauses,
  type Standing,
} from './index.ts';
import { lapsesAt } from './purge.ts';

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

const closed = { held: false, closed: true };
const question: Purge = { askedBy: 'ana', askedAt: new Date(0), approvedBy: [], state: 'open' };

test.each<[string, Purge, Standing, string, string | undefined]>([
  ['another person', question, closed, 'ben', undefined],
  ['a second one', { ...question, approvedBy: ['ben'] }, closed, 'cleo', undefined],
  ['anybody, where the schedule asked', { ...question, askedBy: null }, closed, 'ana', undefined],
  ['whoever asked', question, closed, 'ana', 'asked-it-yourself'],
  ['one who agreed before', { ...question, approvedBy: ['ben'] }, closed, 'ben', 'agreed-before'],
  ['anybody, once it was stopped', { ...question, state: 'stopped' }, closed, 'ben', 'purge-not-open'],
  ['whoever asked, once it was stopped', { ...question, state: 'stopped' }, closed, 'ana', 'purge-not-open'],
  ['anybody, while it is held', question, { held: true, closed: true }, 'ben', 'held'],
  ['anybody, while it is open', question, { held: false, closed: false }, 'ben', 'not-closed'],
])('%s agrees, or is told why not', (_who, purge, standing, by, why) => {
  expect(mayApprove(purge, standing, by)).toBe(why);
});

test('two who agreed destroy it on the day the notice ends and not a moment before; one of them twice does not', () => {
  const agreed = { ...question, approvedBy: ['ben', 'cleo'] };
  expect(nextOf(agreed, closed, new Date(14 * day))).toEqual({ kind: 'destroy' });
  expect(nextOf(agreed, closed, new Date(14 * day - 1))).toEqual({
    kind: 'wait',
    until: new Date(14 * day),
  });
  expect(nextOf({ ...question, approvedBy: ['ben', 'ben'] }, closed, new Date(14 * day)).kind).toBe('wait');
  expect(nextOf(agreed, { held: true, closed: true }, new Date(14 * day))).toEqual({ kind: 'stop' });
  expect(nextOf(agreed, { held: false, closed: false }, new Date(14 * day))).toEqual({ kind: 'stop' });
});

test('the notice is fourteen days, the question lapses after sixty, two must agree, for four causes', () => {
  expect(noticeUntil(question)).toEqual(new Date(14 * day));
  expect(lapsesAt(question)).toEqual(new Date(60 * day));
  expect([noticeDays, lapseDays, approversNeeded]).toEqual([14, 60, 2]);
  expect(purgeCauses).toEqual(['kept-long-enough', 'person-asked', 'court-order', 'entered-in-error']);
});
