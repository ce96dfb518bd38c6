/** Tokens that show casework: an administrator alone makes none, and never holds one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenScopes } from '../../src/identity/core/index.ts';
import { administratorId, advocateId, type House, openHouse, supervisorId } from '../support/house.ts';

const by = { staffId: administratorId };
const supervisor = { staffId: supervisorId };
const auditorId = '01900000-0000-7000-8000-000000000005';
const hourMilliseconds = 3_600_000;

describe('a token that shows casework', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());
  const order = (name: string, scopes = ['calls:read', 'responses:read'], days = 30) => ({
    name,
    scopes,
    days,
  });
  /** @returns the id of what waits */
  const ask = async (name: string, given = order(name)) => {
    expect(await house.alight.services.makeToken(by, given)).toEqual({ token: null });
    return (await house.alight.services.keys(supervisor)).tokens.find((token) => token.name === name)!.id;
  };
  const listed = async (id: string) =>
    (await house.alight.services.tokens(by)).find((token) => token.id === id)!;
  const agree = (id: string, who = supervisor) => house.alight.services.agreeToken(who, id);
  const later = (milliseconds: number) =>
    house.clock.moveTo(new Date(house.clock.now().getTime() + milliseconds));
  const secretHash = async (id: string) =>
    (
      await house.database.db
        .selectFrom('service_token')
        .select('secret_hash')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).secret_hash;
  const statusOf = async (token: string, url = '/v1/voice-tasks') =>
    (await house.call('GET', url, undefined, { authorization: `Bearer ${token}` })).statusCode;

  test.each(tokenScopes)('waits, or shows none: %s', async (scope) => {
    const { token } = await house.alight.services.makeToken(by, order(`For ${scope}`, [scope]));
    expect(token === null, scope).toBe(scope !== 'jurisdictions:explain');
    const mixed = await house.alight.services.makeToken(by, order('Mixed', ['jurisdictions:explain', scope]));
    expect(mixed.token === null).toBe(scope !== 'jurisdictions:explain');
  });

  test('has no secret until a supervisor agreed, who alone is told it', async () => {
    const id = await ask('Calls in room 2');
    expect([(await listed(id)).state, await secretHash(id)]).toEqual(['waiting', null]);
    for (const staffId of [administratorId, advocateId, auditorId])
      await expect(agree(id, { staffId }), staffId).rejects.toMatchObject({ code: 'not-here' });
    expect(await secretHash(id)).toBeNull();
    const { token, name } = await agree(id);
    expect([name, await statusOf(token)]).toEqual(['Calls in room 2', 200]);
    expect(await listed(id)).toMatchObject({
      state: 'live',
      madeBy: 'Lee Novak (demo)',
      agreedBy: expect.stringContaining('(demo)'),
    });
    const seen = JSON.stringify([
      await house.alight.services.tokens(by),
      await house.alight.services.keys(by),
    ]);
    expect(seen).not.toContain(token.split('_')[2]);
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select(['actor_id', 'action'])
      .where('action', 'in', ['token-asked', 'token-made'])
      .where((eb) => eb(eb.ref('detail', '->>').key('tokenId'), '=', id))
      .orderBy('action')
      .execute();
    expect(leaves).toEqual([
      { actor_id: administratorId, action: 'token-asked' },
      { actor_id: supervisorId, action: 'token-made' },
    ]);
    await house.wait(1);
    const { alerts } = (
      await house.call('GET', '/v1/alerts', undefined, { 'alight-actor': supervisorId })
    ).json();
    const kinds = alerts.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['token-asked', 'token-given']));
  });

  test('is not agreed to by whoever asked, also when they are a supervisor by now', async () => {
    const id = await ask('My own');
    const setRole = (role: string) =>
      house.database.db.updateTable('staff').set({ role }).where('id', '=', administratorId).execute();
    await setRole('supervisor');
    await expect(agree(id, by)).rejects.toMatchObject({ code: 'token-second-person' });
    await expect(agree(id)).rejects.toMatchObject({ code: 'token-asker-gone' });
    await setRole('hotline-administrator');
    await expect(
      house.database.db
        .updateTable('service_token')
        .set({ secret_hash: Buffer.alloc(32) })
        .where('id', '=', id)
        .execute(),
      'the database holds it too',
    ).rejects.toThrow('service_token_by_two');
    await house.alight.services.refuseToken(supervisor, id);
  });

  test('is agreed to once, when two do at the same moment', async () => {
    const id = await ask('Once');
    const both = await Promise.allSettled([agree(id), agree(id)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['a supervisor says no', (id: string) => house.alight.services.refuseToken(supervisor, id)],
    ['whoever asked takes it back on Keys', (id: string) => house.alight.services.refuseToken(by, id)],
    ['an administrator takes it back on Tokens', (id: string) => house.alight.services.revokeToken(by, id)],
  ])('is over when %s', async (what, end) => {
    const id = await ask(what);
    await end(id);
    await expect(agree(id)).rejects.toMatchObject({ code: 'token-over' });
    await expect(house.alight.services.refuseToken(supervisor, id)).rejects.toMatchObject({
      code: 'token-over',
    });
    expect([(await listed(id)).state, await secretHash(id)]).toEqual(['revoked', null]);
  });

  test('taken back after it was agreed to opens nothing', async () => {
    const id = await ask('Back');
    const { token } = await agree(id);
    await house.alight.services.revokeToken(by, id);
    expect(await statusOf(token)).toBe(401);
  });

  test('waits three days and no longer, and its life counts from the asking', async () => {
    const [id, short] = [await ask('Late'), await ask('Short', order('Short', ['queue:read'], 7))];
    later(72 * hourMilliseconds - 1);
    const { token } = await agree(short);
    later(1);
    await expect(agree(id)).rejects.toMatchObject({ code: 'token-over' });
    expect((await house.alight.services.keys(supervisor)).tokens).toEqual([]);
    expect((await listed(id)).state).toBe('lapsed');
    expect(await statusOf(token, '/v1/queue')).toBe(200);
    later(4 * 24 * hourMilliseconds);
    expect(await statusOf(token, '/v1/queue')).toBe(401);
  });
});
