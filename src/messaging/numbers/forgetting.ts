/** Forgetting numbers: every night the days that are over long enough, and a day that was closed early because somebody had to be forgotten. */
import { leaf } from '../../audit/index.ts';
import {
  completeDue,
  type Db,
  type DueHandlers,
  emit,
  type KeyService,
  scheduleDue,
  shredRecord,
  type Tx,
  transaction,
} from '../../platform/index.ts';
import { dayAfter, lastForgottenDay, nextMidnight } from '../core/index.ts';
import { forgetKind, moveNumber, scheduleForgetting } from './numbers.ts';
import {
  closeBatches,
  eraseNumbers,
  lockBatch,
  lockNumbersOf,
  markForgotten,
  readExpiredBatches,
} from './store-numbers.ts';

const lookKind = 'numbers-look';
/** One row for the whole instance. */
const lookSubject = '01900000-0000-7000-8000-0000000000b2';
const atOnce = 200;

export interface ForgettingDeps {
  readonly keyService: Pick<KeyService, 'forget'>;
  /** Whole days from the last message. */
  readonly keepDays: number;
  /** Which of these handles somebody has ordered to be kept for now. */
  readonly mustKeep: (db: Db, numberIds: readonly string[]) => Promise<readonly string[]>;
}

/** Empties a batch, some at a time. @returns whether it is empty */
async function emptySome(tx: Tx, deps: ForgettingDeps, batchId: string, now: Date): Promise<boolean> {
  const batch = await lockBatch(tx, batchId);
  if (!batch || batch.forgotten_at) return true;
  await closeBatches(tx, [batchId], now);
  const lastDay = lastForgottenDay(now, deps.keepDays);
  const isOver = batch.day <= lastDay;
  const numbers = await lockNumbersOf(tx, batchId, atOnce);
  const ordered = new Set(isOver ? await deps.mustKeep(tx, numbers) : numbers);
  // What is ordered to be kept is asked about again the next night.
  const day = isOver ? dayAfter(lastDay) : batch.day;
  for (const id of ordered) await moveNumber(tx, id, day, now);
  const gone = numbers.filter((id) => !ordered.has(id));
  await eraseNumbers(tx, gone);
  for (const id of gone) await emit(tx, { name: 'number-forgotten', subjectId: id }, now);
  if (numbers.length === atOnce) return false;
  await shredRecord(tx, batchId, now);
  await markForgotten(tx, batchId, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'numbers-forgotten',
    subjectKind: 'number-batch',
    subjectId: batchId,
    detail: { day: batch.day },
  });
  return true;
}

export function numbersDueHandlers(deps: ForgettingDeps): DueHandlers {
  return {
    [forgetKind]: async (due, { db, now }) => {
      while (!(await transaction(db, (tx) => emptySome(tx, deps, due.subjectId, now))));
      // The database has let go of the keys; from here on no backup of it gives them back either.
      await deps.keyService.forget([due.subjectId]);
      await transaction(db, (tx) => completeDue(tx, due));
    },
    [lookKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const batches = await readExpiredBatches(tx, lastForgottenDay(now, deps.keepDays));
        await closeBatches(tx, batches, now);
        for (const batchId of batches) await scheduleForgetting(tx, batchId, now);
        await completeDue(tx, due);
        await scheduleDue(tx, { kind: lookKind, subjectId: lookSubject, dueAt: nextMidnight(now) });
      });
    },
  };
}

/** Begins the nightly look, when none is to come. */
export const startForgetting = (tx: Tx, now: Date): Promise<void> =>
  scheduleDue(tx, { kind: lookKind, subjectId: lookSubject, dueAt: now });
