import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChat, chatOf, sayInChat } from '../support/chats.ts';
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

let keys = 0;
const nextKey = () => `a-key-of-a-test-${keys++}`;
const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  house.call('POST', path, body, headers);
const as = (staffId: string, method: 'GET' | 'POST', url: string, body?: object) =>
  house.call(method, url, body, { 'alight-actor': staffId });
const floor = async (staffId: string) => (await as(staffId, 'GET', '/v1/floor')).json();
const come = (staffId: string, capacity = 2) =>
  as(staffId, 'POST', '/v1/floor/presence', { state: 'on-floor', capacity });
const go = (staffId: string) => as(staffId, 'POST', '/v1/floor/presence', { state: 'away' });

const begin = (body: object = {}) => beginChat(house, body);
const say = (code: string, text: string, key = nextKey()) => sayInChat(house, code, text, key);
const view = (code: string) => chatOf(house, code);
const answer = (id: string, text: string, staffId = advocateId) =>
  as(staffId, 'POST', `/v1/signals/${id}/ask-back`, { text, key: nextKey() });
const follow = (code: string, after = 0) =>
  followEvents(`${address}/v1/chats/follow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, after }),
  });
const texts = (heard: readonly { name: string; data: Record<string, unknown> }[]) =>
  heard.filter(({ name }) => name === 'message').map(({ data }) => data['text']);
/** Time passes while an advocate has a page of the console open. */
const stay = async (seconds: number, staffId = advocateId) => {
  for (let left = seconds; left > 0; left -= 60) {
    await floor(staffId);
    await house.wait(Math.min(60, left));
  }
};
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

describe('a chat', () => {
  test('is a report of the help door, on disk before anything is said to be sent, and begun twice it is one', async () => {
    const key = nextKey();
    const body = {
      text: 'Is somebody there?',
      alone: 'yes',
      ifQuiet: 'Wait. He checks at four.',
      danger: 'soon',
    };
    const one = await post('/v1/chats', body, { 'idempotency-key': key });
    const two = await post('/v1/chats', body, { 'idempotency-key': key });
    expect([one.statusCode, two.statusCode]).toEqual([201, 201]);
    expect(two.json()).toEqual(one.json());
    const other = await post('/v1/chats', { ...body, text: 'Other words' }, { 'idempotency-key': key });
    expect([other.statusCode, other.json().code]).toEqual([409, 'key-reused']);
    const { code } = one.json();
    expect((await view(code)).messages, 'the code never shows the report').toEqual([]);
    const queue = (await house.asAdvocate('GET', '/v1/queue')).json().queue;
    const entry = queue.find((row: { channel: string }) => row.channel === 'chat');
    expect(entry).toMatchObject({ door: 'help', danger: 'soon', state: 'received' });
    expect(entry.reason).toContain('a person is there live');
    const seen = (await house.asAdvocate('GET', `/v1/signals/${entry.signalId}`)).json();
    expect(seen.chat).toMatchObject({ alone: 'yes', ifQuiet: 'Wait. He checks at four.', state: 'waiting' });
  });

  test('needs no words and no answers, and takes what is asked back to it as an answer that takes it', async () => {
    const { code, id } = await begin();
    expect(await view(code)).toMatchObject({ state: 'waiting', messages: [] });
    expect((await answer(id, 'I am here. Take your time.')).statusCode).toBe(200);
    expect(await view(code)).toMatchObject({
      state: 'live',
      messages: [{ from: 'us', text: 'I am here. Take your time.' }],
    });
  });

  test('goes on live both ways, says that somebody types, and never what', async () => {
    const { code, id } = await begin({ text: 'Hello' });
    const person = await follow(code);
    const staff = await followEvents(`${address}/v1/signals/${id}/conversation`, {
      headers: { 'alight-actor': advocateId },
    });
    await staff.until((heard) => texts(heard).includes('Hello'));
    await post('/v1/chats/typing', { code });
    await staff.until((heard) => heard.some(({ name }) => name === 'typing'));
    await as(advocateId, 'POST', `/v1/signals/${id}/typing`, {});
    await person.until((heard) => heard.some(({ name }) => name === 'typing'));
    await say(code, 'Are you there?');
    await staff.until((heard) => texts(heard).includes('Are you there?'));
    await answer(id, 'Yes.');
    await person.until((heard) => texts(heard).includes('Yes.'));
    expect(texts(person.heard)).toEqual(['Are you there?', 'Yes.']);
    await post('/v1/chats/end', { code });
    await person.ended;
    expect(person.heard.at(-1)).toMatchObject({ name: 'chat', data: { state: 'ended' } });
    await staff.until((heard) => heard.some(({ data }) => data['state'] === 'ended'));
    staff.drop();
  });

  test('that drops is gone on with from the last number: nothing is lost, nothing comes twice, whatever is sent again', async () => {
    const { code, id } = await begin();
    const sent: string[] = [];
    const got: string[] = [];
    let last = 0;
    for (let round = 0; round < 6; round++) {
      const stream = await follow(code, last);
      const words = `round ${round}`;
      sent.push(words, `${words} back`);
      const key = nextKey();
      // Sent again as a page does that has not heard whether it arrived.
      await Promise.all([say(code, words, key), say(code, words, key)]);
      await say(code, words, key);
      if (round % 2) await stream.until((heard) => texts(heard).includes(words));
      await answer(id, `${words} back`);
      if (round % 3) await stream.until((heard) => texts(heard).includes(`${words} back`));
      stream.drop();
      await stream.ended;
      for (const { name, data } of stream.heard)
        if (name === 'message') {
          got.push(String(data['text']));
          last = Number(data['sequence']);
        }
    }
    const rest = await follow(code, last);
    await rest.until((heard) => [...got, ...texts(heard)].length >= sent.length);
    rest.drop();
    expect([...got, ...texts(rest.heard)]).toEqual(sent);
  });

  test('written at once from many sides is numbered without a gap, and read in one order by everybody', async () => {
    const { code, id } = await begin();
    await answer(id, 'here');
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? say(code, `you ${n}`) : answer(id, `us ${n}`))),
    );
    const { messages } = await view(code);
    expect(messages.map((one: { sequence: number }) => one.sequence)).toEqual(
      Array.from({ length: 31 }, (_, n) => n + 1),
    );
  });

  test('leaves nothing behind the code once it has ended, and takes no more words; the code goes on', async () => {
    const { code, id } = await begin({ text: 'Marigold is the word' });
    await answer(id, 'Go to the blue door');
    await post('/v1/chats/end', { code });
    expect(await view(code)).toMatchObject({ state: 'ended', messages: [] });
    const opened = await post('/v1/dialogue/open', { code });
    expect(opened.body).not.toMatch(/Marigold|blue door/);
    const late = await say(code, 'too late');
    expect([late.statusCode, late.json().code]).toEqual([409, 'chat-over']);
    expect(
      (await post('/v1/dialogue/messages', { code, text: 'I am safe.', key: nextKey() })).statusCode,
    ).toBe(200);
    // Gone on with, it shows what is said from then on.
    await post('/v1/chats/resume', { code });
    expect((await view(code)).messages).toEqual([]);
    await say(code, 'Me again');
    expect((await view(code)).messages).toMatchObject([{ from: 'you', text: 'Me again' }]);
    const seen = (await house.asAdvocate('GET', `/v1/signals/${id}`)).json();
    expect(seen.messages.map((one: { text: string }) => one.text)).toEqual([
      'Marigold is the word',
      'Go to the blue door',
      'I am safe.',
      'Me again',
    ]);
  });

  test('whose code may be in other hands says neutral words, also to a page that is open', async () => {
    const { code, id } = await begin();
    await answer(id, 'Meet me at the station');
    await as(advocateId, 'POST', `/v1/signals/${id}/code-elsewhere`, {});
    await answer(id, 'Do not go home');
    expect((await view(code)).messages.map((one: { text: string }) => one.text)).toEqual([
      'Thank you for writing. Please call us when you can.',
      'Thank you for writing. Please call us when you can.',
    ]);
  });

  test('whose code is deleted ends at once, and its code looks like any other wrong one', async () => {
    const { code, id } = await begin({ text: 'hello' });
    const stream = await follow(code);
    await post('/v1/dialogue/delete', { code });
    await stream.ended;
    const [gone, wrong] = [
      await post('/v1/chats/open', { code }),
      await post('/v1/chats/open', { code: '1234 1234 1234 1234 1234 1' }),
    ];
    expect([gone.statusCode, gone.body]).toEqual([wrong.statusCode, wrong.body]);
    const seen = (await house.asAdvocate('GET', `/v1/signals/${id}`)).json();
    expect(seen.chat.state).toBe('ended');
  });

  test('that nobody followed for ten minutes shows nothing of what was said until then, and goes on; a stream, a look or a word keeps it', async () => {
    const { code, id } = await begin({ text: 'Marigold is the word' });
    await answer(id, 'Go to the blue door');
    await say(code, 'I hear him');
    await stay(9 * 60);
    expect((await view(code)).messages).toMatchObject([
      { text: 'Go to the blue door' },
      { text: 'I hear him' },
    ]);
    await stay(9 * 60);
    await say(code, 'Still here');
    await stay(9 * 60);
    const stream = await follow(code);
    await stream.until((heard) => texts(heard).includes('Still here'));
    stream.drop();
    await stay(11 * 60);
    const resumed = (await post('/v1/chats/resume', { code })).json();
    expect(resumed).toMatchObject({ state: 'live', messages: [] });
    const found = await follow(code);
    await answer(id, 'Are you still there?');
    await found.until((heard) => texts(heard).length > 0);
    found.drop();
    expect(texts(found.heard)).toEqual(['Are you still there?']);
    const seen = (await house.asAdvocate('GET', `/v1/signals/${id}`)).json();
    expect(seen.messages.map((one: { text: string }) => one.text)).toEqual([
      'Marigold is the word',
      'Go to the blue door',
      'I hear him',
      'Still here',
      'Are you still there?',
    ]);
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
  });

  test('tells the page that was there of what staff wrote while nobody followed for ten minutes, and never shows it', async () => {
    const { code, id } = await begin();
    await answer(id, 'Are you safe?');
    const there = await follow(code);
    await there.until((heard) => texts(heard).includes('Are you safe?'));
    there.drop();
    await stay(2 * 60);
    await answer(id, 'Go to the blue door');
    await stay(11 * 60);
    const back = await follow(code, 1);
    await back.until((heard) => heard.some(({ name, data }) => name === 'chat' && data['missed'] === true));
    expect(texts(back.heard)).toEqual([]);
    back.drop();
    const seenWith = async (after?: number) => (await post('/v1/chats/open', { code, after })).json();
    expect(await seenWith(1)).toMatchObject({ missed: true, messages: [] });
    // Whoever has seen nothing learns nothing of it, nor does a page that has it.
    expect(await seenWith()).toMatchObject({ missed: false, messages: [] });
    expect(await seenWith(2)).toMatchObject({ missed: false, messages: [] });
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
  });

  const unshownIn = async (id: string): Promise<number[]> =>
    (await house.asAdvocate('GET', `/v1/signals/${id}`)).json().chat.unshown;

  test('tells staff which of their words never reached a page of the person, and of no others', async () => {
    const { code, id } = await begin();
    await answer(id, 'Are you safe?');
    const there = await follow(code);
    await there.until((heard) => texts(heard).includes('Are you safe?'));
    there.drop();
    const staff = await followEvents(`${address}/v1/signals/${id}/conversation`, {
      headers: { 'alight-actor': advocateId },
    });
    await stay(2 * 60);
    await answer(id, 'Go to the blue door');
    await stay(7 * 60);
    expect(await unshownIn(id), 'they may still come back to it').toEqual([]);
    await stay(2 * 60);
    expect(await unshownIn(id)).toEqual([2]);
    // They come back: it stays so, and what is written now is handed to their page.
    await post('/v1/chats/resume', { code, after: 1 });
    await staff.until((heard) =>
      heard.some(({ name, data }) => name === 'chat' && String(data['unshown']) === '2'),
    );
    staff.drop();
    const back = await follow(code, 1);
    await answer(id, 'Are you still there?');
    await back.until((heard) => texts(heard).includes('Are you still there?'));
    back.drop();
    await stay(11 * 60);
    expect(await unshownIn(id)).toEqual([2]);
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
    expect(await unshownIn(id)).toEqual([2]);
  });

  test('tells staff of words on a line that had died: the page that comes back does not have them', async () => {
    const { code, id } = await begin();
    await answer(id, 'Are you safe?');
    expect((await view(code)).messages).toHaveLength(1);
    await stay(61);
    await answer(id, 'Go to the blue door');
    expect((await view(code)).messages, 'handed to a page that then was gone').toHaveLength(2);
    await stay(11 * 60);
    expect(await unshownIn(id)).toEqual([]);
    await post('/v1/chats/open', { code, after: 1 });
    expect(await unshownIn(id)).toEqual([2]);
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
  });

  test('tells staff of last words that nobody came for, once they are given out no more', async () => {
    const { code, id } = await begin();
    await answer(id, 'Are you safe?');
    await view(code);
    await answer(id, 'I have to go now.');
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
    expect(await unshownIn(id)).toEqual([]);
    await house.wait(11 * 60);
    expect(await unshownIn(id)).toEqual([2]);
    await post('/v1/chats/resume', { code });
    expect(await unshownIn(id), 'a new chat of the same dialogue').toEqual([2]);
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
  });

  test('that staff end gives their last words to whoever followed it, for ten minutes, and nothing to whoever looks without a number', async () => {
    const { code, id } = await begin();
    await answer(id, 'Are you safe?');
    await say(code, 'My secret');
    await answer(id, 'Call this number: 816-555-0142');
    await as(advocateId, 'POST', `/v1/signals/${id}/end-chat`, {});
    const seen = await follow(code, 1);
    await seen.ended;
    expect(texts(seen.heard)).toEqual(['Call this number: 816-555-0142']);
    expect(await view(code)).toMatchObject({ state: 'ended', messages: [] });
    const opened = async () => (await post('/v1/chats/open', { code, after: 1 })).json().messages.length;
    expect(await opened()).toBe(1);
    await house.wait(11 * 60);
    expect(await opened()).toBe(0);
  });

  test('is followed by four pages at most: the oldest is let go', async () => {
    const { code } = await begin();
    const first = await follow(code);
    const others = [await follow(code), await follow(code), await follow(code)];
    others.push(await follow(code));
    await first.ended;
    await say(code, 'hello');
    for (const one of others) await one.until((heard) => texts(heard).includes('hello'));
    for (const one of others) one.drop();
  });

  test('with a report that came by another channel is one conversation', async () => {
    const { receipt } = (
      await post('/v1/signals', { door: 'help', narrative: 'He keeps my papers.' })
    ).json();
    await post('/v1/chats/resume', { code: receipt });
    await say(receipt, 'I can write now.');
    const opened = (await post('/v1/dialogue/open', { code: receipt })).json();
    expect(opened.messages).toEqual([]);
    expect((await view(receipt)).messages).toMatchObject([{ text: 'I can write now.' }]);
  });
});

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
