/** Cookies between requests, answers and better-auth. */

/** What an answer asks the browser to keep, whole. */
export const cookiesSetBy = (response: Response): string[] => response.headers.getSetCookie();

/** The cookies of an answer as a browser would send them next. */
export function cookiesOf(response: Response): string {
  return cookiesSetBy(response)
    .map((cookie) => cookie.split(';', 1)[0]!)
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}

/** One cookie of a request. */
export function cookieIn(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/;\s*/))
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  return undefined;
}

/** The request's headers without some of its cookies. */
export function withoutCookies(headers: Headers, leaveOut: (name: string) => boolean): Headers {
  const left = (headers.get('cookie') ?? '')
    .split(/;\s*/)
    .filter((pair) => pair && !leaveOut(pair.split('=', 1)[0]!));
  const kept = new Headers(headers);
  kept.delete('cookie');
  if (left.length) kept.set('cookie', left.join('; '));
  return kept;
}
