import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isImmigrationEnforcement } from './core/index.ts';
import { demoOrganizationId, readDemoWorld } from './demo.ts';
import { readDemoFiles } from './demo-files.ts';

describe("the demonstration's Missouri", () => {
  it('has each real county of Missouri once, by its FIPS code, in one patrol troop', async () => {
    const atlas = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('us-atlas/counties-10m.json'), 'utf8'),
    ) as { objects: { counties: { geometries: { id: string; properties: { name: string } }[] } } };
    const real = atlas.objects.counties.geometries.filter(({ id }) => id.startsWith('29'));
    const { counties, patrols } = await readDemoFiles();
    expect(counties.map(({ fips }) => fips).sort()).toEqual(real.map(({ id }) => id).sort());
    expect(counties).toHaveLength(115);
    expect(new Set(counties.map(({ troop }) => troop))).toEqual(new Set(patrols.map(({ troop }) => troop)));
    for (const { id, properties } of real)
      expect(counties.find(({ fips }) => fips === id)?.name).toContain(properties.name);
  });

  it('gives everybody an invented name, a fictional number of their own and somebody to answer', async () => {
    const { organizations } = await readDemoWorld();
    const owners = new Map<string, string>();
    for (const { name, contacts, serviceUrn } of organizations) {
      expect(name).toMatch(/\(demo\)$/);
      expect(isImmigrationEnforcement(serviceUrn)).toBe(false);
      expect(contacts.some(({ isDesk }) => isDesk)).toBe(true);
      for (const { wire, address } of contacts) {
        expect(address).toMatch(wire === 'email' ? /\.example$/ : /^\+1\d{3}55501\d{2}$/);
        expect(address).not.toBe('+18165550142');
        expect(owners.get(address) ?? name).toBe(name);
        owners.set(address, name);
      }
    }
  });

  it('has names and ids that are told apart, and the same in every demonstration', async () => {
    const { organizations, coverages } = await readDemoWorld();
    const ids = [
      ...organizations.flatMap((one) => [one, ...one.contacts, ...one.units, ...one.shifts]),
      ...coverages,
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(demoOrganizationId('Jackson County Sheriff (demo)')).toBe(
      organizations.find(({ name }) => name === 'Jackson County Sheriff (demo)')?.id,
    );
  });
});
