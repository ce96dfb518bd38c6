/**
 * The HTTP server's ground rules: bounded bodies and times, strict UTF-8, one problem format (RFC 9457), no identifiers kept,
 * and nobody but this machine until staff can sign in.
 */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { assertOwnOrigin, everyHeaderOf } from './browser-rules.ts';
import { type Config, isLoopbackHost } from './config.ts';
import { describeProblems } from './described.ts';
import { errorFields, type Log } from './log.ts';
import { type Problem, Refusal } from './refusal.ts';
import { storableBody } from './text.ts';
import { unsentAnswer, watchMethods } from './unrouted.ts';

const bodyLimitBytes = 256 * 1024;
declare module 'fastify' {
  interface FastifyContextConfig {
    /** A signature is over the body to the byte: it is kept beside what was read from it. */
    keepRawBody?: boolean;
  }
  interface FastifyRequest {
    /** The body as it came, on routes that ask for it. */
    rawBody?: Buffer;
  }
}

/** How long a request may take to arrive whole. */
const requestTimeoutMilliseconds = 10_000;
/** How often Node looks for requests that take too long; its own 30 s would make the 10 s above 40. */
const connectionCheckMilliseconds = 1_000;
const parameterLimitCharacters = 300;

/** The server, typed so that a route's zod schemas are its types. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const unreadable = (detail: string) => new Refusal('body-unreadable', 400, 'We could not read that', detail);

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** PostgreSQL could not take a value: a character it cannot hold, a date out of its range, an overflow, a text that is no number. */
const unstorable = ['22021', '22P05', '22P02', '22008', '22007', '22009', '22003'];
const unavailable = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
];

/**
 * Turns anything thrown into a problem. Only refusals speak for themselves; the rest is ours to mend and says nothing of its insides.
 * @param params the ids of the request's path, where they are known
 */
export function problemOf(error: unknown, params?: Readonly<Record<string, unknown>>): Problem {
  const problem = (code: string, status: number, title: string, detail: string): Problem => ({
    type: `/problems/${code}`,
    title,
    status,
    detail,
    code,
  });
  if (error instanceof Refusal) return problem(error.code, error.status, error.title, error.detail);
  const thrown = error as Partial<FastifyError>;
  if (hasZodFastifySchemaValidationErrors(error))
    return {
      ...problem(
        'body-invalid',
        400,
        'Something in the request is not as it should be',
        'Nothing was stored. See "errors" for each field.',
      ),
      errors: error.validation.slice(0, 50).map((issue) => ({
        path: issue.instancePath || '/',
        message: issue.message ?? 'is not valid',
      })),
    };
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problem(
      'body-too-large',
      413,
      'That is too much at once',
      `A request may hold ${bodyLimitBytes / 1024} kB. Nothing was stored.`,
    );
  if (thrown.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return problem(
      'media-type-unknown',
      415,
      'We cannot read that format',
      'Send application/json to the API, and a web form to a page. Nothing was stored.',
    );
  const message = error instanceof Error ? error.message : '';
  // An id that is no id: whatever it names, it is not here. Where the path is known it must be there; in a body it is a mistake.
  if (
    thrown.code === '22P02' &&
    /type uuid/.test(message) &&
    (!params || Object.values(params).some((value) => !uuidShape.test(String(value))))
  )
    return problem('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  if (unstorable.includes(thrown.code ?? ''))
    return problem(
      'value-unreadable',
      400,
      'We cannot store part of that',
      'A text, date or number in it is not one we can keep. Nothing was stored. Please check it and send it again.',
    );
  if (
    unavailable.includes(thrown.code ?? '') ||
    // The driver's own words for a connection that went away have no code.
    /timeout exceeded when trying to connect|Connection (terminated|ended)|is not queryable/.test(message)
  )
    return problem(
      'try-again',
      503,
      'We cannot store anything at this moment',
      'Nothing was lost and nothing was stored. Please try again in a few seconds.',
    );
  if (thrown.statusCode && thrown.statusCode >= 400 && thrown.statusCode < 500)
    return problem(
      'request-unreadable',
      thrown.statusCode,
      'We could not read that request',
      'Please check it and send it again. Nothing was stored.',
    );
  return problem(
    'our-fault',
    500,
    'Something went wrong on our side',
    'Please try again. If it is urgent, call 911.',
  );
}

/** Sends a problem. */
export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<FastifyReply> {
  if (problem.status === 503) reply.header('retry-after', '2');
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Refuses other machines and other host names (a page elsewhere could otherwise reach us under a name of its own). */
function onlyThisMachine(app: FastifyInstance, config: Config): void {
  const publicHost = new URL(config.publicOrigin).host;
  const wide = !config.demo && !isLoopbackHost(config.host);
  app.addHook('onRequest', async (request) => {
    const address = request.socket.remoteAddress ?? '';
    const here = address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
    const host = request.headers.host ?? '';
    if (!(here || wide) || !(host === publicHost || loopbackNames.has(host.replace(/:\d+$/, ''))))
      throw new Refusal(
        'this-machine-only',
        403,
        'Only this machine may connect',
        'This instance answers the machine that it runs on, under its own address.',
      );
  });
}

function readBodiesStrictly(app: FastifyInstance): void {
  const text = new TextDecoder('utf-8', { fatal: true });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let words: string;
    if (request.routeOptions.config.keepRawBody) request.rawBody = body as Buffer;
    try {
      words = text.decode(body as Buffer);
    } catch {
      return done(unreadable('The text is not valid UTF-8. Nothing was stored.'));
    }
    parse(request, words, (error, value) =>
      error ? done(unreadable('The body is not valid JSON. Nothing was stored.')) : done(null, value),
    );
  });
}

/**
 * Makes the server, without routes.
 * @param describe what else its description says; of the rooms above it knows nothing itself
 */
export async function openHttp(
  config: Config,
  log: Log,
  describe: <D extends object>(document: D) => D = (document) => document,
): Promise<App> {
  const everyHeader = everyHeaderOf(config);
  const app = Fastify({
    // The same limit twice: Node reads the first when the server is made, and Fastify sets the second.
    http: {
      connectionsCheckingInterval: connectionCheckMilliseconds,
      requestTimeout: requestTimeoutMilliseconds,
      headersTimeout: requestTimeoutMilliseconds,
    },
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMilliseconds,
    routerOptions: { maxParamLength: parameterLimitCharacters },
    forceCloseConnections: 'idle',
    logger: false,
    genReqId: () => crypto.randomUUID(),
    // An address that is no address, or one far too long: no route and no hook has seen it.
    frameworkErrors: (error, _request, reply) => {
      for (const [name, value] of Object.entries(everyHeader)) reply.header(name, value);
      void sendProblem(reply, problemOf(error));
    },
    clientErrorHandler: (error, socket) => unsentAnswer(error, socket, everyHeader),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Before anything answers, so that a stream that takes the connection over carries them too; a route may say otherwise.
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(everyHeader);
  });
  onlyThisMachine(app, config);
  app.addHook('onRequest', async (request) => assertOwnOrigin(request, config));
  readBodiesStrictly(app);
  app.addHook('preValidation', async (request) => {
    try {
      request.body = storableBody(request.body);
    } catch {
      throw unreadable('The body is nested too deep. Nothing was stored.');
    }
  });
  watchMethods(app, (reply, problem) => sendProblem(reply, problem));
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: bodyLimitBytes });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Alight',
        version: '0.1.0',
        description:
          'Reporting human trafficking, and getting help there in time. Is someone in danger right now? Call 911. Nobody may read what you send here at once.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) =>
      'openapiObject' in document
        ? describe(describeProblems(document.openapiObject))
        : document.swaggerObject,
  });
  app.addHook('onResponse', async (request, reply) => {
    log.debug('answered', lineOf(request, reply));
  });
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error, request.params as Record<string, unknown>);
    if (problem.status >= 500)
      log.error('a request failed', {
        ...lineOf(request, reply),
        status: problem.status,
        ...errorFields(error),
      });
    return sendProblem(reply, problem);
  });
  return app;
}

/** What the log may say of a request: the route's pattern, never its address, query, headers or sender. */
const lineOf = (request: FastifyRequest, reply: FastifyReply) => ({
  requestId: request.id,
  method: request.method,
  route: request.routeOptions.url ?? 'none',
  status: reply.statusCode,
  durationMilliseconds: Math.round(reply.elapsedTime),
});
