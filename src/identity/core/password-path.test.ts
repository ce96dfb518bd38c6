import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waitSeconds, waitWords } from './password-path.ts';
import { longestPassword, passwordFault, shortestPassword } from './passwords.ts';

describe('the password path', () => {
  test('lets three mistakes pass, then doubles, then locks for an hour', () => {
    expect([0, 1, 2, 3, 4, 5, 9, 10, 11, 1_000_000].map(waitSeconds)).toEqual([
      0, 0, 0, 5, 10, 20, 320, 3600, 3600, 3600,
    ]);
  });

  test('never waits less after one more mistake, and a day of guessing is fewer than fifty guesses', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (failures) => {
        expect(waitSeconds(failures + 1)).toBeGreaterThanOrEqual(waitSeconds(failures));
      }),
      { numRuns: 1_000 },
    );
    let [seconds, guesses] = [0, 0];
    while (seconds < 86_400) seconds += waitSeconds(++guesses);
    expect(guesses).toBeLessThan(50);
  });

  test('says a wait in words', () => {
    expect([1, 59.2, 89, 90, 3600].map(waitWords)).toEqual([
      '1 seconds',
      '60 seconds',
      '89 seconds',
      '2 minutes',
      '60 minutes',
    ]);
  });
});

describe('a password', () => {
  const known = ['Riley Adams', 'riley.adams@hotline.example.org', 'Alight demonstration desk'];
  test('is long, and that is all', () => {
    expect(passwordFault('a'.repeat(shortestPassword - 1), known)).toContain('at least 15');
    expect(passwordFault('x'.repeat(longestPassword + 1), known)).toContain('at most');
    expect(passwordFault('quiet harbour lamp seven', known)).toBeNull();
    expect(passwordFault('тихая гавань и лампа', known)).toBeNull();
  });

  test('is not a name that others know, nor one sign again and again', () => {
    expect(passwordFault('ababababababababab', known)).toContain('repeats');
    expect(passwordFault('RileyAdamsHotline', known)).toContain('a name');
    expect(passwordFault('riley-adams-demonstration', known)).toContain('a name');
  });
});
