/** Who is on the floor, in the database. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/index.ts';
import type { PresenceState } from '../core/index.ts';

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
] as const;

/** Whoever works here and has said that they are on the floor, resting or away. */
export async function readPresences(db: Db) {
  const rows = await db
    .selectFrom('presence as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .select(columns)
    .where('s.active', '=', true)
    .orderBy('p.staff_id')
    .limit(peopleLimit)
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as PresenceState }));
}

export type PresenceRow = Awaited<ReturnType<typeof readPresences>>[number];

/** Whether anybody is there who takes chats. */
export async function isAnybodyThere(db: Db, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('presence as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .select('p.staff_id')
    .where('s.active', '=', true)
    .where(({ or, and, eb }) =>
      or([eb('p.state', '=', 'on-floor'), and([eb('p.state', '=', 'resting'), eb('p.until', '<=', now)])]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
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
