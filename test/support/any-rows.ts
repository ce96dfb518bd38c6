/**
 * Rows for every table of the schema as it is now, read from the catalogue: a table that somebody adds has them by itself. All ids come
 * from one small set, so that a rule which joins by the wrong column is seen; the rules of the tables are put away first, because such
 * rows mean nothing.
 */
import type pg from 'pg';

export type Row = Record<string, unknown>;

export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
}

/** What can be inserted: not what the database makes itself. */
export async function columnsOf(client: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<Column>(`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as "isNullable"
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
      and not a.attisdropped and a.attgenerated = '' order by 1, a.attnum`);
  return Map.groupBy(rows, ({ table }) => table);
}

/** Takes keys, checks and references from every table of a database of one's own. */
export async function putAwayRules(client: pg.Client): Promise<void> {
  await client.query(`do $$
    declare found record;
    begin
      for found in select conrelid::regclass as name, conname from pg_constraint
        where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'p', 'u', 'x')
        order by contype <> 'f' loop
        execute format('alter table %s drop constraint if exists %I cascade', found.name, found.conname);
      end loop;
      for found in select indexrelid::regclass as name from pg_index join pg_class on pg_class.oid = indexrelid
        where indisunique and relnamespace = 'public'::regnamespace loop
        execute format('drop index %s', found.name);
      end loop;
    end $$`);
}

/** A value of a column's type. @param n which one: the same gives the same @param ids what ids are taken from */
function anyValue({ table, name, type }: Column, n: number, ids: readonly string[]): unknown {
  if (type.endsWith('[]')) return [];
  switch (type) {
    case 'uuid':
      return ids[n % ids.length];
    case 'text':
    case 'character':
      return `a${n}`;
    case 'boolean':
      return n % 2 === 0;
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'real':
    case 'double precision':
      return n % 1000;
    case 'bytea':
      return Buffer.from([n % 256]);
    case 'date':
    case 'timestamp with time zone':
      return new Date(Date.UTC(2026, 1, 3, 15, n % 60));
    case 'jsonb':
      return '{}';
    default:
      throw new Error(`test/support/any-rows.ts makes no ${type}, which ${table}.${name} is`);
  }
}

/** A row of a table. @param pick a number at random, zero or more, each time it is asked */
export function anyRow(columns: readonly Column[], ids: readonly string[], pick: () => number): Row {
  return Object.fromEntries(
    columns.map((column) => {
      const n = pick();
      // The upper half of the number, so that whether it is null says nothing of which value it is.
      return [column.name, column.isNullable && (n >>> 16) % 2 ? null : anyValue(column, n % 65_536, ids)];
    }),
  );
}

export async function insertRow(client: pg.Client, table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  await client.query(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) overriding system value
     values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(row),
  );
}
