import { expect, test } from 'vitest';
import { isReachable, type Wire } from './index.ts';

test.each<[Wire, string, boolean, string]>([
  ['sms', '+18165550111', true, 'as carriers write it'],
  ['sms', '(816) 555-0111', true, 'as on a letterhead'],
  ['sms', '555-0111', false, 'which area?'],
  ['sms', '816-555-0111 ext. 4', false, 'a text reaches no extension'],
  ['voice', '816-555-0111 ext. 4', true, 'a person can ask for one'],
  ['voice', 'ask Bob', false, 'nobody can dial that'],
  ['email', 'desk@agency.example', true, 'a mail address'],
  ['email', '816-555-0111', false, 'a number is none'],
  ['webhook', 'https://agency.example/in', true, 'a web address'],
  ['webhook', 'agency.example', false, 'not a whole one'],
])('by %s at "%s": %s, %s', (wire, address, expected) => {
  expect(isReachable({ wire, address })).toBe(expected);
});
