/** Guessing a code: each wrong one waits, the longer the more came lately, on every way in; nobody is refused and a right one never waits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDigit, longestWaitMilliseconds } from '../../src/signals/core/index.ts';
import { type House, openHouse } from '../support/house.ts';

const wrong = '1234 1234 1234 1234 1234 1';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const key = 'a-key-of-a-guess';
/** What the pages send: the address, and what was pressed. */
const pressed = [
  ['/receipt', { go: 'open' }],
  ['/receipt', { go: 'write', text: 'x', key }],
  ['/receipt', { go: 'delete' }],
  ['/chat', { go: 'resume' }],
  ['/chat', { go: 'say', text: 'x', key }],
  ['/chat', { go: 'look', seen: '1' }],
  ['/chat', { go: 'end' }],
] as const;

let house: House;
let right: string;
beforeAll(async () => {
  house = await openHouse(undefined, true);
  right = (await house.call('POST', '/v1/signals', { door: 'tip', narrative: 'He keeps her papers.' })).json()
    .receipt;
});
afterAll(() => house.close());

interface Schema {
  readonly properties?: Record<string, unknown>;
}
/** Each address of the API whose body takes a code, with whatever else one of them asks for. */
async function apiWays(): Promise<[string, object][]> {
  const { paths } = (await house.call('GET', '/openapi.json')).json();
  return Object.entries(paths as Record<string, Record<string, never>>).flatMap(([path, ways]) => {
    const body = (
      ways['post'] as unknown as { requestBody?: { content: Record<string, { schema: Schema }> } }
    )?.requestBody?.content['application/json'];
    if (!body?.schema.properties?.['code'] || !/^\/v1\/(dialogue|chats)/.test(path)) return [];
    return [[path, { text: 'x', key, after: 0, code: wrong }] as [string, object]];
  });
}

async function timed<Done>(work: () => PromiseLike<Done>) {
  const begun = performance.now();
  const done = await work();
  return { done, milliseconds: performance.now() - begun };
}

test('a wrong code waits wherever it is tried, and a right one is not held up by it', async () => {
  const ways = await apiWays();
  expect(ways.map(([path]) => path).sort()).toEqual(
    [
      '/v1/dialogue/open',
      '/v1/dialogue/messages',
      '/v1/dialogue/delete',
      '/v1/chats/open',
      '/v1/chats/resume',
      '/v1/chats/messages',
      '/v1/chats/typing',
      '/v1/chats/end',
      '/v1/chats/follow',
    ].sort(),
  );
  const first = await timed(() => house.call('POST', '/v1/dialogue/open', { code: wrong }));
  expect(first.done.statusCode).toBe(404);

  // Many at once, more than there are connections to the database.
  const flood = Promise.all(
    Array.from({ length: 60 }, () => house.call('POST', '/v1/dialogue/open', { code: wrong })),
  );
  await flood;
  const order: string[] = [];
  const tries = [
    ...ways.map(
      ([path, body]) =>
        () =>
          house.call('POST', path, body),
    ),
    ...pressed.map(
      ([path, fields]) =>
        () =>
          house.call('POST', path, new URLSearchParams({ ...fields, code: wrong }).toString(), form),
    ),
  ].map((ask) =>
    timed(ask).then((answer) => {
      order.push('wrong');
      return answer;
    }),
  );
  const opened = await house.call('POST', '/v1/dialogue/open', { code: right });
  order.push('right');
  expect(opened.statusCode).toBe(200);
  for (const { done, milliseconds } of await Promise.all(tries)) {
    expect(done.statusCode).toBeGreaterThanOrEqual(200);
    expect(done.statusCode, 'nobody is refused for the number of their tries').not.toBe(429);
    expect(milliseconds, `${done.statusCode} ${done.body.slice(0, 300)}`).toBeGreaterThan(
      longestWaitMilliseconds - 50,
    );
  }
  expect(order[0]).toBe('right');
});

test.each([
  ['too short', '1234 1234', 'you typed 8', false],
  ['with a letter', '1234 1234 1234 1234 1234 x', 'you typed 20', false],
  ['with one digit off', '1234 1234 1234 1234 1234 2', 'One digit is off', false],
  ['nobody’s', '', 'Check the digits', true],
])('a code that is %s is helped as far as its own digits tell', async (_what, typed, words, couldBe) => {
  const nobodys = `${'1234'.repeat(5)}${checkDigit('1234'.repeat(5))}`;
  for (const path of ['/receipt', '/chat']) {
    const body = new URLSearchParams({ code: typed || nobodys, go: path === '/chat' ? 'resume' : 'open' });
    const page = await house.call('POST', path, body.toString(), form);
    expect(page.body).toContain(words);
    expect(page.body).toContain('That code does not open anything');
    expect(/you typed|One digit is off/.test(page.body)).toBe(!couldBe);
  }
});
