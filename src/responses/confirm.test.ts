/** The whole of it in the demonstration's world: a plan, its gates, the pages, the 911 centre, and information alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { addDoNotTell, caseOfSignal, linkCaseTrip } from '../cases/index.ts';
import { loadGeography } from '../geography/index.ts';
import { demoStaff, seedDemoStaff } from '../identity/index.ts';
import { loadDemoWorld } from '../jurisdictions/index.ts';
import { readVoiceTasks } from '../paging/index.ts';
import { newId, transaction } from '../platform/index.ts';
import { activeTrips, loadDemoFeeds } from '../transit/index.ts';
import type { ResponsesDeps, SignalFacts } from './ground.ts';
import { callPsap, confirmResponse, passOnAsInformation, planFor, responseView } from './index.ts';

/** Train 311 is between St. Louis and Kansas City. */
const now = new Date('2026-02-03T15:30:00Z');
const [advocate, , supervisor] = demoStaff.map(({ id }) => id);
const facts: Omit<SignalFacts, 'signalId'> = {
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
  reportedTrip: null,
  placeWords: null,
  alightingStopWords: 'Kansas City',
  releases: [],
  place: null,
  sighting: { vehicle: '311', car: '2', description: 'green coat', language: 'Spanish' },
};
let opened: TestDatabase;
let deps: ResponsesDeps;
const changed = new Map<string, Partial<SignalFacts>>();

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
    factsOf: async (_db, signalId) => ({ ...facts, signalId, ...changed.get(signalId) }),
  };
}, 240_000);
afterAll(() => opened.close());

async function onTrain(change: Partial<SignalFacts> = {}): Promise<{ signalId: string; caseId: string }> {
  const signalId = newId(now);
  changed.set(signalId, change);
  const [trip] = await activeTrips(opened.db, '311', now);
  const caseId = await transaction(opened.db, async (tx) => {
    const id = await caseOfSignal(tx, signalId, now);
    const { tripId, serviceDate } = trip!;
    await linkCaseTrip(tx, { caseId: id, tripId, serviceDate, staffId: advocate! }, now);
    return id;
  });
  return { signalId, caseId };
}
const confirm = (signalId: string, secondBy: string | undefined = supervisor) =>
  transaction(opened.db, (tx) =>
    confirmResponse(
      tx,
      deps,
      { signalId, by: advocate!, secondBy, reason: 'She says she owes and may not leave.' },
      now,
    ),
  );

describe('a response', () => {
  it('asks police, patrol and an advocate at once for the stop she gets off at', async () => {
    const { signalId } = await onTrain();
    const { responseId } = await confirm(signalId);
    const view = await responseView(opened.db, responseId);
    expect(view.meetingPoint.name).toContain('Kansas City');
    const asked = view.roles.filter((role) => role.asked.length).map(({ role }) => role);
    expect(asked).toEqual(
      expect.arrayContaining(['local-law-enforcement', 'state-patrol', 'victim-advocate', 'railroad-police']),
    );
    expect(asked).not.toContain('carrier-operations');
    expect(view.plan.headline).toMatch(/^Meet at Kansas City/);
    expect(view.disclosures.every(({ basis }) => basis === 'third-party-tip')).toBe(true);
    await expect(confirm(signalId)).rejects.toMatchObject({ code: 'already-responding' });
  });
  it('leaves nothing behind when the second person is missing', async () => {
    const { signalId } = await onTrain();
    const alone = transaction(opened.db, (tx) =>
      confirmResponse(tx, deps, { signalId, by: advocate!, reason: 'She says she may not leave.' }, now),
    );
    await expect(alone).rejects.toMatchObject({ code: 'confirmation-incomplete' });
    const rows = await opened.db
      .selectFrom('response')
      .select('id')
      .where('signal_id', '=', signalId)
      .execute();
    expect(rows).toEqual([]);
  });
  it('asks nobody through the help door without consent, and says so in the plan', async () => {
    const { signalId } = await onTrain({ door: 'help' });
    const plan = await planFor(opened.db, deps, signalId, now);
    expect(plan.roles.flatMap(({ candidates }) => candidates)).toEqual([]);
    expect(plan.roles[0]!.excluded[0]!.reason).toContain('has not agreed');
  });
  it('leaves out whom the person named, with the reason', async () => {
    const { signalId, caseId } = await onTrain();
    const first = (await planFor(opened.db, deps, signalId, now)).lead!;
    const entry = {
      caseId,
      organizationId: first.organizationId,
      reason: 'His brother works there.',
      byStaffId: null,
    };
    await transaction(opened.db, (tx) => addDoNotTell(tx, entry, now));
    const plan = await planFor(opened.db, deps, signalId, now);
    expect(plan.lead?.organizationId).not.toBe(first.organizationId);
    expect(plan.words.join(' ')).toContain('His brother works there.');
  });
  it('has the 911 centre called at once in danger, and once only', async () => {
    const { signalId } = await onTrain({ danger: 'imminent' });
    for (let i = 0; i < 2; i++) await transaction(opened.db, (tx) => callPsap(tx, deps, signalId, now));
    const tasks = (await readVoiceTasks(opened.db)).filter((task) => task.subjectId === signalId);
    expect(tasks.length).toBeGreaterThan(0);
    expect(new Set(tasks.map(({ phone }) => phone)).size).toBe(tasks.length);
  });
  it('tells as information without asking anybody to come', async () => {
    const { signalId } = await onTrain();
    const order = { signalId, by: advocate!, reason: 'Seen twice; nobody is there now.' };
    const { toldOrganizationIds } = await transaction(opened.db, (tx) =>
      passOnAsInformation(tx, deps, order, now),
    );
    expect(toldOrganizationIds.length).toBeGreaterThan(0);
  });
});
