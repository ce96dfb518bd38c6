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

/** Says, when the transaction commits, that this subject has changed. */
export async function notify(tx: Tx, subjectId: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${subjectId})`.execute(tx);
}

export interface Realtime {
  /** Calls back whenever the subject may have changed, also after a reconnection. @returns a function that ends it */
  listen(subjectId: string, changed: () => void): () => void;
  stop(): Promise<void>;
}

/** Listens on one connection for the whole process, and reconnects when it drops. */
export function openRealtime(url: string, log: Log): Realtime {
  const listeners = new Map<string, Set<() => void>>();
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const everyone = () => {
    for (const set of listeners.values()) for (const changed of set) changed();
  };
  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: 'alight-realtime' });
    const again = () => {
      if (client === next) client = undefined;
      if (!stopped) timer = setTimeout(() => void connect(), reconnectMilliseconds);
    };
    try {
      next.on('error', () => next.end().catch(() => {}));
      next.once('end', again);
      next.on('notification', ({ payload }) => {
        for (const changed of listeners.get(payload ?? '') ?? []) changed();
      });
      await next.connect();
      await next.query(`listen ${channel}`);
      client = next;
      everyone();
    } catch {
      log.warn('the realtime connection is down and will be tried again');
      next.removeListener('end', again);
      await next.end().catch(() => {});
      again();
    }
  };
  void connect();
  return {
    listen: (subjectId, changed) => {
      const set = listeners.get(subjectId) ?? new Set();
      set.add(changed);
      listeners.set(subjectId, set);
      return () => {
        set.delete(changed);
        if (set.size === 0) listeners.delete(subjectId);
      };
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
