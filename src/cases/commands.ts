/** What may be done with a case. Each act leaves an audit leaf in its own transaction. */
import { leaf } from '../audit/index.ts';
import { organizationById } from '../organizations/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal, reasonOf } from '../signals/index.ts';
import { tripOn } from '../transit/index.ts';
import { findCaseOfSignal, insertDoNotTell, lockCase, openCase, writeSettled, writeTrip } from './store.ts';

const reasonLimitCharacters = 2000;

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

/**
 * Puts an organization on the case's do-not-tell list. From now on nobody there is told or paged for this case.
 * Emits `do-not-tell-added` when it was not there before. @throws Refusal reason-missing
 */
export async function addDoNotTell(
  tx: Tx,
  entry: { caseId: string; organizationId: string; reason: string; byStaffId: string | null },
  now: Date,
): Promise<void> {
  const reason = entry.reason.trim().slice(0, reasonLimitCharacters);
  if (!reason)
    throw new Refusal(
      'reason-missing',
      422,
      'A reason is needed',
      'Say in a few words why they should not be told.',
    );
  await lockCase(tx, entry.caseId);
  if (!(await insertDoNotTell(tx, { ...entry, reason }, now))) return;
  await leaf(tx, {
    at: now,
    actor: entry.byStaffId ? { kind: 'staff', id: entry.byStaffId } : { kind: 'system' },
    action: 'do-not-tell-added',
    subjectKind: 'case',
    subjectId: entry.caseId,
    detail: { organizationId: entry.organizationId },
  });
  await emit(
    tx,
    { name: 'do-not-tell-added', subjectId: entry.caseId, payload: { organizationId: entry.organizationId } },
    now,
  );
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

/**
 * Puts an organization on the do-not-tell list of a report's case, checked: both exist.
 * @throws Refusal unknown-signal, unknown-organization, reason-missing
 */
export async function listDoNotTell(
  tx: Tx,
  entry: { signalId: string; organizationId: string; reason: string; staffId: string },
  now: Date,
): Promise<void> {
  const { signalId, organizationId, reason, staffId } = entry;
  await lockSignal(tx, signalId);
  await organizationById(tx, organizationId);
  const caseId = await caseOfSignal(tx, signalId, now);
  await addDoNotTell(tx, { caseId, organizationId, reason, byStaffId: staffId }, now);
}

/**
 * Records that whoever a report names as not to be told has been dealt with: the list is done, or there is nobody to list. The
 * last one who says so counts. @throws Refusal unknown-signal, reason-missing
 */
export async function settleDoNotTell(
  tx: Tx,
  entry: { signalId: string; reason: string; staffId: string },
  now: Date,
): Promise<void> {
  const { signalId, staffId } = entry;
  const reason = reasonOf(entry.reason, 'Who is listed, or why is there nobody to list?').slice(
    0,
    reasonLimitCharacters,
  );
  await lockSignal(tx, signalId);
  await writeSettled(tx, { signalId, staffId, reason }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'do-not-tell-settled',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}
