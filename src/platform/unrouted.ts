/**
 * Requests that no route takes: an address that is not there, a method that the address does not know, and what is too broken
 * to have an address at all. Each is answered as a problem, in words, like everything else.
 */
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Problem } from './refusal.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that an address of the API knows; none when it is no address of the API. */
    methodsAt(path: string): readonly string[];
  }
}

/** Below these there is only the API, never a page. */
const apiRoots = ['/v1/', '/sandbox/', '/wires/'];
/** How long a caller may take to read why before the connection is cut. */
const farewellMilliseconds = 1_000;

const patternOf = (url: string) =>
  new RegExp(
    `^${url
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('/')}/?$`,
  );

/** Remembers each route's methods, and answers 405 with `Allow`, or 404, where no route does. Call before any route is made. */
export function watchMethods(
  app: Pick<FastifyInstance, 'addHook' | 'decorate' | 'setNotFoundHandler' | 'hasRoute' | 'all'>,
  send: (reply: FastifyReply, problem: Problem) => Promise<FastifyReply>,
): void {
  const known: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    // The pages take `/` and everything below it; they are asked for apart.
    if (url !== '/' && !url.includes('*')) known.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  const methodsAt = (path: string) => [
    ...new Set(known.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : []))),
  ];
  app.decorate('methodsAt', methodsAt);
  const answer = async (request: { readonly url: string; readonly method: string }, reply: FastifyReply) => {
    const path = request.url.split('?', 1)[0]!;
    const pages =
      app.hasRoute({ method: 'GET', url: '/*' }) && !apiRoots.some((root) => path.startsWith(root));
    const methods = methodsAt(path);
    const allowed = methods.length || !pages ? methods : ['GET', 'HEAD', 'POST'];
    // It is there with this very method, and was not taken: an id in it is no id.
    if (allowed.length === 0 || allowed.includes(request.method))
      return send(reply, {
        type: '/problems/not-here',
        title: 'There is nothing here',
        status: 404,
        detail: 'The address may have been mistyped. /openapi.json lists every address of the API.',
        code: 'not-here',
      });
    reply.header('allow', [...allowed].sort().join(', '));
    return send(reply, {
      type: '/problems/method-unknown',
      title: 'That cannot be done here',
      status: 405,
      detail: `This address answers to ${[...allowed].sort().join(', ')}. Nothing was stored.`,
      code: 'method-unknown',
    });
  };
  app.setNotFoundHandler(answer);
  for (const root of apiRoots) app.all(`${root}*`, { schema: { hide: true } }, answer);
}

const farewells: Readonly<Record<string, Pick<Problem, 'code' | 'status' | 'title' | 'detail'>>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'headers-too-large',
    status: 431,
    title: 'The headers are too large',
    detail: 'Send fewer or shorter headers and cookies. Nothing was stored.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'too-slow',
    status: 408,
    title: 'The request did not arrive in time',
    detail: 'Only a part of it came. Nothing was stored. Please send it again.',
  },
};
const garbled = {
  code: 'request-unreadable',
  status: 400,
  title: 'We could not read that request',
  detail: 'It is not HTTP as we know it. Nothing was stored.',
};
const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what never became a request, by hand on the connection, and closes it. */
export function unsentAnswer(
  error: Error & { readonly code?: string },
  socket: Duplex,
  headers: Readonly<Record<string, string>>,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const said = farewells[error.code ?? ''] ?? garbled;
  const body = JSON.stringify({ type: `/problems/${said.code}`, ...said });
  const lines = [
    `HTTP/1.1 ${said.status} ${reasons[said.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  // Cut at once, the answer could be lost on its way; left open, a caller who never closes would hold the connection.
  setTimeout(() => socket.destroy(), farewellMilliseconds).unref();
}
