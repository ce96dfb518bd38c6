/** What a consent may hold when staff record it: whom it names, which items, and for how long. */

/** Whom a person can agree to tell without knowing the organization's name. */
export const releaseRoles = [
  'local-law-enforcement',
  'state-patrol',
  'railroad-police',
  'victim-advocate',
  'child-protection',
  'child-advocate',
  'carrier-operations',
  'state-contact',
] as const;

/** The items that a page or a pass-on tells, each asked for by name. */
export const releaseItems = ['place', 'time', 'vehicle', 'description', 'language'] as const;
export type ReleaseItem = (typeof releaseItems)[number];

/** How staff made sure that it is the person themselves who agrees. */
export const confirmations = ['code-word', 'voice'] as const;
export type Confirmed = (typeof confirmations)[number];

/** A consent is limited in time: it lasts a year at most, and is then asked for again. */
export const releaseLimitDays = 366;

/** The role a recipient names, or null for an organization. */
export const roleOf = (recipient: string): string | null =>
  recipient.startsWith('role:') ? recipient.slice('role:'.length) : null;
