/** A telephone number as people write it, and as carriers want it. */
import { describe, expect, test } from 'vitest';
import { normalPhone } from './index.ts';

describe('a phone number', () => {
  test.each<[string, string | null, string]>([
    ['(816) 555-0142', '+18165550142', 'as people write it'],
    ['816-555-0142', '+18165550142', 'with dashes'],
    ['816.555.0142', '+18165550142', 'with dots'],
    ['8165550142', '+18165550142', 'with nothing'],
    ['1 816 555 0142', '+18165550142', 'with the country in front'],
    ['+1 (816) 555-0142', '+18165550142', 'with the plus too'],
    ['+52 55 1234 5678', '+525512345678', 'of another country'],
    ['555-0142', null, 'without its area code nobody knows which it is'],
    ['+1 816 555 014', null, 'a digit is missing'],
    ['116-555-0142', null, 'no area code begins with 1'],
    ['816-555-0142 ext. 5', null, 'an extension takes no texts'],
    ['ask my sister', null, 'words'],
    ['', null, 'nothing'],
  ])('%s is %s: %s', (written, expected: string | null) => {
    expect(normalPhone(written)).toBe(expected);
  });
});
