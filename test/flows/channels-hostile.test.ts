/**
 * Every way in, with everything that is not an honest report: nothing, too much, bytes, another charset, the same again, out of order, and
 * forged. The table is whole by construction: a channel's folder without its seven rows fails here, a row without its kind does not compile.
 */
import { readdir } from 'node:fs/promises';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carrierAccount, carrierOf, fieldsOf, signed, fixture as textFixture } from '../support/carrier.ts';
import { beginChat, sayInChat } from '../support/chats.ts';
import { type House, openHouse } from '../support/house.ts';
import { fixture, makeKey, type PartnerKey, sendAs, signals } from '../support/partner.ts';

const kinds = ['empty', 'giant', 'binary', 'wrong charset', 'duplicate', 'out of order', 'forged'] as const;
type Kind = (typeof kinds)[number];
type Answers = Promise<readonly LightMyRequestResponse[]>;

/** What is sent, what each answer may be, and how many reports there are more. */
interface Row {
  readonly send: () => Answers;
  readonly statuses: readonly number[];
  readonly reports: number;
}

let house: House;
let key: PartnerKey;
beforeAll(async () => {
  house = await openHouse(undefined, true, carrierAccount);
  key = await makeKey(house);
});
afterAll(() => house.close());

const { handOver } = carrierOf(() => house);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff, 0xfe, 0xc3, 0x28]);
const each = async (...sending: (() => PromiseLike<LightMyRequestResponse>)[]): Answers => {
  const answers: LightMyRequestResponse[] = [];
  for (const send of sending) answers.push(await send());
  return answers;
};
const thrice = (send: () => PromiseLike<LightMyRequestResponse>) => each(send, send, send);

const toForm = (body: string | Buffer, headers: Record<string, string> = {}) =>
  house.call('POST', '/report?door=help', body, { ...form, ...headers });
const filled = (fields: Record<string, string>) =>
  new URLSearchParams({ door: 'help', step: 'review', go: 'send', ...fields }).toString();
const toChats = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  house.call('POST', `/v1/chats${path}`, body, { ...json, ...headers });
/** As the carrier signs what it hands over, whatever it is. */
const asCarrier = (body: string | Buffer) =>
  house.call('POST', '/wires/sms/inbound', body, {
    ...form,
    'x-twilio-signature': signed(new URLSearchParams(body.toString())),
  });

const table: Readonly<Record<string, Readonly<Record<Kind, Row>>>> = {
  'web-form': {
    empty: {
      send: () =>
        each(
          () => toForm(''),
          () => toForm(filled({})),
          () => toForm(filled({ narrative: ' \0 ' })),
        ),
      statuses: [200, 302, 400, 422],
      reports: 0,
    },
    giant: {
      send: () => each(() => toForm(filled({ narrative: 'x'.repeat(400 * 1024) }))),
      statuses: [413],
      reports: 0,
    },
    binary: { send: () => each(() => toForm(picture)), statuses: [400], reports: 0 },
    'wrong charset': {
      send: () =>
        each(
          () => toForm(`${filled({})}&narrative=caf%E9`),
          () => toForm(Buffer.from(filled({ narrative: 'x' }), 'utf16le')),
          () => toForm(Buffer.from('door=help&narrative=café', 'latin1')),
        ),
      // Plain letters in sixteen bits are those letters with NUL between them: they are read. Everything else is refused.
      statuses: [200, 400],
      reports: 1,
    },
    duplicate: {
      send: () => thrice(() => toForm(filled({ narrative: 'He waits outside.', key: 'a-key-of-the-table' }))),
      statuses: [200],
      reports: 1,
    },
    'out of order': {
      send: () =>
        each(
          () => toForm(filled({ narrative: 'The sixth page first.', step: 'vehicle', go: 'next' })),
          () => toForm(filled({ narrative: 'And the first after it.', step: 'what', go: 'next' })),
        ),
      statuses: [200],
      reports: 0,
    },
    forged: {
      send: () =>
        each(
          () => toForm(filled({ narrative: 'From elsewhere' }), { origin: 'https://elsewhere.example' }),
          () => toForm(filled({ narrative: 'From elsewhere' }), { 'sec-fetch-site': 'cross-site' }),
        ),
      statuses: [403],
      reports: 0,
    },
  },
  chat: {
    empty: {
      send: () =>
        each(
          () => toChats('/messages', ''),
          () => toChats('/messages', '{}'),
          () => house.call('POST', '/chat', '', form),
          () => house.call('POST', '/chat', 'go=say&code=&text=', form),
          () => house.call('POST', '/chat', 'go=say&code=1234&text=+', form),
          () => house.call('POST', '/chat', 'go=end&code=', form),
          () => house.call('POST', '/chat', 'go=resume&code=', form),
        ),
      statuses: [200, 400],
      reports: 0,
    },
    giant: {
      send: () => each(() => toChats('', JSON.stringify({ text: 'x'.repeat(300 * 1024) }))),
      statuses: [413],
      reports: 0,
    },
    binary: {
      send: () =>
        each(
          () => toChats('', picture),
          () => toChats('/messages', picture),
        ),
      statuses: [400],
      reports: 0,
    },
    'wrong charset': {
      send: () =>
        each(
          () => toChats('', Buffer.from('{"text":"Help"}', 'utf16le')),
          () => toChats('', Buffer.from('{"text":"café"}', 'latin1')),
        ),
      statuses: [400],
      reports: 0,
    },
    duplicate: {
      send: () => thrice(() => toChats('', '{}', { 'idempotency-key': 'a-key-of-one-chat' })),
      statuses: [200, 201],
      reports: 1,
    },
    'out of order': {
      // What was said before, and comes after the end: their words are never lost, and make no second report.
      send: async () => {
        const { code } = await beginChat(house);
        return each(
          () => toChats('/end', JSON.stringify({ code })),
          () => sayInChat(house, code, 'Said before the end'),
          () => toChats('/open', JSON.stringify({ code, after: 1_000 })),
        );
      },
      statuses: [204, 409, 200],
      reports: 1,
    },
    forged: {
      send: () => each(() => sayInChat(house, '1234 1234 1234 1234 1234 1', 'I am she')),
      statuses: [404],
      reports: 0,
    },
  },
  partner: {
    empty: {
      send: () =>
        each(
          () => sendAs(house, key, ''),
          () => sendAs(house, key, '{}'),
          () => sendAs(house, key, 'null'),
        ),
      statuses: [400],
      reports: 0,
    },
    giant: {
      send: () => each(() => sendAs(house, key, { danger: 'imminent', narrative: 'x'.repeat(300 * 1024) })),
      statuses: [413],
      reports: 0,
    },
    binary: { send: () => each(() => sendAs(house, key, picture)), statuses: [400], reports: 0 },
    'wrong charset': {
      send: () =>
        each(
          () => sendAs(house, key, Buffer.from('{"narrative":"He holds her papers"}', 'utf16le')),
          () => sendAs(house, key, Buffer.from('{"narrative":"café","danger":"imminent"}', 'latin1')),
          () =>
            sendAs(house, key, Buffer.from('{"narrative":"x"}', 'utf16le'), {
              headers: { 'content-type': 'application/json; charset=utf-16' },
            }),
        ),
      statuses: [400],
      reports: 0,
    },
    duplicate: {
      send: async () => {
        const body = await fixture('train-told');
        return thrice(() => sendAs(house, key, body, { id: 'the-same-id-thrice' }));
      },
      statuses: [201],
      reports: 1,
    },
    'out of order': {
      send: async () => {
        const body = await fixture('only-codes');
        return each(
          () => sendAs(house, key, body, { id: 'the-later-of-two' }),
          () => sendAs(house, key, body, { id: 'the-earlier-of-two', secondsOff: -200 }),
        );
      },
      statuses: [201],
      reports: 2,
    },
    forged: {
      send: () =>
        each(() =>
          sendAs(
            house,
            { ...key, secret: `whsec_${btoa('z'.repeat(32))}` },
            { narrative: 'x', danger: 'imminent' },
          ),
        ),
      statuses: [401],
      reports: 0,
    },
  },
  // A text is taken as far as it goes: only who may hand one over is strict.
  text: {
    empty: {
      send: () =>
        each(
          () => asCarrier(''),
          () => asCarrier(fieldsOf('', '')),
        ),
      statuses: [400],
      reports: 0,
    },
    giant: {
      send: () =>
        each(
          () => handOver(fieldsOf('+18165550161', 'x'.repeat(30_000))),
          () => asCarrier(fieldsOf('+18165550162', 'x'.repeat(400 * 1024))),
        ),
      statuses: [200, 413],
      reports: 1,
    },
    binary: { send: () => each(() => asCarrier(picture)), statuses: [400], reports: 0 },
    'wrong charset': {
      send: async () => {
        const body = `${fieldsOf('+18165550163', '')}caf%E9`.replace('Body=caf', 'Body=caf');
        return each(() => handOver(body));
      },
      statuses: [200],
      reports: 1,
    },
    duplicate: {
      send: async () => {
        const body = fieldsOf('+18165550164', 'he is here');
        return thrice(() => handOver(body));
      },
      statuses: [200],
      reports: 1,
    },
    'out of order': {
      send: () =>
        each(
          () => textFixture('part-two', '+18165550165').then((body) => handOver(body)),
          () => textFixture('part-one', '+18165550165').then((body) => handOver(body)),
        ),
      statuses: [200],
      reports: 1,
    },
    forged: {
      send: () => {
        const body = fieldsOf('+18165550166', 'forged');
        return each(() => handOver(body, signed(new URLSearchParams(body), 'another token')));
      },
      statuses: [403],
      reports: 0,
    },
  },
};

test('every channel’s folder has its rows', async () => {
  expect(Object.keys(table).sort()).toEqual((await readdir('src/signals/channels')).sort());
});

describe.each(Object.entries(table))('by %s', (channel, rows) => {
  test.each(kinds)('what is %s is answered in words, and is as many reports as it is', async (kind) => {
    const { send, statuses, reports } = rows[kind];
    const before = (await signals(house)).length;
    const answers = await send();
    for (const answer of answers) {
      expect(statuses, answer.body.slice(0, 400)).toContain(answer.statusCode);
      // Whoever is refused reads why, and never a trace of the server.
      if (answer.statusCode >= 400) {
        expect(answer.body).toMatch(/[A-Z]\w+ .*\./);
        expect(answer.body).not.toMatch(/\bat .+:\d+:\d+|node_modules|Error:/);
        if (channel === 'partner')
          expect(answer.json().detail).toMatch(/Call 911\. Otherwise call 816-555-0142/);
      }
    }
    expect((await signals(house)).length - before).toBe(reports);
    // Whatever came, an honest report is taken after it.
    expect(
      (await house.call('POST', '/v1/signals', { door: 'tip', narrative: 'He answers for her.' })).statusCode,
    ).toBe(201);
  });
});

test('nothing of it was a fault of ours', () => {
  expect(house.log.lines.filter((line) => /"level":"error"|failed/.test(line))).toEqual([]);
});
