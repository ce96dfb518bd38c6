/** Who saw what, from a log with a history: every sight and every act once, in order, in pages, and nothing of others. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId, openLog, transaction } from '../platform/index.ts';
import { openShowing, type Showing } from './showing.ts';
import { openSpool } from './spool.ts';
import { leaf } from './store.ts';
import { type Sight, whoSaw } from './who-saw.ts';

const start = new Date('2026-02-03T15:00:00Z');
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
const always = { since: hours(-1000), until: hours(1000) };
const log = openLog('silent');
let opened: TestDatabase;
let showing: Showing;
beforeAll(async () => {
  opened = await openTestDatabase();
  showing = openShowing({ spool: openSpool('/nonexistent', new Uint8Array(32), log), log });
});
afterAll(() => opened.close());

const show = (staffId: string, view: string, ids: readonly string[], at: Date) =>
  showing.record(opened.db, {
    at,
    actor: { kind: 'staff', id: staffId },
    view,
    subjectKind: view === 'queue' ? 'staff' : 'signal',
    subjectId: view === 'queue' ? staffId : ids[0]!,
    ids,
    imminent: false,
    leaves: 'each',
  });
const change = (staffId: string, action: string, signalId: string, at: Date) =>
  transaction(opened.db, (tx) =>
    leaf(tx, {
      at,
      actor: { kind: 'staff', id: staffId },
      action,
      subjectKind: 'signal',
      subjectId: signalId,
    }),
  );
const everyPage = async (about: Parameters<typeof whoSaw>[1]['about'], limit: number, span = always) => {
  const all: Sight[] = [];
  for (let after: string | undefined, pages = 0; pages < 100; pages++) {
    const page = await whoSaw(opened.db, { about, ...span, limit, after });
    expect(page.sights.length).toBeLessThanOrEqual(limit);
    all.push(...page.sights);
    if (page.next === null) return all;
    after = page.next;
  }
  throw new Error('the list does not end');
};

describe('who saw what', () => {
  it('names everyone who opened, saw in the queue or changed a report, newest first, and nobody else', async () => {
    const [riley, noor, sam] = [newId(start), newId(start), newId(start)];
    const [one, other, caseId] = [newId(start), newId(start), newId(start)];
    await show(riley, 'queue', [one, other], hours(0));
    await show(riley, 'signal', [one, caseId], hours(1));
    await change(riley, 'signal-assessed', one, hours(2));
    await show(noor, 'queue', [one], hours(3));
    await show(sam, 'signal', [other], hours(4));
    const about = { recordIds: [one] };
    const list = await everyPage(about, 100);
    expect(list.map(({ actorId, saw, words }) => [actorId, saw, words])).toEqual([
      [noor, true, 'saw it in the queue'],
      [riley, false, 'signal assessed'],
      [riley, true, 'opened the report'],
      [riley, true, 'saw it in the queue'],
    ]);
    expect(list.at(-1)).toMatchObject({ recordIds: [one], recordCount: 2 });
    // An answer that showed both, or was asked for by one and shows it, stands once.
    expect(await everyPage({ recordIds: [one, caseId, other] }, 100)).toHaveLength(5);
    const between = { since: hours(1), until: hours(3) };
    expect((await everyPage(about, 100, between)).map(({ at }) => at)).toEqual([hours(2), hours(1)]);
    const ofRiley = await everyPage({ personId: riley }, 100);
    expect(ofRiley.map(({ subjectId }) => subjectId)).toEqual([one, one, riley]);
    expect([...ofRiley.at(-1)!.recordIds].sort()).toEqual([one, other].sort());
    expect(await everyPage({ personId: newId(start) }, 100)).toEqual([]);
  });
  it('gives the same list in pages of any length, also where many things happened in one moment', async () => {
    const [riley, one, two] = [newId(start), newId(start), newId(start)];
    for (let i = 0; i < 20; i++) {
      const at = hours(Math.floor(i / 7));
      await (i % 3
        ? show(riley, 'signal', i % 2 ? [one] : [one, two], at)
        : change(riley, 'signal-assessed', two, at));
    }
    const about = { recordIds: [one, two] };
    const whole = await everyPage(about, 1000);
    expect(whole).toHaveLength(20);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 25 }), async (limit) => {
        expect(await everyPage(about, limit)).toEqual(whole);
        expect(await everyPage({ personId: riley }, limit)).toHaveLength(20);
      }),
      { numRuns: 30 },
    );
  });
  it.each(['', 'x', '2026-02-03T15:00:00.000Z_', "2026-13-03T15:00:00.000Z_'; drop table audit_leaf"])(
    'refuses a page that is none: %j',
    async (after) => {
      const asked = whoSaw(opened.db, { about: { recordIds: [newId(start)] }, ...always, after });
      await expect(asked).rejects.toMatchObject({ code: 'page-unknown' });
    },
  );
});
