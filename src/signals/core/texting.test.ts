import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerMinutes,
  firstReply,
  helpReply,
  joinTexts,
  saysYes,
  tellsTooMuch,
  textPlan,
} from './texting.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 1, 12, 17, 0, 0) + seconds * 1000);
const text = (words: string, seconds: number, from = 'signaler', byText = true) => ({
  from,
  text: words,
  at: at(seconds),
  byText,
});

describe('what may be texted', () => {
  test('words only within ten minutes of their own text, a note only where it is safe, else nothing', () => {
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 0, max: 3600 })), fc.boolean(), (agoSeconds, isSafe) => {
        const lastTextAt = agoSeconds === null ? null : at(-agoSeconds);
        const { kind } = textPlan({ lastTextAt, isSafe }, at(0));
        if (agoSeconds !== null && agoSeconds <= answerMinutes * 60) expect(kind).toBe('words');
        else expect(kind).toBe(isSafe ? 'note' : 'nothing');
      }),
    );
  });

  test.each<[string, string | null, string]>([
    ['Are you somewhere you can talk?', null, 'an answer like any other'],
    ['The trafficking hotline here.', 'trafficking', 'names what this is about'],
    ['Eres víctima?', 'víctima', 'in Spanish too'],
    ['You wrote: he keeps my papers in the office, yes?', 'he keeps my papers in', 'their own words again'],
    ['He keeps my phone', null, 'a few of the same words are no quotation'],
  ])('"%s" gives away %j: %s', (answer, found) => {
    expect(tellsTooMuch(answer, ['He keeps my papers in the office.'])).toBe(found);
  });

  test('the first answer and the answer to HELP are short and name nothing', () => {
    expect(tellsTooMuch(firstReply, [])).toBeNull();
    expect(tellsTooMuch(helpReply('816-555-0142'), [])).toBeNull();
    expect(firstReply).toContain('911');
  });

  test.each([
    ['Yes', true],
    [' ok. ', true],
    ['sí', true],
    ['yes he is here', false],
    ['no', false],
  ])('"%s" says yes: %s', (words, yes) => {
    expect(saysYes(words)).toBe(yes);
  });
});

describe('texts that came within seconds', () => {
  test('are one, in the order the network numbered them', () => {
    const joined = joinTexts([
      text('(2/2) the red house.', 0),
      text('(1/2) They keep us in', 1),
      text('Later', 60),
    ]);
    expect(joined.map((one) => one.text)).toEqual(['They keep us in\nthe red house.', 'Later']);
  });

  test.each<[string, Parameters<typeof joinTexts>[0]]>([
    ['ours', [text('a', 0, 'advocate'), text('b', 1, 'advocate')]],
    ['written by code', [text('a', 0, 'signaler', false), text('b', 1)]],
    ['far apart', [text('a', 0), text('b', 11)]],
  ])('but not those that are %s', (_what, messages) => {
    expect(joinTexts(messages)).toEqual(messages);
  });

  test('lose no word and change no order but that of numbered parts', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '1'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.integer({ min: 0, max: 15 })), { maxLength: 12 }), (parts) => {
        let now = 0;
        const messages = parts.map(([one, wait]) => {
          now += wait;
          return text(one, now);
        });
        expect(joinTexts(messages).flatMap((one) => one.text.split('\n'))).toEqual(parts.map(([one]) => one));
      }),
    );
  });
});
