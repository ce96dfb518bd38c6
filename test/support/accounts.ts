/** People who sign in, for flow tests: invited, with a passkey, on a clock that stands until it is moved. */
import pg from 'pg';
import { expect } from 'vitest';
import { type Accounts, invitedCookie } from '../../src/identity/accounts/index.ts';
import { operatorOrganizationId, type StandingClock } from '../../src/platform/index.ts';
import { openAuthenticator } from './authenticator.ts';
import type { TestDatabase } from './database.ts';
import { addPasskey, type Device, inviteByTwo, Jar, showPasskey, signInOrigin } from './sign-in.ts';

export const administrator = '01900000-0000-7000-8000-000000000003';
export const minute = 60;

/** The invitation of a supervisor of that name. */
export const order = (name: string) => ({
  name,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@hotline.example.org`,
  role: 'supervisor',
  organizationId: operatorOrganizationId,
});

interface Given {
  readonly database: TestDatabase;
  readonly accounts: Accounts;
  readonly clock: StandingClock;
}

/** @param given asked for at each act: it may be opened after this */
export function peopleOf(given: () => Given) {
  const later = (seconds: number) =>
    given().clock.moveTo(new Date(given().clock.now().getTime() + seconds * 1000));
  const newDevice = (): Device => ({
    accounts: given().accounts,
    origin: signInOrigin,
    jar: new Jar(),
    authenticator: openAuthenticator(signInOrigin),
  });
  /** Somebody with a passkey, signed in. */
  const person = async (name: string) => {
    const { token, personId } = await inviteByTwo(given().accounts, order(name), administrator);
    const device = newDevice();
    device.jar.kept.set(invitedCookie, token);
    await addPasskey(device, true);
    await showPasskey(device);
    return { device, personId, token };
  };
  const who = (device: Device) => given().accounts.whoIs(device.jar.headers, given().clock.now());
  const actions = async (personId: string) =>
    (
      await given()
        .database.db.selectFrom('audit_leaf')
        .select('action')
        .where('subject_id', '=', personId)
        .orderBy('at')
        .execute()
    )
      .map(({ action }) => action)
      .sort();
  return { later, newDevice, person, who, actions };
}

/** Searches every table of sign-in for where anybody was and with which browser. */
export async function expectNoWhereabouts(database: TestDatabase): Promise<void> {
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
}
