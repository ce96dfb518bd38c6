/** Sign-in: keys, sessions, invitations and recovery. */
export { type Accounts, openAccounts } from './accounts.ts';
export { invitedCookie } from './admission.ts';
export type { AgencySettings } from './agency.ts';
export { registerAccountsApi } from './api.ts';
export type { CodeKey } from './fallback.ts';
export type { OpenInvitation } from './invitations.ts';
export type { OpenRecovery } from './recovery.ts';
export type { SignedIn, Standing } from './standing.ts';
export { signedInWhoActs } from './who-acts.ts';
