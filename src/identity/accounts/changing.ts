/** Somebody changes their own password: with the old one, and with a key that they showed just now. */
import { Refusal } from '../../platform/index.ts';
import { type FallbackDeps, forgetTurns, takeTurn } from './fallback.ts';
import { assertGoodPassword } from './guessable.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { assertFresh, type SignedIn } from './standing.ts';
import { passwordOf, writePassword } from './store-passwords.ts';
import { dropSessions } from './store-sessions.ts';

/** The longest that is looked at; what is longer is not the old one. */
const longestLookedAt = 1_000;

/**
 * Changes a password; every other session of the person ends. Wrong tries cost what they cost at the door, and count together with those.
 * @throws Refusal `sign-in-again`, `no-password`, `password-path-closed`, `password-wrong`, `password-same`, `password-weak`
 */
export async function changePassword(
  deps: FallbackDeps,
  who: SignedIn,
  given: { readonly old: string; readonly next: string },
): Promise<void> {
  const { db, engine, clock, people, instanceName, record } = deps;
  const now = clock.now();
  assertFresh(who, now);
  const user = await (await engine.$context).internalAdapter.findUserById(who.personId);
  const hash = await passwordOf(db, who.personId);
  if (!user || !hash)
    throw new Refusal('no-password', 409, 'You have no password', 'You sign in with a passkey.');
  await takeTurn(deps, user.email, now);
  const right = given.old.length <= longestLookedAt && (await verifyPassword({ hash, password: given.old }));
  if (!right) {
    record.refused({ id: who.personId }, 'password', 'password');
    throw new Refusal(
      'password-wrong',
      400,
      'The old password is not right',
      'Nothing was changed. After three tries that are not right the next one has to wait.',
    );
  }
  await forgetTurns(deps, user.email);
  if (given.next === given.old)
    throw new Refusal('password-same', 400, 'That is the old password', 'Choose another one.');
  await assertGoodPassword(given.next, [user.name, user.email, instanceName]);
  const next = await hashPassword(given.next);
  await db.transaction().execute(async (tx) => {
    // Somebody changed it meanwhile, or a recovery took it away: this one knew the one before.
    if (!(await writePassword(tx, { userId: who.personId, hash, next }, now)))
      throw new Refusal('password-wrong', 409, 'It was changed meanwhile', 'Nothing was changed here.');
    await dropSessions(tx, who.personId, who.sessionId);
    await people.record({ action: 'password-changed', personId: who.personId, by: who.personId, at: now });
  });
}
