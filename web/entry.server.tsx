/** Renders a page whole before it is sent: pages are small, and a page is either whole or an error. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, type RouterContextProvider, ServerRouter } from 'react-router';
import { nonceContext } from './context.ts';

export { actingContext, languageContext, nonceContext, servicesContext, uploadContext } from './context.ts';

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  loadContext: RouterContextProvider,
): Promise<Response> {
  const nonce = loadContext.get(nonceContext);
  const html = await new Promise<string>((resolve, reject) => {
    const { pipe } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        onAllReady: () => {
          const whole = new PassThrough();
          text(whole).then(resolve, reject);
          pipe(whole);
        },
        onShellError: reject,
      },
    );
  });
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(html, { status, headers });
}

/** The server says by id what went wrong (platform/http); nothing is printed here, since it could hold what a person wrote. */
export function handleError(): void {}
