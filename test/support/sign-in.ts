/** What a browser does with cookies and sign-in, without the browser. */
import { expect } from 'vitest';
import type { Ceremony } from '../../src/identity/accounts/ceremonies.ts';
import { ceremonies } from '../../src/identity/accounts/ceremonies.ts';
import { type Accounts, openAccounts } from '../../src/identity/accounts/index.ts';
import { peopleStore } from '../../src/identity/index.ts';
import type { Clock } from '../../src/platform/index.ts';
import type { Authenticator, Misbehaviour } from './authenticator.ts';
import type { TestDatabase } from './database.ts';

export const signInOrigin = 'https://alight.example.org';

/** Sign-in on a database of a test's own, where people work who are asked nothing by an agency. */
export const openTestAccounts = (database: TestDatabase, clock: Clock): Promise<Accounts> =>
  openAccounts({
    authDatabaseUrl: database.authUrl,
    db: database.db,
    staff: peopleStore,
    clock,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    secret: 'a secret of this test that nobody else has',
    publicOrigin: signInOrigin,
    instanceName: 'Test desk',
    agency: undefined,
  });

/** An invitation with its link; where it takes a second person, one who is made up for it agreed. */
export async function inviteByTwo(
  accounts: Accounts,
  order: Parameters<Accounts['invite']>[0],
  by: string,
): Promise<{ token: string; personId: string }> {
  const { token, personId } = await accounts.invite(order, by);
  if (token !== null) return { token, personId };
  const waiting = (await accounts.invitations()).find((one) => one.personId === personId && one.waits)!;
  const agreed = await accounts.agreeInvitation(waiting.id, by.replace(/.$/, 'f'), async () => {});
  return { token: agreed.token, personId };
}

/** Cookies as a browser keeps them. */
export class Jar {
  readonly kept = new Map<string, string>();
  take(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [pair, ...attributes] = cookie.split(/;\s*/);
      const [name, value] = [pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1)];
      if (value === '' || attributes.some((one) => /^max-age=0$/i.test(one))) this.kept.delete(name);
      else this.kept.set(name, value);
    }
  }
  get headers(): Headers {
    return new Headers({ cookie: [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ') });
  }
}

/** One step of a passkey ceremony, with the jar's cookies and what a browser says besides. */
export async function step(
  { accounts, origin, jar }: { accounts: Accounts; origin: string; jar: Jar },
  name: Ceremony,
  body?: object,
  search = '',
): Promise<Response> {
  const [method, path] = ceremonies[name];
  const { headers } = jar;
  headers.set('user-agent', 'Canary-Browser/1.0');
  headers.set('x-forwarded-for', '203.0.113.77');
  if (body) {
    headers.set('origin', origin);
    headers.set('content-type', 'application/json');
  }
  const request = new Request(`${origin}/auth${path}${search}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await accounts.ceremony(name, request);
  jar.take(answer.headers.getSetCookie());
  return answer;
}

export interface Device {
  readonly accounts: Accounts;
  readonly origin: string;
  readonly jar: Jar;
  readonly authenticator: Authenticator;
}

/** Sets up a passkey, by an invitation or for who is signed in. @throws Refusal as the page would say it */
export async function addPasskey(device: Device, invited: boolean, how?: Misbehaviour): Promise<void> {
  const search = invited ? '?context=invited' : '';
  const options = await (await step(device, 'ask-new-passkey', undefined, search)).json();
  const response = device.authenticator.create(options as never, how);
  const answer = await step(device, 'keep-new-passkey', { response, name: 'Desk' }, search);
  expect(await answer.json()).toEqual({ ok: true });
}

/** Signs in with the passkey. @throws Refusal as the page would say it */
export async function showPasskey(device: Device, how?: Misbehaviour): Promise<void> {
  const options = await (await step(device, 'ask-passkey')).json();
  const response = device.authenticator.get(options as never, how);
  const answer = await step(device, 'show-passkey', { response });
  expect(await answer.json()).toEqual({ ok: true });
}

/** The bytes of an authenticator app's key. */
export function fromBase32(text: string): Uint8Array {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replaceAll('=', '')]
    .map((sign) => signs.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}
