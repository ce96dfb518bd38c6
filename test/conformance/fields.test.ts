/** Every column of the live schema that can hold words is declared, and what is declared sealed can hold nothing but bytes. */
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeData } from '../../script/describe-data.ts';
import { type FieldPolicy, fieldOwners, fieldPolicies } from '../../src/platform/vault/field-policy.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let columns: { table: string; name: string; type: string }[];
const policies: Readonly<Record<string, Readonly<Record<string, FieldPolicy>>>> = fieldPolicies;
const plainTypes =
  /^(uuid|boolean|bigint|integer|smallint|double precision|real|numeric|date|timestamp with time zone)(\(.*\))?(\[\])?$/;

beforeAll(async () => {
  database = await openTestDatabase();
  columns = (
    await sql<{ table: string; name: string; type: string }>`
      select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`.execute(
      database.db,
    )
  ).rows;
});
afterAll(() => database.close());

describe('the declaration of fields', () => {
  test('names every column that can hold words, and no other', () => {
    const found = columns
      .filter(({ type }) => !plainTypes.test(type))
      .map(({ table, name }) => `${table}.${name}`);
    const declared = Object.entries(policies).flatMap(([table, fields]) =>
      Object.keys(fields).map((name) => `${table}.${name}`),
    );
    expect(found.length).toBeGreaterThan(100);
    expect(declared.sort()).toEqual(found.sort());
  });

  test('seals and indexes into bytes alone', () => {
    const typeOf = new Map(columns.map(({ table, name, type }) => [`${table}.${name}`, type]));
    for (const [table, fields] of Object.entries(policies))
      for (const [name, policy] of Object.entries(fields))
        if (policy.kind !== 'plain')
          expect(typeOf.get(`${table}.${name}`), `${table}.${name}`).toMatch(/^bytea/);
  });

  test('names whose a sealed row is by columns that are always there', () => {
    const named = new Set(columns.map(({ table, name }) => `${table}.${name}`));
    for (const [table, { record, organization, row }] of Object.entries(fieldOwners))
      for (const column of [record, ...row, ...(organization === null ? [] : [organization])])
        expect(named, `${table}.${column}`).toContain(`${table}.${column}`);
  });

  test('is what the document of classes says, to the letter', async () => {
    const written = await readFile('docs/security/data.md', 'utf8');
    expect(written).toBe(describeData());
    for (const [table, fields] of Object.entries(policies))
      for (const name of Object.keys(fields))
        expect(written, `${table}.${name}`).toMatch(new RegExp(`^\\| \`${table}\` \\|.*\`${name}\``, 'm'));
  });
});
