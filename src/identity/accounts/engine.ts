/**
 * better-auth, told what it may do here. It verifies passkeys, passwords, codes and the answers of an agency's own sign-in, and keeps
 * sessions; who may have an account, how long a session lasts and what is refused is decided by us. Its own pages, sign-up, rate limits
 * by address and telemetry are off.
 */
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';
import { type Clock, type Log, newId } from '../../platform/index.ts';
import { longestHours, longestPassword, shortestPassword } from '../core/index.ts';
import { type AgencyProfile, type Asking, agencySignIn } from './agency.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import type { SignInRecord } from './sign-in-record.ts';
import { authSchema } from './store-connect.ts';
import type { AuthDb, Method } from './tables.ts';

/** Where better-auth's own addresses begin. */
export const authPath = '/auth';
/** A sign-in that failed at the agency comes back here, with a code. */
export const signInPath = '/sign-in';

export interface EngineDeps {
  readonly db: AuthDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly secret: string;
  readonly publicOrigin: string;
  readonly instanceName: string;
  readonly agency: Asking | undefined;
  /** Whether somebody works here now. */
  readonly mayStart: (personId: string) => Promise<boolean>;
  readonly record: SignInRecord;
  /** Whom an invitation in these headers is for. @throws APIError when it is over */
  readonly invited: (headers: Headers) => Promise<{ id: string; name: string; displayName: string }>;
  /** A passkey was made and is genuine: uses the invitation up, or asks that the person signed in a moment ago. */
  readonly admitted: (headers: Headers, personId: string, byInvitation: boolean) => Promise<void>;
  /** Somebody came from their agency: links them to an open invitation where there is one. */
  readonly fromAgency: (profile: AgencyProfile) => Promise<void>;
  /** When whoever comes from their agency showed a key there. @throws APIError when a session is to be made fresh and nobody did */
  readonly agencyKeyShownAt: (headers: Headers) => Promise<Date>;
}

/** The cookie that names a session: bound to this host and to https, where there is https. */
export function cookiePrefix(publicOrigin: string): string {
  return publicOrigin.startsWith('https:') ? '__Host-alight' : 'alight';
}

const methodOfPath: Readonly<Record<string, Method>> = {
  '/passkey/verify-authentication': 'passkey',
  '/passkey/verify-registration': 'passkey',
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'totp',
  '/callback/:id': 'agency',
};

const refused = (code: string): APIError => new APIError('FORBIDDEN', { code, message: code });

function passkeys({ publicOrigin, instanceName, invited, admitted }: EngineDeps) {
  return passkey({
    rpID: new URL(publicOrigin).hostname,
    rpName: instanceName,
    origin: publicOrigin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      requireSession: false,
      resolveUser: ({ ctx }) => invited(new Headers(ctx.headers)),
      afterVerification: async ({ ctx, verification, user, context }) => {
        // A passkey stands for two factors: what one has, and what one is or knows. Without the second it is none.
        if (!verification.registrationInfo?.userVerified) throw refused('USER_NOT_VERIFIED');
        await admitted(new Headers(ctx.headers), user.id, context === 'invited');
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) throw refused('USER_NOT_VERIFIED');
      },
    },
    advanced: { webAuthnChallengeCookie: 'challenge' },
  });
}

/** Opens better-auth on our tables. */
export function openEngine(deps: EngineDeps) {
  const { db, clock, log, publicOrigin } = deps;
  const secure = publicOrigin.startsWith('https:');
  return betterAuth({
    appName: deps.instanceName,
    baseURL: publicOrigin,
    basePath: authPath,
    secret: deps.secret,
    trustedOrigins: [publicOrigin],
    database: { db, type: 'postgres', transaction: true, schemaName: authSchema },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    // Its words may hold an address or a name; that something was said, and how loudly, is enough to look for it.
    logger: { log: (level) => log[level]('better-auth said something', { level }) },
    onAPIError: { errorURL: signInPath },
    advanced: {
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(publicOrigin),
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => newId(clock.now()) },
    },
    session: {
      expiresIn: longestHours * 3600,
      disableSessionRefresh: true,
      freshAge: 0,
      additionalFields: {
        method: { type: 'string', required: true, input: false },
        authenticatedAt: { type: 'date', required: true, input: false },
        seenAt: { type: 'date', required: true, input: false },
      },
    },
    account: {
      updateAccountOnSignIn: false,
      accountLinking: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    databaseHooks: {
      user: { create: { before: async () => false } },
      session: {
        create: {
          before: async (session, ctx) => {
            const now = clock.now();
            const method = methodOfPath[ctx?.path ?? ''] ?? 'password';
            if (!(await deps.mayStart(session.userId))) {
              // The other ways say it themselves, with what else they refuse.
              if (method === 'agency') deps.record.refused({ id: session.userId }, method, 'not-active');
              throw refused('NOT_ACTIVE');
            }
            const shownAt =
              method === 'agency'
                ? await deps.agencyKeyShownAt(new Headers(ctx?.headers)).catch((error: unknown) => {
                    if (error instanceof APIError)
                      deps.record.refused({ id: session.userId }, method, 'strength');
                    throw error;
                  })
                : now;
            // Before it is there: nobody is let in whose coming is not on record. Half a sign-in is none.
            if (method !== 'password') await deps.record.opened(session.userId, method);
            return {
              data: {
                ...session,
                ipAddress: '',
                userAgent: '',
                method,
                authenticatedAt: shownAt,
                seenAt: now,
              },
            };
          },
        },
      },
    },
    plugins: [
      passkeys(deps),
      twoFactor({
        issuer: deps.instanceName,
        // Ours counts password and code together, for a name whether it exists or not.
        accountLockout: { enabled: false },
      }),
      ...(deps.agency ? [agencySignIn(deps.agency, deps.fromAgency)] : []),
    ],
  });
}

export type Engine = ReturnType<typeof openEngine>;
