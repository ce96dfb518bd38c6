/** Who was shown what is on record before it is shown: one leaf an answer, none for what is on record already, and no answer without. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId, openLog, Refusal, transaction } from '../platform/index.ts';
import { loadNoteKey, type NoteKey } from './keys.ts';
import { sequence } from './sequencer.ts';
import { openShowing, type Showing, type Shown, shownCommitment } from './showing.ts';
import { openSpool, type Spool } from './spool.ts';
import { readShownBy } from './store.ts';
import { verifyLog } from './verify.ts';

const now = new Date('2026-02-03T15:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const log = openLog('silent');
let opened: TestDatabase;
let folder: string;
let key: NoteKey;
let spool: Spool;
let showing: Showing;
beforeEach(async () => {
  opened = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'alight-showing-'));
  key = await loadNoteKey(join(folder, 'audit.pem'), 'alight.example/audit');
  spool = openSpool(join(folder, 'spool'), key.derive('test'), log);
  showing = openShowing({ spool, log });
});
afterEach(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const refuseLeaves = () =>
  opened.asOwner(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no more room'; end $$;
    create trigger refuse before insert on audit_leaf for each row execute function refuse()`);
const takeLeavesAgain = () => opened.asOwner('drop trigger refuse on audit_leaf');

const ids = (count: number) => Array.from({ length: count }, () => newId(now));
const shownAs = (over: Partial<Shown>): Shown => ({
  at: now,
  actor: { kind: 'staff', id: newId(now) },
  view: 'queue',
  subjectKind: 'staff',
  subjectId: newId(now),
  ids: ids(3),
  imminent: false,
  leaves: 'new',
  ...over,
});
const leaves = () =>
  opened.db
    .selectFrom('audit_leaf')
    .select(['id', 'at', 'action', 'actor_id', 'detail'])
    .where('action', '=', 'case-data-shown')
    .orderBy('at')
    .orderBy('id')
    .execute();

describe('what is shown', () => {
  it('has one leaf for an answer, however many records it shows, that commits to all of them', async () => {
    const shown = shownAs({ ids: ids(200) });
    await showing.record(opened.db, shown);
    const [only, ...others] = await leaves();
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      actor_id: shown.actor.id,
      detail: { view: 'queue', count: 200, commitment: shownCommitment([...shown.ids].reverse()) },
    });
    expect((await readShownBy(opened.db, [only!.id])).get(only!.id)!.sort()).toEqual([...shown.ids].sort());
  });
  it('is put on record again when something is new, when somebody else looks, elsewhere, and after half an hour', async () => {
    const shown = shownAs({});
    await showing.record(opened.db, shown);
    await showing.record(opened.db, { ...shown, at: minutes(1) });
    expect(await leaves()).toHaveLength(1);
    const added = newId(now);
    await showing.record(opened.db, { ...shown, at: minutes(2), ids: [...shown.ids, added] });
    expect((await leaves()).at(-1)!.detail).toMatchObject({ count: 1, commitment: shownCommitment([added]) });
    await showing.record(opened.db, { ...shown, at: minutes(3), ids: shown.ids.slice(1) });
    expect(await leaves()).toHaveLength(2);
    await showing.record(opened.db, { ...shown, at: minutes(3), actor: { kind: 'staff', id: newId(now) } });
    await showing.record(opened.db, { ...shown, at: minutes(3), view: 'response' });
    await showing.record(opened.db, { ...shown, at: minutes(31) });
    expect(await leaves()).toHaveLength(5);
    await showing.record(opened.db, { ...shown, at: minutes(31), leaves: 'each' });
    expect(await leaves()).toHaveLength(6);
    await showing.record(opened.db, { ...shown, ids: [] });
    expect(await leaves()).toHaveLength(6);
  });
  it('cannot be changed beside its leaf unseen', async () => {
    await showing.record(opened.db, shownAs({}));
    while (await sequence(opened.db, key, now));
    expect((await verifyLog(opened.db, key.publicKey)).faults).toEqual([]);
    await expect(opened.db.deleteFrom('audit_shown').execute()).rejects.toThrow(/permission denied/);
    await opened.asOwner(
      'delete from audit_shown where record_id = (select min(record_id::text)::uuid from audit_shown)',
    );
    expect((await verifyLog(opened.db, key.publicKey)).faults).toEqual([
      'Entry 0: the records it says were shown are not those it committed to.',
    ]);
  });
});

describe('a log that takes no leaf', () => {
  it('withholds the answer, in words, and lets the transaction say so', async () => {
    await refuseLeaves();
    const attempt = transaction(opened.db, (tx) => showing.record(tx, shownAs({})));
    await expect(attempt).rejects.toBeInstanceOf(Refusal);
    await expect(attempt).rejects.toMatchObject({ code: 'not-on-record', status: 503 });
    expect(await spool.waits()).toBe(false);
  });
  it('lets an imminent case go on: sealed on the disk, a supervisor alerted, and in the log as soon as it takes leaves', async () => {
    await refuseLeaves();
    const shown = shownAs({ imminent: true });
    const after = await transaction(opened.db, async (tx) => {
      await showing.record(tx, shown);
      return tx
        .selectFrom('staff')
        .select((query) => query.fn.countAll().as('n'))
        .executeTakeFirst();
    });
    expect(after).toBeDefined();
    const alerts = await opened.db
      .selectFrom('due')
      .select('payload')
      .where('kind', '=', 'event:supervisor-needed')
      .execute();
    expect(alerts).toMatchObject([{ payload: { code: 'audit-spooled' } }]);
    const [name, ...others] = await readdir(join(folder, 'spool'));
    expect(others).toEqual([]);
    const bytes = Buffer.from(await readFile(join(folder, 'spool', name!), 'utf8'), 'base64').toString(
      'latin1',
    );
    for (const secret of [shown.actor.id, ...shown.ids, 'queue']) expect(bytes).not.toContain(secret);

    await expect(spool.drain(opened.db)).rejects.toThrow(/no more room/);
    expect(await spool.waits()).toBe(true);
    await takeLeavesAgain();
    expect(await spool.drain(opened.db)).toBe(1);
    expect(await spool.waits()).toBe(false);
    expect(await leaves()).toMatchObject([
      { at: now, actor_id: shown.actor.id, detail: { count: 3, spooled: true } },
    ]);
    while (await sequence(opened.db, key, now));
    expect(await verifyLog(opened.db, key.publicKey)).toMatchObject({ ok: true, size: 1 });
  });
  it('puts a leaf into the log once, also when the machine stopped before the file was gone', async () => {
    await refuseLeaves();
    await showing.record(opened.db, shownAs({ imminent: true }));
    await takeLeavesAgain();
    const [name] = await readdir(join(folder, 'spool'));
    const file = join(folder, 'spool', name!);
    const sealed = await readFile(file);
    await spool.drain(opened.db);
    await writeFile(file, sealed);
    expect(await spool.drain(opened.db)).toBe(1);
    expect(await leaves()).toHaveLength(1);
    expect(await spool.waits()).toBe(false);
  });
  it('drains what opens, however many there are that do not', async () => {
    await refuseLeaves();
    await showing.record(opened.db, shownAs({ imminent: true }));
    const unreadable = Array.from({ length: 520 }, (_, n) => `00000000-${String(n).padStart(4, '0')}.sealed`);
    await Promise.all(unreadable.map((name) => writeFile(join(folder, 'spool', name), 'nothing')));
    await takeLeavesAgain();
    expect(await spool.drain(opened.db)).toBe(1);
    expect((await readdir(join(folder, 'spool'))).sort()).toEqual(unreadable);
  });
  it('opens no spooled leaf that was changed, renamed or sealed with another key, and keeps it', async () => {
    await refuseLeaves();
    await showing.record(opened.db, shownAs({ imminent: true }));
    await takeLeavesAgain();
    const [name] = await readdir(join(folder, 'spool'));
    const file = join(folder, 'spool', name!);
    const text = await readFile(file, 'utf8');
    const foreign = openSpool(join(folder, 'spool'), key.derive('another use'), log);
    expect(await foreign.drain(opened.db)).toBe(0);
    const bytes = Buffer.from(text, 'base64');
    for (const at of [0, 20, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      await writeFile(file, changed.toString('base64'));
      expect(await spool.drain(opened.db)).toBe(0);
    }
    await rm(file);
    await writeFile(join(folder, 'spool', `${newId(now)}.sealed`), text);
    expect(await spool.drain(opened.db)).toBe(0);
    expect(await leaves()).toEqual([]);
    expect(await spool.waits()).toBe(true);
  });
  it('shows nothing, also in an imminent case, when the disk refuses the leaf as well', async () => {
    await refuseLeaves();
    await writeFile(join(folder, 'a-file'), '');
    const nowhere = openShowing({
      spool: openSpool(join(folder, 'a-file', 'spool'), key.derive('test'), log),
      log,
    });
    await expect(nowhere.record(opened.db, shownAs({ imminent: true }))).rejects.toMatchObject({
      code: 'not-on-record',
    });
  });
});
