/** Row-level security: every table has it, and it leaves the indexes of use. What it gives to whom: row-oracle.test.ts. Source: security.md 6. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { policiesSql, rowPolicies } from './row-policy.ts';

let opened: TestDatabase;
let owner: pg.Client;
let app: pg.Client;
beforeAll(async () => {
  opened = await openTestDatabase();
  owner = new pg.Client({ connectionString: opened.cluster.migratorUrl(opened.name) });
  app = new pg.Client({ connectionString: opened.url });
  await Promise.all([owner.connect(), app.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await opened.close();
});

/** Every table outside the system's own schemas, and what it lacks. */
async function bareTables(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; lacks: string }>(`
    select c.oid::regclass::text as name,
      concat_ws(', ', case when not c.relrowsecurity then 'row-level security' end,
        case when not c.relforcerowsecurity then 'force' end,
        case when not exists (select from pg_policy p where p.polrelid = c.oid) then 'a policy' end,
        case when r.rolname <> 'alight_owner' then 'an owner apart' end) as lacks
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'`);
  return rows.filter(({ lacks }) => lacks !== '').map(({ name, lacks }) => `${name} lacks ${lacks}`);
}

describe('the catalogue', () => {
  it('has no table without forced row-level security, and none that the server’s role owns', async () => {
    expect(await bareTables()).toEqual([]);
  });
  it('finds a table that somebody forgot', async () => {
    await owner.query('set role alight_owner; create table forgotten (id uuid primary key)');
    try {
      expect(await bareTables()).toEqual(['forgotten lacks row-level security, force, a policy']);
    } finally {
      await owner.query('drop table forgotten; reset role');
    }
  });
  it('has exactly the tables that are declared', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(rowPolicies).sort());
  });
  it('lets no role of the server go around it, and has no view that does', async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select rolname as name from pg_roles where rolname in ('alight_app', 'alight_auth') and (rolbypassrls or rolsuper)
      union all select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace
        and not coalesce(reloptions @> '{security_invoker=true}', false)`);
    expect(rows).toEqual([]);
  });
  it('is reached again by running the policies once more', async () => {
    await owner.query(`begin; set local role alight_owner; ${policiesSql()} commit`);
    expect(await bareTables()).toEqual([]);
  });
});

describe('an index', () => {
  it.each([
    [
      'a report by its code',
      'signal_by_code',
      'select id from signal where code_hash = $1',
      Buffer.alloc(32),
    ],
    [
      'a report by the handle of its number',
      'signal_by_number',
      'select id from signal where number_id = $1 order by received_at desc limit 1',
      '01900000-0000-7000-8000-000000000001',
    ],
    [
      'a train by its number',
      'transit_trip_by_number',
      'select trip_id from transit_trip where lower(short_name) = $1',
      '311',
    ],
  ])('still finds %s', async (_, index, text, value) => {
    await app.query("begin; set local alight.scope = 'hotline'; set local enable_seqscan = off");
    const { rows } = await app.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [value]);
    await app.query('rollback');
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(new RegExp(`Index (Only )?Scan .*${index}|Bitmap Index Scan on ${index}`));
    expect(plan).toContain('Index Cond');
  });
});
