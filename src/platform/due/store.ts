/**
 * Due rows: work that must happen at an instant and survives every crash. A row is claimed FOR UPDATE SKIP LOCKED with a
 * lease of at most 15 s and deleted in the transaction that does the work, so a killed process delays it by one lease and
 * never loses it. Time is always a parameter.
 */
import { sql } from 'kysely';
import { type Db, json, type Tx } from '../database/connect.ts';
import { newId } from '../ids.ts';
import { assertBare } from './payload.ts';

/** The longest a crashed worker can hold a row. */
export const leaseSeconds = 15;
export const claimLimit = 32;

/** A claimed row. */
export interface DueRow {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly dueAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
  /** How often it has been claimed, this time included. */
  readonly attempts: number;
  readonly lease: string;
}

/** What to schedule. The same kind, subject and dedupe key are scheduled once while the first is still open. */
export interface DueRequest {
  readonly kind: string;
  readonly subjectId: string;
  readonly dueAt: Date;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly dedupeKey?: string;
}

/** Schedules work in the caller's transaction. @throws Error where the payload holds words */
export async function scheduleDue(tx: Tx, request: DueRequest): Promise<void> {
  assertBare(request);
  await tx
    .insertInto('due')
    .values({
      id: newId(request.dueAt),
      kind: request.kind,
      subject_id: request.subjectId,
      dedupe_key: request.dedupeKey ?? '',
      due_at: request.dueAt,
      payload: json(request.payload ?? {}),
    })
    .onConflict((conflict) => conflict.columns(['kind', 'subject_id', 'dedupe_key']).doNothing())
    .execute();
}

/** Withdraws open work of a kind for a subject; one that is being done right now fails its completion and starts over to find nothing. */
export async function cancelDue(tx: Tx, which: { kind: string; subjectId: string }): Promise<void> {
  await tx
    .deleteFrom('due')
    .where('kind', '=', which.kind)
    .where('subject_id', '=', which.subjectId)
    .execute();
}

/** Brings open work of a kind for a subject forward, where nobody has it in hand: what is being done right now is neither done twice nor lost. */
export async function hurryDue(tx: Tx, which: { kind: string; subjectId: string }, now: Date): Promise<void> {
  await tx
    .updateTable('due')
    .set({ due_at: now })
    .where('kind', '=', which.kind)
    .where('subject_id', '=', which.subjectId)
    .where('due_at', '>', now)
    .where((is) => is.or([is('leased_until', 'is', null), is('leased_until', '<=', now)]))
    .execute();
}

/** Which rows to claim: all kinds, or some only, or all but some; never those whose work is in this process's hands. */
export interface Claim {
  readonly limit?: number;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** Ids in hand. Their lease may have run out, when a carrier is slow or the clock was moved; the work goes on all the same. */
  readonly inHand?: readonly string[];
}

/** Claims what is due at `now`, oldest first, skipping what others hold. */
export async function claimDue(db: Db, now: Date, claim: Claim = {}): Promise<DueRow[]> {
  const { limit = claimLimit, only, except = [], inHand = [] } = claim;
  const lease = newId(now);
  const until = new Date(now.getTime() + leaseSeconds * 1000);
  const { rows } = await sql<{
    id: string;
    kind: string;
    subject_id: string;
    due_at: Date;
    payload: Record<string, unknown>;
    attempts: number;
  }>`/* once: claim-due */
    update due set lease = ${lease}, leased_until = ${until}, attempts = attempts + 1
    where id in (
      select id from due
      where due_at <= ${now} and (leased_until is null or leased_until <= ${now})
        and (${only === undefined} or kind = any(${only ?? []}::text[]))
        and kind <> all(${except}::text[]) and id <> all(${inHand}::uuid[])
      order by due_at, id limit ${limit} for update skip locked)
    returning id, kind, subject_id, due_at, payload, attempts`.execute(db);
  return rows
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      subjectId: row.subject_id,
      dueAt: row.due_at,
      payload: row.payload,
      attempts: row.attempts,
      lease,
    }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Thrown when the lease ran out and someone else has the row: the caller's transaction must roll back. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease on a due row was lost');
    this.name = 'LeaseLost';
  }
}

/** Marks the work as done, in the transaction that did it. @throws LeaseLost */
export async function completeDue(tx: Tx, due: Pick<DueRow, 'id' | 'lease'>): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('due')
    .where('id', '=', due.id)
    .where('lease', '=', due.lease)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new LeaseLost();
}

/** Gives a row back, to be claimed again from `retryAt` on. */
export async function postponeDue(db: Db, due: Pick<DueRow, 'id' | 'lease'>, retryAt: Date): Promise<void> {
  await db
    .updateTable('due')
    .set({ leased_until: retryAt })
    .where('id', '=', due.id)
    .where('lease', '=', due.lease)
    .execute();
}

/** Writes what is to be known at the next attempt. */
export async function changePayload(
  db: Db,
  due: Pick<DueRow, 'id' | 'lease'>,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  await db
    .updateTable('due')
    .set({ payload: json(payload) })
    .where('id', '=', due.id)
    .where('lease', '=', due.lease)
    .execute();
}

/** When the next row can be claimed, or null. */
export async function nextDueAt(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('due')
    .select(sql<Date>`greatest(due_at, leased_until)`.as('at'))
    .orderBy(sql`greatest(due_at, leased_until)`)
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** The row that could have been claimed longest ago, if that is before `before`: someone should have done it. */
export async function longestWaiting(
  db: Db,
  before: Date,
): Promise<{ id: string; kind: string; since: Date } | undefined> {
  const since = sql<Date>`greatest(due_at, leased_until)`;
  return db
    .selectFrom('due')
    .select(['id', 'kind', since.as('since')])
    .where(since, '<', before)
    .orderBy(since)
    .limit(1)
    .executeTakeFirst();
}

/** How many rows should have been done more than `graceSeconds` ago: the heartbeat that alarms when work stands still. */
export async function countOverdue(db: Db, now: Date, graceSeconds: number): Promise<number> {
  const row = await db
    .selectFrom('due')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('due_at', '<', new Date(now.getTime() - graceSeconds * 1000))
    .executeTakeFirstOrThrow();
  return row.n;
}
