/**
 * Mounts the built pages in the HTTP server: a Fastify request becomes a web Request, the page's Response goes back. The
 * origin comes from the configuration and never from a header that a stranger can set.
 */

import './pages-for-people.ts';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  createRequestHandler,
  matchRoutes,
  type RouteObject,
  type RouterContext,
  RouterContextProvider,
  type ServerBuild,
} from 'react-router';
import { acceptFiles } from '../cases/index.ts';
import type { Person } from '../identity/index.ts';
import { type App, type Config, isSecure, type Problem, problemOf, Refusal } from '../platform/index.ts';
import { languageOfPath, type PublicLanguage } from '../signals/index.ts';
import type { Acting, Services } from './serving/services.ts';
import { type Upload, uploadOf } from './uploads.ts';

const buildFolder = fileURLToPath(new URL('../../build/', import.meta.url));
/**
 * The longest report there is: every field of the form full, each character sent as nine (three bytes of UTF-8, percent-escaped), as
 * Chinese is. In whatever script somebody writes, what the form lets them write can be sent.
 */
const formLimitBytes = 384 * 1024;
const assetAgeSeconds = 31_536_000;
const retryAfterSeconds = 5;
/** A page that is not there, at the desk: what a page that somebody may not see looks like. */
const hiddenPath = '/console/not-here';
/** A page that is not there, for everybody. */
const nowherePath = '/not-here';
/** A path that a browser and the router could read in two ways: two strokes begin the name of another host. */
const isAmbiguous = (url: string): boolean => /\/\/|\\/.test(url.split('?', 1)[0]!);
/** What the ids of the public site's routes begin with: the folder of their files. */
const siteRoutes = 'site/';

/** What the server bundle's entry re-exports, so that there is one key and not two. */
interface EntryModule {
  readonly actingContext: RouterContext<Acting | undefined>;
  readonly servicesContext: RouterContext<Services>;
  readonly nonceContext: RouterContext<string>;
  readonly languageContext: RouterContext<PublicLanguage>;
  readonly uploadContext: RouterContext<Upload | null>;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // No text becomes script or markup in a browser that knows this, whatever a library does: no policy may be made at all.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** A form's bytes as text, without the one character that cannot be stored; refused, in words, when they are not UTF-8. Percent-escapes are checked too: they are bytes as well. */
function checkedForm(body: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    decodeURIComponent(text.replaceAll('+', ' '));
    // Browsers send two characters for each end of a line, and count one when they hold a field to its length.
    return text
      .replaceAll('%00', '')
      .replaceAll('\0', '')
      .replaceAll(/%0D%0A/gi, '%0A');
  } catch {
    throw new Refusal(
      'body-unreadable',
      400,
      'We could not read that',
      'The text is not valid UTF-8. Nothing was stored. Please go back and send it again.',
    );
  }
}

/** @param address where the page is, without its language */
function asRequest(request: FastifyRequest, address: string, config: Config): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const origin = new URL(config.publicOrigin);
  headers.set('host', origin.host);
  const url = new URL(address, origin);
  const body = request.body;
  const withBody = request.method !== 'GET' && request.method !== 'HEAD' && typeof body === 'string';
  return new Request(url, { method: request.method, headers, ...(withBody ? { body } : {}) });
}

async function sendResponse(reply: FastifyReply, response: Response, secure: boolean): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
  for (const cookie of response.headers.getSetCookie())
    reply.header('set-cookie', secure && !/;\s*secure/i.test(cookie) ? `${cookie}; Secure` : cookie);
  if (!response.body) return reply.send(null);
  // A page is whole before it is sent: in one piece it goes out in one write, and with its length.
  return response.headers.get('content-type')?.startsWith('text/html')
    ? reply.send(Buffer.from(await response.arrayBuffer()))
    : reply.send(Readable.fromWeb(response.body as never));
}

/**
 * The services of one request, noting when one failed because the database cannot be reached. A page turns every failure
 * into its own error page with status 500; only here can it still be said that trying again helps.
 */
function watched(services: Services, unreachable: (problem: Problem) => void): Services {
  return new Proxy(services, {
    get: (target, name, self) => {
      const value: unknown = Reflect.get(target, name, self);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result: unknown = value.apply(target, args);
        if (result instanceof Promise)
          result.catch((error: unknown) => {
            const problem = problemOf(error);
            if (problem.status === 503) unreachable(problem);
          });
        return result;
      };
    },
  });
}

/** The page of last resort, when no other can be made: what happened, 911, who runs this, and nothing that needs a style. */
function errorPage({ demo, operator }: Config, { title, detail }: { title: string; detail: string }): string {
  const asHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const banner = demo
    ? '<p>A demonstration. If you need help now: 911, National Human Trafficking Hotline 1-888-373-7888, text 233733.</p>'
    : '';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${asHtml(title)}</title><body>${banner}<main><h1>${asHtml(title)}</h1><p>${asHtml(detail)}</p><p>Is someone in danger right now? Call 911, or text 911 where available.</p><p><a href="/">Start again</a></p></main><footer><p>Run by ${asHtml(operator.name)}. Open ${asHtml(operator.hours)}. Phone ${asHtml(operator.phone)}. Not the National Human Trafficking Hotline, police or 911.</p></footer></body></html>`;
}

const actingOf = ({ id, authenticatedAt }: Person): Acting => ({
  staffId: id,
  ...(authenticatedAt ? { authenticatedAt } : {}),
});

/** The pages as they were built. */
export interface Pages {
  readonly build: ServerBuild;
  /** Every pattern of an address that shows a page, such as `/console/signals/:id`. */
  readonly patterns: readonly string[];
  /** Which of them an address shows; the router's own reading of it, so that nothing is asked for under another spelling. */
  patternOf(url: string): string | undefined;
  /** The language an address is in, and the address without it. Only pages of the public site are in languages. */
  spokenAt(url: string): { readonly language: PublicLanguage; readonly address: string };
}

/** How the router reads a path. */
interface Reading {
  readonly isSite: boolean;
  readonly pattern: string | null;
}

/** The router puts all its routes in order each time it is asked, which takes longer than the page: so many answers are kept. */
const readingsLimit = 1_000;

/** @throws Error saying what to run when the pages have not been built */
export async function readPages(): Promise<Pages> {
  if (!existsSync(`${buildFolder}server/index.js`))
    throw new Error('The pages are not built. Run: npm run build');
  const build = (await import(`${buildFolder}server/index.js`)) as ServerBuild;
  const known = Object.values(build.routes).flatMap((route) => route ?? []);
  const below = (parentId: string | undefined): RouteObject[] =>
    known
      .filter((route) => route.parentId === parentId)
      .map(({ id, path, index }) =>
        index
          ? { id, index, ...(path === undefined ? {} : { path }) }
          : { id, children: below(id), ...(path === undefined ? {} : { path }) },
      );
  const tree = below(undefined);
  const read = (path: string): Reading => {
    const matches = matchRoutes(tree, path);
    return {
      isSite: matches?.at(-1)?.route.id?.startsWith(siteRoutes) ?? false,
      pattern: matches && `/${matches.flatMap(({ route }) => route.path || []).join('/')}`,
    };
  };
  const readings = new Map<string, Reading>();
  const match = (address: string): Reading => {
    // The router's own way of asking for a page's data is the page's address with this behind it.
    const path = address
      .split('?', 1)[0]!
      .replace(/\/_\.data$/, '/')
      .replace(/\.data$/, '');
    const known = readings.get(path);
    if (known) return known;
    const reading = read(path);
    if (readings.size >= readingsLimit) readings.clear();
    readings.set(path, reading);
    return reading;
  };
  const spokenAt: Pages['spokenAt'] = (url) => {
    if (isAmbiguous(url)) return { language: 'en', address: nowherePath };
    const { language, path: address } = languageOfPath(url);
    return language !== 'en' && match(address).isSite
      ? { language, address }
      : { language: 'en', address: url };
  };
  return {
    build,
    patterns: known.filter(({ path, index }) => path || index).map(({ path }) => `/${path ?? ''}`),
    patternOf: (url) => match(spokenAt(url).address).pattern ?? undefined,
    spokenAt,
  };
}

/** Adds the pages to the server, below every API route. */
export async function mountPages(
  app: App,
  config: Config,
  services: Services,
  { build, patternOf, spokenAt }: Pages,
): Promise<void> {
  const entry = build.entry.module as unknown as EntryModule;
  const handle = createRequestHandler(build, 'production');
  await app.register(fastifyStatic, {
    root: `${buildFolder}client`,
    wildcard: false,
    index: false,
    cacheControl: false,
    // Made with the pages (script/prepare.ts). They are no files of their own.
    preCompressed: true,
    globIgnore: ['**/*.br', '**/*.gz'],
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? `public, max-age=${assetAgeSeconds}, immutable` : 'public, max-age=3600',
      );
    },
  });
  await app.register(async (pages) => {
    // A page reads forms and nothing else, and one of them a file; what is posted in another format is refused as a page (415).
    pages.removeAllContentTypeParsers();
    await acceptFiles(pages);
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer', bodyLimit: formLimitBytes },
      (_request, body, done) => {
        try {
          done(null, checkedForm(body as Buffer));
        } catch (error) {
          done(error as Error);
        }
      },
    );
    const fail = (reply: FastifyReply, problem: Problem) => {
      if (problem.status === 503) reply.header('retry-after', String(retryAfterSeconds));
      return reply.code(problem.status).type('text/html; charset=utf-8').send(errorPage(config, problem));
    };
    const page = async (request: FastifyRequest, reply: FastifyReply) => {
      // An address of the API, asked with a method that it does not know.
      if (app.methodsAt(request.url.split('?', 1)[0]!).length > 0) return reply.callNotFound();
      const upload = await uploadOf(request, patternOf(request.url));
      const nonce = randomBytes(16).toString('base64');
      const context = new RouterContextProvider();
      let unreachable: Problem | undefined;
      context.set(
        entry.servicesContext,
        watched(services, (problem) => {
          unreachable = problem;
        }),
      );
      context.set(entry.nonceContext, nonce);
      context.set(entry.uploadContext, upload);
      context.set(entry.actingContext, request.person ? actingOf(request.person) : undefined);
      reply.header('content-security-policy', contentSecurityPolicy(nonce));
      const { language, address } = spokenAt(request.url);
      context.set(entry.languageContext, language);
      const asked = request.hidden
        ? new Request(new URL(hiddenPath, config.publicOrigin))
        : asRequest(request, address, config);
      const response = await handle(asked, context);
      return unreachable && response.status >= 500
        ? fail(reply, unreachable)
        : sendResponse(reply, response, isSecure(config));
    };
    pages.setErrorHandler(async (error, _request, reply) => fail(reply, problemOf(error)));
    pages.route({ method: ['GET', 'POST'], url: '/*', schema: { hide: true }, handler: page });
    pages.route({ method: ['GET', 'POST'], url: '/', schema: { hide: true }, handler: page });
  });
}
