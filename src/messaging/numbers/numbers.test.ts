/** Where somebody can be reached is found while it is kept, however it is written; and afterwards nobody opens it, in any copy. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import {
  carrying,
  type Db,
  type DueLoop,
  openDatabases,
  openDataKeys,
  openFileKeys,
  openLog,
  StandingClock,
  startDueLoop,
  transaction,
} from '../../platform/index.ts';
import { numbersDueHandlers, startForgetting } from './forgetting.ts';
import { forgetNumbers, keepNumber, prolongNumber, sameNumbers, searchNumbers } from './numbers.ts';
import { readNumber, readNumbers } from './store-numbers.ts';

let database: TestDatabase;
let loop: DueLoop;
let ordered: readonly string[] = [];
const clock = new StandingClock(new Date('2026-02-12T16:50:00Z'));
const keepDays = 30;
const day = 86_400_000;

beforeAll(async () => {
  database = await openTestDatabase();
  const keyService = await openFileKeys(database.vaultKeyFile, false);
  loop = startDueLoop({
    db: database.db,
    clock,
    log: openLog('silent'),
    polling: false,
    handlers: {
      ...numbersDueHandlers({
        keyService,
        keepDays,
        mustKeep: async (_db, ids) => ids.filter((id) => ordered.includes(id)),
      }),
      'event:number-forgotten': async (due, { db }) => {
        await db.deleteFrom('due').where('id', '=', due.id).execute();
      },
    },
  });
  await transaction(database.db, (tx) => startForgetting(tx, clock.now()));
});
afterAll(async () => {
  await loop.stop();
  await database.close();
});

const keep = (address: string) =>
  transaction(database.db, (tx) => keepNumber(tx, { wire: 'sms', address }, clock.now()));
const same = (address: string) => sameNumbers(database.db, { wire: 'sms', address });
const wait = async (milliseconds: number) => {
  const to = new Date(clock.now().getTime() + milliseconds);
  for (;;) {
    await loop.drain();
    const next = await loop.nextAt();
    if (!next || next > to) break;
    clock.moveTo(next);
  }
  clock.moveTo(to);
};

/** A number of North America, and the ways to write it. */
const number = fc
  .tuple(fc.integer({ min: 200, max: 989 }), fc.integer({ min: 0, max: 99 }))
  .map(([area, last]) => [String(area), '555', `01${String(last).padStart(2, '0')}`] as const);
type Parts = readonly [string, string, string];
const spellings: readonly ((parts: Parts) => string)[] = [
  ([a, b, c]) => `(${a}) ${b}-${c}`,
  ([a, b, c]) => `${a}.${b}.${c}`,
  ([a, b, c]) => `1-${a}-${b}-${c}`,
  ([a, b, c]) => `+1 ${a} ${b} ${c}`,
  ([a, b, c]) => `+1${a}${b}${c}`,
  ([a, b, c]) => ` ${a}${b}${c} `,
];
const spelling = fc.constantFrom(...spellings);

describe('a number that is kept', () => {
  test('meets itself in every spelling, on another day too, and meets no other', async () => {
    await fc.assert(
      fc.asyncProperty(number, number, spelling, spelling, fc.boolean(), async (one, other, a, b, later) => {
        fc.pre(one.join('') !== other.join(''));
        const id = await keep(a(one));
        if (later) clock.moveTo(new Date(clock.now().getTime() + day));
        expect(await same(b(one))).toContain(id);
        expect(await same(b(other))).not.toContain(id);
        expect(await searchNumbers(database.db, 'loose', `${one[1]}${one[2]}`)).toContain(id);
      }),
      { numRuns: 25 },
    );
  });

  test('lies in the database under its day’s key, and equal ones of two days look unlike', async () => {
    const first = await keep('816-555-0101');
    await wait(day);
    const second = await keep('816-555-0101');
    const rows = await database.db
      .selectFrom('kept_number')
      .select(['batch_id', 'address_index'])
      .where('id', 'in', [first, second])
      .execute();
    expect(new Set(rows.map((row) => row.batch_id)).size).toBe(2);
    expect(rows[0]!.address_index).not.toEqual(rows[1]!.address_index);
    expect(await same('816-555-0101')).toEqual([second, first]);
  });
});

/** Everything that a thief of a backup has of a number. */
const copyOf = async (id: string) => {
  const row = await database.db
    .selectFrom('kept_number')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const keys = await database.db
    .selectFrom('data_key')
    .selectAll()
    .where('record_id', '=', row.batch_id)
    .execute();
  return { row, keys };
};
const restore = async ({ row, keys }: Awaited<ReturnType<typeof copyOf>>) => {
  const { id, ...cells } = row;
  await database.db.updateTable('kept_number').set(cells).where('id', '=', id).execute();
  for (const { id: keyId, wrapped } of keys)
    await database.db
      .updateTable('data_key')
      .set({ wrapped, destroyed_at: null })
      .where('id', '=', keyId)
      .execute();
  await database.db
    .updateTable('number_batch')
    .set({ forgotten_at: null })
    .where('id', '=', row.batch_id)
    .execute();
};
/** Somebody with the database and the master keys of now, who has opened nothing before. */
const asThief = async (look: (db: Db) => Promise<void>) => {
  const keys = openDataKeys(await openFileKeys(database.vaultKeyFile, false), openLog('silent'));
  const databases = openDatabases(database.url, carrying(keys));
  await look(databases.paging).finally(() => databases.close());
};
const isGone = async (id: string, address: string) => {
  expect(await readNumber(database.db, id)).toBeUndefined();
  expect(await same(address)).not.toContain(id);
};

describe('a number whose days are over', () => {
  test('opens nothing and is found by nothing, also in a backup of the day before', async () => {
    const id = await keep('816-555-0102');
    const backup = await copyOf(id);
    await wait(keepDays * day);
    expect((await readNumber(database.db, id))?.address).toBe('816-555-0102');
    await wait(day + 60_000);
    await isGone(id, '816-555-0102');
    await restore(backup);
    await asThief(async (db) => {
      await expect(readNumber(db, id)).rejects.toMatchObject({ code: 'record-destroyed' });
      expect(await sameNumbers(db, { wire: 'sms', address: '816-555-0102' })).toEqual([]);
      expect(await readNumbers(db, [id])).toMatchObject([{ address: '' }]);
    });
  });

  test('lives on from its last message', async () => {
    const id = await keep('816-555-0103');
    await wait(20 * day);
    await transaction(database.db, (tx) => prolongNumber(tx, id, clock.now()));
    await wait(25 * day);
    expect(await same('(816) 555-0103')).toEqual([id]);
    await wait(7 * day);
    await isGone(id, '816-555-0103');
  });

  test('is kept while somebody was ordered to keep it, and forgotten the night after', async () => {
    const [id, other] = [await keep('816-555-0104'), await keep('816-555-0105')];
    ordered = [id];
    await wait(60 * day);
    expect(await same('816-555-0104')).toEqual([id]);
    await isGone(other, '816-555-0105');
    ordered = [];
    await wait(2 * day);
    await isGone(id, '816-555-0104');
  });
});

test('one that is forgotten before its day takes no other along, and the day’s old key is destroyed', async () => {
  const [gone, stays] = [await keep('816-555-0106'), await keep('816-555-0107')];
  const backup = await copyOf(gone);
  await transaction(database.db, (tx) => forgetNumbers(tx, [gone], clock.now()));
  await isGone(gone, '816-555-0106');
  const meanwhile = await keep('816-555-0108');
  await wait(90_000);
  expect(await same('816-555-0107')).toEqual([stays]);
  expect(await same('816-555-0108')).toEqual([meanwhile]);
  await restore(backup);
  await asThief(async (db) => {
    await expect(readNumber(db, gone)).rejects.toMatchObject({ code: 'record-destroyed' });
    expect((await readNumber(db, stays))?.address).toBe('816-555-0107');
  });
});
