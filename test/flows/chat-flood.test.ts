/** A flood of chats: slowed and set aside like every other, it hides nobody who is in danger and delays nothing else. */
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { alertsOf } from '../support/reports.ts';

const junk = (n: number) =>
  `Somebody at number ${n} told me that the people in the house on the corner are up to no good, and that you should go there at once.`;

describe('a flood of chats', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const begin = async (body: object) => {
    const key = randomUUID();
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
    const begun = await house.call('POST', '/v1/chats', body, { 'idempotency-key': key });
    expect(begun.statusCode, begun.body).toBe(201);
    const keyHash = createHash('sha256').update(key).digest();
    const { rows } = await sql<{ id: string }>`select id from signal where key_hash = ${keyHash}`.execute(
      house.database.db,
    );
    return { id: rows[0]!.id, code: begun.json().code as string };
  };
  const as = (method: 'GET' | 'POST', url: string, body?: object) => house.asAdvocate(method, url, body);
  const floor = async () => (await as('GET', '/v1/floor')).json();
  let flood: { id: string; code: string }[];

  test('asks for one look at the floor, is set aside, and comes after everybody else; a word more takes one out of it', async () => {
    flood = [];
    for (let n = 0; n < 30; n++) flood.push(await begin({ text: junk(n), danger: 'not-known' }));
    await house.alight.loop.drain();
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from due where kind = 'floor-look'`.execute(house.database.db);
    expect(rows[0]!.n, 'thirty that come at once are looked at once').toBe(1);
    await house.wait(10);
    const { setAside } = (await as('GET', '/v1/queue')).json();
    expect(setAside).toBe(26);
    const seen = await floor();
    expect([seen.open.length, seen.more], 'what is set aside is neither listed nor counted').toEqual([4, 0]);
    expect([seen.waiting, seen.setAside], 'and is said beside those who wait').toEqual([4, 26]);
    const honest = await begin({ text: 'He has my papers.', danger: 'not-known', door: 'tip' });
    for (const { id } of flood.slice(0, 4)) await as('POST', `/v1/signals/${id}/end-chat`, {});
    await house.call('POST', '/v1/chats/messages', {
      code: flood[20]!.code,
      text: 'Please',
      key: randomUUID(),
    });
    await as('POST', '/v1/floor/presence', { state: 'on-floor', capacity: 6 });
    const taken: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { offers } = await floor();
      taken.push(offers[0].signalId);
      await as('POST', `/v1/signals/${offers[0].signalId}/end-chat`, {});
    }
    expect(taken).toEqual([flood[20]!.id, honest.id, flood[4]!.id]);
    await as('POST', '/v1/floor/presence', { state: 'away' });
  });

  test('is told of together when nobody takes it, and not chat by chat', async () => {
    const honest = await begin({ text: 'Is somebody there?' });
    await house.wait(4 * 60);
    expect((await alertsOf(house, flood[25]!.id)).map(({ kind }) => kind)).toEqual([]);
    expect((await alertsOf(house, honest.id)).map(({ kind }) => kind)).toEqual(['chat-waits-long']);
    await as('POST', `/v1/signals/${honest.id}/end-chat`, {});
  });

  test('of six thousand that nobody can compare hides nobody who is in danger now', async () => {
    const { id } = await begin({});
    await sql`with made as (
      insert into signal select r.* from signal s, generate_series(1, 6000) n,
        lateral jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(),
          'key_hash', '\\x' || encode(sha256(('k' || n)::bytea), 'hex'), 'code_hash', '\\x' || encode(sha256(('c' || n)::bytea), 'hex'))) r
      where s.id = ${id} returning id)
      insert into chat (signal_id, state, begun_at) select id, 'waiting', ${house.clock.now()} from made`.execute(
      house.database.db,
    );
    const urgent = await begin({ danger: 'imminent' });
    await house.wait(1);
    await as('POST', '/v1/floor/presence', { state: 'on-floor', capacity: 1 });
    expect((await floor()).offers).toMatchObject([{ signalId: urgent.id }]);
    expect((await house.call('POST', '/v1/chats/open', { code: urgent.code })).json().state).toBe('waiting');
  });
});
