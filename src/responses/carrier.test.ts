/** The carrier is told by the lead's decision alone: the one that runs the train, once, and never whom the person named. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { addDoNotTell, caseOfSignal, linkCaseTrip } from '../cases/index.ts';
import { loadGeography } from '../geography/index.ts';
import { demoStaff, seedDemoStaff } from '../identity/index.ts';
import { loadDemoWorld } from '../jurisdictions/index.ts';
import { newId, transaction } from '../platform/index.ts';
import { activeTrips, loadDemoFeeds } from '../transit/index.ts';
import { carriersFor, tellCarrier } from './carrier.ts';
import { confirmResponse } from './confirm.ts';
import { leadRole } from './core/roles.ts';
import type { ResponsesDeps } from './ground.ts';
import { responsesSubscribers } from './progress.ts';
import { readPages } from './store-pages.ts';
import { readRoles } from './store-roles.ts';
import { timelineAfter } from './store-timeline.ts';

/** Train 311 is between St. Louis and Kansas City. */
const now = new Date('2026-02-03T15:30:00Z');
const [advocate, , supervisor] = demoStaff.map(({ id }) => id);
let opened: TestDatabase;
let deps: ResponsesDeps;
let [responseId, caseId] = ['', ''];
let carriers: { id: string; name: string }[];

beforeAll(async () => {
  opened = await openTestDatabase();
  await seedDemoStaff(opened.db);
  await loadDemoWorld(opened.db);
  await loadDemoFeeds(opened.db, now);
  deps = {
    db: opened.db,
    geography: loadGeography(),
    callBackPhone: '816-555-0142',
    timeZone: 'America/Chicago',
    factsOf: async (_db, signalId) => ({
      signalId,
      door: 'tip',
      danger: 'soon',
      ageGroup: 'adult',
      observedBehaviours: 3,
      ownWords: true,
      askedBack: true,
      appearanceOnly: false,
      namedNotToTell: false,
      doNotTellSettled: false,
      lastNewsAt: now,
      alightingStopWords: 'Kansas City',
      reportedTrip: null,
      releases: [],
      place: null,
      sighting: { vehicle: '311', car: '2', description: null, language: null },
    }),
  };
  carriers = await opened.db
    .selectFrom('organization')
    .select(['id', 'name'])
    .where('kind', '=', 'carrier')
    .execute();
});
afterAll(() => opened.close());

beforeEach(async () => {
  const signalId = newId(now);
  const [trip] = await activeTrips(opened.db, '311', now);
  const { tripId, serviceDate } = trip!;
  await transaction(opened.db, async (tx) => {
    caseId = await caseOfSignal(tx, signalId, now);
    await linkCaseTrip(tx, { caseId, tripId, serviceDate, staffId: advocate! }, now);
    const order = { signalId, by: advocate!, secondBy: supervisor, reason: 'She owes and may not leave.' };
    ({ responseId } = await confirmResponse(tx, deps, order, now));
    const [page] = (await readPages(tx, responseId)).filter(({ role }) => role === leadRole);
    const event = { name: 'page-acknowledged', subjectId: page!.pageId, payload: {} };
    await responsesSubscribers(deps)['page-acknowledged']!(tx, event, now);
  });
});

const tell = (organizationId: string) =>
  transaction(opened.db, (tx) =>
    tellCarrier(
      tx,
      deps,
      { responseId, by: advocate!, organizationId, decision: 'The desk decided so.' },
      now,
    ),
  );
const running = async () => (await carriersFor(opened.db, deps, responseId, now))[0]!;
const carrierRole = async () =>
  (await readRoles(opened.db, responseId)).find(({ role }) => role === 'carrier-operations');

describe('the carrier', () => {
  it('is the one that runs the train, not another that happens to be a carrier', async () => {
    const { organizationId } = await running();
    const other = carriers.find(({ id }) => id !== organizationId)!;
    await expect(tell(other.id)).rejects.toMatchObject({ code: 'not-a-carrier' });
    expect(await carrierRole()).toBeUndefined();
  });
  it('is asked once, and a running ask is never replaced', async () => {
    const { organizationId, name } = await running();
    await tell(organizationId);
    await expect(tell(organizationId)).rejects.toMatchObject({ code: 'carrier-asked' });
    expect((await carrierRole())?.candidates).toMatchObject([{ organizationId, organizationName: name }]);
    expect(
      (await readPages(opened.db, responseId)).filter(({ role }) => role === 'carrier-operations'),
    ).toHaveLength(1);
  });
  it('on the do-not-tell list is refused, and nothing says that it was told', async () => {
    const { organizationId, name } = await running();
    const entry = {
      caseId,
      whom: { kind: 'organization', organizationId },
      reason: 'Her husband drives there.',
      byStaffId: null,
    } as const;
    await transaction(opened.db, (tx) => addDoNotTell(tx, entry, now));
    await expect(tell(organizationId)).rejects.toMatchObject({ code: 'do-not-tell' });
    const lines = (await timelineAfter(opened.db, responseId, 0)).map(({ what }) => what).join(' ');
    expect(lines).not.toContain(name);
    const leaves = await opened.db
      .selectFrom('audit_leaf')
      .select('id')
      .where('action', '=', 'carrier-told-by-lead-decision')
      .where('subject_id', '=', responseId)
      .execute();
    expect(leaves).toEqual([]);
  });
});
