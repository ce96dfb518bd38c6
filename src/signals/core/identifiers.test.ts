import fc from 'fast-check';
import { findPhoneNumbersInText } from 'libphonenumber-js';
import { describe, expect, test } from 'vitest';
import { askedFor, emailForm, handleForm, plateForm, termLimit, termsOf } from './index.ts';

const findPhones = (text: string) => findPhoneNumbersInText(text, 'US').map(({ number }) => number.number);
const has = (text: string, kind: string, withWords = false) =>
  termsOf(text, findPhones, withWords)
    .filter((term) => term.kind === kind)
    .map(({ value }) => value);
const cases = { numRuns: 1_000 };

/** A number in the fictional range, and every way in which people write it. */
const area = fc.constantFrom('816', '913', '314', '573', '417');
const line = fc.integer({ min: 100, max: 199 }).map((last) => `555-0${last}`);
const written = fc.constantFrom<(area: string, line: string) => string>(
  (a, l) => `(${a}) ${l}`,
  (a, l) => `${a}-${l}`,
  (a, l) => `${a}.${l.replace('-', '.')}`,
  (a, l) => `${a} ${l.replace('-', ' ')}`,
  (a, l) => `${a}${l.replace('-', '')}`,
  (a, l) => `+1 ${a} ${l}`,
  (a, l) => `+1${a}${l.replace('-', '')}`,
  (a, l) => `1-${a}-${l}`,
);
const around = fc.constantFrom(
  ['', ''],
  ['He calls from ', '.'],
  ['text ', ' after nine'],
  ['(', ')'],
  ['numéro: ', ', puis il raccroche'],
);

describe('what a report is found by', () => {
  test('equal numbers are equal however they are written, on both sides', () => {
    fc.assert(
      fc.property(area, line, written, written, around, (a, l, one, other, [before, behind]) => {
        const stored = has(`${before}${one(a, l)}${behind}`, 'phone');
        const asked = askedFor(other(a, l), findPhones, false);
        expect(stored).toEqual([`+1${a}${l.replace('-', '')}`]);
        expect(asked.identifiers.map(({ value }) => value)).toContain(stored[0]);
        const tail = askedFor(l, findPhones, false).identifiers;
        expect(tail).toEqual([{ kind: 'phone-tail', value: l.replace('-', '') }]);
        expect(has(`${before}${one(a, l)}${behind}`, 'phone-tail')).toContain(tail[0]!.value);
      }),
      cases,
    );
  });

  test('other numbers are other numbers', () => {
    fc.assert(
      fc.property(area, area, line, line, written, (a, b, k, l, one) => {
        fc.pre(a !== b || k !== l);
        expect(has(one(a, k), 'phone')).not.toEqual(has(one(b, l), 'phone'));
      }),
      cases,
    );
  });

  test('a plate is one plate in capitals or small, with a gap or none, and with what looks alike', () => {
    const plate = fc
      .tuple(fc.stringMatching(/^[A-Z]{2,3}$/), fc.stringMatching(/^[0-9]{3,4}$/))
      .map(([letters, digits]) => [letters, digits] as const);
    fc.assert(
      fc.property(
        plate,
        fc.constantFrom('', ' ', '-', ' · '),
        fc.boolean(),
        ([letters, digits], gap, small) => {
          const text = `${letters}${gap}${digits}`;
          const form = plateForm(`${letters}${digits}`);
          expect(form).not.toBeNull();
          expect(has(`a van, ${small ? text.toLowerCase() : text}, grey`, 'plate')).toContain(form);
          expect(plateForm(text.replaceAll('O', '0').replaceAll('I', '1'))).toBe(
            /[A-Z]/.test(text.replaceAll('O', '').replaceAll('I', '')) ? form : null,
          );
        },
      ),
      cases,
    );
  });

  test.each<[string, string | null]>([
    ['Mia@Example.org', 'mia@example.org'],
    ['mia+jobs@example.org', 'mia@example.org'],
    ['＋nothing', null],
    ['mia@localhost', null],
    ['m'.repeat(80), null],
  ])('the address %s is %s', (text, form) => expect(emailForm(text)).toBe(form));

  test.each<[string, string | null]>([
    ['@Night_Shift.KC', 'night_shift.kc'],
    ['@night.', 'night'],
    ['night', null],
    ['@a', null],
  ])('the handle %s is %s', (text, form) => expect(handleForm(text)).toBe(form));

  test('an address in a text is not also a handle', () => {
    expect(has('write to mia@example.org or @mia_kc', 'handle')).toEqual(['mia_kc']);
    expect(has('write to mia@example.org or @mia_kc', 'email')).toEqual(['mia@example.org']);
  });

  test('words lose their marks, and the commonest words are left out', () => {
    expect(has('The girl said: él me pegó en la CAFÉTERIA', 'word', true)).toEqual([
      'girl',
      'pego',
      'cafeteria',
    ]);
    expect(has('她说有人拿走了她的护照', 'word', true).length).toBeGreaterThan(0);
    expect(has('the girl', 'word')).toEqual([]);
  });

  test('any text at all gives a bounded number of terms, each once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000, unit: 'grapheme' }), (text) => {
        const terms = termsOf(text, findPhones, true);
        expect(terms.length).toBeLessThanOrEqual(termLimit);
        expect(new Set(terms.map(({ kind, value }) => `${kind} ${value}`)).size).toBe(terms.length);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['(816) 555-0142', ['phone +18165550142'], []],
    ['KC 4J821', ['plate KC4J821'], []],
    ['mia@example.org', ['email mia@example.org'], []],
    ['grey van', [], ['grey', 'van']],
    ['grey van ABC 1234', ['plate A8C1234'], ['grey', 'van', 'abc', '1234']],
    ['the', [], []],
    ['', [], []],
  ])('"%s" asks for %j and the words %j', (text, identifiers, words) => {
    const asked = askedFor(text, findPhones, true);
    expect(asked.identifiers.map(({ kind, value }) => `${kind} ${value}`)).toEqual(identifiers);
    if (identifiers.length === 0 || words.length) expect(asked.words).toEqual(words);
  });
});
