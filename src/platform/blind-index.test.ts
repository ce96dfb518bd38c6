import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBlindIndex, termBytes } from './blind-index.ts';

const index = openBlindIndex(randomBytes(32));
const name = fc.stringMatching(/^[a-z0-9-]{1,20}$/);

test('two organizations, two columns or two secrets never meet in a term', () => {
  const other = openBlindIndex(randomBytes(32));
  fc.assert(
    fc.property(name, name, name, name, fc.string(), (one, two, column, second, value) => {
      const term = index.term(one, column, value);
      expect(term).toHaveLength(termBytes);
      expect(index.term(one, column, value)).toEqual(term);
      expect(other.term(one, column, value)).not.toEqual(term);
      if (one !== two) expect(index.term(two, column, value)).not.toEqual(term);
      if (column !== second) expect(index.term(one, second, value)).not.toEqual(term);
    }),
    { numRuns: 1_000 },
  );
});

test('a secret that is too short is refused', () => {
  expect(() => openBlindIndex(randomBytes(31))).toThrow('32 bytes');
});
