import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signalInput } from '../input.ts';
import {
  codeFromBytes,
  doorOf,
  languageName,
  mayReleaseActedOn,
  readCode,
  statusOf,
  statusTexts,
  writeCode,
} from './index.ts';

describe('a code', () => {
  test('is read back however it was typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const code = codeFromBytes(bytes);
        expect(code).toMatch(/^\d{21}$/);
        expect(readCode(writeCode(code))).toBe(code);
        expect(readCode(` ${code.slice(0, 7)}-${code.slice(7)} `)).toBe(code);
      }),
    );
  });

  test('with one wrong digit is no code', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (bytes, place, step) => {
          const code = codeFromBytes(bytes);
          const wrong = code.slice(0, place) + ((Number(code[place]) + step) % 10) + code.slice(place + 1);
          expect(readCode(wrong)).toBeNull();
        },
      ),
    );
  });

  test('says only fixed texts, none of which names a place, a time or a role', () => {
    expect(Object.values(statusTexts).join(' ')).not.toMatch(/police|station|met|found|arriv|\d/i);
    expect(statusOf({ state: 'closed', actedOnAt: new Date(0) })).toBe('acted-on');
  });

  test.each<[string | null, boolean, string]>([
    [null, false, 'no response has closed'],
    ['2026-01-01T00:00:01Z', false, 'a second too early'],
    ['2026-01-01T00:00:00Z', true, 'a day later'],
  ])('closed at %s, "acted on" may be released: %s (%s)', (closedAt: string | null, expected: boolean) => {
    expect(mayReleaseActedOn(closedAt ? new Date(closedAt) : null, new Date('2026-01-02T00:00:00Z'))).toBe(
      expected,
    );
  });
});

describe('a report', () => {
  test('in any language that it may name is said to be in one', () => {
    const subtag = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
    const tag = fc
      .tuple(fc.stringMatching(/^[A-Za-z]{2,3}$/), fc.array(subtag, { maxLength: 3 }))
      .map(([first, more]) => [first, ...more].join('-'));
    fc.assert(
      fc.property(tag, (language) => {
        expect(signalInput.parse({ door: 'tip', narrative: 'x', language }).language).toBe(language);
        expect(languageName(language)).not.toBe('');
      }),
      { numRuns: 1000 },
    );
    expect(['und', 'vi', 'zh-Hans', 'en-1', 'zh-Hans-Hans'].map(languageName)).toEqual([
      'not known',
      'Vietnamese',
      'Simplified Chinese',
      'en-1',
      'zh-Hans-Hans',
    ]);
  });

  test('needs a door and what happened, nothing else', () => {
    expect(signalInput.safeParse({ door: 'tip', narrative: 'Something.' }).success).toBe(true);
    expect(signalInput.safeParse({ door: 'tip' }).success).toBe(false);
    expect(signalInput.safeParse({ door: 'tip', narrative: ' ' }).success).toBe(false);
    expect(signalInput.safeParse({ door: 'tip', narrative: 'x'.repeat(20_001) }).success).toBe(false);
  });

  test.each<
    [
      Parameters<typeof doorOf>[0]['door'],
      Parameters<typeof doorOf>[0]['relation'],
      Parameters<typeof doorOf>[0]['proximity'],
      string,
      string,
    ]
  >([
    ['unsure', 'unknown', 'unknown', 'help', 'not sure opens the more protective door'],
    ['tip', 'potential-victim', 'unknown', 'help', 'the tipster is the person'],
    ['tip', 'unknown', 'self', 'help', 'it happened to themselves'],
    ['professional', 'transport-worker', 'witnessed', 'professional', 'a report for work stays one'],
  ])('%s from %s (%s) comes in by the door %s: %s', (door, relation, proximity, expected: string) => {
    expect(doorOf({ door, relation, proximity })).toBe(expected);
  });
});
