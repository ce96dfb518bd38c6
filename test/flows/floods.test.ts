/** A flood comes: nothing is refused, nothing is lost, what says the same is set aside where everybody sees it, and all of it comes back. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pressingKept } from '../../src/signals/core/floods.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { makeKey, sendAs } from '../support/partner.ts';
import { alertsOf, report } from '../support/reports.ts';

const junk = (n: number) =>
  `Somebody at number ${n} told me that the people in the house on the corner are up to no good, and that you should go there at once.`;
const honest =
  'He would not let her speak at the counter. She looked at the floor the whole time, and he held both their papers.';

describe('a flood of reports that say nearly the same', () => {
  let house: House;
  const asSupervisor = (method: 'GET' | 'POST', url: string, body?: unknown) =>
    house.call(method, url, body, { 'alight-actor': supervisorId });
  const queueOf = async () => (await house.asAdvocate('GET', '/v1/queue')).json();
  const floodsOf = async () => (await house.asAdvocate('GET', '/v1/floods')).json();
  const flood = async (from: number, count: number, more: Record<string, unknown> = {}) => {
    const made: string[] = [];
    for (let n = from; n < from + count; n++) {
      // The clock stands: each comes a moment after the one before.
      house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
      made.push((await report(house, { narrative: junk(n), ...more })).signalId);
    }
    return made;
  };
  const alertsAboutFloods = async () =>
    (await house.asAdvocate('GET', '/v1/alerts'))
      .json()
      .alerts.filter(({ kind }: { kind: string }) => kind === 'flood') as { words: string; signalId: null }[];

  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  let honestId: string;
  let made: string[];

  test('is taken whole, and set aside but for its first few; an honest report stays in the queue', async () => {
    made = await flood(0, 30);
    honestId = (await report(house, { narrative: honest })).signalId;
    const [urgent] = await flood(100, 1, { danger: 'imminent' });
    const [onTrain] = await flood(101, 1, { transit: { line: '311' } });
    const key = await makeKey(house);
    await sendAs(house, key, { narrative: junk(102) });
    await house.wait(10);
    const page = await queueOf();
    const waiting: string[] = page.queue.map(({ signalId }: { signalId: string }) => signalId);
    for (const id of [honestId, urgent, onTrain]) expect(waiting).toContain(id);
    // The first of all left no trace, since nothing like it had come; then three more stay to be read.
    expect(waiting.filter((id) => made.includes(id))).toEqual(made.slice(0, 4));
    expect([page.setAside, page.total]).toEqual([26, 8]);
    expect(page.queue.some(({ partner }: { partner: object | null }) => partner)).toBe(true);
  });

  test('is told to a supervisor once, and again when it is unread for 15 minutes, not once a report', async () => {
    const told = await alertsAboutFloods();
    expect(told).toHaveLength(1);
    expect(told[0]!.words).toMatch(/^26 reports that say nearly the same/);
    await house.wait(16 * 60);
    expect(await alertsAboutFloods()).toHaveLength(2);
    expect((await alertsOf(house, made[10]!)).map(({ kind }) => kind)).toEqual([]);
    expect((await alertsOf(house, honestId)).map(({ kind }) => kind)).toContain('unread');
  });

  test('is listed report by report, on record, and goes on from its next report', async () => {
    const page = await floodsOf();
    expect(page.floods).toMatchObject([{ size: 26, waiting: 26, releasedAt: null }]);
    expect(page.entries.map(({ signalId }: { signalId: string }) => signalId)).toEqual(made.slice(4));
    const { rows } = await sql`select from audit_shown where view = 'set-aside'`.execute(house.database.db);
    expect(rows.length).toBeGreaterThan(0);
    await flood(200, 12);
    await house.wait(10);
    expect((await floodsOf()).floods[0].size).toBeGreaterThanOrEqual(26 + 10);
  });

  test('lets go of a report that is opened, or whose signaler writes', async () => {
    const before = (await queueOf()).setAside;
    await house.asAdvocate('GET', `/v1/signals/${made[5]}`);
    await flood(290, 4);
    const { receipt, signalId } = await report(house, { narrative: junk(300) });
    await flood(301, 11);
    await house.wait(10);
    expect((await queueOf()).queue.map((entry: { signalId: string }) => entry.signalId)).not.toContain(
      signalId,
    );
    await house.call('POST', '/v1/dialogue/messages', {
      code: receipt,
      text: 'Please, I mean it.',
      key: 'the-signaler-writes',
    });
    const page = await queueOf();
    const waiting = page.queue.map((entry: { signalId: string }) => entry.signalId);
    expect(waiting).toContain(signalId);
    expect(waiting).toContain(made[5]);
    expect(page.setAside).toBeGreaterThan(before);
  });

  test('comes back whole by a supervisor, is timed again, and takes nothing more; and can be set aside again', async () => {
    const [{ id, waiting }] = (await floodsOf()).floods;
    const refused = await house.asAdvocate('POST', `/v1/floods/${id}/bring-back`, {});
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'not-here']);
    const before = (await queueOf()).total;
    for (let again = 0; again < 2; again++)
      expect((await asSupervisor('POST', `/v1/floods/${id}/bring-back`, {})).statusCode).toBe(200);
    const page = await queueOf();
    expect([page.setAside, page.total]).toEqual([0, before + waiting]);
    await flood(400, 30);
    await house.wait(10);
    expect((await queueOf()).setAside).toBe(0);
    await house.wait(16 * 60);
    expect((await alertsOf(house, made[12]!)).map(({ kind }) => kind)).toContain('unread');
    expect((await asSupervisor('POST', `/v1/floods/${id}/set-aside`, {})).statusCode).toBe(200);
    expect((await queueOf()).setAside).toBe(waiting);
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select(['action', 'actor_id'])
      .where('action', 'in', ['flood-brought-back', 'flood-set-aside-again'])
      .orderBy('at')
      .execute();
    expect(leaves).toEqual([
      { action: 'flood-brought-back', actor_id: supervisorId },
      { action: 'flood-set-aside-again', actor_id: supervisorId },
    ]);
  });

  test('leaves no sketch behind when its time is over', async () => {
    const count = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from signal_sketch`.execute(house.database.db))
        .rows[0]!.n;
    expect(await count()).toBeGreaterThan(0);
    await house.wait(3 * 3600);
    expect(await count()).toBe(0);
    await house.wait(26 * 3600);
  });
});

describe('reports that are not alike', () => {
  test('leave no sketch at all, and ask for no sweep', async () => {
    const house = await openHouse();
    try {
      await report(house, { narrative: honest });
      await report(house, { narrative: junk(1) });
      for (let n = 0; n < 30; n++) await report(house, { narrative: 'Please help me.' });
      const { rows } = await sql`select from signal_sketch`.execute(house.database.db);
      const due = await sql`select from due where kind in ('flood-sweep', 'sketches-forget')`.execute(
        house.database.db,
      );
      expect([rows.length, due.rows.length]).toEqual([0, 0]);
    } finally {
      await house.close();
    }
  });
});

test('of a flood about children so many stay in the queue; of the rest a supervisor hears again until none is set aside', async () => {
  const house = await openHouse();
  try {
    for (let n = 0; n < 32; n++) {
      house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
      await report(house, { narrative: junk(n), ageGroup: 'minor' });
    }
    await house.wait(10);
    const { setAside } = (await house.asAdvocate('GET', '/v1/queue')).json();
    expect(setAside).toBe(31 - pressingKept);
    const told = async () =>
      (await house.asAdvocate('GET', '/v1/alerts'))
        .json()
        .alerts.filter(({ kind }: { kind: string }) => kind === 'flood').length;
    expect(await told()).toBe(1);
    await house.wait(16 * 60);
    expect(await told()).toBe(2);
    await house.wait(16 * 60);
    expect(await told()).toBe(3);
    const supervisor = { 'alight-actor': supervisorId };
    const { floods } = (await house.call('GET', '/v1/floods', undefined, supervisor)).json();
    const back = await house.call('POST', `/v1/floods/${floods[0].id}/bring-back`, {}, supervisor);
    expect(back.statusCode, back.body).toBeLessThan(300);
    await house.wait(16 * 60);
    await house.wait(16 * 60);
    expect(await told()).toBe(3);
  } finally {
    await house.close();
  }
});
