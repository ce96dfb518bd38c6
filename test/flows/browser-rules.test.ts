/** What a browser is told with every answer, and whose forms are taken. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyHeaderOf } from '../../src/platform/browser-rules.ts';
import { readConfig } from '../../src/platform/index.ts';
import { type House, openHouse } from '../support/house.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const cookie = { cookie: 'alight_acting=01900000-0000-7000-8000-000000000001' };

describe('headers', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
  });
  afterAll(() => house.close());

  test.each<['GET' | 'POST', string, number, string]>([
    ['GET', '/', 200, 'a public page'],
    ['GET', '/console', 200, 'a page for staff'],
    ['GET', '/nowhere', 404, 'a page that is not there'],
    ['GET', '/favicon.svg', 200, 'a file'],
    ['GET', '/healthz', 200, 'the API'],
    ['GET', '/openapi.json', 200, 'its description'],
    ['GET', '/v1/nope', 404, 'an error of the API'],
    ['POST', '/v1/signals', 400, 'a refusal of the API'],
    ['POST', '/report', 415, 'the page of last resort'],
    ['GET', '/%ff', 400, 'an address that is no text'],
  ])('%s %s (%i) has them all: %s', async (method, url, status, _what) => {
    const answer = await house.call(method, url, ...(method === 'POST' ? ['{}'] : []));
    expect(answer.statusCode).toBe(status);
    const policy = String(answer.headers['content-security-policy']);
    for (const directive of [
      "default-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
      expect(policy.split('; ')).toContain(directive);
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
    });
    expect(answer.headers['permissions-policy']).toContain('geolocation=()');
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['server']).toBeUndefined();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    // Reached by http, this machine must not be told to forget http.
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  test.each(['//x/console', '//', '/es//x//evil.example', '/es/%5C..', '//evil.example/help'])(
    '"%s", which could be read in two ways, is a page that is not there',
    async (url) => {
      const answer = await house.call('GET', url);
      expect(answer.statusCode, answer.body.slice(0, 200)).toBe(404);
      expect(answer.body).not.toMatch(/href="\/\//);
    },
  );

  test('a nonce is used for one answer only', async () => {
    const nonces = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { headers } = await house.call('GET', '/console');
        return /'nonce-([^']{22,})'/.exec(String(headers['content-security-policy']))?.[1];
      }),
    );
    expect(nonces).not.toContain(undefined);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('where people come by https, a browser is told never to try anything else', () => {
    expect(everyHeaderOf(readConfig({ PUBLIC_ORIGIN: 'https://alight.example' }))).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
  });

  const foreign = { origin: 'https://elsewhere.example' };
  test.each<[string, Record<string, string>, boolean]>([
    ['our own origin', { origin: 'http://localhost:8080', ...cookie }, true],
    ['this machine by its other name', { origin: 'http://127.0.0.1:8080', ...cookie }, true],
    ['another site', { ...foreign, ...cookie }, false],
    ['another site, without a cookie', foreign, false],
    ['a site whose name begins like ours', { origin: 'http://localhost:8080.elsewhere.example' }, false],
    ['another port of this machine', { origin: 'http://localhost:8081', ...cookie }, false],
    ['another scheme', { origin: 'https://localhost:8080', ...cookie }, false],
    ['an origin that is kept secret', { origin: 'null', ...cookie }, false],
    ['another site that says it is near', { ...foreign, 'sec-fetch-site': 'same-origin' }, false],
    ['no origin, but near', { 'sec-fetch-site': 'same-origin', ...cookie }, true],
    ['no origin, and typed by the person', { 'sec-fetch-site': 'none', ...cookie }, true],
    ['no origin, from a neighbour', { 'sec-fetch-site': 'same-site', ...cookie }, false],
    ['no origin, from far away', { 'sec-fetch-site': 'cross-site' }, false],
    ['an older browser, on our own page', { referer: 'http://localhost:8080/p/x', ...cookie }, true],
    ['an older browser, on another page', { referer: 'https://elsewhere.example/x', ...cookie }, false],
    [
      'a page that is ours and far away at once',
      { referer: 'http://localhost:8080/', 'sec-fetch-site': 'cross-site' },
      false,
    ],
    ['nothing said, and a cookie', cookie, false],
    ['nothing said, and no cookie: an old telephone', {}, true],
  ])('a form from %s', async (_whence, headers, taken) => {
    for (const path of ['/report?door=tip', '/console', '/v1/dialogue/open']) {
      const answer = await house.call('POST', path, 'x=y', { ...form, ...headers });
      if (taken) expect(answer.statusCode, path).not.toBe(403);
      else {
        expect(answer.statusCode, path).toBe(403);
        expect(answer.body).toContain('sent from another site');
      }
    }
  });

  test('a page that only reads is not asked where the reader comes from', async () => {
    const answer = await house.call('GET', '/help', undefined, {
      'sec-fetch-site': 'cross-site',
      ...foreign,
    });
    expect(answer.statusCode).toBe(200);
  });
});
