import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Databases, type Db, openDatabases, transaction } from '../database/connect.ts';
import { operatorOrganizationId } from '../database/scope.ts';
import { newId } from '../ids.ts';
import type { LogFields } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { openDataKeys } from './data-keys.ts';
import { blindIndex, newRecordKey, openRow, recordIndex, sealUnder, shredRecord } from './fields.ts';
import { openFileKeys } from './file-keys.ts';
import { KeyFault, type KeyService } from './key-service.ts';
import { carrying } from './on-connection.ts';
import { rewrapKeys } from './rotation.ts';
import { insertKey, type StoredKey } from './store.ts';

const runs = 1_000;
const now = new Date('2026-02-12T16:50:00Z');

let opened: TestDatabase;
let folder: string;
let databases: Databases;
let db: Db;
let service: KeyService;
let isAway = false;
let milliseconds = 0;
const logged: { message: string; fields?: LogFields | undefined }[] = [];
const write = (message: string, fields?: LogFields) => void logged.push({ message, fields });
const log = { debug: write, info: write, warn: write, error: write };

beforeAll(async () => {
  opened = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'alight-fields-'));
  service = await openFileKeys(join(folder, 'master.keys'), true);
  const there = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isAway) throw new KeyFault('away');
    return work();
  };
  const keys = openDataKeys(
    {
      ...service,
      wrap: (key, place) => there(() => service.wrap(key, place)),
      unwrap: (wrapped, place) => there(() => service.unwrap(wrapped, place)),
    },
    log,
    () => milliseconds,
  );
  databases = openDatabases(opened.url, carrying(keys));
  db = databases.paging;
});
afterAll(async () => {
  await databases.close();
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

type Columns = { narrative: string; appearance: string | null; place: object | null };

/** Stores a report under a key of its own. @returns its id */
async function store(words: Columns): Promise<string> {
  const id = newId(now);
  const made = await newRecordKey(db, id, now);
  await insertKey(db, made.row, now);
  const sealed = sealUnder(made.key, 'signal', { id, ...words });
  const hash = createHash('sha256').update(id).digest();
  await db
    .insertInto('signal')
    .values({
      ...sealed,
      received_at: now,
      channel: 'web-form',
      door: 'tip',
      relation: 'unknown',
      proximity: 'unknown',
      language: 'en',
      danger: 'soon',
      age_group: 'adult',
      state: 'received',
      code_hash: hash,
      key_hash: hash,
      body_hash: hash,
    })
    .execute();
  return id;
}

const stored = (id: string) =>
  db
    .selectFrom('signal')
    .select(['id', 'narrative', 'appearance', 'place'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

const read = async (id: string) => openRow(db, 'signal', await stored(id));

async function refusalOf(call: Promise<unknown>): Promise<string> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Refusal)) throw new Error(`expected a refusal, got ${String(thrown)}`);
  return thrown.code;
}

const full = (n: number): Columns => ({
  narrative: `Words ${n}`,
  appearance: `A coat ${n}`,
  place: { words: `Dock ${n}` },
});

describe('a sealed field', () => {
  test('comes back as it was written, whatever is in it, and its bytes hold none of it', async () => {
    const written = newId(now);
    const made = await newRecordKey(db, written, now);
    await insertKey(db, made.row, now);
    const someJson = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 8, unit: 'grapheme', maxLength: 200 }),
        fc.option(fc.string()),
        fc.option(someJson),
        async (narrative, appearance, place) => {
          const row = sealUnder(made.key, 'signal', { id: written, narrative, appearance, place });
          expect(row.narrative.includes(Buffer.from(narrative))).toBe(false);
          expect(row.appearance === null).toBe(appearance === null);
          expect(await openRow(db, 'signal', row)).toEqual({
            id: written,
            narrative,
            appearance,
            place,
          });
        },
      ),
      { numRuns: runs },
    );
    const id = await store({ narrative: 'Señora 🚆 she left', appearance: null, place: { a: ['b', 1] } });
    expect(await read(id)).toEqual({
      id,
      narrative: 'Señora 🚆 she left',
      appearance: null,
      place: { a: ['b', 1] },
    });
  });

  test('that belongs to one organization does not open with the key of another', async () => {
    const id = await store(full(4));
    await sql`update data_key set organization_id = ${randomUUID()}::uuid where record_id = ${id}::uuid`.execute(
      db,
    );
    expect(await refusalOf(read(id))).toBe('record-damaged');
  });

  test('does not open with the key of another record', async () => {
    const [one, other] = [await store(full(5)), await store(full(6))];
    await sql`update data_key set wrapped = (select wrapped from data_key where record_id = ${other}::uuid)
      where record_id = ${one}::uuid`.execute(db);
    expect(await refusalOf(read(one))).toBe('record-damaged');
    expect((await read(other))?.narrative).toBe('Words 6');
  });

  test('that was changed is refused in words and logged by ids; every other report opens', async () => {
    const [broken, sound] = [await store(full(7)), await store(full(8))];
    await sql`update signal set narrative = set_byte(narrative, 20, get_byte(narrative, 20) # 1) where id = ${broken}::uuid`.execute(
      db,
    );
    logged.length = 0;
    expect(await refusalOf(read(broken))).toBe('record-damaged');
    expect(logged).toEqual([
      {
        message: 'a sealed field did not open',
        fields: { table: 'signal', column: 'narrative', row: broken, recordId: broken },
      },
    ]);
    expect((await read(sound))?.narrative).toBe('Words 8');
  });

  test('opens in any order of writing, rotating, wrapping anew and reading', async () => {
    const written = new Map<string, string>();
    const step = fc.constantFrom('write', 'rotate', 'rewrap', 'read');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        for (const kind of steps) {
          // As another process would, that holds no key open.
          milliseconds += 10 * 60_000;
          if (kind === 'write') {
            const words = `Said ${written.size}`;
            written.set(await store({ narrative: words, appearance: null, place: null }), words);
          } else if (kind === 'rotate') await service.rotate();
          else if (kind === 'rewrap') await rewrapKeys(db, service, { batch: 3 });
          else
            for (const [id, words] of [...written].slice(-3)) expect((await read(id))?.narrative).toBe(words);
        }
      }),
      { numRuns: 25 },
    );
    await rewrapKeys(db, service, { batch: 50 });
    for (const [id, words] of written) expect((await read(id))?.narrative).toBe(words);
  });

  test('has a key that opens after any order of making, rotating and opening', async () => {
    let files = 0;
    const step = fc.constantFrom('make', 'rotate', 'open');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const own = await openFileKeys(join(folder, `any-order-${++files}.keys`), true);
        const made: { row: StoredKey; bytes: Buffer }[] = [];
        for (const kind of [...steps, 'open']) {
          // A process that has just started.
          const keys = openDataKeys(own, log);
          if (kind === 'rotate') await own.rotate();
          else if (kind === 'make') {
            const owner = { organizationId: operatorOrganizationId, recordId: randomUUID() };
            const { row, key } = await keys.make(owner, 1, now);
            made.push({ row, bytes: key.bytes });
          } else for (const { row, bytes } of made) expect((await keys.open(row)).bytes).toEqual(bytes);
        }
      }),
      { numRuns: runs },
    );
  });
});

describe('while the key service is away', () => {
  test('a report that was open stays open for five minutes, and no other one opens', async () => {
    const [seen, unseen] = [await store(full(9)), await store(full(10))];
    await read(seen);
    isAway = true;
    try {
      milliseconds += 4 * 60_000;
      expect((await read(seen))?.narrative).toBe('Words 9');
      expect(await refusalOf(read(unseen))).toBe('keys-away');
      milliseconds += 61_000;
      expect(await refusalOf(read(seen))).toBe('keys-away');
    } finally {
      isAway = false;
    }
    expect((await read(unseen))?.narrative).toBe('Words 10');
  });
});

describe('a record that is shredded', () => {
  test('opens no more, also where its key was open a moment ago; every other one does', async () => {
    const [gone, kept] = [await store(full(11)), await store(full(12))];
    await read(gone);
    expect(await transaction(db, (tx) => shredRecord(tx, gone, now))).toBe(1);
    expect(await refusalOf(read(gone))).toBe('record-destroyed');
    const { rows } = await sql<{ left: number }>`
      select count(wrapped)::int as left from data_key where record_id = ${gone}::uuid`.execute(db);
    expect(rows).toEqual([{ left: 0 }]);
    expect((await read(kept))?.narrative).toBe('Words 12');
  });
});

describe('an index of one record', () => {
  const index = (record: string, value: string) =>
    recordIndex(db, record, 'danger_call.place_index', value, now);

  test('finds an equal value in it, and nothing in another one', async () => {
    const [one, other] = [await store(full(21)), await store(full(22))];
    expect(await index(one, 'a stop')).toEqual(await index(one, 'a stop'));
    expect(await index(one, 'another')).not.toEqual(await index(one, 'a stop'));
    expect(await index(other, 'a stop')).not.toEqual(await index(one, 'a stop'));
  });

  test('can be made by nobody once the record is destroyed, so that no guess can be tried out', async () => {
    const gone = await store(full(23));
    const stored = await index(gone, 'a stop');
    await transaction(db, (tx) => shredRecord(tx, gone, now));
    expect(await refusalOf(index(gone, 'a stop'))).toBe('record-destroyed');
    // Nor with what the operator keeps.
    const guess = await blindIndex(db, operatorOrganizationId, 'danger_call.place_index', 'a stop', now);
    expect(guess).not.toEqual(stored);
  });
});

describe('a blind index', () => {
  test('finds an equal value, in one organization alone', async () => {
    const other = randomUUID();
    const index = (organization: string, value: string) =>
      blindIndex(db, organization, 'kept_number.address_index', value, now);
    const mine = await index(operatorOrganizationId, '+18165550142');
    expect(mine).toHaveLength(8);
    expect(await index(operatorOrganizationId, '+18165550142')).toEqual(mine);
    expect(await index(operatorOrganizationId, '+18165550143')).not.toEqual(mine);
    expect(await index(other, '+18165550142')).not.toEqual(mine);
  });

  test('is the same after a rotation and in a process that just started', async () => {
    const before = await blindIndex(db, operatorOrganizationId, 'kept_number.address_index', 'x', now);
    await service.rotate();
    await rewrapKeys(db, service, { batch: 50 });
    const fresh = openDatabases(opened.url, carrying(openDataKeys(service, log)));
    try {
      expect(
        await blindIndex(fresh.intake, operatorOrganizationId, 'kept_number.address_index', 'x', now),
      ).toEqual(before);
    } finally {
      await fresh.close();
    }
  });
});

test('a connection without a vault says so', async () => {
  const bare = openDatabases(opened.url);
  try {
    await expect(newRecordKey(bare.intake, randomUUID(), now)).rejects.toThrow(/without a vault/);
  } finally {
    await bare.close();
  }
});
