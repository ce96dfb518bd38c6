/** A report comes in, whatever is wrong with it, and nothing of it is lost or told. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';

const narrative = 'quillfeather: he keeps her phone and papers';

describe('a report', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const send = (body: unknown, key?: string, headers: Record<string, string> = {}) =>
    house.call('POST', '/v1/signals', body, { ...(key ? { 'idempotency-key': key } : {}), ...headers });
  const count = async () =>
    Number(
      (await sql<{ n: string }>`select count(*) as n from signal`.execute(house.database.db)).rows[0]!.n,
    );

  test('is stored with its leaf and its due row, and answered with 911 first', async () => {
    const answer = await send({ door: 'tip', narrative });
    expect(answer.statusCode).toBe(201);
    expect(answer.json().notice).toMatch(/^Is someone in danger right now\? Call 911/);
    const { rows } = await sql<{ leaves: number; due: number }>`
      select (select count(*)::int from audit_leaf where action = 'signal-received' and subject_id = s.id) as leaves,
             (select count(*)::int from due where kind = 'signal-unread' and subject_id = s.id) as due
      from signal s`.execute(house.database.db);
    expect(rows).toEqual([{ leaves: 1, due: 1 }]);
  });

  test('sent again with the same key is one report with one code, however often and at once', async () => {
    const before = await count();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => send({ door: 'help', narrative }, 'again-and-again')),
    );
    expect(new Set(answers.map((answer) => answer.json().receipt)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test('with the same key and other words is refused, and the first stays safe', async () => {
    await send({ door: 'tip', narrative }, 'one-key-0001');
    const answer = await send({ door: 'tip', narrative: 'other' }, 'one-key-0001');
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'key-reused', status: 409 });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test.each<[string, unknown, Record<string, string>, number, string]>([
    ['no words', { door: 'tip', narrative: '   ' }, {}, 400, 'body-invalid'],
    ['far too many words', { door: 'tip', narrative: 'x'.repeat(20_001) }, {}, 400, 'body-invalid'],
    [
      'more than a request may hold',
      { door: 'tip', narrative: 'x'.repeat(300_000) },
      {},
      413,
      'body-too-large',
    ],
    ['wrong types', { door: 7, narrative: [] }, {}, 400, 'body-invalid'],
    ['an unknown field', { door: 'tip', narrative, nationality: 'x' }, {}, 400, 'body-invalid'],
    [
      'broken UTF-8',
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      { 'content-type': 'application/json' },
      400,
      'body-unreadable',
    ],
    ['half a JSON', '{"door":', { 'content-type': 'application/json' }, 400, 'body-unreadable'],
    [
      'a prototype key',
      '{"__proto__":{"x":1},"door":"tip","narrative":"y"}',
      { 'content-type': 'application/json' },
      400,
      'body-unreadable',
    ],
    ['a format we do not read', '<a/>', { 'content-type': 'text/xml' }, 415, 'media-type-unknown'],
  ])('with %s is refused in words, and nothing is stored', async (_name, body, headers, status, code) => {
    const before = await count();
    const answer = await send(body, undefined, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code, status });
    expect(answer.json().detail.length).toBeGreaterThan(10);
    expect(await count()).toBe(before);
  });

  test('a text with the one character that cannot be stored is stored without it', async () => {
    const answer = await send({ door: 'tip', narrative: 'before\u0000after' });
    expect(answer.statusCode).toBe(201);
  });

  test('a wrong, a deleted and an unknown code look the same', async () => {
    const { receipt } = (await send({ door: 'tip', narrative })).json();
    expect((await house.call('POST', '/v1/dialogue/open', { code: receipt })).json()).toEqual({
      status: 'received',
      text: 'We have received your report.',
      messages: [],
    });
    await house.call('POST', '/v1/dialogue/delete', { code: receipt });
    const looks = await Promise.all(
      [receipt, '1234', '0000 0000 0000 0000 0000 0'].map((code) =>
        house.call('POST', '/v1/dialogue/open', { code }),
      ),
    );
    expect(new Set(looks.map((look) => `${look.statusCode} ${look.body}`)).size).toBe(1);
  });

  test('unread for a quarter of an hour alerts the supervisor', async () => {
    await house.wait(16 * 60);
    const { alerts } = (await house.asAdvocate('GET', '/v1/alerts')).json();
    expect(alerts.some(({ kind }: { kind: string }) => kind === 'unread')).toBe(true);
  });

  test('no log line holds a word of it', () => {
    expect(house.log.lines.length).toBeGreaterThan(0);
    expect(house.log.lines.join('\n')).not.toContain('quillfeather');
  });

  test('staff routes answer nobody who does not say who they are', async () => {
    for (const url of [
      '/v1/queue',
      '/v1/alerts',
      '/v1/voice-tasks',
      '/v1/signals/01900000-0000-7000-8000-00000000000a',
    ])
      expect((await house.call('GET', url)).statusCode, url).toBe(403);
  });

  test('another host name is refused: nobody reaches us under a name of their own', async () => {
    expect((await house.call('GET', '/healthz', undefined, { host: 'evil.example' })).statusCode).toBe(403);
  });
});

describe('where and who', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  test.each<[string, unknown, string]>([
    ['an unknown trip', { tripId: 'river-runner:999', serviceDate: '2026-02-12' }, 'unknown-trip'],
    ['a place in the ocean', { point: { lon: -40, lat: 30 } }, 'outside-every-area'],
  ])('%s is refused in words', async (_name, body, code) => {
    const answer = await house.call('POST', '/v1/jurisdictions/resolve', body);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.json().code).toBe(code);
  });

  test('anybody learns names of agencies and nothing else; staff learn why', async () => {
    const body = { point: { lon: -94.585, lat: 39.085 } };
    const open = (await house.call('POST', '/v1/jurisdictions/resolve', body)).json();
    expect(Object.keys(open)).toEqual(['agencies']);
    expect(open.agencies.every((agency: object) => Object.keys(agency).join() === 'name')).toBe(true);
    const staff = (await house.asAdvocate('POST', '/v1/jurisdictions/resolve', body)).json();
    expect(staff.agencies[0].reason.length).toBeGreaterThan(10);
  });
});
