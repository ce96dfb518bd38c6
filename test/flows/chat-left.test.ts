/** A live chat whose advocate is gone, or does not answer: somebody else goes on, the person is told, and nothing is lost or doubled. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginChat, chatOf, sayInChat } from '../support/chats.ts';
import { floorOf } from '../support/floor.ts';
import { followEvents } from '../support/follow.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { alertsOf } from '../support/reports.ts';

const otherAdvocateId = '01900000-0000-7000-8000-000000000002';
let house: House;
let address: string;
beforeAll(async () => {
  house = await openHouse();
  address = await house.alight.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.database.db
    .updateTable('chat')
    .set({ state: 'ended', staff_id: null, offered_at: null, ended_at: house.clock.now(), ended_by: 'staff' })
    .execute();
  await house.database.db.deleteFrom('presence').execute();
  await house.database.db.updateTable('staff').set({ active: true }).execute();
});

const { as, floor, come, ...acts } = floorOf(() => house);
const take = (staffId: string, id: string) => as(staffId, 'POST', `/v1/signals/${id}/accept-chat`, {});
const answer = (staffId: string, id: string, text: string, key?: string) =>
  acts.answer(id, text, staffId, key);
const say = (code: string, text: string) => sayInChat(house, code, text);
const view = (code: string) => chatOf(house, code);
const chatSeenBy = async (staffId: string, id: string) =>
  (await as(staffId, 'GET', `/v1/signals/${id}`)).json().chat;

const begin = () => beginChat(house);
const leavesOf = async (id: string, action: string) =>
  house.database.db
    .selectFrom('audit_leaf')
    .select(['actor_kind', 'detail'])
    .where('subject_id', '=', id)
    .where('action', '=', action)
    .execute();

/** A chat that an advocate has, who has said that they are there. */
async function taken() {
  const chat = await begin();
  await come(advocateId);
  await take(advocateId, chat.id);
  await answer(advocateId, chat.id, 'I am here.');
  return chat;
}

describe('an advocate who is gone', () => {
  test('keeps the chat through a tunnel, and loses it after two minutes without a sign; it is offered to the next, and the person is told', async () => {
    const { code, id } = await taken();
    const person = await followEvents(`${address}/v1/chats/follow`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, after: 0 }),
    });
    await house.wait(110);
    expect((await view(code)).state).toBe('live');
    // Out of the tunnel: their page looks again, and the two minutes begin anew.
    await floor(advocateId);
    await house.wait(110);
    expect((await view(code)).state).toBe('live');
    await come(otherAdvocateId);
    await house.wait(40);
    expect(await view(code)).toMatchObject({
      state: 'waiting',
      again: true,
      before: 0,
      messages: [{ from: 'us', text: 'I am here.' }],
    });
    expect((await floor(otherAdvocateId)).offers).toMatchObject([{ signalId: id }]);
    expect(await leavesOf(id, 'chat-taken-back')).toMatchObject([
      { actor_kind: 'system', detail: { staffId: advocateId, reason: 'no-sign' } },
    ]);
    await person.until((heard) =>
      heard.some(
        ({ name, data }) => name === 'chat' && data['state'] === 'waiting' && data['again'] === true,
      ),
    );
    person.drop();
    // Whoever is gone is offered no other, until they say that they are there.
    expect((await floor(advocateId)).me.state).toBe('away');
    await take(otherAdvocateId, id);
    await answer(otherAdvocateId, id, 'I go on with you.');
    expect(await view(code)).toMatchObject({ state: 'live', again: false });
  });

  test('leaves no old note to the next; one that was only offered it leaves it', async () => {
    const { id } = await taken();
    const note = 'Alone until four.';
    await come(otherAdvocateId);
    await as(advocateId, 'POST', `/v1/signals/${id}/hand-over-chat`, { note, toStaffId: otherAdvocateId });
    await as(otherAdvocateId, 'POST', '/v1/floor/presence', { state: 'resting' });
    expect((await chatSeenBy(advocateId, id)).handOverNote).toBe(note);
    await take(advocateId, id);
    expect(await chatSeenBy(advocateId, id)).toMatchObject({ state: 'live', handOverNote: note });
    await take(supervisorId, id);
    expect(await chatSeenBy(supervisorId, id), 'taken over').toMatchObject({
      state: 'live',
      handOverNote: null,
    });
    await as(supervisorId, 'POST', `/v1/signals/${id}/hand-over-chat`, { note });
    await take(advocateId, id);
    await house.wait(160);
    expect(await chatSeenBy(supervisorId, id)).toMatchObject({ staffId: null, handOverNote: null });
  });

  test('is one whose answers came a moment ago without any page: they are there', async () => {
    const { code, id } = await taken();
    for (let minute = 0; minute < 4; minute++) {
      await house.wait(60);
      await answer(advocateId, id, `Minute ${minute}.`);
    }
    expect((await view(code)).state).toBe('live');
  });

  test('alarms a supervisor when nobody has gone on for three minutes, as a hand-over does', async () => {
    const { id } = await taken();
    await house.wait(2 * 60 + 30);
    expect(await alertsOf(house, id)).toEqual([]);
    await house.wait(3 * 60 + 30);
    expect((await alertsOf(house, id)).map(({ kind }) => kind)).toContain('chat-waits-long');
  });

  test('and works here no more loses it at the next look', async () => {
    const { code, id } = await taken();
    await house.database.db
      .updateTable('staff')
      .set({ active: false })
      .where('id', '=', advocateId)
      .execute();
    await house.wait(31);
    expect(await view(code)).toMatchObject({ state: 'waiting', again: true });
    expect(await leavesOf(id, 'chat-taken-back')).toMatchObject([
      { detail: { reason: 'works-here-no-more' } },
    ]);
  });

  test('is nobody while we ourselves stood still: everybody has two minutes to come back', async () => {
    const { code } = await taken();
    // The machine was off: the clock goes on, and nothing that is due is done.
    house.clock.moveTo(new Date(house.clock.now().getTime() + 10 * 60_000));
    await house.wait(100);
    expect((await view(code)).state).toBe('live');
    await house.wait(60);
    expect((await view(code)).state).toBe('waiting');
  });

  test('a chat that is gone on with later begins anew: nobody is said to have stopped', async () => {
    const { code, id } = await taken();
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
    await as(advocateId, 'POST', '/v1/floor/presence', { state: 'away' });
    await house.call('POST', '/v1/chats/resume', { code });
    expect(await view(code)).toMatchObject({ state: 'waiting', again: false });
  });
});

describe('the chats that can be taken', () => {
  test('are the first by danger, whether they wait or stand unanswered, and say how many more there are', async () => {
    const unanswered: string[] = [];
    await come(supervisorId, 6);
    for (const danger of ['none', 'none', 'none', 'none', 'not-known', 'not-known']) {
      const { code, id } = await beginChat(house, { danger });
      await take(supervisorId, id);
      await say(code, 'Are you there?');
      unanswered.push(id);
      await house.wait(1);
    }
    // The supervisor's page is open, and they do not answer.
    for (let seconds = 0; seconds < 180; seconds += 60) {
      await floor(supervisorId);
      await house.wait(60);
    }
    expect(await floor(advocateId)).toMatchObject({
      open: unanswered.map(() => ({ why: 'unanswered' })),
      more: 0,
    });
    const { id: late } = await beginChat(house, { danger: 'imminent' });
    const { id: minor } = await beginChat(house, { danger: 'none', ageGroup: 'minor' });
    const { id: soon } = await beginChat(house, { danger: 'soon' });
    const { open, more } = await floor(advocateId);
    expect(more, 'as many as are not shown').toBe(3);
    expect(open.map(({ signalId }: { signalId: string }) => signalId)).toEqual([
      late,
      soon,
      unanswered[4],
      unanswered[5],
      minor,
      unanswered[0],
    ]);
  });
});

describe('words that stand unanswered in a live chat', () => {
  test('let anybody with room take it over after three minutes, and nobody before but a supervisor', async () => {
    const { code, id } = await taken();
    await house.wait(1);
    await say(code, 'He is back.');
    await come(otherAdvocateId, 1);
    const early = await take(otherAdvocateId, id);
    expect([early.statusCode, early.json().code]).toEqual([409, 'offer-gone']);
    for (let seconds = 0; seconds < 180; seconds += 60) {
      await floor(advocateId);
      await house.wait(60);
    }
    expect(await chatSeenBy(otherAdvocateId, id)).toMatchObject({ state: 'live', isUnanswered: true });
    const full = await begin();
    await take(otherAdvocateId, full.id);
    const refused = await take(otherAdvocateId, id);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'no-room']);
    await as(otherAdvocateId, 'POST', `/v1/signals/${full.id}/end-chat`, {});
    expect((await take(otherAdvocateId, id)).statusCode).toBe(200);
    expect((await floor(otherAdvocateId)).chats).toMatchObject([{ signalId: id }]);
    expect((await floor(advocateId)).chats).toEqual([]);
    expect((await view(code)).state).toBe('live');
    // Whoever has just taken it has as long to answer: it is not passed round.
    await come(advocateId);
    expect((await take(advocateId, id)).json().code).toBe('offer-gone');
    expect((await take(supervisorId, id)).statusCode).toBe(200);
  });

  test('are answered by whoever had it while another takes it over: one has it, and each answer stands once', async () => {
    for (let round = 0; round < 5; round++) {
      const { code, id } = await taken();
      await say(code, 'Are you there?');
      await come(otherAdvocateId, 6);
      for (let seconds = 0; seconds < 180; seconds += 60) {
        await floor(advocateId);
        await house.wait(60);
      }
      const [late, other] = [randomUUID(), randomUUID()];
      const [took] = await Promise.all([
        take(otherAdvocateId, id),
        answer(advocateId, id, 'Sorry, here.', late),
        answer(advocateId, id, 'Sorry, here.', late),
        answer(otherAdvocateId, id, 'I go on.', other),
      ]);
      // Answered a moment before, there is nothing to take over.
      expect([200, 409]).toContain(took.statusCode);
      const { state, staffId } = await chatSeenBy(supervisorId, id);
      expect([state, staffId]).toEqual(['live', took.statusCode === 200 ? otherAdvocateId : advocateId]);
      const texts = (await view(code)).messages.map(({ text }: { text: string }) => text);
      expect([...texts].sort()).toEqual(['Are you there?', 'I am here.', 'I go on.', 'Sorry, here.'].sort());
      const sequences = (await view(code)).messages.map(({ sequence }: { sequence: number }) => sequence);
      expect(new Set(sequences).size).toBe(sequences.length);
    }
  });
});
