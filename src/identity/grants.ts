/** Roles that two give: what one asked for counts when a second person agreed. Source: docs/decisions/0019. */
import { type Db, Refusal, type Tx } from '../platform/index.ts';
import {
  type AgreeRefusal,
  type AskedRole,
  type Role,
  roleGrantHours,
  roleGrantUntil,
  whoCouldAgree,
  whyNotAgree,
} from './core/index.ts';
import { lockedPerson, recordRole, tellSupervisors } from './people.ts';
import { findStaff, setRole, staff } from './store.ts';
import { lockGrant, readGrants, type StoredGrant, writeAgreed, writeRefused } from './store-grants.ts';

const refusals: Readonly<Record<AgreeRefusal, readonly [number, string, string]>> = {
  'role-over': [
    409,
    'This is over',
    'It was decided, taken back, or is older than three days. Ask for it again if it is still wanted.',
  ],
  'role-second-person': [
    403,
    'Somebody else must agree',
    'Whoever asked, and the person themselves, are not the second person.',
  ],
  'asker-gone': [
    409,
    'Whoever asked may not ask any more',
    'Look at why, and ask for it yourself if it is right; then somebody else agrees.',
  ],
};

const somebodyCan = (names: readonly string[]) =>
  new Refusal(
    'somebody-can-agree',
    409,
    'Somebody else can agree',
    `The machine agrees only where nobody else could. Ask ${names.join(' or ')}, on the page Keys.`,
  );

/**
 * Lets a second person agree, or turns them away.
 * @param by null: on the machine itself, which agrees only where nobody else could
 * @throws Refusal role-over, role-second-person, asker-gone, somebody-can-agree
 */
export async function assertMayAgree(tx: Tx, asked: AskedRole, by: string | null, now: Date): Promise<void> {
  const asker = await findStaff(tx, asked.askedBy);
  const why = whyNotAgree(asked, by, asker?.role ?? null, now);
  if (why) throw new Refusal(why, ...refusals[why]);
  if (by !== null) return;
  const could = whoCouldAgree(asked, await staff(tx));
  if (could.length) throw somebodyCan(could.slice(0, 3).map(({ name }) => name));
}

/** A role that waits for a second person. */
export interface OpenGrant {
  readonly id: string;
  readonly personId: string;
  readonly role: Role;
  readonly askedBy: string;
  readonly expiresAt: Date;
}

export async function openGrants(db: Db, now: Date): Promise<OpenGrant[]> {
  const found = await readGrants(db, new Date(now.getTime() - roleGrantHours * 3_600_000));
  return found.map((grant) => ({
    id: grant.id,
    personId: grant.personId,
    role: grant.role,
    askedBy: grant.askedBy,
    expiresAt: roleGrantUntil(grant),
  }));
}

async function lockedGrant(tx: Tx, id: string): Promise<StoredGrant> {
  const grant = await lockGrant(tx, id);
  if (!grant) throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  return grant;
}

/**
 * The second person agrees: from their next request on, the person is what was asked for.
 * @throws Refusal not-here, last-administrator, and as `assertMayAgree`
 */
export async function agreeRole(tx: Tx, id: string, by: string | null, now: Date): Promise<void> {
  const grant = await lockedGrant(tx, id);
  await assertMayAgree(tx, grant, by, now);
  const person = await lockedPerson(tx, grant.personId, grant.role !== 'hotline-administrator');
  if (!person.active) throw new Refusal('role-over', ...refusals['role-over']);
  await writeAgreed(tx, id, by, now);
  await setRole(tx, person.id, grant.role);
  await tellSupervisors(tx, person.id, 'role-given', now);
  await recordRole(tx, by, 'role-changed', person.id, now, { from: person.role, to: grant.role });
}

/** Anybody who could agree says no, or whoever asked takes it back. @throws Refusal not-here, role-over */
export async function refuseRole(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const grant = await lockedGrant(tx, id);
  if (grant.decided) throw new Refusal('role-over', ...refusals['role-over']);
  await writeRefused(tx, id, by, now);
  await recordRole(tx, by, 'role-refused', grant.personId, now, { to: grant.role });
}
