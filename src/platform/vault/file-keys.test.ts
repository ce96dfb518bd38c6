import { chmod, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf, keyServiceSuite } from '../../../test/support/key-service.ts';
import { openFileKeys } from './file-keys.ts';

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-keys-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const here = { recordId: 'record', words: 'here' };
const newFile = () => join(folder, `${++made}.keys`);

keyServiceSuite('a file', () => openFileKeys(newFile(), true));

describe('a file of master keys', () => {
  test('is made for its owner only, and never made anew', async () => {
    const file = newFile();
    await openFileKeys(file, true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const first = await readFile(file, 'utf8');
    await openFileKeys(file, true);
    expect(await readFile(file, 'utf8')).toBe(first);
  });

  test('must be there in production; what is said names it and what is at stake', async () => {
    const file = newFile();
    await expect(openFileKeys(file, false)).rejects.toThrow(file);
    await expect(openFileKeys(file, false)).rejects.toThrow(/ALIGHT_VAULT_KEY_FILE.*lost without it/);
  });

  test('is refused where others may read it, and where it is no such file', async () => {
    const open = newFile();
    await openFileKeys(open, true);
    await chmod(open, 0o640);
    await expect(openFileKeys(open, true)).rejects.toThrow(/chmod 600/);
    for (const text of ['', 'not json', '{"format":"alight master keys 2","current":2,"keys":{}}']) {
      const file = newFile();
      await writeFile(file, text, { mode: 0o600 });
      await expect(openFileKeys(file, true)).rejects.toThrow(/cannot be read as one/);
    }
  });

  test('that goes away while it is in use is a service that does not answer, until it is back', async () => {
    const file = newFile();
    const service = await openFileKeys(file, true);
    const wrapped = await service.wrap(Buffer.alloc(32, 1), here);
    const kept = await readFile(file);
    await rm(file);
    expect(await faultOf(service.unwrap(wrapped, here))).toBe('away');
    expect(await faultOf(service.wrap(Buffer.alloc(32), here))).toBe('away');
    await writeFile(file, kept, { mode: 0o600 });
    expect(await service.unwrap(wrapped, here)).toEqual(Buffer.alloc(32, 1));
  });

  test('that is rotated elsewhere is seen by whoever has it open', async () => {
    const file = newFile();
    const [server, verb] = [await openFileKeys(file, true), await openFileKeys(file, true)];
    const version = await verb.rotate();
    expect(await server.keyId()).toBe(version);
    const wrapped = await verb.wrap(Buffer.alloc(32, 2), here);
    expect(await server.unwrap(wrapped, here)).toEqual(Buffer.alloc(32, 2));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('that a crash left half changed is changed again a minute later, by itself', async () => {
    const file = newFile();
    const service = await openFileKeys(file, true);
    const wrapped = await service.wrap(Buffer.alloc(32, 3), here);
    await writeFile(`${file}.next`, 'half a', { mode: 0o600 });
    const old = new Date(Date.now() - 61_000);
    await utimes(`${file}.next`, old, old);
    await service.forget([here.recordId]);
    expect(await faultOf(service.unwrap(wrapped, here))).toBe('forgotten');
    await expect(stat(`${file}.next`)).rejects.toThrow('ENOENT');
  });

  test('is rotated by one at a time: a rotation that was cut short is said', async () => {
    const file = newFile();
    const service = await openFileKeys(file, true);
    await writeFile(`${file}.next`, '', { mode: 0o600 });
    await expect(service.rotate()).rejects.toThrow(/Somebody else/);
    await rm(`${file}.next`);
    expect(await service.rotate()).toBe(2);
  });
});
