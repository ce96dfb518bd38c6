/** What came in, in the database. */
import { sql } from 'kysely';
import { type Db, openRow, sealRow, type Tx } from '../platform/index.ts';
import type { Wire } from './core/index.ts';
import { indexOf } from './store.ts';

/** Stores what came in, once; from whom is found out later. @returns whether it is new */
export async function insertIn(
  tx: Tx,
  message: { id: string; wire: Wire; numberId: string; body: string; providerId: string },
  now: Date,
): Promise<boolean> {
  const values = {
    id: message.id,
    record_id: message.id,
    direction: 'in',
    wire: message.wire,
    number_id: message.numberId,
    body: message.body,
    provider_id: message.providerId,
    state: 'received',
    at: now,
  };
  const inserted = await tx
    .insertInto('message')
    .values(await sealRow(tx, 'message', values, now))
    .onConflict((conflict) =>
      conflict.columns(['wire', 'provider_id']).where('direction', '=', 'in').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/**
 * Writes down whose number a text came from: a work contact's, which is no secret, with what it answers, or the handle that stands for
 * it already.
 */
export async function writeSender(
  tx: Tx,
  id: string,
  from:
    | { readonly address: string; readonly about: { readonly kind: string; readonly id: string } | undefined }
    | { readonly numberId: string },
  now: Date,
): Promise<void> {
  const row = await tx
    .selectFrom('message')
    .select(['id', 'record_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const change =
    'address' in from
      ? {
          ...(await sealRow(tx, 'message', { ...row, address: from.address }, now)),
          address_index: await indexOf(tx, from.address, now),
          number_id: null,
          about_kind: from.about?.kind ?? null,
          about_id: from.about?.id ?? null,
        }
      : { number_id: from.numberId };
  await tx.updateTable('message').set(change).where('id', '=', id).execute();
}

/** One at a time for each address: two texts that come at the same moment from one telephone are one person's. */
export async function lockAddress(tx: Tx, address: string, now: Date): Promise<void> {
  const key = (await indexOf(tx, address, now)).readBigInt64BE();
  await sql`select pg_advisory_xact_lock(${key.toString()}::bigint)`.execute(tx);
}

/**
 * What came in, by the SHA-256 of its id, which is what a dialogue keeps of it.
 * @param since no text older than this is looked at @returns ids
 */
export async function findReceived(db: Db, digests: readonly Buffer[], since: Date): Promise<string[]> {
  if (digests.length === 0) return [];
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('direction', '=', 'in')
    .where('at', '>=', since)
    .where(sql<Buffer>`sha256(convert_to(id::text, 'UTF8'))`, 'in', [...digests])
    .execute();
  return rows.map(({ id }) => id);
}

/** What work contacts wrote in answer to messages about these records: their ids. It has keys of its own, and its words may hold anything. */
export async function findAnswers(db: Db, recordIds: readonly string[]): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const rows = await db
    .selectFrom('message as answer')
    .innerJoin('message as asked', (join) =>
      join
        .onRef('asked.about_kind', '=', 'answer.about_kind')
        .onRef('asked.about_id', '=', 'answer.about_id'),
    )
    .select('answer.id')
    .distinct()
    .where('answer.direction', '=', 'in')
    .where('asked.direction', '=', 'out')
    .where('asked.record_id', 'in', [...recordIds])
    .execute();
  return rows.map(({ id }) => id);
}

/** What came in, for the room that it concerns. */
export async function readReceived(
  db: Db,
  id: string,
): Promise<{ id: string; wire: Wire; numberId: string | null; body: string; at: Date } | undefined> {
  const row = await db
    .selectFrom('message')
    .select(['id', 'record_id', 'wire', 'number_id', 'body', 'at'])
    .where('id', '=', id)
    .where('direction', '=', 'in')
    .executeTakeFirst();
  const open = await openRow(db, 'message', row);
  return (
    open && { id: open.id, wire: open.wire as Wire, numberId: open.number_id, body: open.body, at: open.at }
  );
}

/**
 * What the last message to an address was about, in any of its spellings, or to one of the handles that stand for it: tells whom a text
 * from there comes from. `numberId` is null where it went to a work contact.
 */
export async function lastAbout(
  db: Db,
  to: { readonly spellings: readonly string[]; readonly numberIds: readonly string[] },
  now: Date,
): Promise<{ kind: string; id: string; numberId: string | null } | undefined> {
  const indexes = await Promise.all(to.spellings.map((address) => indexOf(db, address, now)));
  const row = await db
    .selectFrom('message')
    .select(['about_kind', 'about_id', 'number_id'])
    .where((where) =>
      where.or([
        where('address_index', 'in', indexes),
        ...(to.numberIds.length ? [where('number_id', 'in', [...to.numberIds])] : []),
      ]),
    )
    .where('direction', '=', 'out')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.about_kind && row.about_id
    ? { kind: row.about_kind, id: row.about_id, numberId: row.number_id }
    : undefined;
}
