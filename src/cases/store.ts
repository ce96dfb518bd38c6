/** The SQL of cases: one reported situation, the signals that speak of it, and the vehicle or the place. */
import { type Db, newId, openRow, sealRow, type Tx } from '../platform/index.ts';

export interface CaseTrip {
  readonly tripId: string;
  /** As the feed has it: YYYY-MM-DD. */
  readonly serviceDate: string;
  /** The stop the person themselves gets off at, when it is known. */
  readonly stopId: string | null;
}

export interface CasePlace {
  readonly words: string;
  readonly lon: number;
  readonly lat: number;
  /** The point is the middle of a county, because no finer one was given. */
  readonly approximate: boolean;
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

export async function writeTrip(
  tx: Tx,
  entry: CaseTrip & { caseId: string; linkedBy: string },
  now: Date,
): Promise<void> {
  const trip: CaseTrip = {
    tripId: entry.tripId,
    serviceDate: entry.serviceDate,
    stopId: entry.stopId,
  };
  const values = { case_id: entry.caseId, trip, linked_by: entry.linkedBy, at: now };
  const sealed = await sealRow(tx, 'case_trip', values, now);
  await tx
    .insertInto('case_trip')
    .values(sealed)
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(sealed))
    .execute();
}

export async function readTrip(db: Db, caseId: string): Promise<CaseTrip | undefined> {
  const row = await db.selectFrom('case_trip').selectAll().where('case_id', '=', caseId).executeTakeFirst();
  return (await openRow(db, 'case_trip', row))?.trip as CaseTrip | undefined;
}

/** When the trip or the place of a case was last linked, or null. */
export async function placeLinkedAt(db: Db, caseId: string): Promise<Date | null> {
  const trip = await db.selectFrom('case_trip').select('at').where('case_id', '=', caseId).executeTakeFirst();
  const place = await db
    .selectFrom('case_place')
    .select('at')
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  const times = [trip?.at, place?.at].flatMap((at) => at ?? []);
  return times.length ? new Date(Math.max(...times.map((at) => at.getTime()))) : null;
}

export async function writePlace(
  tx: Tx,
  entry: CasePlace & { caseId: string; linkedBy: string },
  now: Date,
): Promise<void> {
  const { caseId, linkedBy, words, lon, lat, approximate } = entry;
  const values = { case_id: caseId, place: { words, lon, lat }, approximate, linked_by: linkedBy, at: now };
  const sealed = await sealRow(tx, 'case_place', values, now);
  await tx
    .insertInto('case_place')
    .values(sealed)
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(sealed))
    .execute();
}

/** The linked place, when no trip was linked after it. */
export async function readPlace(db: Db, caseId: string): Promise<CasePlace | undefined> {
  const row = await db
    .selectFrom('case_place as p')
    .leftJoin('case_trip as t', (join) =>
      join.onRef('t.case_id', '=', 'p.case_id').onRef('t.at', '>', 'p.at'),
    )
    .select(['p.case_id', 'p.place', 'p.approximate'])
    .where('p.case_id', '=', caseId)
    .where('t.case_id', 'is', null)
    .executeTakeFirst();
  const open = await openRow(db, 'case_place', row);
  return open && { ...(open.place as Omit<CasePlace, 'approximate'>), approximate: open.approximate };
}
