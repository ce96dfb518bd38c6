/**
 * Bodies that are made to break a reader: a million parts, a million fields, names that reach into prototypes, bytes that are no text. Each
 * is answered with 4xx or read as the harmless thing that it is, soon, and nothing of ours changes by it. Source: security.md 5.
 */
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carrierAccount } from '../support/carrier.ts';
import { advocateId, type House, openHouse } from '../support/house.ts';
import { report } from '../support/reports.ts';

const million = 1_000_000;
/** On a machine that others use as well; what is bounded by what it holds, and not by its square, is far below. */
const soonMilliseconds = 5_000;
const memoryLimitMegabytes = 150;

let house: House;
let port: number;
let signalId: string;
beforeAll(async () => {
  house = await openHouse(undefined, true, carrierAccount);
  ({ signalId } = await report(house));
  port = Number(new URL(await house.alight.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => house.close());

const staff = { 'alight-actor': advocateId };
const desk = { cookie: `alight_acting=${advocateId}` };
const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const attachments = () => `/v1/signals/${signalId}/attachments`;
const documents = () => `/console/signals/${signalId}/documents`;
const stored = async () =>
  (await house.database.db.selectFrom('signal').select('id').execute()).length +
  (await house.database.db.selectFrom('attachment').select('id').execute()).length;

/** As many different ones as a body holds. */
const names = Array.from({ length: 37_000 }, (_, n) => `${n.toString(36)}=x&`).join('');

const part = (n: number) => `--b\r\ncontent-disposition: form-data; name="f${n}"\r\n\r\nx\r\n`;

/** Sends piece by piece for as long as the server reads on. @returns its status, or 0 where it cut the connection, and how much was read */
function pour(path: string, headers: Record<string, string>, pieces: Iterable<string>) {
  return new Promise<{ status: number; megabytes: number }>((resolve) => {
    let bytes = 0;
    let ended = false;
    const asked = request({
      port,
      host: '127.0.0.1',
      path,
      method: 'POST',
      headers: { host: 'localhost', ...headers },
    });
    const end = (status: number) => {
      ended = true;
      resolve({ status, megabytes: bytes / 1024 / 1024 });
      asked.destroy();
    };
    asked.on('response', (answer) => {
      answer.resume();
      end(answer.statusCode!);
    });
    asked.on('error', () => end(0));
    let goOn = () => {};
    asked.on('drain', () => goOn());
    asked.on('close', () => goOn());
    void (async () => {
      for (const piece of pieces) {
        if (ended) return;
        bytes += piece.length;
        const drained = new Promise<void>((resolved) => {
          goOn = resolved;
        });
        if (!asked.write(piece)) await drained;
      }
      if (!ended) asked.end();
    })();
  });
}

function* millionParts() {
  for (let n = 0; n < million; n += 1_000)
    yield Array.from({ length: 1_000 }, (_, more) => part(n + more)).join('');
  yield '--b--\r\n';
}
function* millionFields() {
  for (let n = 0; n < million; n += 1_000)
    yield Array.from({ length: 1_000 }, (_, more) => `f${n + more}=x&`).join('');
}

describe('without end', () => {
  let before = 0;
  beforeEach(async () => {
    before = await stored();
  });

  test.each<[string, () => string, Record<string, string>, () => Iterable<string>]>([
    ['a million parts, to the API', attachments, { ...multipart, ...staff }, millionParts],
    ['a million parts, to the page of documents', documents, { ...multipart, ...desk }, millionParts],
    ['a million parts, to the public form', () => '/report?door=help', multipart, millionParts],
    ['a million parts, to an address that takes JSON', () => '/v1/signals', multipart, millionParts],
    ['a million fields, to the public form', () => '/report?door=help', form, millionFields],
    ['a million fields, to the form of a chat', () => '/chat', form, millionFields],
    ['a million fields, to an address that takes JSON', () => '/v1/signals', form, millionFields],
  ])('%s are refused before they are read, and held nowhere', async (_what, path, headers, pieces) => {
    const memory = process.memoryUsage.rss();
    const begun = performance.now();
    const { status } = await pour(path(), headers, pieces());
    expect(performance.now() - begun).toBeLessThan(soonMilliseconds * 2);
    // Cut off in the middle of sending, a client may see no answer: that is no crash.
    expect([0, 200, 400, 403, 413, 415, 422]).toContain(status);
    expect((process.memoryUsage.rss() - memory) / 1024 / 1024).toBeLessThan(memoryLimitMegabytes);
    expect(await stored()).toBe(before);
    expect((await house.call('GET', '/healthz')).statusCode).toBe(200);
  });

  test.each<[string, string, string, Record<string, string>]>([
    ['names of fields', '/report?door=help', `door=help&go=next&${names}`, form],
    [
      'names of fields, as from a carrier',
      '/wires/sms/inbound',
      names,
      { ...form, 'x-twilio-signature': 'none' },
    ],
    ['names of fields of a chat', '/chat', `go=begin&${names}`, form],
    ['names of fields of a chat that goes on', '/chat', `go=say&${names}`, form],
    ['names of fields of a code', '/receipt', names, form],
    ['names of fields of a sign-in', '/sign-in', names, form],
    ['names of fields of a link', '/p/x', names, form],
    ['names of fields of a desk', '/console/search', names, { ...form, ...desk }],
    [
      'ticks and what stood ticked',
      '/report?door=help',
      `door=help&step=tell&go=next&consentShown=en&${names.replaceAll(/(\w+)=x/g, 'releases=$1').slice(0, 150_000)}&${names.replaceAll(/(\w+)=x/g, 'consentBefore=_$1').slice(0, 150_000)}`,
      form,
    ],
    ['fields of a form', '/report?door=help', 'a=&'.repeat(120_000), form],
    [
      'fields of one name',
      '/report?door=help',
      `door=help&go=next&${'observations=watched&'.repeat(15_000)}`,
      form,
    ],
    ['fields of a chat’s form', '/chat', 'text=&'.repeat(60_000), form],
    ['fields of a self-check', '/learn/transit/check', 'q0=0&'.repeat(70_000), form],
    [
      'fields of JSON',
      '/v1/signals',
      JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`f${n}`, 0]))),
      json,
    ],
    [
      'items of a list',
      '/v1/signals',
      JSON.stringify({ door: 'tip', narrative: 'x', observations: Array.from({ length: 50_000 }, () => '') }),
      json,
    ],
  ])('as many %s as one body holds are read soon', async (_what, path, body, headers) => {
    const begun = performance.now();
    const answer = await house.call('POST', path, body, headers);
    expect(answer.statusCode).toBeLessThan(500);
    expect(performance.now() - begun).toBeLessThan(soonMilliseconds);
    expect(answer.body.length, 'nothing comes back larger than it came').toBeLessThan(body.length + 60_000);
  });
});

describe('names that reach into prototypes', () => {
  const untouched = () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  };
  test.each<[string, string]>([
    ['__proto__', '{"door":"tip","narrative":"x","__proto__":{"polluted":1}}'],
    [
      '__proto__ of a field',
      '{"door":"tip","narrative":"x","place":{"words":"y","__proto__":{"polluted":1}}}',
    ],
    ['__proto__ in escapes', '{"door":"tip","narrative":"x","\\u005f_proto__":{"polluted":1}}'],
    ['constructor.prototype', '{"door":"tip","narrative":"x","constructor":{"prototype":{"polluted":1}}}'],
    ['a list’s __proto__', '{"door":"tip","narrative":"x","observations":{"__proto__":["watched"]}}'],
  ])('are refused in JSON: %s', async (_what, body) => {
    const before = await stored();
    const answer = await house.call('POST', '/v1/signals', body, json);
    expect(answer.statusCode, answer.body).toBe(400);
    expect(answer.json().detail).toContain('Nothing was stored');
    expect(await stored()).toBe(before);
    untouched();
  });

  test.each<[string, string]>([
    [
      '/report?door=help',
      'door=help&narrative=x&__proto__=1&__proto__[polluted]=1&constructor[prototype][polluted]=1&step=what&go=next',
    ],
    ['/report?door=help', 'door=help&narrative=x&step=__proto__&go=to:__proto__'],
    [
      '/report?door=help',
      'door=help&narrative=x&step=constructor&go=to:constructor&observations=__proto__&danger=constructor',
    ],
    ['/chat', 'go=begin&__proto__=1&alone=__proto__&danger=constructor'],
    ['/receipt', 'code=__proto__&__proto__=1'],
    ['/learn/transit/check', 'q0=__proto__&__proto__=1&q1=constructor'],
    ['/report?door=__proto__', 'narrative=x'],
    ['/report?door=constructor', 'narrative=x'],
  ])('are fields that nobody asked for, in a form to %s: %s', async (path, body) => {
    const answer = await house.call('POST', path, body, form);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toContain('Something went wrong');
    untouched();
  });

  test('and in an address, and as the names of parts', async () => {
    for (const url of [
      '/report?__proto__[polluted]=1&door=help',
      '/v1/queue?__proto__=1&constructor=2',
      '/__proto__',
      '/constructor',
      '/es/__proto__',
    ])
      expect((await house.call('GET', url, undefined, staff)).statusCode, url).toBeLessThan(500);
    const named = Buffer.from(
      '--b\r\ncontent-disposition: form-data; name="__proto__"; filename="__proto__"\r\n\r\nx\r\n--b--\r\n',
    );
    expect(
      (await house.call('POST', attachments(), named, { ...multipart, ...staff })).statusCode,
    ).toBeLessThan(500);
    untouched();
  });
});

describe('bytes that are no text', () => {
  const bad = Buffer.from([0x63, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
  const around = (before: string, after = '') =>
    Buffer.concat([Buffer.from(before), bad, Buffer.from(after)]);
  test.each<[string, () => string, Buffer, Record<string, string>]>([
    ['a report', () => '/v1/signals', around('{"door":"tip","narrative":"', '"}'), json],
    ['a form', () => '/report?door=help', around('door=help&go=send&narrative='), form],
    [
      'a form, escaped',
      () => '/report?door=help',
      Buffer.from('door=help&go=send&narrative=%C3%28%FF'),
      form,
    ],
    [
      'a surrogate, escaped',
      () => '/report?door=help',
      Buffer.from('door=help&go=send&narrative=%ED%A0%80'),
      form,
    ],
    ['a code', () => '/receipt', around('code='), form],
    ['half an escape', () => '/chat', Buffer.from('go=begin&text=%E2%8'), form],
    [
      'the name of a part',
      attachments,
      around('--b\r\ncontent-disposition: form-data; name="', '"\r\n\r\nx\r\n--b--\r\n'),
      { ...multipart, ...staff },
    ],
    ['a boundary that is none', attachments, Buffer.from('--c--\r\n'), { ...multipart, ...staff }],
    [
      'no boundary',
      attachments,
      Buffer.from('--b--\r\n'),
      { 'content-type': 'multipart/form-data', ...staff },
    ],
    [
      'a part’s head without end',
      attachments,
      Buffer.from(`--b\r\ncontent-disposition: form-data; name="${'a'.repeat(100_000)}`),
      { ...multipart, ...staff },
    ],
  ])('in %s are refused in words, and nothing is stored', async (_what, path, body, headers) => {
    const before = await stored();
    const answer = await house.call('POST', path(), body, headers);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).toContain('Nothing was stored');
    expect(await stored()).toBe(before);
  });
});
