/**
 * The rules of safety.md that public pages, the chat, texts and the partners' interface carry, sentence by sentence, and the tests that prove each: by
 * file, and by the name of the test. The table fails when a test that it names is gone or has another name. Rules that words alone can break are
 * held here, in the words of every language.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Proof = readonly [file: string, test: string];
const browser = (file: string, name: string): Proof => [`test/browser/${file}.test.ts`, name];
const flow = (file: string, name: string): Proof => [`test/flows/${file}.test.ts`, name];
const room = (file: string, name: string): Proof => [`src/${file}.test.ts`, name];
const harm = (name: string) => flow('first-do-no-harm', name);
const here = (name: string): Proof => ['test/conformance/safety.test.ts', name];
const locale = (name: string): Proof => ['test/conformance/languages.test.ts', name];

type Rules = readonly (readonly [rule: string, ...proofs: Proof[]])[];

const danger: Rules = [
  [
    '911 comes before us: the first screen, and every page where somebody may be in danger',
    harm('on every page where somebody may be in danger, with TTY, relay and the crew, in every language'),
  ],
  ['the first page of a chat', harm('in %s')],
  [
    'the first answer to a text',
    flow('sms', 'is a report at the help door, answered at once by the danger words'),
  ],
  [
    'the notice of the API, to partners as well',
    flow('intake', 'is stored with its leaf and its due row, and answered with 911 first'),
    flow('partner', 'is received, durable, and answered with 911'),
  ],
  [
    'it never blocks sending',
    browser('report', 'goes straight in, since'),
    browser('report', 'of danger now keeps 911 in sight and offers to send at once'),
  ],
  ['TTY 711 and relay are named', harm('with TTY, relay and the crew')],
  [
    'every question may be skipped, of the form and of the chat',
    flow('report-form', 'skipping a page forgets what that page asked'),
    harm('every question may be skipped'),
    flow('chat', 'needs no words and no answers'),
  ],
  [
    'unread for 15 minutes: a supervisor, for a report and for a text',
    flow('intake', 'unread for a quarter of an hour alerts the supervisor'),
    flow('sms', 'unread for 15 minutes raises a supervisor'),
  ],
  [
    'nothing sinks silently: of a flood either',
    flow('floods', 'comes back'),
    flow('text-flood', 'is stored whole and answered, and set aside but for its first few'),
  ],
];
const response: Rules = [
  [
    'no field asks race, nationality, religion or immigration status',
    here('asks nobody for what they are'),
    harm('has a field for race, nationality, religion or immigration status'),
  ],
  [
    'pages never carry the signaler’s job or employer: a partner’s report has no field for who saw it',
    flow('partner', 'with %s is refused in words, and the value is repeated nowhere'),
  ],
  [
    'how somebody looks sits apart and never affects rank',
    flow('acts', 'counts behaviours only: looks and language are refused'),
  ],
  [
    'who answers for a place: names of agencies, and nothing else',
    flow('intake', 'anybody learns names of agencies and nothing else'),
  ],
];
const word: Rules = [
  [
    'a help-door signal is disclosed to nobody without consent or a cited exception',
    room('disclosures/core/gates', '$expected, because $reason'),
  ],
  [
    'only the person consents, never who writes about them',
    browser('report', 'keeps %i consents of those ticked, since'),
    flow('consent', 'is not recorded'),
  ],
  [
    'one choice a recipient, all unticked, in the words of the rule',
    browser('report', 'keeps %i consents of those ticked, since'),
    here('asks for consent in the words of the rule'),
    harm('ticks nothing by itself where it asks whom we may tell'),
  ],
  ['never "confidential" alone', here('never promises more than is kept')],
  [
    'withdrawing stops new sharing at once',
    flow(
      'consent',
      'given after intake opens the help door for its recipient alone; taken back, it stops what it allowed',
    ),
  ],
  [
    'doors move tip to help, never back by staff',
    flow('consent', 'moves to the help door for a reason, once and one way'),
  ],
  [
    'a report about oneself is help, whatever door was named',
    room('signals/core/signals', 'comes in by the door'),
  ],
  [
    'at every door: is there anyone, including police, we should not tell?',
    here('asks at every door whom not to tell'),
    flow('partner-answered', 'in danger now keep whom not to tell in whatever shape it came'),
  ],
  [
    'under 18: said before any name or place',
    browser('report', 'says what happens under 18 before anything can be written'),
    here('says what happens under 18 before the first question of a chat'),
  ],
];
const code: Rules = [
  [
    'fixed texts only',
    room('signals/core/signals', 'says only fixed texts, none of which names a place, a time or a role'),
  ],
  [
    '"acted on" only when released, 24 hours after the response closed',
    room('signals/core/signals', '"acted on" may be released'),
  ],
  [
    'to a partner it says "received", always',
    flow('partner-answered', 'the code says "received" and never more'),
  ],
  [
    'it never shows the original report, nor texts, nor a chat that has ended',
    flow('sms', 'the code shows nothing of the texts'),
    flow('chat', 'leaves nothing behind the code once it has ended'),
  ],
  [
    'delete revokes the code; the staff copy stays',
    browser('report', 'after the code is deleted, danger comes first'),
    harm('that was deleted leaves the staff copy as it was'),
  ],
  [
    'messages by code never lower danger nor give consent',
    flow('messages', 'never lowers danger and never gives consent'),
  ],
  [
    'a code that may be in other hands: replies turn neutral',
    harm('that may be in other hands says one neutral line'),
    flow('chat', 'whose code may be in other hands says neutral words'),
  ],
  [
    'wrong, closed and unknown codes look the same',
    flow('intake', 'a wrong, a deleted and an unknown code look the same'),
    browser('report', 'says the same of every one'),
  ],
  ['and take the same', harm('that is wrong, mistyped, deleted or unknown takes the same')],
  ['a code mistyped is known by its check digit', flow('channels', 'has a check digit')],
  ['public pages say "your code"', here('says "your code", and no other word')],
  ['help door: no print and no download', browser('report', 'prints nothing at the help door')],
  [
    'beside the code: do not keep this if someone checks your things',
    browser('walk', 'is walked through in %s, with scripts: %s, to the code'),
    here('says beside the code not to keep it'),
  ],
  [
    'other doors: the record prints without the code, the code apart',
    browser('report', 'prints the record without the code'),
  ],
];
const watched: Rules = [
  [
    'no call back unless safe contact was given',
    flow('safe-times', 'lets nobody call where they did not say so'),
  ],
  [
    'no text back unless safe contact was given',
    flow('sms', 'after that nothing goes where nobody said it is safe'),
    here('never takes a number without saying what is sent to it'),
  ],
  [
    'content only within 10 minutes of their own message; otherwise "You have a message"',
    room(
      'signals/core/texting',
      'words only within ten minutes of their own text, a note only where it is safe, else nothing',
    ),
    flow('sms', 'is a note that a message waits where they said it is safe'),
  ],
  [
    'held up on its way it is the note, or nothing',
    flow('sms', 'that is held up on its way beyond the ten minutes'),
  ],
  [
    'only at times that they called safe',
    room('signals/core/safe-times', 'is always one that they ticked'),
    flow('safe-times', 'waits for the time that was ticked'),
  ],
  [
    'replies never name trafficking nor quote',
    flow('sms', 'is refused in words while it would be texted'),
    room('signals/core/texting', 'gives away'),
  ],
  [
    'the first reply asks "Is it safe to text?" and names nothing',
    flow('sms', 'whether it is safe, in one text'),
    room('signals/core/texting', 'the first answer and the answer to HELP are short and name nothing'),
  ],
  ['HELP is neutral', flow('sms', 'HELP is answered neutrally')],
  ['STOP ends texts at once', flow('sms', 'STOP ends texts at once')],
  [
    'a responder’s STOP raises an alarm and a voice task',
    flow('pages', 'a responder who texts STOP is called, and the supervisor hears of it'),
  ],
  ['a text says no word of content to a telephone', flow('canary', 'are in no text to a telephone')],
  [
    'a chat asks "Are you alone? What should we do if you go quiet?"',
    harm('asks first whether they are alone and what to do if they go quiet'),
  ],
  ['silence alone never triggers police', harm('that falls silent brings nobody by itself')],
  [
    'typing shows that someone types; unsent text is never sent',
    flow('chat', 'says that somebody types, and never what'),
  ],
  [
    'quick exit: hidden at once, then replaced, without referrer',
    browser('leave', 'hides the page, takes its place and tells nobody where from'),
  ],
  ['quick exit: by a key as well', browser('leave', 'by the Shift key pressed three times')],
  [
    'quick exit: a plain link without a script, and what Back may show is said',
    browser('leave', 'without a script is a plain link, and the page says what Back may show'),
  ],
  ['quick exit: an empty page offline', browser('leave', 'with nothing to fetch leaves an empty page')],
  ['quick exit: by the keyboard', browser('walk', 'is left by the second thing the keyboard reaches')],
  ['streams close first', browser('chat', 'that is left closes its line to us before the page is gone')],
  [
    'tabs are neutral; no cookie, storage or worker',
    browser('leave', 'every tab says nothing that gives a person away, and no page is kept'),
    browser('chat', 'its address, cookies and store hold nothing'),
  ],
  ['no page hydrates, and nobody else is asked', browser('languages', 'in %s')],
  ['what a browser kept is forgotten', browser('leave', 'makes the browser forget the files of this site')],
];
const notYet: Rules = [
  [
    'no public photo upload, by any way in',
    here('takes no file'),
    harm('takes a picture or a file from the public'),
  ],
  ['a picture by text is not kept', flow('sms-handed-over', '%s is a report')],
  ['nobody invents a reviewer', locale('is named as reviewed only where a person has signed')],
  [
    'unreviewed: danger, under 18, consent and the code in English too, with an interpreter’s line',
    flow('report-form', 'is stored with its language, and informed is'),
    browser('languages', 'in %s'),
  ],
  [
    'unreviewed: consent is not yet informed',
    flow('consent', 'in a language that nobody has reviewed is not informed'),
    browser('report', 'a yes that was read in a language nobody has reviewed is no basis'),
  ],
  [
    'the public learns no rota, unit, probability or gap',
    flow('intake', 'anybody learns names of agencies and nothing else'),
  ],
  [
    'every page names who runs this and its hours, and what it is not',
    here('names who runs this, its hours, and what it is not'),
    browser('look', 'a page of last resort names who runs this as well'),
  ],
  [
    'real helpers only in the directory, each with source and day',
    harm('says of each helper where and when it was verified'),
  ],
  [
    'unverified for 12 months: not offered',
    harm('offers nobody whose facts are older than a year'),
    room('directory/core/freshness', 'facts may be a year old'),
  ],
  ['demonstration numbers are text', harm('dials nobody in a demonstration')],
  ['a shelter has no address', harm('shows no address')],
];
const partners: Rules = [
  [
    'forged: refused, and what to do meanwhile is said',
    flow('partner-signed', 'with %s is refused, and says what to do meanwhile'),
  ],
  ['more than agreed is never refused', flow('partner', 'beyond what is agreed is taken all the same')],
  [
    'in danger a mistake costs no report',
    flow('partner', 'with danger now is taken without what cannot be used in it'),
  ],
  [
    'a rehearsal is nowhere',
    flow('partner', 'by a sandbox key is checked and answered as the real thing, and is nowhere'),
  ],
  [
    'every channel: nothing, too much, bytes, another charset, twice, out of order, forged',
    flow('channels-hostile', 'what is %s is answered in words'),
  ],
];
const rules: Rules = [...danger, ...response, ...word, ...code, ...watched, ...notYet, ...partners];

/** What stands as the name of a test or of a group of them. */
const title = /(?:\b(?:test|describe)\(|\)\()\s*(['"`])((?:\\.|(?!\1).)+)\1,/g;
const titlesOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(title)].map(([, , name]) => name!.replaceAll('\\', ''));
const proven = ([file, name]: Proof) => titlesOf(file).some((known) => known.includes(name));

test.each(rules.map(([rule, ...proofs]) => ({ rule, proofs })))('"$rule" is proven', ({ proofs }) => {
  expect(proofs.length).toBeGreaterThan(0);
  for (const proof of proofs) expect(proven(proof), proof.join(': ')).toBe(true);
});
test('a test that is gone, or a word that stands elsewhere in its file, proves nothing', () => {
  expect(proven(flow('sms', 'no such test'))).toBe(false);
  // It is in the file, and is no test's name.
  expect(proven(flow('sms', 'hello?'))).toBe(false);
  expect(new Set(rules.map(([rule]) => rule)).size).toBe(rules.length);
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
  test('asks for consent in the words of the rule', () => {
    const kept = Object.fromEntries(english);
    expect(kept['report.tell.ask']).toBe(
      'May we tell {{helper}} {{items}} {{purpose}}? Until {{day}}. You can say no and still get help. You can stop this later; we cannot take back what was already told.',
    );
  });
  test('says what happens under 18 before the first question of a chat', () => {
    const page = readFileSync('web/site/chat/beginning.tsx', 'utf8');
    expect(page.indexOf('<UnderEighteen />')).toBeGreaterThan(0);
    expect(page.indexOf('<UnderEighteen />')).toBeLessThan(page.indexOf('<form'));
  });
  test('says beside the code not to keep it', () => {
    expect(english.map(([, text]) => text).join()).toContain(
      'Do not keep this if someone checks your things. You can contact us without it.',
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
