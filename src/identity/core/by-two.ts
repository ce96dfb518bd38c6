/**
 * Roles that one person alone gives to nobody. Who has one is a second voice where a case is destroyed, glass is broken or a lost key
 * is replaced: an administrator who made an accomplice one would be both voices. Source: docs/decisions/0019.
 */
import { may, type Role } from './policy.ts';

/** How long a role that somebody asked for waits for a second person: over a weekend. */
export const roleGrantHours = 72;

/** Whether a role counts only when a second person agreed. */
export const givenByTwo = (role: Role): boolean => may(role, 'roles:agree');

/** A role that somebody asked for, for somebody who is here or for somebody who is invited. */
export interface AskedRole {
  readonly personId: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  /** Agreed, refused, replaced or taken back. */
  readonly decided: boolean;
}

export type AgreeRefusal = 'role-over' | 'role-second-person' | 'asker-gone';

export const roleGrantUntil = ({ askedAt }: Pick<AskedRole, 'askedAt'>): Date =>
  new Date(askedAt.getTime() + roleGrantHours * 3_600_000);

/**
 * Why somebody may not agree; undefined: they may.
 * @param by null: on the machine itself
 * @param asker what whoever asked is here now; null when they left
 */
export function whyNotAgree(
  asked: AskedRole,
  by: string | null,
  asker: Role | null,
  now: Date,
): AgreeRefusal | undefined {
  if (asked.decided || now >= roleGrantUntil(asked)) return 'role-over';
  if (by === asked.askedBy || by === asked.personId) return 'role-second-person';
  // What was asked by somebody who may not ask any more is no word of one of two.
  return asker && may(asker, 'roles:ask') ? undefined : 'asker-gone';
}

/** Who could be the second person. Where there is nobody, the machine itself may be asked. */
export const whoCouldAgree = <T extends { readonly id: string; readonly role: Role }>(
  asked: Pick<AskedRole, 'askedBy' | 'personId'>,
  here: readonly T[],
): readonly T[] =>
  here.filter(({ id, role }) => givenByTwo(role) && id !== asked.askedBy && id !== asked.personId);
