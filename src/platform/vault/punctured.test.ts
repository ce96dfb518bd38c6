import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forget, freshSeeds, isSeed, recordKey } from './punctured.ts';

const ids = fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 12 });

describe('a master key that can forget', () => {
  test('gives each record a key of its own, and the same one each time', () => {
    const seeds = freshSeeds();
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        const key = recordKey(seeds, one);
        expect(key).toHaveLength(32);
        expect(recordKey(seeds, one)).toEqual(key);
        expect(recordKey(freshSeeds(), one)).not.toEqual(key);
        if (one !== other) expect(recordKey(seeds, other)).not.toEqual(key);
      }),
      { numRuns: 1_000 },
    );
  });

  test('forgets what it is told to and nothing else, in any order, once or twice', () => {
    fc.assert(
      fc.property(ids, fc.nat(), (records, cut) => {
        const seeds = freshSeeds();
        const gone = records.slice(0, 1 + (cut % (records.length - 1)));
        const kept = records.slice(gone.length);
        const before = kept.map((id) => recordKey(seeds, id));
        const one = gone.reduce((left, id) => forget(left, id), seeds);
        const other = [...gone, ...gone].reverse().reduce((left, id) => forget(left, id), seeds);
        expect(new Map([...one].sort())).toEqual(new Map([...other].sort()));
        for (const id of gone) expect(recordKey(one, id)).toBeUndefined();
        expect(kept.map((id) => recordKey(one, id))).toEqual(before);
        expect([...one].every(([path, seed]) => isSeed(path, seed))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('nothing that is left gives what was forgotten: no seed is one of those on the way to it', () => {
    const seeds = freshSeeds();
    const id = randomUUID();
    const key = recordKey(seeds, id);
    const left = forget(seeds, id);
    expect([...left.values()].some((seed) => key?.toString('hex') === seed)).toBe(false);
    // Each path that is left turns away from the record's before its end: together they cover all others, once.
    const share = [...left.keys()].reduce((sum, path) => sum + 16 ** -path.length, 0);
    expect(share).toBeCloseTo(1, 15);
    expect(left.size).toBe(14 * 15);
  });
});
