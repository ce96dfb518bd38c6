/** Who works here. */
export { demoStaff, type StaffMember, seedDemoStaff, staff, staffById } from './store.ts';
