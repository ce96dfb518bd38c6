/** Every address that a public page leads to is there, in the language of the page; a link that leads nowhere costs somebody their only minute. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { inLanguage, languages, publicPages } from '../support/public-pages.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, true);
});
afterAll(() => house.close());

const seen = new Map<string, Promise<number>>();
const statusOf = (address: string): Promise<number> => {
  const known = seen.get(address) ?? house.call('GET', address).then(({ statusCode }) => statusCode);
  seen.set(address, known);
  return known;
};
const linksOf = (html: string) =>
  [...html.matchAll(/<a\b[^>]*\bhref="(\/[^"#]*)/g)].map(([, to]) => to!.replaceAll('&amp;', '&'));

test.each(languages)('no link of a page in %s leads nowhere', async (code) => {
  const astray: string[] = [];
  for (const path of publicPages) {
    const page = await house.call('GET', inLanguage(code, path));
    expect(page.statusCode, path).toBe(200);
    const links = linksOf(page.body);
    expect(links.length, path).toBeGreaterThan(5);
    for (const to of links) if ((await statusOf(to)) !== 200) astray.push(`${path} -> ${to}`);
  }
  expect(astray).toEqual([]);
});

test('the guide for partners is read where the page for developers leads', async () => {
  for (const code of languages) {
    const { body } = await house.call('GET', inLanguage(code, '/developers'));
    expect(body, code).toContain('/v1/partners/signals');
    expect(linksOf(body), code).toContain('/guides/partner-api.txt');
  }
  const guide = await house.call('GET', '/guides/partner-api.txt');
  expect(guide.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(guide.body).toContain('# Reporting from a transit operator');
});
