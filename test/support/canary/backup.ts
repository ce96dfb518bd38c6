/** A real backup of a house, put back somewhere else, and every sealed field in it tried with the keys of today. Source: security.md 10. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { openDatabases, openDataKeys, openFileKeys, openLog, Refusal } from '../../../src/platform/index.ts';
import {
  type FieldPolicy,
  fieldOwners,
  fieldPolicies,
  type SealedTable,
} from '../../../src/platform/vault/field-policy.ts';
import { openRows } from '../../../src/platform/vault/fields.ts';
import { carrying } from '../../../src/platform/vault/on-connection.ts';
import type { TestDatabase } from '../database.ts';

const run = promisify(execFile);

/** PostgreSQL's own program for backups; the packaged PostgreSQL comes without. */
export const hasDump = await run('pg_dump', ['--version']).then(
  ({ stdout }) => Number(/ (\d+)/.exec(stdout)?.[1]) >= 15,
  () => false,
);

export interface Backup {
  /** Puts it into a database of its own. */
  restore(): Promise<{ readonly name: string; drop(): Promise<void> }>;
}

export async function backUp({ cluster, name }: TestDatabase): Promise<Backup> {
  const folder = await mkdtemp(join(tmpdir(), 'alight-backup-'));
  const file = join(folder, 'yesterday.dump');
  await run('pg_dump', ['--format=custom', `--file=${file}`, cluster.migratorUrl(name)]);
  return {
    restore: async () => {
      const restored = `${name}_restored`;
      await cluster.ensureDatabase(restored);
      await run('pg_restore', ['--exit-on-error', `--dbname=${cluster.migratorUrl(restored)}`, file]);
      return {
        name: restored,
        drop: async () => {
          await cluster.dropDatabase(restored);
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

/** Every sealed column. */
export const sealedColumns: readonly (readonly [table: SealedTable, column: string])[] = (
  Object.keys(fieldOwners) as SealedTable[]
).flatMap((table) =>
  Object.entries<FieldPolicy>(fieldPolicies[table]).flatMap(([column, { kind }]) =>
    kind === 'sealed' ? [[table, column] as const] : [],
  ),
);

export interface Tried {
  readonly column: string;
  readonly recordId: string;
  readonly opened: boolean;
}

/** Tries every sealed cell of a database, by a process that has just started with these master keys. */
export async function tryAll({ cluster, vaultKeyFile }: TestDatabase, name: string): Promise<Tried[]> {
  const keys = openDataKeys(await openFileKeys(vaultKeyFile, false), openLog('silent'));
  const databases = openDatabases(cluster.appUrl(name), carrying(keys));
  const root = new pg.Client({ connectionString: cluster.migratorUrl(name) });
  await root.connect();
  try {
    const tried: Tried[] = [];
    for (const [table, column] of sealedColumns) {
      const { record, organization, row } = fieldOwners[table];
      const names = [...new Set([record, ...(organization === null ? [] : [organization]), ...row])];
      const { rows } = await root.query<Record<string, string>>(
        `select ${names.join(', ')}, ${column} from ${table} where ${column} is not null`,
      );
      for (const cell of rows) {
        const opened = await openRows(databases.paging, table, [cell]).then(
          () => true,
          (error: unknown) => {
            if (error instanceof Refusal) return false;
            throw error;
          },
        );
        tried.push({ column: `${table}.${column}`, recordId: cell[record]!, opened });
      }
    }
    return tried;
  } finally {
    await root.end();
    await databases.close();
  }
}
