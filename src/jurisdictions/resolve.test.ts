/** The whole way on a real database: the demonstration's Missouri, the River Runner, and who answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Geography, loadGeography } from '../geography/index.ts';
import { onCallLadder, organizationById } from '../organizations/index.ts';
import { loadDemoFeeds } from '../transit/index.ts';
import { candidateUnits, demoOrganizationId, loadDemoWorld, publicView, resolveAreas } from './index.ts';

let database: TestDatabase;
let geography: Geography;
const now = new Date('2026-11-24T23:00:00Z');
const trip = { tripId: 'river-runner:313', serviceDate: '2026-11-24' };
const unionStation = { lon: -94.5851, lat: 39.0849 };
const deps = () => ({ db: database.db, geography });
const refusal = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  database = await openTestDatabase();
  geography = loadGeography();
  await loadDemoWorld(database.db);
  await loadDemoFeeds(database.db, now);
});
afterAll(() => database.close());

const count = async () => {
  const tables = ['organization', 'contact', 'rota_shift', 'unit', 'coverage'] as const;
  const counts = [];
  for (const table of tables)
    counts.push(
      Number(
        (
          await database.db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      ),
    );
  return counts;
};

describe('the demonstration world', () => {
  it('is the same after loading it again', async () => {
    const before = await count();
    await loadDemoWorld(database.db);
    expect(await count()).toEqual(before);
    expect(before.every((n) => n > 0)).toBe(true);
  });

  it('reaches law enforcement at its desk, and an advocate on her turn first', async () => {
    const police = await onCallLadder(database.db, demoOrganizationId('Kansas City Police (demo)'), now);
    expect(police.map(({ isDesk }) => isDesk)).toEqual([true, true, false]);
    const lantern = demoOrganizationId('Lantern Advocates Kansas City (demo)');
    const evening = new Date('2026-11-25T03:00:00Z');
    expect((await onCallLadder(database.db, lantern, evening))[0]?.name).toBe('June Okafor');
    expect((await onCallLadder(database.db, lantern, now))[0]?.name).toBe('Imani Brooks');
    await expect(organizationById(database.db, trip.tripId)).rejects.toThrow();
  });
});

describe('who answers', () => {
  it('for a platform in Kansas City: the city, the county and its neighbours, and never a federal office', async () => {
    const answer = await resolveAreas(deps(), { point: unionStation }, now);
    const local = answer.agencies.filter(({ role }) => role === 'local-law-enforcement');
    expect(local.map(({ name }) => name)).toEqual([
      'Kansas City Police (demo)',
      'Jackson County Sheriff (demo)',
      'Clay County Sheriff (demo)',
      'Platte County Sheriff (demo)',
    ]);
    expect(answer.psaps[0]?.name).toBe('Jackson County 911 (demo)');
    const roles = new Set(answer.agencies.map(({ role }) => role));
    for (const role of [
      'state-patrol',
      'railroad-police',
      'victim-advocate',
      'state-contact',
      'child-protection',
    ])
      expect(roles).toContain(role);
    expect(roles).not.toContain('federal-field-office');
    expect(answer.agencies.filter(({ role }) => role === 'victim-advocate').length).toBeGreaterThanOrEqual(3);
    expect(answer.onRequest.every(({ role }) => role === 'federal-field-office')).toBe(true);
  });

  it('for the River Runner: the stops ahead, the counties on the way, and each agency with its reason', async () => {
    const start = (await resolveAreas(deps(), trip, new Date('2026-11-24T12:00:00Z'))).stops!;
    const midway = new Date(start[5]!.arrivalAt.getTime() - 60_000);
    const answer = await resolveAreas(deps(), trip, midway);
    expect(answer.stops?.[0]?.stopId).toBe(start[5]!.stopId);
    const last = answer.stops!.length - 1;
    expect(answer.stops?.[last]).toMatchObject({ name: 'Kansas City Union Station', countyFips: '29095' });
    const sheriff = answer.agencies.find(({ name }) => name === 'Jackson County Sheriff (demo)');
    expect(sheriff?.stopIndexes).toContain(last);
    expect(sheriff?.reason).toMatch(/^Answers for Jackson County, Missouri, where the train stops at /);
    const passed = answer.agencies.find(({ name }) => name === 'Cass County Sheriff (demo)');
    if (passed) expect(passed.stopIndexes).toEqual([]);
    expect(answer.agencies.some(({ name }) => name.startsWith('St. Louis'))).toBe(false);
    expect(answer.agencies.some(({ role }) => role === 'transit-police')).toBe(false);
  });

  it('for a train that has arrived: whoever answers at its last stop, so that a late report finds somebody', async () => {
    const answer = await resolveAreas(deps(), trip, new Date('2026-11-26T12:00:00Z'));
    expect(answer.stops?.map(({ stopId }) => stopId)).toEqual(['KCY']);
    expect(answer.agencies.length).toBeGreaterThan(0);
  });

  it('for a drive across the state line: both sides and no federal office', async () => {
    const path = [
      { lon: -94.9, lat: 38.95 },
      { lon: -94.35, lat: 38.95 },
    ];
    const answer = await resolveAreas(deps(), { path, startsAt: now }, now);
    expect(answer.areas.map(({ countyFips }) => countyFips)).toEqual(['20091', '29095']);
    expect(answer.areas[0]!.exitAt!.getTime()).toBe(answer.areas[1]!.enterAt!.getTime());
    const names = answer.agencies.map(({ name }) => name);
    expect(names).toContain('Johnson County Sheriff, Kansas (demo)');
    expect(names).toContain('Kansas State Patrol (demo)');
    expect(answer.agencies.some(({ role }) => role === 'federal-field-office')).toBe(false);
  });

  it('shows the public names and nothing else', async () => {
    const view = publicView(await resolveAreas(deps(), { point: unionStation }, now));
    expect(Object.keys(view)).toEqual(['agencies']);
    for (const agency of view.agencies) expect(Object.keys(agency)).toEqual(['name']);
    expect(JSON.stringify(view)).not.toMatch(/911 \(demo\)|Federal/);
  });

  it.each([
    { reason: 'a trip nobody knows', query: { ...trip, tripId: 'river-runner:999' }, code: 'unknown-trip' },
    { reason: 'a date that is none', query: { ...trip, serviceDate: 'soon' }, code: 'unknown-trip' },
    { reason: 'the middle of an ocean', query: { point: { lon: -30, lat: 40 } }, code: 'outside-every-area' },
    {
      reason: 'a path across an ocean only',
      query: {
        path: [
          { lon: -30, lat: 40 },
          { lon: -31, lat: 40 },
        ],
        startsAt: now,
      },
      code: 'outside-every-area',
    },
    {
      reason: 'a path around half the world',
      query: {
        path: [
          { lon: -170, lat: 40 },
          { lon: 10, lat: 40 },
        ],
        startsAt: now,
      },
      code: 'path-too-long',
    },
    {
      reason: 'a path of one point',
      query: { path: [{ lon: -94, lat: 39 }], startsAt: now },
      code: 'path-too-long',
    },
  ])('refuses in words: $reason', async ({ query, code }) => {
    await expect(resolveAreas(deps(), query, now)).rejects.toEqual(refusal(code));
  });

  it('proposes units with authority only, so that one who declines has somebody behind', async () => {
    const roles = ['local-law-enforcement', 'state-patrol', 'victim-advocate', 'railroad-police'];
    const stops = [{ ...unionStation, mode: 'rail' as const }];
    const units = await candidateUnits(deps(), stops, roles);
    for (const role of roles) expect(units.some((unit) => unit.role === role)).toBe(true);
    expect(units.filter(({ role }) => role === 'victim-advocate').length).toBeGreaterThanOrEqual(3);
    expect(units.some(({ organizationName }) => organizationName.includes('Kansas (demo)'))).toBe(false);
    expect(units.some(({ organizationName }) => organizationName.startsWith('St. Louis'))).toBe(false);
  });
});
