/**
 * The loop that does what is due. It polls: a poll of an indexed, near-empty table costs microseconds, and no notification
 * can be missed. Every timer lives in the table; the loop holds none. It goes on claiming while rows are in hand, up to a
 * bound, and never waits for a whole batch: one slow wire must not make a page or a timer late.
 */
import type { Clock } from '../clock.ts';
import type { Db } from '../database/connect.ts';
import { errorFields, type Log } from '../log.ts';
import {
  claimDue,
  claimLimit,
  type DueRow,
  LeaseLost,
  longestWaiting,
  nextDueAt,
  postponeDue,
} from './store.ts';

/** Does one row's work; must call `completeDue` in its last transaction. Throwing means: again, a little later. */
export type DueHandler = (due: DueRow, at: { db: Db; now: Date }) => Promise<void>;
export type DueHandlers = Readonly<Record<string, DueHandler>>;

const idleMilliseconds = 100;
/** The same for what may wait: asking costs the same whether there is anything or not. */
const patientIdleMilliseconds = 400;
const longestRetrySeconds = 15;
/** How often a handler is tried before each retry is also logged as an error. */
const patientAttempts = 5;
const drainLimit = 10_000;
/** How many rows of one lane may be worked on at once. */
const rowsInHandLimit = 64;
/** The same for a patient kind: few, so that it leaves connections to the others. */
const patientRowsInHandLimit = 3;
/** Work that could have been claimed this long ago stands still. */
const standstillSeconds = 20;
const lookEverySeconds = 5;
const sayEverySeconds = 60;

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
  /** Kinds that wait on somebody outside; they are done apart, so that nothing else is late because of them. */
  readonly slowKinds?: readonly string[];
  /** Kinds of which a flood of reports makes very many: each, or a list of them together, is done apart by few hands, so that no page waits behind them. */
  readonly patientKinds?: readonly (string | readonly string[])[];
  /** False for tests that call `drain` themselves. */
  readonly polling?: boolean;
}

/** Kinds that share their hands. A slow kind has hands of its own, so that it never keeps another from being on time. */
interface Lane {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly rowsInHand: number;
  readonly idleMilliseconds: number;
  /** The rows whose work has begun and has not ended, by id. */
  readonly inHand: Map<string, Promise<void>>;
}

/** Starts the loop. */
export function startDueLoop(options: DueLoopOptions): DueLoop {
  const { db, clock, handlers, log, slowKinds = [], patientKinds = [] } = options;
  const lane = (
    kinds: Pick<Lane, 'only' | 'except'>,
    hands = { rowsInHand: rowsInHandLimit, idleMilliseconds },
  ): Lane => ({ ...kinds, ...hands, inHand: new Map() });
  const few = { rowsInHand: patientRowsInHandLimit, idleMilliseconds: patientIdleMilliseconds };
  const lanes: Lane[] = [
    lane({ except: [...slowKinds, ...patientKinds.flat()] }),
    ...(slowKinds.length ? [lane({ only: slowKinds })] : []),
    ...patientKinds.map((kind) => lane({ only: [kind].flat() }, few)),
  ];
  const claims = new Set<Promise<number>>();
  const sleepers = new Set<() => void>();
  const wake = () => {
    for (const rise of sleepers) rise();
  };
  let stopping = false;

  const claim = async ({ inHand, rowsInHand, ...kinds }: Lane): Promise<number> => {
    const now = clock.now();
    const limit = Math.min(claimLimit, rowsInHand - inHand.size);
    const rows = await claimDue(db, now, { ...kinds, limit, inHand: [...inHand.keys()] });
    for (const row of rows) {
      const work = doOne(row, { db, now, handlers, log }).finally(() => {
        inHand.delete(row.id);
        wake();
      });
      inHand.set(row.id, work);
    }
    return rows.length;
  };
  /** Takes rows in hand and returns how many, without waiting for their work. */
  const take = (lane: Lane): Promise<number> => {
    if (lane.inHand.size > lane.rowsInHand - Math.min(claimLimit, lane.rowsInHand)) return Promise.resolve(0);
    const claiming = claim(lane);
    claims.add(claiming);
    const forget = () => claims.delete(claiming);
    claiming.then(forget, forget);
    return claiming;
  };
  const watch = standingStill(options);
  const poll = async (lane: Lane) => {
    while (!stopping) {
      if (lane === lanes[0]) await watch();
      let woken = false;
      const rising = () => {
        woken = true;
      };
      sleepers.add(rising);
      const taken = await take(lane).catch((error: unknown) => {
        log.error('due rows could not be claimed', errorFields(error));
        return 0;
      });
      sleepers.delete(rising);
      if (taken === 0 && !woken && !stopping) await nap(sleepers, lane.idleMilliseconds);
    }
  };
  const polling = options.polling === false ? [] : lanes.map(poll);
  const hands = () => [...claims, ...lanes.flatMap(({ inHand }) => [...inHand.values()])];
  return {
    drain: async () => {
      for (let round = 0; round < drainLimit; round++) {
        const taken = await Promise.all(lanes.map(take));
        const busy = hands();
        if (busy.length) await Promise.allSettled(busy);
        else if (taken.every((count) => count === 0)) return;
      }
      throw new Error('due rows keep making new due rows: this looks like a loop');
    },
    nextAt: () => nextDueAt(db),
    stop: async () => {
      stopping = true;
      wake();
      await Promise.all(polling);
      while (hands().length) await Promise.allSettled(hands());
    },
  };
}

/** Waits a moment, or until a row has been done: its work may have made another due at once. */
const nap = (sleepers: Set<() => void>, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const rise = () => {
      clearTimeout(timer);
      sleepers.delete(rise);
      resolve();
    };
    const timer = setTimeout(rise, milliseconds);
    sleepers.add(rise);
  });

/** Looks now and then whether rows stand still, and says so in the log: by kind and id, and once a minute at most. */
function standingStill({ db, clock, log }: DueLoopOptions): () => Promise<void> {
  let lookAgainAt = 0;
  return async () => {
    const now = clock.now().getTime();
    if (now < lookAgainAt) return;
    lookAgainAt = now + lookEverySeconds * 1000;
    const row = await longestWaiting(db, new Date(now - standstillSeconds * 1000)).catch(() => undefined);
    if (!row) return;
    lookAgainAt = now + sayEverySeconds * 1000;
    const waitingSeconds = Math.round((now - row.since.getTime()) / 1000);
    log.error('due work stands still', { dueId: row.id, kind: row.kind, waitingSeconds });
  };
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
