/** A partner's report is signed: clocks that are off, headers that are missing, signatures that are wrong, and keys that were taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sign } from '../../docs/guides/partner-client/report.mjs';
import { administratorId, type House } from '../support/house.ts';
import {
  expectNoSecret,
  fixture,
  makeKey,
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

  test.each([299, -299])('is taken while the clocks are %i seconds apart', async (secondsOff) => {
    expect((await sendAs(house, key, await fixture('only-codes'), { secondsOff })).statusCode).toBe(201);
  });

  test.each([
    [301, 'ahead of'],
    [-301, 'behind'],
  ])('with a clock %i seconds off is refused, and told our time', async (secondsOff, words) => {
    const before = (await signals(house)).length;
    const answer = await sendAs(house, key, await fixture('only-codes'), { secondsOff });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'clock-off']);
    expect(answer.json().detail).toContain(`301 seconds ${words} us`);
    expect(answer.json().detail).toContain(house.clock.now().toISOString());
    expect(answer.json().detail).toMatch(/Call 911\. Otherwise call /);
    expect((await signals(house)).length).toBe(before);
  });

  test.each<[string, (key: PartnerKey) => PartnerKey, Record<string, string>, string]>([
    ['no key', (one) => one, { 'alight-key': '' }, 'headers-missing'],
    ['no id', (one) => one, { 'webhook-id': '' }, 'headers-missing'],
    ['an id with a dot', (one) => one, { 'webhook-id': 'abcdefgh.1' }, 'headers-missing'],
    ['no time', (one) => one, { 'webhook-timestamp': '' }, 'headers-missing'],
    ['a time that is none', (one) => one, { 'webhook-timestamp': '1e9' }, 'headers-missing'],
    ['no signature', (one) => one, { 'webhook-signature': '' }, 'headers-missing'],
    ['a signature of another kind', (one) => one, { 'webhook-signature': 'v2,abc' }, 'headers-missing'],
    ['a wrong signature', (one) => one, { 'webhook-signature': 'v1,abc' }, 'signature-wrong'],
    ['another id than was signed', (one) => one, { 'webhook-id': 'another-id-1' }, 'signature-wrong'],
    ['another secret', (one) => ({ ...one, secret: `whsec_${btoa('x'.repeat(32))}` }), {}, 'signature-wrong'],
    [
      'a key that is not there',
      (one) => ({ ...one, keyName: `alight_live_${'0'.repeat(32)}` }),
      {},
      'signature-wrong',
    ],
    [
      'the key called a sandbox key',
      (one) => ({ ...one, keyName: one.keyName.replace('live', 'sandbox') }),
      {},
      'signature-wrong',
    ],
  ])('with %s is refused, and says what to do meanwhile', async (_what, change, headers, code) => {
    const before = (await signals(house)).length;
    const answer = await sendAs(house, change(key), await fixture('only-codes'), { headers });
    expect([answer.statusCode, answer.json().code]).toEqual([401, code]);
    expect(answer.json().detail).toContain('Call 911. Otherwise call 816-555-0142');
    expect((await signals(house)).length).toBe(before);
  });

  test('of which one letter was changed on the way is refused', async () => {
    const body = JSON.stringify(await fixture('train-told'));
    const answer = await sendAs(house, key, body);
    expect(answer.statusCode).toBe(201);
    const seconds = Math.floor(house.clock.now().getTime() / 1000);
    const changed = await house.call('POST', '/v1/partners/signals', body.replace('soon', 'none'), {
      'content-type': 'application/json',
      'alight-key': key.keyName,
      ...sign(key.secret, 'changed-on-the-way', seconds, body),
    });
    expect(changed.json().code).toBe('signature-wrong');
  });

  test('by a key that was taken back is refused in words, whoever asks again', async () => {
    const { services } = house.alight;
    const by = { staffId: administratorId };
    const lost = await makeKey(house, { name: 'Lost (invented)' });
    expect((await sendAs(house, lost, await fixture('only-codes'))).statusCode).toBe(201);
    const id = (await services.partnerKeys(by)).find(({ keyName }) => keyName === lost.keyName)!.id;
    await services.revokePartnerKey(by, id);
    await services.revokePartnerKey(by, id);
    const answer = await sendAs(house, lost, await fixture('only-codes'));
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'key-revoked']);
    expect(answer.json().detail).toMatch(/Keep the report.*Call 911\. Otherwise call/);
    // A stranger learns nothing of it.
    const guessed = await sendAs(
      house,
      { ...lost, secret: `whsec_${btoa('y'.repeat(32))}` },
      { observations: ['watched'] },
    );
    expect(guessed.json().code).toBe('signature-wrong');
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select(['action', 'detail'])
      .where('action', '=', 'partner-key-revoked')
      .execute();
    expect(leaves).toEqual([{ action: 'partner-key-revoked', detail: { keyId: id } }]);
  });

  test('keeps no secret in the database', () => expectNoSecret(house, key));
});
