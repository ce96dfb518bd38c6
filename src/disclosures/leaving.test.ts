/** Every wire, in flight: what is taken back, has run out or may not be told any more does not leave; what left is kept in its words. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { addDoNotTell, caseOfSignal } from '../cases/index.ts';
import { storedClearance } from '../messaging/clearance.ts';
import { messagingDueHandlers, messagingSlowKinds, send } from '../messaging/index.ts';
import {
  type Db,
  type DueLoop,
  eventDueHandlers,
  newId,
  StandingClock,
  startDueLoop,
  transaction,
} from '../platform/index.ts';
import {
  disclosuresDueHandlers,
  disclosuresOfCase,
  disclosuresSubscribers,
  isDisclosureLive,
  recordDisclosure,
  revokeDisclosures,
  shownWords,
} from './index.ts';

const clock = new StandingClock(new Date('2026-02-03T15:00:00Z'));
const day = 86_400_000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const carried: string[] = [];
/** What happens while the carrier has a message in its hands: it takes it afterwards, unless this throws. */
const during = new Map<string, () => Promise<unknown>>();
let opened: TestDatabase;
let loop: DueLoop;

beforeAll(async () => {
  opened = await openTestDatabase();
  const carrier = {
    carry: async ({ body }: { body: string }) => {
      await during.get(body)?.();
      carried.push(body);
      return undefined;
    },
  };
  const isLive = (db: Db, id: string) => isDisclosureLive(db, id, clock.now());
  loop = startDueLoop({
    db: opened.db,
    clock,
    log: quiet,
    polling: false,
    slowKinds: messagingSlowKinds,
    handlers: {
      ...messagingDueHandlers({
        carriers: { sms: carrier, email: carrier, webhook: carrier },
        checks: { disclosure: isLive, dialogue: isLive },
        log: quiet,
      }),
      ...disclosuresDueHandlers(),
      ...eventDueHandlers([disclosuresSubscribers()], ['message-withheld', 'disclosure-revoked']),
    },
  });
});
afterAll(async () => {
  await loop.stop();
  await opened.close();
});

const wires = {
  sms: '573-555-0101',
  email: 'desk@agency.example',
  webhook: 'https://agency.example/in',
} as const;
type Wire = keyof typeof wires;

async function queue(wire: Wire, body: string, lastsDays = 2) {
  const now = clock.now();
  const [signalId, organizationId] = [newId(now), newId(now)];
  return transaction(opened.db, async (tx) => {
    const caseId = await caseOfSignal(tx, signalId, now);
    const { disclosureId, clearance } = await recordDisclosure(
      tx,
      {
        caseId,
        signalId,
        organizationId,
        items: ['place'],
        basis: 'consent',
        facts: { door: 'help' },
        reason: 'She asked for it.',
        confirmedBy: newId(now),
        secondBy: null,
        until: new Date(now.getTime() + lastsDays * day),
      },
      now,
    );
    await send(
      tx,
      clearance,
      { wire, to: wires[wire], body, about: { kind: 'disclosure', id: disclosureId }, dedupeKey: 'told' },
      now,
    );
    return { caseId, signalId, organizationId, disclosureId };
  });
}
type Queued = Awaited<ReturnType<typeof queue>>;

/** Another message under the same row of the ledger. */
const again = ({ disclosureId, signalId }: Queued, wire: Wire, body: string) =>
  transaction(opened.db, (tx) =>
    send(
      tx,
      storedClearance('disclosure', disclosureId),
      {
        wire,
        to: wires[wire],
        body,
        about: { kind: 'disclosure', id: disclosureId },
        recordId: signalId,
        dedupeKey: 'told-again',
      },
      clock.now(),
    ),
  );

const endings: Record<string, (queued: Queued) => Promise<unknown>> = {
  'taken back': ({ caseId, organizationId }) =>
    transaction(opened.db, (tx) =>
      revokeDisclosures(tx, { caseId, organizationId, basis: 'consent' }, 'Taken back.', clock.now()),
    ),
  'run out': async () => clock.moveTo(new Date(clock.now().getTime() + 2 * day)),
  'not to be told any more': ({ caseId, organizationId }) =>
    transaction(opened.db, (tx) =>
      addDoNotTell(
        tx,
        {
          caseId,
          whom: { kind: 'organization', organizationId },
          reason: 'Her uncle works there.',
          byStaffId: null,
        } as const,
        clock.now(),
      ),
    ),
};

describe('what is on its way', () => {
  const cases = Object.keys(wires).flatMap((wire) =>
    Object.keys(endings).map((how) => [wire as Wire, how] as const),
  );
  it.each(cases)('by %s does not leave once it is %s, and nothing is kept as shown', async (wire, how) => {
    const body = `The place, ${newId(clock.now())}.`;
    const queued = await queue(wire, body);
    await endings[how]!(queued);
    await loop.drain();
    expect(carried).not.toContain(body);
    expect(await shownWords(opened.db, [queued.disclosureId])).toEqual([]);
    expect(
      (await disclosuresOfCase(opened.db, queued.caseId))[0]!.revokedAt,
      'and the row says so',
    ).not.toBeNull();
  });
  it.each(Object.keys(wires) as Wire[])(
    'by %s leaves when nothing speaks against it, and is kept word for word',
    async (wire) => {
      const body = `The place, ${newId(clock.now())}. http://localhost:8080/p/a-secret-that-opens-a-page`;
      const { disclosureId } = await queue(wire, body);
      await loop.drain();
      expect(carried).toContain(body);
      expect(await shownWords(opened.db, [disclosureId])).toMatchObject([
        { way: wire, item: 'message', words: body.replace('a-secret-that-opens-a-page', '…') },
      ]);
    },
  );
  it('is not changed afterwards by anybody who runs the application', async () => {
    const { disclosureId } = await queue('email', 'The place.');
    await loop.drain();
    await expect(
      opened.db
        .updateTable('disclosure_shown')
        .set({ words: Buffer.from('Nothing.') })
        .where('disclosure_id', '=', disclosureId)
        .execute(),
    ).rejects.toThrow(/permission denied/);
    await expect(opened.db.deleteFrom('disclosure_shown').execute()).rejects.toThrow(/permission denied/);
  });
  it.each(cases)(
    'by %s and is %s while it is being handed over: what had left is on record, what had not never leaves',
    async (wire, how) => {
      const [left, lost] = [`Told ${newId(clock.now())}`, `Told ${newId(clock.now())}`];
      const taken = await queue(wire, left);
      const refused = await queue(wire, lost);
      during.set(left, async () => {
        await endings[how]!(taken);
        // Another word of the same, decided before and due now: it comes behind.
        await again(taken, wire, `${left}, and more`);
      });
      during.set(lost, async () => {
        await endings[how]!(refused);
        during.delete(lost);
        throw new Error('the carrier does not answer');
      });
      await loop.drain();
      // For what is tried again.
      clock.moveTo(new Date(clock.now().getTime() + 3_600_000));
      await loop.drain();
      expect(carried.filter((body) => body.startsWith(left) || body === lost)).toEqual([left]);
      expect(await shownWords(opened.db, [taken.disclosureId])).toMatchObject([{ way: wire, words: left }]);
      expect(await shownWords(opened.db, [refused.disclosureId])).toEqual([]);
      for (const { caseId } of [taken, refused])
        expect((await disclosuresOfCase(opened.db, caseId))[0]!.revokedAt).not.toBeNull();
    },
  );
  it('leaves exactly when no ending came first, in any mixture, and is on record exactly when it left', async () => {
    const one = fc.record({
      wire: fc.constantFrom(...(Object.keys(wires) as Wire[])),
      how: fc.option(fc.constantFrom(...Object.keys(endings).filter((how) => how !== 'run out'))),
      when: fc.constantFrom('before', 'during', 'after'),
      fails: fc.boolean(),
      lastsDays: fc.integer({ min: 1, max: 3 }),
    });
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 3 }),
        async (many, waits) => {
          const sent = [];
          for (const { wire, how, when, fails, lastsDays } of many) {
            const body = `Told ${newId(clock.now())}`;
            const queued = await queue(wire, body, lastsDays);
            const ending = async () => how && endings[how]!(queued);
            if (when === 'before') await ending();
            // Once: the next time it gets through, if it is tried.
            during.set(body, async () => {
              during.delete(body);
              if (when === 'during') await ending();
              if (fails) throw new Error('the carrier does not answer');
            });
            const isEnded = how !== null && (when === 'before' || (when === 'during' && fails));
            sent.push({ body, ending, when, queued, leaves: !isEnded && lastsDays > waits });
          }
          clock.moveTo(new Date(clock.now().getTime() + waits * day));
          await loop.drain();
          clock.moveTo(new Date(clock.now().getTime() + 3_600_000));
          await loop.drain();
          for (const { ending, when } of sent) if (when === 'after') await ending();
          const shown = await shownWords(
            opened.db,
            sent.map(({ queued }) => queued.disclosureId),
          );
          for (const { body, leaves } of sent) {
            told++;
            expect(carried.filter((words) => words === body)).toHaveLength(leaves ? 1 : 0);
            expect(shown.filter(({ words }) => words === body)).toHaveLength(leaves ? 1 : 0);
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(told).toBeGreaterThan(300);
  });
});
