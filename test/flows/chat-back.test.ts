/** Whoever comes back to a chat after ten minutes away: what staff hear of words that no page had is the same, whatever they do first. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChat, chatOf, sayInChat } from '../support/chats.ts';
import { type House, openHouse } from '../support/house.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, true);
});
afterAll(() => house.close());

const answer = (id: string, text: string) => house.asAdvocate('POST', `/v1/signals/${id}/ask-back`, { text });
const unshownIn = async (id: string): Promise<number[]> =>
  (await house.asAdvocate('GET', `/v1/signals/${id}`)).json().chat.unshown;

/** They spoke; then something was written to them that went to a line which had died; then eleven minutes passed. */
async function away(): Promise<{ code: string; id: string }> {
  const chat = await beginChat(house);
  await answer(chat.id, 'Are you safe?');
  await sayInChat(house, chat.code, 'I think so.');
  await answer(chat.id, 'Go to the blue door');
  expect((await chatOf(house, chat.code)).messages).toHaveLength(3);
  await house.wait(11 * 60);
  expect(await unshownIn(chat.id)).toEqual([]);
  return chat;
}

type Back = (code: string, after?: number) => Promise<{ statusCode: number }>;
const key = 'a-key-of-who-is-back';
const post = (verb: string, body: object) => house.call('POST', `/v1/chats/${verb}`, body);
const bySaying: Back = (code, after) => post('messages', { code, text: 'I am back.', key, after });
const byForm: Back = (code, after = 0) =>
  house.call(
    'POST',
    '/chat',
    new URLSearchParams({ code, key, seen: String(after), text: 'I am back.', go: 'say' }).toString(),
    form,
  );
const byResuming: Back = (code, after) => post('resume', { code, after });
const byLooking: Back = (code, after) => post('open', { code, after });

describe('whoever comes back to a chat', () => {
  test.each<[string, Back]>([
    ['speaks before their page asks', bySaying],
    ['speaks by the form', byForm],
    ['goes on with the code', byResuming],
    ['looks', byLooking],
  ])('and first of all %s: words that their page does not have are marked for staff', async (_, come) => {
    for (const [after, unshown, reason] of [
      [2, [3], 'it says that it has not the last of them'],
      [undefined, [3], 'it does not say: nothing since they last spoke is taken as handed'],
      [3, [], 'it has them all'],
    ] as const) {
      const { code, id } = await away();
      expect((await come(code, after)).statusCode, reason).toBe(200);
      expect(await unshownIn(id), reason).toEqual(unshown);
      // Both sides hear the same: the page that asks only now is told that something was written.
      const { missed, messages } = (await post('open', { code, after: after ?? 0 })).json();
      expect(missed, reason).toBe(after === 2);
      expect(JSON.stringify(messages)).not.toContain('blue door');
      expect(await unshownIn(id), reason).toEqual(unshown);
    }
  });

  test('and has never said a word: nothing is taken as handed to a page that does not say', async () => {
    const { code, id } = await beginChat(house);
    await answer(id, 'Are you safe?');
    await chatOf(house, code);
    await house.wait(11 * 60);
    await sayInChat(house, code, 'Hello?');
    expect(await unshownIn(id)).toEqual([1]);
  });
});
