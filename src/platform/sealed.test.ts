/** Sealed bytes open under their own key and in their own place, and in no other. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBytes, sealBytes } from './sealed.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const plain = fc.uint8Array({ maxLength: 300 });

describe('sealed bytes', () => {
  it('open as they were', () => {
    fc.assert(
      fc.property(key, fc.string(), plain, (own, place, bytes) => {
        expect(Buffer.from(bytes).equals(openBytes(own, place, sealBytes(own, place, bytes)))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
  it('do not open elsewhere, under another key, cut short, or with one bit turned', () => {
    fc.assert(
      fc.property(
        key,
        key,
        fc.string(),
        fc.string(),
        plain,
        fc.nat(),
        (own, other, place, elsewhere, bytes, at) => {
          const sealed = sealBytes(own, place, bytes);
          if (elsewhere !== place) expect(() => openBytes(own, elsewhere, sealed)).toThrow();
          if (!Buffer.from(own).equals(Buffer.from(other)))
            expect(() => openBytes(other, place, sealed)).toThrow();
          expect(() => openBytes(own, place, sealed.subarray(0, at % sealed.length))).toThrow();
          const turned = Buffer.from(sealed);
          const bit = at % (sealed.length * 8);
          turned[bit >> 3] = turned[bit >> 3]! ^ (1 << (bit & 7));
          expect(() => openBytes(own, place, turned)).toThrow();
        },
      ),
      { numRuns: 1000 },
    );
  });
  it('are never the same twice', () => {
    const own = randomBytes(32);
    const seen = new Set(
      Array.from({ length: 100 }, () => sealBytes(own, 'here', Buffer.of(1)).toString('hex')),
    );
    expect(seen.size).toBe(100);
  });
});
