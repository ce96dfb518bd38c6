/** What a signaler writes never sinks: not in a closed report, not in an open one, not when it comes as a text. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, assessment, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let written = 0;
const write = (receipt: string, text: string) =>
  house.call('POST', '/v1/dialogue/messages', { code: receipt, text, key: `message-${written++}` });
const queued = async (signalId: string) =>
  (await house.asAdvocate('GET', '/v1/queue'))
    .json()
    .queue.find((entry: { signalId: string }) => entry.signalId === signalId);
const safePhone = { wire: 'sms', address: '(816) 555-0177' };
const textFrom = async (body: string) => {
  await house.call('POST', '/sandbox/reply', { address: '+18165550177', body });
  await house.wait(1);
};

describe('closing a report', () => {
  test('takes that it was read, and a reason', async () => {
    const { signalId } = await report(house);
    expect((await act(house, signalId, 'close', { reason: 'A mistake.' })).json().code).toBe('not-read-yet');
    await opened(house, signalId);
    expect((await act(house, signalId, 'close', {})).statusCode).toBe(400);
    expect((await act(house, signalId, 'close', { reason: 'A mistake.' })).statusCode).toBe(200);
    expect(await opened(house, signalId)).toMatchObject({ state: 'closed', closedReason: 'A mistake.' });
  });

  test('is refused while people are asked to come', async () => {
    const { signalId } = await report(house, { transit: { line: '311' } });
    await opened(house, signalId);
    await act(house, signalId, 'ask-back', { text: 'Is she still there?' });
    await act(house, signalId, 'assess', assessment);
    await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
    const confirmed = await house.asAdvocate('POST', '/v1/responses', {
      signalId,
      reason: 'Her own words and two behaviours.',
      secondStaffId: supervisorId,
    });
    expect(confirmed.statusCode, confirmed.body).toBe(201);
    expect((await act(house, signalId, 'close', { reason: 'Done.' })).json().code).toBe('response-open');
  });
});

describe('a message', () => {
  test('to a closed report brings it back into the queue, answered, and raises the supervisor', async () => {
    const { signalId, receipt } = await report(house);
    await opened(house, signalId);
    await act(house, signalId, 'close', { reason: 'She said it is over.' });
    expect(await queued(signalId)).toBeUndefined();
    await house.wait(60);
    expect((await write(receipt, 'He has a knife. Please come.')).statusCode).toBe(200);
    expect(await queued(signalId)).toMatchObject({ state: 'read', answered: true });
    await house.wait(16 * 60);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('unanswered');
  });

  test('in an open report raises nobody when staff have opened it, and raises for what came after', async () => {
    const { signalId, receipt } = await report(house);
    await opened(house, signalId);
    await house.wait(60);
    await write(receipt, 'Are you there?');
    await house.wait(5 * 60);
    await opened(house, signalId);
    await house.wait(11 * 60);
    expect(await alertsOf(house, signalId)).toEqual([]);
    await write(receipt, 'He is back.');
    await house.wait(14 * 60);
    expect(await alertsOf(house, signalId)).toEqual([]);
    await house.wait(2 * 60);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toEqual(['unanswered']);
  });

  test('by text from the safe number stands in the dialogue for staff, and not behind the code', async () => {
    const { signalId, receipt } = await report(house, { safeContact: safePhone });
    await opened(house, signalId);
    await act(house, signalId, 'ask-back', { text: 'Are you alone?' });
    await act(house, signalId, 'close', { reason: 'No answer for a week.' });
    await house.wait(60);
    await textFrom('He is coming, help me');
    expect((await opened(house, signalId)).messages).toMatchObject([
      { from: 'advocate' },
      { from: 'signaler', text: 'He is coming, help me', byText: true },
    ]);
    expect(await queued(signalId)).toMatchObject({ state: 'read', answered: true });
    expect((await house.call('POST', '/v1/dialogue/open', { code: receipt })).body).not.toContain('help me');
    await house.wait(30);
    await textFrom('HELP');
    await house.wait(16 * 60);
    expect(
      (await alertsOf(house, signalId)).map(({ kind }) => kind),
      'HELP may be a cry',
    ).toContain('unanswered');
  });

  test('that says STOP ends the texts, is seen by staff, and START lets them go on', async () => {
    const { signalId } = await report(house, { safeContact: safePhone });
    const texts = async () =>
      (await house.call('GET', '/sandbox/messages?address=%2B18165550177')).json().messages.length;
    await act(house, signalId, 'ask-back', { text: 'Are you alone?' });
    await house.wait(1);
    const before = await texts();
    await textFrom('STOP');
    expect(await opened(house, signalId)).toMatchObject({ textsStopped: true });
    expect((await act(house, signalId, 'ask-back', { text: 'Can you talk?' })).statusCode).toBe(200);
    await house.wait(1);
    expect(await texts()).toBe(before);
    await textFrom('START');
    await act(house, signalId, 'ask-back', { text: 'Can you talk now?' });
    await house.wait(1);
    expect(await texts()).toBe(before + 1);
  });

  test('never lowers danger and never gives consent', async () => {
    const { signalId, receipt } = await report(house, { door: 'help', danger: 'imminent' });
    await write(receipt, 'It is over, no danger. Tell everyone you like, I agree.');
    expect(await opened(house, signalId)).toMatchObject({ danger: 'imminent', door: 'help', releases: [] });
  });
});

describe('a safe number', () => {
  test.each(['(816) 555-0142', '816.555.0142', '1-816-555-0142', '+1 816 555 0142'])(
    'written as %s is texted, and asking back works',
    async (address) => {
      const { signalId } = await report(house, { safeContact: { wire: 'sms', address } });
      expect((await act(house, signalId, 'ask-back', { text: 'Are you alone?' })).statusCode).toBe(200);
      await house.wait(1);
      const { messages } = (await house.call('GET', '/sandbox/messages?address=%2B18165550142')).json();
      expect(messages[0].body).toBe('You have a message.');
    },
  );

  test('that cannot be used is refused in words', async () => {
    const answer = await house.call('POST', '/v1/signals', {
      door: 'tip',
      narrative: 'Words.',
      safeContact: { wire: 'sms', address: 'ask my sister' },
    });
    expect(answer.json()).toMatchObject({ code: 'safe-contact-unusable', status: 422 });
  });

  test('holds nobody up who reports danger now; the question is kept, and staff are told', async () => {
    const { signalId } = await report(house, {
      danger: 'imminent',
      safeContact: { wire: 'sms', address: 'ask my sister' },
    });
    expect((await act(house, signalId, 'ask-back', { text: 'Where are you?' })).statusCode).toBe(200);
    await house.wait(1);
    expect((await opened(house, signalId)).messages).toHaveLength(1);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('signaler-not-texted');
  });
});
