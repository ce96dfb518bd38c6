/** Sign-in below the pages: invitations, passkeys, sessions and recovery, against a real database. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Accounts, invitedCookie, openAccounts } from '../../src/identity/accounts/index.ts';
import { peopleStore } from '../../src/identity/index.ts';
import { operatorOrganizationId, StandingClock } from '../../src/platform/index.ts';
import { administrator, expectNoWhereabouts, minute, order, peopleOf } from '../support/accounts.ts';
import { openAuthenticator } from '../support/authenticator.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addPasskey,
  inviteByTwo,
  Jar,
  openTestAccounts,
  showPasskey,
  signInOrigin,
} from '../support/sign-in.ts';

const origin = signInOrigin;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

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

  const { later, newDevice, person, who, actions } = peopleOf(() => ({ database, accounts, clock }));

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

  test('nothing in the tables of sign-in says where anybody was or with which browser', () =>
    expectNoWhereabouts(database));

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
