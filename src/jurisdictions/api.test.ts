import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { loadGeography } from '../geography/index.ts';
import { type App, openHttp, openLog, readConfig, StandingClock } from '../platform/index.ts';
import { loadDemoWorld, registerJurisdictionsApi } from './index.ts';

let database: TestDatabase;
let app: App;
const unionStation = { point: { lon: -94.5851, lat: 39.0849 } };

beforeAll(async () => {
  database = await openTestDatabase();
  await loadDemoWorld(database.db);
  app = await openHttp(readConfig({}), openLog('silent'));
  registerJurisdictionsApi(app, {
    db: database.db,
    geography: loadGeography(),
    clock: new StandingClock(new Date('2026-11-24T23:00:00Z')),
    mayLearnWhy: (request) => request.headers['alight-actor'] === 'staff',
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ask = (payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/v1/jurisdictions/resolve', payload, headers });

it('gives the public names only', async () => {
  const answer = await ask(unionStation);
  expect(answer.statusCode).toBe(200);
  expect(Object.keys(answer.json())).toEqual(['agencies']);
  expect(answer.json().agencies[0]).toEqual({ name: 'Kansas City Police (demo)' });
});

it('gives staff the reasons, the 911 centre and the areas', async () => {
  const answer = await ask(unionStation, { 'alight-actor': 'staff' });
  expect(answer.statusCode).toBe(200);
  expect(answer.json().psaps[0].name).toBe('Jackson County 911 (demo)');
  expect(answer.json().agencies[0].reason).toBe('Answers for the city of Kansas City.');
  expect(answer.json().areas[0]).toEqual({ countyFips: '29095', countyName: 'Jackson', stateFips: '29' });
});

it.each([
  { reason: 'a place in an ocean', body: { point: { lon: -30, lat: 40 } }, status: 422 },
  {
    reason: 'latitude and longitude swapped',
    body: { point: { lon: 39, lat: -94 } },
    status: 400,
  },
  { reason: 'an unknown trip', body: { tripId: 'a:b', serviceDate: '2026-11-24' }, status: 422 },
  {
    reason: 'a question with two places',
    body: { ...unionStation, tripId: 'a:b' },
    status: 400,
  },
  { reason: 'wrong types', body: { point: 'Kansas City' }, status: 400 },
])('refuses in words: $reason', async ({ body, status }) => {
  const answer = await ask(body);
  expect(answer.statusCode).toBe(status);
  expect(answer.json().detail.length).toBeGreaterThan(10);
  expect(answer.headers['content-type']).toContain('application/problem+json');
});
