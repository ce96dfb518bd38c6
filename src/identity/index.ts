/** Who works here, and how they sign in. */
export { type Accounts, openAccounts, registerAccountsApi } from './accounts/index.ts';
export { demoStaff, peopleStore, type StaffMember, seedDemoStaff, staff, staffById } from './store.ts';
