/** The responder's session: a cookie of the portal that lives until the stand-down. */
const cookieName = 'alight_page';

export const pageSession = (request: Request): string =>
  new RegExp(`(?:^|; )${cookieName}=([\\w-]{20,100})`).exec(request.headers.get('cookie') ?? '')?.[1] ?? '';

export const pageCookie = (session: string): string =>
  `${cookieName}=${session}; Path=/portal; HttpOnly; SameSite=Strict`;
