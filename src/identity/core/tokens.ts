/** The look of a service account's token: `alight_<id>_<secret>`. The front part is there so that whoever finds one knows what it is. */
import { type Permission, permissions, policy } from './policy.ts';

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

/** For how long a token may be made, in days. */
export const tokenDays = [7, 30, 90, 365] as const;
