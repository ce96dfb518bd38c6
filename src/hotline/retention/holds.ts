/** Legal holds: while one lies on a report, nothing of its case is destroyed. */
import { leaf } from '../../audit/index.ts';
import { Refusal, type Tx } from '../../platform/index.ts';
import { lockSignal } from '../../signals/index.ts';
import { lockWhole, stopOpenPurges } from './purging.ts';
import { type HoldBasis, insertHold, liftHold as liftStoredHold } from './store-retention.ts';

export const holdBases: readonly HoldBasis[] = ['court-order', 'investigation', 'claim', 'person-asked'];

/** Places a hold. A destruction that somebody asked for ends with it. @throws Refusal unknown-signal, reason-missing, already-destroyed */
export async function placeHold(
  tx: Tx,
  signalId: string,
  by: string,
  hold: { readonly basis: HoldBasis; readonly reason: string; readonly keepsNumber: boolean },
  now: Date,
): Promise<void> {
  // The case first, as whoever destroys it does: two who wait for each other would be ended by the database, and it might be the hold.
  await lockWhole(tx, signalId);
  const signal = await lockSignal(tx, signalId);
  if (signal.purged_at)
    throw new Refusal(
      'already-destroyed',
      409,
      'This was destroyed before',
      'There is nothing left that a hold could keep.',
    );
  const reason = hold.reason.trim();
  if (!reason)
    throw new Refusal(
      'reason-missing',
      422,
      'A reason is needed',
      'Write who asks that this is kept, and why.',
    );
  const { basis, keepsNumber } = hold;
  const id = await insertHold(tx, { signalId, basis, reason, keepsNumber, by }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'hold-placed',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { holdId: id, basis, keepsNumber },
  });
  await stopOpenPurges(tx, signalId, by, now);
}

/** @throws Refusal unknown-hold */
export async function liftHold(
  tx: Tx,
  signalId: string,
  by: string,
  holdId: string,
  now: Date,
): Promise<void> {
  await lockSignal(tx, signalId);
  if (!(await liftStoredHold(tx, { id: holdId, signalId, by }, now)))
    throw new Refusal(
      'unknown-hold',
      404,
      'There is no such hold',
      'It may have been lifted by somebody else. Look again.',
    );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'hold-lifted',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { holdId },
  });
}
