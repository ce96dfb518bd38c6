/** What administrators do on their pages: people and tokens. */
import {
  type Accounts,
  changeActive,
  changeRole,
  listPeople,
  listTokens,
  makeToken,
  type Permission,
  revokeToken,
} from '../../identity/index.ts';
import { organizationsById } from '../../organizations/index.ts';
import { type Config, operatorOrganizationId, type Tx } from '../../platform/index.ts';
import {
  clearPartnerTimetable,
  listPartnerKeys,
  makePartnerKey,
  revokePartnerKey,
  type SecretOf,
} from '../../signals/index.ts';
import type { Acting, Services } from './services.ts';

/** One thing that staff see or do, in the name of whoever asks. */
export type As = <T>(
  acting: Acting,
  permission: Permission,
  work: (tx: Tx, by: string, at: Date) => Promise<T>,
) => Promise<T>;

/** The services of the pages for administrators. */
export function administrationOf(
  { operator }: Config,
  secretOf: SecretOf,
  accounts: Accounts | undefined,
  as: As,
): Pick<
  Services,
  | 'people'
  | 'changeRole'
  | 'changeActive'
  | 'tokens'
  | 'makeToken'
  | 'revokeToken'
  | 'partnerKeys'
  | 'makePartnerKey'
  | 'revokePartnerKey'
  | 'clearPartnerTimetable'
> {
  return {
    people: (acting) =>
      as(acting, 'people:manage', async (tx) => {
        const people = await listPeople(tx);
        const known = await organizationsById(tx, [
          ...new Set(people.map(({ organizationId }) => organizationId)),
        ]);
        return people.map((person) => ({
          ...person,
          atOperator: person.organizationId === operatorOrganizationId,
          organizationName:
            person.organizationId === operatorOrganizationId
              ? operator.name
              : (known.get(person.organizationId)?.name ?? 'An organization'),
        }));
      }),
    changeRole: (acting, personId, role) =>
      as(acting, 'roles:ask', (tx, by, at) => changeRole(tx, by, personId, role, at)),
    changeActive: (acting, personId, active) =>
      as(acting, active ? 'roles:ask' : 'people:manage', async (tx, by, at) => {
        await changeActive(tx, by, personId, active, at);
        // Whoever comes back is invited or let in again by two: a key that was stolen opens nothing.
        if (!active) await accounts?.shutOut(personId, by);
      }),
    tokens: (acting) => as(acting, 'tokens:manage', (tx, _by, at) => listTokens(tx, at)),
    makeToken: (acting, order) => as(acting, 'tokens:make', (tx, by, at) => makeToken(tx, by, order, at)),
    revokeToken: (acting, tokenId) =>
      as(acting, 'tokens:manage', (tx, by, at) => revokeToken(tx, by, tokenId, at)),
    partnerKeys: (acting) => as(acting, 'tokens:manage', (tx) => listPartnerKeys(tx)),
    makePartnerKey: (acting, order) =>
      as(acting, 'tokens:make', (tx, by, at) => makePartnerKey(tx, secretOf, by, order, at)),
    revokePartnerKey: (acting, keyId) =>
      as(acting, 'tokens:manage', (tx, by, at) => revokePartnerKey(tx, by, keyId, at)),
    clearPartnerTimetable: (acting, keyId) =>
      as(acting, 'tokens:manage', (tx, by, at) => clearPartnerTimetable(tx, by, keyId, at)),
  };
}
