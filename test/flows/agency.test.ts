/** Signing in with an agency's own sign-in, against a real OpenID Connect server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whoSaw } from '../../src/audit/index.ts';
import { agencySignIn } from '../../src/identity/accounts/agency.ts';
import { needsStepUp } from '../../src/identity/core/index.ts';
import { freePort } from '../../src/platform/database/place.ts';
import { openOutbound, operatorOrganizationId } from '../../src/platform/index.ts';
import { type House, openHouse } from '../support/house.ts';
import { inviteByTwo, Jar } from '../support/sign-in.ts';

const secret = 'a secret that both of them know';
/** What of a provider this test calls by itself. */
interface OAuthProvider {
  validateAuthorizationCode(given: object): Promise<unknown>;
  getUserInfo(tokens: object): Promise<unknown>;
}
const administrator = '01900000-0000-7000-8000-0000000000ad';

async function startAgency(port: number, callback: string, skewSeconds: number): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['test/support/agency-server.ts', String(port), callback, String(skewSeconds)],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await once(child.stdout!, 'data');
  return child;
}

describe('an agency’s own sign-in', () => {
  let house: House;
  let agency: ChildProcess;
  let agencyPort: number;
  const origin = 'http://localhost:8080';
  const callback = `${origin}/auth/callback/agency`;
  beforeAll(async () => {
    agencyPort = await freePort();
    agency = await startAgency(agencyPort, callback, 0);
    house = await openHouse(new Date(), true, {
      ALIGHT_MODE: 'production',
      OIDC_ISSUER: `http://localhost:${agencyPort}`,
      // On this machine, and so by name: nothing inside is asked unless the operator says so.
      EGRESS_ALLOWED_ORIGINS: `http://localhost:${agencyPort}`,
      OIDC_CLIENT_ID: 'alight',
      OIDC_CLIENT_SECRET: secret,
      OIDC_EMAIL_DOMAINS: 'agency.example.org, county.example.org',
      OIDC_NAME: 'River County',
    });
  });
  afterAll(async () => {
    await house.close();
    agency.kill();
  });

  interface Walk {
    /** Changes what comes back. */
    readonly change?: (back: URL) => void;
    /** Changes the address that the browser is sent to. */
    readonly strip?: (there: URL) => void;
    /** How long ago they showed their key there, in seconds. */
    readonly ago?: number;
    readonly jar?: Jar;
    /** The agency's own cookies: it knows the person from before. */
    readonly agencyJar?: Jar;
  }
  /** Goes to the agency as a person and back, as a browser does. @returns where it ends, how often the agency asked for the key, and the cookies */
  const walk = async (person: string, given: Walk = {}) => {
    const { jar = new Jar(), agencyJar = new Jar() } = given;
    const cookie = () => ({ cookie: jar.headers.get('cookie') ?? '' });
    const start = await house.call('GET', '/sign-in/agency?to=/console/search', undefined, cookie());
    jar.take([start.headers['set-cookie'] ?? []].flat());
    let at = new URL(String(start.headers.location));
    expect(at.origin).toBe(`http://localhost:${agencyPort}`);
    expect(at.searchParams.get('code_challenge_method')).toBe('S256');
    expect(at.searchParams.get('prompt')).toBe('login');
    expect(at.searchParams.get('max_age')).toBe('0');
    given.strip?.(at);
    let asked = 0;
    for (let hops = 0; at.origin !== origin && hops < 8; hops++) {
      if (at.pathname.startsWith('/interaction/')) asked++;
      const answer = await fetch(at, {
        redirect: 'manual',
        headers: {
          cookie: agencyJar.headers.get('cookie') ?? '',
          'agency-person': person,
          'agency-ago': String(given.ago ?? 0),
        },
      });
      agencyJar.take(answer.headers.getSetCookie());
      at = new URL(answer.headers.get('location')!, at);
    }
    given.change?.(at);
    const back = await house.call('GET', at.pathname + at.search, undefined, cookie());
    jar.take([back.headers['set-cookie'] ?? []].flat());
    return { status: back.statusCode, to: String(back.headers.location), jar, agencyJar, asked, back: at };
  };
  const signIn = () => house.alight.services.signIn!;
  const who = (jar: Jar) => signIn().whoIs(jar.headers, house.clock.now());
  const invite = (name: string, email: string) =>
    inviteByTwo(
      signIn(),
      { name, email, role: 'supervisor', organizationId: operatorOrganizationId },
      administrator,
    );
  const refusals = () =>
    house.database.db
      .selectFrom('audit_leaf')
      .select(['subject_id', 'detail'])
      .where('action', '=', 'sign-in-refused')
      .orderBy('at')
      .orderBy('id')
      .execute();
  const wordsAt = async (to: string) => (await house.call('GET', to)).body;

  /** Somebody at a desk whose agency knows them from before takes our wishes out of the address. */
  const wishes: readonly [what: string, maxAge: string][] = [
    ['prompt and max_age', ''],
    ['prompt, with a longer max_age', '86400'],
  ];
  const without = (maxAge: string) => (there: URL) => {
    there.searchParams.delete('prompt');
    there.searchParams.delete('max_age');
    if (maxAge) there.searchParams.set('max_age', maxAge);
  };

  test('somebody whom nobody invited is told so, and no account is made', async () => {
    const { to, jar } = await walk('stranger');
    expect(to).toBe('/sign-in?refused=invited');
    expect(await who(jar)).toBeUndefined();
    expect(await wordsAt(to)).toContain('Nobody invited you here yet');
  });

  test('an address that the agency has not verified opens no invitation', async () => {
    await invite('Unsure One', 'unsure.one@agency.example.org');
    const { to } = await walk('unsure');
    expect(to).toBe('/sign-in?refused=invited');
  });

  test('an address that is not the agency’s own opens no invitation, although the agency says it is verified', async () => {
    await invite('Elsa Where', 'elsa.where@hotline.example.org');
    const { to } = await walk('elsewhere');
    expect(to).toBe('/sign-in?refused=invited');
  });

  test('somebody invited at that address is in, and comes back by the agency’s own name for them', async () => {
    const { token, personId } = await invite('Noor Haddad', 'noor.haddad@agency.example.org');
    const first = await walk('noor');
    expect([first.status, first.to]).toEqual([303, '/console/search']);
    expect(await who(first.jar)).toMatchObject({ personId, method: 'agency' });
    await expect(signIn().invitation(token)).rejects.toMatchObject({ code: 'invitation-over' });
    const again = await walk('noor');
    expect(await who(again.jar)).toMatchObject({ personId });
    const page = await house.call('GET', '/console', undefined, {
      cookie: again.jar.headers.get('cookie') ?? '',
    });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Noor Haddad');
  });

  test('a session of this morning at the agency opens nothing here, also when the question was cut short, and that is on record', async () => {
    const before = (await refusals()).length;
    for (const ago of [4 * 3600, 60]) {
      const { to, jar } = await walk('noor', { ago, strip: without('86400') });
      expect(to).toBe('/sign-in?refused=key');
      expect(await who(jar)).toBeUndefined();
    }
    const { rows } = await sql<{ id: string }>`select id from staff where name = 'Noor Haddad'`.execute(
      house.database.db,
    );
    const refused = { subject_id: rows[0]!.id, detail: { method: 'agency', because: 'strength' } };
    await expect.poll(async () => (await refusals()).slice(before)).toEqual([refused, refused]);
    const stranger = (await walk('stranger', { ago: 60, strip: without('86400') })).to;
    expect(stranger).toBe('/sign-in?refused=key');
    const asked = { personId: rows[0]!.id };
    const { sights } = await whoSaw(house.database.db, {
      about: asked,
      since: new Date(0),
      until: new Date('9999-01-01T00:00:00Z'),
    });
    expect(sights.map(({ words }) => words)).toContain(
      'refused a sign-in in their name: their agency did not ask enough of them',
    );
    expect(await refusals(), 'a name that nobody here has leaves nothing').toHaveLength(before + 2);
  });

  test('a code that is used twice, and an answer to somebody else’s question, open nothing', async () => {
    const { back, jar } = await walk('noor');
    const replayed = await house.call('GET', back.pathname + back.search, undefined, {
      cookie: jar.headers.get('cookie') ?? '',
    });
    expect(String(replayed.headers.location)).toMatch(/^\/sign-in\?refused=/);
    const elsewhere = await house.call('GET', back.pathname + back.search);
    expect(String(elsewhere.headers.location)).toMatch(/^\/sign-in\?refused=/);
    const forged = await walk('noor', {
      change: (at) => at.searchParams.set('code', 'x'.repeat(43)),
    });
    expect(forged.to).toMatch(/^\/sign-in\?refused=/);
    expect(await who(forged.jar)).toBeUndefined();
  });

  const minutesLater = (minutes: number) =>
    house.clock.moveTo(new Date(house.clock.now().getTime() + minutes * 60_000));
  /** As long as the agency rounds to, and as its answer may be late. */
  const slack = () => new Promise((done) => setTimeout(done, 6_500));

  test.each(wishes)('without %s a key that nobody showed makes no session fresh', async (_, maxAge) => {
    const strip = without(maxAge);
    const first = await walk('noor');
    const since = (await who(first.jar))!.authenticatedAt;
    minutesLater(20);
    await slack();
    const again = await walk('noor', { ...first, strip });
    expect([again.asked, again.to]).toEqual([0, '/sign-in?refused=key']);
    expect((await who(first.jar))!.authenticatedAt).toEqual(since);
    expect(await wordsAt(`${again.to}&again=1`)).toContain('Your agency did not ask you for your key');
    minutesLater(31);
    expect(await who(first.jar), 'locked by now').toBeUndefined();
    expect((await walk('noor', { ...first, strip })).to).toBe('/sign-in?refused=key');
    expect(await who(first.jar), 'and still').toBeUndefined();
    const honest = await walk('noor', { jar: first.jar, agencyJar: first.agencyJar });
    expect([honest.asked, honest.to]).toEqual([1, '/console/search']);
    const { authenticatedAt } = (await who(first.jar))!;
    const secondsAgo = (house.clock.now().getTime() - authenticatedAt.getTime()) / 1000;
    expect(secondsAgo).toBeGreaterThanOrEqual(0);
    expect(secondsAgo).toBeLessThan(60);
  });

  test('a plain sign-in at an agency that does not say when is open, and never fresh', async () => {
    const { agencyJar } = await walk('noor');
    const plain = await walk('noor', { agencyJar, strip: without('') });
    expect([plain.asked, plain.to]).toEqual([0, '/console/search']);
    const { authenticatedAt } = (await who(plain.jar))!;
    for (const minutes of [5, 15])
      expect(needsStepUp({ authenticatedAt }, house.clock.now(), minutes)).toBe(true);
  });

  test('somebody who left is refused', async () => {
    // What was refused before in this name is told ever more rarely, once an hour at last.
    minutesLater(61);
    await house.database.db
      .updateTable('staff')
      .set({ active: false })
      .where('name', '=', 'Noor Haddad')
      .execute();
    const { to, jar } = await walk('noor');
    expect(to).toBe('/sign-in?refused=active');
    expect(await who(jar)).toBeUndefined();
    await house.database.db
      .updateTable('staff')
      .set({ active: true })
      .where('name', '=', 'Noor Haddad')
      .execute();
    await expect
      .poll(async () => (await refusals()).at(-1)?.detail)
      .toEqual({ method: 'agency', because: 'not-active' });
  });

  test('a discovery document that leads inside, or speaks for another, sends nothing there', async () => {
    const asked: string[] = [];
    const inside = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    inside.listen(0, '127.0.0.1');
    await once(inside, 'listening');
    const leads = `http://127.0.0.1:${(inside.address() as AddressInfo).port}`;
    let told: Record<string, string> = {};
    const hostile = createServer((_request, response) => response.end(JSON.stringify(told)));
    hostile.listen(0, '127.0.0.1');
    await once(hostile, 'listening');
    const issuer = `http://localhost:${(hostile.address() as AddressInfo).port}`;
    const settings = { issuer, clientId: 'alight', clientSecret: secret, emailDomains: [], name: 'Hostile' };
    const outbound = openOutbound({ allowedOrigins: [issuer] });
    const plugin = agencySignIn({ settings, outbound }, async () => {});
    const { context } = (await plugin.init!({ socialProviders: [] } as never)) as {
      context: { socialProviders: OAuthProvider[] };
    };
    const provider = context.socialProviders[0]!;
    const code = { code: 'a code', codeVerifier: 'v'.repeat(43), redirectURI: callback };
    for (const where of [leads, 'https://127.0.0.1', 'https://169.254.169.254', 'https://[::1]']) {
      told = {
        issuer,
        authorization_endpoint: `${where}/a`,
        token_endpoint: `${where}/t`,
        jwks_uri: `${where}/k`,
      };
      await expect(provider.validateAuthorizationCode(code), where).rejects.toMatchObject({
        code: where === leads ? 'needs-https' : 'not-public',
      });
      expect(await provider.getUserInfo({ idToken: 'a.b.c', expectedIdTokenNonce: 'n' })).toBeNull();
    }
    told = { ...told, issuer: 'https://another.example.org', token_endpoint: `${issuer}/t` };
    await expect(provider.validateAuthorizationCode(code)).rejects.toThrow('another issuer');
    expect(asked).toEqual([]);
    inside.close();
    hostile.close();
  });

  test.each([-3600, 3600])('a clock that is %i seconds off is refused, in words', async (skew) => {
    agency.kill();
    await once(agency, 'exit');
    agency = await startAgency(agencyPort, callback, skew);
    const { to, jar } = await walk('noor');
    expect(to).toBe('/sign-in?refused=clock');
    expect(await who(jar)).toBeUndefined();
    expect(await wordsAt(to)).toContain('the clock of your agency’s sign-in or of this server may be wrong');
  });

  test('while the agency does not answer, the page says so', async () => {
    agency.kill();
    await once(agency, 'exit');
    const back = await house.call('GET', '/auth/callback/agency?code=x&state=y');
    expect(String(back.headers.location)).toBe('/sign-in?refused=agency');
    expect(await wordsAt('/sign-in?refused=agency')).toContain('did not work');
  });
});
