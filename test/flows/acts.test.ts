/** What staff may do to a report is checked in one place, whichever door they come by; and the queue hides nothing. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { act, alertsOf, assessment, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const nobody = '01900000-0000-7000-8000-00000000000a';
const cases = async () =>
  Number(
    (await sql<{ n: string }>`select count(*) as n from case_file`.execute(house.database.db)).rows[0]!.n,
  );
const organization = async (name: string): Promise<string> =>
  (
    await sql<{ id: string }>`select id from organization where name like ${`${name}%`} limit 1`.execute(
      house.database.db,
    )
  ).rows[0]!.id;

describe('linking a trip', () => {
  test.each<[string, object, string]>([
    ['an unknown trip', { ...train, tripId: 'river-runner:999' }, 'unknown-trip'],
    ['a day on which it does not run', { ...train, serviceDate: '2031-01-01' }, 'unknown-trip'],
    ['a stop that is none of it', { ...train, stopId: 'MOON' }, 'unknown-stop'],
  ])('%s is refused, and the good link stays', async (_what, link, code) => {
    const { signalId } = await report(house);
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    const answer = await act(house, signalId, 'trip', link);
    expect([answer.statusCode, answer.json().code]).toEqual([422, code]);
    expect((await opened(house, signalId)).trip).toEqual({ ...train, stopId: 'KCY' });
  });

  test('of a report whose language is well written and none gives a plan all the same', async () => {
    const { signalId } = await report(house, { language: 'en-1' });
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    const answer = await house.asAdvocate('POST', '/v1/meeting-plans', { signalId });
    expect(answer.statusCode, answer.body).toBe(200);
  });

  test('and listing or settling whom not to tell, of a report that is none, opens no case', async () => {
    const before = await cases();
    const organizationId = await organization('Cole County Sheriff');
    for (const answer of [
      await act(house, nobody, 'trip', train),
      await act(house, nobody, 'do-not-tell', { organizationId, reason: 'His brother.' }),
      await act(house, nobody, 'settle-do-not-tell', { reason: 'Nobody to list.' }),
    ])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-signal']);
    const { signalId } = await report(house);
    const unknown = await act(house, signalId, 'do-not-tell', {
      organizationId: nobody,
      reason: 'A cousin.',
    });
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'unknown-organization']);
    expect(await cases()).toBe(before);
  });
});

describe('an assessment', () => {
  test('counts behaviours only: looks and language are refused', async () => {
    const { signalId } = await report(house);
    const looks = { ...assessment, observedBehaviours: ['speaks spanish', 'mixed couple'] };
    expect((await act(house, signalId, 'assess', looks)).statusCode).toBe(400);
    const acting = { staffId: '01900000-0000-7000-8000-000000000001' };
    await expect(house.alight.services.assess(acting, signalId, looks as never)).rejects.toMatchObject({
      code: 'observation-unknown',
    });
    expect((await opened(house, signalId)).assessment).toBeNull();
  });
});

describe('two assessments of one instant', () => {
  test.each([...'abcdef'])('the one that was written last is the one that counts (%s)', async () => {
    const { signalId } = await report(house);
    await opened(house, signalId);
    // What has no order comes right by chance: often enough, it does not.
    for (const danger of ['soon', 'none', 'soon', 'not-known'])
      expect((await act(house, signalId, 'assess', { ...assessment, danger })).statusCode).toBe(200);
    expect((await opened(house, signalId)).assessment.danger).toBe('not-known');
  });
});

describe('whom the report names as not to be told', () => {
  test('has to be gone through before anything is passed on', async () => {
    const { signalId } = await report(house, { doNotTell: 'Her cousin at the sheriff’s.' });
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    const reason = 'Seen twice; nobody is there now.';
    expect((await act(house, signalId, 'pass-on', { reason })).json().code).toBe('do-not-tell-open');
    await act(house, signalId, 'settle-do-not-tell', { reason: 'Lafayette County is not on this way.' });
    expect((await opened(house, signalId)).doNotTellSettled).toBe(true);
    expect((await act(house, signalId, 'pass-on', { reason })).statusCode).toBe(200);
  });

  test.each([
    ['a colleague', { staffId: '01900000-0000-7000-8000-000000000002' }],
    ['a name', { name: 'Walter Quill' }],
  ])('is not gone through by an entry of %s, who may be somebody else', async (_who, whom) => {
    const { signalId } = await report(house, { doNotTell: 'My uncle, a deputy.' });
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    const listed = await act(house, signalId, 'do-not-tell', { ...whom, reason: 'They know each other.' });
    expect(listed.statusCode, listed.body).toBe(200);
    expect((await opened(house, signalId)).doNotTellSettled).toBe(false);
    const refused = (await act(house, signalId, 'pass-on', { reason: 'Seen twice.' })).json();
    expect([refused.code, refused.detail]).toEqual([
      'do-not-tell-open',
      expect.stringContaining('say that the list is done'),
    ]);
  });
});

describe('an overdue call', () => {
  test('says which report it is about', async () => {
    const { signalId } = await report(house, { danger: 'imminent', transit: train });
    await house.wait(180);
    const overdue = (await alertsOf(house, signalId)).filter(({ kind }) => kind === 'call-overdue');
    expect(overdue.length).toBeGreaterThan(0);
    expect(overdue.some(({ words }) => words.includes('911'))).toBe(true);
  });
});

describe('the queue', () => {
  test('says how many there are, turns its page, and shows the newest unread of a flood', async () => {
    await sql`
      insert into signal (id, received_at, channel, door, relation, proximity, language, danger, age_group, narrative, state,
        code_hash, key_hash, body_hash)
      select gen_random_uuid(), '2026-02-12T10:00:00Z'::timestamptz + n * interval '1 second', 'partner', 'tip', 'unknown',
        'unknown', 'en', 'imminent', 'unknown', '\\x00', 'received', decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'),
        decode(md5(n::text), 'hex')
      from generate_series(1, 250) n`.execute(house.database.db);
    const { signalId } = await report(house, { danger: 'imminent' });
    const page = async (after: number) =>
      (await house.asAdvocate('GET', `/v1/queue?after=${after}`)).json() as {
        queue: { signalId: string; rank: number }[];
        total: number;
        unread: number;
        newest: { signalId: string }[];
      };
    const first = await page(0);
    expect(first.queue).toHaveLength(200);
    expect(first.total).toBeGreaterThan(250);
    expect(first.unread).toBeGreaterThan(250);
    expect(first.queue.some((entry) => entry.signalId === signalId)).toBe(false);
    expect(first.newest[0]!.signalId).toBe(signalId);
    const second = await page(200);
    expect(second.queue[0]!.rank).toBe(201);
    expect(second.queue.some((entry) => entry.signalId === signalId)).toBe(true);
    expect(new Set([...first.queue, ...second.queue].map((entry) => entry.signalId)).size).toBe(first.total);
  });

  test('and the alerts show the newest first, and how many there are', async () => {
    await sql`
      insert into supervisor_alert (id, record_id, at, kind, words)
      select gen_random_uuid(), gen_random_uuid(), '2026-02-12T10:00:00Z'::timestamptz + n * interval '1 second', 'unread', '\\x00'
      from generate_series(1, 250) n`.execute(house.database.db);
    const { alerts, total } = (await house.asAdvocate('GET', '/v1/alerts')).json();
    expect(alerts).toHaveLength(100);
    expect(total).toBeGreaterThan(250);
    const times = alerts.map(({ at }: { at: string }) => at);
    expect(times).toEqual([...times].sort().reverse());
    const { alerts: more } = (await house.asAdvocate('GET', '/v1/alerts?after=100')).json();
    expect(more[0].id).not.toBe(alerts[0].id);
  });
});
