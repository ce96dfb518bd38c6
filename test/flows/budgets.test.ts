/**
 * What a first visit costs somebody with an old telephone and little credit: bytes as they go over the wire, counted by what the
 * page itself asks for. The server compresses no page: a page holds what somebody wrote, or their code, and the length of a
 * compressed answer would tell of it (BREACH). So the budgets are held by what is sent, not by what a packer could make of it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { inLanguage, languages, publicPages } from '../support/public-pages.ts';

const visitLimitBytes = 60_000;
const scriptLimitBytes = 10_000;
const stepLimitBytes = 15_000;

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
    const answer = await house.call('GET', address);
    expect(answer.statusCode, address).toBe(200);
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
      expect(weight.styles, 'the look').toBeGreaterThan(5_000);
      expectLight(weight, path);
    });
  });

  test.each([
    ['<script src="/planted.js">', { scripts: 8_000 }, 'script'],
    ['<link rel="modulepreload" href="/planted.js">', { scripts: 8_000 }, 'script'],
    ['<link rel="stylesheet" href="/planted.css">', { styles: 40_000 }, 'a first visit'],
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
      const formType = { 'content-type': 'application/x-www-form-urlencoded' };
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
