/** Nothing reaches a telephone at a time that its owner did not call safe, and whoever calls is told first how to know them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginChat } from '../support/chats.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, opened, report } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  // A Thursday, 10:50 in Missouri.
  house = await openHouse(undefined, true);
});
afterAll(() => house.close());

let numbers = 100;
const nextNumber = () => `816555${String(numbers++).padStart(4, '0')}`;
const textsTo = async (number: string): Promise<string[]> =>
  (await house.call('GET', `/sandbox/messages?address=%2B1${number}`))
    .json()
    .messages.map((one: { body: string }) => one.body);
const wishing = async (contactWishes: object) => {
  const number = nextNumber();
  const { signalId } = await report(house, { safeContact: { wire: 'sms', address: number }, contactWishes });
  await opened(house, signalId);
  return { signalId, number };
};
const ask = (signalId: string, text = 'Can you talk?') => act(house, signalId, 'ask-back', { text });
const asSupervisor = (signalId: string, body: object) =>
  house.call('POST', `/v1/signals/${signalId}/text-now`, body, { 'alight-actor': supervisorId });
const page = async (signalId: string) =>
  (await house.asAdvocate('GET', `/console/signals/${signalId}`)).body.replaceAll('<!-- -->', '');
const note = 'You have a message.';

describe('a text that a message waits', () => {
  test('goes at once where nothing was said of times, and where the time is safe', async () => {
    for (const wishes of [{}, { codeWord: 'marigold' }, { days: 'weekdays', times: ['morning'] }]) {
      const { signalId, number } = await wishing(wishes);
      await ask(signalId);
      await house.wait(1);
      expect(await textsTo(number)).toHaveLength(1);
      expect(await opened(house, signalId)).toMatchObject({ textWaits: false });
    }
  });

  test('waits for the time that was ticked, is one however much was asked, and goes by itself', async () => {
    const { signalId, number } = await wishing({ times: ['evening'] });
    await ask(signalId);
    await ask(signalId, 'Are you well?');
    await house.wait(60);
    expect(await textsTo(number)).toEqual([]);
    expect(await opened(house, signalId)).toMatchObject({ textWaits: true });
    expect(await page(signalId)).toContain('They did not call this time safe. It goes out at 18:00.');
    await house.wait(6 * 3600);
    expect(await textsTo(number)).toEqual([]);
    await house.wait(2 * 3600);
    expect(await textsTo(number)).toHaveLength(1);
    expect((await textsTo(number))[0]).toContain(note.slice(0, -1));
    house.clock.moveTo(new Date('2026-02-13T16:50:00Z'));
  });

  test('leaves sooner only by a supervisor, for a reason that is kept, and the next one waits again', async () => {
    const { signalId, number } = await wishing({ times: ['night'], whoElse: 'My sister picks up.' });
    await ask(signalId);
    await house.wait(1);
    const reason = 'She called and said that he is away until four.';
    const refused = await act(house, signalId, 'text-now', { reason });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'not-a-safe-time']);
    expect((await asSupervisor(signalId, { reason: ' ' })).json().code).toBe('body-invalid');
    expect((await asSupervisor(signalId, { reason })).statusCode).toBe(200);
    await house.wait(1);
    expect(await textsTo(number)).toHaveLength(1);
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select(['actor_id', 'detail'])
      .where('subject_id', '=', signalId)
      .where('action', '=', 'safe-time-waived')
      .execute();
    expect(leaves).toEqual([{ actor_id: supervisorId, detail: {} }]);
    await house.wait(11 * 60);
    await ask(signalId, 'Are you well?');
    await house.wait(60);
    expect(await textsTo(number)).toHaveLength(1);
    const later = 'Her sister says that he left for the night.';
    expect((await asSupervisor(signalId, { reason: later })).statusCode).toBe(200);
    await house.wait(1);
    expect(await textsTo(number)).toHaveLength(2);
    const { textedAnyway } = await opened(house, signalId);
    expect(
      textedAnyway.map((one: { reason: string; by: string }) => one.reason),
      'each stands, the newest last',
    ).toEqual([reason, later]);
    expect(textedAnyway[0].by).not.toBe('');
    expect(await page(signalId)).toContain(later);
  });

  test('waits for a person where they wrote in their own words when it is safe; an advocate who has read them may say so', async () => {
    const timesWords = 'When his truck is gone';
    const { signalId, number } = await wishing({ timesWords });
    await ask(signalId);
    await house.wait(24 * 3600);
    expect(await textsTo(number)).toEqual([]);
    expect(await page(signalId)).toContain(timesWords);
    await act(house, signalId, 'text-now', { reason: 'He drives on Saturdays until ten; it is nine.' });
    await house.wait(1);
    expect(await textsTo(number)).toHaveLength(1);
  });

  test('is not held where they text us themselves: an answer within ten minutes goes as it is', async () => {
    const { signalId, number } = await wishing({ times: ['night'] });
    await house.call('POST', '/sandbox/reply', { address: `+1${number}`, body: 'I can write now' });
    await house.wait(1);
    await ask(signalId, 'Good. Take your time.');
    await house.wait(1);
    expect(await textsTo(number)).toContain('Good. Take your time.');
  });
});

describe('how somebody wants to be reached', () => {
  const wishes = {
    days: 'weekends',
    times: ['evening'],
    timesWords: 'Not on Sundays',
    calls: 'leave-message',
    whoElse: 'My sister',
    codeWord: 'marigold-seven',
  };

  test('is shown to staff, the word by which they are known before the number, and lies sealed', async () => {
    const { signalId, number } = await wishing(wishes);
    expect(await opened(house, signalId)).toMatchObject({
      contactWishes: wishes,
      callBack: { purpose: 'to talk about what they wrote' },
    });
    const shown = await page(signalId);
    const [before, after] = shown.split('May be called back');
    expect(before).toContain('marigold-seven');
    expect(after).toContain(number.slice(-4));
    expect(shown).toContain('a call; a message says only “Please call back” and our number');
    const row = await house.database.db
      .selectFrom('signal')
      .select('contact_wishes')
      .where('id', '=', signalId)
      .executeTakeFirstOrThrow();
    expect(row.contact_wishes!.toString('latin1')).not.toContain('marigold');
    expect(house.log.lines.join('\n')).not.toContain('marigold');
  });

  test('lets nobody call where they did not say so', async () => {
    for (const calls of [undefined, 'no']) {
      const { signalId } = await wishing({ ...wishes, calls });
      expect(await opened(house, signalId)).toMatchObject({ callBack: null });
    }
  });

  test('says beside the number that now is no time for a call, or that their words on it are to be read first', async () => {
    const lines = {
      'Not now: they did not call this time safe.': { ...wishes, timesWords: undefined },
      'Read first when it is safe, in their words.': { calls: 'yes', timesWords: 'When his truck is gone' },
      '': { calls: 'yes', days: 'any' },
    };
    for (const [line, said] of Object.entries(lines)) {
      const { signalId, number } = await wishing(said);
      const shown = await page(signalId);
      const row = shown.slice(shown.indexOf('May be called back')).split('</tr>')[0]!;
      expect(row).toContain(number.slice(-4));
      for (const other of Object.keys(lines).filter(Boolean))
        expect(row.includes(other)).toBe(other === line);
    }
  });

  test('calls nobody at the address of an email', async () => {
    const { signalId } = await report(house, {
      safeContact: { wire: 'email', address: 'somebody@mail.example' },
      contactWishes: { calls: 'yes' },
    });
    expect(await opened(house, signalId)).toMatchObject({ callBack: null });
  });

  const postForm = async (key: string, fields: readonly (readonly [string, string])[], go: string) => {
    const all = [
      ['narrative', 'I need to talk.'],
      ['door', 'help'],
      ['step', 'contact'],
      ['key', key],
      ['go', go],
    ];
    const body = new URLSearchParams([...all, ...fields] as [string, string][]).toString();
    const type = 'application/x-www-form-urlencoded';
    const answer = await house.call('POST', '/report?door=help', body, { 'content-type': type });
    expect(answer.statusCode).toBe(200);
    return answer.body;
  };
  const newestForm = async () => {
    const stored = await house.database.db
      .selectFrom('signal')
      .select('id')
      .where('channel', '=', 'web-form')
      .orderBy('received_at', 'desc')
      .executeTakeFirstOrThrow();
    return stored.id;
  };

  test('is asked in the form and stands on its last page, without a script; nothing ticked is nothing said', async () => {
    const send = (more: Record<string, string>, go: string) =>
      postForm('a-key-of-the-form-of-wishes', Object.entries(more), go);
    const filled = {
      safePhone: '816-555-0196',
      safeDays: 'weekends',
      safeTimes: 'evening',
      safeTimesWords: 'Not on Sundays',
      safeCalls: 'leave-message',
      whoElse: 'My sister',
      codeWord: 'marigold-eight',
    };
    const review = await send(filled, 'next');
    for (const words of [
      'Saturday and Sunday',
      'Evening, 6 pm to 10 pm',
      'Not on Sundays',
      'My sister',
      'marigold-eight',
    ])
      expect(review).toContain(words);
    await send(filled, 'send');
    expect(await opened(house, await newestForm())).toMatchObject({
      contactWishes: { ...wishes, codeWord: 'marigold-eight' },
    });
    expect(await send({ safeDays: 'any', safeCalls: 'no' }, 'next')).not.toContain('Any day');
  });

  test('costs nobody a report where a form says what was not asked, or says it twice', async () => {
    await house.wait(1);
    const times = ['dawn', 'evening', 'evening', 'night', 'night', 'night'];
    await postForm(
      'another-key-of-the-form-of-wishes',
      [
        ['safePhone', '816-555-0197'],
        ['safeDays', 'on-tuesdays'],
        ['safeCalls', 'at-noon'],
        ...times.map((time) => ['safeTimes', time] as const),
      ],
      'send',
    );
    expect(await opened(house, await newestForm())).toMatchObject({
      contactWishes: { times: ['evening', 'night'] },
      callBack: null,
    });
  });

  test('may be a word alone, chosen before a chat', async () => {
    const { id } = await beginChat(house, { text: 'Hello', codeWord: 'marigold-nine' });
    expect(await opened(house, id)).toMatchObject({ contactWishes: { codeWord: 'marigold-nine' } });
  });
});
