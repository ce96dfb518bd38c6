/**
 * The locale gate: every language says everything that English says, in the same shape, and nobody is named as a reviewer who has
 * not signed. A page or a word that is added to English is missing everywhere else until it is translated, and this says where.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isReviewedLanguage, publicLanguages } from '../../src/signals/core/index.ts';
import { htmlOf, questionsOf, readWritten } from '../../web/site/written/content.ts';
import { writtenPages } from '../../web/site/written/pages.ts';
import { partsOf, staysEnglish, untranslatedIn } from '../support/untranslated.ts';

type Words = { readonly [key: string]: string | Words };
const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`locales/${language}/public.json`, 'utf8')) as Words;
const pageOf = (language: string, file: string) => readFileSync(`content/${language}/${file}`, 'utf8');
const files = readdirSync('content/en').filter((file) => file.endsWith('.md'));
const codes = Object.keys(publicLanguages) as (keyof typeof publicLanguages)[];
const others = codes.filter((code) => code !== 'en');

const plural = /_(zero|one|two|few|many|other)$/;
/** Every word by its key. */
function flat(words: Words, before = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(`${before}${key}`, value);
    else for (const [deeper, text] of flat(value, `${before}${key}.`)) found.set(deeper, text);
  }
  return found;
}
/** What is counted in English, and which forms a language has of each number. Source: CLDR, by `Intl.PluralRules`. */
const countedIn = (english: Map<string, string>) =>
  new Set([...english.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, '')));
const formsOf = (code: keyof typeof publicLanguages) =>
  new Intl.PluralRules(publicLanguages[code].tag).resolvedOptions().pluralCategories;
const holes = (text: string) => [...text.matchAll(/\{\{?\w+\}\}?/g)].map(([hole]) => hole).sort();
/** What a page is made of: headings by level, the items of its lists, the addresses it leads to, its boxes. */
const shapeOf = (text: string) => ({
  headings: (text.match(/^#{2,4} /gm) ?? []).map((mark) => mark.length),
  items: (text.match(/^\s*([-*]|\d+\.) /gm) ?? []).length,
  right: [...text.matchAll(/^- \[([ x])\]/gm)].map(([, mark]) => mark).join(''),
  links: [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to).sort(),
  holes: holes(text),
  numbers: [...text.matchAll(/\b(911|711|988|233733|1-888-373-7888)\b/g)].map(([number]) => number).sort(),
});
/** May be the same in two languages: names, codes, and words that are spelled alike. */
const alike = (text: string) => text.replaceAll(/\{\{?\w+\}\}?|[\W\d_]|Alight|No\b/g, '').length < 4;

/** What is wrong with a language beside English. */
function faultsOf(english: Words, translated: Words, code: keyof typeof publicLanguages): string[] {
  const [here, there] = [flat(english), flat(translated)];
  const counted = countedIn(here);
  // A number is said in every form that the language has, and in no other; each form beside the English one for many.
  const expected = new Map(
    [...here].flatMap(([key, text]): [string, string][] => {
      const base = key.replace(plural, '');
      if (!counted.has(base)) return [[key, text]];
      return formsOf(code).map((form) => [`${base}_${form}`, here.get(`${base}_other`) ?? text]);
    }),
  );
  return [
    ...[...here]
      .filter(([key, text]) => /\{\{count\}\}/.test(text) && !plural.test(key))
      .map(([key]) => `not counted: ${key}`),
    ...[...expected.keys()].filter((key) => !there.has(key)).map((key) => `missing: ${key}`),
    ...[...there.keys()].filter((key) => !expected.has(key)).map((key) => `extra: ${key}`),
    ...[...expected].flatMap(([key, text]) => {
      const said = there.get(key);
      if (said === undefined) return [];
      if (said.trim() === '') return [`empty: ${key}`];
      if ((said === text && !alike(text)) || (code !== 'en' && untranslatedIn(text, said).length))
        return [`not translated: ${key}`];
      return String(holes(said)) === String(holes(text)) ? [] : [`other placeholders: ${key}`];
    }),
  ];
}

describe('the gate', () => {
  const [english, spanish] = [wordsOf('en'), wordsOf('es')];
  const copy = () => structuredClone(spanish) as Record<string, Record<string, string>>;
  test.each([
    ['missing: home.title', (words: ReturnType<typeof copy>) => delete words['home']!['title']],
    ['missing: chat.before_many', (words: ReturnType<typeof copy>) => delete words['chat']!['before_many']],
    ['extra: chat.before_few', (words: ReturnType<typeof copy>) => (words['chat']!['before_few'] = 'x')],
    ['extra: home.more', (words: ReturnType<typeof copy>) => (words['home']!['more'] = 'x')],
    [
      'not translated: home.lead',
      (words: ReturnType<typeof copy>) =>
        (words['home']!['lead'] = String((english['home'] as Words)['lead'])),
    ],
    [
      'not translated: home.lead',
      (words: ReturnType<typeof copy>) => (words['home']!['lead'] += ' You do not have to give your name.'),
    ],
    [
      'not translated: chat.before_many',
      (words: ReturnType<typeof copy>) =>
        (words['chat']!['before_many'] = '{{count}} people are before you.'),
    ],
    ['empty: home.call', (words: ReturnType<typeof copy>) => (words['home']!['call'] = ' ')],
    ['other placeholders: form.empty', (words: ReturnType<typeof copy>) => (words['form']!['empty'] = 'x')],
    [
      'other placeholders: chat.before_one',
      (words: ReturnType<typeof copy>) => (words['chat']!['before_one'] = 'x'),
    ],
  ])('finds what was planted: %s', (fault, plant) => {
    const planted = copy();
    plant(planted);
    expect(faultsOf(english, planted, 'es')).toEqual([fault]);
  });

  // Each paragraph, item and cell of each page, set beside the translated ones.
  test.each(others)('finds any one paragraph that was left in English in %s', (code) => {
    for (const file of files) {
      const [original, translated] = [
        readWritten(pageOf('en', file)).body,
        readWritten(pageOf(code, file)).body,
      ];
      for (const part of partsOf(original)) {
        const planted = `${translated}\n\n${part}\n`;
        expect(untranslatedIn(original, planted), `${file}: ${part}`).not.toEqual([]);
      }
    }
  });
  test.each(others)('finds one English sentence within a paragraph in %s', (code) => {
    const body = readWritten(pageOf(code, 'help.md')).body;
    const first = partsOf(body).find((part) => part.length > 40)!;
    for (const sentence of [
      'You can talk to us without saying who you are.',
      'Nobody may call the police for you if it is not safe.',
    ]) {
      const planted = body.replace(first, `${first} ${sentence}`);
      expect(untranslatedIn(readWritten(pageOf('en', 'help.md')).body, planted)).toHaveLength(1);
    }
  });
  test('allows nothing that no translation holds, and says why', () => {
    const everything = others
      .flatMap((code) => [JSON.stringify(wordsOf(code)), ...files.map((file) => pageOf(code, file))])
      .join('\n');
    for (const [words, why] of staysEnglish) {
      expect(everything, words).toContain(words);
      expect(why.length).toBeGreaterThan(15);
    }
  });
});

test.each(codes)('%s counts whatever it counts in every form that it has', (code) => {
  expect(
    faultsOf(wordsOf('en'), wordsOf(code), code).filter((fault) =>
      /^(missing|extra|not counted)/.test(fault),
    ),
  ).toEqual([]);
  expect(countedIn(flat(wordsOf('en'))).size).toBeGreaterThan(3);
});

describe.each(others)('%s', (code) => {
  test('says every word, and no other', () => {
    expect(faultsOf(wordsOf('en'), wordsOf(code), code)).toEqual([]);
  });
  test.each(files)('has %s, made like the English one, with no paragraph left in English', (file) => {
    const [english, translated] = [pageOf('en', file), pageOf(code, file)];
    expect(shapeOf(translated)).toEqual(shapeOf(english));
    expect(untranslatedIn(readWritten(english).body, readWritten(translated).body)).toEqual([]);
    const [{ body: _, ...head }, { body: __, ...said }] = [readWritten(english), readWritten(translated)];
    for (const [name, text] of Object.entries(said)) {
      expect(text, name).not.toBe('');
      expect(text, name).not.toBe(head[name as keyof typeof head]);
      expect(untranslatedIn('', text), name).toEqual([]);
    }
  });
});

test.each(codes)('%s is named as reviewed only where a person has signed', (code) => {
  const review = JSON.parse(readFileSync(`locales/${code}/review.json`, 'utf8')) as Record<string, unknown>;
  if (code === 'en') return expect(review['status']).toBe('original');
  const signed = typeof review['reviewedBy'] === 'string' && review['reviewedBy'] !== '';
  expect(isReviewedLanguage(publicLanguages[code].tag)).toBe(signed);
  expect(review['status']).toBe(signed ? 'reviewed' : 'machine-assisted');
});

test('every file of content is shown by a page, and every page has its file', () => {
  const shown = [...writtenPages.map(({ file }) => `${file}.md`), 'course-transit-check.md'];
  for (const code of codes) expect(readdirSync(`content/${code}`).sort(), code).toEqual(shown.sort());
});

test.each(codes)('the pages in %s lead to pages that are there, and hold no markup', (code) => {
  const known = [
    ...writtenPages.map(({ path }) => `/${path}`),
    ...[
      '/',
      '/report',
      '/receipt',
      '/directory',
      '/learn/transit/check',
      '/openapi.json',
      '/guides/partner-api.txt',
      '/sandbox',
      '/chat',
    ],
  ];
  for (const file of files) {
    const text = pageOf(code, file);
    for (const to of shapeOf(text).links) {
      if (to!.startsWith('https://')) continue;
      expect(known, `${code}/${file}`).toContain(to!.split('?', 1)[0]);
    }
    expect(text.replaceAll(/`[^`]*`|```[\s\S]*?```/g, ''), `${code}/${file}`).not.toMatch(/<[a-z!/]/i);
  }
});

test('each question of the self-check has one right answer, and a reason at every one', () => {
  for (const code of codes) {
    const { lead, questions } = questionsOf(readWritten(pageOf(code, 'course-transit-check.md')).body);
    expect(lead).not.toBe('');
    expect(questions).toHaveLength(6);
    for (const { answers } of questions) {
      expect(answers.filter(({ right }) => right)).toHaveLength(1);
      for (const { text, why } of answers) expect(text && why).not.toBe('');
    }
  }
});

// A time of day that is taken for another is a text at the wrong hour: each hour says for itself in which half of the day it is.
test.each([
  ['en', /\d+ (am|pm|noon)/g],
  ['es', /\d+ (de la mañana|del mediodía|de la tarde|de la noche)/g],
  ['zh', /(早上|中午|傍晚|晚上)\d+点/g],
  ['vi', /\d+ giờ (sáng|trưa|chiều|tối)/g],
  ['ar', /\d+ (صباحًا|ظهرًا|مساءً|ليلًا)/g],
])('the safe times in %s cannot be taken for others', (language, hour) => {
  const times = [...flat(wordsOf(language))].filter(([key]) => key.startsWith('report.contact.times.'));
  expect(times).toHaveLength(4);
  const hours = times.map(([, label]) => label.match(hour) ?? []);
  for (const [n, of] of hours.entries()) {
    expect(of, times[n]![1]).toHaveLength(2);
    expect(of[1], 'one begins where the one before ends').toBe(hours[(n + 1) % hours.length]![0]);
  }
});

test('what an operator calls itself is text, whatever is in it', () => {
  const facts = {
    operator: '<b onclick=x>A & B</b>',
    hours: '"9"',
    phone: '<816>',
    origin: 'https://a.example',
  };
  const html = htmlOf(
    'By {operator}, {hours}, {phone}. <script>alert(1)</script> [x](javascript:1)',
    'es',
    facts,
  );
  expect(html).not.toMatch(/<(b|script)\b/);
  expect(html).not.toContain('javascript:');
  expect(html).toContain('&#60;b onclick=x&#62;A &#38; B');
});
