import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId } from '../platform/index.ts';
import { addOrganizations, findOrganizations, type OrganizationRecord } from './index.ts';

let opened: TestDatabase;
const now = new Date('2026-02-12T16:50:00Z');
const record = (name: string, address: string): OrganizationRecord => ({
  id: newId(now),
  name: `${name} (demo)`,
  kind: 'agency',
  role: 'local-law-enforcement',
  serviceUrn: 'urn:emergency:service:responder.police.local',
  deskFirst: true,
  demo: true,
  contacts: [{ id: newId(now), name: 'Night desk', wire: 'sms', address, isDesk: true, priority: 1 }],
  shifts: [],
  units: [],
});
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test('a contact who could not be reached is refused when it is added, by name, and nothing is added', async () => {
  const adding = addOrganizations(opened.db, [
    record('Ash County Sheriff', '816-555-0111'),
    record('Birch City Police', '555-01x1'),
  ]);
  await expect(adding).rejects.toMatchObject({
    code: 'contact-unreachable',
    detail: expect.stringContaining('Night desk of Birch City Police (demo)'),
  });
  await expect(adding).rejects.not.toMatchObject({ detail: expect.stringContaining('555-01x1') });
  expect(await findOrganizations(opened.db, 'demo')).toEqual([]);
});
