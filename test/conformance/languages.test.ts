/**
 * The locale gate: every language says everything that English says, in the same shape, and nobody is named as a reviewer who has
 * not signed. A page or a word that is added to English is missing everywhere else until it is translated, and this says where.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isReviewedLanguage, publicLanguages } from '../../src/signals/core/index.ts';
import { htmlOf, questionsOf, readWritten } from '../../web/site/written/content.ts';
import { writtenPages } from '../../web/site/written/pages.ts';

type Words = { readonly [key: string]: string | Words };
const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`locales/${language}/public.json`, 'utf8')) as Words;
const pageOf = (language: string, file: string) => readFileSync(`content/${language}/${file}`, 'utf8');
const files = readdirSync('content/en').filter((file) => file.endsWith('.md'));
const codes = Object.keys(publicLanguages) as (keyof typeof publicLanguages)[];
const others = codes.filter((code) => code !== 'en');

const plural = /_(zero|one|two|few|many|other)$/;
/** Every word by its key; the forms of a plural are one word. */
function flat(words: Words, before = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(`${before}${key.replace(plural, '_plural')}`, value);
    else for (const [deeper, text] of flat(value, `${before}${key}.`)) found.set(deeper, text);
  }
  return found;
}
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
function faultsOf(english: Words, translated: Words): string[] {
  const [here, there] = [flat(english), flat(translated)];
  return [
    ...[...here.keys()].filter((key) => !there.has(key)).map((key) => `missing: ${key}`),
    ...[...there.keys()].filter((key) => !here.has(key)).map((key) => `extra: ${key}`),
    ...[...here].flatMap(([key, text]) => {
      const said = there.get(key);
      if (said === undefined) return [];
      if (said.trim() === '') return [`empty: ${key}`];
      if (said === text && !alike(text)) return [`not translated: ${key}`];
      return String(holes(said)) === String(holes(text)) ? [] : [`other placeholders: ${key}`];
    }),
  ];
}

describe('the gate', () => {
  const english = wordsOf('en');
  const copy = () => structuredClone(english) as Record<string, Record<string, string>>;
  test.each([
    ['missing: home.title', (words: ReturnType<typeof copy>) => delete words['home']!['title']],
    ['extra: home.more', (words: ReturnType<typeof copy>) => (words['home']!['more'] = 'x')],
    ['not translated: home.lead', () => undefined],
    ['empty: home.call', (words: ReturnType<typeof copy>) => (words['home']!['call'] = ' ')],
    ['other placeholders: form.empty', (words: ReturnType<typeof copy>) => (words['form']!['empty'] = 'x')],
  ])('finds what was planted: %s', (fault, plant) => {
    const planted = copy();
    plant(planted);
    expect(faultsOf(english, planted)).toContain(fault);
  });
});

describe.each(others)('%s', (code) => {
  test('says every word, and no other', () => {
    expect(faultsOf(wordsOf('en'), wordsOf(code))).toEqual([]);
  });
  test('has the forms of plurals that it needs', () => {
    const needed = new Intl.PluralRules(publicLanguages[code].tag).resolvedOptions().pluralCategories;
    const found = JSON.stringify(wordsOf(code)).match(/"moreLines_\w+"/g) ?? [];
    expect(found.map((key) => key.slice('"moreLines_'.length, -1)).sort()).toEqual([...needed].sort());
  });
  test.each(files)('has %s, made like the English one', (file) => {
    const [english, translated] = [pageOf('en', file), pageOf(code, file)];
    expect(shapeOf(translated)).toEqual(shapeOf(english));
    const [{ body: _, ...head }, { body: __, ...said }] = [readWritten(english), readWritten(translated)];
    for (const [name, text] of Object.entries(said)) {
      expect(text, name).not.toBe('');
      expect(text, name).not.toBe(head[name as keyof typeof head]);
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
