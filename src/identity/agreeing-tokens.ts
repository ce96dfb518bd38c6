/** Tokens that show casework: what an administrator asked for counts when a supervisor agreed. Source: docs/decisions/0028. */
import { leaf } from '../audit/index.ts';
import { type Db, Refusal, type Tx } from '../platform/index.ts';
import { type TokenAgreeRefusal, tokenText, tokenWaitsUntil, whyNotAgreeToken } from './core/index.ts';
import { tellSupervisors } from './people.ts';
import { findStaff } from './store.ts';
import { lockToken, markRevoked, readWaiting, type StoredToken, writeAgreed } from './store-tokens.ts';
import { hashOf, newSecret, waitingSince } from './tokens.ts';

const listLimit = 100;

/** A token that waits for a supervisor. */
export interface OpenToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly askedBy: string;
  /** Until when it is to work. */
  readonly expiresAt: Date;
  /** Until when somebody can agree. */
  readonly waitsUntil: Date;
}

export async function openTokens(db: Db, now: Date): Promise<OpenToken[]> {
  const found = await readWaiting(db, waitingSince(now), listLimit);
  return found
    .map((token) => ({
      id: token.id,
      name: token.name,
      scopes: token.scopes,
      askedBy: token.madeBy,
      expiresAt: token.expiresAt,
      waitsUntil: tokenWaitsUntil(token),
    }))
    .filter(({ waitsUntil }) => waitsUntil > now);
}

const refusals: Readonly<Record<TokenAgreeRefusal, readonly [number, string, string]>> = {
  'token-over': [
    409,
    'This is over',
    'It was decided, taken back, or is older than three days. It can be asked for again if it is still wanted.',
  ],
  'token-second-person': [403, 'Somebody else must agree', 'Whoever asked is not the second person.'],
  'token-asker-gone': [
    409,
    'Whoever asked may not ask any more',
    'Look at why. Another administrator can ask for it, if it is right.',
  ],
};

async function locked(tx: Tx, id: string): Promise<StoredToken> {
  const token = /^[0-9a-f-]{36}$/.test(id) ? await lockToken(tx, id) : undefined;
  if (!token) throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  return token;
}

const asked = (token: StoredToken) => ({
  ...token,
  decided: token.secretHash !== null || token.revokedAt !== null,
});

const record = (tx: Tx, by: string, action: string, token: StoredToken, at: Date) =>
  leaf(tx, {
    at,
    actor: { kind: 'staff', id: by },
    action,
    subjectKind: 'person',
    subjectId: token.staffId,
    detail: { tokenId: token.id, scopes: token.scopes.join(' ') },
  });

/**
 * A supervisor agrees: the secret is made now, and told to them alone. Whoever asked never holds it.
 * @throws Refusal not-here, token-over, token-second-person, token-asker-gone
 */
export async function agreeToken(
  tx: Tx,
  id: string,
  by: string,
  now: Date,
): Promise<{ token: string; name: string }> {
  const token = await locked(tx, id);
  const asker = await findStaff(tx, token.madeBy);
  const why = whyNotAgreeToken(asked(token), by, asker?.role ?? null, now);
  if (why) throw new Refusal(why, ...refusals[why]);
  const secret = newSecret();
  await writeAgreed(tx, id, { by, at: now, secretHash: hashOf(secret) });
  await tellSupervisors(tx, token.staffId, 'token-given', now);
  await record(tx, by, 'token-made', token, now);
  return { token: tokenText(id, secret), name: token.name };
}

/** Whoever sees what waits says no, or takes it back. @throws Refusal not-here, token-over */
export async function refuseToken(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const token = await locked(tx, id);
  if (asked(token).decided) throw new Refusal('token-over', ...refusals['token-over']);
  await markRevoked(tx, id, now);
  await record(tx, by, 'token-refused', token, now);
}
