/** Renders a page to text in one go: pages are small, and a page is either whole or an error. */
import { renderToString } from 'react-dom/server';
import { type EntryContext, type RouterContextProvider, ServerRouter } from 'react-router';
import { nonceContext } from './context.ts';

export { nonceContext, servicesContext } from './context.ts';

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  loadContext: RouterContextProvider,
): Response {
  const html = renderToString(
    <ServerRouter context={routerContext} url={request.url} nonce={loadContext.get(nonceContext)} />,
  );
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(`<!DOCTYPE html>${html}`, { status, headers });
}

/** The server says by id what went wrong (platform/http); nothing is printed here, since it could hold what a person wrote. */
export function handleError(): void {}
