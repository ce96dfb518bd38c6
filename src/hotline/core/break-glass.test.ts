import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BrokenGlass, glassMinutes, glassState, mayGrant, mayLook } from './index.ts';

const minute = 60_000;
const people = ['ana', 'ben', 'cleo'] as const;
const person = fc.constantFrom(...people);
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('grant' as const, 'end' as const), by: person }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 50 }) }),
);

test('nobody looks without a second person, longer than an hour, after it ended, or for somebody else', () => {
  let looked = 0;
  fc.assert(
    fc.property(person, fc.array(step, { maxLength: 15 }), (askedBy, steps) => {
      let glass: BrokenGlass = {
        askedBy,
        askedAt: new Date(0),
        grantedBy: null,
        grantedAt: null,
        endedAt: null,
      };
      let now = 0;
      for (const taken of steps) {
        if (taken.kind === 'wait') now += taken.minutes * minute;
        else if (taken.kind === 'end') glass = { ...glass, endedAt: glass.endedAt ?? new Date(now) };
        else if (!mayGrant(glass, taken.by, new Date(now)))
          glass = { ...glass, grantedBy: taken.by, grantedAt: new Date(now) };
        for (const by of people) {
          if (!mayLook(glass, by, new Date(now))) continue;
          looked++;
          expect(by).toBe(askedBy);
          expect(glass.grantedBy).not.toBeNull();
          expect(glass.grantedBy).not.toBe(askedBy);
          expect(glass.endedAt).toBeNull();
          expect(now - glass.grantedAt!.getTime()).toBeLessThan(glassMinutes * minute);
          expect(glass.grantedAt!.getTime()).toBeLessThan(glassMinutes * minute);
        }
      }
    }),
    { numRuns: 2_000 },
  );
  expect(looked).toBeGreaterThan(100);
});

test('a question nobody answers is over after an hour', () => {
  const glass: BrokenGlass = {
    askedBy: 'ana',
    askedAt: new Date(0),
    grantedBy: null,
    grantedAt: null,
    endedAt: null,
  };
  expect(glassState(glass, new Date(glassMinutes * minute - 1))).toBe('asked');
  expect(glassState(glass, new Date(glassMinutes * minute))).toBe('over');
  expect(mayGrant(glass, 'ben', new Date(glassMinutes * minute))).toBe('glass-over');
});
