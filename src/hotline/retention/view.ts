/** How long a report is kept, and why: its holds, and who asked that it be destroyed and who agreed. */
import type { Showing } from '../../audit/index.ts';
import { findCaseOfSignal, signalsOfCase } from '../../cases/index.ts';
import type { Db } from '../../platform/index.ts';
import { Refusal } from '../../platform/index.ts';
import { readSignal } from '../../signals/index.ts';
import { approversNeeded, noticeUntil, type PurgeCause } from '../core/index.ts';
import {
  type HoldBasis,
  readHolds,
  readOpenPurges,
  readPurges,
  type StoredPurge,
} from './store-retention.ts';

export interface PurgeView {
  readonly id: string;
  readonly signalId: string;
  readonly cause: PurgeCause;
  readonly askedBy: string | null;
  readonly askedAt: Date;
  /** Before this it is not carried out. */
  readonly noticeUntil: Date;
  readonly approvedBy: readonly string[];
  readonly approversNeeded: number;
  readonly state: StoredPurge['state'];
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

export interface HoldView {
  readonly id: string;
  readonly basis: HoldBasis;
  /** Null once the report was destroyed: the reason went with it. */
  readonly reason: string | null;
  readonly keepsNumber: boolean;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly liftedBy: string | null;
  readonly liftedAt: Date | null;
}

export interface KeepingView {
  readonly signalId: string;
  readonly state: 'received' | 'read' | 'closed';
  readonly closedAt: Date | null;
  /** When its keys were destroyed. */
  readonly purgedAt: Date | null;
  readonly holds: readonly HoldView[];
  readonly purges: readonly PurgeView[];
}

const viewOf = (purge: StoredPurge): PurgeView => ({
  id: purge.id,
  signalId: purge.signalId,
  cause: purge.cause,
  askedBy: purge.askedBy,
  askedAt: purge.askedAt,
  noticeUntil: noticeUntil(purge),
  approvedBy: purge.approvedBy,
  approversNeeded,
  state: purge.state,
  endedAt: purge.endedAt,
  endedBy: purge.endedBy,
});

/** @throws Refusal unknown-signal */
export async function keepingOf(
  db: Db,
  showing: Showing,
  asked: { readonly signalId: string; readonly by: string },
  now: Date,
): Promise<KeepingView> {
  const signal = await readSignal(db, asked.signalId);
  if (!signal)
    throw new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');
  const caseId = await findCaseOfSignal(db, asked.signalId);
  const signalIds = caseId ? await signalsOfCase(db, caseId) : [asked.signalId];
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: asked.by },
    view: 'keeping',
    subjectKind: 'signal',
    subjectId: asked.signalId,
    ids: signalIds,
    imminent: false,
    leaves: 'new',
  });
  const holds = await readHolds(db, signalIds, signal.purged_at === null);
  return {
    signalId: signal.id,
    state: signal.state as KeepingView['state'],
    closedAt: signal.closed_at,
    purgedAt: signal.purged_at,
    holds: holds.map((hold) => ({
      id: hold.id,
      basis: hold.basis as HoldBasis,
      reason: hold.reason,
      keepsNumber: hold.keeps_number,
      placedBy: hold.placed_by,
      placedAt: hold.placed_at,
      liftedBy: hold.lifted_by,
      liftedAt: hold.lifted_at,
    })),
    purges: (await readPurges(db, signalIds)).map(viewOf),
  };
}

/** Everything that somebody asked to be destroyed and that is not decided, oldest first, at most 100. @param after how many to pass over */
export const openPurges = async (db: Db, after = 0): Promise<PurgeView[]> =>
  (await readOpenPurges(db, after)).map(viewOf);
