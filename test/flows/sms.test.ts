/** Texts, both ways, as the carrier hands them over and takes them. Source: safety.md "Messages on a watched phone". */
import { createHmac } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, storedClearance } from '../../src/messaging/index.ts';
import {
  carrying,
  makeMasterKeys,
  newId,
  openDatabases,
  openDataKeys,
  openFileKeys,
  openLog,
  transaction,
} from '../../src/platform/index.ts';
import { firstReply } from '../../src/signals/core/index.ts';
import { type House, openHouse } from '../support/house.ts';
import { act, alertsOf, opened } from '../support/reports.ts';

const token = 'a token of the carrier that nobody else has';
const account = {
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
  TWILIO_AUTH_TOKEN: token,
  TWILIO_FROM: '+18165550142',
};
const path = '/wires/sms/inbound';
let house: House;
let folder: string;
let keyFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-sms-'));
  keyFile = join(folder, 'master.keys');
  await makeMasterKeys(keyFile);
  house = await openHouse(undefined, false, { ...account, ALIGHT_VAULT_KEY_FILE: keyFile });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** As the carrier signs: the address, then each field's name and value in the order of the names. */
const signed = (fields: URLSearchParams, key = token): string => {
  const names = [...new Set(fields.keys())].sort();
  const text = names
    .map((name) =>
      [...new Set(fields.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
  return createHmac('sha1', key).update(`http://localhost:8080${path}${text}`).digest('base64');
};
const handOver = async (body: string, signature = signed(new URLSearchParams(body))) => {
  const answer = await house.call('POST', path, body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature,
  });
  await house.wait(1);
  return answer;
};
let handed = 0;
const fieldsOf = (from: string, body: string, more: Record<string, string> = {}) =>
  new URLSearchParams({
    AccountSid: account.TWILIO_ACCOUNT_SID,
    MessageSid: `SM${String(++handed).padStart(32, '9')}`,
    NumMedia: '0',
    From: from,
    Body: body,
    ...more,
  }).toString();
const text = async (from: string, body: string) => {
  const answer = await handOver(fieldsOf(from, body));
  expect([answer.statusCode, answer.body]).toEqual([200, '<Response/>']);
};
const fixture = (name: string, from: string) =>
  readFile(join('src/messaging/sms/fixtures', `${name}.txt`), 'utf8').then((form) =>
    form.replace('%2B18165550171', encodeURIComponent(from)),
  );
const textsTo = async (address: string): Promise<string[]> =>
  (await house.call('GET', `/sandbox/messages?address=${encodeURIComponent(address)}`))
    .json()
    .messages.map(({ body }: { body: string }) => body)
    .reverse();
/** The reports that came by text from a number, oldest first. */
const reportsOf = async (address: string): Promise<string[]> => {
  const { found } = (await house.asAdvocate('POST', '/v1/search', { text: address })).json();
  return found.map(({ signalId }: { signalId: string }) => signalId).reverse();
};
const theReport = async (address: string) => {
  const ids = await reportsOf(address);
  expect(ids).toHaveLength(1);
  return { id: ids[0]!, ...(await opened(house, ids[0]!)) };
};
const said = (report: { messages: { text: string }[] }) => report.messages.map((one) => one.text);

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

describe('what carriers hand over', () => {
  test('twice is taken once', async () => {
    const body = fieldsOf('+18165550184', 'once');
    for (let time = 0; time < 3; time++) expect((await handOver(body)).statusCode).toBe(200);
    expect(said(await theReport('816-555-0184'))).toEqual(['once']);
  });

  test('in parts and out of order is one text to whoever reads it', async () => {
    await handOver(await fixture('part-two', '+18165550185'));
    await handOver(await fixture('part-one', '+18165550185'));
    expect(said(await theReport('816-555-0185'))).toEqual([
      'It is the house with the fence\nand the blue door.',
    ]);
  });

  test.each<[string, string, string]>([
    ['in sixteen bits', 'long-in-sixteen-bits', 'somos cuatro. 🙏'],
    ['as a picture alone', 'picture', '(A picture or file without words. It was not kept.)'],
  ])('%s is a report', async (_what, name, words) => {
    const from = name === 'picture' ? '+18165550186' : '+18165550187';
    expect((await handOver(await fixture(name, from))).statusCode).toBe(200);
    expect((await theReport(from)).narrative).toContain(words);
  });

  test.each<[string, string, string, string]>([
    ['without words', '+18165550188', '', '(A text without words.)'],
    ['with NUL in it', '+18165550189', 'a\0b', 'ab'],
    ['of control signs', '+18165550190', '\u0001\u0002\u001b[31mred', 'red'],
    ['of a single picture sign', '+18165550191', '🆘', '🆘'],
    ['from no telephone', 'NOTIFY', 'short code', 'short code'],
  ])('a text %s is taken in', async (_what, from, body, words) => {
    const before = new Set(await allReports());
    await text(from, body);
    const [id] = (await allReports()).filter((one) => !before.has(one));
    expect((await opened(house, id!)).narrative).toContain(words);
  });
  const allReports = async (): Promise<string[]> =>
    (await sql<{ id: string }>`select id from signal`.execute(house.database.db)).rows.map(({ id }) => id);

  test('a giant text is kept as far as it is bearable, whole to its last character', async () => {
    await text('+18165550192', '🙏a'.repeat(5_000));
    const { narrative, messages } = await theReport('816-555-0192');
    expect(narrative.length).toBeLessThanOrEqual(12_000);
    expect(narrative.length).toBeGreaterThan(11_990);
    expect(messages.length).toBeGreaterThan(0);
    expect(JSON.stringify(messages)).toContain('🙏a');
  });

  test('in another charset, or with what cannot be read, harms nobody and is no server error', async () => {
    for (const body of [
      'From=%2B18165550193&Body=caf%E9&MessageSid=SMx1',
      'From=%&Body=%zz',
      '\uFFFF',
      'Body[__proto__]=1',
    ])
      expect((await handOver(body)).statusCode).toBeLessThan(500);
  });

  test.each<[string, (body: string) => string]>([
    ['no signature', () => ''],
    ['another key', (body) => signed(new URLSearchParams(body), 'another token')],
    ['the signature of other words', () => signed(new URLSearchParams(fieldsOf('+18165550194', 'other')))],
  ])('with %s is refused, and nothing is stored', async (_what, signature) => {
    const before = (await allReports()).length;
    const body = fieldsOf('+18165550194', 'forged');
    const answer = await handOver(body, signature(body));
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'signature-wrong']);
    expect((await allReports()).length).toBe(before);
  });

  test('from nobody is refused in words', async () => {
    expect((await handOver(fieldsOf('', 'who am I'))).json().code).toBe('body-invalid');
  });

  test('from somebody we asked to come is no report', async () => {
    // The house's own keys are not those of the test's database.
    const keys = openDataKeys(await openFileKeys(keyFile, false), openLog('silent'));
    const databases = openDatabases(house.database.url, carrying(keys));
    await transaction(databases.paging, (tx) =>
      send(
        tx,
        storedClearance('disclosure', newId(house.clock.now())),
        {
          wire: 'sms',
          to: '573-555-0195',
          body: 'Alight duty page K4F2.',
          about: { kind: 'page', id: newId(house.clock.now()) },
          dedupeKey: 'page',
        },
        house.clock.now(),
      ),
    ).finally(() => databases.close());
    const before = (await allReports()).length;
    await text('+15735550195', 'on my way');
    expect((await allReports()).length).toBe(before);
  });

  test('while the master keys are away is acknowledged, and a report as soon as they are back', async () => {
    await rename(keyFile, `${keyFile}.away`);
    await text('+18165550196', 'can you hear me');
    await text('+18165550196', 'are you there');
    await copyFile(`${keyFile}.away`, keyFile);
    await house.wait(120);
    expect((await theReport('816-555-0196')).narrative).toBe('can you hear me');
    expect(said(await theReport('816-555-0196'))[0]).toContain('can you hear me');
  });
});

test('no number and no word of a text is in the log', () => {
  expect(house.log.lines.join('\n')).not.toMatch(/(816|573)\D{0,2}555\D?01[6789]\d|papers|door at night/);
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
