/** Where somebody goes on after signing in: a staff page of this instance, never an address that a stranger wrote. */

const first = '/console';
const within = /^\/(console|account)(?:[/?]|$)/;
const base = 'http://here.invalid';

/** The page asked for with `?to=`, when it is one of ours. */
export function whereTo(request: Request): string {
  const asked = new URL(request.url).searchParams.get('to') ?? '';
  if (!asked.startsWith('/') || !URL.canParse(asked, base)) return first;
  const { origin, pathname, search } = new URL(asked, base);
  return origin === base && within.test(pathname) ? `${pathname}${search}` : first;
}

/** An address with where to go on from there. */
export const withTo = (path: string, to: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}to=${encodeURIComponent(to)}`;

/** Goes on, keeping cookies. @param more further headers */
export function onward(
  to: string,
  cookies: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = new Headers({ location: to, ...more });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** Goes on to the sign-in, signed out: the browser forgets what it kept of the pages (OWASP ASVS 5.0 V14.3.1). */
export const outward = (cookies: readonly string[]): Response =>
  onward('/sign-in', cookies, { 'clear-site-data': '"cache", "storage"' });
