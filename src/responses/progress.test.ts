/** A response on a real database: who is asked when somebody says no, is late, or is not to be told. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { addDoNotTell, caseOfSignal } from '../cases/index.ts';
import { disclosuresOfCase, revokeDisclosures } from '../disclosures/index.ts';
import type { Geography } from '../geography/index.ts';
import { demoStaff, seedDemoStaff } from '../identity/index.ts';
import { newId, openRows, sealRow, transaction } from '../platform/index.ts';
import { askForRole } from './asking.ts';
import type { Candidate } from './core/escalation.ts';
import { leadRole, type Role } from './core/roles.ts';
import { standDown } from './ending.ts';
import { giveLead } from './giving-lead.ts';
import type { ResponsesDeps, SignalFacts } from './ground.ts';
import { responsesSubscribers } from './progress.ts';
import { insertResponse, lockResponse } from './store.ts';
import { readPages } from './store-pages.ts';
import { readRoles, upsertRole } from './store-roles.ts';
import { timelineAfter } from './store-timeline.ts';
import type { PlanView } from './views.ts';

const now = new Date('2026-02-03T15:00:00Z');
const notifyBy = new Date('2026-02-03T16:00:00Z');
const facts: SignalFacts = {
  signalId: '',
  door: 'tip',
  danger: 'soon',
  ageGroup: 'adult',
  observedBehaviours: 2,
  ownWords: false,
  askedBack: true,
  appearanceOnly: false,
  releases: [],
  namedNotToTell: false,
  doNotTellSettled: false,
  lastNewsAt: now,
  reportedTrip: null,
  alightingStopWords: null,
  place: null,
  sighting: { vehicle: 'train 311', car: 'second car', description: 'green coat', language: null },
};
let opened: TestDatabase;
let deps: ResponsesDeps;
let organizations: Candidate[];
let [responseId, caseId, signalId] = ['', '', ''];

beforeAll(async () => {
  opened = await openTestDatabase();
  deps = {
    db: opened.db,
    geography: { locate: () => null } as unknown as Geography,
    callBackPhone: '816-555-0142',
    timeZone: 'America/Chicago',
    factsOf: async () => facts,
  };
  await seedDemoStaff(opened.db);
  organizations = [];
  for (const name of ['Ash County Sheriff', 'Birch City Police', 'Cedar County Sheriff']) {
    const id = newId(now);
    const organizationName = `${name} (demo)`;
    organizations.push({ organizationId: id, organizationName, notifyBy });
    await opened.db
      .insertInto('organization')
      .values({
        id,
        name: organizationName,
        kind: 'agency',
        role: leadRole,
        service_urn: 'urn:emergency:service:responder.police.local',
        desk_first: true,
        demo: true,
      })
      .execute();
    await opened.db
      .insertInto('contact')
      .values({
        id: newId(now),
        organization_id: id,
        name: 'Communications desk',
        wire: 'sms',
        address: '573-555-0101',
        is_desk: true,
        priority: 1,
      })
      .execute();
  }
});
afterAll(() => opened.close());

beforeEach(async () => {
  signalId = newId(now);
  await transaction(opened.db, async (tx) => {
    caseId = await caseOfSignal(tx, signalId, now);
    const stop = {
      stopId: 'JEF',
      name: 'Jefferson City',
      lon: -92.17,
      lat: 38.58,
      arrivalAt: notifyBy,
      arrivalWords: '10:40 AM CST',
      leaves: 1,
      ready: 0.97,
      roles: [],
      isMeetingPoint: true,
    };
    responseId = await insertResponse(
      tx,
      {
        signalId,
        caseId,
        reason: 'He answers for her and holds her ticket.',
        description: 'green coat',
        confirmedBy: demoStaff[0]!.id,
        secondBy: demoStaff[2]!.id,
        leadRole,
        leadOrganizationId: null,
        plan: { stops: [stop], roles: [] } as unknown as PlanView,
      },
      now,
    );
    await upsertRole(tx, responseId, { role: leadRole, required: true, candidates: organizations }, now);
  });
  await ask();
});

const ask = (role: Role = leadRole) =>
  transaction(opened.db, async (tx) => {
    const response = await lockResponse(tx, responseId);
    await askForRole(tx, deps, response!, role, now);
  });
const lockOf = () => transaction(opened.db, async (tx) => (await lockResponse(tx, responseId))!);
const pages = async () =>
  (await readPages(opened.db, responseId)).map((page) => ({
    ...page,
    who: organizations.findIndex(({ organizationId }) => organizationId === page.organizationId),
  }));
const states = async () => (await pages()).map(({ who, state }) => `${'ABC'[who]} ${state}`).sort();
const tell = async (who: number, name: string, { reason, ...payload }: Record<string, unknown> = {}) => {
  const page = (await pages()).findLast((found) => found.who === who)!;
  if (reason) await sayWhy(page.pageId, String(reason));
  await transaction(opened.db, (tx) =>
    responsesSubscribers(deps)[name]!(
      tx,
      { name, subjectId: page.pageId, payload: { pageId: page.pageId, ...payload } },
      now,
    ),
  );
};
/** As paging keeps it before it tells of it: the event carries no words. */
const sayWhy = async (pageId: string, decline_reason: string) => {
  const page = opened.db.selectFrom('page').select(['id', 'record_id', 'organization_id']);
  const owner = await page.where('id', '=', pageId).executeTakeFirstOrThrow();
  const sealed = await sealRow(opened.db, 'page', { ...owner, decline_reason }, now);
  await opened.db.updateTable('page').set(sealed).where('id', '=', pageId).execute();
};
const said = async () => (await timelineAfter(opened.db, responseId, 0)).map(({ what }) => what).join('\n');
const alarms = async () =>
  (
    await opened.db
      .selectFrom('due')
      .select('payload')
      .where('kind', '=', 'event:supervisor-needed')
      .where('subject_id', '=', signalId)
      .execute()
  ).map(({ payload }) => (payload as { code: string }).code);

describe('a role', () => {
  it('is offered to one at a time, each with its own recorded basis', async () => {
    expect(await states()).toEqual(['A asked']);
    expect(await disclosuresOfCase(opened.db, caseId)).toMatchObject([{ basis: 'third-party-tip' }]);
    await ask();
    expect(await states()).toEqual(['A asked']);
  });
  it('goes to the next when one says no, and names the new lead', async () => {
    await tell(0, 'page-declined', { reason: 'No unit free' });
    expect(await states()).toEqual(['A declined', 'B asked']);
    expect(await said()).toContain('Declined: No unit free');
    expect(await said()).toContain('Birch City Police (demo) is asked to lead.');
  });
  it('never goes to one on the do-not-tell list', async () => {
    await transaction(opened.db, (tx) =>
      addDoNotTell(
        tx,
        {
          caseId,
          whom: { kind: 'organization', organizationId: organizations[1]!.organizationId },
          reason: 'His cousin.',
          byStaffId: null,
        },
        now,
      ),
    );
    await tell(0, 'page-timed-out');
    expect(await states()).toEqual(['A timed-out', 'C asked']);
  });
  it('calls the supervisor when nobody is left', async () => {
    await tell(0, 'page-declined');
    await tell(1, 'page-timed-out');
    await tell(2, 'page-undeliverable');
    expect(await alarms()).toEqual(['role-unfilled']);
    expect(await readRoles(opened.db, responseId)).toMatchObject([{ state: 'unfilled' }]);
  });
  it('takes a late yes, lets that one lead, and stands the other down by a page', async () => {
    await tell(0, 'page-timed-out');
    await tell(0, 'page-acknowledged');
    expect(await states()).toEqual(['A acknowledged', 'B stood-down']);
    expect(await said()).toContain('Ash County Sheriff (demo) leads.');
  });
  it('stands down a second who accepted in the same moment', async () => {
    await tell(0, 'page-timed-out');
    await transaction(opened.db, async (tx) => {
      await tx
        .updateTable('response_page')
        .set({ state: 'acknowledged' })
        .where('page_id', '=', (await pages()).find(({ who }) => who === 1)!.pageId)
        .execute();
    });
    await tell(0, 'page-acknowledged');
    expect(await states()).toEqual(['A stood-down', 'B acknowledged']);
  });
  it('keeps the last confirmed state when answers arrive in another order', async () => {
    await tell(0, 'page-staged');
    await tell(0, 'page-en-route', { etaAt: notifyBy.toISOString() });
    await tell(0, 'page-acknowledged');
    expect(await states()).toEqual(['A staged']);
    expect(await said()).toContain('Everyone needed is in place.');
  });
  it('asks on when the one who accepted turns back', async () => {
    await tell(0, 'page-acknowledged');
    await tell(0, 'page-declined', { reason: 'Called away' });
    expect(await states()).toEqual(['A declined', 'B asked']);
  });
  it('stands down one who may not be told any more, tells a supervisor, and asks on', async () => {
    await tell(0, 'page-acknowledged');
    const ids = await transaction(opened.db, async (tx) => {
      const { organizationId } = organizations[0]!;
      const whom = { kind: 'organization', organizationId } as const;
      await addDoNotTell(tx, { caseId, whom, reason: 'Her words.', byStaffId: null }, now);
      return revokeDisclosures(tx, { caseId, organizationId }, 'do-not-tell', now);
    });
    await transaction(opened.db, (tx) =>
      responsesSubscribers(deps)['disclosure-revoked']!(
        tx,
        { name: 'disclosure-revoked', subjectId: ids[0]!, payload: {} },
        now,
      ),
    );
    expect(await states()).toEqual(['A stood-down', 'B asked']);
    expect(await alarms()).toEqual(['disclosure-revoked']);
  });
  it('takes no yes for true that was said before a no and is told after it', async () => {
    await tell(0, 'page-declined', { reason: 'Called away' });
    await tell(0, 'page-acknowledged');
    expect(await states()).toEqual(['A declined', 'B asked']);
  });
  const offerTo = async (who: number) =>
    offerOf((await pages()).findLast((page) => page.who === who)!.pageId);
  const offerOf = async (pageId: string) => {
    const row = await opened.db
      .selectFrom('page')
      .select(['id', 'record_id', 'organization_id', 'offer', 'is_lead'])
      .where('id', '=', pageId)
      .executeTakeFirstOrThrow();
    const [open] = await openRows(opened.db, 'page', [row]);
    return { lead: (open!.offer as { lead: string }).lead, isLead: row.is_lead };
  };
  it('tells everyone who leads by now, and a supervisor when the lead turns back', async () => {
    await tell(0, 'page-acknowledged');
    expect(await offerTo(0)).toMatchObject({
      isLead: true,
      lead: expect.stringContaining('Your agency leads'),
    });
    await tell(0, 'page-declined', { reason: 'Called away' });
    expect(await offerTo(1)).toMatchObject({
      isLead: true,
      lead: expect.stringContaining('is asked to lead'),
    });
    expect(await alarms()).toEqual(['lead-turned-back']);
    for (const who of [1, 2]) await tell(who, 'page-declined');
    expect((await lockOf()).leadOrganizationId, 'nobody leads when nobody is left').toBeNull();
  });
  it('has no lead when nobody local comes, until a supervisor names other police that do', async () => {
    for (const who of [0, 1, 2]) await tell(who, 'page-declined');
    const patrol = { ...organizations[0]!, organizationId: organizations[1]!.organizationId };
    await transaction(opened.db, (tx) =>
      upsertRole(tx, responseId, { role: 'state-patrol', required: true, candidates: [patrol] }, now),
    );
    await ask('state-patrol');
    const give = (by: string, role: Role = 'state-patrol') =>
      transaction(opened.db, (tx) =>
        giveLead(tx, deps, { responseId, role, by, reason: 'Spoke to the desk.' }, now),
      );
    const [advocate, , supervisor] = demoStaff.map(({ id }) => id);
    await expect(give(supervisor!), 'only asked').rejects.toMatchObject({ code: 'not-coming' });
    const { pageId } = (await pages()).find(({ role }) => role === 'state-patrol')!;
    const accepted = { name: 'page-acknowledged', subjectId: pageId, payload: { pageId } };
    await transaction(opened.db, (tx) => responsesSubscribers(deps)[accepted.name]!(tx, accepted, now));
    await expect(give(advocate!)).rejects.toMatchObject({ code: 'not-a-supervisor' });
    await expect(give(supervisor!, 'victim-advocate')).rejects.toMatchObject({ code: 'not-coming' });
    await give(supervisor!);
    expect(await offerOf(pageId)).toMatchObject({
      isLead: true,
      lead: expect.stringContaining('Your agency leads'),
    });
    const declined = { name: 'page-declined', subjectId: pageId, payload: { pageId } };
    await transaction(opened.db, (tx) => responsesSubscribers(deps)[declined.name]!(tx, declined, now));
    expect((await lockOf()).leadOrganizationId, 'nobody leads, and no page says so').toBeNull();
    const alarms = (await timelineAfter(opened.db, responseId, 0)).filter(({ what }) =>
      what.includes('was named to lead'),
    );
    expect(alarms).toHaveLength(1);
  });
  it('names one lead when all are asked at once, and whoever accepts first', async () => {
    const soon = new Date(now.getTime() + 30_000);
    const hurried = organizations.map((one) => ({ ...one, notifyBy: soon }));
    await transaction(opened.db, (tx) =>
      upsertRole(tx, responseId, { role: leadRole, required: true, candidates: hurried }, now),
    );
    await tell(0, 'page-timed-out');
    expect(await states()).toEqual(['A timed-out', 'B asked', 'C asked']);
    expect([(await offerTo(1)).isLead, (await offerTo(2)).isLead]).toEqual([true, false]);
    await tell(2, 'page-acknowledged');
    expect((await offerTo(2)).isLead).toBe(true);
    expect(await states()).toEqual(['A stood-down', 'B stood-down', 'C acknowledged']);
  });
  it('calls a supervisor when someone expects to come too late', async () => {
    await tell(0, 'page-acknowledged', { etaAt: new Date(notifyBy.getTime() + 60_000).toISOString() });
    expect(await alarms()).toEqual(['late-arrival']);
    expect(await said()).toContain('after the person gets off');
  });
  it('alarms a supervisor when the potential victim was arrested, also after the end', async () => {
    await tell(0, 'page-acknowledged');
    const by = demoStaff[0]!.id;
    await transaction(opened.db, (tx) => standDown(tx, { responseId, by, reason: 'She is safe.' }, now));
    expect(await states()).toEqual(['A stood-down']);
    await tell(0, 'page-outcome', { outcome: 'potential-victim-arrested' });
    expect(await alarms()).toEqual(['potential-victim-arrested']);
  });
});
