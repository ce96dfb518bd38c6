/**
 * The rules of safety.md that the public pages carry, and which test proves each. The table fails when a test it names is gone.
 * Rules that words alone can break are held here, in the words of every language.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const browser = (file: string) => `test/browser/${file}.test.ts`;
const flow = (file: string) => `test/flows/${file}.test.ts`;
const here = 'test/conformance/safety.test.ts';

/** The rule in short, the file that proves it, and words of that test's name or of what it holds to. */
const rules: readonly (readonly [rule: string, file: string, words: string])[] = [
  [
    '911 comes before us, on the first screen and wherever somebody may be in danger',
    browser('languages'),
    "'danger first'",
  ],
  ['911 never blocks sending', browser('report'), 'danger now is never held up'],
  ['every question may be skipped', flow('report-form'), 'a page may be skipped'],
  ['no field asks race, nationality, religion or immigration status', here, 'asks nobody for what they are'],
  ['only the person consents, never who writes about them', browser('report'), 'nobody consents for another'],
  [
    'one choice a recipient, all unticked, in the words of the rule',
    browser('report'),
    'May we tell a victim advocate near you',
  ],
  ['never "confidential" alone', here, 'never promises more than is kept'],
  ['at both doors: is there anyone we should not tell?', here, 'asks at every door whom not to tell'],
  [
    'under 18: said before any name or place',
    browser('report'),
    'says what happens under 18 before anything can be written',
  ],
  ['the code gives fixed texts, and never the report', browser('report'), 'the code never shows the report'],
  ['wrong, deleted and unknown codes look the same', browser('report'), 'says the same of every one'],
  ['public pages say "your code"', here, 'says "your code", and no other word'],
  ['help door: no print, no download', browser('report'), 'prints nothing at the help door'],
  [
    'beside the code: do not keep this if someone checks your things',
    browser('walk'),
    'Do not keep this if someone checks your things.',
  ],
  [
    'other doors: the record prints without the code, the code apart',
    browser('report'),
    'prints the record without the code',
  ],
  [
    'no text back unless safe contact was given',
    here,
    'never takes a number without saying what is sent to it',
  ],
  [
    'quick exit: hidden at once, replaced, no referrer',
    browser('leave'),
    'hides the page, takes its place and tells nobody where from',
  ],
  ['quick exit: a key', browser('leave'), 'by the Shift key pressed three times'],
  [
    'quick exit: a plain link without a script, and what Back may show is said',
    browser('leave'),
    'without a script is a plain link',
  ],
  ['quick exit: an empty page offline', browser('leave'), 'with nothing to fetch leaves an empty page'],
  ['quick exit: by the keyboard', browser('walk'), 'is left by the second thing the keyboard reaches'],
  [
    'tabs are neutral; no cookie, storage or worker',
    browser('leave'),
    'every tab says nothing that gives a person away, and no page is kept',
  ],
  ['nothing hydrates, nobody else is asked', browser('languages'), "scripts: ['/leave.js']"],
  ['no public photo upload', here, 'takes no file'],
  [
    'nobody invents a reviewer',
    'test/conformance/languages.test.ts',
    'is named as reviewed only where a person has signed',
  ],
  [
    'unreviewed: danger, under 18, consent and the code in English too',
    flow('report-form'),
    'class="in-english"',
  ],
  ['unreviewed: consent is not yet informed', flow('report-form'), 'nobody has read its words yet'],
  [
    'every page names who runs this and its hours',
    here,
    'names who runs this, its hours, and what it is not',
  ],
  ['demonstration numbers are text', browser('languages'), 'dialled: 0'],
];

test.each(rules)('"%s" is proven in %s', (_, file, words) => {
  expect(readFileSync(file, 'utf8')).toContain(words);
});

type Words = { readonly [key: string]: string | Words };
const languages = readdirSync('locales');
const publicWords = (language: string) =>
  JSON.parse(readFileSync(`locales/${language}/public.json`, 'utf8')) as Record<string, Words>;
const flat = (words: Words, before = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${before}${key}`, value] as [string, string]]
      : flat(value, `${before}${key}.`),
  );
const english = flat(publicWords('en'));
const pages = readdirSync('content/en').map(
  (file) => [file, readFileSync(`content/en/${file}`, 'utf8')] as const,
);
const sources = readdirSync('web/site', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => [file, readFileSync(`web/site/${file}`, 'utf8')] as const);

/** What nobody is asked. Pages may say that it is not asked. */
const whatTheyAre =
  /\b(race|ethnic\w*|national(ity|ities)|citizen\w*|religio\w*|immigra\w*|visa|country of (birth|origin))\b/i;
const asked = (words: readonly [string, string][]) =>
  words.filter(
    ([key, text]) =>
      /^(report|observations|receipt|form)\./.test(key) &&
      (whatTheyAre.test(key.replaceAll(/([A-Z])/g, ' $1')) || whatTheyAre.test(text)),
  );

describe('the form', () => {
  test('asks nobody for what they are', () => {
    for (const language of languages) {
      const keys = flat(publicWords(language)).map(([key]): [string, string] => [key, '']);
      expect(asked(keys), language).toEqual([]);
    }
    expect(asked(english)).toEqual([]);
    for (const [file, text] of sources)
      for (const [, name = ''] of text.matchAll(/\bname="(\w+)"/g))
        expect(name, file).not.toMatch(whatTheyAre);
  });
  test.each([
    ['report.fields.nationality', 'Where from'],
    ['report.who.more', 'What is your immigration status?'],
    ['observations.they.x', 'They have another religion'],
  ])('is read by eyes that see a planted %s', (key, text) => {
    expect(asked([...english, [key, text]])).toEqual([[key, text]]);
  });
  test('asks at every door whom not to tell', () => {
    const steps = readFileSync('web/site/report/steps.ts', 'utf8');
    expect(steps).toContain("tell: ['doNotTell'");
    expect(Object.fromEntries(english)['report.tell.doNot']).toBe(
      'Is there anyone, including police, we should not tell?',
    );
  });
  test('takes no file', () => {
    for (const [file, text] of sources) expect(text, file).not.toMatch(/type="file"|multipart|capture=/);
  });
  test('never takes a number without saying what is sent to it', () => {
    expect(Object.fromEntries(english)['report.contact.phoneHint']).toContain(
      'If we write first, we only send “You have a message”. If you text us, our answer comes as a text',
    );
  });
});

describe('the English words', () => {
  const everything = [...english, ...pages];
  const broken = (words: readonly (readonly [string, string])[]) =>
    words
      .filter(([, text]) => /confidential|anonymous(ly)?\b|100\s?%|guarantee/i.test(text))
      .map(([key]) => key);

  test('never promises more than is kept', () => {
    expect(broken(everything)).toEqual([]);
    expect(broken([['planted', 'Your report is confidential.']])).toEqual(['planted']);
    const kept = Object.fromEntries(english);
    for (const key of ['report.tell.private', 'home.helpMore'])
      expect(kept[key]).toMatch(/except: immediate danger, a child, a court order/);
  });
  test('says "your code", and no other word', () => {
    for (const [key, text] of english)
      expect(text, key).not.toMatch(/\breceipts?\b|case number|ticket number/i);
  });
  test('names who runs this, its hours, and what it is not', () => {
    const kept = Object.fromEntries(english);
    expect(kept['frame.not']).toBe('Not the National Human Trafficking Hotline, police or 911.');
    const frame = readFileSync('web/root.tsx', 'utf8');
    for (const shown of ['{instance.operatorName}', '{instance.hours}', '{frame.not}'])
      expect(frame).toContain(shown);
  });
});
