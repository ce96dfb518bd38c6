/** Service accounts: machines with a token that says what it may, until when. Shown once, kept as a hash. Source: ASVS 13.2, 9. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { leaf } from '../audit/index.ts';
import {
  type Clock,
  type Db,
  type Log,
  newId,
  operatorOrganizationId,
  Refusal,
  type Tx,
} from '../platform/index.ts';
import {
  isTokenScope,
  type Permission,
  roleGrantHours,
  tokenByTwo,
  tokenDays,
  tokenParts,
  tokenText,
  tokenWaitsUntil,
} from './core/index.ts';
import type { WhoActs } from './door.ts';
import { tellSupervisors } from './people.ts';
import { findStaff, insertStaff, staffNames } from './store.ts';
import {
  countLiveTokens,
  insertToken,
  markRevoked,
  markUsed,
  readToken,
  readTokens,
  type StoredToken,
} from './store-tokens.ts';

const secretBytes = 32;
const dayMilliseconds = 86_400_000;
const liveLimit = 200;
const listLimit = 500;
const nameLimit = 120;

/** Since when what waits can still be agreed to. */
export const waitingSince = (now: Date): Date => new Date(now.getTime() - roleGrantHours * 3_600_000);
export const newSecret = (): string => randomBytes(secretBytes).toString('base64url');
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface TokenOrder {
  /** What the machine is, as people will read it in the log. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: number;
}

/** A token as administrators see it; never its secret. */
export interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  /** Who was the second person; null where one is enough, and while it waits. */
  readonly agreedBy: string | null;
  readonly state: 'waiting' | 'lapsed' | 'live' | 'ended' | 'revoked';
  readonly lastUsedOn: string | null;
}

const gone = 'Somebody who is not here any more';

function stateOf(token: StoredToken, now: Date): ListedToken['state'] {
  if (token.revokedAt) return 'revoked';
  if (!token.secretHash) return tokenWaitsUntil(token) <= now ? 'lapsed' : 'waiting';
  return token.expiresAt <= now ? 'ended' : 'live';
}

export async function listTokens(db: Db, now: Date): Promise<ListedToken[]> {
  const rows = await readTokens(db, listLimit);
  const names = await staffNames(
    db,
    rows.flatMap(({ madeBy, agreedBy }) => (agreedBy ? [madeBy, agreedBy] : [madeBy])),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    madeBy: names.get(row.madeBy) ?? gone,
    agreedBy: row.agreedBy && (names.get(row.agreedBy) ?? gone),
    madeAt: row.madeAt,
    expiresAt: row.expiresAt,
    state: stateOf(row, now),
    lastUsedOn: row.lastUsedOn,
  }));
}

function checked(order: TokenOrder): { name: string; scopes: Permission[]; days: number } {
  const name = order.name.trim();
  if (!name || name.length > nameLimit)
    throw new Refusal(
      'token-name-missing',
      422,
      'What is it for?',
      `Give it a name of at most ${nameLimit} characters. Nothing was made yet.`,
    );
  const scopes = [...new Set(order.scopes)].filter(isTokenScope);
  if (scopes.length === 0 || scopes.length !== new Set(order.scopes).size)
    throw new Refusal(
      'token-scopes-missing',
      422,
      'What may it do?',
      'Choose one thing or more from the list. Nothing was made yet.',
    );
  if (!tokenDays.some((days) => days === order.days))
    throw new Refusal(
      'token-days-unknown',
      422,
      'For how long?',
      `A token is made for ${tokenDays.join(', ')} days. Nothing was made yet.`,
    );
  return { name, scopes, days: order.days };
}

/**
 * Makes a service account and its token. The answer is the only time that the token is told; none where it shows casework: then a
 * supervisor has to agree first, and is told it (agreeing-tokens.ts).
 * @throws Refusal token-name-missing, token-scopes-missing, token-days-unknown, tokens-full
 */
export async function makeToken(
  tx: Tx,
  by: string,
  order: TokenOrder,
  now: Date,
): Promise<{ token: string | null }> {
  const { name, scopes, days } = checked(order);
  if ((await countLiveTokens(tx, now, waitingSince(now))) >= liveLimit)
    throw new Refusal(
      'tokens-full',
      409,
      'There are too many tokens',
      `At most ${liveLimit} can be in use. Revoke one that nothing needs any more.`,
    );
  const [id, staffId] = [newId(now), newId(now)];
  const waits = tokenByTwo(scopes);
  const secret = waits ? null : newSecret();
  await insertStaff(tx, {
    id: staffId,
    name,
    role: 'service-account',
    organizationId: operatorOrganizationId,
  });
  await insertToken(tx, {
    id,
    staffId,
    secretHash: secret === null ? null : hashOf(secret),
    scopes,
    madeBy: by,
    madeAt: now,
    expiresAt: new Date(now.getTime() + days * dayMilliseconds),
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: waits ? 'token-asked' : 'token-made',
    subjectKind: 'person',
    subjectId: staffId,
    detail: { tokenId: id, scopes: scopes.join(' '), days },
  });
  if (waits) await tellSupervisors(tx, staffId, 'token-asked', now);
  return { token: secret && tokenText(id, secret) };
}

/** Takes a token back at once. Done twice it is done once. @throws Refusal not-here */
export async function revokeToken(tx: Tx, by: string, id: string, now: Date): Promise<void> {
  const token = await readToken(tx, id);
  if (!token) throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  if (!(await markRevoked(tx, id, now))) return;
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'token-revoked',
    subjectKind: 'person',
    subjectId: token.staffId,
    detail: { tokenId: id },
  });
}

const refusals = {
  'token-unknown': [
    'This token is not known',
    'It may have been mistyped or cut short. Ask whoever runs this instance.',
  ],
  'token-revoked': [
    'This token was taken back',
    'It opens nothing any more. Ask whoever runs this instance for a new one.',
  ],
  'token-ended': ['This token has run out', 'Ask whoever runs this instance for a new one.'],
} as const;

/**
 * Who acts, by `Authorization: Bearer alight_…`; undefined where there is no such header.
 * @param db in the name of the door
 */
export function tokenWhoActs({ db, clock, log }: { db: Db; clock: Clock; log: Log }): WhoActs {
  const refuse = (code: keyof typeof refusals, tokenId: string | undefined): never => {
    log.warn('token refused', { code, tokenId });
    const [title, detail] = refusals[code];
    throw new Refusal(code, 401, title, detail);
  };
  return async ({ headers: { authorization } }) => {
    if (authorization === undefined) return undefined;
    const parts = tokenParts(/^Bearer (\S{1,200})$/i.exec(authorization)?.[1] ?? '');
    if (!parts) return refuse('token-unknown', undefined);
    const token = await readToken(db, parts.id);
    // A stranger learns nothing of a token whose secret they do not have.
    if (!token?.secretHash || !timingSafeEqual(token.secretHash, hashOf(parts.secret)))
      return refuse('token-unknown', token?.id);
    const now = clock.now();
    if (token.revokedAt) return refuse('token-revoked', token.id);
    if (token.expiresAt <= now) return refuse('token-ended', token.id);
    const account = await findStaff(db, token.staffId);
    if (account?.role !== 'service-account') return refuse('token-revoked', token.id);
    await markUsed(db, token.id, now.toISOString().slice(0, 10));
    return { ...account, scopes: token.scopes };
  };
}
