/** The people of this instance: what each is here, and whether they still are. Each change is on record. */
import { alertSupervisors, leaf } from '../audit/index.ts';
import { type Db, operatorOrganizationId, Refusal, type Tx } from '../platform/index.ts';
import { givenByTwo, operatorRoles, type Role, roles } from './core/index.ts';
import {
  type ListedPerson,
  lockAdministrators,
  lockPerson,
  readPeople,
  setActive,
  setRole,
} from './store.ts';
import { endGrants, insertGrant } from './store-grants.ts';

/** Everybody but machines, those who left last. */
export const listPeople = (db: Db): Promise<ListedPerson[]> => readPeople(db);

const lastAdministrator = () =>
  new Refusal(
    'last-administrator',
    409,
    'This is the last administrator',
    'Without one nobody could let anybody in. Make somebody else an administrator first.',
  );

/** @throws Refusal not-here, for what is no person; last-administrator, when nobody would be left */
export async function lockedPerson(tx: Tx, id: string, endsAdministrator: boolean): Promise<ListedPerson> {
  // All of them at once and in order: two who take each other's role away at the same moment must not both succeed.
  const administrators = await lockAdministrators(tx);
  const person = await lockPerson(tx, id);
  if (!person || person.role === 'service-account')
    throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  if (endsAdministrator && administrators.includes(id) && administrators.length === 1)
    throw lastAdministrator();
  return person;
}

/**
 * Makes somebody something else here, from their next request on; a role that two give, when a second person agreed (grants.ts).
 * Supervisors are told.
 * @returns whether it counts already, or was asked for
 * @throws Refusal role-unknown, role-elsewhere, last-administrator, your-own-role, not-here
 */
export async function changeRole(
  tx: Tx,
  by: string,
  personId: string,
  to: string,
  now: Date,
): Promise<'changed' | 'asked'> {
  const role = roles.find((known) => known === to && known !== 'service-account');
  if (!role) throw new Refusal('role-unknown', 422, 'There is no such role', 'Choose one from the list.');
  const person = await lockedPerson(tx, personId, role !== 'hotline-administrator');
  if (operatorRoles.includes(role) && person.organizationId !== operatorOrganizationId)
    throw new Refusal(
      'role-elsewhere',
      422,
      'They work for another organization',
      'Advocates, supervisors and administrators are people of the organization that runs this instance.',
    );
  if (person.role === role) return 'changed';
  // Nobody makes themselves somebody who reads reports or agrees to a destruction.
  if (by === personId)
    throw new Refusal(
      'your-own-role',
      403,
      'You cannot change what you are yourself',
      'Ask another administrator.',
    );
  // What was asked for last is what waits.
  await endGrants(tx, personId, by, now);
  if (givenByTwo(role)) {
    await insertGrant(tx, { personId, role, askedBy: by }, now);
    await tellSupervisors(tx, personId, 'role-asked', now);
    await recordRole(tx, by, 'role-asked', personId, now, { from: person.role, to: role });
    return 'asked';
  }
  await tellSupervisors(tx, personId, 'role-given', now);
  await setRole(tx, personId, role);
  await recordRole(tx, by, 'role-changed', personId, now, { from: person.role, to: role });
  return 'changed';
}

/**
 * Lets nobody in under this name any more, or again.
 * @throws Refusal last-administrator, not-here
 */
export async function changeActive(
  tx: Tx,
  by: string,
  personId: string,
  active: boolean,
  now: Date,
): Promise<void> {
  const person = await lockedPerson(tx, personId, !active);
  if (person.active === active) return;
  if (!active) await endGrants(tx, personId, by, now);
  await setActive(tx, personId, active);
  await recordRole(tx, by, active ? 'person-reactivated' : 'person-deactivated', personId, now, {});
}

const toldWords = {
  'token-asked':
    'An administrator asks for a token by which a machine reads casework. It works when a supervisor agrees, on the page Keys. Agree only if you know which machine it is and who looks at it.',
  'token-given':
    'A supervisor agreed to a token by which a machine reads casework. Look at Tokens with an administrator, and ask if you did not expect it.',
  'role-given':
    'Somebody was given a role here, by an invitation or a change. Look at People or Keys, and ask if you did not expect it.',
  'role-asked':
    'An administrator asks that somebody be a supervisor or an administrator here. It counts when a second person agrees, on the page Keys. Agree only if you know who it is and why.',
} as const;

/** Whoever gains a say in what is read or destroyed is seen to gain it by more than one person. */
export const tellSupervisors = (tx: Tx, personId: string, code: keyof typeof toldWords, now: Date) =>
  alertSupervisors(tx, { subjectId: personId, code, words: toldWords[code] }, now);

/** @param by null: the machine itself */
export const recordRole = (
  tx: Tx,
  by: string | null,
  action: string,
  personId: string,
  now: Date,
  detail: Readonly<Record<string, Role>>,
) =>
  leaf(tx, {
    at: now,
    actor: by === null ? { kind: 'system' } : { kind: 'staff', id: by },
    action,
    subjectKind: 'person',
    subjectId: personId,
    detail,
  });
