/** Who may call what, in the description of the API: read from the door's own table (access.ts), so that it says what the door does. */
import { isTokenScope, type Permission } from '../identity/core/index.ts';
import type { Access } from '../identity/index.ts';
import { routeAccess } from './access.ts';

type Requirement = Readonly<Record<string, readonly string[]>>;

/** The ways of saying who one is. */
const schemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-alight.session_token',
    description:
      'Somebody who works here and signed in. What cannot be taken back asks for the key again (403 sign-in-again).',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A machine, by a token that an administrator made for the named scopes: alight_<id>_<secret>.',
  },
  dutyPage: {
    type: 'http',
    scheme: 'bearer',
    description: 'A responder, by the session that POST /v1/pages/exchange gives for the token of a link.',
  },
  partnerKey: {
    type: 'apiKey',
    in: 'header',
    name: 'Alight-Key',
    description:
      'A partner’s own app, with a signature as Standard Webhooks has it. See docs/guides/partner-api.md.',
  },
  carrierSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Twilio-Signature',
    description: 'Our carrier of texts.',
  },
  demonstration: {
    type: 'apiKey',
    in: 'header',
    name: 'Alight-Actor',
    description: 'In the demonstration, on this machine only: the id of whoever acts, without proof.',
  },
} as const;
type Scheme = keyof typeof schemes;

const by = (scheme: Scheme, ...scopes: string[]): Requirement => ({ [scheme]: scopes });
const forStaff = (permission: Permission): Requirement[] => [
  by('session'),
  ...(isTokenScope(permission) ? [by('token', permission)] : []),
  by('demonstration'),
];

/** What a call has to present: one of these; nothing where there is none. */
export function requirementsOf(access: Access): readonly Requirement[] {
  // Anybody may ask, and learns more as one of these.
  if (typeof access !== 'string') return [{}, ...forStaff(access.more)];
  if (access === 'public' || access === 'sandbox') return [];
  if (access === 'responder') return [by('dutyPage')];
  if (access === 'partner') return [by('partnerKey')];
  if (access === 'carrier') return [by('carrierSignature')];
  return forStaff(access);
}

/** What gives a session asks for none: the token of the link is in the body. */
const givesSession = 'POST /v1/pages/exchange';

/** Adds to each operation of a description who may call it. */
export function describeAccess<D extends object>(given: D): D {
  const document = given as D & {
    paths?: Record<string, Record<string, { security?: readonly Requirement[] }>>;
    components?: Record<string, unknown>;
  };
  for (const [path, operations] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(operations)) {
      const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      const access = routeAccess[route];
      if (access !== undefined) operation.security = route === givesSession ? [] : requirementsOf(access);
    }
  document.components = { ...document.components, securitySchemes: schemes };
  return document;
}
