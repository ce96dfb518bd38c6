/** The ground rules of the server, on a real connection: every answer is in words, whatever comes in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAlight } from '../../src/main/open.ts';
import { readConfig, StandingClock } from '../../src/platform/index.ts';
import { openTestDatabase } from '../support/database.ts';
import { type House, openHouse } from '../support/house.ts';

const slowRequestLimitMilliseconds = 12_000;
/** A busy machine looks at its connections later. */
const slackMilliseconds = 10_000;

/** Sends bytes as they are; gives what came back until the connection closed, and after how long. */
function exchange(port: number, text: string): Promise<{ answer: string; milliseconds: number }> {
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ answer, milliseconds: performance.now() - start }));
  });
}

describe('the server', () => {
  let house: House;
  let port: number;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
    port = Number(new URL(await house.alight.app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  afterAll(() => house.close());

  const report = (fields: object) =>
    house.call('POST', '/v1/signals', { door: 'tip', narrative: 'x', ...fields });
  const release = { recipient: 'A shelter', items: ['place'], purpose: 'A bed' };

  test.each<[string, object]>([
    ['half of a surrogate pair', { narrative: 'she left \ud83d' }],
    ['half of a pair in a nested field', { place: { words: 'bench \udc00 4' }, transit: { car: '\ud83d2' } }],
    ['NUL among words', { narrative: 'before\u0000after', ownWords: '\u0000 I am here' }],
    ['an emoji', { narrative: 'she left 🚆' }],
  ])('stores a report with %s', async (_name, fields) => {
    const answer = await report(fields);
    expect(answer.statusCode, answer.body).toBe(201);
  });

  test.each<[string, object]>([
    ['nothing but NUL', { narrative: '\u0000\u0000' }],
    [
      'a consent until a year that there is not',
      { releases: [{ ...release, until: '0000-01-01T00:00:00Z' }] },
    ],
    ['a consent until the end of time', { releases: [{ ...release, until: '9999-01-01T00:00:00Z' }] }],
  ])('refuses a report with %s, in words', async (_name, fields) => {
    const answer = await report({ door: 'help', ...fields });
    expect(answer.statusCode, answer.body).toBe(400);
    expect(answer.json().code).toBe('body-invalid');
  });

  test('takes NUL and half characters in any other body too, and in a form', async () => {
    const reply = await house.call('POST', '/sandbox/reply', {
      address: '816-555-0111\u0000',
      body: 'ST\u0000OP \ud83d',
    });
    expect(reply.statusCode, reply.body).toBe(202);
    const form = await house.call('POST', '/report?door=tip', 'door=tip&narrative=a%00b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.statusCode).toBeLessThan(500);
    const asked = await house.call('GET', '/sandbox/messages?address=%00');
    expect(asked.statusCode, asked.body).toBe(200);
    expect(asked.json().messages).toEqual([]);
  });

  test('refuses a body that is nested without end', async () => {
    const answer = await house.call('POST', '/v1/signals', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, {
      'content-type': 'application/json',
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().code).toBe('body-unreadable');
  });

  test.each<[string, string, number, string | undefined, string]>([
    ['GET', '/v1/nope', 404, undefined, 'no such address'],
    ['POST', '/v1/nope', 404, undefined, 'no such address, with a body'],
    ['DELETE', '/v1/nope', 404, undefined, 'no such address, whatever the method'],
    ['GET', '/sandbox/nope', 404, undefined, 'below the sandbox there is only the API'],
    ['DELETE', '/v1/signals', 405, 'POST', 'a method that it does not know'],
    ['GET', '/v1/signals', 405, 'POST', 'a report is sent and not fetched'],
    ['POST', '/v1/queue', 405, 'GET, HEAD', 'the queue is only read'],
    ['PUT', '/v1/responses/01900000-0000-7000-8000-00000000000a', 405, 'GET, HEAD', 'an address with an id'],
    ['POST', '/healthz', 405, 'GET, HEAD', 'not below /v1'],
    ['DELETE', '/report', 405, 'GET, HEAD, POST', 'a page'],
    ['GET', '/%ff', 400, undefined, 'an address that is no text'],
    ['GET', `/v1/signals/${'x'.repeat(400)}`, 404, undefined, 'an id far too long'],
  ])('%s %s is a problem with status %s (Allow: %s): %s', async (method, url, status, allow, _why) => {
    const response = await fetch(`http://127.0.0.1:${port}${url}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('allow') ?? undefined).toBe(allow);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const problem = await response.json();
    expect(problem).toMatchObject({ status });
    expect(problem.detail.length).toBeGreaterThan(20);
  });

  test.each([
    ['application/json', '{"narrative":"x"}'],
    ['text/plain', 'x'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('a page refuses %s as a page', async (type, body) => {
    const answer = await house.call('POST', '/report', body, { 'content-type': type });
    expect(answer.statusCode).toBe(415);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('Call 911');
  });

  test('headers without end are answered in words', async () => {
    const { answer } = await exchange(
      port,
      `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('application/problem+json');
    expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ code: 'headers-too-large' });
    const { answer: garbled } = await exchange(port, 'this is a letter\r\n\r\n');
    expect(garbled).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('half a body is answered and its connection closed after 10 s, and what a busy machine needs', async () => {
    const { answer, milliseconds } = await exchange(
      port,
      'POST /v1/signals HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"door":',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ code: 'too-slow' });
    expect(milliseconds).toBeLessThan(slowRequestLimitMilliseconds + slackMilliseconds);
    // The slack is for a busy machine and not for another limit.
    expect(house.alight.app.server.requestTimeout).toBe(10_000);
    expect(house.alight.app.server.headersTimeout).toBe(10_000);
  });
});

describe('while the database is away', () => {
  test('the API and the pages say so with 503 and when to come again, and the log has the true status', async () => {
    const database = await openTestDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'alight-http-'));
    const sockets = new Set<Socket>();
    const proxy = createServer((inward) => {
      const outward = connect(database.cluster.port, '127.0.0.1');
      for (const socket of [inward, outward]) {
        sockets.add(socket);
        socket.on('error', () => {});
      }
      inward.pipe(outward).pipe(inward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = new URL(database.url);
    url.port = String((proxy.address() as { port: number }).port);
    const lines: { message: string; status?: unknown }[] = [];
    const write = (message: string, fields?: object) => void lines.push({ message, ...fields });
    const alight = await openAlight({
      config: readConfig({ ALIGHT_DATA_FOLDER: folder, LOG_LEVEL: 'silent' }),
      databaseUrl: url.href,
      log: { debug: () => {}, info: write, warn: write, error: write },
      clock: new StandingClock(new Date('2026-02-12T16:50:00Z')),
      polling: false,
    });
    proxy.close();
    for (const socket of sockets) socket.destroy();
    const call = (path: string, payload?: object) =>
      alight.app.inject({
        method: payload ? 'POST' : 'GET',
        url: path,
        headers: { host: 'localhost:8080' },
        ...(payload ? { payload } : {}),
      });
    const report = await call('/v1/signals', { door: 'tip', narrative: 'x' });
    expect(report.statusCode, report.body).toBe(503);
    expect(report.headers['retry-after']).toBeDefined();
    for (const path of ['/console', '/directory']) {
      const page = await call(path);
      expect(page.statusCode, path).toBe(503);
      expect(page.headers['retry-after']).toBeDefined();
      expect(page.headers['content-type']).toContain('text/html');
      expect(page.body).toContain('Please try again');
    }
    expect((await call('/')).statusCode).toBe(200);
    const failed = lines.filter(({ message }) => message === 'a request failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.map(({ status }) => status)).toEqual(failed.map(() => 503));
    await alight.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
});
