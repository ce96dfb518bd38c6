/** The SQL of the number vault. Nothing else in the house reads or writes these two tables, but for the statement that takes a report in. */
import { sql } from 'kysely';
import { type Db, newId, openRow, openRows, sealRow, type Tx } from '../../platform/index.ts';
import type { Day } from '../core/index.ts';

/** Days that are not forgotten: the longest life, a few closed early, and room. */
const batchLimit = 400;
const sameLimit = 100;

const columns = ['id', 'batch_id', 'wire', 'usable', 'address', 'purpose'] as const;

/** The day's batch that takes numbers in; made where there is none. @returns its id */
export async function openBatch(db: Db, day: Day, now: Date): Promise<string> {
  const find = () =>
    db
      .selectFrom('number_batch')
      .select('id')
      .where('day', '=', day)
      .where('closed_at', 'is', null)
      .executeTakeFirst();
  const there = await find();
  if (there) return there.id;
  await db
    .insertInto('number_batch')
    .values({ id: newId(now), day })
    .onConflict((conflict) => conflict.column('day').where('closed_at', 'is', null).doNothing())
    .execute();
  const made = await find();
  if (!made) throw new Error('a batch of numbers was made and is gone');
  return made.id;
}

/** Batches whose numbers can still be opened. */
export async function readKeptBatches(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('number_batch')
    .select('id')
    .where('forgotten_at', 'is', null)
    .orderBy('day', 'desc')
    .limit(batchLimit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function lockBatch(tx: Tx, id: string) {
  return tx
    .selectFrom('number_batch')
    .select(['id', 'day', 'forgotten_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** From now on no number comes in. */
export async function closeBatches(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('number_batch')
    .set({ closed_at: now })
    .where('id', 'in', [...ids])
    .where('closed_at', 'is', null)
    .execute();
}

export async function markForgotten(tx: Tx, batchId: string, now: Date): Promise<void> {
  await tx.updateTable('number_batch').set({ forgotten_at: now }).where('id', '=', batchId).execute();
}

/** Batches of days up to and with one, that are not forgotten yet. */
export async function readExpiredBatches(db: Db, lastDay: Day): Promise<string[]> {
  const rows = await db
    .selectFrom('number_batch')
    .select('id')
    .where('forgotten_at', 'is', null)
    .where('day', '<=', lastDay)
    .orderBy('day')
    .limit(batchLimit)
    .execute();
  return rows.map(({ id }) => id);
}

/** A number's row, as it is stored but for the seal. */
export interface NumberRow {
  readonly id: string;
  readonly batch_id: string;
  readonly wire: 'sms' | 'email';
  readonly usable: boolean;
  readonly address: string;
  readonly purpose: string | null;
  readonly address_index: Buffer | null;
  readonly loose_index: Buffer | null;
}

/** The row sealed under its day's key, for the statement that stores it. @throws Refusal keys-away */
export const sealNumber = (db: Db, row: NumberRow, now: Date) => sealRow(db, 'kept_number', { ...row }, now);
export type SealedNumber = Awaited<ReturnType<typeof sealNumber>>;

export async function insertNumber(tx: Tx, row: SealedNumber): Promise<void> {
  await tx.insertInto('kept_number').values(row).execute();
}

/** Puts a number under another day's key. */
export async function updateNumber(tx: Tx, row: NumberRow, now: Date): Promise<void> {
  const { id, ...change } = await sealNumber(tx, row, now);
  await tx
    .updateTable('kept_number')
    .set(change)
    .where('id', '=', id)
    .where('address', 'is not', null)
    .execute();
}

/** Brings in what a number is found by, where it came in while keys were away. */
export async function writeIndexes(
  tx: Tx,
  row: Pick<NumberRow, 'id' | 'batch_id' | 'address_index' | 'loose_index'>,
): Promise<void> {
  await tx
    .updateTable('kept_number')
    .set({ address_index: row.address_index, loose_index: row.loose_index })
    .where('id', '=', row.id)
    .where('batch_id', '=', row.batch_id)
    .where('address', 'is not', null)
    .execute();
}

/** Whether a number is there and kept, without opening it. */
export async function readNumberState(db: Db, id: string) {
  return db
    .selectFrom('kept_number as n')
    .innerJoin('number_batch as b', 'b.id', 'n.batch_id')
    .select([
      'n.wire',
      'n.usable',
      'n.batch_id',
      'b.day',
      sql<boolean>`n.address is not null`.as('kept'),
      sql<boolean>`n.purpose is not null`.as('has_purpose'),
      sql<boolean>`n.address_index is not null`.as('indexed'),
      sql<boolean>`b.closed_at is null`.as('open'),
    ])
    .where('n.id', '=', id)
    .executeTakeFirst();
}

/** A number, opened; undefined where it was forgotten. @throws Refusal keys-away, record-damaged, record-destroyed */
export async function readNumber(db: Db, id: string, lock = false) {
  const row = await db
    .selectFrom('kept_number')
    .select(columns)
    .where('id', '=', id)
    .where('address', 'is not', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  const open = await openRow(db, 'kept_number', row);
  return open?.address == null ? undefined : { ...open, address: open.address };
}

/** Kept numbers with one of these index entries, the newest first. */
export async function findByIndex(
  db: Db,
  column: 'address_index' | 'loose_index',
  terms: readonly Buffer[],
): Promise<string[]> {
  if (terms.length === 0) return [];
  const rows = await db
    .selectFrom('kept_number')
    .select('id')
    .where(column, 'in', [...terms])
    .orderBy('id', 'desc')
    .limit(sameLimit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Some numbers, opened; those that do not open are left out. */
export async function readNumbers(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('kept_number')
    .select(columns)
    .where('id', 'in', [...ids])
    .where('address', 'is not', null)
    .execute();
  return openRows(db, 'kept_number', rows, '');
}

/** Kept numbers of a batch, locked; `limit` at most. */
export async function lockNumbersOf(tx: Tx, batchId: string, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('kept_number')
    .select('id')
    .where('batch_id', '=', batchId)
    .where('address', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes the numbers out of their handles. @returns the batches whose keys still open them in older copies */
export async function eraseNumbers(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .updateTable('kept_number')
    .set({ address: null, purpose: null, address_index: null, loose_index: null })
    .where('id', 'in', [...ids])
    .where('address', 'is not', null)
    .returning('batch_id')
    .execute();
  return [...new Set(rows.map((row) => row.batch_id))];
}

/** A handle that stands for what another handle stands for as well. */
export async function deleteNumber(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('kept_number').where('id', '=', id).execute();
}
