/** Who is told, and who is not: the right 911 centre, the next agency when one may not be told, once and not twice. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRows } from '../../src/platform/index.ts';
import { type House, openHouse } from '../support/house.ts';
import { act, alertsOf, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Call {
  readonly kind: string;
  readonly organizationName: string;
  readonly script: string;
  readonly subjectId: string;
}
const calls = async (signalId: string): Promise<Call[]> =>
  (await house.asAdvocate('GET', '/v1/voice-tasks'))
    .json()
    .voiceTasks.filter((task: Call) => task.kind === 'psap' && task.subjectId === signalId);

describe('danger now', () => {
  test('on a trip that a partner named exactly is called at once, before anybody has linked it', async () => {
    const { signalId } = await report(house, {
      danger: 'imminent',
      transit: { ...train, alightingStop: 'Kansas City' },
    });
    await house.wait(1);
    const made = await calls(signalId);
    expect(made.length).toBeGreaterThan(0);
    expect(made[0]!.script).toContain('gets off at Kansas City');
  });

  test('at another place than first thought calls the right centre too, and says that an earlier call named another', async () => {
    const { signalId } = await report(house, { danger: 'imminent', doNotTell: 'Her uncle, a deputy.' });
    await act(house, signalId, 'trip', { ...train, stopId: 'JEF' });
    await house.wait(1);
    const first = await calls(signalId);
    expect(first.some(({ script }) => script.includes('earlier call'))).toBe(false);
    expect(first[0]!.script).toContain('who must not be told');
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    await house.wait(1);
    const names = new Set(first.map(({ organizationName }) => organizationName));
    const added = (await calls(signalId)).filter(({ script }) => script.includes('earlier call'));
    expect(added.some(({ organizationName }) => !names.has(organizationName))).toBe(true);
    const before = (await calls(signalId)).length;
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    await house.wait(1);
    expect((await calls(signalId)).length, 'the same place is called once').toBe(before);
  });
});

describe('passing on', () => {
  const reason = 'Seen twice; nobody is there now.';
  const told = async (signalId: string): Promise<{ id: string; name: string; role: string }[]> =>
    (
      await sql<{ id: string; name: string; role: string }>`
        select o.id, o.name, o.role from disclosure d join organization o on o.id = d.organization_id
        where d.signal_id = ${signalId} order by d.at, d.id`.execute(house.database.db)
    ).rows;
  let signalId: string;
  let receipt: string;
  beforeEach(async () => {
    ({ signalId, receipt } = await report(house));
    await opened(house, signalId);
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    await house.wait(60);
  });

  test('twice is refused in words, and again when something new was written, or when asked for', async () => {
    expect((await act(house, signalId, 'pass-on', { reason })).statusCode).toBe(200);
    const first = (await told(signalId)).length;
    await house.wait(60);
    const again = await act(house, signalId, 'pass-on', { reason });
    expect([again.statusCode, again.json().code]).toEqual([409, 'already-passed-on']);
    expect(again.json().detail).toMatch(/was told at \d+:\d\d/);
    expect(await told(signalId)).toHaveLength(first);
    expect((await act(house, signalId, 'pass-on', { reason, again: true })).statusCode).toBe(200);
    await house.wait(60);
    await house.call('POST', '/v1/dialogue/messages', { code: receipt, text: 'He left.', key: 'key-12345' });
    expect((await act(house, signalId, 'pass-on', { reason })).statusCode).toBe(200);
    expect(await told(signalId)).toHaveLength(first * 3);
  });

  test('at the same moment by two hands tells once', async () => {
    const answers = await Promise.all([1, 2].map(() => act(house, signalId, 'pass-on', { reason })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(new Set((await told(signalId)).map(({ id }) => id)).size).toBe((await told(signalId)).length);
  });

  test('with the agency on the do-not-tell list tells the next with authority, and the supervisor', async () => {
    const { signalId: other } = await report(house);
    await act(house, other, 'trip', { ...train, stopId: 'KCY' });
    await act(house, other, 'pass-on', { reason });
    const usual = (await told(other)).find(({ role }) => role === 'local-law-enforcement')!;
    await act(house, signalId, 'do-not-tell', {
      organizationId: usual.id,
      reason: 'His brother works there.',
    });
    expect((await act(house, signalId, 'pass-on', { reason })).statusCode).toBe(200);
    const next = (await told(signalId)).find(({ role }) => role === 'local-law-enforcement');
    expect(next, 'somebody with authority is told').toBeDefined();
    expect(next!.id).not.toBe(usual.id);
    await house.wait(1);
    expect(
      (await alertsOf(house, signalId)).some(
        ({ kind, words }) => kind === 'recipient-left-out' && words.includes(usual.name),
      ),
    ).toBe(true);
  });

  test('of an unknown place goes to the state’s contact meanwhile, and somebody is told to ask', async () => {
    const { signalId: nowhere } = await report(house, { place: { words: 'a motel off I-70' } });
    const answer = await act(house, nowhere, 'pass-on', { reason });
    expect(answer.statusCode, answer.body).toBe(200);
    expect((await told(nowhere)).map(({ role }) => role)).toEqual(['state-contact']);
    await house.wait(1);
    expect((await alertsOf(house, nowhere)).map(({ kind }) => kind)).toContain('place-unknown');
    const { db } = house.database;
    const rows = await openRows(
      db,
      'message',
      await db.selectFrom('message').selectAll().where('record_id', '=', nowhere).execute(),
    );
    expect(rows[0]!.body).toContain('Where: not certain yet; we are asking.');
    expect(rows[0]!.body, 'the words of a report may hold a name').not.toContain('motel');
  });

  test('with one agency without contacts tells the others, and a supervisor hears of the one', async () => {
    const { signalId: other } = await report(house);
    await act(house, other, 'trip', { ...train, stopId: 'KCY' });
    await act(house, other, 'pass-on', { reason });
    const contact = (await told(other)).find(({ role }) => role === 'state-contact')!;
    await sql`delete from rota_shift where contact_id in (select id from contact where organization_id = ${contact.id})`.execute(
      house.database.db,
    );
    await sql`delete from contact where organization_id = ${contact.id}`.execute(house.database.db);
    const answer = await act(house, signalId, 'pass-on', { reason });
    expect(answer.statusCode, answer.body).toBe(200);
    expect((await told(signalId)).map(({ role }) => role)).toEqual(['local-law-enforcement']);
    await house.wait(1);
    expect((await alertsOf(house, signalId))[0]!.words).toContain(contact.name);
  });
});
