import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupAlike, isAlike, minimaOf, runsOf, sketchParts } from './alike.ts';
import { findFloods, floodSize, pressingKept, type Swept } from './floods.ts';

const seeds = Array.from({ length: sketchParts }, (_, index) =>
  createHash('sha256').update(`seed ${index}`).digest().readUInt32BE(),
);
const sketch = (text: string) =>
  minimaOf(runsOf(text), seeds)
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
const honest =
  'While her companion was away a passenger in car two told me that he keeps her phone and her papers, that she owes money for the trip and that she is afraid to get off without him.';
const words =
  'river stone lamp green seven harbor violin cabinet thunder copper meadow ladder window saddle'.split(' ');
const someText = fc
  .array(fc.constantFrom(...words), { minLength: 40, maxLength: 80 })
  .map((list) => list.join(' '));

describe('texts that say nearly the same', () => {
  test.each([
    ['the same', honest, honest, true],
    ['other capitals, gaps and marks', honest, ` ${honest.toUpperCase().replaceAll(',', ' !! ')}`, true],
    ['other numbers in it', `${honest} Call 816 now, report 1`, `${honest} Call 913 now, report 22`, true],
    ['one word more at the end', honest, `${honest} Hurry.`, true],
    [
      'another thing seen',
      honest,
      'A man at the bus stop shouted at a girl for a long time and then took her bag and her phone away from her.',
      false,
    ],
  ])('%s', (_what, a, b, alike) => {
    expect(isAlike(sketch(a), sketch(b))).toBe(alike);
  });

  test('a short text is compared with nothing', () => {
    expect(runsOf('Please help me. Now!')).toEqual([]);
  });

  test('are put together whatever came between them, and each is in one group', () => {
    fc.assert(
      fc.property(fc.array(someText, { minLength: 1, maxLength: 30 }), fc.nat(5), (texts, copies) => {
        const all = texts.flatMap((text, index) =>
          Array.from({ length: copies + 1 }, (_, copy) => ({ id: `${index}.${copy}`, sketch: sketch(text) })),
        );
        const groups = groupAlike(all);
        expect(groups.flatMap(({ members }) => members.map(({ id }) => id)).sort()).toEqual(
          all.map(({ id }) => id).sort(),
        );
        for (const { members, leader } of groups)
          for (const member of members) expect(isAlike(member.sketch, leader.sketch)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a flood', () => {
  const junk = sketch(`${honest} and so on and on until nobody can stand it any more`);
  const report = (id: string, more: Partial<Swept> = {}): Swept => ({
    id,
    sketch: junk,
    floodId: null,
    mayWait: true,
    ...more,
  });
  const many = Array.from({ length: floodSize }, (_, index) => report(`j${index}`));

  test('begins at twenty; the first three stay, so that somebody reads what it says', () => {
    expect(findFloods(many.slice(1), [])).toEqual([]);
    const [found] = findFloods(many, []);
    expect(found?.setAside).toEqual(many.slice(3).map(({ id }) => id));
  });

  test('never takes in what may not wait, nor what says something else', () => {
    const other = report('honest', {
      sketch: sketch(
        'He would not let her speak at the counter, and she looked at the floor the whole time we were there.',
      ),
    });
    const urgent = report('urgent', { mayWait: false });
    const [found, ...more] = findFloods([...many, other, urgent], []);
    expect(more).toEqual([]);
    expect(found?.setAside).not.toContain('honest');
    expect(found?.setAside).not.toContain('urgent');
  });

  test('that was noticed goes on from its next report; one that was brought back takes nothing any more', () => {
    const flood = { id: 'f', sketch: junk, released: false };
    expect(findFloods([report('late')], [flood])).toEqual([
      { floodId: 'f', sketch: junk, setAside: ['late'] },
    ]);
    expect(findFloods(many, [{ ...flood, released: true }])).toEqual([]);
  });
});

test('danger soon and children stay in the queue, up to a bound, in a new flood and in one that is known', () => {
  const one = sketch(honest);
  const many: Swept[] = Array.from({ length: 60 }, (_, index) => ({
    id: String(index),
    sketch: one,
    floodId: null,
    mayWait: true,
    pressing: index % 2 === 1,
  }));
  for (const known of [[], [{ id: 'before', sketch: one, released: false }]]) {
    const [found] = findFloods(many, known);
    const pressing = found!.setAside.filter((id) => Number(id) % 2 === 1).map(Number);
    expect(pressing).toHaveLength(30 - pressingKept);
    expect(Math.min(...pressing)).toBe(2 * pressingKept + 1);
  }
});
