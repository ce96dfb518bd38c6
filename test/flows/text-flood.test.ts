/** A flood of texts: slowed and set aside like every other. STOP, HELP and a word of danger are never held up, and honest texts are untouched. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namesDanger } from '../../src/signals/core/index.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';

const junk = (n: number) =>
  `Somebody at number ${n} told me that the people in the house on the corner are up to no good, and that you should go there at once.`;
const honest = [
  'He would not let her speak at the counter, and he held both of their papers the whole time.',
  'My boss has not paid any of us since we came here in March and he keeps our passports in his desk.',
  'There are six girls in the apartment over the laundry and a man who sits in front of it all night.',
];
const numberOf = (n: number) =>
  `816-555-${String(1_000 + n)
    .slice(1)
    .padStart(4, '0')}`;

describe('a flood of texts', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const send = async (from: string, body: string) => {
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
    const answer = await house.call('POST', '/sandbox/reply', { address: from, body });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
  };
  const queueOf = async () => (await house.asAdvocate('GET', '/v1/queue')).json();
  const behind = async () =>
    (
      await sql<{ n: number }>`select count(*)::int as n from due where kind = 'text-behind'`.execute(
        house.database.db,
      )
    ).rows[0]!.n;
  const texts = async () =>
    (
      await sql<{ id: string; flood_id: string | null }>`
        select id, flood_id from signal where channel = 'text' order by received_at`.execute(
        house.database.db,
      )
    ).rows;
  const repliesTo = async (address: string): Promise<string[]> =>
    (await house.call('GET', `/sandbox/messages?address=${encodeURIComponent(address)}`))
      .json()
      .messages.map(({ body }: { body: string }) => body);

  test('is stored whole and answered, and set aside but for its first few; honest ones and danger stay in the queue', async () => {
    for (let n = 0; n < 30; n++) {
      await send(numberOf(n), junk(n));
      await house.alight.loop.drain();
    }
    for (const [n, body] of honest.entries()) await send(numberOf(500 + n), body);
    await send(numberOf(600), `${junk(600)} They have a gun.`);
    await send(numberOf(601), 'STOP');
    await house.wait(10);
    const all = await texts();
    expect(all).toHaveLength(30 + honest.length + 2);
    expect(all.map(({ flood_id }) => flood_id !== null)).toEqual([
      ...Array.from({ length: 4 }, () => false),
      ...Array.from({ length: 26 }, () => true),
      ...Array.from({ length: honest.length + 2 }, () => false),
    ]);
    const page = await queueOf();
    expect([page.setAside, page.total]).toEqual([26, 4 + honest.length + 2]);
    // Nobody is refused the words about danger: the flood's own are answered too.
    expect(await repliesTo(numberOf(29))).toHaveLength(1);
    expect(await repliesTo(numberOf(500))).toHaveLength(1);
  });

  test('that comes all at once is taken up to the last, and nothing is left lying', async () => {
    // All of them lie before the loop when it looks.
    for (let n = 100; n < 112; n++) await send(numberOf(n), junk(n));
    const [before] = [(await texts()).length];
    const arrived = sql`select id from due where kind in ('message-arrived', 'event:message-received')`;
    expect((await arrived.execute(house.database.db)).rows.length).toBeGreaterThan(0);
    await house.alight.loop.drain();
    expect(await behind(), 'nothing is left lying').toBe(0);
    expect((await texts()).length).toBe(before + 12);
  });

  test('lets go of one whose sender writes again, and tells a supervisor of all together', async () => {
    const before = (await queueOf()).setAside;
    await send(numberOf(20), 'Please');
    await house.wait(1);
    expect((await queueOf()).setAside).toBe(before - 1);
    const kinds = async () =>
      (await house.asAdvocate('GET', '/v1/alerts')).json().alerts as { kind: string; signalId: string }[];
    await house.wait(16 * 60);
    const aside = new Set((await texts()).filter(({ flood_id }) => flood_id).map(({ id }) => id));
    const told = (await kinds()).filter(({ signalId }) => aside.has(signalId));
    // The one who wrote again is told of by itself, as everybody is.
    expect(new Set(told.map(({ signalId }) => signalId)).size).toBe(1);
    expect((await kinds()).filter(({ kind }) => kind === 'flood').length).toBeGreaterThan(0);
  });

  test('comes back whole', async () => {
    const [{ id }] = (await house.asAdvocate('GET', '/v1/floods')).json().floods;
    await house.call('POST', `/v1/floods/${id}/bring-back`, {}, { 'alight-actor': supervisorId });
    expect((await queueOf()).setAside).toBe(0);
  });
});

test('honest texts leave no sketch, are never taken up late, and none is set aside', async () => {
  const house = await openHouse();
  try {
    for (const [n, body] of [...honest, ...honest.map(() => 'Please help me')].entries()) {
      await house.call('POST', '/sandbox/reply', { address: numberOf(700 + n), body });
      await house.wait(1);
    }
    const { rows } = await sql<{ sketches: number; aside: number; stored: number }>`
      select (select count(*)::int from signal_sketch) as sketches,
        (select count(*)::int from signal where flood_id is not null) as aside,
        (select count(*)::int from signal where channel = 'text') as stored`.execute(house.database.db);
    expect(rows[0]).toEqual({ sketches: 0, aside: 0, stored: 6 });
  } finally {
    await house.close();
  }
});

test.each([
  ['he has a gun', true],
  ['HELP me', true],
  ['tengo miedo, ayúdenme', true],
  ['ayudame por favor', true],
  ['救命', true],
  ['tôi gặp nguy hiểm', true],
  ['ساعدوني', true],
  [junk(1), false],
  ['the diet of begun helpers', false],
])('"%s" names danger: %s', (text, expected) => {
  expect(namesDanger(text)).toBe(expected);
});
