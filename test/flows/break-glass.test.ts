/** Whose work shows no reports looks into one: for a reason, with a second person, for an hour, and everybody who must know is told. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorId, advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { alertsOf, report } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const as = (who: string, method: 'GET' | 'POST', url: string, body?: unknown) =>
  house.call(method, url, body, { 'alight-actor': who });
const ask = async (signalId: string) =>
  (await as(administratorId, 'POST', '/v1/glasses', { signalId, reason: 'The court asks.' })).json()
    .glassId as string;
const look = (glassId: string, who = administratorId) => as(who, 'GET', `/v1/glasses/${glassId}/report`);
const grant = (glassId: string, who = supervisorId) => as(who, 'POST', `/v1/glasses/${glassId}/grant`, {});

test('it takes a second person, lasts an hour, and supervisors are told twice', async () => {
  const { signalId } = await report(house, { narrative: 'Behind the glass.' });
  expect((await as(administratorId, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
  const glassId = await ask(signalId);
  expect((await look(glassId)).statusCode).toBe(404);
  expect((await grant(glassId, administratorId)).statusCode).toBe(404);
  expect((await grant(glassId)).statusCode).toBe(200);
  expect((await grant(glassId)).json()).toMatchObject({ code: 'granted-before' });
  expect((await look(glassId)).json()).toMatchObject({ narrative: 'Behind the glass.', state: 'received' });
  expect((await look(glassId, supervisorId)).statusCode).toBe(404);
  await house.wait(59 * 60);
  expect((await look(glassId)).statusCode).toBe(200);
  await house.wait(60);
  expect((await look(glassId)).statusCode).toBe(404);
  const kinds = (await alertsOf(house, signalId)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['glass-asked', 'glass-broken']));
  const { rows } = await sql<{
    action: string;
    count: number;
  }>`select action, count(*)::int as count from audit_leaf
    where subject_id = ${signalId} and (action like 'glass%' or (action = 'case-data-shown' and detail->>'view' = 'glass')) group by 1 order by 1`.execute(
    house.database.db,
  );
  expect(rows).toEqual([
    { action: 'case-data-shown', count: 2 },
    { action: 'glass-asked', count: 1 },
    { action: 'glass-broken', count: 1 },
  ]);
});

test('closed again it shows nothing, and looking did not count as reading', async () => {
  const { signalId } = await report(house);
  const glassId = await ask(signalId);
  await grant(glassId);
  await look(glassId);
  expect((await as(supervisorId, 'POST', `/v1/glasses/${glassId}/end`, {})).statusCode).toBe(200);
  expect((await look(glassId)).statusCode).toBe(404);
  const { rows } = await sql<{ state: string }>`select state from signal where id = ${signalId}`.execute(
    house.database.db,
  );
  expect(rows).toEqual([{ state: 'received' }]);
});

test('a question nobody answered within the hour has to be asked again, and its reason is not readable in the database', async () => {
  const { signalId } = await report(house);
  const glassId = await ask(signalId);
  const { rows } = await sql<{
    reason: string;
  }>`select encode(reason, 'escape') as reason from break_glass where id = ${glassId}`.execute(
    house.database.db,
  );
  expect(rows[0]!.reason).not.toContain('court');
  await house.wait(60 * 60);
  expect((await grant(glassId)).json()).toMatchObject({ code: 'glass-over' });
});

test.each<[string, string, unknown, number, string]>([
  ['no reason', administratorId, { signalId: advocateId, reason: ' ' }, 400, 'body-invalid'],
  ['no such report', administratorId, { signalId: advocateId, reason: 'x' }, 404, 'unknown-signal'],
  [
    'an advocate, who reads reports anyway',
    advocateId,
    { signalId: advocateId, reason: 'x' },
    404,
    'not-here',
  ],
])('%s is refused in words', async (_what, who, body, status, code) => {
  const answer = await as(who, 'POST', '/v1/glasses', body);
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
});
