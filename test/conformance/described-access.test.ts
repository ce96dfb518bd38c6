/** The description of the API says of each operation what the door asks for. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { tokenScopes } from '../../src/identity/core/index.ts';
import { routeAccess } from '../../src/main/access.ts';
import { requirementsOf } from '../../src/main/described-access.ts';

type Requirement = Record<string, string[]>;
const described: {
  paths: Record<string, Record<string, { security?: Requirement[] }>>;
  components: { securitySchemes: Record<string, { type: string }> };
} = JSON.parse(await readFile('openapi.json', 'utf8'));
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => ({
    route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    security,
  })),
);

describe('who may call what', () => {
  test('is described for every operation, by a scheme that is described', () => {
    const known = Object.keys(described.components.securitySchemes);
    for (const { route, security } of operations) {
      expect(security, route).toBeDefined();
      for (const one of security!)
        for (const scheme of Object.keys(one)) expect(known, route).toContain(scheme);
    }
    expect(operations.length).toBeGreaterThan(50);
  });

  test('is what the door asks for', () => {
    for (const { route, security } of operations) {
      const access = routeAccess[route];
      const open = access === 'public' || access === 'sandbox' || route === 'POST /v1/pages/exchange';
      expect(security!.length === 0, route).toBe(open);
      const scopes = security!.flatMap((one) => one['token'] ?? []);
      const permission = typeof access === 'string' ? access : access?.more;
      expect(scopes, route).toEqual(tokenScopes.filter((scope) => scope === permission));
    }
  });

  test.each([
    ['public', []],
    ['sandbox', []],
    ['responder', [{ dutyPage: [] }]],
    ['partner', [{ partnerKey: [] }]],
    ['carrier', [{ carrierSignature: [] }]],
    ['reports:read', [{ session: [] }, { demonstration: [] }]],
    ['queue:read', [{ session: [] }, { token: ['queue:read'] }, { demonstration: [] }]],
  ] as const)('%s is %j', (access, requirements) => {
    expect(requirementsOf(access)).toEqual(requirements);
  });
});
