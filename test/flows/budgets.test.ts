/**
 * What a first visit costs somebody with an old telephone and little credit: bytes as they go over the wire, counted by what the
 * page itself asks for. The server compresses no page: a page holds what somebody wrote, or their code, and the length of a
 * compressed answer would tell of it (BREACH). So the budgets are held by what is sent, not by what a packer could make of it; the
 * files beside it are the same for everybody, and are sent packed. Pages that only a form leads to are weighed like the others.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { inLanguage, languages, publicPages } from '../support/public-pages.ts';

const visitLimitBytes = 60_000;
const scriptLimitBytes = 10_000;
const stepLimitBytes = 15_000;
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

interface Weight {
  readonly html: number;
  readonly styles: number;
  readonly scripts: number;
  readonly elsewhere: readonly string[];
}

/** Everything that a page makes a browser fetch. */
function fetchedBy(html: string): { address: string; kind: 'styles' | 'scripts' }[] {
  const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const tags = html.match(/<(link|script|img|iframe|source|object|embed|video|audio)\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const address = attribute(tag, 'src') || attribute(tag, 'href');
    // A script in the page is counted with the page.
    if (!address) return [];
    const script = tag.startsWith('<script') || attribute(tag, 'rel') === 'modulepreload';
    return [{ address, kind: script ? ('scripts' as const) : ('styles' as const) }];
  });
}

/** @throws AssertionError when a budget is exceeded */
function expectLight({ html, styles, scripts, elsewhere }: Weight, path: string): void {
  expect(elsewhere, `${path} asks elsewhere`).toEqual([]);
  expect(scripts, `${path}: script`).toBeLessThanOrEqual(scriptLimitBytes);
  expect(html + styles + scripts, `${path}: a first visit`).toBeLessThanOrEqual(visitLimitBytes);
}

describe('a first visit', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
  });
  afterAll(() => house.close());

  const files = new Map<string, number>();
  const sizeOf = async (address: string): Promise<number> => {
    const known = files.get(address);
    if (known !== undefined) return known;
    const answer = await house.call('GET', address, undefined, { 'accept-encoding': 'gzip' });
    expect(answer.statusCode, address).toBe(200);
    expect(answer.headers['content-encoding'], address).toBe('gzip');
    files.set(address, answer.rawPayload.length);
    return answer.rawPayload.length;
  };
  const weigh = async (html: string): Promise<Weight> => {
    const sums = { styles: 0, scripts: 0 };
    const elsewhere: string[] = [];
    for (const { address, kind } of fetchedBy(html)) {
      if (!/^\/(?!\/)/.test(address)) elsewhere.push(address);
      else sums[kind] += await sizeOf(address);
    }
    return { html: Buffer.byteLength(html), ...sums, elsewhere };
  };

  describe.each(languages)('in %s', (code) => {
    test.each(publicPages)('of %s is light, and asks nobody else', async (path) => {
      const { body, headers } = await house.call('GET', inLanguage(code, path), undefined, {
        'accept-encoding': 'gzip, br',
      });
      expect(headers['content-encoding'], 'no page is compressed').toBeUndefined();
      const weight = await weigh(body);
      expect(weight.scripts, 'the way out').toBeGreaterThan(0);
      expect(weight.styles, 'the look').toBeGreaterThan(3_000);
      expectLight(weight, path);
    });
  });

  /** A page that a form leads to, in a language. */
  const posted = async (code: (typeof languages)[number], path: string, fields: Record<string, string>) => {
    const answer = await house.call('POST', inLanguage(code, path), new URLSearchParams(fields).toString(), {
      ...formType,
      'accept-encoding': 'gzip, br',
    });
    expect(answer.statusCode, path).toBe(200);
    expect(answer.headers['content-encoding'], 'no page is compressed').toBeUndefined();
    return answer.body;
  };
  const shownCode = (body: string) => /class="code"[^>]*>((?:\d{4} ){5}\d)</.exec(body)?.[1] ?? '';
  const alive = '"/live.js"';

  test.each(languages)('every page that a form leads to in %s is light as well', async (code) => {
    const light = async (name: string, body: string, holds = '', script = '"/leave.js"') => {
      expect(body, name).toContain(holds);
      expect(body.includes(alive), `${name}: the script of a chat`).toBe(script === alive);
      const weight = await weigh(body);
      expect(weight.scripts, name).toBeGreaterThan(0);
      expectLight(weight, `${code} ${name}`);
      return body;
    };
    const said = 'هو يحتفظ بأوراقها. She may not leave. '.repeat(15);
    for (const door of ['help', 'tip', 'professional']) {
      const report = { door, narrative: said, line: '311', step: 'where', go: 'send' };
      const sent = await light(
        `sent ${door}`,
        await posted(code, `/report?door=${door}`, report),
        'class="code"',
      );
      if (door !== 'tip') continue;
      const receipt = shownCode(sent);
      const opened = await posted(code, '/receipt', { code: receipt });
      await light('code opened', opened, 'value="delete"');
      const written = await posted(code, '/receipt', { code: receipt, text: said, go: 'write' });
      await light('code written to', written, said.trim());
      await light(
        'code deleted',
        await posted(code, '/receipt', { code: receipt, go: 'delete' }),
        'door=help',
      );
      await light(
        'code that opens nothing',
        await posted(code, '/receipt', { code: receipt }),
        'note--wrong',
      );
    }
    const chats = async () =>
      ((await house.asAdvocate('GET', '/v1/queue')).json() as { queue: { signalId: string }[] }).queue.map(
        ({ signalId }) => signalId,
      );
    const before = await chats();
    const begun = await posted(code, '/chat', { text: said, go: 'begin' });
    await light('chat waiting', begun, 'data-chat-log', alive);
    const receipt = shownCode(begun);
    const signalId = (await chats()).find((id) => !before.includes(id))!;
    for (let line = 0; line < 10; line++)
      await house.asAdvocate('POST', `/v1/signals/${signalId}/ask-back`, { text: said });
    const going = { code: receipt, first: said, seen: '1', go: 'look' };
    await light('chat going on', await posted(code, '/chat', going), 'talk__us', alive);
    await house.asAdvocate('POST', `/v1/signals/${signalId}/end-chat`, {});
    await light('chat that staff ended', await posted(code, '/chat', going), 'talk__us');
    const again = shownCode(await posted(code, '/chat', { go: 'begin' }));
    await light('chat ended', await posted(code, '/chat', { code: again, go: 'end' }), 'note--danger');
    await light(
      'self-check',
      await posted(code, '/learn/transit/check', { q0: '1', q1: '0' }),
      'role="status"',
    );
  });

  test.each([
    ['<script src="/planted.js">', { scripts: 9_500 }, 'script'],
    ['<link rel="modulepreload" href="/planted.js">', { scripts: 9_500 }, 'script'],
    ['<link rel="stylesheet" href="/planted.css">', { styles: 52_000 }, 'a first visit'],
    [`<p>${'x'.repeat(60_000)}</p>`, {}, 'a first visit'],
    ['<img src="https://elsewhere.example/pixel.gif">', {}, 'asks elsewhere'],
    ['<link rel="stylesheet" href="//elsewhere.example/a.css">', {}, 'asks elsewhere'],
  ])('is weighed by scales that notice %#: too much is found', async (planted, sizes, said) => {
    const { body } = await house.call('GET', '/');
    expectLight(await weigh(body), 'as it is');
    for (const bytes of Object.values(sizes)) files.set(/\/planted\.\w+/.exec(planted)![0], bytes);
    const weight = await weigh(body.replace('</head>', `${planted}</head>`));
    expect(() => expectLight(weight, 'planted')).toThrow(said);
  });

  test.each(['help', 'tip', 'professional', 'unsure'])(
    'each page of the report at the door "%s" stays small',
    async (door) => {
      const answers = {
        door,
        narrative:
          'A man holds her papers and telephone. He answers for her. She says that she may not leave. '.repeat(
            6,
          ),
        relation: door === 'help' ? 'potential-victim' : 'unknown',
        danger: 'soon',
        line: '311',
        car: '2',
        alightingStop: 'Kansas City',
        ageGroup: 'adult',
        people: 'Two men and a woman.',
        appearance: 'Grey coat, a red bag.',
        doNotTell: 'The station manager.',
        safePhone: '816-555-0142',
      };
      const body = new URLSearchParams([
        ...Object.entries(answers),
        ['observations', 'papers-held'],
        ['observations', 'watched'],
        ['go', 'stay'],
      ]);
      for (const code of languages)
        for (const step of ['what', 'signs', 'where', 'who', 'vehicle', 'tell', 'contact', 'review']) {
          body.set('step', step);
          const answer = await house.call(
            'POST',
            inLanguage(code, `/report?door=${door}`),
            body.toString(),
            formType,
          );
          if (step === 'where') expect(answer.body).toContain('Missouri River Runner');
          expect(answer.rawPayload.length, `${code} ${step}`).toBeLessThanOrEqual(stepLimitBytes);
        }
    },
  );
});
