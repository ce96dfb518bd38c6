/** Who works here, how they sign in, what each of them may, and the door that asks. */
export {
  type Accounts,
  type OpenInvitation,
  type OpenRecovery,
  openAccounts,
  registerAccountsApi,
  signedInWhoActs,
} from './accounts/index.ts';
export { agreeToken, type OpenToken, openTokens, refuseToken } from './agreeing-tokens.ts';
export type { Permission, Role } from './core/index.ts';
export { demoWhoActs } from './demo.ts';
export {
  type Access,
  assertFreshFor,
  inNameOf,
  notHere,
  openDoor,
  type Person,
  personOf,
  type WhoActs,
} from './door.ts';
export { agreeRole, assertMayAgree, type OpenGrant, openGrants, refuseRole } from './grants.ts';
export { changeActive, changeRole, listPeople, tellSupervisors } from './people.ts';
export {
  demoStaff,
  type ListedPerson,
  peopleStore,
  type StaffMember,
  seedDemoStaff,
  staff,
  staffById,
  staffNames,
} from './store.ts';
export {
  type ListedToken,
  listTokens,
  makeToken,
  revokeToken,
  type TokenOrder,
  tokenWhoActs,
} from './tokens.ts';
