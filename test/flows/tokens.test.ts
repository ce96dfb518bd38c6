/** Machines and people: tokens that open what they were made for until they are taken back, and roles that are never all given away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenText } from '../../src/identity/core/index.ts';
import { changeRole, inNameOf } from '../../src/identity/index.ts';
import { openDatabases } from '../../src/platform/index.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { tokenByTwo } from '../support/token.ts';

const administratorId = '01900000-0000-7000-8000-000000000004';
const auditorId = '01900000-0000-7000-8000-000000000005';
const by = { staffId: administratorId };
const dayMilliseconds = 86_400_000;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const order = { name: 'Shift display', scopes: ['queue:read'], days: 7 };
const last = <T>(list: readonly T[]): T => list.at(-1)!;

describe.each(['demo', 'production'])('a token, in %s', (mode) => {
  let house: House;
  const make = (given = order) => tokenByTwo(house, given);
  const ask = async (token: string, url = '/v1/queue') => {
    const answer = await house.call('GET', url, undefined, bearer(token));
    return [answer.statusCode, answer.statusCode === 200 ? 'shown' : answer.json().code];
  };
  const leaves = async (action: string) =>
    await house.database.db.selectFrom('audit_leaf').selectAll().where('action', '=', action).execute();

  beforeAll(async () => {
    house = await openHouse(undefined, false, { ALIGHT_MODE: mode });
    if (mode === 'production')
      await house.database.db
        .insertInto('staff')
        .values([
          { id: administratorId, name: 'An administrator', role: 'hotline-administrator' },
          { id: advocateId, name: 'An advocate', role: 'hotline-advocate' },
          { id: supervisorId, name: 'A supervisor', role: 'supervisor' },
        ])
        .execute();
  });
  afterAll(() => house.close());

  test('opens what it was made for, and nothing else is there', async () => {
    const token = await make();
    expect(await ask(token)).toEqual([200, 'shown']);
    expect(await ask(token, '/v1/voice-tasks')).toEqual([404, 'not-here']);
    expect(await ask(token, `/v1/signals/${advocateId}`)).toEqual([404, 'not-here']);
    expect(await ask(token, '/v1/staff')).toEqual([404, 'not-here']);
    const posted = await house.call('POST', '/v1/responses', {}, bearer(token));
    expect([posted.statusCode, posted.json().code]).toEqual([404, 'not-here']);
  });

  test('is on record by id, is stored as a hash, and says a day and no more', async () => {
    const token = await make({ ...order, name: 'Counted' });
    await ask(token);
    const [row] = await house.database.db
      .selectFrom('service_token as t')
      .innerJoin('staff as s', 's.id', 't.staff_id')
      .selectAll('t')
      .where('s.name', '=', 'Counted')
      .execute();
    expect(row!.last_used_on).toBe('2026-02-12');
    const secret = token.split('_').slice(2).join('_');
    const stored = JSON.stringify(row) + row!.secret_hash!.toString('latin1');
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret, 'base64url').toString('latin1'));
    const made = last(await leaves('token-made'));
    expect(made).toMatchObject({ actor_id: supervisorId, subject_id: row!.staff_id });
    expect(JSON.stringify([made, house.log.lines, await house.alight.services.tokens(by)])).not.toContain(
      secret,
    );
  });

  test('cannot be guessed, cut, or used with the id of another', async () => {
    const [token, other] = [await make(), await make()];
    const mixed = tokenText(
      other.split('_')[1]!.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      token.split('_').slice(2).join('_'),
    );
    for (const wrong of [
      mixed,
      token.slice(0, -1),
      `${token}x`,
      token.replace('alight_', ''),
      tokenText(advocateId, 'x'.repeat(43)),
      "alight_' or true --",
      'x',
    ])
      expect(await ask(wrong), wrong).toEqual([401, 'token-unknown']);
    for (const authorization of ['Basic YTpi', 'Bearer', `bearer  ${token}`]) {
      const answer = await house.call('GET', '/v1/queue', undefined, { authorization });
      expect([answer.statusCode, answer.json().code], authorization).toEqual([401, 'token-unknown']);
    }
    expect(await ask(token)).toEqual([200, 'shown']);
  });

  test('is refused in words once it was taken back, and the log says which', async () => {
    const token = await make({ ...order, name: 'Taken back' });
    const listed = (await house.alight.services.tokens(by)).find(({ name }) => name === 'Taken back')!;
    expect(await ask(token)).toEqual([200, 'shown']);
    await house.alight.services.revokeToken(by, listed.id);
    const before = (await leaves('token-revoked')).length;
    await house.alight.services.revokeToken(by, listed.id);
    expect((await leaves('token-revoked')).length).toBe(before);
    for (let again = 0; again < 2; again++) {
      const answer = await house.call('GET', '/v1/queue', undefined, bearer(token));
      expect(answer.json()).toMatchObject({
        status: 401,
        code: 'token-revoked',
        title: 'This token was taken back',
      });
    }
    expect(last(house.log.lines.filter((line) => line.includes('token refused')))).toContain(listed.id);
    expect((await house.alight.services.tokens(by)).find(({ id }) => id === listed.id)?.state).toBe(
      'revoked',
    );
  });

  test('runs out, to the moment', async () => {
    const token = await make({ ...order, name: 'Short' });
    house.clock.moveTo(new Date(house.clock.now().getTime() + 7 * dayMilliseconds - 1));
    expect(await ask(token)).toEqual([200, 'shown']);
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
    expect(await ask(token)).toEqual([401, 'token-ended']);
  });

  test('of an account that was ended opens nothing', async () => {
    const token = await make({ ...order, name: 'Ended' });
    await house.database.db.updateTable('staff').set({ active: false }).where('name', '=', 'Ended').execute();
    expect(await ask(token)).toEqual([401, 'token-revoked']);
  });

  test.each([
    [{ ...order, name: ' ' }, 'token-name-missing'],
    [{ ...order, name: 'x'.repeat(121) }, 'token-name-missing'],
    [{ ...order, scopes: [] }, 'token-scopes-missing'],
    [{ ...order, scopes: ['queue:read', 'reports:read'] }, 'token-scopes-missing'],
    [{ ...order, scopes: ['people:manage'] }, 'token-scopes-missing'],
    [{ ...order, days: 366 }, 'token-days-unknown'],
    [{ ...order, days: Number.NaN }, 'token-days-unknown'],
  ])('is not made as %j', async (given, code) => {
    const before = (await house.alight.services.tokens(by)).length;
    await expect(make(given)).rejects.toMatchObject({ code });
    expect((await house.alight.services.tokens(by)).length).toBe(before);
  });

  test('is made and seen by administrators only', async () => {
    const { services } = house.alight;
    await expect(services.makeToken({ staffId: advocateId }, order)).rejects.toMatchObject({
      code: 'not-here',
    });
    await expect(services.tokens({ staffId: advocateId })).rejects.toMatchObject({ code: 'not-here' });
  });
});

describe('a token and pages', () => {
  test('opens none', async () => {
    const house = await openHouse(undefined, true, { ALIGHT_MODE: 'production' });
    try {
      await house.database.db
        .insertInto('staff')
        .values([
          { id: administratorId, name: 'An administrator', role: 'hotline-administrator' },
          { id: supervisorId, name: 'A supervisor', role: 'supervisor' },
        ])
        .execute();
      const token = await tokenByTwo(house, { ...order, scopes: ['queue:read', 'responses:read'] });
      for (const url of ['/console', '/console/board', `/console/responses/${advocateId}`])
        expect((await house.call('GET', url, undefined, bearer(token))).statusCode, url).toBe(401);
    } finally {
      await house.close();
    }
  });
});

describe('people', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());
  const roleOf = async (id: string) =>
    (await house.alight.services.people(by)).find((person) => person.id === id);

  test('are something else from their next request on, on record', async () => {
    const { services } = house.alight;
    expect((await house.call('GET', '/v1/queue', undefined, { 'alight-actor': advocateId })).statusCode).toBe(
      200,
    );
    await services.changeRole(by, advocateId, 'auditor');
    expect((await house.call('GET', '/v1/queue', undefined, { 'alight-actor': advocateId })).statusCode).toBe(
      404,
    );
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
    await services.changeRole(by, advocateId, 'hotline-advocate');
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select(['actor_id', 'subject_id', 'detail'])
      .where('action', '=', 'role-changed')
      .orderBy('at')
      .execute();
    expect(leaves).toEqual([
      {
        actor_id: administratorId,
        subject_id: advocateId,
        detail: { from: 'hotline-advocate', to: 'auditor' },
      },
      {
        actor_id: administratorId,
        subject_id: advocateId,
        detail: { from: 'auditor', to: 'hotline-advocate' },
      },
    ]);
  });

  test('change nothing about themselves, and supervisors hear of every role that is given', async () => {
    const { services } = house.alight;
    await services.changeRole(by, advocateId, 'hotline-administrator');
    const [waits] = (await services.keys({ staffId: supervisorId })).grants;
    await services.agreeRole({ staffId: supervisorId }, waits!.id);
    await expect(services.changeRole(by, administratorId, 'supervisor')).rejects.toMatchObject({
      code: 'your-own-role',
    });
    expect((await roleOf(administratorId))?.role).toBe('hotline-administrator');
    await services.changeRole(by, advocateId, 'hotline-advocate');
    await house.wait(1);
    const alerts = (await house.call('GET', '/v1/alerts', undefined, { 'alight-actor': supervisorId })).json()
      .alerts;
    expect(alerts.map(({ kind }: { kind: string }) => kind)).toContain('role-given');
  });

  test('who left are nobody, and can come back', async () => {
    const { services } = house.alight;
    await services.changeActive(by, supervisorId, false);
    const answer = await house.call('GET', '/v1/queue', undefined, { 'alight-actor': supervisorId });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'who-are-you']);
    expect((await roleOf(supervisorId))?.active).toBe(false);
    await services.changeActive(by, supervisorId, true);
    expect(
      (await house.call('GET', '/v1/queue', undefined, { 'alight-actor': supervisorId })).statusCode,
    ).toBe(200);
  });

  test('the last administrator stays one, also when two take each other’s role at the same moment', async () => {
    const { services } = house.alight;
    await expect(services.changeRole(by, administratorId, 'supervisor')).rejects.toMatchObject({
      code: 'last-administrator',
    });
    await expect(services.changeActive(by, administratorId, false)).rejects.toMatchObject({
      code: 'last-administrator',
    });
    await services.changeRole(by, auditorId, 'hotline-administrator');
    const [waits] = (await services.keys({ staffId: supervisorId })).grants;
    await services.agreeRole({ staffId: supervisorId }, waits!.id);
    const results = await Promise.allSettled([
      services.changeRole({ staffId: auditorId }, administratorId, 'auditor'),
      services.changeRole(by, auditorId, 'auditor'),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const left = await house.database.db
      .selectFrom('staff')
      .select('id')
      .where('role', '=', 'hotline-administrator')
      .where('active', '=', true)
      .execute();
    expect(left).toHaveLength(1);
    await house.database.db
      .updateTable('staff')
      .set({ role: 'hotline-administrator' })
      .where('id', '=', administratorId)
      .execute();
  });

  test.each([
    [advocateId, 'service-account', 'role-unknown'],
    [advocateId, 'queen', 'role-unknown'],
    ['01900000-0000-7000-8000-0000000000ff', 'auditor', 'not-here'],
    ["' or true --", 'auditor', 'not-here'],
  ])('%s does not become %s', async (id, role, code) => {
    await expect(house.alight.services.changeRole(by, id, role)).rejects.toMatchObject({ code });
  });

  test('of another organization get no role of the hotline', async () => {
    const id = '01900000-0000-7000-8000-0000000000e1';
    await house.database.db
      .insertInto('staff')
      .values({ id, name: 'A coordinator', role: 'agency-coordinator', organization_id: id })
      .execute();
    await expect(house.alight.services.changeRole(by, id, 'supervisor')).rejects.toMatchObject({
      code: 'role-elsewhere',
    });
  });

  test('are changed by nobody whom row-level security does not know as the hotline', async () => {
    const databases = openDatabases(house.database.url);
    try {
      const auditor = { id: auditorId, name: 'x', role: 'auditor', organizationId: auditorId } as const;
      await expect(
        inNameOf(databases.staff, auditor, (tx) =>
          changeRole(tx, auditorId, advocateId, 'supervisor', new Date()),
        ),
      ).rejects.toMatchObject({ code: 'not-here' });
    } finally {
      await databases.close();
    }
  });
});
