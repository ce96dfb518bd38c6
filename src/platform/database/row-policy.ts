/**
 * Which rows of which table somebody may see and change: one declaration, compiled to PostgreSQL's row-level security
 * (database/policies.sql, generated). A table that nobody declared does not compile. `row-oracle.test.ts` says the same by hand and
 * holds PostgreSQL against it. Source: security.md 6.
 */
import type { Tables } from './tables.ts';

/**
 * In whose name a connection works. `intake` (the public's reports and codes), `system` (timers, pages, the migrator) and `door` (who
 * somebody is, before they are let in) belong to a pool for good; the others are people, named for one transaction (scope.ts).
 */
export type ScopeKind = 'intake' | 'system' | 'door' | 'hotline' | 'member' | 'auditor';
export const scopeKinds: readonly ScopeKind[] = ['intake', 'system', 'door', 'hotline', 'member', 'auditor'];

export const acts = ['select', 'insert', 'update', 'delete'] as const;
export type Act = (typeof acts)[number];

/** Which rows: every one, those of one's own organization, or those whose parent row one may see. */
export type Rows =
  | { readonly kind: 'all' }
  /** The column holds one's own organization; with `live`, only while that column is empty (a disclosure not taken back). */
  | { readonly kind: 'own'; readonly column: string; readonly live?: string }
  /** One may see the row of `table` whose `key` is in `column`. */
  | { readonly kind: 'through'; readonly column: string; readonly table: keyof Tables; readonly key: string };

export interface Grant {
  readonly to: readonly ScopeKind[] | 'everybody';
  readonly acts: readonly Act[];
  readonly rows: Rows;
  /** The column with the report a row is about. Whoever is on the do-not-tell list of its case themselves has no such row. */
  readonly unlessListed?: string;
}

const all: Rows = { kind: 'all' };
const see = (...to: ScopeKind[]): Grant => ({ to, acts: ['select'], rows: all });
const may = (allowed: readonly Act[], ...to: ScopeKind[]): Grant => ({ to, acts: allowed, rows: all });
const member = (rows: Rows): Grant => ({ to: ['member'], acts: ['select'], rows });
const mine: Rows = { kind: 'own', column: 'organization_id' };
const system = may(acts, 'system');
const add: readonly Act[] = ['select', 'insert', 'update'];

/** What anybody may know: published timetables, the public directory, who exists and for which area. */
const published: readonly Grant[] = [system, { to: 'everybody', acts: ['select'], rows: all }];
/** What the hotline works with; nobody else sees it. */
const casework: readonly Grant[] = [system, may(acts, 'hotline')];
/** The same, of a report, for whoever of the hotline is not on its do-not-tell list. */
const caseworkOf = (column: string): readonly Grant[] => [
  system,
  { ...may(acts, 'hotline'), unlessListed: column },
];
/** What the log is made of: read by who checks it, grown by the system alone. */
const logged: readonly Grant[] = [system, see('hotline', 'auditor')];

export const rowPolicies: Readonly<Record<keyof Tables, readonly Grant[]>> = {
  // A report arrives, and its writer comes back with the code.
  signal: [...caseworkOf('id'), may(add, 'intake')],
  // Who may send signed reports: made by the house, asked at the door of intake.
  partner: [system, may(add, 'hotline'), see('intake')],
  partner_key: [system, may(add, 'hotline'), may(['select', 'update'], 'intake')],
  partner_rehearsal: [system, may(['select', 'insert', 'delete'], 'intake')],
  flood: casework,
  signal_sketch: [system, may(['insert'], 'intake')],
  release: [...caseworkOf('signal_id'), may(['select', 'insert'], 'intake')],
  dialogue_message: [...caseworkOf('signal_id'), may(['select', 'insert'], 'intake')],
  chat: [...caseworkOf('signal_id'), may(add, 'intake')],
  due: [system, may(acts, 'hotline'), may(acts, 'intake')],
  // What reports are found by: written when a report is taken in for reading, never by the public's own connections.
  search_term: caseworkOf('signal_id'),
  search_entry: caseworkOf('signal_id'),
  legal_hold: caseworkOf('signal_id'),
  break_glass: caseworkOf('signal_id'),
  purge: caseworkOf('signal_id'),
  purge_approval: casework,
  audit_leaf: [
    system,
    // That an auditor asked is on record as well.
    may(['select', 'insert'], 'hotline', 'auditor'),
    may(['select', 'insert'], 'intake'),
  ],
  audit_shown: [system, may(['select', 'insert'], 'hotline'), see('auditor')],
  // Wrapped, so of use to nobody alone; an organization sees those that open what was told to it.
  data_key: [...casework, may(['select', 'insert'], 'intake'), member(mine)],
  // Anybody may have the proofs, which are hashes.
  audit_entry: [...logged, see('door')],
  audit_node: [...logged, see('door')],
  audit_checkpoint: [...logged, see('door')],

  // What is known, and who may learn it.
  // The floor of the hotline: who is there, and who let a chat pass.
  presence: casework,
  chat_pass: casework,
  assessment: caseworkOf('signal_id'),
  case_file: casework,
  case_signal: casework,
  case_trip: casework,
  case_place: casework,
  attachment: caseworkOf('signal_id'),
  // These two are asked by the rule itself, and hold ids.
  do_not_tell: casework,
  do_not_tell_settled: caseworkOf('signal_id'),
  safe_time_waiver: caseworkOf('signal_id'),
  danger_call: caseworkOf('signal_id'),
  supervisor_alert: caseworkOf('record_id'),
  court_order: caseworkOf('signal_id'),
  disclosure: [
    ...caseworkOf('signal_id'),
    member({ kind: 'own', column: 'organization_id', live: 'revoked_at' }),
  ],
  disclosure_shown: [
    system,
    { ...may(['select', 'insert'], 'hotline'), unlessListed: 'record_id' },
    member({ kind: 'through', column: 'disclosure_id', table: 'disclosure', key: 'id' }),
  ],

  // Getting everyone there.
  response: caseworkOf('signal_id'),
  response_event: caseworkOf('record_id'),
  response_role: casework,
  response_page: [
    ...casework,
    member({ kind: 'through', column: 'disclosure_id', table: 'disclosure', key: 'id' }),
  ],
  page: [
    ...caseworkOf('record_id'),
    member({ kind: 'through', column: 'ledger_id', table: 'disclosure', key: 'id' }),
  ],
  page_link: casework,
  page_session: casework,
  voice_task: caseworkOf('record_id'),
  message: caseworkOf('record_id'),
  // Where signalers can be reached: a report brings its own in, and the public's connections read none.
  number_batch: [...casework, may(['select', 'insert'], 'intake')],
  kept_number: [...casework, may(['insert'], 'intake')],

  // Who exists. Addresses of contacts and who is on call are for the hotline and the organization itself.
  organization: published,
  coverage: published,
  contact: [system, see('hotline'), member(mine)],
  unit: [system, see('hotline'), member(mine)],
  rota_shift: [
    system,
    see('hotline'),
    member({ kind: 'through', column: 'contact_id', table: 'contact', key: 'id' }),
  ],
  // Which of the hotline may change whom is asked before it comes here (identity/people.ts).
  staff: [system, see('door', 'auditor'), may(add, 'hotline')],
  role_grant: [system, may(add, 'hotline')],
  service_token: [system, may(['select', 'update'], 'door'), may(add, 'hotline')],

  directory_entry: published,
  directory_phone: published,
  transit_feed: published,
  transit_service: published,
  transit_service_exception: published,
  transit_stop: published,
  transit_stop_time: published,
  transit_trip: published,

  // The demonstration's own, and the migrator's.
  sandbox_clock: [system, may(add, 'hotline')],
  sandbox_delivery: [system, see('hotline')],
  schema_migration: [system],
};

/** Asked once a statement, not once a row. */
const setting = (name: string) => `(select current_setting('alight.${name}', true))`;

/** The reports on whose do-not-tell list whoever asks stands: none, for nearly everybody. Found once a statement. */
const listedReports = `(select case_signal.signal_id from do_not_tell join case_signal on case_signal.case_id = do_not_tell.case_id where do_not_tell.taken_back_at is null and do_not_tell.staff_id = (select nullif(current_setting('alight.person', true), '')::uuid))`;

function conditionOf(table: string, { rows, unlessListed }: Grant): string {
  if (unlessListed !== undefined) {
    const condition = conditionOf(table, { to: [], acts: [], rows });
    const unlisted = `(${table}.${unlessListed} in ${listedReports}) is not true`;
    return condition === 'true' ? unlisted : `(${condition}) and ${unlisted}`;
  }
  if (rows.kind === 'all') return 'true';
  if (rows.kind === 'own')
    return `${table}.${rows.column} = (select nullif(current_setting('alight.organization', true), '')::uuid)${rows.live ? ` and ${table}.${rows.live} is null` : ''}`;
  return `exists (select from ${rows.table} where ${rows.table}.${rows.key} = ${table}.${rows.column})`;
}

function policySql(table: keyof Tables, act: Act): string | undefined {
  const granted = rowPolicies[table].filter((grant) => grant.acts.includes(act));
  if (granted.length === 0) return undefined;
  const open = granted.some((grant) => grant.to === 'everybody' && grant.rows.kind === 'all');
  const branches = scopeKinds.flatMap((kind) => {
    const conditions = granted
      .filter((grant) => grant.to === 'everybody' || grant.to.includes(kind))
      .map((grant) => conditionOf(table, grant));
    return conditions.length ? [`when '${kind}' then ${conditions.join(' or ')}`] : [];
  });
  const condition = open ? 'true' : `case ${setting('scope')} ${branches.join(' ')} else false end`;
  const clause =
    act === 'insert'
      ? `with check (${condition})`
      : act === 'update'
        ? `using (${condition}) with check (${condition})`
        : `using (${condition})`;
  return `create policy ${table}_${act} on ${table} for ${act} ${clause};`;
}

/** The whole of database/policies.sql. Run whole, by the migrator, whenever it differs from what was run last. */
export function policiesSql(): string {
  const tables = (Object.keys(rowPolicies) as (keyof Tables)[]).sort();
  const parts = tables.map((table) =>
    [
      `alter table ${table} enable row level security, force row level security;`,
      ...acts.flatMap((act) => policySql(table, act) ?? []),
    ].join('\n'),
  );
  return `-- Generated from src/platform/database/row-policy.ts by \`npm run generate\`. Do not edit.
-- The migrator runs this whole, in one transaction, whenever it differs from what was run last.

do $$
declare found record;
begin
  for found in select policyname, tablename from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', found.policyname, found.tablename);
  end loop;
end $$;

${parts.join('\n\n')}
`;
}
