/**
 * An agency's own sign-in (OpenID Connect). better-auth checks the signature, issuer, audience, nonce and expiry of what the agency says;
 * here it is asked when that was said, and whether the person was invited.
 */
import { APIError } from 'better-auth/api';
import type { GenericOAuthConfig } from 'better-auth/plugins';
import { decodeJwt } from 'jose';

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
}

export const agencyProviderId = 'agency';
/** An answer that was given longer ago than this, or in the future, comes from a clock that is wrong, or from somebody who kept it. */
const clockToleranceSeconds = 300;
const answerTimeoutMilliseconds = 10_000;

/** @throws APIError `AGENCY_CLOCK` when the agency's clock and ours are too far apart */
function assertRecent(issuedAt: number | undefined): void {
  const apart = Math.abs(Date.now() / 1000 - (issuedAt ?? 0));
  if (apart > clockToleranceSeconds)
    throw new APIError('FORBIDDEN', { code: 'AGENCY_CLOCK', message: 'AGENCY_CLOCK' });
}

async function askUserInfo(endpoint: string, accessToken: string): Promise<Record<string, unknown> | null> {
  const answer = await fetch(endpoint, {
    headers: { authorization: `Bearer ${accessToken}` },
    redirect: 'error',
    signal: AbortSignal.timeout(answerTimeoutMilliseconds),
  });
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @param fromAgency called with who it is before a session is made; it may refuse */
export function agencyProvider(
  { issuer, clientId, clientSecret, emailDomains, name }: AgencySettings,
  fromAgency: (profile: AgencyProfile) => Promise<void>,
): GenericOAuthConfig<typeof agencyProviderId> {
  const discoveryUrl = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  return {
    providerId: agencyProviderId,
    name,
    discoveryUrl,
    requireIdTokenVerification: true,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    // Whoever sits down at a shared desk signs in there themselves.
    prompt: 'login',
    disableSignUp: true,
    getUserInfo: async ({ idToken, accessToken }) => {
      if (!idToken) return null;
      const claims = decodeJwt(idToken);
      assertRecent(claims.iat);
      let told: Record<string, unknown> = claims;
      if (!claims['email'] && accessToken) {
        const discovered = (await (
          await fetch(discoveryUrl, { signal: AbortSignal.timeout(answerTimeoutMilliseconds) })
        ).json()) as { userinfo_endpoint?: string };
        const more = discovered.userinfo_endpoint
          ? await askUserInfo(discovered.userinfo_endpoint, accessToken)
          : null;
        // A subject that differs is somebody else's answer (OpenID Connect Core 5.3.2).
        if (more?.['sub'] !== claims.sub) return null;
        told = { ...claims, ...more };
      }
      const email = text(told['email']).toLowerCase();
      const profile: AgencyProfile = {
        subject: text(claims.sub),
        email,
        emailVerified: told['email_verified'] === true && emailDomains.includes(email.split('@').at(-1)!),
      };
      if (!profile.subject) return null;
      await fromAgency(profile);
      return {
        sub: profile.subject,
        email: profile.email || `${profile.subject}@agency.invalid`,
        emailVerified: profile.emailVerified,
        name: text(told['name']) || profile.subject,
      };
    },
  };
}
