/** A court order: two supervisors, one recipient, exactly these items, until a day; and what the do-not-tell list says to it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, opened, report } from '../support/reports.ts';

const day = 86_400_000;
const second = '01900000-0000-7000-8000-0000000000f3';
let house: House;
let organizationId: string;
beforeAll(async () => {
  house = await openHouse();
  await sql`insert into staff (id, name, role) values (${second}, 'Pat Reed (demo)', 'supervisor')`.execute(
    house.database.db,
  );
  const found = await sql<{
    id: string;
  }>`select id from organization where name like 'Cole County Sheriff%'`.execute(house.database.db);
  organizationId = found.rows[0]!.id;
});
afterAll(() => house.close());

const as = (staffId: string, method: 'GET' | 'POST', url: string, body?: unknown) =>
  house.call(method, url, body, { 'alight-actor': staffId });
const paper = () => ({
  organizationId,
  items: ['place', 'time'],
  court: 'Circuit Court of an invented county',
  number: '26-CV-0101-canary-number',
  orderedOn: '2026-02-02',
  words: 'To tell where and when she was seen.',
  until: new Date(house.clock.now().getTime() + 10 * day).toISOString(),
});
let signalId: string;
beforeEach(async () => {
  // The help door, without a word of consent: nothing else would let this be told.
  ({ signalId } = await report(house, { door: 'help', relation: 'potential-victim' }));
  await opened(house, signalId);
});
async function recorded(): Promise<string> {
  const answer = await as(supervisorId, 'POST', `/v1/signals/${signalId}/court-orders`, paper());
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().courtOrderId;
}
const step = (by: string, id: string, verb: string, body: unknown = {}) =>
  as(by, 'POST', `/v1/court-orders/${id}/${verb}`, body);
const ledger = async () =>
  (
    await sql<{
      id: string;
      items: string[];
      basis: string;
      organization_id: string;
      until: Date;
      revoked_at: Date | null;
      delivered_at: Date | null;
    }>`
      select id, items, basis, organization_id, until, revoked_at, delivered_at from disclosure where signal_id = ${signalId}`.execute(
      house.database.db,
    )
  ).rows;

describe('a court order', () => {
  test('tells nothing until another supervisor has agreed with counsel, and then exactly what it names', async () => {
    const id = await recorded();
    expect(await ledger()).toEqual([]);
    expect((await step(supervisorId, id, 'agree', { counselRead: true })).json().code).toBe(
      'order-second-person',
    );
    expect((await step(second, id, 'agree', { counselRead: false })).json().code).toBe('counsel-missing');
    expect((await step(second, id, 'handed-over')).json().code).toBe('order-not-agreed');
    expect(await ledger()).toEqual([]);
    expect((await step(second, id, 'agree', { counselRead: true })).statusCode).toBe(200);
    expect((await step(second, id, 'agree', { counselRead: true })).json().code).toBe('order-agreed');
    expect(await ledger()).toMatchObject([
      { items: ['place', 'time'], basis: 'court-order', organization_id: organizationId, delivered_at: null },
    ]);
    const sent = await sql<{
      n: string;
    }>`select count(*) as n from message where record_id = ${signalId}`.execute(house.database.db);
    expect(Number(sent.rows[0]!.n), 'a person hands it over; nothing leaves by itself').toBe(0);
    expect((await step(second, id, 'handed-over')).statusCode).toBe(200);
    const unsafe = { reason: 'He reads her messages. canary-number' };
    expect((await step(second, id, 'person-not-told', unsafe)).statusCode).toBe(200);
    const { courtOrders } = (await as(supervisorId, 'GET', `/v1/signals/${signalId}/court-orders`)).json();
    expect(courtOrders).toMatchObject([
      {
        handedOverBy: second,
        personToldAt: null,
        untold: { words: unsafe.reason, by: second },
        listed: null,
      },
    ]);
    expect((await step(second, id, 'person-told')).statusCode).toBe(200);
    expect((await step(second, id, 'person-not-told', unsafe)).json().code).toBe('person-was-told');
    expect((await ledger())[0]!.delivered_at).not.toBeNull();
    const known = await house.alight.services.known({ staffId: supervisorId }, signalId);
    expect(known.organizations[0]!.told[0]).toMatchObject({
      basisWords: expect.stringContaining('A court or a statute compels it'),
      confirmedBy: 'Sam Ortiz (demo)',
      secondBy: 'Pat Reed (demo)',
    });
    const kinds = (await alertsOf(house, signalId)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['court-order-recorded', 'court-order-agreed']));
  });

  test('ends on its day by itself, or when it is lifted, and what was handed over stays told', async () => {
    const [lifted, due] = [await recorded(), await recorded()];
    for (const id of [lifted, due]) await step(second, id, 'agree', { counselRead: true });
    expect((await step(supervisorId, lifted, 'end')).statusCode).toBe(200);
    expect((await step(second, lifted, 'handed-over')).json().code).toBe('order-over');
    expect((await ledger()).filter(({ revoked_at }) => revoked_at !== null)).toHaveLength(1);
    await house.wait((10 * day) / 1000 + 1);
    expect((await ledger()).filter(({ revoked_at }) => revoked_at !== null)).toHaveLength(2);
    expect((await step(second, due, 'handed-over')).json().code).toBe('order-over');
  });

  test('to somebody on the do-not-tell list warns, and is told only when whoever agrees says so', async () => {
    await act(house, signalId, 'do-not-tell', { organizationId, reason: 'His brother works there.' });
    const id = await recorded();
    const refused = await step(second, id, 'agree', { counselRead: true });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'order-despite-list']);
    expect(await ledger()).toEqual([]);
    expect((await step(second, id, 'agree', { counselRead: true, despiteList: true })).statusCode).toBe(200);
    const { courtOrders } = (await as(supervisorId, 'GET', `/v1/signals/${signalId}/court-orders`)).json();
    expect(courtOrders).toMatchObject([
      { state: 'agreed', despiteList: true, listed: expect.stringContaining('His brother works there.') },
    ]);
  });

  test('is over when its recipient is put on the list before it was handed over, and a supervisor is told', async () => {
    const id = await recorded();
    expect((await step(second, id, 'agree', { counselRead: true })).statusCode).toBe(200);
    await act(house, signalId, 'do-not-tell', { name: 'Walter Quill', reason: 'Somebody else.' });
    await house.wait(1);
    expect((await ledger())[0]!.revoked_at, 'an entry about somebody else stops nothing').toBeNull();
    await act(house, signalId, 'do-not-tell', { organizationId, reason: 'His brother works there.' });
    await house.wait(1);
    expect((await ledger())[0]!.revoked_at).not.toBeNull();
    expect((await step(second, id, 'handed-over')).json().code).toBe('order-over');
    expect((await ledger())[0]!.delivered_at).toBeNull();
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('court-order-revoked');
  });

  test('is not forgotten: supervisors hear that it waits, lapsed, was not handed over, and that nobody has told the person', async () => {
    const kinds = async () => (await alertsOf(house, signalId)).map(({ kind }) => kind);
    const hours = (n: number) => house.wait(n * 3_600);
    await recorded();
    await hours(23);
    expect(await kinds()).not.toContain('court-order-waits');
    await hours(2);
    expect(await kinds()).toContain('court-order-waits');
    expect(await kinds()).not.toContain('court-order-lapsed');
    await hours(48);
    expect(await kinds()).toContain('court-order-lapsed');
    const again = await recorded();
    await hours(2);
    await step(second, again, 'agree', { counselRead: true });
    await hours(23);
    expect(await kinds()).not.toContain('court-order-not-handed-over');
    await hours(2);
    expect(await kinds()).toContain('court-order-not-handed-over');
    await step(second, again, 'handed-over');
    await hours(25);
    expect(await kinds()).toContain('court-order-person');
  });

  test('is said no more to wait once it was agreed to, and nobody is asked for who was told', async () => {
    const id = await recorded();
    await step(second, id, 'agree', { counselRead: true });
    await step(second, id, 'handed-over');
    await step(second, id, 'person-told');
    await house.wait(80 * 3_600);
    const kinds = (await alertsOf(house, signalId)).map(({ kind }) => kind);
    for (const kind of [
      'court-order-waits',
      'court-order-lapsed',
      'court-order-not-handed-over',
      'court-order-person',
    ])
      expect(kinds).not.toContain(kind);
  });

  test('told in spite of the list is not stopped by an entry about somebody else', async () => {
    await act(house, signalId, 'do-not-tell', { organizationId, reason: 'His brother works there.' });
    await house.wait(1);
    const id = await recorded();
    await step(second, id, 'agree', { counselRead: true, despiteList: true });
    await act(house, signalId, 'do-not-tell', { name: 'Walter Quill', reason: 'Somebody else.' });
    await house.wait(1);
    expect((await step(second, id, 'handed-over')).statusCode).toBe(200);
    expect((await ledger())[0]!.revoked_at).toBeNull();
  });

  test('is refused in words when it names no court, no item, a day that is past or a document that is not here', async () => {
    const url = `/v1/signals/${signalId}/court-orders`;
    for (const [change, code] of [
      [{ until: '2026-02-01T00:00:00Z' }, 'until-invalid'],
      [{ orderedOn: '2031-01-01' }, 'ordered-on-invalid'],
      [{ attachmentId: second }, 'unknown-attachment'],
      [{ organizationId: second }, 'unknown-organization'],
    ] as const)
      expect((await as(supervisorId, 'POST', url, { ...paper(), ...change })).json().code).toBe(code);
    for (const change of [{ items: [] }, { items: ['name'] }, { court: '  ' }])
      expect((await as(supervisorId, 'POST', url, { ...paper(), ...change })).statusCode).toBe(400);
  });

  test('is recorded by no advocate, and is sealed where it lies', async () => {
    const url = `/v1/signals/${signalId}/court-orders`;
    expect((await as(advocateId, 'POST', url, paper())).statusCode).toBe(404);
    const id = await recorded();
    expect((await step(advocateId, id, 'agree', { counselRead: true })).statusCode).toBe(404);
    const unsafe = { reason: 'He reads her messages. canary-number' };
    expect((await step(advocateId, id, 'person-not-told', unsafe)).statusCode).toBe(404);
    expect((await step(supervisorId, id, 'person-not-told', unsafe)).statusCode).toBe(200);
    const { rows } = await sql<{ row: string }>`select court_order::text as row from court_order`.execute(
      house.database.db,
    );
    expect(rows.map(({ row }) => row).join()).not.toContain('canary-number');
    expect(house.log.lines.join()).not.toContain('canary-number');
  });
});
