/** Which passwords are refused because others try them first. */
import { describe, expect, test } from 'vitest';
import { assertGoodPassword } from './guessable.ts';

const known = ['Riley Adams', 'riley.adams@hotline.example.org', 'Test desk'];
const outcome = (password: string) =>
  assertGoodPassword(password, known).then(
    () => 'taken',
    ({ code }: { code: string }) => code,
  );

describe('a password that is set', () => {
  test.each([
    ['a common one twice', 'passwordpassword'],
    ['a common one with digits', 'password1234567'],
    ['the same, dressed up', 'P@ssw0rd!2345678'],
    ['a row of the keyboard', 'qwertyuiopasdfgh'],
    ['the digits in order', '123456789012345'],
    ['a common one three times', 'letmeinletmeinletmein'],
    ['a long one from the list', '1qaz2wsx3edc4rfv'],
    ['three common ones', 'monkeydragonfootball'],
    ['the name of this house, and a year', 'alightalight2026'],
    ['a name that others know', 'riley.adams.2026'],
  ])('is not %s', async (_what, password) => {
    expect(await outcome(password)).toBe('password-weak');
  });

  test.each([
    ['a few words', 'quiet harbour lamp seven'],
    ['signs by chance', 'zR8#kq0Lw!2nMx7'],
    ['words in another script', 'тихая гавань и лампа'],
    ['128 signs', `${'lamp seven harbour quiet '.repeat(5)}abc`],
  ])('may be %s', async (_what, password) => {
    expect(await outcome(password)).toBe('taken');
  });
});
