/** Texts, both ways: the dialogue with whoever texts. Source: safety.md "Messages on a watched phone". */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstReply } from '../../src/signals/core/index.ts';
import { carrierAccount, carrierOf, fixture, ofTexts, said } from '../support/carrier.ts';
import { type House, openHouse } from '../support/house.ts';
import { act, alertsOf, opened, report } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, false, carrierAccount);
});
afterAll(() => house.close());

const { handOver, text, textsTo, reportsOf, theReport } = carrierOf(() => house);

describe('a text from a number that we do not know', () => {
  test('is a report at the help door, answered at once by the danger words and whether it is safe, in one text', async () => {
    const answer = await handOver(await fixture('one-text', '+18165550171'));
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      200,
      expect.stringContaining('text/xml'),
      '<Response/>',
    ]);
    expect(await textsTo('816-555-0171')).toEqual([firstReply]);
    expect(await theReport('816-555-0171')).toMatchObject({
      channel: 'text',
      door: 'help',
      language: 'und',
      narrative: 'he has my papers and my phone i have 2 min',
      safeContact: 'only-in-answer',
    });
    const { queue } = (await house.asAdvocate('GET', '/v1/queue')).json();
    expect(queue[0].reason).toContain('a person is there live');
  });

  test('goes on in the same dialogue, in whatever spelling the number comes, and is not answered by itself again', async () => {
    await text('816-555-0172', 'Can you help me');
    await house.wait(60);
    await text('+18165550172', 'He is at work till six');
    expect(said(await theReport('816-555-0172'))).toEqual(['Can you help me', 'He is at work till six']);
    expect(await textsTo('816-555-0172')).toEqual([firstReply]);
  });

  test('unread for 15 minutes raises a supervisor', async () => {
    await text('+18165550170', 'Is anybody there');
    const [id] = await reportsOf('+18165550170');
    await house.wait(16 * 60);
    expect((await alertsOf(house, id!)).map(({ kind }) => kind)).toContain('unread');
  });

  test('whose number was forgotten begins anew', async () => {
    await text('+18165550173', 'First time');
    const first = await theReport('816-555-0173');
    await house.wait(33 * 86_400);
    expect(await reportsOf('816-555-0173')).toEqual([]);
    await text('+18165550173', 'Second time');
    const second = await theReport('816-555-0173');
    expect(second.id).not.toBe(first.id);
    expect(said(second)).toEqual(['Second time']);
  });
});

describe('an answer by staff', () => {
  const ask = (id: string, words: string) => act(house, id, 'ask-back', { text: words });

  test('goes as it is within ten minutes of their own text; after that nothing goes where nobody said it is safe', async () => {
    await text('+18165550174', 'please');
    const { id } = await theReport('816-555-0174');
    await ask(id, 'I’m here. Are you hurt?');
    await house.wait(1);
    expect(await textsTo('816-555-0174')).toEqual([firstReply, "I'm here. Are you hurt?"]);
    await house.wait(10 * 60);
    expect((await ask(id, 'Can you still talk?')).statusCode).toBe(200);
    await house.wait(1);
    expect(await textsTo('816-555-0174')).toHaveLength(2);
    expect(said(await opened(house, id))).toContain('Can you still talk?');
  });

  test('is a note that a message waits where they said it is safe, and their next text opens ten minutes again', async () => {
    await text('+18165550175', 'hello?');
    await text('+18165550175', 'Yes');
    const { id, safeContact } = await theReport('816-555-0175');
    expect(safeContact).toBe('kept');
    await house.wait(11 * 60);
    await ask(id, 'Where are you now?');
    await house.wait(1);
    expect((await textsTo('816-555-0175')).at(-1)).toBe('You have a message.');
    await text('+18165550175', 'who is this');
    await ask(id, 'You wrote to us. Can we call?');
    await house.wait(1);
    expect((await textsTo('816-555-0175')).at(-1)).toBe('You wrote to us. Can we call?');
  });

  test('a yes to something else is not taken for "it is safe"', async () => {
    await text('+18165550176', 'hello?');
    const { id } = await theReport('816-555-0176');
    await ask(id, 'Is he with you?');
    await text('+18165550176', 'yes');
    expect((await opened(house, id)).safeContact).toBe('only-in-answer');
  });

  test.each<[string, string, string]>([
    ['names what this is about', 'This is the trafficking hotline.', 'text-tells-too-much'],
    ['repeats what they wrote', 'You said he locks the door at night, yes?', 'text-tells-too-much'],
    ['would be many texts', 'Слово и ещё слово. '.repeat(14), 'text-too-long'],
  ])(
    'that %s is refused in words while it would be texted, and nothing of it is stored',
    async (_what, words, code) => {
      const from = `+1816555018${['text-tells-too-much', 'text-too-long'].indexOf(code)}`;
      await text(from, 'He locks the door at night.');
      const ids = await reportsOf(from);
      const id = ids.at(-1)!;
      const before = said(await opened(house, id)).length;
      const answer = await ask(id, words);
      expect([answer.statusCode, answer.json().code]).toEqual([422, code]);
      expect(answer.json().detail).toContain('Your words are still here');
      expect(said(await opened(house, id))).toHaveLength(before);
    },
  );

  test('that is held up on its way beyond the ten minutes leaves as the note, or not at all', async () => {
    const late = async (from: string) => {
      const { id } = await theReport(from);
      await ask(id, 'Here I am.');
      await house.database.db
        .updateTable('due')
        .set({ due_at: new Date(house.clock.now().getTime() + 11 * 60_000) })
        .where('kind', '=', 'message-send')
        .execute();
      await house.wait(12 * 60);
      return (await textsTo(from)).at(-1);
    };
    await text('+18165550177', 'hello');
    expect(await late('+18165550177')).toBe(firstReply);
    await text('+18165550178', 'hello');
    await text('+18165550178', 'ok');
    expect(await late('+18165550178')).toBe('You have a message.');
  });
});

describe('STOP, START and HELP', () => {
  test('STOP ends texts at once, HELP and all; START lets them go on; each is on record and seen by staff', async () => {
    await text('+18165550179', 'hello');
    await handOver(await fixture('stop', '+18165550179'));
    await text('+18165550179', 'HELP');
    const { id } = await theReport('816-555-0179');
    expect(await opened(house, id)).toMatchObject({ textsStopped: true, safeContact: 'only-in-answer' });
    await act(house, id, 'ask-back', { text: 'Are you there?' });
    await house.wait(1);
    expect(await textsTo('816-555-0179')).toEqual([firstReply]);
    await text('+18165550179', 'START');
    await act(house, id, 'ask-back', { text: 'Can you talk?' });
    await house.wait(1);
    expect((await textsTo('816-555-0179')).at(-1)).toBe('Can you talk?');
    const { rows } = await sql<{ action: string }>`select action from audit_leaf where subject_id = ${id}
      and action like 'texts-%' order by id`.execute(house.database.db);
    expect(rows.map(({ action }) => action)).toEqual(['texts-stopped', 'texts-allowed']);
  });

  test('HELP is answered neutrally, and seen by a person all the same: it may be a cry', async () => {
    await text('+18165550182', 'Help');
    const texts = await textsTo('816-555-0182');
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/call 816-555-0142.*911.*STOP/);
    expect(texts[0]).not.toMatch(/traffic|alight|victim|police/i);
    expect(said(await theReport('816-555-0182'))).toEqual(['Help']);
    await text('+18165550182', 'he is coming');
    expect((await textsTo('816-555-0182')).at(-1)).toBe(firstReply);
  });

  test('STOP from somebody we do not know is answered by nothing, and kept', async () => {
    await text('+18165550183', 'STOP');
    expect(await textsTo('816-555-0183')).toEqual([]);
    expect(await theReport('816-555-0183')).toMatchObject({ textsStopped: true, narrative: 'STOP' });
  });
});

test('no number and no word of a text is in the log', () => {
  expect(house.log.lines.join('\n')).not.toMatch(ofTexts);
});

describe('somebody who texts and has a code from the web form', () => {
  test('is answered by text though a page of the chat stands open where they are no more', async () => {
    const number = '816-555-0168';
    const filled = {
      door: 'help',
      narrative: 'He waits.',
      safeContact: { wire: 'sms', address: '+18165550168' },
    };
    const code = (await house.call('POST', '/v1/signals', filled)).json().receipt as string;
    expect((await house.call('POST', '/v1/chats/resume', { code })).statusCode).toBe(200);
    await house.wait(60);
    await text('+18165550168', 'had to go');
    const { id } = await theReport(number);
    const answered = async (words: string) => {
      expect((await act(house, id, 'ask-back', { text: words })).statusCode).toBe(200);
      await house.wait(1);
      return (await textsTo(number)).at(-1);
    };
    // The page in the library is there still, and asks by itself.
    await house.wait(70);
    await house.call('POST', '/v1/chats/open', { code, after: 0 });
    expect((await opened(house, id)).answeredByTextUntil).not.toBeNull();
    expect(await answered('Where can you talk?')).toBe('Where can you talk?');
    // Back in the chat by their own hand it is theirs alone; quiet there for ten minutes, nobody knows, and the telephone says that one waits.
    await house.wait(60);
    await house.call('POST', '/v1/chats/resume', { code });
    expect(await answered('Good that you are back.')).toBe('Where can you talk?');
    await house.wait(11 * 60);
    expect(await answered('Are you still there?')).toBe('You have a message.');
    expect(await textsTo(number)).toHaveLength(2);
  });

  test('goes on by chat in the same dialogue: an answer goes where they were last, and the code shows nothing of the texts', async () => {
    const filled = {
      door: 'help',
      narrative: 'He keeps my papers.',
      safeContact: { wire: 'sms', address: '+18165550199' },
    };
    const sent = await house.call('POST', '/v1/signals', filled);
    expect(sent.statusCode, sent.body).toBe(201);
    const code = sent.json().receipt as string;
    const number = '816-555-0199';
    await text('+18165550199', 'i can text now');
    const { id } = await theReport(number);
    const answered = async (words: string) => {
      expect((await act(house, id, 'ask-back', { text: words })).statusCode).toBe(200);
      await house.wait(1);
      return (await textsTo(number)).at(-1);
    };
    expect(await answered('Are you safe there?')).toBe('Are you safe there?');
    const say = (words: string, key: string) =>
      house.call('POST', '/v1/chats/messages', { code, text: words, key });
    const shown = async () =>
      (await house.call('POST', '/v1/chats/open', { code }))
        .json()
        .messages.map((one: { text: string }) => one.text);
    expect((await house.call('POST', '/v1/chats/resume', { code })).statusCode).toBe(200);
    await house.wait(1);
    expect((await say('I am at a library now', 'a-key-of-the-library')).statusCode).toBe(200);
    expect((await opened(house, id)).answeredByTextUntil).toBeNull();
    // They are in the chat: nothing of it goes to the telephone, though they texted less than ten minutes ago.
    expect(await answered('Good. Take your time.')).toBe('Are you safe there?');
    expect(await shown()).toEqual(['I am at a library now', 'Good. Take your time.']);
    // They have left the chat and text: the answer follows them, and the chat shows nothing of what came as a text.
    await house.wait(120);
    await text('+18165550199', 'had to leave');
    expect((await opened(house, id)).answeredByTextUntil).not.toBeNull();
    expect(await answered('Where can you talk?')).toBe('Where can you talk?');
    expect(said(await opened(house, id))).toEqual([
      'i can text now',
      'Are you safe there?',
      'I am at a library now',
      'Good. Take your time.',
      'had to leave',
      'Where can you talk?',
    ]);
    await house.wait(11 * 60);
    expect(await answered('Are you still there?'), 'after ten minutes only that one waits').toBe(
      'You have a message.',
    );
    expect((await textsTo(number)).join()).not.toContain(code.replaceAll(' ', '').slice(0, 6));
    expect((await shown()).join()).not.toContain('had to leave');
  });
});

describe('somebody who began with a text', () => {
  const readOut = (id: string) => act(house, id, 'read-out-code');

  test('is told their code on the telephone and goes on by chat, in one dialogue and in their language', async () => {
    const number = '816-555-0161';
    await text('+18165550161', 'tengo miedo');
    const { id, language } = await theReport(number);
    expect(language).toBe('und');
    const shown = await readOut(id);
    expect(shown.statusCode, shown.body).toBe(200);
    const { code } = shown.json();
    expect(code).toMatch(/^(\d{4} ){5}\d$/);
    expect((await house.call('POST', '/v1/chats/resume', { code, language: 'es' })).statusCode).toBe(200);
    await house.call('POST', '/v1/chats/messages', {
      code,
      text: 'Ya estoy sola',
      key: 'a-key-of-a-library',
    });
    const seen = await opened(house, id);
    expect(said(seen)).toEqual(['tengo miedo', 'Ya estoy sola']);
    expect(seen).toMatchObject({ language: 'es', chat: { state: 'waiting' } });
    // A page in another language later says nothing of theirs.
    await house.call('POST', '/v1/chats/resume', { code, language: 'vi' });
    expect((await opened(house, id)).language).toBe('es');
    await house.wait(60);
    expect((await textsTo(number)).join()).not.toContain(code.slice(0, 9));
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select('action')
      .where('subject_id', '=', id)
      .where('action', '=', 'code-read-out')
      .execute();
    expect(leaves).toHaveLength(1);
  });

  test('whose code may be in other hands or was deleted is read none, nor is whoever was shown theirs', async () => {
    await text('+18165550162', 'hello');
    const { id } = await theReport('816-555-0162');
    const { code } = (await readOut(id)).json();
    await act(house, id, 'code-elsewhere');
    expect([(await readOut(id)).statusCode, (await readOut(id)).json().code]).toEqual([409, 'code-not-live']);
    await text('+18165550163', 'hello');
    const other = await theReport('816-555-0163');
    const theirs = (await readOut(other.id)).json().code;
    expect(theirs).not.toBe(code);
    await house.call('POST', '/v1/dialogue/delete', { code: theirs });
    expect((await readOut(other.id)).json().code).toBe('code-not-live');
    const { signalId } = await report(house);
    expect((await readOut(signalId)).json().code).toBe('code-was-shown');
    expect((await readOut('01900000-0000-7000-8000-00000000dead')).statusCode).toBe(404);
  });
});
