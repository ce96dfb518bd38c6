import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agencyKeyShownAt,
  freshMinutes,
  idleMinutes,
  longestHours,
  needsStepUp,
  sessionState,
} from './sessions.ts';

const at = new Date('2026-02-12T16:50:00Z');
const before = (minutes: number) => new Date(at.getTime() - minutes * 60_000);

test('a session is open until nobody was there for half an hour, and over after a shift', () => {
  expect(sessionState({ authenticatedAt: before(60), seenAt: before(idleMinutes) }, at)).toBe('open');
  expect(sessionState({ authenticatedAt: before(60), seenAt: before(idleMinutes + 1) }, at)).toBe('locked');
  expect(sessionState({ authenticatedAt: before(longestHours * 60), seenAt: before(0) }, at)).toBe('open');
  expect(sessionState({ authenticatedAt: before(longestHours * 60 + 1), seenAt: before(0) }, at)).toBe(
    'over',
  );
});

test('a key shown within five minutes is fresh', () => {
  expect(needsStepUp({ authenticatedAt: before(freshMinutes) }, at)).toBe(false);
  expect(needsStepUp({ authenticatedAt: before(freshMinutes + 1) }, at)).toBe(true);
});

test('a clock set back never opens what was locked: the further from now, the less open', () => {
  const order = { open: 0, locked: 1, over: 2 };
  const minutes = fc.integer({ min: -100_000, max: 100_000 });
  fc.assert(
    fc.property(minutes, minutes, fc.integer({ min: 0, max: 5_000 }), (signedIn, seen, more) => {
      const further = (value: number) => (value < 0 ? value - more : value + more);
      const state = (a: number, b: number) =>
        order[sessionState({ authenticatedAt: before(a), seenAt: before(b) }, at)];
      expect(state(further(signedIn), further(seen))).toBeGreaterThanOrEqual(state(signedIn, seen));
      expect(state(-signedIn, -seen)).toBe(state(signedIn, seen));
    }),
    { numRuns: 2_000 },
  );
});

test.each<[number, number, number | undefined, string]>([
  [0, 60, 0, 'it was just shown'],
  [60, 60, 60, 'it was shown when the attempt began'],
  [65, 60, 65, 'clocks round'],
  [66, 60, undefined, 'it was shown before the attempt'],
  [-5, 60, 0, 'never later than now'],
  [-66, 60, undefined, 'an answer from before the key was shown'],
  [6, -600, undefined, 'our clock was set back'],
  [Number.NaN, 60, undefined, 'no number'],
])('a key shown %d s before the answer, in an attempt of %d s: %s (%s)', (before, attempt, ago, _why) => {
  const shown = agencyKeyShownAt(before, { startedAt: new Date(at.getTime() - attempt * 1000), now: at });
  expect(shown && (at.getTime() - shown.getTime()) / 1000).toBe(ago);
});
