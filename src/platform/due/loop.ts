/**
 * The loop that does what is due. It polls: a poll of an indexed, near-empty table costs microseconds, and no notification
 * can be missed. Every timer lives in the table; the loop holds none.
 */
import type { Clock } from '../clock.ts';
import type { Db } from '../database/connect.ts';
import { errorFields, type Log } from '../log.ts';
import { claimDue, type DueRow, LeaseLost, nextDueAt, postponeDue } from './store.ts';

/** Does one row's work; must call `completeDue` in its last transaction. Throwing means: again, a little later. */
export type DueHandler = (due: DueRow, at: { db: Db; now: Date }) => Promise<void>;
export type DueHandlers = Readonly<Record<string, DueHandler>>;

const idleMilliseconds = 100;
const longestRetrySeconds = 15;
/** How often a handler is tried before each retry is also logged as an error. */
const patientAttempts = 5;
const drainLimit = 10_000;

export interface DueLoop {
  /** Does everything that is due at the clock's now, and what that makes due at once; returns when nothing is left. */
  drain(): Promise<void>;
  /** When the next row falls due, or null. */
  nextAt(): Promise<Date | null>;
  /** Ends after the rows in hand. */
  stop(): Promise<void>;
}

export interface DueLoopOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly handlers: DueHandlers;
  readonly log: Log;
  /** False for tests that call `drain` themselves. */
  readonly polling?: boolean;
}

/** Starts the loop. */
export function startDueLoop(options: DueLoopOptions): DueLoop {
  let stopping = false;
  let wake: (() => void) | undefined;
  const inHand = new Set<Promise<number>>();
  const once = (): Promise<number> => {
    const work = doDue(options);
    inHand.add(work);
    const forget = () => inHand.delete(work);
    work.then(forget, forget);
    return work;
  };
  const poll = async () => {
    while (!stopping) {
      const done = await once().catch((error: unknown) => {
        options.log.error('due rows could not be claimed', errorFields(error));
        return 0;
      });
      if (done === 0 && !stopping)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, idleMilliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  };
  const polling = options.polling === false ? Promise.resolve() : poll();
  return {
    drain: async () => {
      for (let round = 0; round < drainLimit; round++) {
        if ((await once()) > 0) continue;
        if (inHand.size === 0) return;
        await Promise.allSettled(inHand);
      }
      throw new Error('due rows keep making new due rows: this looks like a loop');
    },
    nextAt: () => nextDueAt(options.db),
    stop: async () => {
      stopping = true;
      wake?.();
      await polling;
      await Promise.allSettled(inHand);
    },
  };
}

async function doDue({ db, clock, handlers, log }: DueLoopOptions): Promise<number> {
  const now = clock.now();
  const rows = await claimDue(db, now);
  await Promise.all(rows.map((row) => doOne(row, { db, now, handlers, log })));
  return rows.length;
}

async function doOne(
  row: DueRow,
  { db, now, handlers, log }: { db: Db; now: Date; handlers: DueHandlers; log: Log },
): Promise<void> {
  try {
    const handler = handlers[row.kind];
    if (!handler) throw new Error(`nothing handles due rows of kind ${row.kind}`);
    await handler(row, { db, now });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    const say = row.attempts >= patientAttempts ? log.error : log.warn;
    say('due work failed and will be tried again', {
      kind: row.kind,
      subjectId: row.subjectId,
      attempts: row.attempts,
      ...errorFields(error),
    });
    const waitSeconds = Math.min(2 ** (row.attempts - 1), longestRetrySeconds);
    await postponeDue(db, row, new Date(now.getTime() + waitSeconds * 1000)).catch(() => {});
  }
}
