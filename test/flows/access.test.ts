/** Every address is declared, and each is asked for by everybody who may not. Source: security.md 7. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { may, type Role, roles } from '../../src/identity/core/index.ts';
import type { Access, Permission } from '../../src/identity/index.ts';
import { pageAccess, routeAccess } from '../../src/main/access.ts';
import { readPages } from '../../src/main/web.ts';
import { type House, openHouse } from '../support/house.ts';

const madeUpId = '01900000-0000-7000-8000-0000000000ff';
const idOf = (role: Role) =>
  `01900000-0000-7000-8000-0000000001${String(roles.indexOf(role)).padStart(2, '0')}`;
const atOperator: readonly Role[] = [
  'hotline-advocate',
  'supervisor',
  'hotline-administrator',
  'auditor',
  'service-account',
];
const pathOf = (pattern: string, id = madeUpId) => pattern.replaceAll(/:(\w+)/g, id);
const permissionOf = (access: Access): Permission | undefined =>
  typeof access === 'string'
    ? ['public', 'responder', 'carrier', 'partner', 'sandbox'].includes(access)
      ? undefined
      : (access as Permission)
    : undefined;
const staffRoutes = Object.entries(routeAccess).flatMap(([route, access]) => {
  const permission = permissionOf(access);
  const [method, pattern] = route.split(' ') as ['GET' | 'POST', string];
  return permission ? [{ route, method, pattern, permission }] : [];
});
const staffPages = Object.entries(pageAccess).flatMap(([pattern, access]) => {
  const permission = permissionOf(access);
  return permission ? [{ pattern, permission }] : [];
});
/** As a browser posts, from a page of our own. */
const origin = 'http://localhost:8080';
const form = { origin, 'content-type': 'application/x-www-form-urlencoded' };

/** A person of each role: the operator's own at the operator, the others elsewhere. */
async function hire(house: House): Promise<void> {
  const elsewhere = madeUpId;
  await house.database.db
    .insertInto('staff')
    .values(
      roles.map((role) => ({
        id: idOf(role),
        name: `A ${role}`,
        role,
        ...(atOperator.includes(role) ? {} : { organization_id: elsewhere }),
      })),
    )
    .execute();
}

const turnedAway = (house: House) => house.log.lines.filter((line) => line.includes('not permitted')).length;

describe('in the demonstration', () => {
  let house: House;
  let signalId: string;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
    await hire(house);
    await house.call('POST', '/v1/signals', {
      door: 'tip',
      narrative: 'He keeps her papers.',
      danger: 'soon',
    });
    signalId = (await house.database.db.selectFrom('signal').select('id').executeTakeFirstOrThrow()).id;
  });
  afterAll(() => house.close());

  test('every route and every page that the house has is declared, and nothing else is', async () => {
    const unrouted =
      /\/\*$|^(GET|HEAD) \/(assets\/.*|favicon\.svg|leave\.js|live\.js|map(-open|-ground)?\.js|guides\/partner-api\.txt)$|^(GET|HEAD|POST) \/$/;
    const known = house.alight.app.behindTheDoor
      .filter((route) => !unrouted.test(route) && !route.startsWith('HEAD '))
      .sort();
    // The carrier's own is there only where a carrier is set up, the clock's only where it can be moved.
    // Signing in is there only where there is no demonstration.
    const signIn = Object.keys(routeAccess).filter((route) => route.includes(' /auth/'));
    const elsewhere = ['POST /wires/sms/inbound', 'GET /sandbox/clock', 'POST /sandbox/clock', ...signIn];
    expect([...known, ...elsewhere].sort()).toEqual(Object.keys(routeAccess).sort());
    expect([...(await readPages()).patterns].sort()).toEqual(Object.keys(pageAccess).sort());
  });

  describe.each(staffRoutes)('$route', ({ method, pattern, permission }) => {
    test.each(roles)('by the table: %s', async (role) => {
      const before = turnedAway(house);
      const as = { 'alight-actor': idOf(role) };
      const answer = await house.call(method, pathOf(pattern), method === 'POST' ? {} : undefined, as);
      if (may(role, permission)) {
        expect(turnedAway(house), answer.body).toBe(before);
        expect([401, 403]).not.toContain(answer.statusCode);
        return;
      }
      expect(turnedAway(house)).toBe(before + 1);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-here']);
      // What is there looks no different from what is not.
      const real = await house.call(
        method,
        pathOf(pattern, signalId),
        method === 'POST' ? {} : undefined,
        as,
      );
      expect([real.statusCode, real.body]).toEqual([answer.statusCode, answer.body]);
    });
    test('nobody, and whoever is not known or has left', async () => {
      const left = idOf('supervisor').replace('-8000-', '-8001-');
      await house.database.db
        .insertInto('staff')
        .values({ id: left, name: 'Somebody who left', role: 'supervisor', active: false })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const named: Record<string, string>[] = [
        {},
        ...[left, madeUpId, 'x', "' or true --"].map((id) => ({ 'alight-actor': id })),
      ];
      for (const headers of named) {
        const answer = await house.call(method, pathOf(pattern), method === 'POST' ? {} : undefined, headers);
        expect([answer.statusCode, answer.json().code], JSON.stringify(headers)).toEqual([
          403,
          'who-are-you',
        ]);
      }
    });
  });

  describe.each(staffPages)('the page $pattern', ({ pattern, permission }) => {
    test.each(roles)('by the table: %s', async (role) => {
      const cookie = { cookie: `alight_acting=${idOf(role)}` };
      const before = turnedAway(house);
      const answer = await house.call('GET', pathOf(pattern, signalId), undefined, cookie);
      if (may(role, permission)) {
        expect(turnedAway(house)).toBe(before);
        return;
      }
      expect(answer.statusCode).toBe(404);
      // It looks like a page that is not there, whatever its address and whatever is posted to it.
      const nowhere = await house.call('GET', '/console/nowhere', undefined, cookie);
      const same = (body: string) => body.replaceAll(/nonce="[^"]*"/g, '');
      expect(same(answer.body)).toBe(same(nowhere.body));
      const posted = await house.call('POST', pathOf(pattern, signalId), 'do=ask&text=x', {
        ...cookie,
        ...form,
      });
      expect([posted.statusCode, same(posted.body)]).toEqual([404, same(nowhere.body)]);
    });
  });

  test.each([
    '/CONSOLE/Audit',
    '/console/audit/',
    '//console/audit',
    '/console/%61udit',
    '/console/audit.data',
    '/console/audit/_.data',
    '/console/audit?_routes=console%2Faudit',
    '/console/audit.data?_routes=console%2Faudit',
  ])('no other spelling opens a page: %s', async (url) => {
    const spelled = (role: Role) =>
      house.call('GET', url, undefined, { cookie: `alight_acting=${idOf(role)}` });
    expect((await spelled('hotline-advocate')).body).not.toContain('About whom or what');
    expect((await spelled('hotline-advocate')).statusCode).toBe(404);
  });

  test('what a page may not do in somebody’s name is not done, whatever asks', async () => {
    const { services } = house.alight;
    for (const role of roles.filter((one) => !may(one, 'reports:read'))) {
      const acting = { staffId: idOf(role) };
      await expect(services.signal(acting, signalId), role).rejects.toMatchObject({ code: 'not-here' });
      await expect(services.askBack(acting, signalId, 'x'), role).rejects.toMatchObject({ code: 'not-here' });
      await expect(services.voiceTask(acting, madeUpId), role).rejects.toMatchObject({ code: 'not-here' });
    }
    await expect(services.staff({ staffId: madeUpId })).rejects.toMatchObject({ code: 'who-are-you' });
  });

  test('a responder’s routes take no member of staff for one', async () => {
    for (const [route, access] of Object.entries(routeAccess)) {
      if (access !== 'responder' || route.endsWith('exchange')) continue;
      const [method, url] = route.split(' ') as ['GET' | 'POST', string];
      const body = route.endsWith('decline')
        ? { reason: 'x' }
        : route.endsWith('en-route')
          ? { etaAt: '2026-01-01T12:00:00Z' }
          : route.endsWith('outcome')
            ? { outcome: 'person-reached' }
            : {};
      const answer = await house.call(method, url, method === 'POST' ? body : undefined, {
        'alight-actor': idOf('supervisor'),
      });
      expect([answer.statusCode, answer.json().code], route).toEqual([401, 'session-missing']);
    }
  });

  test('anybody learns who answers for a place; only staff learn why', async () => {
    const asked = { point: { lon: -94.5851, lat: 39.0849 } };
    const fields = async (headers: Record<string, string>) => {
      const answer = await house.call('POST', '/v1/jurisdictions/resolve', asked, headers);
      return answer.statusCode === 200 ? Object.keys(answer.json()).length : answer.json().code;
    };
    expect(await fields({})).toBe(1);
    expect(await fields({ 'alight-actor': madeUpId })).toBe('who-are-you');
    for (const role of roles)
      expect((await fields({ 'alight-actor': idOf(role) })) > 1, role).toBe(
        may(role, 'jurisdictions:explain'),
      );
  });
});

describe('in production', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(undefined, true, { ALIGHT_MODE: 'production' });
    await hire(house);
  });
  afterAll(() => house.close());
  /** Everything by which the demonstration lets people in. */
  const demoWays = {
    origin,
    'alight-actor': idOf('supervisor'),
    cookie: `alight_acting=${idOf('supervisor')}`,
  };

  test.each(staffRoutes)('$route asks to sign in', async ({ method, pattern }) => {
    for (const headers of [{}, demoWays]) {
      const answer = await house.call(
        method,
        `${pathOf(pattern)}?actor=${idOf('supervisor')}`,
        method === 'POST' ? {} : undefined,
        headers,
      );
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'sign-in-missing']);
    }
  });
  test.each(staffPages)('the page $pattern asks to sign in', async ({ pattern }) => {
    for (const headers of [{}, demoWays])
      for (const answer of [
        await house.call('GET', pathOf(pattern), undefined, headers),
        await house.call('POST', pathOf(pattern), 'do=act-as', { ...headers, ...form }),
      ]) {
        expect(answer.statusCode).toBe(401);
        expect(answer.body).toContain('Sign in first');
      }
  });
  test('the sandbox is not there', async () => {
    for (const [route, access] of Object.entries(routeAccess)) {
      if (access !== 'sandbox') continue;
      const [method, url] = route.split(' ') as ['GET' | 'POST', string];
      const answer = await house.call(method, url, method === 'POST' ? {} : undefined, demoWays);
      expect(answer.statusCode, route).toBe(404);
    }
    expect((await house.call('GET', '/sandbox')).statusCode).toBe(404);
  });
  test('the public is asked for nothing', async () => {
    for (const [pattern, access] of Object.entries(pageAccess))
      if (access === 'public' && pattern !== '/*' && pattern !== '/sandbox')
        expect((await house.call('GET', pattern)).statusCode, pattern).toBeLessThan(400);
    const sent = await house.call('POST', '/v1/signals', { door: 'tip', narrative: 'He keeps her papers.' });
    expect(sent.statusCode).toBe(201);
  });
});
