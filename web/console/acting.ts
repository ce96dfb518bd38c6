/** Who acts, until staff sign-in exists: chosen by name on this machine and kept in a cookie of the console. */
import type { Services } from '../../src/main/services.ts';

const cookieName = 'alight_acting';

export function actingId(request: Request): string | undefined {
  return new RegExp(`(?:^|; )${cookieName}=([0-9a-f-]{36})`).exec(request.headers.get('cookie') ?? '')?.[1];
}

export const actingCookie = (staffId: string): string =>
  `${cookieName}=${staffId}; Path=/console; HttpOnly; SameSite=Strict`;

/** The member of staff who acts; the first advocate when nobody was chosen. */
export async function whoActs(request: Request, services: Services) {
  const everyone = await services.staff();
  const chosen =
    everyone.find((member) => member.id === actingId(request)) ??
    everyone.find((member) => member.role === 'hotline-advocate') ??
    everyone[0];
  if (!chosen) throw new Error('nobody works here');
  return { everyone, me: chosen, acting: { staffId: chosen.id } };
}
