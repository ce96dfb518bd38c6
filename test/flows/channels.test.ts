/**
 * What each channel is really sent becomes a report, once; and what nobody can read is refused in words, loses nothing that was said
 * before, and is no fault of the server. The fixtures are bodies as Chromium and a partner's app send them; texts are in `sms.test.ts` and `sms-handed-over.test.ts`.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDigit } from '../../src/signals/core/index.ts';
import { beginChat, chatOf, sayInChat } from '../support/chats.ts';
import { type House, openHouse } from '../support/house.ts';
import { fixture, makeKey, sendAs } from '../support/partner.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const noCode = '0000 0000 0000 0000 0000 0';

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, true);
});
afterAll(() => house.close());

const captured = (channel: 'web-form' | 'chat', name: string): Promise<string> =>
  readFile(`src/signals/channels/${channel}/fixtures/${name}`, 'utf8');
const reportsOf = async (channel: string): Promise<string[]> =>
  (await house.asAdvocate('GET', '/v1/queue'))
    .json()
    .queue.flatMap((row: { channel: string; signalId: string }) =>
      row.channel === channel ? [row.signalId] : [],
    );
const opened = async (id: string) => (await house.asAdvocate('GET', `/v1/signals/${id}`)).json();
/** The reports that an act brought. */
const brought = async (channel: string, act: () => Promise<void>): Promise<string[]> => {
  const before = new Set(await reportsOf(channel));
  await act();
  return (await reportsOf(channel)).filter((id) => !before.has(id));
};
const messagesOf = async (code: string): Promise<string[]> =>
  (await chatOf(house, code)).messages.map(({ text }: { text: string }) => text);

describe('as a browser sends it', () => {
  test('the first page of the form stores nothing and keeps every character for the next', async () => {
    const added = await brought('web-form', async () => {
      const answer = await house.call(
        'POST',
        '/report?door=help',
        await captured('web-form', 'first-page.txt'),
        form,
      );
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('100% &quot;true&quot;; São João 🙏');
    });
    expect(added).toEqual([]);
  });

  test.each([
    [
      'last-page.txt',
      '/report?door=help',
      'He keeps my papers & my phone.\nRow two: 100% "true"; São João 🙏',
      'en',
    ],
    ['last-page-in-arabic.txt', '/ar/report?door=help', 'هو يحتفظ بأوراقي 🙏\nسطر ثان', 'ar'],
  ])('the last page (%s) is one report however often it is sent', async (name, path, narrative, language) => {
    const body = await captured('web-form', name);
    const added = await brought('web-form', async () => {
      for (let time = 0; time < 2; time++)
        expect((await house.call('POST', path, body, form)).statusCode).toBe(200);
    });
    expect(added).toHaveLength(1);
    const seen = await opened(added[0]!);
    expect(seen).toMatchObject({
      language,
      door: 'help',
      safeContact: 'kept',
      observations: ['papers-held'],
    });
    expect(seen.narrative.replaceAll('\r\n', '\n')).toBe(narrative);
  });

  test('a chat is begun and gone on with by the form, and by the script', async () => {
    const added = await brought('chat', async () => {
      const body = await captured('chat', 'begin.txt');
      for (let time = 0; time < 2; time++)
        expect((await house.call('POST', '/chat', body, form)).statusCode).toBe(200);
    });
    expect(added).toHaveLength(1);
    expect(await opened(added[0]!)).toMatchObject({
      narrative: 'Is somebody there? ¿Hola? 🙏',
      chat: { ifQuiet: 'Wait for me', alone: 'not-said' },
    });
    const { code } = await beginChat(house);
    const say = (await captured('chat', 'say.txt')).replace(
      new URLSearchParams({ code: noCode }).toString(),
      new URLSearchParams({ code }).toString(),
    );
    const message = (await captured('chat', 'message.json')).replace(noCode, code);
    for (let time = 0; time < 2; time++) {
      expect((await house.call('POST', '/chat', say, form)).statusCode).toBe(200);
      expect((await house.call('POST', '/v1/chats/messages', message, json)).statusCode).toBe(200);
    }
    const words = 'He is back.\nI must be quick & quiet + 100%';
    expect((await messagesOf(code)).map((text) => text.replaceAll('\r\n', '\n'))).toEqual([words, words]);
    const follow = (await captured('chat', 'follow.json')).replace(noCode, code);
    expect((await house.call('POST', '/v1/chats/open', follow, json)).statusCode).toBe(200);
  });
});

describe('a message in a chat', () => {
  const bytes = (text: string, ...more: number[]) => Buffer.concat([Buffer.from(text), Buffer.from(more)]);
  /** A message whose words end in bytes that are no UTF-8. */
  const broken = (code: string) =>
    Buffer.concat([
      bytes(`{"code":"${code}","key":"a-key-of-broken-bytes","text":"Help `, 0xff, 0xfe, 0xc3, 0x28),
      Buffer.from('"}'),
    ]);
  const inUtf16 = (code: string) =>
    Buffer.from(JSON.stringify({ code, key: 'a-key-of-sixteen-bits', text: 'Help' }), 'utf16le');

  test.each<[string, (code: string) => Buffer | string, Record<string, string>, number]>([
    ['bytes that are no text', broken, json, 400],
    ['sixteen bits for a letter', inUtf16, json, 400],
    [
      'sixteen bits for a letter, and says so',
      inUtf16,
      { 'content-type': 'application/json; charset=utf-16' },
      400,
    ],
    ['a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), { 'content-type': 'image/png' }, 415],
    ['bytes of no kind', broken, { 'content-type': 'application/octet-stream' }, 415],
    ['a packed body', broken, { ...json, 'content-encoding': 'gzip' }, 400],
    ['half an object', (code) => `{"code":"${code}","text":`, json, 400],
    ['nothing', () => '', json, 400],
    ['a list', () => '[]', json, 400],
    [
      'words that are none',
      (code) => JSON.stringify({ code, key: 'a-key-of-no-words', text: ' \0 ' }),
      json,
      400,
    ],
    [
      'a number for words',
      (code) => JSON.stringify({ code, key: 'a-key-of-a-number', text: 816 }),
      json,
      400,
    ],
    [
      'more than a message',
      (code) => JSON.stringify({ code, key: 'a-key-of-very-much', text: 'x'.repeat(10_001) }),
      json,
      400,
    ],
    ['more than a body', () => 'x'.repeat(300 * 1024), json, 413],
  ])(
    'that is %s is refused in words; what was said before stays, and the next arrives',
    async (_what, body, headers, status) => {
      const { code } = await beginChat(house);
      await sayInChat(house, code, 'Before');
      const answer = await house.call('POST', '/v1/chats/messages', body(code), headers);
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json().detail).toMatch(/\w{3}/);
      await sayInChat(house, code, 'After');
      expect(await messagesOf(code)).toEqual(['Before', 'After']);
    },
  );

  test.each<[string, string, string]>([
    ['half an emoji', 'He is here \\ud83d', 'He is here �'],
    ['NUL between its letters', 'Help\\u0000 me', 'Help me'],
    ['marks that turn the line', '\\u202eHelp', '\u202eHelp'],
  ])('with %s is kept as far as it can be', async (_what, escaped, kept) => {
    const { code } = await beginChat(house);
    const body = `{"code":"${code}","key":"a-key-of-odd-letters","text":"${escaped}"}`;
    expect((await house.call('POST', '/v1/chats/messages', body, json)).statusCode).toBe(200);
    expect(await messagesOf(code)).toEqual([kept]);
  });

  test('in the form, with bytes that are no UTF-8, is refused in words as well, and the next arrives', async () => {
    const { code } = await beginChat(house);
    const fields = { code, key: 'a-key-of-form-bytes', go: 'say', seen: '0' };
    const body = `${new URLSearchParams(fields)}&text=Help%FF%FE+me`;
    const answer = await house.call('POST', '/chat', body, form);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('not valid UTF-8');
    const next = new URLSearchParams({ ...fields, text: 'Help me' }).toString();
    expect((await house.call('POST', '/chat', next, form)).statusCode).toBe(200);
    expect(await messagesOf(code)).toEqual(['Help me']);
  });
});

describe('the code that a partner hands on', () => {
  test('has a check digit: any one digit changed opens nothing and looks like any wrong code', async () => {
    const key = await makeKey(house);
    const answer = await sendAs(house, key, { ...(await fixture('only-codes')), codeForPerson: true });
    expect(answer.statusCode, answer.body).toBe(201);
    const code = String(answer.json().code).replaceAll(' ', '');
    expect(code).toMatch(/^\d{21}$/);
    expect(checkDigit(code.slice(0, -1))).toBe(code.at(-1));
    const open = (typed: string) => house.call('POST', '/v1/dialogue/open', { code: typed });
    expect((await open(code)).statusCode).toBe(200);
    const wrong = await open('1234 1234 1234 1234 1234 1');
    expect(wrong.statusCode).toBe(404);
    for (let at = 0; at < code.length; at++) {
      const other = String((Number(code[at]) + 1 + (at % 9)) % 10);
      const slipped = code.slice(0, at) + other + code.slice(at + 1);
      expect(checkDigit(slipped.slice(0, -1))).not.toBe(slipped.at(-1));
      const answered = await open(slipped);
      expect([answered.statusCode, answered.body]).toEqual([wrong.statusCode, wrong.body]);
    }
  });
});
