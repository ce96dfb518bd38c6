/** Floods and sketches in the database. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/index.ts';
import type { KnownFlood, Swept } from '../core/index.ts';

/** The newest sketches since an instant, oldest first. */
export async function readRecent(db: Db, since: Date, limit: number): Promise<Swept[]> {
  const { rows } = await sql<{
    id: string;
    sketch: string;
    flood_id: string | null;
    may_wait: boolean;
    pressing: boolean;
  }>`
    select k.signal_id as id, encode(k.sketch, 'hex') as sketch, s.flood_id,
      (s.state = 'received' and s.danger <> 'imminent' and s.transit is null and s.partner_key_id is null) as may_wait,
      (s.danger = 'soon' or s.age_group = 'minor') as pressing
    from (select * from signal_sketch where at > ${since} order by at desc, signal_id desc limit ${limit}) k
    join signal s on s.id = k.signal_id
    order by k.at, k.signal_id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    sketch: row.sketch,
    floodId: row.flood_id,
    mayWait: row.may_wait,
    pressing: row.pressing,
  }));
}

/** Floods that were noticed lately and whose sketch is still kept, newest first. */
export async function readKnown(db: Db, limit: number): Promise<KnownFlood[]> {
  const { rows } = await sql<{ id: string; sketch: string; released: boolean }>`
    select id, encode(sketch, 'hex') as sketch, released_at is not null as released
    from flood where sketch is not null order by noticed_at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

export async function insertFlood(
  tx: Tx,
  { id, at, sketch }: { readonly id: string; readonly at: Date; readonly sketch: string },
): Promise<void> {
  await tx
    .insertInto('flood')
    .values({
      id,
      noticed_at: at,
      last_at: at,
      sketch: Buffer.from(sketch, 'hex'),
      size: 0,
      alerted_at: at,
    })
    .execute();
}

/** Sets some reports aside, unless somebody has read them meanwhile. @returns how many, and how many the flood had before */
export async function assignFlood(
  tx: Tx,
  floodId: string,
  signalIds: readonly string[],
  at: Date,
): Promise<{ added: number; before: number }> {
  const { numUpdatedRows } = await tx
    .updateTable('signal')
    .set({ flood_id: floodId })
    .where('id', 'in', [...signalIds])
    .where('flood_id', 'is', null)
    .where('state', '=', 'received')
    .where('danger', '<>', 'imminent')
    .executeTakeFirst();
  const added = Number(numUpdatedRows);
  const row = await tx
    .updateTable('flood')
    .set((eb) => ({ size: eb('size', '+', added), last_at: at }))
    .where('id', '=', floodId)
    .returning('size')
    .executeTakeFirstOrThrow();
  return { added, before: row.size - added };
}

/** Forgets sketches of reports before one instant, and of floods before another; some at a time. @returns whether more are left */
export async function forgetSketches(
  db: Db,
  before: { readonly reports: Date; readonly floods: Date },
  limit: number,
): Promise<boolean> {
  await db.updateTable('flood').set({ sketch: null }).where('noticed_at', '<', before.floods).execute();
  const { numAffectedRows } =
    await sql`delete from signal_sketch where signal_id in (select signal_id from signal_sketch where at < ${before.reports} order by at limit ${limit})`.execute(
      db,
    );
  return Number(numAffectedRows ?? 0) === limit;
}

/**
 * Whether a report, called `s` in the query, is set aside: it stands in its own list, below the queue. Whoever opens it, writes to it, or
 * finds danger in it takes it out of there. The words that a chat or a text begins with are the report, and no writing to it; a long
 * text is stored in pieces at one moment.
 */
export const isSetAside = sql<boolean>`(s.flood_id is not null and s.state = 'received' and s.danger <> 'imminent'
  and exists (select from flood f where f.id = s.flood_id and f.released_at is null)
  and not exists (select from dialogue_message m where m.signal_id = s.id
    and not (s.channel = 'chat' and m.sequence = 1 and m.at = s.received_at)
    and not (s.channel = 'text' and m.author = 'signaler'
      and m.at = (select b.at from dialogue_message b where b.signal_id = s.id and b.sequence = 1))))`;

export interface FloodRow {
  readonly id: string;
  readonly noticedAt: Date;
  readonly lastAt: Date;
  readonly size: number;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  /** How many of it stand in the list of what was set aside. */
  readonly waiting: number;
}

/** Newest first. */
export async function readFloods(db: Db, limit: number): Promise<FloodRow[]> {
  const rows = await db
    .selectFrom('flood as fl')
    .select(['fl.id', 'fl.noticed_at', 'fl.last_at', 'fl.size', 'fl.released_at', 'fl.released_by'])
    .select((eb) =>
      eb
        .selectFrom('signal as s')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('s.flood_id', '=', 'fl.id')
        .where(isSetAside)
        .as('waiting'),
    )
    .orderBy('fl.noticed_at', 'desc')
    .orderBy('fl.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    noticedAt: row.noticed_at,
    lastAt: row.last_at,
    size: row.size,
    releasedAt: row.released_at,
    releasedBy: row.released_by,
    waiting: row.waiting ?? 0,
  }));
}

/** How many reports are set aside in all. */
export async function countSetAside(db: Db): Promise<number> {
  const row = await db
    .selectFrom('signal as s')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(isSetAside)
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Reports of a flood that are set aside: danger soon first, then children, then the oldest. */
export async function readSetAside(db: Db, floodId: string, after: number, limit: number) {
  return db
    .selectFrom('signal as s')
    .select(['s.id', 's.received_at', 's.door', 's.danger', 's.age_group'])
    .where('s.flood_id', '=', floodId)
    .where(isSetAside)
    .orderBy(sql`array_position(array['soon', 'not-known', 'none'], s.danger)`)
    .orderBy(sql`array_position(array['minor', 'unknown', 'adult'], s.age_group)`)
    .orderBy('s.received_at')
    .orderBy('s.id')
    .offset(after)
    .limit(limit)
    .execute();
}

/** The live flood that a report was set aside with. */
export async function floodOf(db: Db, signalId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('signal as s')
    .select('s.flood_id')
    .where('s.id', '=', signalId)
    .where(isSetAside)
    .executeTakeFirst();
  return row?.flood_id ?? undefined;
}

/** Notes that a flood is told of. @returns false when it was, since `since` */
export async function markAlerted(tx: Tx, id: string, since: Date, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('flood')
    .set({ alerted_at: at })
    .where('id', '=', id)
    .where('alerted_at', '<=', since)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** @returns whether it changed anything */
export async function markReleased(tx: Tx, id: string, by: string | null, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('flood')
    .set({ released_at: by ? at : null, released_by: by })
    .where('id', '=', id)
    .where('released_at', by ? 'is' : 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function hasFlood(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('flood').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** The clock of unread reports runs again for some of a flood that nobody has read, oldest first. */
export async function scheduleUnread(
  tx: Tx,
  floodId: string,
  kind: string,
  dueAt: Date,
  limit: number,
): Promise<void> {
  await sql`insert into due (id, kind, subject_id, dedupe_key, due_at, payload)
    select gen_random_uuid(), ${kind}, s.id, '', ${dueAt}::timestamptz, '{}'
    from signal s where s.flood_id = ${floodId} and s.state = 'received' order by s.received_at limit ${limit}
    on conflict (kind, subject_id, dedupe_key) do nothing`.execute(tx);
}
