/** Holds and purges in the database. */
import { sql } from 'kysely';
import { type Db, newId, openRows, sealRow, type Tx } from '../../platform/index.ts';
import type { Purge, PurgeCause } from '../core/index.ts';

const rowsLimit = 100;

export type HoldBasis = 'court-order' | 'investigation' | 'claim' | 'person-asked';

export interface NewHold {
  readonly signalId: string;
  readonly basis: HoldBasis;
  readonly reason: string;
  /** Whether the signaler's number is kept too. */
  readonly keepsNumber: boolean;
  readonly by: string;
}

export async function insertHold(tx: Tx, hold: NewHold, now: Date): Promise<string> {
  const id = newId(now);
  const row = {
    id,
    signal_id: hold.signalId,
    basis: hold.basis,
    reason: hold.reason,
    keeps_number: hold.keepsNumber,
    placed_by: hold.by,
    placed_at: now,
  };
  await tx
    .insertInto('legal_hold')
    .values(await sealRow(tx, 'legal_hold', row, now))
    .execute();
  return id;
}

/** @returns false when there is no such hold on the report, or it was lifted before */
export async function liftHold(
  tx: Tx,
  hold: { id: string; signalId: string; by: string },
  now: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('legal_hold')
    .set({ lifted_by: hold.by, lifted_at: now })
    .where('id', '=', hold.id)
    .where('signal_id', '=', hold.signalId)
    .where('lifted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Holds on any of these reports, oldest first. @param withReasons false where the reports were destroyed, and the reasons with them */
export async function readHolds(db: Db, signalIds: readonly string[], withReasons: boolean) {
  const rows = await db
    .selectFrom('legal_hold')
    .selectAll()
    .where('signal_id', 'in', [...signalIds])
    .orderBy('placed_at')
    .limit(rowsLimit)
    .execute();
  return withReasons ? openRows(db, 'legal_hold', rows) : rows.map((row) => ({ ...row, reason: null }));
}

export async function isHeld(db: Db, signalIds: readonly string[]): Promise<boolean> {
  const row = await db
    .selectFrom('legal_hold')
    .select('id')
    .where('signal_id', 'in', [...signalIds])
    .where('lifted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which of these numbers' handles belong to a report on whose case lies a hold that keeps its number. */
export async function numbersOnHold(db: Db, numberIds: readonly string[]): Promise<string[]> {
  if (numberIds.length === 0) return [];
  const { rows } = await sql<{ number_id: string }>`
    select s.number_id from signal s left join case_signal own on own.signal_id = s.id
    where s.number_id = any(${[...numberIds]}::uuid[]) and s.purged_at is null and exists (
      select from legal_hold h left join case_signal other on other.signal_id = h.signal_id
      where h.lifted_at is null and h.keeps_number and (h.signal_id = s.id or other.case_id = own.case_id))`.execute(
    db,
  );
  return rows.map((row) => row.number_id);
}

/** Whether every one of these reports is closed, and nobody is on the way for any. */
export async function areClosed(db: Db, signalIds: readonly string[]): Promise<boolean> {
  const open = await db
    .selectFrom('signal as s')
    .select('s.id')
    .where('s.id', 'in', [...signalIds])
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('s.state', '<>', 'closed'),
        exists(
          selectFrom('response as r')
            .select('r.id')
            .whereRef('r.signal_id', '=', 's.id')
            .where('r.state', '=', 'open'),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return open === undefined;
}

/** @returns undefined when one is open already */
export async function insertPurge(
  tx: Tx,
  purge: { signalId: string; cause: PurgeCause; askedBy: string | null },
  now: Date,
): Promise<string | undefined> {
  const row = await tx
    .insertInto('purge')
    .values({
      id: newId(now),
      signal_id: purge.signalId,
      cause: purge.cause,
      asked_by: purge.askedBy,
      asked_at: now,
      state: 'open',
    })
    .onConflict((conflict) => conflict.column('signal_id').where('state', '=', 'open').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export interface StoredPurge extends Purge {
  readonly id: string;
  readonly signalId: string;
  readonly cause: PurgeCause;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

const selectPurges = (db: Db) =>
  db
    .selectFrom('purge as p')
    .selectAll()
    .select(
      sql<string[]>`array(select a.by_id::text from purge_approval a
        join staff s on s.id = a.by_id and s.active and s.role in ('supervisor', 'hotline-administrator')
        where a.purge_id = p.id order by a.at)`.as('approved_by'),
    );

const purgeOf = (
  row: Awaited<ReturnType<ReturnType<typeof selectPurges>['execute']>>[number],
): StoredPurge => ({
  id: row.id,
  signalId: row.signal_id,
  cause: row.cause as PurgeCause,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  approvedBy: row.approved_by,
  state: row.state as StoredPurge['state'],
  endedAt: row.ended_at,
  endedBy: row.ended_by,
});

export async function readPurge(db: Db, id: string, lock = false): Promise<StoredPurge | undefined> {
  const row = await selectPurges(db)
    .where('p.id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  return row && purgeOf(row);
}

/** The questions of a report, newest first. */
export async function readPurges(db: Db, signalIds: readonly string[]): Promise<StoredPurge[]> {
  const rows = await selectPurges(db)
    .where('p.signal_id', 'in', [...signalIds])
    .orderBy('p.asked_at', 'desc')
    .limit(rowsLimit)
    .execute();
  return rows.map(purgeOf);
}

/** All open questions, oldest first. */
export async function readOpenPurges(db: Db, after: number): Promise<StoredPurge[]> {
  const rows = await selectPurges(db)
    .where('p.state', '=', sql.lit('open'))
    .orderBy('p.asked_at')
    .orderBy('p.id')
    .offset(after)
    .limit(rowsLimit)
    .execute();
  return rows.map(purgeOf);
}

export async function insertApproval(tx: Tx, purgeId: string, by: string, now: Date): Promise<void> {
  await tx.insertInto('purge_approval').values({ purge_id: purgeId, by_id: by, at: now }).execute();
}

export async function endPurge(
  tx: Tx,
  id: string,
  state: 'stopped' | 'lapsed' | 'done',
  by: string | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('purge')
    .set({ state, ended_at: now, ended_by: by })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

/** Reports closed before an instant, never held, not asked for since, oldest first. */
export async function readExpired(db: Db, closedBefore: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('signal as s')
    .select('s.id')
    .where('s.state', '=', sql.lit('closed'))
    .where('s.purged_at', 'is', null)
    .where('s.closed_at', '<', closedBefore)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('purge as p')
            .select('p.id')
            .whereRef('p.signal_id', '=', 's.id')
            .whereRef('p.asked_at', '>', 's.closed_at'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('legal_hold as h')
            .select('h.id')
            .whereRef('h.signal_id', '=', 's.id')
            .where('h.lifted_at', 'is', null),
        ),
      ),
    )
    .orderBy('s.closed_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
