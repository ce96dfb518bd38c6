import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTokenScope, permissions, policy, tokenParts, tokenScopes, tokenText } from './index.ts';

describe('a token', () => {
  test('is read as it was written, and no other text is one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (n, noise) => {
        const [id, secret] = [randomUUID(), randomBytes(32).toString('base64url')];
        const text = tokenText(id, secret);
        expect(tokenParts(text)).toEqual({ id, secret });
        const at = n % text.length;
        expect(tokenParts(text.slice(0, at))).toBeUndefined();
        expect(tokenParts(`${text.slice(0, at)} ${text.slice(at)}`)).toBeUndefined();
        expect(tokenParts(noise)).toBeUndefined();
        expect(tokenParts(`${text}${noise || 'x'}`)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
  test('is made for what a service account may, and that alone', () => {
    expect(tokenScopes).toEqual([
      'queue:read',
      'alerts:read',
      'responses:read',
      'calls:read',
      'jurisdictions:explain',
    ]);
    for (const permission of permissions)
      expect(isTokenScope(permission)).toBe(policy[permission].includes('service-account'));
    expect(isTokenScope('everything')).toBe(false);
  });
});
