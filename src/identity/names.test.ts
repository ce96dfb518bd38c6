/** What is seen in whose name: the staff pool itself knows who people are and nothing of what they may see. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Databases, type Db, newId, openDatabases } from '../platform/index.ts';
import type { Role } from './core/index.ts';
import { demoStaff, inNameOf, type Person, seedDemoStaff, staff, staffById, staffNames } from './index.ts';

let opened: TestDatabase;
let databases: Databases;
const at = new Date('2026-02-12T16:50:00Z');
const elsewhere = newId(at);
beforeAll(async () => {
  opened = await openTestDatabase();
  databases = openDatabases(opened.url);
  await seedDemoStaff(opened.db);
  await opened.db
    .insertInto('supervisor_alert')
    .values({ id: newId(at), record_id: newId(at), at, kind: 'called', words: Buffer.from('sealed') })
    .execute();
});
afterAll(async () => {
  await databases.close();
  await opened.close();
});

const alertsSeen = async (db: Db) => (await db.selectFrom('supervisor_alert').select('id').execute()).length;
const person = (role: Role, organizationId = demoStaff[0]!.organizationId): Person => ({
  id: demoStaff[0]!.id,
  name: 'Somebody',
  role,
  organizationId,
});

describe('the staff pool', () => {
  it('shows nothing of the work in nobody’s name, and who works here', async () => {
    expect(await alertsSeen(databases.staff)).toBe(0);
    expect(await staff(databases.staff)).toHaveLength(demoStaff.length);
  });
  it.each<[Role, string | undefined, number]>([
    ['hotline-advocate', undefined, 1],
    ['supervisor', undefined, 1],
    ['service-account', undefined, 1],
    ['auditor', undefined, 0],
    ['agency-coordinator', elsewhere, 0],
    ['service-account', elsewhere, 0],
    // Not even with a role that exists at the operator only.
    ['supervisor', elsewhere, 0],
  ])('shows what %s may see (organization %s)', async (role, organizationId, seen) => {
    expect(await inNameOf(databases.staff, person(role, organizationId), alertsSeen)).toBe(seen);
    expect(await alertsSeen(databases.staff)).toBe(0);
  });
});

describe('somebody who left', () => {
  it('is nobody, and what they did keeps their name', async () => {
    const { id, name } = demoStaff[1]!;
    await opened.db.updateTable('staff').set({ active: false }).where('id', '=', id).execute();
    await expect(staffById(databases.staff, id)).rejects.toMatchObject({ code: 'who-are-you' });
    expect((await staff(databases.staff)).map((one) => one.id)).not.toContain(id);
    expect((await staffNames(databases.staff, [id, null, elsewhere])).get(id)).toBe(name);
  });
  it('and the hotline’s roles are not given elsewhere', async () => {
    const moved = opened.db.updateTable('staff').set({ organization_id: elsewhere });
    await expect(moved.where('id', '=', demoStaff[2]!.id).execute()).rejects.toThrow(/staff_role_at/);
  });
});
