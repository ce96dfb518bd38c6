/** An alert's words are sealed from the first: no event, no row and no file of the database holds them in the clear. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId, openRows, shredRecord, transaction } from '../platform/index.ts';
import { alertSupervisors } from './index.ts';

const now = new Date('2026-02-12T16:50:00Z');
const words = 'Not told: Cedar County Sheriff. Her husband is a deputy there.';
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const raise = (signalId: string) =>
  transaction(opened.db, (tx) =>
    alertSupervisors(tx, { subjectId: signalId, signalId, code: 'recipient-left-out', words }, now),
  );
const stored = (signalId: string) =>
  opened.db.selectFrom('supervisor_alert').selectAll().where('signal_id', '=', signalId).execute();

describe('an alert', () => {
  it('is stored sealed under its report, and told by its id and code alone', async () => {
    const signalId = newId(now);
    await raise(signalId);
    const rows = await stored(signalId);
    expect(rows).toMatchObject([{ record_id: signalId, kind: 'recipient-left-out', handled_at: null }]);
    expect(rows[0]!.words.toString('latin1')).not.toContain('husband');
    expect((await openRows(opened.db, 'supervisor_alert', rows))[0]!.words).toBe(words);
    const due = opened.db.selectFrom('due').select('payload').where('subject_id', '=', signalId);
    expect(await due.execute()).toEqual([
      { payload: { alertId: rows[0]!.id, code: 'recipient-left-out', signalId } },
    ]);
  });

  it('cannot be opened any more when the keys of its report are destroyed', async () => {
    const signalId = newId(now);
    await raise(signalId);
    await transaction(opened.db, (tx) => shredRecord(tx, signalId, now));
    await expect(openRows(opened.db, 'supervisor_alert', await stored(signalId))).rejects.toMatchObject({
      code: 'record-destroyed',
    });
  });

  it('about a report that was destroyed is raised all the same, under a key of its own', async () => {
    const signalId = newId(now);
    await raise(signalId);
    await transaction(opened.db, (tx) => shredRecord(tx, signalId, now));
    await raise(signalId);
    const [, later] = await stored(signalId);
    expect(later!.record_id).toBe(later!.id);
    expect((await openRows(opened.db, 'supervisor_alert', [later!]))[0]!.words).toBe(words);
  });

  it('is not there when what it tells of did not happen', async () => {
    const signalId = newId(now);
    const failing = transaction(opened.db, async (tx) => {
      await alertSupervisors(tx, { subjectId: signalId, signalId, code: 'x', words }, now);
      throw new Error('it did not happen');
    });
    await expect(failing).rejects.toThrow('it did not happen');
    expect(await stored(signalId)).toEqual([]);
  });
});
