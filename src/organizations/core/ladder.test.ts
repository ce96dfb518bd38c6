import { describe, expect, it } from 'vitest';
import { type Contact, ladderOf, localMoment, type RotaShift } from './ladder.ts';

const contact = (id: string, isDesk = false, priority = 10): Contact => ({
  id,
  organizationId: 'o',
  name: id,
  wire: 'sms',
  address: '+18165550100',
  isDesk,
  priority,
});
const desk = contact('desk', true, 0);
const day = contact('day', false, 20);
const night = contact('night', false, 21);
const backup = contact('backup', false, 5);
const turn = (contactId: string, fromMinute: number, untilMinute: number): RotaShift[] =>
  [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
    contactId,
    zone: 'America/Chicago',
    weekday,
    fromMinute,
    untilMinute,
  }));
const shifts = [...turn('day', 420, 1140), ...turn('night', 1140, 1440), ...turn('night', 0, 420)];

describe('the order in which an organization is asked', () => {
  it.each([
    {
      reason:
        'an advocate on the day turn comes before a backup of better priority; the desk catches the rest',
      deskFirst: false,
      now: '2026-11-24T18:00:00Z',
      order: ['day', 'backup', 'night', 'desk'],
    },
    {
      reason: 'the night turn begins at 19:00 by the clocks of the place',
      deskFirst: false,
      now: '2026-11-25T01:00:00Z',
      order: ['night', 'backup', 'day', 'desk'],
    },
    {
      reason: 'a minute before that it is still the day turn',
      deskFirst: false,
      now: '2026-11-25T00:59:59Z',
      order: ['day', 'backup', 'night', 'desk'],
    },
    {
      reason: 'past midnight the second row of the night turn holds',
      deskFirst: false,
      now: '2026-11-25T08:00:00Z',
      order: ['night', 'backup', 'day', 'desk'],
    },
    {
      reason: 'law enforcement is asked at its communications desk first',
      deskFirst: true,
      now: '2026-11-24T18:00:00Z',
      order: ['desk', 'day', 'backup', 'night'],
    },
    {
      reason: 'in summer the same turn begins an hour earlier in UTC',
      deskFirst: false,
      now: '2026-07-01T00:00:00Z',
      order: ['night', 'backup', 'day', 'desk'],
    },
  ])('$reason', ({ deskFirst, now, order }) => {
    const ladder = ladderOf([night, desk, backup, day], shifts, { deskFirst, now: new Date(now) });
    expect(ladder.map(({ id }) => id)).toEqual(order);
  });

  it('keeps everybody once, also when nobody has a turn', () => {
    const ladder = ladderOf([day, desk, backup], [], {
      deskFirst: false,
      now: new Date('2026-11-24T18:00:00Z'),
    });
    expect(ladder.map(({ id }) => id)).toEqual(['backup', 'day', 'desk']);
  });

  it('reads midnight as minute 0 of the new day', () => {
    expect(localMoment(new Date('2026-11-25T06:00:00Z'), 'America/Chicago')).toEqual({
      weekday: 3,
      minute: 0,
    });
  });
});
