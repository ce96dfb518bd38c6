/** Who is on the floor, in the database. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/index.ts';
import { goneMinutes, type PresenceState } from '../core/index.ts';

const peopleLimit = 500;
/** Any number that nothing else takes: one hand at a time gives out chats. */
const floorLock = 5_001;

/** One change of the floor at a time. Taken before any chat is touched, so that two never wait for each other. */
export async function lockFloor(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${floorLock})`.execute(tx);
}

const columns = [
  'p.staff_id',
  'p.state',
  'p.since',
  'p.until',
  'p.capacity',
  'p.silent_offers',
  'p.last_offer_at',
  'p.seen_at',
] as const;

/** Whoever works here and has said that they are on the floor, resting or away. */
export async function readPresences(db: Db) {
  const rows = await db
    .selectFrom('presence as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .select(columns)
    .select(
      sql<Date>`greatest(p.seen_at, p.since, (select max(greatest(c.taken_at, (select max(m.at) from dialogue_message m
        where m.signal_id = c.signal_id and m.staff_id = c.staff_id)))
        from chat c where c.staff_id = p.staff_id and c.state = 'live'))`.as('last_sign_at'),
    )
    .where('s.active', '=', true)
    .orderBy('p.staff_id')
    .limit(peopleLimit)
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as PresenceState }));
}

export type PresenceRow = Awaited<ReturnType<typeof readPresences>>[number];

/**
 * Whether anybody is there who takes chats: has said so, and gave a sign within two minutes. A sign is an open page, an answer, or having
 * taken a chat; a laptop that was closed gives none. Source: docs/decisions/0026.
 */
export async function isAnybodyThere(db: Db, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - goneMinutes * 60_000);
  const { rows } = await sql`
    select from presence p join staff s on s.id = p.staff_id
    where s.active and (p.state = 'on-floor' or (p.state = 'resting' and p.until <= ${now}::timestamptz))
      and (greatest(p.seen_at, p.since) > ${since}::timestamptz or exists (
        select from chat c where c.staff_id = p.staff_id and c.state = 'live' and (c.taken_at > ${since}::timestamptz or exists (
          select from dialogue_message m where m.signal_id = c.signal_id and m.staff_id = c.staff_id and m.at > ${since}::timestamptz))))
    limit 1`.execute(db);
  return rows.length > 0;
}

/** Puts somebody's presence; what is left out stays, or is as for somebody new. */
export async function writePresence(
  tx: Tx,
  staffId: string,
  change: { state: PresenceState; until?: Date | null; capacity?: number | undefined },
  now: Date,
): Promise<void> {
  const { state, until = null, capacity } = change;
  const values = { state, until, since: now, silent_offers: 0, ...(capacity ? { capacity } : {}) };
  await tx
    .insertInto('presence')
    .values({ staff_id: staffId, ...values })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(values))
    .execute();
}

export async function noteOffer(
  tx: Tx,
  staffId: string,
  change: { silentOffers?: number; lastOfferAt?: Date },
): Promise<void> {
  await tx
    .updateTable('presence')
    .set({
      ...(change.silentOffers === undefined ? {} : { silent_offers: change.silentOffers }),
      ...(change.lastOfferAt === undefined ? {} : { last_offer_at: change.lastOfferAt }),
    })
    .where('staff_id', '=', staffId)
    .execute();
}

/** Written down at most so often: each open page of the console looks every few seconds. */
const seenAgainSeconds = 20;

/** Whether it is to be written down again that somebody is there. */
export const isToBeSeen = (seenAt: Date | null | undefined, now: Date): boolean =>
  !seenAt || now.getTime() - seenAt.getTime() >= seenAgainSeconds * 1000;

/** Somebody gave a sign. Whoever has never come to the floor is away, and seen all the same: they may have taken a chat. */
export async function noteSeen(tx: Tx, staffId: string, now: Date): Promise<void> {
  await tx
    .insertInto('presence')
    .values({ staff_id: staffId, state: 'away', since: now, seen_at: now })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ seen_at: now }))
    .execute();
}

/** More than the people of one floor have at once. */
const unansweredLimit = 500;

/**
 * Live chats in which the person's words have stood without an answer, and their advocate has had them, since an instant; the first that
 * `compareChats` puts first.
 * @see standsUnanswered, which asks the same of one
 */
export async function readUnanswered(db: Db, since: Date) {
  const { rows } = await sql<{
    signal_id: string;
    staff_id: string;
    since: Date;
    danger: string;
    door: string;
    age_group: string;
    language: string;
  }>`
    select c.signal_id, c.staff_id, u.since, s.danger, s.door, s.age_group, s.language
    from chat c join signal s on s.id = c.signal_id, lateral (
      select min(m.at) as since from dialogue_message m where m.signal_id = c.signal_id and m.author = 'signaler' and m.at > coalesce(
        (select max(a.at) from dialogue_message a where a.signal_id = c.signal_id and a.author = 'advocate'), '-infinity')) u
    where c.state = 'live' and u.since is not null and greatest(u.since, c.taken_at) <= ${since}::timestamptz
    order by array_position(array['imminent','soon','not-known','none'], s.danger), s.door <> 'help', s.age_group <> 'minor',
      u.since, c.signal_id limit ${unansweredLimit}`.execute(db);
  return rows;
}

const goneLimit = 200;

/**
 * Live chats whose advocate is gone: works here no more, or gave no sign since an instant. A sign is an open page, an answer, or having taken it.
 * @param since null: only whoever works here no more
 */
export async function readGone(
  tx: Tx,
  since: Date | null,
): Promise<{ readonly signalId: string; readonly staffId: string; readonly worksHere: boolean }[]> {
  const { rows } = await sql<{ signal_id: string; staff_id: string; active: boolean }>`
    select c.signal_id, c.staff_id, s.active
    from chat c join staff s on s.id = c.staff_id left join presence p on p.staff_id = c.staff_id
    where c.state = 'live' and (not s.active or (
      greatest(p.seen_at, c.taken_at, c.begun_at) <= ${since}::timestamptz
      and not exists (select from dialogue_message m where m.signal_id = c.signal_id and m.staff_id = c.staff_id and m.at > ${since}::timestamptz)))
    order by c.begun_at limit ${goneLimit}`.execute(tx);
  return rows.map((row) => ({ signalId: row.signal_id, staffId: row.staff_id, worksHere: row.active }));
}

/** Whether any chat goes on with somebody. */
export async function isAnyLive(tx: Tx): Promise<boolean> {
  return (
    (await tx
      .selectFrom('chat')
      .select('signal_id')
      .where('state', '=', sql.lit('live'))
      .limit(1)
      .executeTakeFirst()) !== undefined
  );
}

export async function insertPass(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  await tx
    .insertInto('chat_pass')
    .values({ signal_id: signalId, staff_id: staffId, at: now })
    .onConflict((conflict) => conflict.columns(['signal_id', 'staff_id']).doUpdateSet({ at: now }))
    .execute();
}

/** Who let which of these chats pass. */
export async function readPasses(db: Db, signalIds: readonly string[]) {
  if (signalIds.length === 0) return [];
  return db
    .selectFrom('chat_pass')
    .select(['signal_id', 'staff_id'])
    .where('signal_id', 'in', [...signalIds])
    .execute();
}

/** Once somebody has taken it, a later wait begins with nobody having passed. */
export async function dropPasses(tx: Tx, signalId: string): Promise<void> {
  await tx.deleteFrom('chat_pass').where('signal_id', '=', signalId).execute();
}
