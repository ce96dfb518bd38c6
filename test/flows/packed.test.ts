/** Scripts and styles come packed to whoever can unpack them: an old telephone pays by the kilobyte. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';

describe('a file of the public pages', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
  });
  afterAll(() => house.close());

  const fileOf = (accepted?: string) =>
    house.call('GET', '/live.js', undefined, accepted ? { 'accept-encoding': accepted } : {});

  test.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('comes as %s where that is taken, and is the same', async (encoding, accepted, unpack) => {
    const [plain, small] = [await fileOf(), await fileOf(accepted)];
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(small.headers['content-encoding']).toBe(encoding);
    expect(small.headers['content-type']).toBe(plain.headers['content-type']);
    expect(small.headers['vary']).toMatch(/accept-encoding/i);
    expect(unpack(small.rawPayload)).toEqual(plain.rawPayload);
    expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
  });

  test('has no second address', async () => {
    expect((await house.call('GET', '/live.js.br')).statusCode).toBe(404);
  });

  test('a page is never packed: what is secret is in it, and its length would tell', async () => {
    const page = await house.call('GET', '/', undefined, { 'accept-encoding': 'gzip, br' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-encoding']).toBeUndefined();
  });
});
