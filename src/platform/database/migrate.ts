/**
 * Forward-only SQL migrations. The row is inserted first, so two starters collide on it safely and one waits; each file runs
 * in one transaction as `alight_owner`, with a lock timeout, so a migration never stops reports from coming in for long.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const folder = fileURLToPath(new URL('../../../database/migrations/', import.meta.url));
const policiesFile = fileURLToPath(new URL('../../../database/policies.sql', import.meta.url));
/** The line under which the policies' digest is kept among the migrations. */
const policiesName = 'policies.sql';
const lockTimeoutSeconds = 10;

/** One migration file. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** The migrations in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}${name}`, 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Which rows anybody may see: not a step that runs once, but a state that is reached again whenever it changes. */
export async function readPolicies(): Promise<Migration> {
  const sql = await readFile(policiesFile, 'utf8');
  return { name: policiesName, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

/** Makes the three roles where they are missing. They belong to the server, so databases made at once may race: that is no error. */
async function ensureRoles(client: pg.Client): Promise<void> {
  const roles = { alight_owner: 'nologin', alight_app: 'login', alight_auth: 'login' };
  for (const [role, login] of Object.entries(roles)) {
    const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (found.rowCount) continue;
    await client
      .query(`create role ${role} ${login} nosuperuser nocreatedb nocreaterole nobypassrls`)
      .catch((error: { code?: string }) => {
        if (error.code !== '42710' && error.code !== '23505') throw error;
      });
  }
  await client.query('grant alight_owner to current_user').catch((error: { code?: string }) => {
    if (error.code !== '42710' && error.code !== '23505' && error.code !== 'XX000') throw error;
  });
}

/**
 * Brings a database to the newest schema.
 * @param url a connection that may create roles and act as `alight_owner`
 * @returns the names of the migrations that ran now
 * @throws when a migration that ran before has been changed since, or one fails (nothing of it stays)
 */
export async function migrate(url: string, report: (name: string) => void = () => {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await ensureRoles(client);
    const database = client.database ?? '';
    await client.query(`
      grant create, connect, temporary on database ${pg.escapeIdentifier(database)} to alight_owner;
      grant connect on database ${pg.escapeIdentifier(database)} to alight_app, alight_auth;
      revoke create on schema public from public;
      grant usage, create on schema public to alight_owner;
      grant usage on schema public to alight_app;
      set role alight_owner;
      set alight.scope = 'system';
      alter default privileges in schema public grant select, insert, update, delete on tables to alight_app;
      alter default privileges in schema public grant usage, select on sequences to alight_app;
      create table if not exists schema_migration (
        name text primary key, sha256 text not null, at timestamptz not null default now());
    `);
    const done: string[] = [];
    for (const migration of await readMigrations())
      if (await runOne(client, migration)) {
        report(migration.name);
        done.push(migration.name);
      }
    if (await applyPolicies(client)) report(policiesName);
    return done;
  } finally {
    await client.end();
  }
}

/** Puts the policies in place when they are not those that were put in place last. @returns whether they were */
async function applyPolicies(client: pg.Client): Promise<boolean> {
  const policies = await readPolicies();
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '${lockTimeoutSeconds}s'`);
    const changed = await client.query(
      `insert into schema_migration (name, sha256) values ($1, $2)
       on conflict (name) do update set sha256 = excluded.sha256, at = now()
       where schema_migration.sha256 <> excluded.sha256`,
      [policies.name, policies.sha256],
    );
    if (changed.rowCount) await client.query(policies.sql);
    await client.query('commit');
    return Boolean(changed.rowCount);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function runOne(client: pg.Client, migration: Migration): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '${lockTimeoutSeconds}s'`);
    const claimed = await client.query(
      'insert into schema_migration (name, sha256) values ($1, $2) on conflict do nothing',
      [migration.name, migration.sha256],
    );
    if (!claimed.rowCount) {
      const before = await client.query('select sha256 from schema_migration where name = $1', [
        migration.name,
      ]);
      await client.query('rollback');
      if (before.rows[0]?.sha256 !== migration.sha256)
        throw new Error(
          `${migration.name} was changed after it ran. Add a new migration instead of editing an old one.`,
        );
      return false;
    }
    await client.query(migration.sql);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
