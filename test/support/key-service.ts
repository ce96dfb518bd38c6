/** What every key service must do, whatever keeps its master keys: one suite, run against each adapter. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyFault, type KeyService } from '../../src/platform/vault/key-service.ts';

const dataKey = () => randomBytes(32);
const here = { recordId: 'record', words: 'here' };

/** Why a call was refused. @throws where it was not, or for another cause */
export async function faultOf(call: Promise<unknown>): Promise<KeyFault['kind']> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof KeyFault)) throw new Error(`expected a KeyFault, got ${String(thrown)}`);
  return thrown.kind;
}

/** @param open gives a service with master keys of its own */
export function keyServiceSuite(name: string, open: () => Promise<KeyService>): void {
  describe(`a key service (${name})`, () => {
    test('gives back what it wrapped', async () => {
      const service = await open();
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ minLength: 1, maxLength: 64 }),
          fc.record({ recordId: fc.string(), words: fc.string() }),
          async (plain, place) => {
            const wrapped = await service.wrap(plain, place);
            expect(wrapped.version).toBe(await service.keyId());
            expect(Buffer.compare(await service.unwrap(wrapped, place), plain)).toBe(0);
          },
        ),
        { numRuns: 200 },
      );
    });

    test('opens nothing in another place', async () => {
      const service = await open();
      const wrapped = await service.wrap(dataKey(), here);
      expect(await faultOf(service.unwrap(wrapped, { ...here, words: 'there' }))).toBe('refused');
    });

    test('opens nothing that was changed, at whatever byte', async () => {
      const service = await open();
      const wrapped = await service.wrap(dataKey(), here);
      for (let at = 0; at < wrapped.bytes.length; at++) {
        const bytes = Buffer.from(wrapped.bytes);
        bytes[at]! ^= 1;
        expect(await faultOf(service.unwrap({ ...wrapped, bytes }, here)), `byte ${at}`).toBe('refused');
      }
      for (const bytes of [Buffer.alloc(0), wrapped.bytes.subarray(0, 20)])
        expect(await faultOf(service.unwrap({ ...wrapped, bytes }, here))).toBe('refused');
    });

    test('says so where the master key is not there', async () => {
      const service = await open();
      const wrapped = await service.wrap(dataKey(), here);
      expect(await faultOf(service.unwrap({ ...wrapped, version: 999_999 }, here))).toBe('unknown-version');
    });

    test('wraps under a new master key after a rotation, and still opens what came before', async () => {
      const service = await open();
      const key = dataKey();
      const before = await service.wrap(key, here);
      const version = await service.rotate();
      expect(version).toBeGreaterThan(before.version);
      const after = await service.wrap(key, here);
      expect(after.version).toBe(version);
      expect(await service.unwrap(before, here)).toEqual(key);
      expect(await service.unwrap(after, here)).toEqual(key);
      expect(await faultOf(service.unwrap({ ...before, version }, here))).toBe('refused');
    });

    test('opens nothing of a record that it was told to forget, under any master key, and everything else', async () => {
      const service = await open();
      const other = { recordId: 'another record', words: 'here' };
      const [key, kept] = [dataKey(), dataKey()];
      const early = await service.wrap(key, here);
      const beside = await service.wrap(kept, other);
      await service.rotate();
      const late = await service.wrap(key, here);
      await service.forget(['record']);
      await service.forget(['record', 'record']);
      expect(await faultOf(service.unwrap(early, here))).toBe('forgotten');
      expect(await faultOf(service.unwrap(late, here))).toBe('forgotten');
      expect(await faultOf(service.wrap(key, here))).toBe('forgotten');
      expect(await service.unwrap(beside, other)).toEqual(kept);
    });

    test('wraps and opens for many at once, also while it rotates', async () => {
      const service = await open();
      const turns = Array.from({ length: 60 }, async (_, n) => {
        const key = dataKey();
        const wrapped = await service.wrap(key, { ...here, words: `place ${n}` });
        if (n % 20 === 0) await service.rotate().catch(() => {});
        expect(await service.unwrap(wrapped, { ...here, words: `place ${n}` })).toEqual(key);
      });
      await Promise.all(turns);
    });

    test('keeps its keys apart from those of another', async () => {
      const [one, other] = [await open(), await open()];
      const wrapped = await one.wrap(dataKey(), here);
      expect(await faultOf(other.unwrap(wrapped, here))).toBe('refused');
    });
  });
}
