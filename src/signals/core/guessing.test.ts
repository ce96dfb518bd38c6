import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countWrongCode,
  freeWrongCodes,
  longestWaitMilliseconds,
  noWrongCodes,
  type WrongCodes,
} from './guessing.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 1, 12) + seconds * 1000);

test('the first slips wait for nothing, each one after them a little longer, up to a bound', () => {
  let before: WrongCodes = noWrongCodes;
  const waits = Array.from({ length: 100 }, () => {
    const counted = countWrongCode(before, at(0));
    before = counted;
    return counted.waitMilliseconds;
  });
  expect(waits.slice(0, freeWrongCodes)).toEqual(waits.slice(0, freeWrongCodes).map(() => 0));
  expect(waits.slice(freeWrongCodes, freeWrongCodes + 3)).toEqual([100, 200, 300]);
  expect(waits.at(-1)).toBe(longestWaitMilliseconds);
});

test('what came long ago is forgotten, a clock that goes back forgets nothing, and no wait is longer than the longest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3_600, max: 3_600 }), { maxLength: 300 }), (steps) => {
      let before: WrongCodes = noWrongCodes;
      let seconds = 0;
      for (const step of steps) {
        seconds += step;
        const counted = countWrongCode(before, at(seconds));
        expect(counted.waitMilliseconds).toBeGreaterThanOrEqual(0);
        expect(counted.waitMilliseconds).toBeLessThanOrEqual(longestWaitMilliseconds);
        if (step <= 0 && before.count > freeWrongCodes) expect(counted.waitMilliseconds).toBeGreaterThan(0);
        before = counted;
      }
      expect(countWrongCode(before, at(Math.max(seconds, 0) + 3_600 * 400)).waitMilliseconds).toBe(0);
    }),
    { numRuns: 1_000 },
  );
});
