/**
 * An oracle of who may see and change which row, said by hand and apart from the declaration that PostgreSQL's rules are made of, against
 * what PostgreSQL gives: of every table there is, for anybody who asks. A table without a line here does not compile, and is found
 * against the catalogue as well. Source: security.md 6.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  anyRow,
  type Column,
  columnsOf,
  insertRow,
  putAwayRules,
  type Row,
} from '../../../test/support/any-rows.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { policiesSql, type ScopeKind, scopeKinds } from './row-policy.ts';
import type { Tables } from './tables.ts';

/** Who asks; without a kind, nobody. */
interface Who {
  readonly kind?: ScopeKind;
  readonly organizationId?: string;
  readonly personId?: string;
}
type World = Readonly<Record<keyof Tables, readonly Row[]>>;
type Sees = (row: Row, who: Who, world: World) => boolean;
/** `s`elect, `i`nsert, `u`pdate, `d`elete; of all rows, or of those. The house's own work may do everything with every row. */
type Right = readonly [acts: string, of?: Sees];
type Rights = Readonly<Partial<Record<Exclude<ScopeKind, 'system'> | 'everybody', Right>>>;

/** Whoever stands on the do-not-tell list of a report's case, by name and not taken back, has nothing of it. */
const notListedBy =
  (column: string): Sees =>
  (row, { personId }, { case_signal, do_not_tell }) =>
    !do_not_tell.some(
      (entry) =>
        entry['taken_back_at'] === null &&
        personId !== undefined &&
        entry['staff_id'] === personId &&
        case_signal.some((link) => link['case_id'] === entry['case_id'] && link['signal_id'] === row[column]),
    );
const theirs: Sees = (row, { organizationId }) =>
  organizationId !== undefined && row['organization_id'] === organizationId;
const toldThemBy =
  (column: string): Sees =>
  (row, who, { disclosure }) =>
    disclosure.some(
      (told) => told['id'] === row[column] && theirs(told, who, {} as World) && told['revoked_at'] === null,
    );
const ofTheirContact: Sees = (row, who, { contact }) =>
  contact.some((one) => one['id'] === row['contact_id'] && theirs(one, who, {} as World));

const open: Rights = { everybody: ['s'] };
const work: Rights = { hotline: ['siud'] };
const about = (column: string): Rights => ({ hotline: ['siud', notListedBy(column)] });
const log: Rights = { hotline: ['s'], auditor: ['s'] };
const provable: Rights = { ...log, door: ['s'] };

const rights: Readonly<Record<keyof Tables, Rights>> = {
  assessment: about('signal_id'),
  attachment: about('signal_id'),
  audit_checkpoint: provable,
  audit_entry: provable,
  audit_leaf: { hotline: ['si'], auditor: ['si'], intake: ['si'] },
  audit_node: provable,
  audit_shown: { hotline: ['si'], auditor: ['s'] },
  break_glass: about('signal_id'),
  case_file: work,
  case_place: work,
  case_signal: work,
  case_trip: work,
  chat: { ...about('signal_id'), intake: ['siu'] },
  chat_pass: work,
  contact: { hotline: ['s'], member: ['s', theirs] },
  court_order: about('signal_id'),
  coverage: open,
  danger_call: about('signal_id'),
  data_key: { ...work, intake: ['si'], member: ['s', theirs] },
  dialogue_message: { ...about('signal_id'), intake: ['si'] },
  directory_entry: open,
  directory_phone: open,
  disclosure: {
    ...about('signal_id'),
    member: ['s', (row, who, world) => theirs(row, who, world) && row['revoked_at'] === null],
  },
  disclosure_shown: { hotline: ['si', notListedBy('record_id')], member: ['s', toldThemBy('disclosure_id')] },
  do_not_tell: work,
  do_not_tell_settled: about('signal_id'),
  due: { ...work, intake: ['siud'] },
  flood: work,
  kept_number: { ...work, intake: ['i'] },
  legal_hold: about('signal_id'),
  message: about('record_id'),
  number_batch: { ...work, intake: ['si'] },
  organization: open,
  page: { ...about('record_id'), member: ['s', toldThemBy('ledger_id')] },
  page_link: work,
  page_session: work,
  partner: { hotline: ['siu'], intake: ['s'] },
  partner_key: { hotline: ['siu'], intake: ['su'] },
  partner_rehearsal: { intake: ['sid'] },
  presence: work,
  purge: about('signal_id'),
  purge_approval: work,
  release: { ...about('signal_id'), intake: ['si'] },
  response: about('signal_id'),
  response_event: about('record_id'),
  response_page: { ...work, member: ['s', toldThemBy('disclosure_id')] },
  response_role: work,
  role_grant: { hotline: ['siu'] },
  rota_shift: { hotline: ['s'], member: ['s', ofTheirContact] },
  safe_time_waiver: about('signal_id'),
  sandbox_clock: { hotline: ['siu'] },
  sandbox_delivery: { hotline: ['s'] },
  schema_migration: {},
  search_entry: about('signal_id'),
  search_term: about('signal_id'),
  service_token: { hotline: ['siu'], door: ['su'] },
  signal: { ...about('id'), intake: ['siu'] },
  signal_sketch: { intake: ['i'] },
  staff: { hotline: ['siu'], door: ['s'], auditor: ['s'] },
  supervisor_alert: about('record_id'),
  transit_feed: open,
  transit_service: open,
  transit_service_exception: open,
  transit_stop: open,
  transit_stop_time: open,
  transit_trip: open,
  unit: { hotline: ['s'], member: ['s', theirs] },
  voice_task: about('record_id'),
};
const tables = Object.keys(rights) as (keyof Tables)[];

function may(act: string, who: Who, table: keyof Tables, row: Row, world: World): boolean {
  if (who.kind === 'system') return true;
  const { everybody, ...others } = rights[table];
  const given = [everybody, who.kind && others[who.kind]];
  return given.some((right) => right?.[0].includes(act) && (right[1]?.(row, who, world) ?? true));
}

const runs = process.env['ALIGHT_TEST_ALL'] ? 5000 : 1000;
const rowsEach = 8;
/** More of those that a rule joins by, so that some meet. */
const rowsOf = (table: string) => (table === 'do_not_tell' ? 3 * rowsEach : rowsEach);
const ids = Array.from({ length: 6 }, (_, n) => `01900000-0000-7000-8000-00000000000${n}`);
/** In every table; no rule knows it. */
const number = 'oracle_number';

let opened: TestDatabase;
let owner: pg.Client;
let app: pg.Client;
let columns: Map<string, Column[]>;
let world: World;
let seed = Number(process.env['ALIGHT_TEST_SEED'] ?? Date.now() % 2 ** 31);

/** Rows for every table, the same for the same seed. */
function worldOf(from: number): World {
  const numbers = fc.sample(fc.nat(), { seed: from, numRuns: 40_000 });
  const pick = () => numbers.pop() ?? 0;
  return Object.fromEntries(
    [...columns].map(([table, its]) => [
      table,
      Array.from({ length: rowsOf(table) }, (_, n): Row => ({ ...anyRow(its, ids, pick), [number]: n })),
    ]),
  ) as unknown as World;
}

/** Which conditions are never met, or always: a world in which nothing meets proves nothing. */
function idleIn(rows: World): string[] {
  const asking = ids.flatMap((organizationId) => ids.map((personId) => ({ organizationId, personId })));
  return tables.flatMap((table) =>
    (Object.entries(rights[table]) as [ScopeKind, Right][])
      .filter(([, [, of]]) => of)
      .flatMap(([kind]) => {
        const seen = new Set(
          asking.flatMap((who) => rows[table].map((row) => may('s', { kind, ...who }, table, row, rows))),
        );
        return seen.size === 2 ? [] : [`${table} to ${kind}`];
      }),
  );
}

beforeAll(async () => {
  opened = await openTestDatabase();
  owner = new pg.Client({ connectionString: opened.cluster.migratorUrl(opened.name) });
  app = new pg.Client({ connectionString: opened.url });
  await Promise.all([owner.connect(), app.connect()]);
  columns = await columnsOf(owner);
  await putAwayRules(owner);
  // The compiler of now, not what it once wrote into a file; and the rules alone, not what the role may touch at all.
  await owner.query(`begin; set local role alight_owner; ${policiesSql()} commit`);
  await owner.query('grant all on all tables in schema public to alight_app');
  world = worldOf(seed);
  for (let tries = 0; tries < 50 && idleIn(world).length > 0; tries++) world = worldOf(++seed);
  await owner.query('begin');
  for (const table of tables) {
    // What the migrations left there.
    await owner.query(`delete from ${table}; alter table ${table} add column ${number} integer`);
    for (const row of world[table]) await insertRow(owner, table, row);
  }
  await owner.query('commit');
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await opened.close();
});

/** Asks as somebody, in a transaction that leaves nothing behind. */
async function as<T>(who: Who, work: () => Promise<T>): Promise<T> {
  await app.query('begin');
  try {
    await app.query(
      `select set_config('alight.scope', $1, true), set_config('alight.organization', $2, true),
        set_config('alight.person', $3, true)`,
      [who.kind ?? '', who.organizationId ?? '', who.personId ?? ''],
    );
    return await work();
  } finally {
    await app.query('rollback');
  }
}

const anybody: fc.Arbitrary<Who> = fc.record(
  {
    kind: fc.constantFrom('intake', 'system', 'door', 'hotline', 'hotline', 'member', 'member', 'auditor'),
    organizationId: fc.constantFrom(...ids),
    personId: fc.constantFrom(...ids),
  },
  { requiredKeys: [] },
);
const anyTable = fc.constantFrom(...tables);

/** What a statement gives, or that a rule refuses it. */
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    // 42501: the policy refuses. Anything else is a fault of this test.
    if ((error as { code?: string }).code !== '42501') throw error;
    return 'refused';
  }
}
const numbersOf = async (text: string, values: unknown[] = []): Promise<number[]> =>
  (await app.query<{ n: number }>(text, values)).rows.map(({ n }) => n).sort((a, b) => a - b);
const held = (property: fc.IAsyncProperty<never> | fc.IAsyncProperty<unknown>, numRuns = runs) =>
  fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns, seed });

const statements = {
  s: (table: string) => `select ${number} as n from ${table}`,
  u: (table: string) => `update ${table} set ${number} = ${number} returning ${number} as n`,
  d: (table: string) => `delete from ${table} returning ${number} as n`,
};
const expectedOf = (act: string, who: Who, table: keyof Tables) =>
  world[table]
    .filter((row) => may('s', who, table, row, world) && may(act, who, table, row, world))
    .map((row) => row[number]);

describe('what the oracle says, PostgreSQL gives', () => {
  test('of every table that there is', () => {
    expect([...columns.keys()].sort()).toEqual([...tables].sort());
  });

  test('in a world where every condition is met by some rows and not by others', () => {
    expect(idleIn(world), `seed ${seed}`).toEqual([]);
  });

  test('of every table to everybody who asks, row by row, in everything that can be done', async () => {
    const someone = ids[seed % ids.length]!;
    for (const kind of [undefined, ...scopeKinds])
      for (const named of [{ organizationId: someone, personId: someone }, {}]) {
        const who: Who = { ...(kind && { kind }), ...named };
        for (const table of tables) {
          const what = `${table} to ${JSON.stringify(who)}, seed ${seed}`;
          for (const act of ['s', 'u', 'd'] as const)
            expect(await as(who, () => numbersOf(statements[act](table))), `${act}: ${what}`).toEqual(
              expectedOf(act, who, table),
            );
          const row = world[table][0]!;
          const added = await as(who, () =>
            outcome(async () => insertRow(app, table, row).then(() => 'added')),
          );
          expect(added, what).toBe(may('i', who, table, row, world) ? 'added' : 'refused');
        }
      }
  });

  test('whoever asks, of whichever table: seen, changed and removed', async () => {
    await held(
      fc.asyncProperty(anybody, anyTable, fc.constantFrom('s', 's', 'u', 'd'), async (who, table, act) => {
        expect(await as(who, () => numbersOf(statements[act as 's'](table)))).toEqual(
          expectedOf(act, who, table),
        );
      }),
    );
  });

  test('what is added: any row to any table', async () => {
    await held(
      fc.asyncProperty(anybody, anyTable, fc.infiniteStream(fc.nat()), async (who, table, numbers) => {
        const row = anyRow(columns.get(table)!, ids, () => numbers.next().value as number);
        const added = await as(who, () =>
          outcome(async () => insertRow(app, table, row).then(() => 'added')),
        );
        expect(added).toBe(may('i', who, table, row, world) ? 'added' : 'refused');
      }),
    );
  });

  test('what is moved: no row goes where whoever moves it may not follow', async () => {
    const movable = tables.filter(
      (table) =>
        columns.get(table)!.some(({ type }) => type === 'uuid') &&
        Object.values(rights[table]).some(([acts, of]) => of && acts.includes('u')),
    );
    await held(
      fc.asyncProperty(
        anybody,
        fc.constantFrom(...movable),
        fc.nat(rowsEach - 1),
        fc.nat(),
        fc.constantFrom(...ids),
        async (who, table, n, which, id) => {
          const uuids = columns.get(table)!.filter(({ type }) => type === 'uuid');
          const column = uuids[which % uuids.length]!.name;
          const row = world[table][n]!;
          const both = (one: Row) => may('s', who, table, one, world) && may('u', who, table, one, world);
          const expected = !both(row) ? [] : both({ ...row, [column]: id }) ? [n] : 'refused';
          const got = await as(who, () =>
            outcome(() =>
              numbersOf(
                `update ${table} set "${column}" = $1 where ${number} = $2 returning ${number} as n`,
                [id, n],
              ),
            ),
          );
          expect(got).toEqual(expected);
        },
      ),
    );
  });
});
