import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BrokenGlass, glassMinutes, glassState, glassUntil, mayGrant, mayLook } from './index.ts';

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

describe('what is asked and granted', () => {
  const at = (minutes: number) => new Date(minutes * minute);
  const asked: BrokenGlass = {
    askedBy: 'ana',
    askedAt: at(0),
    grantedBy: null,
    grantedAt: null,
    endedAt: null,
  };
  const open: BrokenGlass = { ...asked, grantedBy: 'ben', grantedAt: at(10) };

  test.each<[string, BrokenGlass, string, number, ReturnType<typeof mayGrant>]>([
    ['a second person, at once', asked, 'ben', 0, undefined],
    ['a second person, a moment before it is over', asked, 'ben', 59.99, undefined],
    ['whoever asked', asked, 'ana', 0, 'asked-it-yourself'],
    ['whoever asked, when it is over', asked, 'ana', 90, 'asked-it-yourself'],
    ['a third, after a second agreed', open, 'cleo', 20, 'granted-before'],
    ['a third, when it is over', open, 'cleo', 90, 'granted-before'],
    ['nobody, after it was closed', { ...asked, endedAt: at(1) }, 'ben', 2, 'glass-over'],
  ])('%s agrees, or is told why not', (_who, glass, by, minutes, why) => {
    expect(mayGrant(glass, by, at(minutes))).toBe(why);
  });

  test.each<[string, BrokenGlass, number, ReturnType<typeof glassState>]>([
    ['asked', asked, 59, 'asked'],
    ['open the moment somebody agreed', open, 10, 'open'],
    ['open until an hour after that, not after the question', open, 69.99, 'open'],
    ['over after that hour', open, 70, 'over'],
    ['over the moment it is closed', { ...open, endedAt: at(20) }, 20, 'over'],
    ['open before it is closed', { ...open, endedAt: at(20) }, 19.99, 'open'],
  ])('is %s', (_how, glass, minutes, state) => {
    expect(glassState(glass, at(minutes))).toBe(state);
  });

  test('is over at an instant that can be told', () => {
    expect(glassUntil(asked)).toEqual(at(glassMinutes));
    expect(glassUntil(open)).toEqual(at(10 + glassMinutes));
    expect(glassMinutes).toBe(60);
  });

  test('is looked into by whoever asked and nobody else, and not by one who agreed with themselves', () => {
    expect(mayLook(open, 'ana', at(20))).toBe(true);
    expect(mayLook(open, 'ben', at(20))).toBe(false);
    expect(mayLook(open, 'ana', at(70))).toBe(false);
    expect(mayLook({ ...open, grantedBy: 'ana' }, 'ana', at(20))).toBe(false);
    expect(mayLook({ ...open, grantedBy: null }, 'ana', at(20))).toBe(false);
  });
});
