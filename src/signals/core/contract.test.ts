import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standingOf } from './contract.ts';

describe('a contract', () => {
  test.each([
    [0, 60, false, { overContract: false, remaining: 59, holdMilliseconds: 0 }],
    [59, 60, false, { overContract: false, remaining: 0, holdMilliseconds: 0 }],
    [60, 60, false, { overContract: true, remaining: 0, holdMilliseconds: 200 }],
    [64, 60, false, { overContract: true, remaining: 0, holdMilliseconds: 1000 }],
    [120, 60, false, { overContract: true, remaining: 0, holdMilliseconds: 2000 }],
    // Danger is marked as well, and held up by nothing.
    [120, 60, true, { overContract: true, remaining: 0, holdMilliseconds: 0 }],
  ])('of %i before, %i a minute, urgent %s', (before, perMinute, urgent, standing) => {
    expect(standingOf(before, perMinute, urgent)).toEqual(standing);
  });

  test('never holds an answer longer than two seconds, and never without a reason', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 6000 }),
        fc.boolean(),
        (before, most, urgent) => {
          const { overContract, holdMilliseconds, remaining } = standingOf(before, most, urgent);
          expect(holdMilliseconds).toBeLessThanOrEqual(2000);
          expect(remaining === 0 || !overContract).toBe(true);
          if (urgent || !overContract) expect(holdMilliseconds).toBe(0);
        },
      ),
    );
  });
});
