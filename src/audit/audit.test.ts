/** The tree on a real database: many writers, one order, and nobody who can change the past unseen. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId, openHttp, openLog, openOutbound, readConfig, transaction } from '../platform/index.ts';
import { registerAuditApi } from './api.ts';
import { isConsistent, isIncluded, nodeHash } from './core/index.ts';
import { loadNoteKey, type NoteKey, sha256, verifierText } from './keys.ts';
import { sequence } from './sequencer.ts';
import { leaf, readCheckpoint, readWaiting } from './store.ts';
import { readSigned, verifyLog } from './verify.ts';
import { logAt, logInDatabase, witness } from './witness.ts';

const now = new Date('2026-02-03T15:00:00Z');
let opened: TestDatabase;
let folder: string;
let key: NoteKey;
beforeAll(async () => {
  opened = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'alight-audit-'));
  key = await loadNoteKey(join(folder, 'audit.pem'), 'alight.example/audit');
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const write = (count: number) =>
  Promise.all(
    Array.from({ length: count }, () =>
      transaction(opened.db, (tx) =>
        leaf(tx, {
          at: now,
          actor: { kind: 'system' },
          action: 'tried',
          subjectKind: 'test',
          subjectId: newId(now),
          detail: { b: 1, a: 'x' },
        }),
      ),
    ),
  );
const takeIn = async () => {
  for (;;) {
    const done = await sequence(opened.db, key, now);
    if (done === 0) return;
  }
};
const tamper = (statement: string) => opened.asOwner(statement);

describe('the audit log', () => {
  it('gives every leaf one place, however many write and however many sequencers there are', async () => {
    await Promise.all([write(40), takeIn(), write(60), takeIn()]);
    await takeIn();
    const checked = await verifyLog(opened.db, key.publicKey);
    expect(checked).toEqual({ ok: true, size: 100, faults: [] });
    expect((await readCheckpoint(opened.db))!.size).toBe(100);
  });

  it('begins with what was kept outside, and shows when it does not any more', async () => {
    const kept = (await readCheckpoint(opened.db))!.note;
    await write(7);
    await takeIn();
    expect(await verifyLog(opened.db, key.publicKey, kept)).toMatchObject({ ok: true, size: 107 });
    await tamper(
      "update audit_leaf set action = 'never-happened' where id in (select leaf_id from audit_entry where sequence = 12)",
    );
    const edited = await verifyLog(opened.db, key.publicKey, kept);
    expect(edited.faults).toEqual(['Entry 12: the leaf is not what was committed to.']);
    // Whoever also rewrites the commitment and the hash is found by the root, of which a copy is outside.
    await tamper("update audit_entry set commitment = sha256('x'), hash = sha256('y') where sequence = 12");
    const forged = await verifyLog(opened.db, key.publicKey, kept);
    expect(forged.faults.join(' ')).toContain('The kept checkpoint has another root');
  });
  it('proves over HTTP, to anybody, that an entry is in it and that it begins with what it was', async () => {
    const app = await openHttp(readConfig({}), openLog('silent'));
    registerAuditApi(app, { db: opened.db, key });
    const get = async (url: string) => (await app.inject({ url, headers: { host: 'localhost' } })).json();
    const { checkpoint } = await get('/v1/audit/checkpoint');
    const { size, root } = readSigned(checkpoint, key.publicKey)!;
    const bytes = (text: string) => Buffer.from(text, 'base64');
    const proof = await get('/v1/audit/inclusion?index=5');
    const path = proof.path.map(bytes);
    expect(isIncluded(sha256, { leaf: bytes(proof.leafHash), index: 5, size, path, root })).toBe(true);
    expect(isIncluded(sha256, { leaf: bytes(proof.leafHash), index: 6, size, path, root })).toBe(false);
    const older = await get('/v1/audit/inclusion?index=5&size=64');
    const olderRoot = older.path
      .map(bytes)
      .reduce(
        (hash: Uint8Array, step: Uint8Array, level: number) =>
          (5 >> level) % 2 ? nodeHash(sha256, step, hash) : nodeHash(sha256, hash, step),
        bytes(older.leafHash) as Uint8Array,
      );
    const steps = (await get('/v1/audit/consistency?from=64')).path.map(bytes);
    const told = { older: 64, newer: size, olderRoot, newerRoot: root, path: steps };
    expect(isConsistent(sha256, told)).toBe(true);
    expect(isConsistent(sha256, { ...told, older: 63 })).toBe(false);
    expect((await get(`/v1/audit/inclusion?index=${size}`)).code).toBe('beyond-the-log');
    const state = join(folder, 'witness.json');
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    expect(await witness(state, logInDatabase(opened.db, key))).toMatchObject({ verdict: 'first', size });
    await write(5);
    await takeIn();
    const grown = await witness(
      state,
      logAt(origin, openOutbound({ allowedOrigins: [origin] })),
      verifierText(key),
    );
    expect(grown).toMatchObject({ ok: true, verdict: 'grown', size: size + 5 });
    await app.close();
  });
  it('signs with a key that stays, and takes no other for its own', async () => {
    const again = await loadNoteKey(join(folder, 'audit.pem'), 'alight.example/audit');
    expect(verifierText(again)).toBe(verifierText(key));
    const other = await loadNoteKey(join(folder, 'other.pem'), 'alight.example/audit');
    const { note } = (await readCheckpoint(opened.db))!;
    expect(readSigned(note, key.publicKey)).toMatchObject({ origin: 'alight.example/audit', size: 112 });
    expect(readSigned(note, other.publicKey)).toBeNull();
  });
  it('lets the application add, and neither change nor remove', async () => {
    for (const table of ['audit_entry', 'audit_node', 'audit_checkpoint'])
      await expect(opened.db.deleteFrom(table as 'audit_entry').execute(), table).rejects.toThrow(
        /permission denied/,
      );
    await expect(opened.db.updateTable('audit_leaf').set({ action: 'other' }).execute()).rejects.toThrow(
      /permission denied/,
    );
  });

  // Before the database has counted what lies there, as on its first day: that is when it guessed wrong.
  it('reads hardly any of what has its place when it looks for what has none, however often it looked before', async () => {
    await takeIn();
    await tamper(`insert into audit_leaf (id, at, actor_kind, action, subject_kind, subject_id, detail, sequenced)
      select gen_random_uuid(), now(), 'system', 'tried', 'test', gen_random_uuid(), '{}', true from generate_series(1, 5000)`);
    const read = await transaction(opened.db, async (tx) => {
      for (let look = 0; look < 100; look++) expect(await readWaiting(tx, 1000)).toEqual([]);
      const { rows } = await sql<{ tuples: number }>`
        select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as tuples
        from pg_stat_xact_user_tables where relname = 'audit_leaf'`.execute(tx);
      return rows[0]!.tuples;
    });
    expect(read).toBeLessThan(5000);
  });
});
