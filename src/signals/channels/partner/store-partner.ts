/** Partners, their keys, and what a rehearsal leaves. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/index.ts';
import type { Mode } from './signature.ts';

export interface StoredPartner {
  readonly id: string;
  readonly name: string;
  readonly feedId: string | null;
  readonly perMinute: number;
}

export interface StoredKey {
  readonly id: string;
  readonly partner: StoredPartner;
  readonly mode: Mode;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly revokedAt: Date | null;
  /** YYYY-MM-DD, in UTC. */
  readonly lastUsedOn: string | null;
}

const keys = (db: Db) =>
  db
    .selectFrom('partner_key as k')
    .innerJoin('partner as p', 'p.id', 'k.partner_id')
    .select([
      'k.id',
      'k.mode',
      'k.made_by',
      'k.made_at',
      'k.revoked_at',
      'k.last_used_on',
      'p.id as partner_id',
      'p.name',
      'p.feed_id',
      'p.per_minute',
    ]);

const keyOf = (row: Awaited<ReturnType<ReturnType<typeof keys>['execute']>>[number]): StoredKey => ({
  id: row.id,
  partner: { id: row.partner_id, name: row.name, feedId: row.feed_id, perMinute: row.per_minute },
  mode: row.mode as Mode,
  madeBy: row.made_by,
  madeAt: row.made_at,
  revokedAt: row.revoked_at,
  lastUsedOn: row.last_used_on,
});

export async function readKey(db: Db, id: string): Promise<StoredKey | undefined> {
  const row = await keys(db).where('k.id', '=', id).executeTakeFirst();
  return row && keyOf(row);
}

/** Newest first. */
export async function readKeys(db: Db, limit: number): Promise<StoredKey[]> {
  const rows = await keys(db).orderBy('k.made_at', 'desc').orderBy('k.id', 'desc').limit(limit).execute();
  return rows.map(keyOf);
}

export async function countLiveKeys(db: Db): Promise<number> {
  const row = await db
    .selectFrom('partner_key')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** What is agreed with a partner. */
export interface Agreed {
  readonly feedId: string | null;
  readonly perMinute: number;
}

/**
 * The partner of this name, as it is to be from now on; made where there was none. A timetable that is not named stays the one it was:
 * another key must not leave the reports of a live one without their train.
 * @returns its id, what is agreed now, and what was before
 */
export async function upsertPartner(
  tx: Tx,
  row: StoredPartner & { readonly madeBy: string; readonly madeAt: Date },
): Promise<{ id: string; now: Agreed; before: Agreed | undefined }> {
  const { rows: known } = await sql<{ feed_id: string | null; per_minute: number }>`
    select feed_id, per_minute from partner where lower(name) = lower(${row.name}) for update`.execute(tx);
  const { rows } = await sql<{ id: string; feed_id: string | null; per_minute: number }>`
    insert into partner (id, name, feed_id, per_minute, made_by, made_at)
    values (${row.id}, ${row.name}, ${row.feedId}, ${row.perMinute}, ${row.madeBy}, ${row.madeAt})
    on conflict (lower(name)) do update
      set feed_id = coalesce(excluded.feed_id, partner.feed_id), per_minute = excluded.per_minute
    returning id, feed_id, per_minute`.execute(tx);
  const agreed = (one: { feed_id: string | null; per_minute: number }): Agreed => ({
    feedId: one.feed_id,
    perMinute: one.per_minute,
  });
  return { id: rows[0]!.id, now: agreed(rows[0]!), before: known[0] && agreed(known[0]) };
}

/** @returns the timetable that it had until now; undefined where it had none */
export async function clearFeed(tx: Tx, partnerId: string): Promise<string | undefined> {
  const before = await tx
    .selectFrom('partner')
    .select('feed_id')
    .where('id', '=', partnerId)
    .forUpdate()
    .executeTakeFirst();
  if (!before?.feed_id) return undefined;
  await tx.updateTable('partner').set({ feed_id: null }).where('id', '=', partnerId).execute();
  return before.feed_id;
}

export async function insertKey(
  tx: Tx,
  row: {
    readonly id: string;
    readonly partnerId: string;
    readonly mode: Mode;
    readonly madeBy: string;
    readonly madeAt: Date;
  },
): Promise<void> {
  await tx
    .insertInto('partner_key')
    .values({
      id: row.id,
      partner_id: row.partnerId,
      mode: row.mode,
      made_by: row.madeBy,
      made_at: row.madeAt,
    })
    .execute();
}

/** @returns whether it stood until now */
export async function markKeyRevoked(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('partner_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Once a day: a report more writes nothing. */
export async function markKeyUsed(db: Db, id: string, day: string): Promise<void> {
  await db
    .updateTable('partner_key')
    .set({ last_used_on: day })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_used_on', 'is', null), eb('last_used_on', '<', day)]))
    .execute();
}

/** How many reports came by a partner's keys since an instant; counting stops at `limit`. */
export async function countSince(
  db: Db,
  partnerId: string,
  mode: Mode,
  since: Date,
  limit: number,
): Promise<number> {
  const counted =
    mode === 'live'
      ? sql`select from signal s join partner_key k on k.id = s.partner_key_id
          where k.partner_id = ${partnerId} and s.received_at > ${since} limit ${limit}`
      : sql`select from partner_rehearsal where partner_id = ${partnerId} and at > ${since} limit ${limit}`;
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${counted}) c`.execute(
    db,
  );
  return rows[0]!.count;
}

/** Takes out rehearsals that are past; a few at a time. */
export async function dropRehearsals(db: Db, partnerId: string, before: Date, limit: number): Promise<void> {
  await sql`delete from partner_rehearsal where id in
    (select id from partner_rehearsal where partner_id = ${partnerId} and at < ${before} order by at limit ${limit})`.execute(
    db,
  );
}

/** Keeps that a rehearsal came. @returns what stands under its key: this one, or the one before */
export async function insertRehearsal(
  db: Db,
  row: {
    readonly id: string;
    readonly partnerId: string;
    readonly keyHash: Buffer;
    readonly bodyHash: Buffer;
    readonly at: Date;
  },
): Promise<{ id: string; bodyHash: Buffer } | undefined> {
  await db
    .insertInto('partner_rehearsal')
    .values({
      id: row.id,
      partner_id: row.partnerId,
      key_hash: row.keyHash,
      body_hash: row.bodyHash,
      at: row.at,
    })
    .onConflict((conflict) => conflict.column('key_hash').doNothing())
    .execute();
  const kept = await db
    .selectFrom('partner_rehearsal')
    .select(['id', 'body_hash'])
    .where('key_hash', '=', row.keyHash)
    .executeTakeFirst();
  return kept && { id: kept.id, bodyHash: kept.body_hash };
}

/** The partners by whose keys some reports came. */
export async function readPartnersOf(
  db: Db,
  signalIds: readonly string[],
): Promise<{ id: string; name: string; over_contract: boolean }[]> {
  if (signalIds.length === 0) return [];
  return db
    .selectFrom('signal as s')
    .innerJoin('partner_key as k', 'k.id', 's.partner_key_id')
    .innerJoin('partner as p', 'p.id', 'k.partner_id')
    .select(['s.id', 'p.name', 's.over_contract'])
    .where('s.id', 'in', [...signalIds])
    .execute();
}
