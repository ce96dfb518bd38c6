import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTickedTime, nextSafeTime, safeDays, safeTimes, safeUntil } from './safe-times.ts';

const central = 'America/Chicago';
/** Clocks that change, that never do, and that stand apart by less than an hour. */
const zone = fc.constantFrom(
  central,
  'America/Phoenix',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Chatham',
);
/** Two years, with every change of the clocks in them. */
const instant = fc
  .integer({ min: Date.parse('2025-12-01T00:00:00Z'), max: Date.parse('2027-12-01T00:00:00Z') })
  .map((at) => new Date(at));
const ticked = fc.record({
  days: fc.constantFrom(undefined, ...safeDays),
  times: fc.subarray([...safeTimes]),
});

describe('a safe time', () => {
  test('is always one that they ticked, the first there is, in any zone and over any change of the clocks', () => {
    fc.assert(
      fc.property(
        ticked,
        instant,
        zone,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (wishes, now, at, part) => {
          const next = nextSafeTime(wishes, now, at)!;
          expect(next.getTime()).toBeGreaterThanOrEqual(now.getTime());
          expect(isTickedTime(wishes, next, at)).toBe(true);
          const before = new Date(now.getTime() + part * (next.getTime() - now.getTime()));
          if (before < next) expect(isTickedTime(wishes, before, at)).toBe(false);
        },
      ),
    );
  });

  test.each([
    [
      'evenings begin at six on the wall',
      { times: ['evening'] },
      '2026-02-12T16:50:00Z',
      '2026-02-13T00:00:00Z',
    ],
    [
      'the night that skips an hour ends at six all the same',
      { times: ['morning'] },
      '2026-03-08T08:30:00Z',
      '2026-03-08T11:00:00Z',
    ],
    [
      'the night that has an hour twice too',
      { times: ['morning'] },
      '2026-11-01T06:30:00Z',
      '2026-11-01T12:00:00Z',
    ],
    ['weekends begin on Saturday', { days: 'weekends' }, '2026-02-12T16:50:00Z', '2026-02-14T06:00:00Z'],
    [
      'Friday night after midnight is Saturday',
      { days: 'weekdays', times: ['night'] },
      '2026-02-14T06:00:00Z',
      '2026-02-16T06:00:00Z',
    ],
    ['nothing ticked is any time', {}, '2026-02-12T16:50:00Z', '2026-02-12T16:50:00Z'],
    [
      'a word alone says nothing of times',
      { codeWord: 'marigold' },
      '2026-02-12T16:50:00Z',
      '2026-02-12T16:50:00Z',
    ],
  ] as const)('%s', (_why, wishes, now, next) => {
    expect(nextSafeTime(wishes, new Date(now), central)).toEqual(new Date(next));
  });

  test.each([
    ['night', [22, 23, 0, 1, 2, 3, 4, 5]],
    ['morning', [6, 7, 8, 9, 10, 11]],
    ['afternoon', [12, 13, 14, 15, 16, 17]],
    ['evening', [18, 19, 20, 21]],
  ] as const)('%s is from the first minute to the last of %j, and at no other hour', (time, hours) => {
    for (let hour = 0; hour < 24; hour++)
      for (const minute of [0, 59]) {
        // Chicago is six hours behind in February.
        const at = new Date(Date.UTC(2026, 1, 12, hour + 6, minute));
        const isIn = (hours as readonly number[]).includes(hour);
        expect(isTickedTime({ times: [time] }, at, central), `${hour}:${minute}`).toBe(isIn);
      }
  });

  test('is any, for ever, when they said nothing at all', () => {
    const now = new Date('2026-02-13T08:00:00Z');
    expect(isTickedTime(null, now, central)).toBe(true);
    expect(nextSafeTime(null, now, central)).toEqual(now);
    expect(safeUntil(null, now, central)).toBeNull();
  });

  test('in their own words is for a person to say, whatever is ticked beside it', () => {
    fc.assert(
      fc.property(ticked, instant, zone, (wishes, now, at) => {
        expect(nextSafeTime({ ...wishes, timesWords: 'When his truck is gone' }, now, at)).toBeNull();
        expect(nextSafeTime({ ...wishes, timesWords: '  ' }, now, at)).not.toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  test('lasts until the first instant that they did not tick', () => {
    fc.assert(
      fc.property(
        ticked,
        instant,
        zone,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (wishes, now, at, part) => {
          const until = safeUntil(wishes, now, at);
          if (until === null) {
            expect(['any', undefined]).toContain(wishes.days);
            expect([0, safeTimes.length]).toContain(wishes.times.length);
            return;
          }
          expect(isTickedTime(wishes, until, at)).toBe(false);
          if (!isTickedTime(wishes, now, at)) {
            expect(until).toEqual(now);
            return;
          }
          expect(until.getTime()).toBeGreaterThan(now.getTime());
          const within = new Date(now.getTime() + part * (until.getTime() - now.getTime()));
          expect(isTickedTime(wishes, within, at)).toBe(true);
        },
      ),
    );
  });

  test.each([
    ['the evening ends at ten', { times: ['evening'] }, '2026-02-13T03:59:00Z', '2026-02-13T04:00:00Z'],
    [
      'evening and night are one',
      { times: ['evening', 'night'] },
      '2026-02-13T03:59:00Z',
      '2026-02-13T12:00:00Z',
    ],
    [
      'a weekend ends on Monday, an hour sooner when the clocks go forward',
      { days: 'weekends' },
      '2026-03-07T06:00:00Z',
      '2026-03-09T05:00:00Z',
    ],
    ['every part of the day never ends', { times: safeTimes }, '2026-02-13T03:59:00Z', null],
    ['nothing ticked never ends', {}, '2026-02-13T03:59:00Z', null],
  ] as const)('%s', (_why, wishes, now, until) => {
    expect(safeUntil(wishes, new Date(now), central)).toEqual(until && new Date(until));
  });
});
