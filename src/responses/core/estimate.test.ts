/** What the estimate must always hold to, whatever its numbers. */
import { describe, expect, it } from 'vitest';
import { type AgencyToAsk, estimate } from './estimate.ts';
import { rolesFor } from './roles.ts';

const now = new Date('2026-02-03T15:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const stop = (stopId: string, minutes: number | null) => ({
  stopId,
  lon: -92.17,
  lat: 38.58,
  arrivalAt: minutes === null ? null : inMinutes(minutes),
});
const agency = (role: AgencyToAsk['role'], stopIndexes = [0, 1, 2]): AgencyToAsk => ({
  organizationId: role,
  role,
  stopIndexes,
  units: [{ lon: -92.2, lat: 38.6, mobiliseMinutes: 5 }],
});
const needs = rolesFor({ ageGroup: 'adult', rail: false });
const everyone = needs.map(({ role }) => agency(role));
const stops = [stop('a', 5), stop('b', 40), stop('c', 120)];
const base = { stops, agencies: everyone, needs, namedIndex: null, now };

describe('the estimate', () => {
  it('meets people where they say they get off, even where another stop would be easier', () => {
    expect(estimate({ ...base, namedIndex: 0 }).meetingIndex).toBe(0);
  });
  it('chooses, when nobody knows where they get off, the stop where all can be in place', () => {
    const found = estimate(base);
    expect(found.meetingIndex).toBe(2);
    expect(found.standing).toBe('hedged');
  });
  it('grows with time and with units', () => {
    const ready = estimate(base).stops.map((found) => found.ready);
    expect(ready).toEqual([...ready].sort((a, b) => a - b));
    const more = estimate({
      ...base,
      agencies: [...everyone, { ...agency('state-patrol'), organizationId: 'second' }],
    });
    for (const [index, found] of more.stops.entries())
      expect(found.ready).toBeGreaterThanOrEqual(ready[index]!);
  });
  it('counts nobody without authority at the stop', () => {
    const elsewhere = everyone.map((one) => (one.role === 'state-patrol' ? agency(one.role, [1, 2]) : one));
    expect(estimate({ ...base, agencies: elsewhere }).stops[0]!.ready).toBe(0);
  });
  it('has no deadline at a fixed place', () => {
    const found = estimate({ ...base, stops: [stop('place', null)], namedIndex: 0 });
    expect(found.stops[0]!.ready).toBeGreaterThan(0.8);
  });
});
