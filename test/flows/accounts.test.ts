/** Sign-in below the pages: invitations, passkeys, the password path, sessions and recovery, against a real database. */
import { createOTP } from '@better-auth/utils/otp';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Accounts, invitedCookie, openAccounts } from '../../src/identity/accounts/index.ts';
import { peopleStore } from '../../src/identity/index.ts';
import { operatorOrganizationId, StandingClock } from '../../src/platform/index.ts';
import { openAuthenticator } from '../support/authenticator.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addPasskey,
  type Device,
  fromBase32,
  inviteByTwo,
  Jar,
  openTestAccounts,
  showPasskey,
  signInOrigin,
} from '../support/sign-in.ts';

const origin = signInOrigin;
const administrator = '01900000-0000-7000-8000-000000000003';
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const minute = 60;

describe('sign-in', () => {
  let database: TestDatabase;
  let accounts: Accounts;
  const clock = new StandingClock(new Date());
  const open = () => openTestAccounts(database, clock);
  beforeAll(async () => {
    database = await openTestDatabase();
    accounts = await open();
  });
  afterAll(async () => {
    await accounts.close();
    await database.close();
  });

  const later = (seconds: number) => clock.moveTo(new Date(clock.now().getTime() + seconds * 1000));
  const order = (name: string) => ({
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@hotline.example.org`,
    role: 'supervisor',
    organizationId: operatorOrganizationId,
  });
  const newDevice = (): Device => ({
    accounts,
    origin,
    jar: new Jar(),
    authenticator: openAuthenticator(origin),
  });
  /** Somebody with a passkey, signed in. */
  const person = async (name: string) => {
    const { token, personId } = await inviteByTwo(accounts, order(name), administrator);
    const device = newDevice();
    device.jar.kept.set(invitedCookie, token);
    await addPasskey(device, true);
    await showPasskey(device);
    return { device, personId, token };
  };
  const who = (device: Device) => accounts.whoIs(device.jar.headers, clock.now());
  const actions = async (personId: string) =>
    (
      await database.db
        .selectFrom('audit_leaf')
        .select('action')
        .where('subject_id', '=', personId)
        .orderBy('at')
        .execute()
    )
      .map(({ action }) => action)
      .sort();

  test('an invitation becomes a person with a passkey, and a passkey a session', async () => {
    const { device, personId } = await person('Ada North');
    expect(await who(device)).toMatchObject({ personId, method: 'passkey' });
    const staff = await database.db
      .selectFrom('staff')
      .selectAll()
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(staff).toMatchObject({ name: 'Ada North', role: 'supervisor' });
    expect(await actions(personId)).toEqual([
      'invitation-accepted',
      'invitation-asked',
      'person-invited',
      'signed-in',
    ]);
    expect([...device.jar.kept.keys()]).toContain('__Host-alight.session_token');
  });

  test('an invitation opens once, for a day, and not after a newer one', async () => {
    const { token } = await person('Bea South');
    const again = newDevice();
    again.jar.kept.set(invitedCookie, token);
    await expect(addPasskey(again, true)).rejects.toMatchObject({ code: 'invitation-over' });
    await expect(accounts.invitation(token)).rejects.toThrow('used already');
    const { token: old } = await inviteByTwo(accounts, order('Cem West'), administrator);
    expect(await accounts.invitation(old)).toMatchObject({ name: 'Cem West', again: false });
    later(24 * 60 * minute);
    await expect(accounts.invitation(old)).rejects.toThrow('too old');
    await expect(accounts.invitation('nothing')).rejects.toThrow('does not open anything');
    await expect(accounts.invitation(undefined)).rejects.toThrow('does not open anything');
  });

  test('of two who accept one invitation at the same moment, one is in', async () => {
    const { token } = await inviteByTwo(accounts, order('Dua East'), administrator);
    const devices = [newDevice(), newDevice()];
    for (const device of devices) device.jar.kept.set(invitedCookie, token);
    const outcomes = await Promise.allSettled(devices.map((device) => addPasskey(device, true)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a passkey opens only when the device checked who holds it, at our origin, with its own key', async () => {
    const { device } = await person('Eli Park');
    for (const how of [
      { unverified: true },
      { origin: 'https://alight.example.org.evil.example' },
      { foreignKey: true },
    ]) {
      const elsewhere = { ...device, jar: new Jar() };
      await expect(showPasskey(elsewhere, how)).rejects.toMatchObject({ status: 401 });
      expect(await who(elsewhere)).toBeUndefined();
    }
    const { token } = await inviteByTwo(accounts, order('Fay Hill'), administrator);
    const unverified = newDevice();
    unverified.jar.kept.set(invitedCookie, token);
    await expect(addPasskey(unverified, true, { unverified: true })).rejects.toMatchObject({
      code: 'passkey-unverified',
    });
    expect(await accounts.invitation(token), 'the link still works').toMatchObject({ name: 'Fay Hill' });
  });

  test('a session locks after half an hour, opens again with the key, and is over after twelve hours', async () => {
    const { device, personId } = await person('Gus Lake');
    later(29 * minute);
    expect(await who(device)).toMatchObject({ personId });
    later(29 * minute);
    expect(await who(device), 'asking kept it open').toMatchObject({ personId });
    later(31 * minute);
    expect(await who(device)).toBeUndefined();
    expect(await accounts.standing(device.jar.headers, clock.now())).toMatchObject({
      state: 'locked',
      personId,
    });
    await showPasskey(device);
    const fresh = await who(device);
    expect((await accounts.ownKeys(fresh!)).sessions, 'the new one took its place').toHaveLength(1);
    expect(fresh).toMatchObject({ personId });
    for (let hour = 0; hour < 25; hour++) {
      later(29 * minute);
      await accounts.keepAlive(fresh!.sessionId, clock.now());
    }
    expect(await accounts.standing(device.jar.headers, clock.now())).toEqual({ state: 'nobody' });
  });

  test('another passkey is added only by who showed theirs a moment ago', async () => {
    const { device } = await person('Hana Reed');
    const second = { ...device, authenticator: openAuthenticator(origin) };
    later(6 * minute);
    await expect(addPasskey(second, false)).rejects.toMatchObject({ code: 'sign-in-again' });
    await showPasskey(device);
    await addPasskey(second, false);
    const keys = await accounts.ownKeys((await who(device))!);
    expect(keys.passkeys).toHaveLength(2);
    await accounts.removePasskey((await who(device))!, keys.passkeys[0]!.id);
    await expect(accounts.removePasskey((await who(device))!, keys.passkeys[1]!.id)).rejects.toMatchObject({
      code: 'last-key',
    });
  });

  test('nobody reaches another’s passkeys and sessions', async () => {
    const [one, other] = [await person('Ike Moss'), await person('Joy Pine')];
    const [mine, theirs] = [(await who(one.device))!, (await who(other.device))!];
    const key = (await accounts.ownKeys(theirs)).passkeys[0]!;
    await accounts.removePasskey(mine, key.id);
    await accounts.renamePasskey(mine, key.id, 'taken');
    await accounts.endSession(mine, theirs.sessionId);
    expect((await accounts.ownKeys((await who(other.device))!)).passkeys).toEqual([key]);
  });

  test('signing out ends a session, and shutting somebody out ends everything', async () => {
    const { device, personId } = await person('Kit Ford');
    const before = device.jar.headers;
    device.jar.take(await accounts.signOut(device.jar.headers));
    expect(await accounts.whoIs(before, clock.now())).toBeUndefined();
    await showPasskey(device);
    await accounts.shutOut(personId, administrator);
    expect(await who(device)).toBeUndefined();
    await expect(showPasskey(device)).rejects.toMatchObject({ code: 'passkey-wrong' });
  });

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

  test('a recovery needs two others, ends every key, and gives a link that works once', async () => {
    const [lost, first, second] = [
      await person('Pia Rose'),
      await person('Quin Ash'),
      await person('Ray Fox'),
    ];
    const of = async (id: string) => ({
      id,
      name: 'Pia Rose',
      role: 'supervisor',
      organizationId: operatorOrganizationId,
    });
    await expect(accounts.askRecovery(lost.personId, lost.personId)).rejects.toMatchObject({
      code: 'recovery-of-oneself',
    });
    const { recoveryId } = await accounts.askRecovery(lost.personId, first.personId);
    for (const by of [first.personId, lost.personId])
      await expect(accounts.approveRecovery(recoveryId, by, of)).rejects.toMatchObject({
        code: 'second-person',
      });
    expect(await who(lost.device), 'nothing has changed yet').toBeDefined();
    const { token } = await accounts.approveRecovery(recoveryId, second.personId, of);
    expect(await who(lost.device)).toBeUndefined();
    await expect(showPasskey(lost.device)).rejects.toMatchObject({ code: 'passkey-wrong' });
    await expect(accounts.approveRecovery(recoveryId, second.personId, of)).rejects.toMatchObject({
      code: 'recovery-over',
    });
    const device = newDevice();
    device.jar.kept.set(invitedCookie, token);
    await addPasskey(device, true);
    await showPasskey(device);
    expect(await who(device)).toMatchObject({ personId: lost.personId });
    expect(await actions(lost.personId)).toEqual([
      'invitation-accepted',
      'invitation-asked',
      'person-invited',
      'recovery-approved',
      'recovery-asked',
      'recovery-used',
      'signed-in',
      'signed-in',
    ]);
  });

  test('whoever still has their keys sees that somebody says they lost them, and refuses', async () => {
    const [kept, first, second] = [
      await person('Sol Kerr'),
      await person('Tia Lund'),
      await person('Uma Vale'),
    ];
    expect((await accounts.ownKeys((await who(kept.device))!)).recovery).toBeNull();
    const { recoveryId } = await accounts.askRecovery(kept.personId, first.personId);
    const own = (await who(kept.device))!;
    expect((await accounts.ownKeys(own)).recovery).toMatchObject({ askedBy: first.personId });
    expect((await accounts.ownKeys((await who(second.device))!)).recovery, 'nobody else’s').toBeNull();
    await expect(accounts.refuseOwnRecovery((await who(second.device))!)).rejects.toMatchObject({
      code: 'recovery-over',
    });
    await accounts.refuseOwnRecovery(own);
    expect((await accounts.ownKeys(own)).recovery).toBeNull();
    const of = async () => undefined;
    await expect(accounts.approveRecovery(recoveryId, second.personId, of)).rejects.toMatchObject({
      code: 'recovery-over',
    });
    expect(await who(kept.device), 'they are still in').toBeDefined();
    expect(await actions(kept.personId)).toContain('recovery-refused');
  });

  test('the role of sign-in reads no report, and the application’s role reads no key', async () => {
    const attempt = async (url: string, statement: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client.query(statement).finally(() => client.end());
    };
    for (const table of ['signal', 'case_file', 'staff', 'audit_leaf', 'organization'])
      await expect(attempt(database.authUrl, `select * from public.${table}`), table).rejects.toThrow(
        'permission denied',
      );
    for (const table of ['"user"', 'session', 'passkey', 'account', 'invitation'])
      await expect(attempt(database.url, `select * from auth.${table}`), table).rejects.toThrow(
        'permission denied',
      );
  });

  test('nothing in the tables of sign-in says where anybody was or with which browser', async () => {
    const client = new pg.Client({ connectionString: database.authUrl });
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        `select quote_ident(tablename) as name from pg_tables where schemaname = 'auth'`,
      );
      expect(tables.length).toBeGreaterThanOrEqual(10);
      const everything = [];
      for (const { name } of tables)
        everything.push(...(await client.query(`select t::text as row from auth.${name} t`)).rows);
      expect(everything.length).toBeGreaterThan(20);
      const text = everything.map(({ row }) => row).join('\n');
      expect(text).not.toMatch(/Canary-Browser|203\.0\.113\.77/);
      const { rows: sessions } = await client.query(
        `select count(*)::int as n from auth.session where coalesce("ipAddress", '') <> '' or coalesce("userAgent", '') <> ''`,
      );
      expect(sessions[0].n).toBe(0);
    } finally {
      await client.end();
    }
  });

  test('a connection that could read reports is refused at the start', async () => {
    await expect(
      openAccounts({
        authDatabaseUrl: database.url,
        db: database.db,
        staff: peopleStore,
        clock,
        log: quiet,
        secret: 'another secret of this test, long enough',
        publicOrigin: origin,
        instanceName: 'Test desk',
        agency: undefined,
      }),
    ).rejects.toThrow('AUTH_DATABASE_URL must name the role alight_auth');
  });
});
