/** Who works here, what each of them may, and the door that asks. */
export type { Permission, Role } from './core/index.ts';
export { demoWhoActs } from './demo.ts';
export {
  type Access,
  inNameOf,
  notHere,
  openDoor,
  type Person,
  personOf,
  type WhoActs,
} from './door.ts';
export { demoStaff, type StaffMember, seedDemoStaff, staff, staffById, staffNames } from './store.ts';
