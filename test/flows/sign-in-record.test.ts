/** Every sign-in is on record, and every refused one in a name that somebody here has: by whom and how, and nothing else; bounded. */
import { createOTP } from '@better-auth/utils/otp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whoSaw } from '../../src/audit/index.ts';
import { type Accounts, invitedCookie } from '../../src/identity/accounts/index.ts';
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
  step,
} from '../support/sign-in.ts';

const origin = signInOrigin;
const administrator = '01900000-0000-7000-8000-000000000003';
const password = 'quiet harbour lamp seven';
const always = { since: new Date(0), until: new Date('9999-01-01T00:00:00Z') };

describe('the record of sign-ins', () => {
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
  const withPasskey = async (name: string) => {
    const { token, personId } = await inviteByTwo(accounts, order(name), administrator);
    const device: Device = { accounts, origin, jar: new Jar(), authenticator: openAuthenticator(origin) };
    device.jar.kept.set(invitedCookie, token);
    await addPasskey(device, true);
    return { device, personId };
  };
  const withPassword = async (name: string) => {
    const { token, personId } = await inviteByTwo(accounts, order(name), administrator);
    const key = await accounts.beginPassword(token, password);
    const secret = new URL(key.address).searchParams.get('secret')!;
    const code = await createOTP(fromBase32(secret)).hotp(Math.floor(Date.now() / 30_000) - 1);
    await accounts.finishPassword(token, code);
    return { personId, email: order(name).email, spare: [...key.spareCodes] };
  };
  const leaves = async (action: string) => {
    // Closing waits for what is written beside the answers.
    await accounts.close();
    accounts = await open();
    return database.db
      .selectFrom('audit_leaf')
      .select(['actor_kind', 'actor_id', 'subject_kind', 'subject_id', 'detail'])
      .where('action', '=', action)
      .orderBy('id')
      .execute();
  };
  const refusalsOf = async (personId: string) =>
    (await leaves('sign-in-refused'))
      .filter(({ subject_id }) => subject_id === personId)
      .map(({ detail }) => (detail as { because: string }).because);
  const tryPassword = (email: string, given = 'x'.repeat(20), code = '123456') =>
    accounts.signInWithPassword({ email, password: given, code }).catch(({ code: said }) => said);

  test('says who came in and by which way, and no more; half a sign-in is none', async () => {
    const { device, personId } = await withPasskey('Ada North');
    await showPasskey(device);
    later(1);
    const other = await withPassword('Bea South');
    await tryPassword(other.email, password, other.spare[0]);
    const found = await leaves('signed-in');
    const of = (id: string, method: string) => ({
      actor_kind: 'staff',
      actor_id: id,
      subject_kind: 'person',
      subject_id: id,
      detail: { method },
    });
    expect(found).toEqual([of(personId, 'passkey'), of(other.personId, 'totp')]);
  });

  test('says in whose name a try was refused, and why; of a name that nobody has it says nothing', async () => {
    const { personId, email, spare } = await withPassword('Cem West');
    expect(await tryPassword(email)).toBe('sign-in-wrong');
    expect(await tryPassword(email.toUpperCase(), password, '000000')).toBe('sign-in-wrong');
    await tryPassword(email, password, spare[0]);
    expect(await tryPassword(email, password, spare[0]), 'used before').toBe('sign-in-wrong');
    const before = (await leaves('sign-in-refused')).length;
    for (let tries = 0; tries < 4; tries++) await tryPassword('nobody.here@hotline.example.org');
    expect(await leaves('sign-in-refused')).toHaveLength(before);
    expect((await refusalsOf(personId)).sort()).toEqual(['code', 'code', 'password']);
  });

  test('a flood of wrong tries leaves what was looked at, and one leaf for each wait', async () => {
    const { personId, email } = await withPassword('Dua East');
    await Promise.all(Array.from({ length: 30 }, () => tryPassword(email)));
    for (let tries = 0; tries < 30; tries++) await tryPassword(email);
    const first = await refusalsOf(personId);
    expect(first.filter((because) => because === 'slowed')).toHaveLength(1);
    expect(first.length).toBeLessThanOrEqual(4);
    later(5);
    await Promise.all(Array.from({ length: 30 }, () => tryPassword(email)));
    await tryPassword(email);
    const second = await refusalsOf(personId);
    expect(second.slice(0, first.length).sort(), 'what was there is there').toEqual([...first].sort());
    expect(second.slice(first.length).sort()).toEqual(['password', 'slowed']);
  });

  test('a passkey that does not prove itself is on record by whose it is, ever more rarely; one that nobody has is not', async () => {
    const { device, personId } = await withPasskey('Eli Park');
    const forged = async (authenticator = device.authenticator) => {
      const elsewhere = { ...device, accounts, authenticator, jar: new Jar() };
      await showPasskey(elsewhere, { foreignKey: true }).catch(() => {});
    };
    for (let tries = 0; tries < 12; tries++) await forged();
    expect(await refusalsOf(personId)).toEqual(['key', 'key', 'key']);
    later(5);
    for (let tries = 0; tries < 5; tries++) await forged();
    expect(await refusalsOf(personId)).toHaveLength(4);
    const fresh = { ...device, accounts };
    await showPasskey(fresh);
    expect(await accounts.whoIs(fresh.jar.headers, clock.now()), 'the key itself never waits').toMatchObject({
      personId,
    });
    const before = (await leaves('sign-in-refused')).length;
    for (const body of [{ response: { id: 'x'.repeat(2_000) } }, { response: { id: 7 } }, {}])
      await step({ ...device, accounts }, 'show-passkey', body).catch(() => {});
    expect(await leaves('sign-in-refused')).toHaveLength(before);
  });

  test('who does not work here any more is refused as that', async () => {
    const { device, personId } = await withPasskey('Fay Hill');
    await database.db.updateTable('staff').set({ active: false }).where('id', '=', personId).execute();
    await expect(showPasskey({ ...device, accounts })).rejects.toMatchObject({ code: 'not-active' });
    expect(await refusalsOf(personId)).toEqual(['not-active']);
  });

  test('nobody is let in whose coming cannot be written', async () => {
    const { device, personId } = await withPasskey('Gus Lake');
    const came = (await leaves('signed-in')).filter(({ actor_id }) => actor_id === personId).length;
    const elsewhere = { ...device, accounts, jar: new Jar() };
    await database.asOwner('revoke insert on audit_leaf from alight_app');
    await expect(showPasskey(elsewhere)).rejects.toMatchObject({ status: 401 });
    expect(await accounts.whoIs(elsewhere.jar.headers, clock.now())).toBeUndefined();
    await database.asOwner('grant insert on audit_leaf to alight_app');
    await showPasskey(elsewhere);
    expect(await accounts.whoIs(elsewhere.jar.headers, clock.now())).toMatchObject({ personId });
    expect((await leaves('signed-in')).filter(({ actor_id }) => actor_id === personId)).toHaveLength(
      came + 1,
    );
  });

  test('who asks what somebody did reads it in words, with what was refused in their name', async () => {
    const { personId, email, spare } = await withPassword('Hana Reed');
    later(1);
    await tryPassword(email, password, spare[0]);
    later(1);
    await tryPassword(email);
    later(1);
    await tryPassword(email, password, '000000');
    await leaves('signed-in');
    const { sights } = await whoSaw(database.db, { about: { personId }, ...always });
    expect(sights.slice(0, 3).map(({ actorKind, words }) => [actorKind, words])).toEqual([
      ['system', 'refused a sign-in in their name: the password was right, the code was not'],
      ['system', 'refused a sign-in in their name: the password was not right'],
      ['staff', 'signed in with a password and a code'],
    ]);
    const { sights: page } = await whoSaw(database.db, { about: { personId }, ...always, limit: 2 });
    expect(page).toHaveLength(2);
  });
});
