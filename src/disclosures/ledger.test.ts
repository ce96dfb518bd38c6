/** The ledger on a real database: nothing is cleared that may not be told, and what is taken back stops. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { addDoNotTell, caseOfSignal, linkCaseTrip, tripOfCase } from '../cases/index.ts';
import { newId, type Refusal, transaction } from '../platform/index.ts';
import {
  disclosuresOfCase,
  disclosuresSubscribers,
  isDisclosureLive,
  markDisclosureOpened,
  recordDisclosure,
} from './index.ts';

const now = new Date('2026-02-03T15:00:00Z');
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

async function newCase() {
  const signalId = newId(now);
  const caseId = await transaction(opened.db, (tx) => caseOfSignal(tx, signalId, now));
  const organizationId = newId(now);
  const entry = {
    caseId,
    signalId,
    organizationId,
    items: ['stop'],
    basis: 'consent',
    facts: { door: 'help' },
    reason: 'She asked for it.',
    confirmedBy: newId(now),
    secondBy: null,
  } as const;
  return { signalId, caseId, organizationId, entry };
}

describe('the ledger', () => {
  it('clears what is written down, and says who was told and why', async () => {
    const { caseId, entry } = await newCase();
    const { disclosureId, clearance } = await transaction(opened.db, (tx) =>
      recordDisclosure(tx, entry, now),
    );
    expect(clearance).toEqual({ ledger: 'disclosure', ledgerId: disclosureId });
    expect(await isDisclosureLive(opened.db, disclosureId, now)).toBe(true);
    await transaction(opened.db, (tx) => markDisclosureOpened(tx, disclosureId, now));
    expect(await disclosuresOfCase(opened.db, caseId)).toMatchObject([
      { id: disclosureId, basis: 'consent', reason: 'She asked for it.', openedAt: now, deliveredAt: now },
    ]);
  });
  it('refuses whom the person named, and stores nothing', async () => {
    const { caseId, organizationId, entry } = await newCase();
    await transaction(opened.db, (tx) =>
      addDoNotTell(
        tx,
        {
          caseId,
          whom: { kind: 'organization', organizationId },
          reason: 'Her uncle works there.',
          byStaffId: null,
        } as const,
        now,
      ),
    );
    await expect(transaction(opened.db, (tx) => recordDisclosure(tx, entry, now))).rejects.toMatchObject({
      code: 'do-not-tell',
    } satisfies Partial<Refusal>);
    expect(await disclosuresOfCase(opened.db, caseId)).toEqual([]);
  });
  it('lets nobody be told unseen while they are being put on the list', async () => {
    const { caseId, organizationId, entry } = await newCase();
    const listed = {
      caseId,
      whom: { kind: 'organization', organizationId },
      reason: 'Her uncle works there.',
      byStaffId: null,
    } as const;
    let written = false;
    let listing: Promise<void> | undefined;
    const { disclosureId } = await transaction(opened.db, async (tx) => {
      const recorded = await recordDisclosure(tx, entry, now);
      listing = transaction(opened.db, (other) => addDoNotTell(other, listed, now)).then(() => {
        written = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(written, 'the entry waits for whoever is telling').toBe(false);
      return recorded;
    });
    await listing;
    expect(await isDisclosureLive(opened.db, disclosureId, now), 'at once, before any event is heard').toBe(
      false,
    );
    await transaction(opened.db, (tx) =>
      disclosuresSubscribers()['do-not-tell-added']!(
        tx,
        { name: 'do-not-tell-added', subjectId: caseId, payload: { organizationId } },
        now,
      ),
    );
    expect((await disclosuresOfCase(opened.db, caseId))[0]!.revokedAt).toEqual(now);
  });
  it('stops what was consented to when the consent is taken back, and asks a human', async () => {
    const { signalId, entry } = await newCase();
    const { disclosureId } = await transaction(opened.db, (tx) => recordDisclosure(tx, entry, now));
    const danger = await transaction(opened.db, (tx) =>
      recordDisclosure(tx, { ...entry, basis: 'imminent-danger' }, now),
    );
    await transaction(opened.db, async (tx) => {
      await disclosuresSubscribers()['consent-withdrawn']!(
        tx,
        { name: 'consent-withdrawn', subjectId: signalId, payload: {} },
        now,
      );
    });
    expect(await isDisclosureLive(opened.db, disclosureId, now)).toBe(false);
    expect(await isDisclosureLive(opened.db, danger.disclosureId, now)).toBe(true);
    const events = await opened.db
      .selectFrom('due')
      .select('subject_id')
      .where('kind', '=', 'event:disclosure-revoked')
      .execute();
    expect(events.map((event) => event.subject_id)).toContain(disclosureId);
  });
  it('opens one case for a signal, however many ask at once', async () => {
    const signalId = newId(now);
    const ids = await Promise.all(
      Array.from({ length: 4 }, () => transaction(opened.db, (tx) => caseOfSignal(tx, signalId, now))),
    );
    expect(new Set(ids).size).toBe(1);
  });
  it('keeps the trip as it was last linked', async () => {
    const { caseId } = await newCase();
    const link = { caseId, tripId: 'amtrak:311', serviceDate: '2026-02-03', staffId: newId(now) };
    await transaction(opened.db, (tx) => linkCaseTrip(tx, link, now));
    await transaction(opened.db, (tx) => linkCaseTrip(tx, { ...link, stopId: 'JEF' }, now));
    expect(await tripOfCase(opened.db, caseId)).toEqual({
      tripId: 'amtrak:311',
      serviceDate: '2026-02-03',
      stopId: 'JEF',
    });
  });
});
