/** What safety.md asks of every way in at once: danger first wherever somebody begins, no file, no question of what they are, and nothing that silence or a code could set off. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeAccess } from '../../src/main/access.ts';
import { carrierAccount, carrierOf } from '../support/carrier.ts';
import { beginChat } from '../support/chats.ts';
import { type House, openHouse } from '../support/house.ts';
import { fixture, makeKey, sendAs, signals } from '../support/partner.ts';
import { dangerPages, inLanguage, languages } from '../support/public-pages.ts';
import { act, opened, report } from '../support/reports.ts';

const dayMilliseconds = 24 * 3600 * 1000;
let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, true, carrierAccount);
});
afterAll(() => house.close());

const { text, textsTo } = carrierOf(() => house);
const bodyOf = async (path: string) => (await house.call('GET', path)).body;

describe('911 comes before us', () => {
  test('on every page where somebody may be in danger, with TTY, relay and the crew, in every language', async () => {
    for (const code of languages)
      for (const path of dangerPages) {
        const html = await bodyOf(inLanguage(code, path));
        const [said = ''] = /<section class="note note--danger"[\s\S]*?<\/section>/.exec(html) ?? [];
        for (const number of ['911', 'TTY', '711']) expect(said, `${code} ${path}`).toContain(number);
      }
    const page = await bodyOf('/');
    expect(page).toContain('Is someone in danger right now? Call 911, or text 911 where available.');
    expect(page).toMatch(/tell the crew or transit police if that is safe/);
    expect(page).toContain('Nobody may read this at once.');
  });

  test.each<[string, () => Promise<string>]>([
    [
      'the API',
      async () => (await house.call('POST', '/v1/signals', { door: 'tip', narrative: 'x' })).json().notice,
    ],
    [
      'the API to a partner',
      async () => (await sendAs(house, await makeKey(house), await fixture('only-codes'))).json().notice,
    ],
    [
      'the first answer to a text',
      async () => {
        await text('+18165550160', 'hello');
        return (await textsTo('816-555-0160'))[0]!;
      },
    ],
    [
      'the page of a chat that was begun',
      async () =>
        (
          await house.call('POST', '/chat', 'go=begin&door=help&key=a-key-of-danger-first', {
            'content-type': 'application/x-www-form-urlencoded',
          })
        ).body,
    ],
    [
      'the page with the code',
      async () =>
        (
          await house.call('POST', '/report?door=help', 'door=help&narrative=x&key=a-key-of-the-code-page', {
            'content-type': 'application/x-www-form-urlencoded',
          })
        ).body,
    ],
  ])('in %s', async (_where, ask) => {
    const said = await ask();
    expect(said).toMatch(/911/);
    expect(said).toMatch(/Nobody may read/i);
  });
});

describe('a chat', () => {
  test('asks first whether they are alone and what to do if they go quiet, and every question may be skipped', async () => {
    const page = await bodyOf('/chat');
    expect(page).toContain('Are you alone?');
    expect(page).toMatch(/What should we do if you go quiet\?/);
    expect(page).toMatch(/skip/i);
    const [form = ''] = /<form[^>]*id="chat"[\s\S]*?<\/form>/.exec(page) ?? [];
    expect(form).toContain('name="ifQuiet"');
    expect(form).not.toMatch(/<(input|textarea|select)[^>]*\srequired/);
  });

  test('that falls silent brings nobody by itself: no police, no page, no call', async () => {
    const { id } = await beginChat(house, {
      text: 'He is coming',
      danger: 'soon',
      ifQuiet: 'Call my sister',
    });
    const count = async (table: 'page' | 'disclosure' | 'response') =>
      Number(
        (await sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(house.database.db))
          .rows[0]!.n,
      );
    const calls = async () =>
      (
        await sql<{ n: string }>`select count(*) as n from voice_task where kind = 'psap'`.execute(
          house.database.db,
        )
      ).rows[0]!.n;
    const before = [await count('page'), await count('disclosure'), await count('response'), await calls()];
    await house.wait(12 * 3600);
    expect([await count('page'), await count('disclosure'), await count('response'), await calls()]).toEqual(
      before,
    );
    // It does not sink either: a supervisor hears of it.
    const { alerts } = (await house.asAdvocate('GET', '/v1/alerts')).json();
    expect(alerts.some(({ signalId }: { signalId: string }) => signalId === id)).toBe(true);
  });
});

test('the form ticks nothing by itself where it asks whom we may tell, in any language', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const code of languages) {
    const body = 'door=help&relation=potential-victim&narrative=x&step=vehicle&go=next';
    const { body: html } = await house.call('POST', inLanguage(code, '/report?door=help'), body, form);
    const boxes = html.match(/<input[^>]*name="releases"[^>]*>/g) ?? [];
    expect(boxes.length, code).toBeGreaterThan(1);
    for (const box of boxes) expect(box, code).not.toMatch(/checked/);
  }
});

describe('a code', () => {
  const open = (code: string) => house.call('POST', '/v1/dialogue/open', { code });

  test('that is wrong, mistyped, deleted or unknown takes the same', async () => {
    const { receipt } = await report(house);
    await house.call('POST', '/v1/dialogue/delete', { code: receipt });
    const codes = { mistyped: '1234', unknown: '0000 0000 0000 0000 0000 0', deleted: receipt };
    const times: Record<string, number[]> = { mistyped: [], unknown: [], deleted: [] };
    for (let round = 0; round < 120; round++)
      for (const [kind, code] of Object.entries(codes)) {
        // Each a while after the one before: what many of them wait for is guessing.test.ts's.
        house.clock.moveTo(new Date(house.clock.now().getTime() + 10_000));
        const begun = performance.now();
        await open(code);
        if (round >= 20) times[kind]!.push(performance.now() - begun);
      }
    const half = Object.values(times).map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!);
    expect(Math.max(...half) / Math.min(...half)).toBeLessThan(1.5);
  });

  test('that was deleted leaves the staff copy as it was', async () => {
    const { signalId, receipt } = await report(house);
    await house.call('POST', '/v1/dialogue/delete', { code: receipt });
    expect((await open(receipt)).statusCode).toBe(404);
    expect((await opened(house, signalId)).narrative).toContain('He keeps her papers.');
  });

  test('that may be in other hands says one neutral line in place of everything that staff wrote', async () => {
    const { signalId, receipt } = await report(house);
    await act(house, signalId, 'ask-back', { text: 'Is the shelter by the bridge right for you?' });
    expect((await open(receipt)).body).toContain('bridge');
    expect((await act(house, signalId, 'code-elsewhere')).statusCode).toBeLessThan(300);
    const after = (await open(receipt)).body;
    expect(after).not.toMatch(/shelter|bridge/);
    expect(after).toContain('Thank you for writing. Please call us when you can.');
  });
});

describe('no way in', () => {
  const asked = /race|ethnic|national|citizen|religio|immigra|visa|countryOfBirth/i;
  const namesIn = (schema: unknown): string[] =>
    typeof schema !== 'object' || schema === null
      ? []
      : Object.entries(schema).flatMap(([key, value]) => [
          ...(key === 'properties' ? Object.keys(value as object) : []),
          ...(key === 'enum' && Array.isArray(value) ? value.map(String) : []),
          ...namesIn(value),
        ]);

  test('has a field for race, nationality, religion or immigration status', async () => {
    const { paths } = (await house.call('GET', '/openapi.json')).json() as {
      paths: Record<string, Record<string, { requestBody?: unknown }>>;
    };
    const ways = Object.entries(paths).filter(([path]) =>
      /^\/v1\/(signals|chats|dialogue|partners)/.test(path),
    );
    const names = ways.flatMap(([, methods]) =>
      Object.values(methods).flatMap(({ requestBody }) => namesIn(requestBody)),
    );
    expect(names).toContain('narrative');
    expect(names.filter((name) => asked.test(name))).toEqual([]);
    expect(namesIn({ properties: { nationality: {} } }).filter((name) => asked.test(name))).toHaveLength(1);
  });

  test('takes a picture or a file from the public', async () => {
    const before = (await signals(house)).length;
    const picture = Buffer.from(
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\nx\r\n--b--\r\n',
    );
    const open = Object.entries(routeAccess).flatMap(([route, access]) => {
      const [method, path] = route.split(' ') as [string, string];
      return method === 'POST' && access === 'public' ? [path] : [];
    });
    expect(open).toContain('/v1/signals');
    for (const path of [...open, '/report?door=help', '/chat', '/receipt', '/es/report?door=tip'])
      for (const type of ['multipart/form-data; boundary=b', 'image/png']) {
        const answer = await house.call('POST', path, picture, { 'content-type': type });
        expect(answer.statusCode, `${path} ${type}`).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode, `${path} ${type}`).toBeLessThan(500);
      }
    expect((await signals(house)).length).toBe(before);
  });
});

describe('the directory', () => {
  test('says of each helper where and when it was verified, dials nobody in a demonstration, and shows no address', async () => {
    const html = await bodyOf('/directory');
    const entries = html.match(/Checked against its source on [^<]+\. Source: https:\/\/[^<\s]+/g) ?? [];
    const { rows } = await sql<{ n: string }>`select count(*) as n from directory_entry`.execute(
      house.database.db,
    );
    expect(entries.length).toBe(Number(rows[0]!.n));
    expect(entries.length).toBeGreaterThan(0);
    expect(html).not.toMatch(/href="tel:/);
    expect(html).not.toMatch(
      /\b\d{1,5} [A-Z]\w+ (St|Street|Ave|Avenue|Road|Rd|Blvd)\b|\b\d{5}(-\d{4})?\b(?=<)/,
    );
  });

  test('offers nobody whose facts are older than a year', async () => {
    house.clock.moveTo(new Date(house.clock.now().getTime() + 800 * dayMilliseconds));
    const html = await bodyOf('/directory');
    expect(html).not.toMatch(/Checked against its source/);
    expect(html).toContain('Nothing here was verified within the last twelve months');
  });
});
