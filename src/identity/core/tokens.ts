/** The look of a service account's token: `alight_<id>_<secret>`. The front part is there so that whoever finds one knows what it is. */
import { roleGrantUntil } from './by-two.ts';
import { may, type Permission, permissions, policy, type Role } from './policy.ts';

const shape =
  /^alight_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** @param secret 32 bytes in base64url, 43 characters */
export const tokenText = (id: string, secret: string): string => `alight_${id.replaceAll('-', '')}_${secret}`;

/** The parts of a token; undefined for what is none. */
export function tokenParts(text: string): { readonly id: string; readonly secret: string } | undefined {
  const found = shape.exec(text);
  return found ? { id: found.slice(1, 6).join('-'), secret: found[6]! } : undefined;
}

/** What a token may be made for: the permissions of a service account. */
export const tokenScopes: readonly Permission[] = permissions.filter((permission) =>
  policy[permission].includes('service-account'),
);
export const isTokenScope = (text: string): text is Permission => tokenScopes.some((scope) => scope === text);

/** What shows nothing of anybody's report. A scope that is not here shows casework, and one person alone gives it to no machine. */
const withoutCasework: readonly Permission[] = ['jurisdictions:explain'];

/** Whether a token of these scopes counts only when a supervisor agreed. Source: docs/decisions/0028. */
export const tokenByTwo = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => !withoutCasework.some((known) => known === scope));

/** A token that waits for a supervisor, or that was decided. */
export interface AskedToken {
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  /** Agreed, refused or taken back. */
  readonly decided: boolean;
}

export type TokenAgreeRefusal = 'token-over' | 'token-second-person' | 'token-asker-gone';

/** Until when somebody can agree: as long as to a role, and never beyond the token's own end. */
export const tokenWaitsUntil = ({ madeAt, expiresAt }: Pick<AskedToken, 'madeAt' | 'expiresAt'>): Date =>
  new Date(Math.min(roleGrantUntil({ askedAt: madeAt }).getTime(), expiresAt.getTime()));

/**
 * Why a supervisor may not agree; undefined: they may.
 * @param asker what whoever asked is here now; null when they left
 */
export function whyNotAgreeToken(
  asked: AskedToken,
  by: string,
  asker: Role | null,
  now: Date,
): TokenAgreeRefusal | undefined {
  if (asked.decided || now >= tokenWaitsUntil(asked)) return 'token-over';
  if (by === asked.madeBy) return 'token-second-person';
  return asker && may(asker, 'tokens:make') ? undefined : 'token-asker-gone';
}

/** For how long a token may be made, in days. */
export const tokenDays = [7, 30, 90, 365] as const;
