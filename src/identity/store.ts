/** Who works here, and who did: rows of `staff`. */
import { type Db, operatorOrganizationId, Refusal, type Tx } from '../platform/index.ts';
import type { PeopleStore } from './accounts/people.ts';
import type { Role } from './core/index.ts';

export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string;
}

const demo = (last: number, name: string, role: Role): StaffMember => ({
  id: `01900000-0000-7000-8000-00000000000${last}`,
  name: `${name} (demo)`,
  role,
  organizationId: operatorOrganizationId,
});

/** The demonstration's staff: invented people. */
export const demoStaff: readonly StaffMember[] = [
  demo(1, 'Riley Adams', 'hotline-advocate'),
  demo(2, 'Noor Haddad', 'hotline-advocate'),
  demo(3, 'Sam Ortiz', 'supervisor'),
  demo(4, 'Lee Novak', 'hotline-administrator'),
  demo(5, 'Kim Petrov', 'auditor'),
];

const staffLimit = 500;
const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Puts the demonstration's staff in place; harmless when they are there. */
export async function seedDemoStaff(db: Db): Promise<void> {
  await db
    .insertInto('staff')
    .values(
      demoStaff.map(({ id, name, role, organizationId }) => ({
        id,
        name,
        role,
        organization_id: organizationId,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

const member = (row: { id: string; name: string; role: string; organization_id: string }): StaffMember => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  organizationId: row.organization_id,
});

/** Who works here now. */
export async function staff(db: Db): Promise<StaffMember[]> {
  const rows = await db
    .selectFrom('staff')
    .selectAll()
    .where('active', '=', true)
    .orderBy('role')
    .orderBy('name')
    .limit(staffLimit)
    .execute();
  return rows.map(member);
}

/** Who works here now, by id; nobody when they left. */
export async function findStaff(db: Db, id: string): Promise<StaffMember | undefined> {
  if (!uuidShape.test(id)) return undefined;
  const row = await db
    .selectFrom('staff')
    .select(['id', 'name', 'role', 'organization_id'])
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst();
  return row && member(row);
}

export const whoAreYou = () =>
  new Refusal('who-are-you', 403, 'Who is asking?', 'Name a member of staff in the header Alight-Actor.');

/** The member of staff of an id. @throws Refusal `who-are-you` when nobody who works here now has it */
export async function staffById(db: Db, id: string | undefined): Promise<StaffMember> {
  const found = id ? await findStaff(db, id) : undefined;
  if (!found) throw whoAreYou();
  return found;
}

/** The names of whoever did something once, by id; also of those who have left. */
export async function staffNames(
  db: Db,
  ids: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (asked.length === 0) return new Map();
  const rows = await db.selectFrom('staff').select(['id', 'name']).where('id', 'in', asked).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function insertStaff(tx: Tx, { id, name, role, organizationId }: StaffMember): Promise<void> {
  await tx.insertInto('staff').values({ id, name, role, organization_id: organizationId }).execute();
}

/** Somebody as administrators see them. */
export interface ListedPerson extends StaffMember {
  readonly active: boolean;
}

/** People, not machines: those who work here first. */
export async function readPeople(db: Db): Promise<ListedPerson[]> {
  const rows = await db
    .selectFrom('staff')
    .selectAll()
    .where('role', '<>', 'service-account')
    .orderBy('active', 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(staffLimit)
    .execute();
  return rows.map((row) => ({ ...member(row), active: row.active }));
}

/** Locks every administrator who works here, in one order. @returns their ids */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'hotline-administrator')
    .where('active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

export async function lockPerson(tx: Tx, id: string): Promise<ListedPerson | undefined> {
  if (!uuidShape.test(id)) return undefined;
  const row = await tx.selectFrom('staff').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && { ...member(row), active: row.active };
}

export async function setRole(tx: Tx, id: string, role: Role): Promise<void> {
  await tx.updateTable('staff').set({ role }).where('id', '=', id).execute();
}

export async function setActive(tx: Tx, id: string, active: boolean): Promise<void> {
  await tx.updateTable('staff').set({ active }).where('id', '=', id).execute();
}

/** What sign-in asks and tells of people. */
export const peopleStore: PeopleStore = {
  isActive: async (db, personId) => (await findStaff(db, personId)) !== undefined,
  admit: async (tx, { id, name, role, organizationId }) => {
    await tx
      .insertInto('staff')
      .values({ id, name, role, organization_id: organizationId })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  },
};
