/**
 * The way in for a device without passkeys: a password and a code from an authenticator app together, or one of ten single-use codes
 * kept on paper. It slows down and locks for a name, whoever tries from wherever; a passkey is never asked here and never locked.
 */
import { createHmac, randomInt } from 'node:crypto';
import { createOTP } from '@better-auth/utils/otp';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { type Clock, newId, Refusal } from '../../platform/index.ts';
import { waitSeconds, waitWords } from '../core/index.ts';
import { cookiesOf, cookiesSetBy } from './cookies.ts';
import type { Engine } from './engine.ts';
import { assertGoodPassword } from './guessable.ts';
import { accept, type InvitingDeps, openedBy } from './invitations.ts';
import { hashPassword } from './password-hash.ts';
import type { SignInRecord } from './sign-in-record.ts';
import { type SquareCode, squareCode } from './square-code.ts';
import { sweep } from './store.ts';
import { keepDraft } from './store-invitations.ts';
import { keepPassword } from './store-passwords.ts';
import { claimTelling, countTry, forgetTries, spendCode, triesOf } from './store-path.ts';

export interface FallbackDeps extends InvitingDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly secret: string;
  readonly instanceName: string;
  readonly record: SignInRecord;
}

/** What a person writes down once. */
export interface CodeKey {
  /** For an authenticator app on this device. */
  readonly address: string;
  /** The same, for the camera of another device. */
  readonly square: SquareCode;
  /** The same key, to be typed. */
  readonly key: string;
  /** Each opens once, when the app is lost. */
  readonly spareCodes: readonly string[];
}

const dayMilliseconds = 86_400_000;
const codeLifeMilliseconds = 300_000;
const spareCount = 10;
const spareSigns = 'abcdefghjkmnpqrstuvwxyz23456789';
const spareLength = 10;
const keyLength = 32;
const keySigns = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const randomText = (signs: string, length: number): string =>
  Array.from({ length }, () => signs[randomInt(signs.length)]).join('');

const macOf = (secret: string, purpose: string, text: string): Buffer =>
  createHmac('sha256', secret).update(`${purpose}\0${text}`).digest();

const nameMacOf = (secret: string, email: string): Buffer =>
  macOf(secret, 'alight sign-in name 1', email.trim().toLowerCase());

const wrong = () =>
  new Refusal(
    'sign-in-wrong',
    401,
    'That did not open',
    'The address, the password or the code is not right, or the code was used already. Wait for the next code and try again.',
  );

/**
 * Waits out what earlier mistakes cost, and counts this try before it is looked at.
 * @throws Refusal `password-path-closed` (429), saying for how long
 */
export async function takeTurn(
  { db, secret, record }: FallbackDeps,
  email: string,
  now: Date,
): Promise<void> {
  const nameMac = nameMacOf(secret, email);
  const tries = await triesOf(db, nameMac);
  const waited = tries ? (now.getTime() - tries.lastAt.getTime()) / 1000 : Number.POSITIVE_INFINITY;
  const left = tries ? waitSeconds(tries.failures) - waited : 0;
  const counted = left > 0 ? false : await countTry(db, { nameMac, seen: tries?.failures ?? 0 }, now);
  if (counted) return;
  if (tries && left > 0 && (await claimTelling(db, nameMac, tries.failures)))
    record.refused({ email: email.trim().toLowerCase() }, 'password', 'slowed');
  throw new Refusal(
    'password-path-closed',
    429,
    'Too many tries with a password',
    `The password is looked at again in ${waitWords(Math.max(left, 1))}. A passkey opens at any time.`,
  );
}

/** A try was right: what came before it costs nothing any more. */
export const forgetTurns = ({ db, secret }: FallbackDeps, email: string): Promise<void> =>
  forgetTries(db, nameMacOf(secret, email));

/**
 * Signs in with a password and a code.
 * @returns cookies to set
 * @throws Refusal `sign-in-wrong` or `password-path-closed`, the same whether the address is known here or not
 */
export async function signInWithPassword(
  deps: FallbackDeps,
  given: { email: string; password: string; code: string },
): Promise<string[]> {
  const { engine, db, clock, secret, record } = deps;
  const now = clock.now();
  const email = given.email.trim().toLowerCase();
  const code = given.code.replaceAll(/\s/g, '');
  await sweep(db, {
    day: new Date(now.getTime() - dayMilliseconds),
    minutes: new Date(now.getTime() - codeLifeMilliseconds),
  });
  await takeTurn(deps, email, now);
  const refused = (because: 'password' | 'code') => {
    record.refused({ email }, because === 'code' ? 'totp' : 'password', because);
    return wrong();
  };
  if (given.password.length === 0 || given.password.length > 1000 || code.length > 40)
    throw refused('password');
  const first = await engine.api.signInEmail({
    body: { email, password: given.password },
    headers: new Headers(),
    asResponse: true,
  });
  const halfway = first.ok && ((await first.json()) as { twoFactorRedirect?: boolean }).twoFactorRedirect;
  if (!halfway) throw refused('password');
  if (!(await spendCode(db, macOf(secret, 'alight sign-in code 1', `${email}\0${code}`), now)))
    throw refused('code');
  const half = new Headers({ cookie: cookiesOf(first) });
  const verify = /^\d{6}$/.test(code) ? engine.api.verifyTOTP : engine.api.verifyBackupCode;
  const second = await verify({ body: { code }, headers: half, asResponse: true });
  if (!second.ok) throw refused('code');
  await forgetTurns(deps, email);
  return cookiesSetBy(second);
}

/**
 * First half of accepting an invitation without a passkey: takes the password, and shows the key for the codes. Nothing is in use yet.
 * @throws Refusal `password-weak`, `invitation-over`
 */
export async function beginPassword(
  deps: FallbackDeps,
  token: string | undefined,
  password: string,
): Promise<CodeKey> {
  const row = await openedBy(deps.db, token, deps.clock.now());
  await assertGoodPassword(password, [row.name, row.email, deps.instanceName]);
  const secret = randomText(keySigns, keyLength);
  const spareCodes = Array.from({ length: spareCount }, () => {
    const signs = randomText(spareSigns, spareLength);
    return `${signs.slice(0, 5)}-${signs.slice(5)}`;
  });
  const { secretConfig: key } = await deps.engine.$context;
  await keepDraft(deps.db, row.id, {
    passwordHash: await hashPassword(password),
    secret: await symmetricEncrypt({ key, data: secret }),
    backupCodes: await symmetricEncrypt({ key, data: JSON.stringify(spareCodes) }),
  });
  const address = createOTP(secret).url(deps.instanceName, row.email);
  return {
    address,
    square: squareCode(address),
    key: new URL(address).searchParams.get('secret') ?? '',
    spareCodes,
  };
}

/**
 * Second half: a code shows that the key was kept. Only now is the invitation used up.
 * @throws Refusal `code-wrong`, `invitation-over`
 */
export async function finishPassword(
  deps: FallbackDeps,
  token: string | undefined,
  code: string,
): Promise<void> {
  const now = deps.clock.now();
  const row = await openedBy(deps.db, token, now);
  const { draft } = row;
  const { secretConfig: key } = await deps.engine.$context;
  const secret = draft ? await symmetricDecrypt({ key, data: draft.secret }) : null;
  const plain = code.replaceAll(/\s/g, '');
  if (!draft || secret === null || !/^\d{6}$/.test(plain) || !(await createOTP(secret).verify(plain)))
    throw new Refusal(
      'code-wrong',
      400,
      'The code is not right',
      'Check that the clock of your device is right, and use the code that the app shows now.',
    );
  await spendCode(deps.db, macOf(deps.secret, 'alight sign-in code 1', `${row.email}\0${plain}`), now);
  await accept(
    deps,
    row,
    (tx) => keepPassword(tx, { userId: row.person_id, draft, newId: () => newId(now) }, now),
    now,
  );
}
