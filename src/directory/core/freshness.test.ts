import { expect, it } from 'vitest';
import { oldestVerifiedOn } from './freshness.ts';

it.each([
  { reason: 'twelve months before, to the day', now: '2026-11-24T10:00:00Z', oldest: '2025-11-24' },
  {
    reason: 'a leap day has no sister: the last of February counts',
    now: '2028-02-29T10:00:00Z',
    oldest: '2027-02-28',
  },
])('facts may be a year old: $reason', ({ now, oldest }) => {
  expect(oldestVerifiedOn(new Date(now))).toBe(oldest);
});
