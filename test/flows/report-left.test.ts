/** A report that is left before its last page: sent from any page, shown to staff as unfinished, and gone on with by its code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDigit } from '../../src/signals/core/index.ts';
import { steps } from '../../web/site/report/steps.ts';
import { type House, openHouse } from '../support/house.ts';
import { languages } from '../support/public-pages.ts';
import { opened, report } from '../support/reports.ts';

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const narrative = 'Someone else holds her ticket.';
type Fields = Readonly<Record<string, string>>;

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, true);
});
afterAll(() => house.close());

const post = (path: string, fields: Fields) =>
  house.call('POST', path, new URLSearchParams(fields).toString(), formType);
/** What a page of ours would send of itself, once a field is filled and a button pressed. */
const hiddenIn = (html: string): Fields =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );
const words = async (signalId: string) =>
  (await opened(house, signalId)).messages.map(({ text }: { text: string }) => text);

describe('a report that is left', () => {
  test.each(steps.filter((step) => step !== 'review'))(
    'on the page "%s" is kept when they send what there is, and staff see that more may come',
    async (step) => {
      const key = `a-key-of-leaving-${step}`;
      const answer = await post('/report?door=help', { door: 'help', narrative, step, go: 'send', key });
      const code = /<span class="code" dir="ltr">([\d ]+)<\/span>/.exec(answer.body)?.[1];
      expect(code).toMatch(/^\d{4} /);
      const dialogue = (await house.call('POST', '/v1/dialogue/open', { code })).json();
      expect(dialogue.status).toBe('received');
      const page = (await post('/receipt', { code: code! })).body;
      expect(page).toContain('Go on with the form');
      expect(page).not.toContain(narrative);
    },
  );

  test.each(languages)(
    'is gone on with page by page, in %s, and staff read it as one message',
    async (language) => {
      const at = (path: string) => (language === 'en' ? path : `/${language}${path}`);
      const { signalId, receipt } = await report(house, { unfinished: true });
      const page = await post(at('/receipt'), { code: receipt });
      const [, address] = /action="([^"]*\/report[^"]*)"/.exec(page.body)!;
      let shown = (await post(address!.replaceAll('&amp;', '&'), { code: receipt, go: 'add' })).body;
      const seen: string[] = [];
      for (const filled of [
        { observations: 'papers-held' },
        { line: '311', alightingStop: 'Kansas City', asWritten: 'yes' },
        { people: 'A man in a green hat' },
        { vehicleWords: 'A white van' },
        { doNotTell: 'His cousin is a deputy' },
      ] as Fields[]) {
        const hidden = hiddenIn(shown);
        seen.push(hidden['step']!);
        // Nothing of what was sent before, nor which door it came by.
        expect(shown).not.toContain('He keeps her papers. (');
        expect(shown).not.toContain('name="door"');
        expect(shown).not.toContain('name="releases"');
        expect(shown).not.toContain('name="safePhone"');
        shown = (await post(at('/report?door=tip'), { ...hidden, ...filled, go: 'next' })).body;
      }
      expect(seen).toEqual(['signs', 'where', 'who', 'vehicle', 'tell']);
      const review = hiddenIn(shown);
      expect(review['step']).toBe('review');
      for (const value of ['311', 'A man in a green hat', 'A white van', 'His cousin is a deputy'])
        expect(shown).toContain(value);
      // Pressed twice, it is there once.
      for (let time = 0; time < 2; time++) {
        const added = await post(at('/report?door=tip'), { ...review, go: 'send' });
        expect(added.statusCode).toBe(200);
        expect(added.body).not.toContain('A white van');
        expect(added.body).toContain('name="code"');
        // Nothing is left that could be sent to another language.
        expect(added.body).not.toContain('class="languages"');
      }
      const [message, ...more] = await words(signalId);
      expect(more).toEqual([]);
      for (const value of [
        '311',
        'Kansas City',
        'A man in a green hat',
        'A white van',
        'His cousin is a deputy',
      ])
        expect(message).toContain(value);
      expect(message, 'staff read it in English, whatever the page spoke').toMatch(
        /Somebody else holds|papers/i,
      );
      expect(message).not.toContain('papers-held');
    },
  );

  test('takes neither consent nor another number by its code, whatever a form says', async () => {
    const { signalId, receipt } = await report(house, { door: 'help', unfinished: true });
    const before = await opened(house, signalId);
    await post('/report?door=help', {
      code: receipt,
      step: 'review',
      go: 'send',
      door: 'help',
      key: 'a-key-of-a-made-up-form',
      vehicleWords: 'A white van',
      danger: 'none',
      releases: 'role:local-law-enforcement',
      safePhone: '816-555-0142',
      narrative: 'It was nothing.',
    });
    const after = await opened(house, signalId);
    expect(await words(signalId)).toHaveLength(1);
    expect((await words(signalId))[0]).not.toMatch(/nothing|0142|police/i);
    for (const field of ['danger', 'releases', 'safeContact', 'door'])
      expect(after[field], field).toEqual(before[field]);
  });

  test('takes a long answer whole, in as many messages as it needs', async () => {
    const { signalId, receipt } = await report(house, { unfinished: true });
    const long = {
      people: `Who: ${'a'.repeat(1_900)}.`,
      vehicleWords: `Van ${'b'.repeat(480)}`,
      appearance: `Coat ${'c'.repeat(1_900)}`,
      doNotTell: `No ${'d'.repeat(1_900)}`,
    };
    await post('/report?door=tip', {
      code: receipt,
      step: 'review',
      go: 'send',
      key: 'a-key-of-long-words',
      ...long,
    });
    const said = await words(signalId);
    expect(said.length).toBeGreaterThan(1);
    for (const value of Object.values(long)) expect(said.join('\n')).toContain(value);
  });

  test('with nothing in it, a code that opens nothing, or a page that is not asked for loses no word', async () => {
    const { receipt } = await report(house, { unfinished: true });
    const nothing = { code: receipt, step: 'review', go: 'send', ageGroup: 'unknown' };
    const empty = await post('/report?door=tip', nothing);
    expect(empty.body).toContain('There is nothing to send yet');
    const nobodys = `${'1234'.repeat(5)}${checkDigit('1234'.repeat(5))}`;
    const closed = await post('/report?door=tip', {
      code: nobodys,
      step: 'review',
      go: 'send',
      vehicleWords: 'A white van',
    });
    expect(closed.body).toContain('That code does not open anything');
    expect(closed.body).toContain('A white van');
    const elsewhere = await post('/report?door=tip', {
      code: receipt,
      step: 'contact',
      go: 'to:what',
      vehicleWords: 'A white van',
    });
    expect(hiddenIn(elsewhere.body)['step']).toBe('review');
    expect(elsewhere.body).toContain('A white van');
  });
});
