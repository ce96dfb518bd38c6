/** The connection of sign-in: as the role `alight_auth`, to the schema `auth`, and to nothing else. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { AuthDb, AuthTables, AuthTx } from './tables.ts';

export const authSchema = 'auth';
export const inAuth = (db: AuthTx) => db.withSchema(authSchema);

const connections = 8;
const timeoutMilliseconds = 5_000;

/** Opens the pool. @param url a connection string for the role `alight_auth` */
export function openAuthDatabase(url: string): AuthDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    statement_timeout: timeoutMilliseconds,
    idle_in_transaction_session_timeout: timeoutMilliseconds,
    connectionTimeoutMillis: timeoutMilliseconds,
    application_name: 'alight-auth',
  });
  // A connection that dies, idle or lent out, is replaced; unheard, the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<AuthTables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Refuses a connection that could read cases: whoever finds a way into sign-in must not find the reports there.
 * @throws Error saying what AUTH_DATABASE_URL must name
 */
export async function assertOnlyAuth(db: AuthDb): Promise<void> {
  const { rows } = await sql<{ super: boolean; bypass: boolean; reads: boolean }>`
    select rolsuper as super, rolbypassrls as bypass, has_table_privilege('public.signal', 'select') as reads
    from pg_roles where rolname = current_user`.execute(db);
  const found = rows[0];
  if (!found || found.super || found.bypass || found.reads)
    throw new Error(
      'AUTH_DATABASE_URL must name the role alight_auth, which signs people in and can read no report',
    );
}
