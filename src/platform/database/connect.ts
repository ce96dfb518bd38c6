/**
 * Connections as `alight_app`. Three pools, so that a slow search by staff can never stop a report from being stored or a
 * page from being sent; and a refusal to start on a database that could lose what it acknowledged.
 */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { ScopeKind } from './row-policy.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** The pools of one process. */
export interface Databases {
  readonly intake: Db;
  readonly paging: Db;
  readonly staff: Db;
  close(): Promise<void>;
}

const statementTimeoutMilliseconds = { intake: 5_000, paging: 5_000, staff: 15_000 };
const connections = { intake: 16, paging: 8, staff: 8 };
const connectTimeoutMilliseconds = 5_000;
/**
 * In whose name a pool works, for good (row-policy.ts). The staff pool knows who somebody is and nothing of what they may see: that is
 * set for one transaction in their name (scope.ts) and never on a connection.
 */
const scopes: Readonly<Record<keyof typeof connections, ScopeKind>> = {
  intake: 'intake',
  paging: 'system',
  staff: 'door',
};

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The address with the pool's name in its start-up options, beside those that it has: two sets of options would be one too many. */
function named(url: string, scope: ScopeKind): string {
  const address = new URL(url);
  const own = address.searchParams.get('options');
  address.searchParams.set('options', [...(own ? [own] : []), `-c alight.scope=${scope}`].join(' '));
  return address.href;
}

const onceMark = /^\s*\/\* once: ([a-z-]{1,40}) \*\//;
const aheadMark = /^(begin$|\/\* ahead \*\/)/;
/** What kysely's driver reads of an answer. */
const noAnswer = { command: 'BEGIN', rowCount: 0, rows: [] };

/**
 * A connection that takes few round trips and plans little.
 * - A statement that begins with a comment such as `once: insert-signal` is planned once for each connection: its plan takes longer than
 *   its work. One name is one text. So is one that kysely built and that was asked often (`often`).
 * - `begin` and a statement that begins with `ahead` have no answer that anybody reads: they leave with the next statement, which fails
 *   where they failed.
 */
class PlanningClient extends pg.Client {
  readonly #ahead: Promise<unknown>[] = [];

  override query(...asked: unknown[]): never {
    const [text, values] = asked;
    const run = super.query as (...asked: unknown[]) => unknown;
    if (typeof text !== 'string') return run.apply(this, asked) as never;
    if (aheadMark.test(text)) {
      const named = often(text, values);
      const sent = (
        named ? run.call(this, { name: named, text, values }) : run.call(this, text, values)
      ) as Promise<unknown>;
      sent.catch(() => {});
      this.#ahead.push(sent);
      return Promise.resolve(noAnswer) as never;
    }
    const name = onceMark.exec(text)?.[1] ?? often(text, values);
    const answer = (name ? run.call(this, { name, text, values }) : run.apply(this, asked)) as never;
    const ahead = this.#ahead.splice(0);
    if (ahead.length === 0) return answer;
    return Promise.all([...ahead, answer]).then((answers) => answers.at(-1)) as never;
  }
}

/** How many values a text has may change: a list, and rows to insert. A list of one is the text of one. */
const lengthMark = /\bvalues \(|\bin \((?!\$\d+\))/;
const oftenTimes = 50;
/** So many texts are planned once because they are asked often, and so many are counted: each plan lies in the memory of each connection. */
const [oftenLimit, countedLimit, oftenCharacters] = [64, 1_000, 3_000];
const times = new Map<string, number>();
const names = new Map<string, string>();

/**
 * The name under which a text is planned once, after it was asked many times in this process. None for a text whose columns or length
 * may change: a plan must not change what it gives.
 *
 * A plan made once uses no index on part of a table for a condition whose value is a parameter: such a value is written out (`sql.lit`).
 */
function often(text: string, values: unknown): string | undefined {
  if (!Array.isArray(values) || values.length === 0 || text.length > oftenCharacters) return undefined;
  const known = names.get(text);
  if (known) return known;
  if (names.size >= oftenLimit) return undefined;
  const before = times.get(text) ?? 0;
  if (before === 0 && times.size >= countedLimit) return undefined;
  times.set(text, before + 1);
  if (before + 1 < oftenTimes || text.includes('*') || lengthMark.test(text)) return undefined;
  const name = `often-${names.size}`;
  names.set(text, name);
  times.delete(text);
  return name;
}

function openPool(url: string, purpose: keyof typeof connections): Db {
  const pool = new pg.Pool({
    Client: PlanningClient,
    pipeline: true,
    connectionString: named(url, scopes[purpose]),
    max: connections[purpose],
    statement_timeout: statementTimeoutMilliseconds[purpose],
    idle_in_transaction_session_timeout: statementTimeoutMilliseconds[purpose],
    connectionTimeoutMillis: connectTimeoutMilliseconds,
    application_name: `alight-${purpose}`,
  });
  // A connection that dies while idle is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => {});
  // The same while it is lent out and between two statements of a transaction: the next statement fails and says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Opens the three pools; `paging` is also where the house's own work is done.
 * @param url a connection string for the role `alight_app`
 * @param withKeys gives a connection the keys of sealed fields (`carrying`); without it such fields can be neither written nor read
 */
export function openDatabases(url: string, withKeys: (db: Db) => Db = (db) => db): Databases {
  const open = (purpose: keyof typeof connections) => withKeys(openPool(url, purpose));
  const [intake, paging, staff] = [open('intake'), open('paging'), open('staff')];
  return {
    intake,
    paging,
    staff,
    close: async () => {
      await Promise.all([intake.destroy(), paging.destroy(), staff.destroy()]);
    },
  };
}

/**
 * Refuses connections that could break a promise: a superuser or BYPASSRLS role sees everything, a server without `fsync` or
 * `synchronous_commit` can lose a report it has acknowledged, and a pool that has lost its name on the way, at a pooler between us
 * and the database, would see an empty queue and call it quiet.
 * @throws Error naming every fault and what to change
 */
export async function assertSafe(databases: Omit<Databases, 'close'>): Promise<void> {
  const db = databases.staff;
  const { rows } = await sql<{ super: boolean; bypass: boolean; fsync: string; commit: string }>`
    select rolsuper as super, rolbypassrls as bypass, current_setting('fsync') as fsync,
           current_setting('synchronous_commit') as commit
    from pg_roles where rolname = session_user`.execute(db);
  const found = rows[0];
  const faults: string[] = [];
  if (!found || found.super || found.bypass)
    faults.push('DATABASE_URL must name the role alight_app, not a superuser or a role with BYPASSRLS');
  if (found?.fsync !== 'on')
    faults.push('the server has fsync off: a power cut would lose acknowledged reports');
  if (!['on', 'remote_apply', 'remote_write'].includes(found?.commit ?? ''))
    faults.push('the server has synchronous_commit off: a crash would lose acknowledged reports');
  for (const purpose of ['intake', 'paging', 'staff'] as const) {
    const asked = await sql<{ scope: string | null }>`
      select current_setting('alight.scope', true) as scope`.execute(databases[purpose]);
    if (asked.rows[0]?.scope !== scopes[purpose])
      faults.push(
        `the connections for ${purpose} arrive without their setting alight.scope: a pooler such as PgBouncer must pass on start-up options (ignore_startup_parameters must not name options), or be left out`,
      );
  }
  if (faults.length)
    throw new Error(`This database is not safe to use:\n${faults.map((f) => `  - ${f}`).join('\n')}`);
}

/** One transaction. Everything in it becomes durable together, or nothing does. */
export function transaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Tx) : db.transaction().execute(work);
}

/** A value for a jsonb column (the driver would otherwise turn arrays into PostgreSQL arrays). */
export const json = (value: unknown) => sql<never>`${JSON.stringify(value)}::jsonb`;
