/** Sign-in with a password and a code: what opens, what slows down and locks, and how a password is changed; against a real database. */
import { createOTP } from '@better-auth/utils/otp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accounts } from '../../src/identity/accounts/index.ts';
import { StandingClock } from '../../src/platform/index.ts';
import { administrator, expectNoWhereabouts, minute, order, peopleOf } from '../support/accounts.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { fromBase32, inviteByTwo, Jar, openTestAccounts, showPasskey } from '../support/sign-in.ts';

describe('sign-in', () => {
  let database: TestDatabase;
  let accounts: Accounts;
  const clock = new StandingClock(new Date());
  beforeAll(async () => {
    database = await openTestDatabase();
    accounts = await openTestAccounts(database, clock);
  });
  afterAll(async () => {
    await accounts.close();
    await database.close();
  });

  const { later, person, who, actions } = peopleOf(() => ({ database, accounts, clock }));

  describe('with a password and a code', () => {
    const password = 'quiet harbour lamp seven';
    const codeOf = (address: string, steps = 0) => {
      const key = new URL(address).searchParams.get('secret')!;
      return createOTP(fromBase32(key)).hotp(Math.floor(Date.now() / 30_000) + steps);
    };
    /** Somebody without a device for passkeys. */
    const withPassword = async (name: string) => {
      const { token, personId } = await inviteByTwo(accounts, order(name), administrator);
      const key = await accounts.beginPassword(token, password);
      await accounts.finishPassword(token, await codeOf(key.address, -1));
      return { key, personId, email: order(name).email, token };
    };

    test('opens with both, and a code opens once', async () => {
      const { key, personId, email, token } = await withPassword('Lea Wood');
      await expect(accounts.invitation(token)).rejects.toThrow('used already');
      const code = await codeOf(key.address);
      const jar = new Jar();
      jar.take(await accounts.signInWithPassword({ email, password, code }));
      expect(await accounts.whoIs(jar.headers, clock.now())).toMatchObject({ personId, method: 'totp' });
      await expect(accounts.signInWithPassword({ email, password, code })).rejects.toMatchObject({
        code: 'sign-in-wrong',
      });
    });

    test('opens with each spare code once', async () => {
      const { key, email } = await withPassword('Mia Dale');
      const code = key.spareCodes[4]!;
      const jar = new Jar();
      jar.take(await accounts.signInWithPassword({ email, password, code }));
      expect(await accounts.whoIs(jar.headers, clock.now())).toBeDefined();
      later(10 * minute);
      await expect(accounts.signInWithPassword({ email, password, code })).rejects.toMatchObject({
        code: 'sign-in-wrong',
      });
    });

    test('slows down, locks for an hour and says so, for a name nobody has as well, and never locks a passkey', async () => {
      const { device, personId } = await person('Ned Cole');
      for (const email of [order('Ned Cole').email, 'nobody.here@hotline.example.org']) {
        const attempt = () =>
          accounts.signInWithPassword({ email, password: 'x'.repeat(20), code: '123456' });
        for (let tries = 0; tries < 3; tries++)
          await expect(attempt()).rejects.toMatchObject({ code: 'sign-in-wrong' });
        await expect(attempt()).rejects.toMatchObject({ code: 'password-path-closed', status: 429 });
        for (const wait of [5, 10, 20, 40, 80, 160, 320]) {
          later(wait - 1);
          await expect(attempt(), `before ${wait} s`).rejects.toMatchObject({ code: 'password-path-closed' });
          later(1);
          await expect(attempt(), `after ${wait} s`).rejects.toMatchObject({ code: 'sign-in-wrong' });
        }
        later(59 * minute);
        await expect(attempt()).rejects.toMatchObject({ code: 'password-path-closed' });
      }
      await showPasskey(device);
      expect(await who(device)).toMatchObject({ personId });
    });

    test('many guesses at once cost as much as one after the other', async () => {
      const email = 'crowd@hotline.example.org';
      const guesses = await Promise.allSettled(
        Array.from({ length: 12 }, () =>
          accounts.signInWithPassword({ email, password: 'y'.repeat(20), code: '123456' }),
        ),
      );
      const looked = guesses.filter(
        (guess) => guess.status === 'rejected' && guess.reason.code === 'sign-in-wrong',
      );
      expect(looked.length).toBeLessThanOrEqual(3);
      expect(looked.length).toBeGreaterThan(0);
    });

    describe('that somebody changes', () => {
      const next = 'copper window under rain';
      const signedIn = async (
        key: { spareCodes: readonly string[] },
        email: string,
        spare: number,
        with_ = password,
      ) => {
        const jar = new Jar();
        jar.take(await accounts.signInWithPassword({ email, password: with_, code: key.spareCodes[spare]! }));
        return { jar, who: (await accounts.whoIs(jar.headers, clock.now()))! };
      };

      test('takes the old one, ends every other session, is on record, and says when', async () => {
        const { key, email, personId } = await withPassword('Ida Moor');
        const [here, elsewhere] = [await signedIn(key, email, 0), await signedIn(key, email, 1)];
        await accounts.changePassword(here.who, { old: password, next });
        expect(await accounts.whoIs(here.jar.headers, clock.now())).toBeDefined();
        expect(await accounts.whoIs(elsewhere.jar.headers, clock.now())).toBeUndefined();
        expect(await actions(personId)).toContain('password-changed');
        expect((await accounts.ownKeys(here.who)).passwordSetAt).toEqual(clock.now());
        await expect(signedIn(key, email, 2)).rejects.toMatchObject({ code: 'sign-in-wrong' });
        await signedIn(key, email, 3, next);
      });

      test('is refused in words: a wrong old one, the same again, a weak one, an open desk, and nobody’s', async () => {
        const { key, email, personId } = await withPassword('Jon Vale');
        const { who: jon } = await signedIn(key, email, 0);
        const change = (old: string, to: string, as = jon) => accounts.changePassword(as, { old, next: to });
        await expect(change('not the old one at all', next)).rejects.toMatchObject({
          code: 'password-wrong',
        });
        await expect(change(password, password)).rejects.toMatchObject({ code: 'password-same' });
        for (const weak of ['short', 'passwordpassword', 'jon.vale.jon.vale1', 'alightalight2026'])
          await expect(change(password, weak), weak).rejects.toMatchObject({ code: 'password-weak' });
        later(6 * minute);
        await expect(change(password, next)).rejects.toMatchObject({ code: 'sign-in-again' });
        const { device } = await person('Kit Lane');
        const kit = (await who(device))!;
        await expect(change(password, next, kit)).rejects.toMatchObject({ code: 'no-password' });
        expect(await actions(personId)).not.toContain('password-changed');
      });

      test('tries that are not right slow down as at the door, and count together with those', async () => {
        const { key, email } = await withPassword('Lou Reef');
        const { who: lou } = await signedIn(key, email, 0);
        const wrong = () => accounts.changePassword(lou, { old: 'x'.repeat(20), next });
        for (let tries = 0; tries < 3; tries++)
          await expect(wrong()).rejects.toMatchObject({ code: 'password-wrong' });
        await expect(wrong()).rejects.toMatchObject({ code: 'password-path-closed', status: 429 });
        await expect(
          accounts.changePassword(lou, { old: password, next }),
          'the right one waits as well',
        ).rejects.toMatchObject({ code: 'password-path-closed' });
        await expect(signedIn(key, email, 1)).rejects.toMatchObject({ code: 'password-path-closed' });
        later(5);
        await accounts.changePassword(lou, { old: password, next });
      });
    });

    test('a weak password and a wrong first code use nothing up', async () => {
      const { token } = await inviteByTwo(accounts, order('Ola Berg'), administrator);
      for (const weak of ['short', 'passwordpassword', 'ola.berg.ola.berg', 'qwertyuiopasdfgh'])
        await expect(accounts.beginPassword(token, weak)).rejects.toMatchObject({ code: 'password-weak' });
      await accounts.beginPassword(token, password);
      await expect(accounts.finishPassword(token, '000000')).rejects.toMatchObject({ code: 'code-wrong' });
      expect(await accounts.invitation(token)).toMatchObject({ name: 'Ola Berg' });
    });
  });

  test('nothing in the tables of sign-in says where anybody was or with which browser', () =>
    expectNoWhereabouts(database));
});
