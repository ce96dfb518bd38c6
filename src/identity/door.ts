/**
 * The door: before any route does anything it says who is asked for, and whoever may not is turned away here. Deny by default: a route
 * that nobody declared is closed, and what somebody may not see looks like what is not there. Source: security.md 7.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Db, inScope, type Log, operatorOrganizationId, Refusal, type Tx } from '../platform/index.ts';
import { assertFresh } from './accounts/standing.ts';
import { freshMinutesFor, may, type Permission, type Role, scopeKindOf } from './core/index.ts';
import { whoAreYou } from './store.ts';

/** Somebody who was let in, be it a person or a service account. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string;
  /** What a token was made for; absent for people. */
  readonly scopes?: readonly string[];
  /** When they last showed who they are; absent in the demonstration and for service accounts. */
  readonly authenticatedAt?: Date;
}

/**
 * Says who acts, from what a request presents. Undefined: it presents nothing.
 * @throws Refusal in words, when it presents something that does not hold (a token that ran out, a session that was ended)
 */
export type WhoActs = (request: FastifyRequest) => Promise<Person | undefined>;

/**
 * Whom a route is for.
 * - `public`: anybody; nobody is asked who they are
 * - `responder`: whoever holds the session of a duty page; the route checks it (paging/links.ts)
 * - `carrier`: our carrier, by its signature; the route checks it
 * - `partner`: a partner's own app, by its signature; the route checks it
 * - `sandbox`: the demonstration on this machine, and nothing where there is none
 * - a permission: who has it by the policy
 * - `public` with `more`: anybody, and who has the permission learns more
 */
export type Access =
  | 'public'
  | 'responder'
  | 'carrier'
  | 'partner'
  | 'sandbox'
  | Permission
  | { readonly public: true; readonly more: Permission };

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that hangs behind the door, as method and address. */
    readonly behindTheDoor: readonly string[];
  }
  interface FastifyRequest {
    /** Who acts; null on routes that ask nobody, and where nobody may be seen. */
    person: Person | null;
    /** A page that this person may not see: it must look like one that is not there. */
    hidden: boolean;
    /** Whether who was let in would be let in now; for an answer that goes on. What presents nothing that holds is nobody. */
    stillLetIn: () => Promise<boolean>;
  }
}

export interface DoorDeps {
  readonly demo: boolean;
  readonly log: Log;
  readonly whoActs: WhoActs;
  readonly now: () => Date;
  /** Undefined: nobody declared it. */
  readonly accessOf: (request: FastifyRequest) => Access | undefined;
  /** Pages answer as pages. */
  readonly isPage: (request: FastifyRequest) => boolean;
  /** Where a browser is sent that shows a page to nobody; where nobody signs in there is none. */
  readonly signInPage?: ((request: FastifyRequest) => string) | undefined;
}

/**
 * Whoever signed in has shown their key as recently as a permission asks for. In the demonstration, and for machines, there is none.
 * @throws Refusal sign-in-again
 */
export function assertFreshFor(permission: Permission, authenticatedAt: Date | undefined, now: Date): void {
  const minutes = freshMinutesFor[permission];
  if (authenticatedAt && minutes !== undefined) assertFresh({ authenticatedAt }, now, minutes);
}

/** What is not there, and what somebody may not see: the same words. */
export const notHere = () =>
  new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');

const undeclared = () =>
  new Refusal(
    'not-permitted',
    403,
    'This is closed',
    'Nobody has said who may use this address. Nothing was stored.',
  );

const signInMissing = () =>
  new Refusal(
    'sign-in-missing',
    401,
    'Sign in first',
    'This is for people who work here. Nothing was shown and nothing was stored.',
  );

/** Hangs the door before every route that is registered after it. */
export function openDoor(app: FastifyInstance, deps: DoorDeps): void {
  const { demo, log, whoActs, accessOf, isPage, signInPage } = deps;
  const behindTheDoor: string[] = [];
  app.decorate('behindTheDoor', behindTheDoor);
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) behindTheDoor.push(`${one} ${url}`);
  });
  app.decorateRequest('person', null);
  app.decorateRequest('hidden', false);
  app.decorateRequest('stillLetIn', async () => false);
  app.addHook('onRequest', async (request, reply) => {
    // No route takes it: it is answered as such, and nothing runs.
    if (request.is404) return;
    const access = accessOf(request);
    if (access === undefined) throw undeclared();
    if (access === 'public' || access === 'responder') return;
    if (access === 'carrier' || access === 'partner') return;
    if (access === 'sandbox') {
      if (!demo) throw notHere();
      return;
    }
    const person = await whoActs(request);
    const permission = typeof access === 'string' ? access : access.more;
    if (person && may(person.role, permission, person.scopes)) {
      assertFreshFor(permission, person.authenticatedAt, deps.now());
      request.person = person;
      request.stillLetIn = async () => {
        const now = await whoActs(request).catch(() => undefined);
        return now?.id === person.id && may(now.role, permission, now.scopes);
      };
      return;
    }
    if (typeof access !== 'string') return;
    if (!person && signInPage && isPage(request) && /\btext\/html\b/.test(request.headers.accept ?? ''))
      return reply.redirect(signInPage(request), 303);
    if (!person) throw demo ? whoAreYou() : signInMissing();
    log.warn('not permitted', {
      requestId: request.id,
      route: request.routeOptions.url ?? 'none',
      personId: person.id,
      permission,
    });
    if (!isPage(request)) throw notHere();
    request.hidden = true;
  });
}

/** Who acts, on a route that is for somebody. @throws Refusal when nobody was let in: the route was declared for anybody */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw undeclared();
  return request.person;
}

/** One transaction in a person's name: what they may not see is not there. */
export const inNameOf = <T>(db: Db, person: Person, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inScope(
    db,
    {
      kind: scopeKindOf(person.role, person.organizationId === operatorOrganizationId),
      organizationId: person.organizationId,
      personId: person.id,
    },
    work,
  );
