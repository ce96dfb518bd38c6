/** A partner's own app reports what its crew saw: what is taken, once, what is refused in words, and what is agreed with the partner. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { administratorId, type House } from '../support/house.ts';
import {
  expectNoSecret,
  fixture,
  makeKey,
  newest,
  openPartnerHouse,
  type PartnerKey,
  sendAs,
  signals,
} from '../support/partner.ts';

describe.each(['demo', 'production'])('a report of a partner, in %s', (mode) => {
  let house: House;
  let key: PartnerKey;
  beforeAll(async () => {
    house = await openPartnerHouse(mode);
    key = await makeKey(house);
  });
  afterAll(() => house.close());

  test('is received, durable, and answered with 911 and what is agreed', async () => {
    const answer = await sendAs(house, key, await fixture('train-told'));
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json()).toEqual({
      status: 'received',
      receipt: expect.stringMatching(/^R-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/),
      notice: expect.stringMatching(/Call 911/),
      leftOut: [],
      sandbox: false,
    });
    expect(answer.headers['ratelimit-policy']).toBe('"reports";q=60;w=60');
    expect(answer.headers['ratelimit']).toBe('"reports";r=59;t=60');
    const row = await newest(house);
    expect(row).toMatchObject({ channel: 'partner', door: 'professional', relation: 'transport-worker' });
    // Nobody was told the code, so it opens nothing.
    expect(row.code_revoked_at).not.toBeNull();
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select('action')
      .where('subject_id', '=', row.id)
      .execute();
    expect(leaves).toEqual([{ action: 'signal-received' }]);
  });

  test('sent again is one report with one receipt; with other words under the same id it is refused, by any key of the partner', async () => {
    const body = await fixture('only-codes');
    const other = await makeKey(house, { name: ' midland  TRANSIT (invented)' });
    const [first, again, byOther] = [
      await sendAs(house, key, body, { id: 'the-same-report' }),
      await sendAs(house, key, body, { id: 'the-same-report', secondsOff: 20 }),
      await sendAs(house, other, body, { id: 'the-same-report' }),
    ];
    expect(again.json()).toEqual(first.json());
    expect(byOther.json()).toEqual(first.json());
    const before = (await signals(house)).length;
    const changed = await sendAs(house, key, { ...body, danger: 'soon' }, { id: 'the-same-report' });
    expect([changed.statusCode, changed.json().code]).toEqual([409, 'key-reused']);
    // Another partner's ids are its own.
    const stranger = await makeKey(house, { name: 'Another line (invented)' });
    expect((await sendAs(house, stranger, body, { id: 'the-same-report' })).json().receipt).not.toBe(
      first.json().receipt,
    );
    expect((await signals(house)).length).toBe(before + 1);
  });

  test('cannot be taken by somebody who sends its id to the public address first', async () => {
    const { partner_id: partnerId } = await house.database.db
      .selectFrom('partner_key')
      .select('partner_id')
      .executeTakeFirstOrThrow();
    for (const guess of ['claimed-before', `${partnerId}-claimed-before`])
      await house.call(
        'POST',
        '/v1/signals',
        { door: 'tip', narrative: 'Claimed.' },
        {
          'idempotency-key': guess,
        },
      );
    expect((await sendAs(house, key, await fixture('only-codes'), { id: 'claimed-before' })).statusCode).toBe(
      201,
    );
  });

  test('by a partner whose timetable was taken away is taken as before, and another key gives none back', async () => {
    const { services } = house.alight;
    const by = { staffId: administratorId };
    const name = 'Moved away (invented)';
    const made = await makeKey(house, { name });
    const own = async () => (await services.partnerKeys(by)).filter(({ partner }) => partner === name);
    const { id, feedId } = (await own())[0]!;
    expect(feedId).toBe('river-runner');
    await services.clearPartnerTimetable(by, id);
    await services.clearPartnerTimetable(by, id);
    await makeKey(house, { name, feedId: '' });
    expect((await own()).map((one) => one.feedId)).toEqual([null, null]);
    expect((await sendAs(house, made, await fixture('train-told'))).statusCode, 'it is taken in').toBe(201);
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select('detail')
      .where('action', '=', 'partner-timetable-cleared')
      .execute();
    expect(leaves).toEqual([{ detail: { feedIdBefore: 'river-runner' } }]);
    for (const wrong of ['x', '01900000-0000-7000-8000-0000000000ff'])
      await expect(services.clearPartnerTimetable(by, wrong)).rejects.toMatchObject({ code: 'not-here' });
  });

  test.each([
    // So long that no id in the log holds it by chance.
    ['crewId', { crewId: '4411004400114' }],
    ['employee_number', { employee_number: 4411004400114 }],
    ['reportedBy', { reportedBy: 'somebody 4411004400114' }],
    ['badgeNumber', { trip: { badgeNumber: '4411004400114' } }],
  ])('with %s is refused in words, and the value is repeated nowhere', async (field, more) => {
    const answer = await sendAs(house, key, { ...(await fixture('only-codes')), ...more });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'employee-named']);
    expect(answer.json().detail).toContain(`Leave out ${field}`);
    expect(`${answer.body}${house.log.lines.join('')}`).not.toContain('4411004400114');
  });

  test.each<[string, unknown, number, string]>([
    ['nothing in it', {}, 400, 'body-invalid'],
    ['a field nobody knows', { observations: ['watched'], colour: 'x' }, 400, 'body-invalid'],
    [
      'consent of somebody else',
      {
        observations: ['watched'],
        contact: { consentedByPerson: false, purpose: 'x', wire: 'sms', address: '816-555-0155' },
      },
      400,
      'body-invalid',
    ],
    ['a list', [], 400, 'body-invalid'],
    ['no JSON', '{', 400, 'body-unreadable'],
    ['a prototype key', '{"__proto__":{"a":1},"observations":["watched"]}', 400, 'body-unreadable'],
  ])('with %s is refused in words', async (_what, body, status, code) => {
    const answer = await sendAs(house, key, body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.json().detail).toContain('Call 911');
  });

  test('with danger now is taken without what cannot be used in it, and names what was left out', async () => {
    const answer = await sendAs(house, key, await fixture('danger-with-mistakes'));
    expect(answer.statusCode, answer.body).toBe(201);
    expect([...answer.json().leftOut].sort()).toEqual([
      'contact',
      'crewId',
      'observations.1',
      'trip.startDate',
    ]);
    const row = await newest(house);
    expect(row).toMatchObject({ danger: 'imminent', observations: ['threatened'] });
    expect(row.number_id).toBeNull();
  });

  test('beyond what is agreed is taken all the same, marked, and only its answer waits', async () => {
    const few = await makeKey(house, { name: 'Small line (invented)', perMinute: 2 });
    const standings: unknown[] = [];
    for (let n = 0; n < 4; n++) {
      const answer = await sendAs(house, few, { observations: ['watched'] });
      const { over_contract: over } = await newest(house);
      standings.push([answer.statusCode, answer.headers['ratelimit'], over]);
      house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
    }
    expect(standings).toEqual([
      [201, '"reports";r=1;t=60', false],
      [201, '"reports";r=0;t=60', false],
      [201, '"reports";r=0;t=60', true],
      [201, '"reports";r=0;t=60', true],
    ]);
    house.clock.moveTo(new Date(house.clock.now().getTime() + 60_001));
    await sendAs(house, few, { observations: ['watched'] });
    expect((await newest(house)).over_contract).toBe(false);
  });

  test('finds its train still after another key was made without naming a timetable; what changed is on record', async () => {
    const name = 'Third line (invented)';
    await makeKey(house, { name });
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
    await makeKey(house, { name, mode: 'sandbox', feedId: '', perMinute: 5 });
    const { db } = house.database;
    const partner = await db
      .selectFrom('partner')
      .select(['id', 'feed_id', 'per_minute'])
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    expect([partner.feed_id, partner.per_minute]).toEqual(['river-runner', 5]);
    const leaves = await db
      .selectFrom('audit_leaf')
      .select('detail')
      .where('action', '=', 'partner-key-made')
      .where('subject_id', '=', partner.id)
      .orderBy('id')
      .execute();
    expect(leaves.map(({ detail }) => detail)).toMatchObject([
      { feedId: 'river-runner', perMinute: 60 },
      { feedId: 'river-runner', perMinute: 5, feedIdBefore: 'river-runner', perMinuteBefore: 60 },
    ]);
  });

  test('by a sandbox key is checked and answered as the real thing, and is nowhere', async () => {
    const sandbox = await makeKey(house, { mode: 'sandbox' });
    const [before, due] = [
      (await signals(house)).length,
      (await house.database.db.selectFrom('due').select('id').execute()).length,
    ];
    const body = { ...(await fixture('train-told')), danger: 'imminent', codeForPerson: true };
    const answer = await sendAs(house, sandbox, body, { id: 'a-rehearsal-1' });
    expect([answer.statusCode, answer.json().sandbox]).toEqual([201, true]);
    expect(answer.json().notice).toMatch(/^This was a rehearsal: nobody will read it\. .*Call 911/);
    expect((await sendAs(house, sandbox, body, { id: 'a-rehearsal-1' })).json()).toEqual(answer.json());
    const changed = await sendAs(house, sandbox, { ...body, danger: 'soon' }, { id: 'a-rehearsal-1' });
    expect(changed.json().code).toBe('key-reused');
    // Mistakes are found here, also where somebody is in danger.
    const mistaken = await sendAs(house, sandbox, await fixture('danger-with-mistakes'));
    expect(mistaken.json().code).toBe('employee-named');
    const opening = await house.call('POST', '/v1/dialogue/open', { code: answer.json().code });
    expect(opening.json().code).toBe('code-not-open');
    await house.wait(20 * 60);
    expect((await signals(house)).length).toBe(before);
    expect((await house.database.db.selectFrom('due').select('id').execute()).length).toBeLessThanOrEqual(
      due,
    );
    // The same id is still free for the real thing.
    expect((await sendAs(house, key, body, { id: 'a-rehearsal-1' })).json().sandbox).toBe(false);
  });

  test('keeps no secret in the database', () => expectNoSecret(house, key));
});
