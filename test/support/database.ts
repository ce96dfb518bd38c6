/**
 * A real PostgreSQL database for one test file: cloned from a template that is migrated once per set of migrations, so a
 * clone costs a fraction of a second and no test sees another's rows.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import {
  type Cluster,
  carrying,
  type Db,
  migrate,
  openDatabases,
  openDataKeys,
  openFileKeys,
  openLog,
  readMigrations,
  readPolicies,
  startCluster,
} from '../../src/platform/index.ts';

/** Where tests keep their PostgreSQL; the same cluster as the local server's, in databases of their own. */
export const testDataFolder = '.alight';

/** A database of one's own. `url` is for the role alight_app; `db` works in the name of the system and sees every row. */
export interface TestDatabase {
  readonly db: Db;
  readonly url: string;
  /** For the role alight_auth. */
  readonly authUrl: string;
  readonly cluster: Cluster;
  readonly name: string;
  /** The master keys that open what `db` writes: a house on this database is given the same. */
  readonly vaultKeyFile: string;
  /** Runs a statement as somebody with the whole database in hand: the owner of its tables, who sees every row and keeps no rule of ours. */
  asOwner(statement: string): Promise<void>;
  close(): Promise<void>;
}

async function templateOf(cluster: Cluster): Promise<string> {
  const migrations = await readMigrations();
  const digest = createHash('sha256')
    .update([...migrations, await readPolicies()].map((m) => m.sha256).join())
    .digest('hex');
  const template = `alight_template_${digest.slice(0, 12)}`;
  const building = `${template}_${randomBytes(3).toString('hex')}`;
  if (await cluster.hasDatabase(template)) return template;
  await cluster.ensureDatabase(building);
  await migrate(cluster.migratorUrl(building));
  await cluster.renameDatabase(building, template);
  return template;
}

/** Made once: the databases come and go. */
const vaultKeyFile = join(testDataFolder, 'test-master.keys');

/** Clones the template. Close it in `afterAll`. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const cluster = await startCluster(testDataFolder);
  const template = await templateOf(cluster);
  const name = `alight_test_${randomBytes(5).toString('hex')}`;
  await cluster.ensureDatabase(name, template);
  const url = cluster.appUrl(name);
  const keys = openDataKeys(await openFileKeys(vaultKeyFile, true), openLog('silent'));
  const databases = openDatabases(url, carrying(keys));
  return {
    db: databases.paging,
    url,
    authUrl: cluster.authUrl(name),
    cluster,
    name,
    vaultKeyFile,
    asOwner: async (statement) => {
      const client = new pg.Client({ connectionString: cluster.migratorUrl(name) });
      await client.connect();
      try {
        // Forced row-level security binds the owner too: without a scope there would be no row to touch.
        await client.query("set role alight_owner; set alight.scope = 'system'");
        await client.query(statement);
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await databases.close();
      await cluster.dropDatabase(name);
      await cluster.leave();
    },
  };
}
