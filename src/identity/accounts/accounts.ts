/**
 * Who is at the other end: sign-in by passkey, by an agency, or by password and code; sessions that lock; and what a person may do with
 * their own keys. Every way in ends in one session cookie, and only `whoIs` says whose it is.
 */
import { createHmac } from 'node:crypto';
import { type Clock, type Db, type Log, Refusal } from '../../platform/index.ts';
import { type AskedRole, needsStepUp } from '../core/index.ts';
import { admission } from './admission.ts';
import { type Asking, agencyProviderId } from './agency.ts';
import { attemptFrom } from './agency-key.ts';
import { answerCeremony, type Ceremony } from './ceremonies.ts';
import { changePassword } from './changing.ts';
import { cookiesSetBy, withoutCookies } from './cookies.ts';
import { cookiePrefix, openEngine, signInPath } from './engine.ts';
import {
  beginPassword,
  type CodeKey,
  type FallbackDeps,
  finishPassword,
  signInWithPassword,
} from './fallback.ts';
import {
  agreeInvitation,
  type InvitationOrder,
  invite,
  inviteFirst,
  listInvitations,
  type OpenInvitation,
  openedBy,
} from './invitations.ts';
import { type Admitted, openPeople, type PeopleStore } from './people.ts';
import { approve, askRecovery, listRecoveries, type OpenRecovery, refuse } from './recovery.ts';
import { openSignInRecord } from './sign-in-record.ts';
import { assertFresh, type SignedIn, type Standing, standingOf } from './standing.ts';
import { dropKeys } from './store.ts';
import { assertOnlyAuth, openAuthDatabase } from './store-connect.ts';
import { revokeInvitations } from './store-invitations.ts';
import { dropPasskey, passkeysOf, renamePasskey } from './store-passkeys.ts';
import { hasPassword, passwordSetAt } from './store-passwords.ts';
import { dropSession, dropSessions, sessionsOf, touchSession } from './store-sessions.ts';
import type { Method } from './tables.ts';

export interface AccountsDeps {
  /** For the role alight_auth. */
  readonly authDatabaseUrl: string;
  /** The application's own database, in the name of the system. */
  readonly db: Db;
  readonly staff: PeopleStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Signs cookies and seals code keys; from a file in the data folder. */
  readonly secret: string;
  readonly publicOrigin: string;
  readonly instanceName: string;
  readonly agency: Asking | undefined;
}

export interface OwnKeys {
  readonly email: string;
  readonly passkeys: readonly { id: string; name: string | null; createdAt: Date | null }[];
  /** When the password was set; null where there is none. */
  readonly passwordSetAt: Date | null;
  readonly sessions: readonly {
    id: string;
    method: Method;
    authenticatedAt: Date;
    seenAt: Date;
    here: boolean;
  }[];
  /** Somebody says that the person lost every key; they themselves can say that it is not so. */
  readonly recovery: OpenRecovery | null;
}

export interface Accounts {
  /** The agency's own sign-in, when one is set. */
  readonly agencyName: string | undefined;
  /** A step of a passkey ceremony, or of coming back from the agency. */
  ceremony(step: Ceremony, request: Request): Promise<Response>;
  standing(headers: Headers, now: Date): Promise<Standing>;
  /** Who is signed in; nobody while the session is locked. */
  whoIs(headers: Headers, now: Date): Promise<SignedIn | undefined>;
  /** A live page is open: its session does not lock meanwhile. */
  keepAlive(sessionId: string, now: Date): Promise<void>;
  /** @returns cookies to set @throws Refusal `sign-in-wrong`, `password-path-closed` */
  signInWithPassword(
    given: { email: string; password: string; code: string },
    headers?: Headers,
  ): Promise<string[]>;
  /** Where to send a browser for the agency's own sign-in. @param to where it comes back to in the end */
  toAgency(to: string): Promise<{ location: string; cookies: string[] }>;
  /** @returns cookies to set */
  signOut(headers: Headers): Promise<string[]>;
  /** Ends every session of a person, here and elsewhere, or all but one. */
  endSessions(personId: string, by: string, exceptId?: string): Promise<number>;
  /** Somebody no longer works here: no session and no key of theirs opens anything. */
  shutOut(personId: string, by: string): Promise<void>;
  ownKeys(who: SignedIn): Promise<OwnKeys>;
  renamePasskey(who: SignedIn, id: string, name: string): Promise<void>;
  /** @throws Refusal `last-key` when nothing would be left to come in with */
  removePasskey(who: SignedIn, id: string): Promise<void>;
  endSession(who: SignedIn, id: string): Promise<void>;
  /** They did not lose their keys. Needs no fresh key: it changes nothing but somebody else's question. @throws Refusal `recovery-over` */
  refuseOwnRecovery(who: SignedIn): Promise<void>;
  /** Whom a link is for. @throws Refusal `invitation-over` */
  invitation(
    token: string | undefined,
  ): Promise<{ name: string; email: string; role: string; again: boolean }>;
  beginPassword(token: string | undefined, password: string): Promise<CodeKey>;
  /** Every other session of the person ends. @throws Refusal `password-wrong`, `password-weak` and others, as changing.ts has them */
  changePassword(who: SignedIn, given: { old: string; next: string }): Promise<void>;
  finishPassword(token: string | undefined, code: string): Promise<void>;
  /** @returns no token where a second person has to agree first */
  invite(order: InvitationOrder, by: string): Promise<{ token: string | null; personId: string }>;
  /** @param by null: on the machine itself @param judge throws where this person may not agree */
  agreeInvitation(
    id: string,
    by: string | null,
    judge: (asked: AskedRole) => Promise<void>,
  ): Promise<{ token: string; name: string }>;
  inviteFirst(order: { name: string; email: string }): Promise<{ token: string }>;
  invitations(): Promise<OpenInvitation[]>;
  takeBackInvitation(personId: string, by: string): Promise<void>;
  askRecovery(personId: string, by: string): Promise<{ recoveryId: string }>;
  approveRecovery(
    recoveryId: string,
    by: string,
    of: (id: string) => Promise<Admitted | undefined>,
  ): Promise<{ token: string; personId: string }>;
  refuseRecovery(recoveryId: string, by: string): Promise<void>;
  recoveries(): Promise<OpenRecovery[]>;
  close(): Promise<void>;
}

const touchEveryMilliseconds = 60_000;

/**
 * Opens sign-in.
 * @throws Error when the connection is another role's than alight_auth
 */
export async function openAccounts(deps: AccountsDeps): Promise<Accounts> {
  const { clock, log, publicOrigin, instanceName, agency } = deps;
  const db = openAuthDatabase(deps.authDatabaseUrl);
  await assertOnlyAuth(db).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  const people = openPeople(deps.db, deps.staff);
  const secret = createHmac('sha256', deps.secret).update('alight better-auth 1').digest('base64');
  const macSecret = createHmac('sha256', deps.secret).update('alight sign-in names 1').digest('base64');
  const record = openSignInRecord({ db, people, clock, log, secret: macSecret });
  const inviting = { db, people };
  const now = () => clock.now();
  const standing = (headers: Headers, at: Date) => standingOf(engine, people.isActive, headers, at);
  const engine = openEngine({
    db,
    clock,
    log,
    secret,
    publicOrigin,
    instanceName,
    agency,
    mayStart: people.isActive,
    record,
    ...admission({ ...inviting, clock, publicOrigin, standing, record }),
  });
  const fallback: FallbackDeps = { ...inviting, engine, clock, secret: macSecret, instanceName, record };
  const isFresh = async (headers: Headers) => {
    const who = await standing(headers, now());
    return who.state === 'open' && !needsStepUp(who, now());
  };
  const isOurs = (name: string) => name.startsWith(cookiePrefix(publicOrigin));

  return {
    agencyName: agency?.settings.name,
    ceremony: async (step, request) => {
      const before = await standing(request.headers, now());
      const answer = await answerCeremony({ engine, log, record, isOurs, isFresh }, step, request);
      // A new session takes the place of the one that the browser had.
      const renewed = answer.headers.getSetCookie().some((cookie) => /session_token=[^;]/.test(cookie));
      if (renewed && before.state !== 'nobody') await dropSession(db, before.sessionId);
      return answer;
    },
    standing,
    whoIs: async (headers, at) => {
      const found = await standing(headers, at);
      if (found.state !== 'open') return undefined;
      const { state: _, ...who } = found;
      await touchSession(db, who.sessionId, at, new Date(at.getTime() - touchEveryMilliseconds));
      return who;
    },
    keepAlive: (sessionId, at) =>
      touchSession(db, sessionId, at, new Date(at.getTime() - touchEveryMilliseconds)),
    signInWithPassword: async (given, headers) => {
      const before = headers ? await standing(headers, now()) : undefined;
      const cookies = await signInWithPassword(fallback, given);
      if (before && before.state !== 'nobody') await dropSession(db, before.sessionId);
      return cookies;
    },
    toAgency: async (to) => {
      if (!agency)
        throw new Refusal(
          'no-agency',
          404,
          'No agency signs in here',
          'Use a passkey, or ask to be invited.',
        );
      const answer = await engine.api.signInSocial({
        body: {
          provider: agencyProviderId,
          callbackURL: to,
          errorCallbackURL: signInPath,
          disableRedirect: true,
          additionalData: attemptFrom(now()),
        },
        headers: new Headers(),
        asResponse: true,
      });
      const told = answer.ok ? ((await answer.json()) as { url?: string }) : {};
      if (!told.url)
        throw new Refusal(
          'agency-unreachable',
          503,
          'Your agency’s sign-in does not answer',
          'Try again in a few minutes, or use a passkey.',
        );
      return { location: told.url, cookies: cookiesSetBy(answer) };
    },
    signOut: async (headers) => {
      const answer = await engine.api.signOut({
        headers: withoutCookies(headers, (name) => !isOurs(name)),
        asResponse: true,
      });
      return cookiesSetBy(answer);
    },
    endSessions: (personId, by, exceptId) =>
      db.transaction().execute(async (tx) => {
        const ended = await dropSessions(tx, personId, exceptId);
        await people.record({ action: 'sessions-ended', personId, by, at: now() });
        return ended;
      }),
    shutOut: (personId, by) =>
      db.transaction().execute(async (tx) => {
        await dropSessions(tx, personId);
        await dropKeys(tx, personId);
        await revokeInvitations(tx, personId, now());
        await people.record({ action: 'person-shut-out', personId, by, at: now() });
      }),
    ownKeys: async ({ personId, sessionId }) => {
      const user = await (await engine.$context).internalAdapter.findUserById(personId);
      const sessions = await sessionsOf(db, personId);
      return {
        email: user?.email ?? '',
        passkeys: await passkeysOf(db, personId),
        passwordSetAt: await passwordSetAt(db, personId),
        sessions: sessions.map((session) => ({ ...session, here: session.id === sessionId })),
        recovery: (await listRecoveries(inviting, now())).find((one) => one.personId === personId) ?? null,
      };
    },
    renamePasskey: async ({ personId }, id, name) => {
      const words = name.trim();
      if (words.length < 1 || words.length > 60)
        throw new Refusal(
          'name-missing',
          400,
          'What is it called?',
          'Write a name of at most 60 characters.',
        );
      await renamePasskey(db, { id, userId: personId, name: words });
    },
    removePasskey: (who, id) => removeOwnPasskey(inviting, who, id, now()),
    endSession: async ({ personId }, id) => {
      if ((await sessionsOf(db, personId)).some((session) => session.id === id)) await dropSession(db, id);
    },
    refuseOwnRecovery: async ({ personId }) => {
      const own = (await listRecoveries(inviting, now())).find((one) => one.personId === personId);
      await refuse(inviting, { recoveryId: own?.id ?? personId, by: personId }, now());
    },
    invitation: async (token) => {
      const { name, email, role, kind } = await openedBy(db, token, now());
      return { name, email, role, again: kind === 'recovery' };
    },
    beginPassword: (token, password) => beginPassword(fallback, token, password),
    changePassword: (who, given) => changePassword(fallback, who, given),
    finishPassword: (token, code) => finishPassword(fallback, token, code),
    invite: (order, by) => invite(inviting, order, by, now()),
    agreeInvitation: (id, by, judge) => agreeInvitation(inviting, { id, by, judge }, now()),
    inviteFirst: (order) => inviteFirst(inviting, order, now()),
    invitations: () => listInvitations(db, now()),
    takeBackInvitation: (personId, by) =>
      db.transaction().execute(async (tx) => {
        if ((await revokeInvitations(tx, personId, now())) > 0)
          await people.record({ action: 'invitation-taken-back', personId, by, at: now() });
      }),
    askRecovery: (personId, by) => askRecovery(inviting, { personId, by }, now()),
    approveRecovery: (recoveryId, by, of) => approve(inviting, { recoveryId, by, of }, now()),
    refuseRecovery: (recoveryId, by) => refuse(inviting, { recoveryId, by }, now()),
    recoveries: () => listRecoveries(inviting, now()),
    close: async () => {
      await record.settled();
      await db.destroy();
    },
  };
}

async function removeOwnPasskey(
  { db, people }: Pick<FallbackDeps, 'db' | 'people'>,
  { personId, authenticatedAt }: SignedIn,
  id: string,
  at: Date,
): Promise<void> {
  assertFresh({ authenticatedAt }, at);
  await db.transaction().execute(async (tx) => {
    const kept = await passkeysOf(tx, personId);
    if (!kept.some((key) => key.id === id)) return;
    if (kept.length === 1 && !(await hasPassword(tx, personId)))
      throw new Refusal(
        'last-key',
        409,
        'This is your only way in',
        'Add another passkey first, then remove this one.',
      );
    await dropPasskey(tx, id, personId);
    await people.record({ action: 'passkey-removed', personId, by: personId, at });
  });
}
