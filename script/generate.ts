/**
 * Writes what is generated and committed: the schema snapshot (database/schema.sql) and the table types, both read from the
 * catalogue of a freshly migrated database, so that they are what PostgreSQL has and not what a file says.
 *   node script/generate.ts [--check]     with --check nothing is written and drift ends with exit code 1
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../src/platform/database/migrate.ts';
import { policiesSql } from '../src/platform/database/row-policy.ts';
import { openLog, readConfig, startCluster } from '../src/platform/index.ts';
import { describeData } from './describe-data.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly defaultTo: string | null;
}

const typeOf = (type: string): string => {
  if (type.endsWith('[]')) return `${typeOf(type.slice(0, -2))}[]`;
  if (/^(bigint|integer|smallint|double precision|real|numeric)/.test(type)) return 'number';
  if (type === 'boolean') return 'boolean';
  if (type.startsWith('timestamp')) return 'Date';
  if (type === 'bytea') return 'Buffer';
  if (type.startsWith('json')) return 'Json';
  return 'string';
};

const holdsWords = (type: string): boolean => /^(text|json|bytea|character)/.test(type);

/** The table types and the schema snapshot of a migrated database. */
export async function describeDatabase(url: string): Promise<{ tables: string; schema: string }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ask = async <T extends object>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  try {
    const columns = await ask<Column>(`
      select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
             a.attnotnull as "notNull", pg_get_expr(d.adbin, d.adrelid) as "defaultTo"
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`);
    const constraints = await ask<{ table: string; name: string; definition: string }>(`
      select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where connamespace = 'public'::regnamespace order by 1, contype desc, 2`);
    const indexes = await ask<{ definition: string }>(`
      select indexdef as definition from pg_indexes where schemaname = 'public'
        and indexname not in (select conname from pg_constraint) order by tablename, indexname`);
    const names = [...new Set(columns.map((column) => column.table))];
    const interfaces = names.map((table) => {
      const lines = columns
        .filter((column) => column.table === table)
        .map((column) => {
          const type = `${typeOf(column.type)}${column.notNull ? '' : ' | null'}`;
          return `    ${column.name}: ${column.defaultTo === null ? type : `Generated<${type}>`};`;
        });
      return `  ${table}: {\n${lines.join('\n')}\n  };`;
    });
    const worded = names.flatMap((table) => {
      const held = columns.filter((column) => column.table === table && holdsWords(column.type));
      return held.length ? [`  ${table}: ${held.map(({ name }) => `'${name}'`).join(' | ')};`] : [];
    });
    const tables = `/** Generated from the live schema by \`npm run generate\`. Do not edit. */\nimport type { Generated } from 'kysely';\n\n/** What a jsonb column holds; written with \`json(value)\`. */\ntype Json = Record<string, unknown>;\n\nexport interface Tables {\n${interfaces.join('\n')}\n}\n\n/** The columns that can hold somebody's words: text, JSON and bytes. Each is declared in vault/field-policy.ts. */\nexport interface WordColumns {\n${worded.join('\n')}\n}\n`;
    const schema = names.map((table) => {
      const rows = columns
        .filter((column) => column.table === table)
        .map(
          (c) =>
            `  ${c.name} ${c.type}${c.notNull ? ' not null' : ''}${c.defaultTo === null ? '' : ` default ${c.defaultTo}`}`,
        );
      const rules = constraints
        .filter((c) => c.table === table)
        .map((c) => `  constraint ${c.name} ${c.definition}`);
      return `create table ${table} (\n${[...rows, ...rules].join(',\n')}\n);`;
    });
    return {
      tables,
      schema: `-- Generated from the live schema by \`npm run generate\`. Do not edit; add a migration.\n\n${schema.join('\n\n')}\n\n${indexes.map((index) => `${index.definition};`).join('\n')}\n`,
    };
  } finally {
    await client.end();
  }
}

/** The OpenAPI description, as the server itself gives it. */
async function describeApi(databaseUrl: string): Promise<string> {
  const { openAlight } = await import('../src/main/open.ts');
  const folder = await mkdtemp(join(tmpdir(), 'alight-generate-'));
  const config = readConfig({ ALIGHT_DATA_FOLDER: folder });
  const alight = await openAlight({
    config,
    databaseUrl,
    log: openLog('silent'),
    polling: false,
    pages: false,
  });
  try {
    return `${JSON.stringify(alight.app.swagger(), null, 2)}\n`;
  } finally {
    await alight.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Migrates an empty database of its own, describes it, and drops it. */
export async function generateAll(dataFolder = '.alight'): Promise<Record<string, string>> {
  const cluster = await startCluster(dataFolder);
  const name = `alight_generate_${process.pid}`;
  await cluster.ensureDatabase(name);
  try {
    await migrate(cluster.migratorUrl(name));
    const { tables, schema } = await describeDatabase(cluster.migratorUrl(name));
    const openapi = await describeApi(cluster.appUrl(name));
    return {
      'database/policies.sql': policiesSql(),
      'src/platform/database/tables.ts': tables,
      'database/schema.sql': schema,
      'openapi.json': openapi,
      'docs/security/data.md': describeData(),
    };
  } finally {
    await cluster.dropDatabase(name);
    if (cluster.started) await cluster.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  let drift = 0;
  for (const [file, text] of Object.entries(await generateAll())) {
    const before = await readFile(file, 'utf8').catch(() => '');
    if (before === text) continue;
    drift++;
    if (!values.check) await writeFile(file, text);
    process.stdout.write(`${values.check ? 'out of date' : 'written'}: ${file}\n`);
  }
  if (values.check && drift) {
    process.stderr.write('Generated files have drifted. Run: npm run generate\n');
    process.exit(1);
  }
}
