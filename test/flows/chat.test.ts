/** What a chat is to the person in it: stored, live, gone on with, and over, with nothing left behind the code. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChat, chatOf, sayInChat } from '../support/chats.ts';
import { floorOf } from '../support/floor.ts';
import { followEvents } from '../support/follow.ts';
import { advocateId, type House, openHouse } from '../support/house.ts';

let house: House;
let address: string;
beforeAll(async () => {
  house = await openHouse();
  address = await house.alight.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => house.close());

const nextKey = (): string => randomUUID();
const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  house.call('POST', path, body, headers);
const { as, answer, stay } = floorOf(() => house);
const begin = (body: object = {}) => beginChat(house, body);
const say = (code: string, text: string, key = nextKey()) => sayInChat(house, code, text, key);
const view = (code: string) => chatOf(house, code);
const follow = (code: string, after = 0) =>
  followEvents(`${address}/v1/chats/follow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, after }),
  });
const texts = (heard: readonly { name: string; data: Record<string, unknown> }[]) =>
  heard.filter(({ name }) => name === 'message').map(({ data }) => data['text']);

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
