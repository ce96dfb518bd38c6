/** What may be done with a case. Each act leaves an audit leaf in its own transaction. */
import { leaf } from '../audit/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal } from '../signals/index.ts';
import { tripOn } from '../transit/index.ts';
import { findCaseOfSignal, openCase, writeTrip } from './store.ts';

/** The case a signal belongs to, opened now when there was none. */
export async function caseOfSignal(tx: Tx, signalId: string, now: Date): Promise<string> {
  const known = await findCaseOfSignal(tx, signalId);
  if (known) return known;
  const caseId = await openCase(tx, signalId, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'case-opened',
    subjectKind: 'case',
    subjectId: caseId,
    detail: { signalId },
  });
  return caseId;
}

/** Links the vehicle a person is on; a later link replaces an earlier one. Emits `trip-linked`. */
export async function linkCaseTrip(
  tx: Tx,
  link: { caseId: string; tripId: string; serviceDate: string; stopId?: string | undefined; staffId: string },
  now: Date,
): Promise<void> {
  await writeTrip(
    tx,
    {
      caseId: link.caseId,
      tripId: link.tripId,
      serviceDate: link.serviceDate,
      stopId: link.stopId ?? null,
      linkedBy: link.staffId,
    },
    now,
  );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: link.staffId },
    action: 'trip-linked',
    subjectKind: 'case',
    subjectId: link.caseId,
  });
  await emit(tx, { name: 'trip-linked', subjectId: link.caseId }, now);
}

/**
 * Links the vehicle of a report, checked: the report, the trip on that day, and the stop exist. A good link is never overwritten
 * by one that leads nowhere. @throws Refusal unknown-signal, unknown-trip, unknown-stop
 */
export async function linkSignalTrip(
  tx: Tx,
  link: {
    signalId: string;
    tripId: string;
    serviceDate: string;
    stopId?: string | undefined;
    staffId: string;
  },
  now: Date,
): Promise<void> {
  const { signalId, ...trip } = link;
  await lockSignal(tx, signalId);
  const { stops } = await tripOn(tx, trip);
  if (trip.stopId && !stops.some(({ stopId }) => stopId === trip.stopId))
    throw new Refusal('unknown-stop', 422, 'The trip does not stop there', 'Choose one of its stops.');
  await linkCaseTrip(tx, { caseId: await caseOfSignal(tx, signalId, now), ...trip }, now);
}
