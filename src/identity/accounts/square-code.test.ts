import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { squareCode } from './square-code.ts';

const address =
  'otpauth://totp/Test%20desk:ada%40hotline.example.org?secret=ABCDEFGHIJKLMNOPQRSTUVWX234567&issuer=Test%20desk';

test('a square code draws each dark module once and has light all around', () => {
  const { size, path } = squareCode(address);
  const drawn = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`);
  const { data } = encode(address, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`${x} ${y}`] : [])));
  expect(drawn).toEqual(dark);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(data).toHaveLength(size);
  for (const one of drawn)
    for (const at of one.split(' ').map(Number)) {
      expect(at).toBeGreaterThanOrEqual(4);
      expect(at).toBeLessThan(size - 4);
    }
  // The three corners by which a camera finds it: a dark ring of seven.
  for (const [x, y] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const)
    for (let along = 0; along < 7; along++)
      for (const module of [
        `${x + along} ${y}`,
        `${x} ${y + along}`,
        `${x + along} ${y + 6}`,
        `${x + 6} ${y + along}`,
      ])
        expect(drawn).toContain(module);
});

test('what is too long is refused', () => {
  expect(() => squareCode('x'.repeat(5_000))).toThrow();
});
