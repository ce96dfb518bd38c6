/** Who exists: organizations, how to reach them, who is on call, and who can go somewhere. */
export { addOrganizations } from './commands.ts';
export type { Contact, Reach, RotaShift, Wire } from './core/index.ts';
export {
  findOrganizations,
  holdersOf,
  onCallLadder,
  organizationById,
  organizationsById,
  reachOf,
} from './queries.ts';
export {
  type Organization,
  type OrganizationKind,
  type OrganizationRecord,
  readContactsOf as contactsOf,
  readUnits as unitsOf,
  type Unit,
} from './store.ts';
