/** Who works here. Until sign-in exists these are the demonstration's invented staff, chosen by name on this machine. */
import { type Db, Refusal } from '../platform/index.ts';
import type { PeopleStore } from './accounts/people.ts';

export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly role: 'hotline-advocate' | 'supervisor';
}

/** The demonstration's staff: invented people. */
export const demoStaff: readonly StaffMember[] = [
  { id: '01900000-0000-7000-8000-000000000001', name: 'Riley Adams (demo)', role: 'hotline-advocate' },
  { id: '01900000-0000-7000-8000-000000000002', name: 'Noor Haddad (demo)', role: 'hotline-advocate' },
  { id: '01900000-0000-7000-8000-000000000003', name: 'Sam Ortiz (demo)', role: 'supervisor' },
];

const staffLimit = 500;

/** Puts the demonstration's staff in place; harmless when they are there. */
export async function seedDemoStaff(db: Db): Promise<void> {
  await db
    .insertInto('staff')
    .values(demoStaff.map((member) => ({ ...member })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function staff(db: Db): Promise<StaffMember[]> {
  const rows = await db
    .selectFrom('staff')
    .selectAll()
    .orderBy('role')
    .orderBy('name')
    .limit(staffLimit)
    .execute();
  return rows as StaffMember[];
}

/** The staff member of an id. @throws Refusal `who-are-you` when nobody has it */
export async function staffById(db: Db, id: string | undefined): Promise<StaffMember> {
  const row = id
    ? await db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (!row)
    throw new Refusal(
      'who-are-you',
      403,
      'Who is asking?',
      'Name a member of staff in the header Alight-Actor.',
    );
  return row as StaffMember;
}

/** What sign-in asks and tells of people. */
export const peopleStore: PeopleStore = {
  isActive: async (db, personId) => {
    const row = await db.selectFrom('staff').select('id').where('id', '=', personId).executeTakeFirst();
    return row !== undefined;
  },
  admit: async (tx, { id, name, role }) => {
    await tx
      .insertInto('staff')
      .values({ id, name, role })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  },
};
