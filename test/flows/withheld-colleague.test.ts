/** Somebody who works here, on the do-not-tell list: what they no longer see, who takes it up, and how they come off it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, assessment, opened } from '../support/reports.ts';
import { bearer, order, why, withheldOf } from '../support/withheld.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const { ready, confirm, textsOf, exchange } = withheldOf(() => house);

describe('somebody who works here, on the list', () => {
  const colleague = '01900000-0000-7000-8000-000000000002';
  const absent = '01900000-0000-7000-8000-00000000000a';
  const secondSupervisor = '01900000-0000-7000-8000-0000000000b6';
  const hireSecondSupervisor = () =>
    sql`insert into staff (id, name, role) values (${secondSupervisor}, 'Ines Morel (demo)', 'supervisor')
      on conflict (id) do update set active = true`.execute(house.database.db);
  const confirmAs = async (staffId: string, signalId: string) =>
    (await as(staffId, 'POST', '/v1/responses', { ...order(signalId), secondStaffId: staffId })).json() as {
      code: string;
    };
  const as = (staffId: string, method: 'GET' | 'POST', url: string, body?: unknown) =>
    house.call(method, url, body, { 'alight-actor': staffId });

  test('sees nothing of the report from then on: it looks like one that is not there', async () => {
    const signalId = await ready();
    const responseId = await confirm(signalId);
    await house.wait(1);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
    expect((await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why })).statusCode).toBe(
      200,
    );
    await house.wait(1);
    for (const url of ['/v1/signals/ID', '/v1/signals/ID/attachments', '/v1/signals/ID/keeping']) {
      const [hidden, none] = [
        await as(colleague, 'GET', url.replace('ID', signalId)),
        await as(colleague, 'GET', url.replace('ID', absent)),
      ];
      expect([url, hidden.statusCode, hidden.json().code]).toEqual([url, none.statusCode, none.json().code]);
      expect(hidden.statusCode).toBe(404);
    }
    expect((await as(colleague, 'GET', `/v1/responses/${responseId}`)).statusCode).toBe(404);
    expect(
      (await as(colleague, 'POST', `/v1/signals/${signalId}/ask-back`, { text: 'Hello?' })).statusCode,
    ).toBe(404);
    for (const url of ['/v1/queue', '/v1/alerts', '/v1/voice-tasks']) {
      const answer = await as(colleague, 'GET', url);
      expect(answer.statusCode, url).toBe(200);
      expect(answer.body, url).not.toContain(signalId);
    }
    expect((await house.asAdvocate('GET', '/v1/queue')).body, 'and the others see it').toContain(signalId);
  });

  test('is not the one it is confirmed with, and a supervisor who is not is asked to take it up', async () => {
    await hireSecondSupervisor();
    const signalId = await ready();
    await act(house, signalId, 'do-not-tell', { staffId: supervisorId, reason: why });
    await house.wait(1);
    const answer = await house.asAdvocate('POST', '/v1/responses', order(signalId));
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'colleague-listed']);
    const alert = (await alertsOf(house, signalId)).find(({ kind }) => kind === 'colleague-listed');
    expect(alert?.words).toContain('does not see it from now on');
    expect(alert?.words).not.toContain('Ortiz');
    expect((await as(supervisorId, 'GET', '/v1/alerts')).body).not.toContain(signalId);
    expect((await confirmAs(supervisorId, signalId)).code, 'they do not learn that there is a list').toBe(
      (await confirmAs(supervisorId, absent)).code,
    );
  });

  test('is never the last supervisor who would see it, and once there is another, is listed', async () => {
    await sql`update staff set active = false where id = ${secondSupervisor}`.execute(house.database.db);
    const signalId = await ready();
    const last = await act(house, signalId, 'do-not-tell', { staffId: supervisorId, reason: why });
    expect([last.statusCode, last.json().code]).toEqual([409, 'no-supervisor-left']);
    expect((await as(supervisorId, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
    expect((await opened(house, signalId)).doNotTell).toEqual([]);
    await hireSecondSupervisor();
    expect(
      (await act(house, signalId, 'do-not-tell', { staffId: supervisorId, reason: why })).statusCode,
    ).toBe(200);
    const both = await act(house, signalId, 'do-not-tell', { staffId: secondSupervisor, reason: why });
    expect(both.json().code).toBe('no-supervisor-left');
  });

  test('is taken off again by a supervisor with a reason, and sees it again; what the report names is open again', async () => {
    const signalId = await ready({ doNotTell: 'My uncle, a deputy.' });
    await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why });
    await act(house, signalId, 'settle-do-not-tell', { reason: 'It is them.' });
    const [entry] = (await opened(house, signalId)).doNotTell;
    const takeBack = (staffId: string, body: object) =>
      as(staffId, 'POST', `/v1/signals/${signalId}/take-back-do-not-tell`, body);
    const order = { entryId: entry!.id, reason: 'Another of the same name.' };
    expect((await takeBack(advocateId, order)).statusCode, 'no advocate').toBe(404);
    expect((await takeBack(supervisorId, { ...order, reason: ' ' })).statusCode).toBe(400);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
    const done = await takeBack(supervisorId, order);
    expect(done.statusCode, done.body).toBe(200);
    expect((await takeBack(supervisorId, order)).json().code, 'once').toBe('unknown-entry');
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
    const view = await opened(house, signalId);
    expect([view.doNotTell, view.doNotTellSettled]).toEqual([[], false]);
    const { rows } = await sql<{ action: string; detail: string }>`
      select action, detail::text from audit_leaf where action = 'do-not-tell-taken-back' and detail::text like ${`%${entry!.id}%`}`.execute(
      house.database.db,
    );
    expect(rows).toHaveLength(1);
    const again = await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why });
    expect(again.statusCode, 'and can be listed again').toBe(200);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
  });

  test('is nobody’s outside the house to hear of: no page says that there is someone, and 911 is not called back', async () => {
    const signalId = await ready();
    // Two assessments of one instant have no order.
    await house.wait(1);
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(1);
    await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why });
    const responseId = await confirm(signalId);
    await house.wait(1);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).not.toContain('warn-911');
    const text = (await textsOf(responseId)).find(({ body }) => /\/p\//.test(body))!;
    const { session } = (await exchange(text)).json();
    const seen = async () =>
      (await house.call('GET', '/v1/pages/current', undefined, bearer(session))).json().offer.card.join(' ');
    const someone = 'There is someone, perhaps an agency, who must not be told.';
    expect(await seen()).not.toContain(someone);
    await act(house, signalId, 'do-not-tell', { name: 'Walter Quill', reason: why });
    await house.wait(1);
    expect(await seen(), 'somebody else is').toContain(someone);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('warn-911');
  });

  test('who lists themselves loses it in that moment, and it stays with the others', async () => {
    const signalId = await ready();
    const answer = await act(house, signalId, 'do-not-tell', { staffId: advocateId, reason: 'I know them.' });
    expect(answer.statusCode).toBe(200);
    expect((await house.asAdvocate('GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
  });

  test('who is a supervisor reads of it in nobody’s list of what they saw and did', async () => {
    const [hidden, other] = [await ready(), await ready()];
    const hiddenResponse = await confirm(hidden);
    await confirm(other);
    await house.wait(1);
    await opened(house, hidden);
    for (const url of ['/v1/queue', '/v1/alerts', '/v1/voice-tasks', `/v1/responses/${hiddenResponse}`])
      await house.asAdvocate('GET', url);
    const ask = (id: string, kind: 'person' | 'signal' = 'person') =>
      house.alight.services.whoSaw({ staffId: supervisorId }, { kind, id });
    const before = JSON.stringify(await ask(advocateId));
    expect(before).toContain(hidden);
    expect(before).toContain(hiddenResponse);
    // The last supervisor is never listed.
    await sql`insert into staff (id, name, role) values (${'01900000-0000-7000-8000-0000000000f5'}, 'Pat Reed (demo)', 'supervisor') on conflict do nothing`.execute(
      house.database.db,
    );
    await act(house, hidden, 'do-not-tell', { staffId: supervisorId, reason: why });
    const { sights } = await ask(advocateId);
    const { rows } = await sql<{ id: string }>`
      select id::text from signal where id = ${hidden}
      union select case_id::text from case_signal where signal_id = ${hidden}
      union select id::text from response where signal_id = ${hidden}
      union select id::text from disclosure where signal_id = ${hidden}
      union select id::text from page where response_id = ${hiddenResponse}
      union select id::text from voice_task where record_id = ${hidden}
      union select id::text from supervisor_alert where record_id = ${hidden}`.execute(house.database.db);
    expect(rows.length).toBeGreaterThan(6);
    const said = JSON.stringify(sights);
    for (const { id } of rows) expect(said).not.toContain(id);
    expect(said, 'and the rest stands').toContain(other);
    const queue = sights.find(({ view }) => view === 'queue')!;
    expect(queue.recordIds, 'a list of several is shown without it').toContain(other);
    expect(queue.recordCount).toBe(queue.recordIds.length);
    expect((await ask(hiddenResponse, 'signal')).sights, 'asked about by the id of its response').toEqual([]);
  });
});
