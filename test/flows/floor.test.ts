/** What a chat is to those who answer: offered, taken, handed over, left without an answer, and taken by others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChat, chatOf, sayInChat } from '../support/chats.ts';
import { floorOf } from '../support/floor.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { alertsOf } from '../support/reports.ts';

const otherAdvocateId = '01900000-0000-7000-8000-000000000002';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const { as, floor, come, go, answer, stay } = floorOf(() => house);
const begin = (body: object = {}) => beginChat(house, body);
const say = (code: string, text: string) => sayInChat(house, code, text);
const view = (code: string) => chatOf(house, code);
const everybodyLeaves = async () => {
  for (const id of [advocateId, otherAdvocateId, supervisorId]) {
    for (const { signalId } of (await floor(id)).chats)
      await as(id, 'POST', `/v1/signals/${signalId}/end-chat`, {});
    await go(id);
  }
  await house.database.db
    .updateTable('chat')
    .set({ state: 'ended', staff_id: null, ended_at: house.clock.now(), ended_by: 'staff' })
    .execute();
};

describe('the floor', () => {
  test('says honestly whether anybody is there, and how many are before', async () => {
    await everybodyLeaves();
    await house.wait(1);
    const first = await begin();
    expect(await view(first.code)).toMatchObject({ state: 'waiting', attended: false });
    await house.wait(1);
    const second = await begin({ danger: 'imminent' });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await view(first.code)).before).toBe(1);
    expect((await view(second.code)).before).toBe(0);
    await come(advocateId);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await view(first.code)).attended).toBe(true);
  });

  test('does not count whoever gave no sign for two minutes; a page of theirs or an answer is one', async () => {
    await everybodyLeaves();
    await come(advocateId, 6);
    const attended = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      return (await view(waits.code)).attended;
    };
    const { id } = await begin();
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    const waits = await begin();
    await house.wait(60);
    expect(await attended()).toBe(true);
    // Nothing looks for who is gone meanwhile: the laptop was closed a moment ago.
    house.clock.moveTo(new Date(house.clock.now().getTime() + 61_000));
    expect(await attended(), 'a closed laptop').toBe(false);
    await answer(id, 'I am here.');
    expect(await attended(), 'an answer').toBe(true);
    house.clock.moveTo(new Date(house.clock.now().getTime() + 121_000));
    expect(await attended()).toBe(false);
    await floor(advocateId);
    expect(await attended(), 'an open page').toBe(true);
    for (const one of [id, waits.id]) await as(advocateId, 'POST', `/v1/signals/${one}/end-chat`, {});
  });

  test('offers to whoever has room; let pass or unanswered for 30 seconds it goes to the next; twice unanswered is away', async () => {
    await everybodyLeaves();
    await come(advocateId);
    const { id } = await begin();
    await house.wait(1);
    expect((await floor(advocateId)).offers).toMatchObject([{ signalId: id }]);
    await come(otherAdvocateId);
    await as(advocateId, 'POST', `/v1/signals/${id}/pass-chat`, {});
    expect((await floor(advocateId)).offers).toEqual([]);
    expect((await floor(otherAdvocateId)).offers).toMatchObject([{ signalId: id }]);
    await house.wait(29);
    expect((await floor(otherAdvocateId)).offers).toHaveLength(1);
    await house.wait(2);
    // Both have been asked: it goes round again, to whoever was asked longest ago.
    expect((await floor(advocateId)).offers).toMatchObject([{ signalId: id }]);
    await as(advocateId, 'POST', `/v1/signals/${id}/pass-chat`, {});
    await house.wait(31);
    expect((await floor(otherAdvocateId)).me.state).toBe('away');
    expect((await floor(advocateId)).offers).toMatchObject([{ signalId: id }]);
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    expect((await floor(advocateId)).chats).toMatchObject([{ signalId: id }]);
    const late = await as(otherAdvocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    expect([late.statusCode, late.json().code]).toEqual([409, 'offer-gone']);
  });

  test('offers nothing to a laptop that was closed; whoever opens it again is offered what waits', async () => {
    await everybodyLeaves();
    await come(advocateId);
    await floor(advocateId);
    await house.wait(110);
    const { id } = await begin();
    await house.wait(0.6);
    expect((await floor(advocateId)).offers, 'a sign a moment ago').toMatchObject([{ signalId: id }]);
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
    await house.wait(121);
    const later = await begin();
    await house.wait(60);
    const held = await house.database.db.selectFrom('chat').select('state').where('signal_id', '=', later.id);
    expect(await held.executeTakeFirst()).toEqual({ state: 'waiting' });
    expect((await floor(otherAdvocateId)).others, 'nobody to hand over to').toEqual([]);
    expect((await floor(advocateId)).me.state, 'they have not left').toBe('on-floor');
    await house.wait(1);
    expect((await floor(advocateId)).offers).toMatchObject([{ signalId: later.id }]);
    await as(advocateId, 'POST', `/v1/signals/${later.id}/end-chat`, {});
  });

  test('lists for everybody else the chats that wait and those without an answer, to be taken by whoever has room', async () => {
    await everybodyLeaves();
    const { code, id } = await begin({ danger: 'soon' });
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    await house.wait(1);
    await say(code, 'He is back.');
    await stay(2 * 60);
    const waits = await begin();
    const openFor = async (staffId: string) => (await floor(staffId)).open;
    expect(await openFor(otherAdvocateId)).toMatchObject([
      { signalId: waits.id, why: 'waits', staffName: null },
    ]);
    await stay(61);
    const unanswered = { signalId: id, why: 'unanswered', danger: 'soon' };
    const all = [unanswered, { signalId: waits.id, why: 'waits' }];
    expect(await openFor(otherAdvocateId)).toMatchObject(all);
    expect(await openFor(supervisorId)).toMatchObject(all);
    expect((await openFor(supervisorId))[0].staffName).toBeTruthy();
    expect(await openFor(advocateId), 'not their own').toMatchObject([{ signalId: waits.id }]);
    expect(JSON.stringify(await openFor(otherAdvocateId))).not.toContain('He is back');
    for (const one of [id, waits.id])
      expect((await as(otherAdvocateId, 'POST', `/v1/signals/${one}/accept-chat`, {})).statusCode).toBe(200);
    expect(await openFor(supervisorId)).toEqual([]);
    await everybodyLeaves();
  });

  test('offers nobody more than they take, and gives out the next when hands are free', async () => {
    await everybodyLeaves();
    await come(advocateId, 1);
    const one = await begin();
    await house.wait(1);
    const two = await begin();
    await house.wait(1);
    await as(advocateId, 'POST', `/v1/signals/${one.id}/accept-chat`, {});
    expect((await floor(advocateId)).offers).toEqual([]);
    await as(advocateId, 'POST', `/v1/signals/${one.id}/end-chat`, {});
    expect((await floor(advocateId)).offers).toMatchObject([{ signalId: two.id }]);
    // Whoever takes another than the one offered lets that one go on to others.
    const three = await begin();
    await as(advocateId, 'POST', `/v1/signals/${three.id}/accept-chat`, {});
    expect(await floor(advocateId)).toMatchObject({ offers: [], chats: [{ signalId: three.id }] });
  });

  test('hands over with a note to somebody by name; “take ten minutes” hands over without a reason and offers nothing for ten', async () => {
    await everybodyLeaves();
    await come(advocateId);
    const { code, id } = await begin({ text: 'Hi' });
    await house.wait(1);
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    const leaving = await go(advocateId);
    expect([leaving.statusCode, leaving.json().code]).toEqual([409, 'chats-open']);
    const nobody = { note: 'x', toStaffId: otherAdvocateId };
    expect((await as(advocateId, 'POST', `/v1/signals/${id}/hand-over-chat`, nobody)).json().code).toBe(
      'not-on-floor',
    );
    await come(otherAdvocateId);
    const note = 'Alone until four.';
    await as(advocateId, 'POST', `/v1/signals/${id}/hand-over-chat`, { note, toStaffId: otherAdvocateId });
    expect(await view(code)).toMatchObject({ state: 'waiting', messages: [] });
    expect((await floor(otherAdvocateId)).offers).toMatchObject([{ signalId: id }]);
    await as(otherAdvocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    const seen = (await as(otherAdvocateId, 'GET', `/v1/signals/${id}`)).json();
    expect(seen.chat).toMatchObject({ state: 'live', handOverNote: note, staffId: otherAdvocateId });
    await go(advocateId);
    await as(otherAdvocateId, 'POST', '/v1/floor/presence', { state: 'resting' });
    const after = (await as(otherAdvocateId, 'GET', `/v1/signals/${id}`)).json().chat;
    expect(after, 'the note was for whoever has had it').toMatchObject({
      state: 'waiting',
      handOverNote: null,
    });
    expect(await floor(otherAdvocateId)).toMatchObject({ chats: [], offers: [], me: { state: 'resting' } });
    expect((await view(code)).state).toBe('waiting');
    await house.wait(9 * 60);
    expect((await floor(otherAdvocateId)).offers).toEqual([]);
    await house.wait(61);
    expect((await floor(otherAdvocateId)).offers).toMatchObject([{ signalId: id }]);
  });

  test('tells a supervisor of somebody whom nobody has taken for three minutes', async () => {
    await everybodyLeaves();
    const { id } = await begin();
    await house.wait(2 * 60);
    expect(await alertsOf(house, id)).toEqual([]);
    await house.wait(61);
    expect((await alertsOf(house, id)).map(({ kind }) => kind)).toEqual(['chat-waits-long']);
  });

  test('tells a supervisor of somebody who was handed back and whom nobody has taken again for three minutes', async () => {
    await everybodyLeaves();
    const { id } = await begin();
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    await stay(10 * 60);
    expect(await alertsOf(house, id)).toEqual([]);
    await as(advocateId, 'POST', `/v1/signals/${id}/hand-over-chat`, { note: 'Alone until four.' });
    await house.wait(3 * 60 - 1);
    expect(await alertsOf(house, id)).toEqual([]);
    await house.wait(2);
    expect((await alertsOf(house, id)).map(({ kind }) => kind)).toEqual(['chat-waits-long']);
  });

  test('tells a supervisor of words in a chat that whoever has it has not answered for three minutes', async () => {
    await everybodyLeaves();
    const { code, id } = await begin();
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    await answer(id, 'I am here.');
    await house.wait(1);
    await say(code, 'He is back.');
    await stay(3 * 60 - 2);
    expect(await alertsOf(house, id)).toEqual([]);
    await house.wait(4);
    const [alert, ...more] = await alertsOf(house, id);
    expect([alert?.kind, more]).toEqual(['unanswered', []]);
    expect(alert?.words).toContain('you can take the chat over');
    // Answered in time, nobody is told.
    await say(code, 'Are you there?');
    await house.wait(60);
    await answer(id, 'Yes.');
    await stay(8 * 60);
    expect((await alertsOf(house, id)).map(({ kind }) => kind)).toEqual(['unanswered']);
  });

  test('lets a supervisor, and nobody else, take a chat at once from whoever has it', async () => {
    await everybodyLeaves();
    const { code, id } = await begin();
    await as(advocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    const other = await as(otherAdvocateId, 'POST', `/v1/signals/${id}/accept-chat`, {});
    expect(other.json().code).toBe('offer-gone');
    expect((await as(supervisorId, 'POST', `/v1/signals/${id}/accept-chat`, {})).statusCode).toBe(200);
    expect((await floor(supervisorId)).chats).toMatchObject([{ signalId: id }]);
    expect((await floor(advocateId)).chats).toEqual([]);
    expect((await view(code)).state).toBe('live');
  });
});
