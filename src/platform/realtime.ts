/**
 * Telling open pages that something changed: LISTEN/NOTIFY behind one small interface. A notification carries an id and
 * nothing else and is only a nudge to read the rows; whoever missed it finds the rows all the same.
 */
import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from './database/connect.ts';
import type { Log } from './log.ts';

const channel = 'alight';
const reconnectMilliseconds = 500;
/** What was told within this time goes to the other processes in one statement. */
const gatherMilliseconds = 5;
/** More than this is not kept while the line is down: whoever comes back looks at everything. */
const gatheredLimit = 10_000;

/** Says, when the transaction commits, that this subject has changed. */
export async function notify(tx: Tx, subjectId: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${subjectId})`.execute(tx);
}

export interface Realtime {
  /** Calls back whenever the subject may have changed, also after a reconnection. @returns a function that ends it */
  listen(subjectId: string, changed: () => void): () => void;
  /**
   * Says that a subject has changed, after its commit: here at once, elsewhere a few milliseconds later. A NOTIFY within a transaction
   * makes all that do so commit one after the other; this does not. A process that dies in between has told nobody, so whoever must
   * not miss anything looks by itself now and then as well.
   */
  tell(subjectId: string): void;
  /** The same, where this process knows already. */
  tellOthers(subjectId: string): void;
  stop(): Promise<void>;
}

/** Listens on one connection for the whole process, and reconnects when it drops. */
export function openRealtime(url: string, log: Log): Realtime {
  const listeners = new Map<string, Set<() => void>>();
  const gathered = new Set<string>();
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let timerOfTelling: NodeJS.Timeout | undefined;
  const call = (subjectId: string) => {
    for (const changed of listeners.get(subjectId) ?? []) changed();
  };
  const everyone = () => {
    for (const set of listeners.values()) for (const changed of set) changed();
  };
  let telling = false;
  /** One statement at a time on the one connection; what comes meanwhile goes with the next. */
  const tellOn = async () => {
    timerOfTelling = undefined;
    if (telling) return;
    telling = true;
    while (client && gathered.size > 0) {
      const told = [...gathered];
      gathered.clear();
      try {
        await client.query('select pg_notify($1, told) from unnest($2::text[]) as told', [channel, told]);
      } catch {
        // The line is down: said again when it is back.
        for (const one of told) if (gathered.size < gatheredLimit) gathered.add(one);
        break;
      }
    }
    telling = false;
  };
  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: 'alight-realtime' });
    const again = () => {
      if (client === next) client = undefined;
      if (!stopped) timer = setTimeout(() => void connect(), reconnectMilliseconds);
    };
    let own: number | undefined;
    try {
      next.on('error', () => next.end().catch(() => {}));
      next.once('end', again);
      next.on('notification', ({ payload, processId }) => {
        // What this process told has been heard here already.
        if (processId !== own) call(payload ?? '');
      });
      await next.connect();
      const { rows } = await next.query<{ pid: number }>('select pg_backend_pid() as pid');
      own = rows[0]?.pid;
      await next.query(`listen ${channel}`);
      client = next;
      void tellOn();
      everyone();
    } catch {
      log.warn('the realtime connection is down and will be tried again');
      next.removeListener('end', again);
      await next.end().catch(() => {});
      again();
    }
  };
  const gather = (subjectId: string) => {
    if (stopped || gathered.size >= gatheredLimit) return;
    gathered.add(subjectId);
    timerOfTelling ??= setTimeout(() => void tellOn(), gatherMilliseconds);
  };
  void connect();
  return {
    listen: (subjectId, changed) => {
      const set = listeners.get(subjectId) ?? new Set();
      set.add(changed);
      listeners.set(subjectId, set);
      return () => {
        set.delete(changed);
        if (set.size === 0 && listeners.get(subjectId) === set) listeners.delete(subjectId);
      };
    },
    tell: (subjectId) => {
      call(subjectId);
      gather(subjectId);
    },
    tellOthers: gather,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(timerOfTelling);
      await client?.end().catch(() => {});
    },
  };
}
