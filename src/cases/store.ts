/** The SQL of cases: one reported situation, the signals that speak of it, whom not to tell, and the vehicle. */
import { type Db, newId, type Tx } from '../platform/index.ts';

export interface DoNotTell {
  readonly organizationId: string;
  readonly reason: string;
  readonly byStaffId: string | null;
  readonly at: Date;
}

export interface CaseTrip {
  readonly tripId: string;
  /** As the feed has it: YYYY-MM-DD. */
  readonly serviceDate: string;
  /** The stop the person themselves gets off at, when it is known. */
  readonly stopId: string | null;
}

export async function findCaseOfSignal(db: Db, signalId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('case_signal')
    .select('case_id')
    .where('signal_id', '=', signalId)
    .executeTakeFirst();
  return row?.case_id;
}

/** Opens a case for a signal; when another did so at the same moment, theirs is the case. */
export async function openCase(tx: Tx, signalId: string, now: Date): Promise<string> {
  const id = newId(now);
  await tx.insertInto('case_file').values({ id, opened_at: now }).execute();
  const linked = await tx
    .insertInto('case_signal')
    .values({ signal_id: signalId, case_id: id, linked_at: now })
    .onConflict((conflict) => conflict.column('signal_id').doNothing())
    .executeTakeFirst();
  if (linked.numInsertedOrUpdatedRows) return id;
  await tx.deleteFrom('case_file').where('id', '=', id).execute();
  const theirs = await findCaseOfSignal(tx, signalId);
  if (!theirs) throw new Error('a signal was linked to a case and the link is gone');
  return theirs;
}

/** Holds the case until the transaction ends: whoever tells, and whoever forbids to tell, come one after the other. */
export async function lockCase(tx: Tx, caseId: string): Promise<void> {
  await tx.selectFrom('case_file').select('id').where('id', '=', caseId).forUpdate().execute();
}

export async function readSignals(db: Db, caseId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('case_signal')
    .select('signal_id')
    .where('case_id', '=', caseId)
    .orderBy('linked_at')
    .execute();
  return rows.map((row) => row.signal_id);
}

export async function readDoNotTell(db: Db, caseId: string): Promise<DoNotTell[]> {
  const rows = await db
    .selectFrom('do_not_tell')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('at')
    .execute();
  return rows.map((row) => ({
    organizationId: row.organization_id,
    reason: row.reason,
    byStaffId: row.by_staff_id,
    at: row.at,
  }));
}

/** @returns false when the organization was on the list already */
export async function insertDoNotTell(
  tx: Tx,
  entry: { caseId: string; organizationId: string; reason: string; byStaffId: string | null },
  now: Date,
): Promise<boolean> {
  const written = await tx
    .insertInto('do_not_tell')
    .values({
      id: newId(now),
      case_id: entry.caseId,
      organization_id: entry.organizationId,
      reason: entry.reason,
      by_staff_id: entry.byStaffId,
      at: now,
    })
    .onConflict((conflict) => conflict.columns(['case_id', 'organization_id']).doNothing())
    .executeTakeFirst();
  return (written.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function writeTrip(
  tx: Tx,
  entry: CaseTrip & { caseId: string; linkedBy: string },
  now: Date,
): Promise<void> {
  const values = {
    trip_id: entry.tripId,
    service_date: entry.serviceDate,
    alighting_stop_id: entry.stopId,
    linked_by: entry.linkedBy,
    at: now,
  };
  await tx
    .insertInto('case_trip')
    .values({ case_id: entry.caseId, ...values })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(values))
    .execute();
}

export async function readTrip(db: Db, caseId: string): Promise<CaseTrip | undefined> {
  const row = await db.selectFrom('case_trip').selectAll().where('case_id', '=', caseId).executeTakeFirst();
  if (!row) return undefined;
  return { tripId: row.trip_id, serviceDate: String(row.service_date), stopId: row.alighting_stop_id };
}

export async function writeSettled(
  tx: Tx,
  entry: { signalId: string; staffId: string; reason: string },
  now: Date,
): Promise<void> {
  const values = { by_staff_id: entry.staffId, reason: entry.reason, at: now };
  await tx
    .insertInto('do_not_tell_settled')
    .values({ signal_id: entry.signalId, ...values })
    .onConflict((conflict) => conflict.column('signal_id').doUpdateSet(values))
    .execute();
}

/** Whether staff have gone through whom a report names as not to be told: they listed someone, or said that it is done. */
export async function isDoNotTellSettled(db: Db, signalId: string): Promise<boolean> {
  const settled = await db
    .selectFrom('do_not_tell_settled')
    .select('signal_id')
    .where('signal_id', '=', signalId)
    .executeTakeFirst();
  if (settled) return true;
  const listed = await db
    .selectFrom('do_not_tell as d')
    .innerJoin('case_signal as c', 'c.case_id', 'd.case_id')
    .select('d.id')
    .where('c.signal_id', '=', signalId)
    .limit(1)
    .executeTakeFirst();
  return listed !== undefined;
}

/** When the trip of a case was last linked, or null. */
export async function tripLinkedAt(db: Db, caseId: string): Promise<Date | null> {
  const row = await db.selectFrom('case_trip').select('at').where('case_id', '=', caseId).executeTakeFirst();
  return row?.at ?? null;
}
