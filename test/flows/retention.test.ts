/** How long a report is kept: holds, destroying by two after notice, and that yesterday's backup opens nothing of it either. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAlight } from '../../src/main/open.ts';
import { readConfig } from '../../src/platform/index.ts';
import { administratorId, advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, assessment, opened, report, train } from '../support/reports.ts';

const day = 86_400;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const as = (who: string, method: 'GET' | 'POST', url: string, body?: unknown) =>
  house.call(method, url, body, { 'alight-actor': who });
const keeping = async (signalId: string) =>
  (await as(supervisorId, 'GET', `/v1/signals/${signalId}/keeping`)).json();
const ask = (signalId: string, who = advocateId) =>
  as(who, 'POST', `/v1/signals/${signalId}/purge`, { cause: 'person-asked' });
const agree = (purgeId: string, who: string) => as(who, 'POST', `/v1/purges/${purgeId}/approve`, {});
const placeHold = (signalId: string) =>
  as(supervisorId, 'POST', `/v1/signals/${signalId}/hold`, { basis: 'court-order', reason: 'Case 24-113.' });

/** A report that was read, worked on and closed. */
async function closedReport(body: Record<string, unknown> = {}) {
  const sent = await report(house, body);
  await opened(house, sent.signalId);
  await act(house, sent.signalId, 'assess', assessment);
  await act(house, sent.signalId, 'trip', { ...train, stopId: 'KCY' });
  await act(house, sent.signalId, 'close', { reason: 'Seen to.' });
  return sent;
}

async function openPurge(signalId: string): Promise<string> {
  expect((await ask(signalId)).statusCode).toBe(200);
  return (await keeping(signalId)).purges[0].id;
}

describe('destroying a report', () => {
  test('takes notice and two who did not ask, and then nobody can open it, find it or come back to it', async () => {
    const { signalId, receipt } = await closedReport({ narrative: 'The van was grey, call 816-555-0181.' });
    const other = await closedReport({ narrative: 'Another house, call 816-555-0181.' });
    const purgeId = await openPurge(signalId);
    await house.wait(1);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('purge-asked');
    expect((await agree(purgeId, supervisorId)).statusCode).toBe(200);
    expect((await agree(purgeId, supervisorId)).json()).toMatchObject({ code: 'agreed-before' });
    expect((await agree(purgeId, administratorId)).statusCode).toBe(200);
    await house.wait(13 * day);
    expect((await keeping(signalId)).purgedAt).toBeNull();
    expect((await opened(house, signalId)).narrative).toContain('grey');
    await house.wait(day + 1);
    expect((await keeping(signalId)).purgedAt).not.toBeNull();
    const gone = await as(advocateId, 'GET', `/v1/signals/${signalId}`);
    expect(gone.statusCode).toBe(410);
    expect(gone.json()).toMatchObject({
      code: 'record-destroyed',
      detail: expect.stringContaining('destroyed on purpose'),
    });
    const found = (await as(advocateId, 'POST', '/v1/search', { text: '816-555-0181' })).json().found;
    expect(found.map((entry: { signalId: string }) => entry.signalId)).toEqual([other.signalId]);
    expect((await house.call('POST', '/v1/dialogue/open', { code: receipt })).statusCode).toBe(404);
    for (const list of ['/v1/alerts', '/v1/queue', '/v1/voice-tasks', `/v1/signals/${signalId}/keeping`])
      expect([list, (await as(supervisorId, 'GET', list)).statusCode]).toEqual([list, 200]);
    const { rows } = await sql<{
      left: number;
    }>`select (select count(*) from data_key where record_id = ${signalId} and wrapped is not null)::int
      + (select count(*) from search_entry where signal_id = ${signalId})::int as left`.execute(
      house.database.db,
    );
    expect(rows).toEqual([{ left: 0 }]);
    expect((await opened(house, other.signalId)).narrative).toContain('Another house');
  });

  test('takes along the texts that came in for it', async () => {
    const { signalId } = await closedReport({ safeContact: { wire: 'sms', address: '816-555-0190' } });
    const other = await report(house, { safeContact: { wire: 'sms', address: '816-555-0191' } });
    for (const address of ['816-555-0190', '816-555-0191'])
      await house.call('POST', '/sandbox/reply', { address, body: 'I am at the station.' });
    await house.wait(1);
    await opened(house, signalId);
    await act(house, signalId, 'close', { reason: 'Seen to.' });
    const texts = () =>
      sql<{ wrapped: boolean }>`select wrapped is not null as wrapped from data_key
        where record_id in (select id from message where direction = 'in') order by wrapped`.execute(
        house.database.db,
      );
    expect((await texts()).rows).toEqual([{ wrapped: true }, { wrapped: true }]);
    const purgeId = await openPurge(signalId);
    await agree(purgeId, supervisorId);
    await agree(purgeId, administratorId);
    await house.wait(15 * day);
    expect((await texts()).rows).toEqual([{ wrapped: false }, { wrapped: true }]);
    expect((await opened(house, other.signalId)).messages).toMatchObject([{ text: 'I am at the station.' }]);
  });

  test('leaves its leaves in the log', async () => {
    const { rows } = await sql<{
      action: string;
    }>`select distinct action from audit_leaf where subject_kind = 'signal'
      and action in ('signal-received', 'signal-read', 'purge-asked', 'purge-approved', 'case-destroyed', 'keys-forgotten') order by 1`.execute(
      house.database.db,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'case-destroyed',
      'keys-forgotten',
      'purge-approved',
      'purge-asked',
      'signal-read',
      'signal-received',
    ]);
  });

  test('whoever asked does not count, whoever may not is turned away, and one alone is not enough', async () => {
    const { signalId } = await closedReport();
    expect((await ask(signalId, supervisorId)).statusCode).toBe(200);
    const purgeId = (await keeping(signalId)).purges[0].id;
    expect((await agree(purgeId, supervisorId)).json()).toMatchObject({ code: 'asked-it-yourself' });
    expect((await agree(purgeId, advocateId)).statusCode).toBe(404);
    expect((await agree(purgeId, administratorId)).statusCode).toBe(200);
    await house.wait(59 * day);
    expect((await keeping(signalId)).purges[0].state).toBe('open');
    await house.wait(2 * day);
    expect(await keeping(signalId)).toMatchObject({ purgedAt: null, purges: [{ state: 'lapsed' }] });
  });

  test.each<[string, (signalId: string, purgeId: string) => Promise<unknown>]>([
    ['an objection', (_signalId, purgeId) => as(advocateId, 'POST', `/v1/purges/${purgeId}/stop`, {})],
    ['a hold', (signalId) => placeHold(signalId)],
  ])('%s ends it for good, though two have agreed', async (_what, stop) => {
    const { signalId } = await closedReport();
    const purgeId = await openPurge(signalId);
    await agree(purgeId, supervisorId);
    await agree(purgeId, administratorId);
    await stop(signalId, purgeId);
    const [hold] = (await keeping(signalId)).holds;
    if (hold) {
      expect(hold.reason).toBe('Case 24-113.');
      expect((await ask(signalId)).json()).toMatchObject({ code: 'held' });
      await as(supervisorId, 'POST', `/v1/signals/${signalId}/lift-hold`, { holdId: hold.id });
    }
    await house.wait(30 * day);
    expect(await keeping(signalId)).toMatchObject({ purgedAt: null, purges: [{ state: 'stopped' }] });
    expect((await agree(purgeId, supervisorId)).json()).toMatchObject({ code: 'purge-not-open' });
  });

  test('a report that its writer opens again in the meantime is kept', async () => {
    const { signalId, receipt } = await closedReport();
    const purgeId = await openPurge(signalId);
    await agree(purgeId, supervisorId);
    await agree(purgeId, administratorId);
    await house.call('POST', '/v1/dialogue/messages', {
      code: receipt,
      text: 'Are you there?',
      key: 'again-again',
    });
    await house.wait(15 * day);
    expect(await keeping(signalId)).toMatchObject({
      state: 'read',
      purgedAt: null,
      purges: [{ state: 'stopped' }],
    });
  });

  test.each<[string, (signalId: string) => Promise<{ statusCode: number; json(): unknown }>, number, string]>(
    [
      ['an open report', async () => ask((await report(house)).signalId), 409, 'not-closed'],
      [
        'a report that is not there',
        async () => ask('01900000-0000-7000-8000-00000000dead'),
        404,
        'unknown-signal',
      ],
      [
        'a hold without a reason',
        (id) => as(supervisorId, 'POST', `/v1/signals/${id}/hold`, { basis: 'claim', reason: ' ' }),
        400,
        'body-invalid',
      ],
      [
        'a hold by an advocate',
        (id) => as(advocateId, 'POST', `/v1/signals/${id}/hold`, { basis: 'claim', reason: 'x' }),
        404,
        'not-here',
      ],
      [
        'a hold that is not there',
        (id) => as(supervisorId, 'POST', `/v1/signals/${id}/lift-hold`, { holdId: advocateId }),
        404,
        'unknown-hold',
      ],
      ['a question twice', async (id) => ask(id).then(() => ask(id)), 409, 'already-asked'],
    ],
  )('%s is refused in words', async (_what, run, status, code) => {
    const answer = await run((await closedReport()).signalId);
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
  });
});

test("yesterday's backup opens nothing of what was destroyed since, and everything else", async () => {
  const { signalId } = await closedReport({ narrative: 'To be forgotten.' });
  const kept = await closedReport({ narrative: 'To be kept.' });
  // A backup is a copy of every row; PostgreSQL makes one from a database that nobody is connected to, so the rows are copied by hand.
  const tables = ['signal', 'data_key'] as const;
  for (const table of tables)
    await house.database.asOwner(
      `create table backup_${table} as select * from ${table} where ${table === 'signal' ? 'id' : 'record_id'} in ('${signalId}', '${kept.signalId}')`,
    );
  const purgeId = await openPurge(signalId);
  await agree(purgeId, supervisorId);
  await agree(purgeId, administratorId);
  await house.wait(15 * day);
  expect((await as(advocateId, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(410);
  await house.database.asOwner(`update data_key d set wrapped = b.wrapped, destroyed_at = b.destroyed_at from backup_data_key b where b.id = d.id;
    update signal s set purged_at = null, narrative = b.narrative from backup_signal b where b.id = s.id`);
  const { rows } = await sql<{
    back: number;
  }>`select count(*)::int as back from data_key where record_id = ${signalId} and wrapped is not null`.execute(
    house.database.db,
  );
  expect(rows[0]!.back).toBeGreaterThan(0);
  // A server that starts on the restored database, with the key file of today.
  const fresh = await openAlight({
    config: readConfig({
      ALIGHT_DATA_FOLDER: house.folder,
      ALIGHT_VAULT_KEY_FILE: house.database.vaultKeyFile,
      LOG_LEVEL: 'silent',
    }),
    databaseUrl: house.database.url,
    log: house.log,
    clock: house.clock,
    polling: false,
    pages: false,
  });
  try {
    const from = (id: string) =>
      fresh.app.inject({
        url: `/v1/signals/${id}`,
        headers: { 'alight-actor': advocateId, host: 'localhost:8080' },
      });
    expect((await from(kept.signalId)).json()).toMatchObject({ narrative: 'To be kept.' });
    const gone = await from(signalId);
    expect([gone.statusCode, gone.json().code]).toEqual([410, 'record-destroyed']);
    expect(gone.body).not.toContain('forgotten.');
  } finally {
    await fresh.close();
  }
});

test('where the operator chose so, what was kept long enough is asked for, and by nobody in person', async () => {
  const strict = await openHouse(undefined, false, { KEEP_CLOSED_DAYS: '30' });
  try {
    const { signalId } = await report(strict);
    await opened(strict, signalId);
    await act(strict, signalId, 'close', { reason: 'Nothing in it.' });
    await strict.wait(29 * day);
    const purges = async () =>
      (await strict.call('GET', '/v1/purges', undefined, { 'alight-actor': supervisorId })).json().purges;
    expect(await purges()).toEqual([]);
    await strict.wait(3 * day);
    expect(await purges()).toMatchObject([
      { signalId, cause: 'kept-long-enough', askedBy: null, approvedBy: [] },
    ]);
    await strict.wait(2 * day);
    expect(await purges()).toHaveLength(1);
  } finally {
    await strict.close();
  }
});
