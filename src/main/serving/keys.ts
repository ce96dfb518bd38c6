/** Invitations and recoveries, as the console asks for them: who may is asked here, and what it takes in identity/accounts. */
import { givenByTwo, operatorRoles, type Role, roles } from '../../identity/core/index.ts';
import {
  type Accounts,
  agreeRole,
  agreeToken,
  assertMayAgree,
  openGrants,
  openTokens,
  refuseRole,
  refuseToken,
  staff,
  staffById,
  tellSupervisors,
} from '../../identity/index.ts';
import { findOrganizations } from '../../organizations/index.ts';
import { type Db, operatorOrganizationId, Refusal, type Tx } from '../../platform/index.ts';
import type { As } from './administration.ts';
import type { KeysView, Services } from './services.ts';

const noSignIn = () =>
  new Refusal(
    'no-sign-in',
    409,
    'Nobody signs in here',
    'In the demonstration whoever sits at this machine chooses who acts.',
  );

/** An organization by its name, whole; ours when nothing was written. @throws Refusal `organization-unknown`, `role-elsewhere` */
async function organizationFor(tx: Tx, name: string, role: Role): Promise<string> {
  const asked = name.trim().toLowerCase();
  if (asked === '') return operatorOrganizationId;
  const found = (await findOrganizations(tx, name.trim())).find((one) => one.name.toLowerCase() === asked);
  if (!found)
    throw new Refusal(
      'organization-unknown',
      422,
      'There is no organization of that name',
      'Write the name as it stands in the directory of organizations, or leave it empty for this hotline.',
    );
  if (operatorRoles.includes(role))
    throw new Refusal(
      'role-elsewhere',
      422,
      'That role is for people of this hotline',
      'Leave the organization empty, or choose another role.',
    );
  return found.id;
}

function roleNamed(name: string): Role {
  const role = roles.find((known) => known === name && known !== 'service-account');
  if (!role) throw new Refusal('role-unknown', 422, 'There is no such role', 'Choose one from the list.');
  return role;
}

type Keys = Pick<
  Services,
  | 'keys'
  | 'invitePerson'
  | 'takeBackInvitation'
  | 'agreeInvitation'
  | 'agreeRole'
  | 'refuseRole'
  | 'agreeToken'
  | 'refuseToken'
  | 'askRecovery'
  | 'approveRecovery'
  | 'refuseRecovery'
>;

/** @param linkOf the address of a link's secret */
export function keysOf(accounts: Accounts | undefined, as: As, linkOf: (token: string) => string): Keys {
  const signIn = () => {
    if (!accounts) throw noSignIn();
    return accounts;
  };
  return {
    keys: (acting) =>
      as(acting, 'keys:work', async (tx, _by, at): Promise<KeysView> => {
        const people = await staff(tx);
        const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? 'Somebody who left';
        const named = <T extends { personId: string; askedBy: string }>(one: T) => ({
          ...one,
          name: nameOf(one.personId),
          askedByName: nameOf(one.askedBy),
        });
        const grants = (await openGrants(tx, at)).map(named);
        const tokens = (await openTokens(tx, at)).map((one) => ({
          ...one,
          askedByName: nameOf(one.askedBy),
        }));
        if (!accounts) return { here: false, people, grants, tokens, invitations: [], recoveries: [] };
        const invitations = await accounts.invitations();
        return {
          here: true,
          people,
          grants,
          tokens,
          invitations: invitations.map((one) => ({
            ...one,
            askedByName: one.askedBy === null ? 'this machine' : nameOf(one.askedBy),
          })),
          recoveries: (await accounts.recoveries()).map(named),
        };
      }),
    invitePerson: (acting, { name, email, role: roleName, organization }) =>
      as(acting, 'roles:ask', async (tx, by, at) => {
        const role = roleNamed(roleName);
        const organizationId = await organizationFor(tx, organization, role);
        const { token } = await signIn().invite({ name, email, role, organizationId }, by);
        // Also where it takes one person only: whoever invites is seen to.
        await tellSupervisors(tx, by, givenByTwo(role) ? 'role-asked' : 'role-given', at);
        return { link: token && linkOf(token) };
      }),
    // Whoever may agree may also say no, and who asked may take it back.
    takeBackInvitation: (acting, personId) =>
      as(acting, 'keys:work', (_tx, by) => signIn().takeBackInvitation(personId, by)),
    agreeInvitation: (acting, id) =>
      as(acting, 'roles:agree', async (tx, by, at) => {
        const { token, name } = await signIn().agreeInvitation(id, by, (asked) =>
          assertMayAgree(tx, asked, by, at),
        );
        await tellSupervisors(tx, by, 'role-given', at);
        return { link: linkOf(token), name };
      }),
    agreeRole: (acting, id) => as(acting, 'roles:agree', (tx, by, at) => agreeRole(tx, id, by, at)),
    refuseRole: (acting, id) => as(acting, 'keys:work', (tx, by, at) => refuseRole(tx, id, by, at)),
    agreeToken: (acting, id) => as(acting, 'tokens:agree', (tx, by, at) => agreeToken(tx, id, by, at)),
    refuseToken: (acting, id) => as(acting, 'keys:work', (tx, by, at) => refuseToken(tx, id, by, at)),
    askRecovery: (acting, personId) =>
      as(acting, 'recoveries:decide', async (_tx, by) => void (await signIn().askRecovery(personId, by))),
    approveRecovery: (acting, recoveryId) =>
      as(acting, 'recoveries:decide', async (tx, by) => {
        const { token } = await signIn().approveRecovery(recoveryId, by, (id) => known(tx, id));
        return { link: linkOf(token) };
      }),
    refuseRecovery: (acting, recoveryId) =>
      as(acting, 'keys:work', (_tx, by) => signIn().refuseRecovery(recoveryId, by)),
  };
}

/** Who works here now, by id. */
const known = (db: Db, id: string) => staffById(db, id).catch(() => undefined);
