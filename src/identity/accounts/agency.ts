/**
 * An agency's own sign-in (OpenID Connect). better-auth keeps the state, the nonce and the session; what is asked of the agency is asked
 * here, by the one way out: what its discovery document names is an address that a stranger wrote, and leads nowhere inside.
 */
import { createHash } from 'node:crypto';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError } from 'better-auth/api';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Outbound } from '../../platform/index.ts';

/** What an operator sets for one agency's sign-in. */
export interface AgencySettings {
  /** The issuer as its discovery document has it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whose e-mail addresses it may vouch for: an agency must not open an invitation that went to somebody elsewhere. */
  readonly emailDomains: readonly string[];
  /** What people call it. */
  readonly name: string;
}

/** Who the agency says it is. */
export interface AgencyProfile {
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** How long before its answer they showed their key there, in seconds; null where the agency does not say. */
  readonly keySecondsBefore: number | null;
}

export const agencyProviderId = 'agency';
/** An answer that was given longer ago than this, or in the future, comes from a clock that is wrong, or from somebody who kept it. */
const clockToleranceSeconds = 300;
/** What signs by a secret that both know, or by none, is not asked for its key. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const scopes = ['openid', 'email', 'profile'];

/** What is used of a discovery document. */
interface Discovered {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @throws Error where it is no answer, or no object */
function objectIn({ status, body }: Awaited<ReturnType<Outbound['get']>>): Record<string, unknown> {
  const found: unknown = status === 200 ? JSON.parse(body) : undefined;
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new Error('the agency gave no answer that can be used');
  return found as Record<string, unknown>;
}

/** @throws APIError `AGENCY_CLOCK` when the agency's clock and ours are too far apart */
function assertRecent(issuedAt: number | undefined): void {
  const apart = Math.abs(Date.now() / 1000 - (issuedAt ?? 0));
  if (apart > clockToleranceSeconds)
    throw new APIError('FORBIDDEN', { code: 'AGENCY_CLOCK', message: 'AGENCY_CLOCK' });
}

/** An agency, and how it is asked. */
export interface Asking {
  readonly settings: AgencySettings;
  readonly outbound: Outbound;
}

/** Asked each time: it is a step that a person waits for anyway, and what the agency changed holds at once. */
async function discover({ settings: { issuer }, outbound }: Asking): Promise<Discovered> {
  const at = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const told = objectIn(await outbound.get(at));
  if (told['issuer'] !== issuer) throw new Error('the discovery document is another issuer’s');
  return {
    issuer,
    authorization_endpoint: text(told['authorization_endpoint']),
    token_endpoint: text(told['token_endpoint']),
    jwks_uri: text(told['jwks_uri']),
    userinfo_endpoint: text(told['userinfo_endpoint']),
  };
}

/** Where a browser is sent. It goes there itself, and by what the operator's own address goes: never from https to less. */
function authorizationUrl(
  { settings }: Asking,
  found: Discovered,
  asked: { state: string; codeVerifier: string; redirectURI: string; idTokenNonce?: string | undefined },
): URL {
  const url = new URL(found.authorization_endpoint);
  if (url.protocol !== 'https:' && url.origin !== new URL(settings.issuer).origin)
    throw new Error('the agency’s sign-in page is not reached by https');
  const challenge = createHash('sha256').update(asked.codeVerifier).digest('base64url');
  const wanted = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: asked.redirectURI,
    scope: scopes.join(' '),
    state: asked.state,
    nonce: asked.idTokenNonce ?? '',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    // Whoever sits down at a shared desk signs in there themselves. A browser can take this out of the address, so that it is no more
    // than a wish; with max_age the agency also has to say when they did, and that is judged (agency-key.ts).
    prompt: 'login',
    max_age: '0',
  };
  for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
  return url;
}

async function exchange(
  asking: Asking,
  given: { code: string; codeVerifier?: string | undefined; redirectURI: string },
): Promise<{ idToken: string; accessToken: string }> {
  const { settings, outbound } = asking;
  const { token_endpoint } = await discover(asking);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.redirectURI,
    code_verifier: given.codeVerifier ?? '',
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const told = objectIn(await outbound.post(token_endpoint, { headers, body }));
  return { idToken: text(told['id_token']), accessToken: text(told['access_token']) };
}

/** Signature, issuer, audience, expiry and nonce. @throws whatever does not hold */
async function verified(
  { settings, outbound }: Asking,
  found: Discovered,
  { idToken, nonce }: { idToken: string; nonce: string | undefined },
): Promise<JWTPayload> {
  const keys = objectIn(await outbound.get(found.jwks_uri)) as unknown as JSONWebKeySet;
  const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
    issuer: found.issuer,
    audience: settings.clientId,
    algorithms,
    requiredClaims: ['sub', 'iat', 'exp'],
  });
  // A browser that brings an answer to somebody else's question brings another nonce.
  if (!nonce || payload['nonce'] !== nonce) throw new Error('the answer is to another question');
  return payload;
}

/** What the agency says of a person beyond their name for them; only with the token that came with it. */
async function claimsOf(
  asking: Asking,
  tokens: { idToken: string; accessToken: string; nonce: string | undefined },
): Promise<Record<string, unknown>> {
  const found = await discover(asking);
  const claims = await verified(asking, found, tokens);
  assertRecent(claims.iat);
  if (claims['email'] || !tokens.accessToken || !found.userinfo_endpoint) return claims;
  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  const more = objectIn(await asking.outbound.get(found.userinfo_endpoint, headers));
  // A subject that differs is somebody else's answer (OpenID Connect Core 5.3.2).
  if (more['sub'] !== claims.sub) throw new Error('the answer is about somebody else');
  return { ...more, ...claims };
}

/** @param fromAgency called with who it is before a session is made; it may refuse */
export function agencySignIn(
  asking: Asking,
  fromAgency: (profile: AgencyProfile) => Promise<void>,
): BetterAuthPlugin {
  const { name, emailDomains, issuer } = asking.settings;
  const provider = {
    id: agencyProviderId,
    name,
    issuer,
    requiresIdTokenNonce: true,
    disableSignUp: true,
    options: { disableSignUp: true, disableIdTokenSignIn: true },
    accountSubject: ({ profile }: { profile: object }) => text('sub' in profile ? profile.sub : ''),
    createAuthorizationURL: async (asked: Parameters<typeof authorizationUrl>[2]) =>
      authorizationUrl(asking, await discover(asking), asked),
    validateAuthorizationCode: (given: Parameters<typeof exchange>[1]) => exchange(asking, given),
    getUserInfo: async (tokens: {
      idToken?: string | undefined;
      accessToken?: string | undefined;
      expectedIdTokenNonce?: string | undefined;
    }) => {
      const told = await claimsOf(asking, {
        idToken: tokens.idToken ?? '',
        accessToken: tokens.accessToken ?? '',
        nonce: tokens.expectedIdTokenNonce,
      }).catch((error: unknown) => {
        if (error instanceof APIError) throw error;
        return null;
      });
      if (!told) return null;
      const email = text(told['email']).toLowerCase();
      const authTime = told['auth_time'];
      const profile: AgencyProfile = {
        subject: text(told['sub']),
        email,
        emailVerified: told['email_verified'] === true && emailDomains.includes(email.split('@').at(-1)!),
        keySecondsBefore: typeof authTime === 'number' ? Number(told['iat']) - authTime : null,
      };
      if (!profile.subject) return null;
      await fromAgency(profile);
      const user = {
        email: profile.email || `${profile.subject}@agency.invalid`,
        emailVerified: profile.emailVerified,
        name: text(told['name']) || profile.subject,
      };
      return { user, data: { ...told, sub: profile.subject } };
    },
  };
  return {
    id: 'alight-agency',
    init: ({ socialProviders }) => ({ context: { socialProviders: [provider, ...socialProviders] } }),
  };
}
