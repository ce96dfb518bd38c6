import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainForTexting, segmentsOf } from './segments.ts';

describe('a text on its way', () => {
  test.each<[string, string, number, number]>([
    ['', 'GSM-7', 0, 0],
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    [`${'a'.repeat(152)}€${'a'.repeat(10)}`, 'GSM-7', 164, 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
    ['ñandú'.slice(0, 4), 'GSM-7', 4, 1],
    ['ы'.repeat(70), 'UCS-2', 70, 1],
    ['ы'.repeat(71), 'UCS-2', 71, 2],
    ['🙏'.repeat(35), 'UCS-2', 70, 1],
    ['🙏'.repeat(36), 'UCS-2', 72, 2],
    ['🙏'.repeat(67), 'UCS-2', 134, 3],
  ])('%# takes what the network says', (text, alphabet, units, count) => {
    expect(segmentsOf(text)).toEqual({ alphabet, units, count });
  });

  test('never takes more room for being written plainly, and says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '’', '“', '—', ' ', 'ы') }), (text) => {
        const plain = plainForTexting(text);
        expect(segmentsOf(plain).count).toBeLessThanOrEqual(Math.max(1, segmentsOf(text).count));
        expect(plainForTexting(plain)).toBe(plain);
        expect(plain.replace(/[^aéы]/g, '')).toBe(text.replace(/[^aéы]/g, ''));
      }),
    );
  });
});
