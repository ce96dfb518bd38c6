/**
 * Who may do what, as data: deny by default. A permission names what a route or a page does; a role that is not listed may not, and
 * a permission without a line does not compile. Rules that need more than a role (a second person, the lead's decision, a consent)
 * are the rooms' own and come on top. Source: security.md 7.
 */
import { freshMinutes } from './sessions.ts';

/** What somebody is here. A person has exactly one. */
export const roles = [
  'hotline-advocate',
  'supervisor',
  'hotline-administrator',
  'agency-coordinator',
  'responder',
  'provider-advocate',
  'auditor',
  'service-account',
] as const;
export type Role = (typeof roles)[number];

/** Everything that can be permitted; also what a service account's token may name as its scopes. */
export const permissions = [
  'console:enter',
  'staff:list',
  'queue:read',
  'alerts:read',
  'alerts:handle',
  'reports:read',
  'reports:work',
  'entries:take-back',
  'floods:decide',
  'documents:read',
  'documents:add',
  'consents:record',
  'releases:record',
  'orders:read',
  'orders:work',
  'orders:end',
  'plans:read',
  'responses:read',
  'responses:decide',
  'pages:work',
  'calls:read',
  'calls:record',
  'jurisdictions:explain',
  'sights:read',
  'keeping:read',
  'holds:place',
  'purges:ask',
  'purges:approve',
  'purges:stop',
  'glasses:read',
  'glasses:ask',
  'glasses:grant',
  'glasses:end',
  'people:manage',
  'roles:ask',
  'keys:work',
  'recoveries:decide',
  'roles:agree',
  'tokens:manage',
  'tokens:make',
  'tokens:agree',
] as const;
export type Permission = (typeof permissions)[number];

const floor: readonly Role[] = ['hotline-advocate', 'supervisor'];
/** The floor, and machines that somebody gave a token with this scope. No machine reads a report or decides. */
const floorAndMachines: readonly Role[] = [...floor, 'service-account'];

/**
 * The policy. An administrator runs the house and reads no report; an auditor sees that things happened, never what was said; whoever
 * works for an agency or a provider reaches what was told to them by their own page, and nothing of the hotline's.
 */
export const policy: Readonly<Record<Permission, readonly Role[]>> = {
  'console:enter': [...floor, 'hotline-administrator', 'auditor'],
  'staff:list': [...floor, 'hotline-administrator', 'auditor'],
  'queue:read': floorAndMachines,
  'alerts:read': floorAndMachines,
  'alerts:handle': floor,
  'reports:read': floor,
  'reports:work': floor,
  // Of the do-not-tell list. Whoever lists somebody protects; whoever takes it back lets them be told.
  'entries:take-back': ['supervisor'],
  // Everybody sees what was set aside; who brings a whole flood back answers for the queue.
  'floods:decide': ['supervisor'],
  'documents:read': floor,
  'documents:add': floor,
  // The person's own word: taken back, or that a report is theirs. Both protect, and are never slowed.
  'consents:record': floor,
  // A consent given: from here on something may leave.
  'releases:record': floor,
  // What a court compels. Two supervisors say it; either of them stops it.
  'orders:read': floor,
  'orders:work': ['supervisor'],
  'orders:end': ['supervisor'],
  'plans:read': floor,
  'responses:read': floorAndMachines,
  'responses:decide': floor,
  'pages:work': floor,
  'calls:read': floorAndMachines,
  'calls:record': floor,
  'jurisdictions:explain': floorAndMachines,
  'sights:read': ['supervisor', 'auditor'],
  'keeping:read': [...floor, 'hotline-administrator'],
  'holds:place': ['supervisor', 'hotline-administrator'],
  'purges:ask': [...floor, 'hotline-administrator'],
  'purges:approve': ['supervisor', 'hotline-administrator'],
  // Whose work shows them no report may look into one for an hour, when a supervisor agrees (security.md 12).
  'glasses:ask': ['hotline-administrator'],
  'glasses:grant': ['supervisor'],
  'glasses:read': ['supervisor', 'hotline-administrator'],
  'glasses:end': ['supervisor', 'hotline-administrator'],
  // Whoever sees that it should not happen can stop it; asking again costs a day, destroying cannot be undone.
  'purges:stop': [...floor, 'hotline-administrator'],
  'people:manage': ['hotline-administrator'],
  // Gives somebody a role, by an invitation, a change, or letting them in again.
  'roles:ask': ['hotline-administrator'],
  // Sees what waits for a second person, says no, and takes back.
  'keys:work': ['supervisor', 'hotline-administrator'],
  'recoveries:decide': ['supervisor', 'hotline-administrator'],
  'roles:agree': ['supervisor', 'hotline-administrator'],
  'tokens:manage': ['hotline-administrator'],
  'tokens:make': ['hotline-administrator'],
  // To a token that shows casework. They read it anyway: whoever holds the secret has gained nothing by it.
  'tokens:agree': ['supervisor'],
};

/**
 * Whether somebody may.
 * @param scopes what a token was made for. A service account may nothing without; given for a person, they narrow and never widen.
 */
export function may(role: Role, permission: Permission, scopes?: readonly string[]): boolean {
  if (!policy[permission].includes(role)) return false;
  return scopes ? scopes.includes(permission) : role !== 'service-account';
}

/**
 * What cannot be taken back: whoever does it has shown their key within so many minutes, or shows it again. A consent has longer, since it
 * is written down while somebody is on the telephone. Nothing that takes away, refuses or stops is here. Source: security.md 20.
 */
export const freshMinutesFor: Readonly<Partial<Record<Permission, number>>> = {
  'releases:record': 15,
  'orders:work': freshMinutes,
  'entries:take-back': freshMinutes,
  'purges:ask': freshMinutes,
  'purges:approve': freshMinutes,
  'holds:place': freshMinutes,
  'glasses:grant': freshMinutes,
  'roles:ask': freshMinutes,
  'roles:agree': freshMinutes,
  'recoveries:decide': freshMinutes,
  'tokens:make': freshMinutes,
  'tokens:agree': freshMinutes,
};

/** For a sign-in that showed no key which we know of: it opens what a sign-in opens, and never counts as fresh. */
export const neverFreshAt = (now: Date): Date =>
  new Date(now.getTime() - (Math.max(freshMinutes, ...Object.values(freshMinutesFor)) + 1) * 60_000);

/** Roles that exist only at the organization that runs this instance. */
export const operatorRoles: readonly Role[] = [...floor, 'hotline-administrator'];

/**
 * In which of the database's scopes (platform/database/scope.ts) somebody of this role works. Who is of another organization is never
 * the hotline, whatever their role.
 */
export function scopeKindOf(role: Role, ofOperator: boolean): 'hotline' | 'member' | 'auditor' {
  if (role === 'auditor') return 'auditor';
  return ofOperator && (operatorRoles.includes(role) || role === 'service-account') ? 'hotline' : 'member';
}
