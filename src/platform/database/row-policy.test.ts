/**
 * Row-level security: every table has it, and what PostgreSQL gives is what the declaration says, for whoever asks. Source:
 * security.md 6.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { acts, mayTouch, policiesSql, rowPolicies, type Who } from './row-policy.ts';
import type { Tables } from './tables.ts';

const runs = process.env['ALIGHT_TEST_ALL'] ? 5000 : 1000;
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

const published = Object.entries(rowPolicies)
  .filter(([, grants]) => grants.some(({ to }) => to === 'everybody'))
  .map(([table]) => table);

/** Asks as somebody, in a transaction that leaves nothing behind. */
async function as<T>(who: Who, work: (ask: pg.Client) => Promise<T>): Promise<T> {
  await app.query('begin');
  try {
    await app.query(
      `select set_config('alight.scope', $1, true), set_config('alight.organization', $2, true),
        set_config('alight.person', $3, true)`,
      [who.kind ?? '', who.organizationId ?? '', who.personId ?? ''],
    );
    return await work(app);
  } finally {
    await app.query('rollback');
  }
}

const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const organizations = [uuid(101), uuid(102), uuid(103)];
const at = new Date('2026-02-03T15:00:00Z');
type Row = Record<string, unknown>;

/** What is in the database of the property: disclosures to three organizations, some taken back, pages on them, contacts and their hours. */
const told: Row[] = Array.from({ length: 24 }, (_, n) => ({
  id: uuid(200 + n),
  case_id: uuid(1),
  signal_id: uuid(2),
  organization_id: organizations[n % 3],
  items: ['stop'],
  basis: 'third-party-tip',
  reason: Buffer.from('sealed'),
  facts: Buffer.from('sealed'),
  at,
  revoked_at: n % 4 === 0 ? at : null,
}));
const pages: Row[] = told.map((row, n) => ({
  page_id: uuid(300 + n),
  response_id: uuid(3),
  role: 'local-police',
  organization_id: row['organization_id'],
  disclosure_id: row['id'],
  state: 'asked',
  started_at: at,
}));
const contacts: Row[] = Array.from({ length: 9 }, (_, n) => ({
  id: uuid(400 + n),
  organization_id: organizations[n % 3],
  name: `Desk ${n} (demo)`,
  wire: 'sms',
  address: `816-555-01${String(10 + n)}`,
  is_desk: true,
  priority: 0,
}));
const shifts: Row[] = contacts.map((contact, n) => ({
  id: uuid(500 + n),
  contact_id: contact['id'],
  zone: 'America/Chicago',
  weekday: 1,
  from_minute: 0,
  until_minute: 60,
}));
const signals: Row[] = [
  {
    id: uuid(2),
    received_at: at,
    channel: 'web-form',
    door: 'tip',
    relation: 'unknown',
    proximity: 'unknown',
    language: 'en',
    danger: 'soon',
    age_group: 'adult',
    narrative: Buffer.from('sealed'),
    state: 'received',
    code_hash: Buffer.alloc(32),
    key_hash: Buffer.alloc(32),
    body_hash: Buffer.alloc(32),
  },
];
signals.push({ ...signals[0], id: uuid(12), key_hash: Buffer.alloc(32, 1) });
const responses: Row[] = [
  [uuid(3), uuid(2), uuid(1)],
  [uuid(13), uuid(12), uuid(11)],
].map(([id, signal_id, case_id]) => ({
  id,
  signal_id,
  case_id,
  state: 'closed',
  reason: Buffer.from('sealed'),
  confirmed_by: uuid(4),
  lead_role: 'local-police',
  plan: Buffer.from('sealed'),
  opened_at: at,
}));
/** Two reports in two cases; one of two people of ours is on the list of the first. */
const [listedPerson, otherPerson] = [uuid(801), uuid(802)];
const stored = {
  signal: signals,
  response: responses,
  disclosure: told,
  response_page: pages,
  contact: contacts,
  rota_shift: shifts,
} satisfies Partial<Record<keyof Tables, Row[]>>;
const keyOf = (table: string) => (table === 'response_page' ? 'page_id' : 'id');
const around = {
  case_signal: [
    { signal_id: uuid(2), case_id: uuid(1) },
    { signal_id: uuid(12), case_id: uuid(11) },
  ],
  do_not_tell: [
    { case_id: uuid(1), staff_id: listedPerson },
    { case_id: uuid(11), staff_id: null },
  ],
} satisfies Partial<Record<keyof Tables, Row[]>>;
const parents = (table: keyof Tables, key: string, value: unknown) =>
  ((({ ...stored, ...around }) as Partial<Record<keyof Tables, Row[]>>)[table] ?? []).filter(
    (row) => row[key] === value,
  );

async function insert(table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  await app.query(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(row),
  );
}

const anybody: fc.Arbitrary<Who> = fc.record(
  {
    kind: fc.constantFrom('intake', 'system', 'door', 'hotline', 'member', 'auditor'),
    organizationId: fc.constantFrom(...organizations, uuid(999)),
    personId: fc.constantFrom(listedPerson, otherPerson),
  },
  { requiredKeys: [] },
);

describe('whoever asks', () => {
  beforeAll(async () => {
    const system = async (work: () => Promise<void>) => {
      await app.query("begin; select set_config('alight.scope', 'system', true)");
      await work();
      await app.query('commit');
    };
    await system(async () => {
      await insert('case_file', { id: uuid(1), opened_at: at });
      for (const [n, id] of organizations.entries())
        await insert('organization', {
          id,
          name: `Agency ${n} (demo)`,
          kind: 'agency',
          role: 'local-police',
          service_urn: 'urn:service:sos.police',
          desk_first: false,
          demo: true,
        });
      for (const row of signals) await insert('signal', row);
      await insert('case_file', { id: uuid(11), opened_at: at });
      for (const id of [listedPerson, otherPerson])
        await insert('staff', { id, name: 'Pat Reed (demo)', role: 'supervisor' });
      for (const row of around.case_signal) await insert('case_signal', { ...row, linked_at: at });
      for (const [n, row] of around.do_not_tell.entries())
        await insert('do_not_tell', {
          id: uuid(810 + n),
          ...row,
          ...(row.staff_id ? {} : { name: Buffer.from('sealed') }),
          reason: Buffer.from('sealed'),
          at,
        });
      for (const row of responses) await insert('response', row);
      for (const table of ['disclosure', 'response_page', 'contact', 'rota_shift'] as const)
        for (const row of stored[table]) await insert(table, row);
    });
  });

  it('gets the rows that the declaration gives them, of each table, and changes those alone', async () => {
    const tables = Object.keys(stored) as (keyof typeof stored)[];
    await fc.assert(
      fc.asyncProperty(
        anybody,
        fc.constantFrom(...tables),
        fc.constantFrom('select', 'update'),
        async (who, table, act) => {
          const key = keyOf(table);
          const expected = (stored[table] as Row[]).filter(
            (row) => mayTouch(who, 'select', table, row, parents) && mayTouch(who, act, table, row, parents),
          );
          const text =
            act === 'select'
              ? `select ${key} as key from ${table}`
              : `update ${table} set ${key} = ${key} returning ${key} as key`;
          const got = await as(who, (ask) => ask.query<{ key: string }>(text));
          expect(got.rows.map((row) => row.key).sort()).toEqual(
            expected.map((row) => String(row[key])).sort(),
          );
        },
      ),
      { numRuns: runs },
    );
  });

  it('adds a row where the declaration lets them, and nowhere else', async () => {
    const tables = Object.keys(stored) as (keyof typeof stored)[];
    await fc.assert(
      fc.asyncProperty(anybody, fc.constantFrom(...tables), fc.nat(), async (who, table, pick) => {
        const like = (stored[table] as Row[])[pick % stored[table].length]!;
        const fresh: Row = { ...like, [keyOf(table)]: uuid(900_000) };
        if (table === 'signal') fresh['key_hash'] = Buffer.alloc(32, 7);
        const added = await as(who, async () => {
          try {
            await insert(table, fresh);
            return true;
          } catch (error) {
            // 42501: the policy refuses. Anything else is a fault of this test.
            expect((error as { code?: string }).code).toBe('42501');
            return false;
          }
        });
        expect(added).toBe(mayTouch(who, 'insert', table, fresh, parents));
      }),
      { numRuns: runs },
    );
  });

  it('removes shifts where the declaration lets them', async () => {
    await fc.assert(
      fc.asyncProperty(anybody, async (who) => {
        const removed = await as(who, async (ask) => (await ask.query('delete from rota_shift')).rowCount);
        const expected = shifts.filter(
          (row) =>
            mayTouch(who, 'select', 'rota_shift', row, parents) &&
            mayTouch(who, 'delete', 'rota_shift', row, parents),
        );
        expect(removed).toBe(expected.length);
      }),
      { numRuns: 200 },
    );
  });

  it('and names nobody gets what is published and nothing else', async () => {
    for (const table of Object.keys(rowPolicies) as (keyof Tables)[]) {
      const { rowCount } = await as({}, (ask) => ask.query(`select from ${table} limit 1`));
      if (!published.includes(table)) expect(rowCount, table).toBe(0);
    }
    expect(published).toContain('transit_trip');
    expect(published).not.toContain('contact');
    expect((await as({}, (ask) => ask.query('select from organization'))).rowCount).toBe(3);
  });

  it('from another organization never gets a report, a message, an address of others or who works here', () => {
    const hidden = [
      'signal',
      'dialogue_message',
      'message',
      'assessment',
      'staff',
      'release',
      'page_link',
    ] as const;
    for (const table of hidden)
      for (const act of acts)
        expect(mayTouch({ kind: 'member', organizationId: organizations[0]! }, act, table, {}, parents)).toBe(
          false,
        );
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
    const plan = await as({ kind: 'hotline' }, async (ask) => {
      await ask.query('set local enable_seqscan = off');
      return (await ask.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [value])).rows
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    });
    expect(plan).toMatch(new RegExp(`Index (Only )?Scan .*${index}|Bitmap Index Scan on ${index}`));
    expect(plan).toContain('Index Cond');
  });
});
