import { scryptSync } from 'node:crypto';
import { hashPassword as hashAsBefore } from 'better-auth/crypto';
import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password-hash.ts';

const password = 'quiet harbour lamp seven';

describe('a kept password', () => {
  test('costs what the guidance says, and the costs stand beside it', async () => {
    const hash = await hashPassword(password);
    expect(hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    const [, , , , salt, key] = hash.split('$') as [string, string, string, string, string, string];
    // Derived once more by the parameters as the guidance writes them, and not by ours.
    const again = scryptSync(password, Buffer.from(salt, 'base64url'), 32, {
      N: 32_768,
      r: 8,
      p: 3,
      maxmem: 128 * 1024 * 1024,
    });
    expect(again.toString('base64url')).toBe(key);
  });

  test('opens with itself and nothing else, and twice the same is kept in two ways', async () => {
    const [one, two] = [await hashPassword(password), await hashPassword(password)];
    expect(one).not.toBe(two);
    expect(await verifyPassword({ hash: one, password })).toBe(true);
    expect(await verifyPassword({ hash: one, password: `${password} ` })).toBe(false);
    expect(await verifyPassword({ hash: one.slice(0, -4), password })).toBe(false);
  });

  test('that was kept before opens as well', async () => {
    const hash = await hashAsBefore(password);
    expect(await verifyPassword({ hash, password })).toBe(true);
    expect(await verifyPassword({ hash, password: 'something else here' })).toBe(false);
  });
});
