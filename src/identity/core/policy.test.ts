import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshMinutesFor, may, operatorRoles, permissions, policy, roles, scopeKindOf } from './index.ts';

/** The whole policy, a row a permission: whoever changes who may do what changes this too, and says so. */
const golden = `
                       advocate supervisor administrator coordinator responder provider auditor service
console:enter              x        x           x             .          .        .        x       .
staff:list                 x        x           x             .          .        .        x       .
queue:read                 x        x           .             .          .        .        .       x
alerts:read                x        x           .             .          .        .        .       x
alerts:handle              x        x           .             .          .        .        .       .
reports:read               x        x           .             .          .        .        .       .
reports:work               x        x           .             .          .        .        .       .
entries:take-back          .        x           .             .          .        .        .       .
floods:decide              .        x           .             .          .        .        .       .
documents:read             x        x           .             .          .        .        .       .
documents:add              x        x           .             .          .        .        .       .
consents:record            x        x           .             .          .        .        .       .
releases:record            x        x           .             .          .        .        .       .
orders:read                x        x           .             .          .        .        .       .
orders:work                .        x           .             .          .        .        .       .
orders:end                 .        x           .             .          .        .        .       .
plans:read                 x        x           .             .          .        .        .       .
responses:read             x        x           .             .          .        .        .       x
responses:decide           x        x           .             .          .        .        .       .
pages:work                 x        x           .             .          .        .        .       .
calls:read                 x        x           .             .          .        .        .       x
calls:record               x        x           .             .          .        .        .       .
jurisdictions:explain      x        x           .             .          .        .        .       x
sights:read                .        x           .             .          .        .        x       .
keeping:read               x        x           x             .          .        .        .       .
holds:place                .        x           x             .          .        .        .       .
purges:ask                 x        x           x             .          .        .        .       .
purges:approve             .        x           x             .          .        .        .       .
purges:stop                x        x           x             .          .        .        .       .
glasses:read               .        x           x             .          .        .        .       .
glasses:ask                .        .           x             .          .        .        .       .
glasses:grant              .        x           .             .          .        .        .       .
glasses:end                .        x           x             .          .        .        .       .
people:manage              .        .           x             .          .        .        .       .
roles:ask                  .        .           x             .          .        .        .       .
keys:work                  .        x           x             .          .        .        .       .
recoveries:decide          .        x           x             .          .        .        .       .
roles:agree                .        x           x             .          .        .        .       .
tokens:manage              .        .           x             .          .        .        .       .
tokens:make                .        .           x             .          .        .        .       .
tokens:agree               .        x           .             .          .        .        .       .
`;

const rows = golden
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/));

const anyRole = fc.constantFrom(...roles);
const anyPermission = fc.constantFrom(...permissions);
const anyScopes = fc.array(fc.oneof(anyPermission, fc.string()), { maxLength: 8 });

describe('who may do what', () => {
  test('is the table, role by role', () => {
    expect(rows.map(([permission]) => permission)).toEqual(permissions);
    const now = permissions.map((permission) =>
      [permission, ...roles.map((role) => (policy[permission].includes(role) ? 'x' : '.'))].join(' '),
    );
    expect(now).toEqual(rows.map((row) => row.join(' ')));
  });

  test('a scope narrows and never widens; a service account has its scopes only', () => {
    fc.assert(
      fc.property(anyRole, anyPermission, fc.option(anyScopes, { nil: undefined }), (role, asked, scopes) => {
        const allowed = may(role, asked, scopes);
        const listed = policy[asked].includes(role);
        if (allowed) expect(listed).toBe(true);
        if (scopes) expect(allowed).toBe(listed && scopes.includes(asked));
        else expect(allowed).toBe(listed && role !== 'service-account');
      }),
      { numRuns: 5_000 },
    );
  });

  test('nobody but the operator’s own people works as the hotline, and no auditor does', () => {
    for (const role of roles) {
      expect(scopeKindOf(role, false)).toBe(role === 'auditor' ? 'auditor' : 'member');
      const here = operatorRoles.includes(role) || role === 'service-account';
      expect(scopeKindOf(role, true)).toBe(role === 'auditor' ? 'auditor' : here ? 'hotline' : 'member');
    }
  });

  test('what cannot be taken back asks for the key again, after so many minutes, and nothing else does', () => {
    expect(freshMinutesFor).toEqual({
      'releases:record': 15,
      'orders:work': 5,
      'entries:take-back': 5,
      'purges:ask': 5,
      'purges:approve': 5,
      'holds:place': 5,
      'glasses:grant': 5,
      'roles:ask': 5,
      'roles:agree': 5,
      'recoveries:decide': 5,
      'tokens:make': 5,
      'tokens:agree': 5,
    });
  });

  test('the hotline’s own roles are three', () => {
    expect(operatorRoles).toEqual(['hotline-advocate', 'supervisor', 'hotline-administrator']);
  });
});
