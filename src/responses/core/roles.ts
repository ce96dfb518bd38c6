/** Who is asked to come: the roles of a response, which of them are needed, and what people call them. */
import type { AgeGroup, RecipientKind } from '../../disclosures/core/index.ts';

export type Role =
  | 'local-law-enforcement'
  | 'state-patrol'
  | 'railroad-police'
  | 'victim-advocate'
  | 'child-protection'
  | 'child-advocate'
  | 'carrier-operations';

/** The role whose agency decides whether, whom and how. */
export const leadRole: Role = 'local-law-enforcement';

/** What people say. */
export const roleWords: Readonly<Record<Role, string>> = {
  'local-law-enforcement': 'local law enforcement',
  'state-patrol': 'state patrol',
  'railroad-police': 'railroad police',
  'victim-advocate': 'victim advocate',
  'child-protection': 'child protection',
  'child-advocate': 'child advocate',
  'carrier-operations': 'carrier operations',
};

const kinds: Readonly<Record<Role, RecipientKind>> = {
  'local-law-enforcement': 'law-enforcement',
  'state-patrol': 'law-enforcement',
  'railroad-police': 'law-enforcement',
  'victim-advocate': 'victim-advocate',
  'child-protection': 'child-protection',
  'child-advocate': 'victim-advocate',
  'carrier-operations': 'carrier',
};

/** The kind of recipient a role is, for the gates. */
export const recipientKindOf = (role: Role): RecipientKind => kinds[role];

/** Whether a role is a police agency's, which may lead. */
export const isPolice = (role: Role): boolean => kinds[role] === 'law-enforcement';

/** Whether a role belongs to those who keep to their own meeting point and move on the lead's all-clear. */
export const isAdvocate = (role: Role): boolean => role === 'victim-advocate' || role === 'child-advocate';

export interface RoleNeed {
  readonly role: Role;
  /** Required roles count in the probability; the others are asked as well and change nothing when they are missing. */
  readonly required: boolean;
}

/**
 * The roles of a response. The carrier is never among them: the lead adds it. A child adds child protection and a child
 * advocate; rail adds the railroad's police. Source: safety.md "A response to a person", "Whose word counts".
 */
export function rolesFor({ ageGroup, rail }: { ageGroup: AgeGroup; rail: boolean }): RoleNeed[] {
  const child = ageGroup === 'minor';
  return [
    { role: 'local-law-enforcement', required: true },
    { role: 'state-patrol', required: !child },
    { role: 'victim-advocate', required: !child },
    ...(child
      ? ([
          { role: 'child-protection', required: true },
          { role: 'child-advocate', required: true },
        ] as const)
      : []),
    ...(rail ? ([{ role: 'railroad-police', required: false }] as const) : []),
  ];
}
