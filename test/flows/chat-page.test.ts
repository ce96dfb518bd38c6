/** The page of a chat without a script: what is being written stays, and what is not shown any more is said. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChat } from '../support/chats.ts';
import { advocateId, type House, openHouse } from '../support/house.ts';

const missed = 'We wrote something to you while you were away.';
const hidden = /hidden=""[^>]*>We wrote something to you/;

describe('the page of a chat, without a script', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
  });
  afterAll(() => house.close());

  const form = async (path: string, fields: Record<string, string>): Promise<string> => {
    const answer = await house.call('POST', path, new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.statusCode).toBe(200);
    return answer.body;
  };
  const answer = (id: string, text: string) =>
    house.call('POST', `/v1/signals/${id}/ask-back`, { text }, { 'alight-actor': advocateId });

  test.each(['en', 'es', 'zh', 'vi', 'ar'])(
    'asks for a word in %s without speaking of a call',
    async (language) => {
      const words = JSON.parse(await readFile(`locales/${language}/public.json`, 'utf8'));
      const { body } = await house.call('GET', language === 'en' ? '/chat' : `/${language}/chat`);
      expect(body).toContain(words.chat.codeWordHint);
      expect(body).not.toContain(words.report.contact.codeWordHint);
    },
  );

  test.each([
    ['/chat', 'look'],
    ['/chat', 'enter'],
    ['/chat', 'stay'],
    ['/receipt', 'look'],
    ['/receipt', 'stay'],
  ])('%s keeps what is being written when %s is pressed', async (path, go) => {
    const { code } = await beginChat(house);
    const body = await form(path, { code, go, text: 'half a sentence', seen: '0' });
    expect(body).toContain('half a sentence');
    const { messages } = (await house.call('POST', '/v1/chats/open', { code })).json();
    expect(messages).toEqual([]);
  });

  test('says that something was written which is not shown any more, and not to whoever saw nothing before', async () => {
    const { code, id } = await beginChat(house);
    await answer(id, 'Are you safe?');
    const before = await form('/chat', { code, go: 'look', seen: '0' });
    expect(before).toContain('Are you safe?');
    expect(before).toMatch(hidden);
    await house.wait(120);
    await answer(id, 'Go to the blue door');
    await house.wait(11 * 60);
    const after = await form('/chat', { code, go: 'look', seen: '1' });
    expect(after).toContain(missed);
    expect(after).not.toMatch(hidden);
    expect(after).not.toContain('blue door');
    expect(await form('/chat', { code, go: 'look', seen: '0' })).toMatch(hidden);
    expect(await form('/chat', { code, go: 'look', seen: '9e999' })).toMatch(hidden);
  });

  test('tells staff on their page, at the message, that it was not shown, and what they can do', async () => {
    const { code, id } = await beginChat(house, { text: 'Hello' });
    const report = async () =>
      (await house.asAdvocate('GET', `/console/signals/${id}`)).body.replaceAll('<!-- -->', '');
    await answer(id, 'Are you safe?');
    await form('/chat', { code, go: 'look', seen: '0' });
    expect(await report()).not.toContain('Not shown to them');
    await house.wait(120);
    await answer(id, 'Go to the blue door');
    await house.wait(11 * 60);
    const shown = await report();
    const [lines, ...more] = shown.split('Not shown to them: they were away.');
    expect(more).toHaveLength(1);
    expect(lines).toMatch(/Are you safe\?.*Go to the blue door/s);
    expect(shown).toContain('One message was not shown to them');
    expect(shown).toContain('Write it again when they are back.');
  });
});
