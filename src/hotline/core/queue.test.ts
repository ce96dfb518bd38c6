import { describe, expect, test } from 'vitest';
import { compareWaiting, rankReason, type Waiting, waitingWords } from './index.ts';

const report: Waiting = {
  danger: 'not-known',
  channel: 'web-form',
  door: 'tip',
  ageGroup: 'unknown',
  receivedAt: new Date('2026-01-01T00:00:00Z'),
  answered: false,
};
const later = { receivedAt: new Date('2026-01-01T00:10:00Z') };

describe('the queue', () => {
  test.each<[Partial<Waiting>, Partial<Waiting>, string]>([
    [
      { ...later, danger: 'imminent' },
      { danger: 'soon', door: 'help', channel: 'call' },
      'danger now comes before everything',
    ],
    [
      { ...later, channel: 'call' },
      { door: 'help' },
      'at equal danger a live person comes before a written report',
    ],
    [{ ...later, door: 'help' }, { door: 'tip' }, 'help comes before tip'],
    [{ ...later, ageGroup: 'minor' }, { ageGroup: 'adult' }, 'a child comes before an adult'],
    [{ ...later, answered: true }, {}, 'an answer to our question comes before a new report like it'],
    [{}, later, 'otherwise whoever waits longest'],
  ])('%o is read before %o: %s', (first, second) => {
    expect(compareWaiting({ ...report, ...first }, { ...report, ...second })).toBeLessThan(0);
    expect(compareWaiting({ ...report, ...second }, { ...report, ...first })).toBeGreaterThan(0);
  });

  test('says why in words, and never by what someone looks like', () => {
    expect(
      rankReason({ ...report, danger: 'imminent', door: 'help' }, new Date('2026-01-01T00:03:00Z')),
    ).toBe('Danger now · written report · help door before tip · waiting 3 minutes.');
    expect(waitingWords(59)).toBe('less than a minute');
    expect(waitingWords(7_500)).toBe('2 h 5 min');
  });
});
