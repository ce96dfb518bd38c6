/** The whole of it in the demonstration's world: a plan, its gates, the pages, the 911 centre, and information alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { addDoNotTell, caseOfSignal, linkCaseTrip } from '../cases/index.ts';
import { loadGeography } from '../geography/index.ts';
import { demoStaff, seedDemoStaff } from '../identity/index.ts';
import { loadDemoWorld } from '../jurisdictions/index.ts';
import { readVoiceTasks } from '../paging/index.ts';
import { claimDue } from '../platform/due/store.ts';
import { newId, openRows, transaction } from '../platform/index.ts';
import { activeTrips, loadDemoFeeds } from '../transit/index.ts';
import type { ResponsesDeps, SignalFacts } from './ground.ts';
import {
  callPsap,
  confirmResponse,
  passOnAsInformation,
  planFor,
  responsesDueHandlers,
  responsesSubscribers,
  responseView,
} from './index.ts';

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
});
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
    const view = await responseView(opened.db, deps.geography, responseId);
    expect(view.meetingPoint.name).toContain('Kansas City');
    const asked = view.roles.filter((role) => role.asked.length).map(({ role }) => role);
    expect(asked).toEqual(
      expect.arrayContaining(['local-law-enforcement', 'state-patrol', 'victim-advocate', 'railroad-police']),
    );
    expect(asked).not.toContain('carrier-operations');
    expect(view.plan.headline).toMatch(/^Meet at Kansas City/);
    const sent = opened.db.selectFrom('page').selectAll().where('response_id', '=', responseId);
    const offers = await openRows(opened.db, 'page', await sent.execute());
    for (const { offer } of offers) {
      expect(JSON.stringify(offer)).toContain('Jackson County, Missouri');
      expect(JSON.stringify(offer), 'the place itself is not told before anyone accepts').not.toContain(
        'Union Station',
      );
    }
    const patrol = offers.find(({ role }) => role === 'state-patrol')!;
    expect(JSON.stringify(patrol.offer)).toMatch(/is asked to lead/);
    expect(view.disclosures.every(({ basis }) => basis === 'third-party-tip')).toBe(true);
    await expect(confirm(signalId)).rejects.toMatchObject({ code: 'already-responding' });
  });
  it('asks those who are there for children as soon as staff learn that it is a child', async () => {
    const { signalId } = await onTrain();
    const { responseId } = await confirm(signalId);
    changed.set(signalId, { ageGroup: 'minor' });
    const assessed = { name: 'signal-assessed', subjectId: signalId, payload: {} };
    for (let twice = 0; twice < 2; twice++)
      await transaction(opened.db, (tx) => responsesSubscribers(deps)['signal-assessed']!(tx, assessed, now));
    const view = await responseView(opened.db, deps.geography, responseId);
    for (const needed of ['child-protection', 'child-advocate'])
      expect(view.roles.find(({ role }) => role === needed)?.asked, needed).toHaveLength(1);
    expect(view.timeline.map(({ what }) => what).join()).toContain('child protection is needed now');
  });
  it('tells a supervisor who is not in place when the train is near', async () => {
    const { signalId } = await onTrain();
    const { responseId } = await confirm(signalId);
    const looks = await opened.db
      .selectFrom('due')
      .select(['kind', 'due_at', 'id'])
      .where('subject_id', '=', responseId)
      .where('kind', '=', 'response-arrival')
      .orderBy('due_at')
      .execute();
    expect(looks).toHaveLength(2);
    const at = looks[1]!.due_at;
    const due = (await claimDue(opened.db, at, { limit: 500 })).find(({ id }) => id === looks[1]!.id)!;
    await responsesDueHandlers()['response-arrival']!(due, { db: opened.db, now: at });
    const view = await responseView(opened.db, deps.geography, responseId);
    expect(view.timeline.at(-1)!.what).toContain('not in place, and the vehicle is near');
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
    expect(plan.headline).toContain('Nobody is asked to come.');
    expect(
      plan.words.filter((words) => /has not agreed/.test(words)),
      'said once for each reason',
    ).toHaveLength(1);
  });
  it('confirms no response that the person has not agreed to, and opens none', async () => {
    const { signalId } = await onTrain({ door: 'help' });
    await expect(confirm(signalId)).rejects.toMatchObject({ code: 'nobody-may-be-told' });
    expect(
      await opened.db.selectFrom('response').select('id').where('signal_id', '=', signalId).execute(),
    ).toEqual([]);
  });
  it('needs no role that the person has closed, and calls the plan no weaker for it', async () => {
    const release = {
      items: ['place', 'time', 'vehicle', 'description', 'language'],
      until: new Date('2026-05-01T00:00:00Z'),
      withdrawnAt: null,
      informed: true,
      byThePerson: true,
    };
    const releases = ['local-law-enforcement', 'state-patrol'].map((role) => ({
      ...release,
      recipient: `role:${role}`,
    }));
    const { signalId } = await onTrain({ door: 'help', releases });
    const plan = await planFor(opened.db, deps, signalId, now);
    const advocate = plan.roles.find(({ role }) => role === 'victim-advocate')!;
    expect(advocate).toMatchObject({ required: false, closedByThePerson: true, candidates: [] });
    expect(plan.probability).toBeGreaterThan(0.5);
    const { responseId } = await confirm(signalId);
    const view = await responseView(opened.db, deps.geography, responseId);
    expect(view.roles.find(({ role }) => role === 'victim-advocate')!.asked).toEqual([]);
    expect(view.disclosures.every(({ basis }) => basis === 'consent')).toBe(true);
  });
  it('leaves out whom the person named, with the reason', async () => {
    const { signalId, caseId } = await onTrain();
    const first = (await planFor(opened.db, deps, signalId, now)).lead!;
    const entry = {
      caseId,
      whom: { kind: 'organization', organizationId: first.organizationId },
      reason: 'His brother works there.',
      byStaffId: null,
    } as const;
    await transaction(opened.db, (tx) => addDoNotTell(tx, entry, now));
    const plan = await planFor(opened.db, deps, signalId, now);
    expect(plan.lead?.organizationId).not.toBe(first.organizationId);
    expect(plan.words.join(' ')).toContain('His brother works there.');
  });
  it('has the 911 centre called at once in danger, and once only', async () => {
    const { signalId } = await onTrain({ danger: 'imminent' });
    for (let i = 0; i < 2; i++) await transaction(opened.db, (tx) => callPsap(tx, deps, signalId, now));
    const tasks = (await readVoiceTasks(opened.db)).tasks.filter((task) => task.subjectId === signalId);
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
