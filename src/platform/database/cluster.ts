/**
 * The newcomer's PostgreSQL: a real server of our own, run from an npm package, in a folder of our own. Operators set
 * DATABASE_URL instead. PostgreSQL refuses to run as root, and its files must be reachable by the user it runs as; so under
 * root the binaries and the data are put in a place of their own outside the clone, owned by an unprivileged user.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import {
  type Account,
  freePort,
  initialise,
  nativeFolder,
  type Place,
  placeBinaries,
  plainEnvironment,
  readPlace,
  run,
  unprivileged,
} from './place.ts';
import { enroll, takeTurn } from './turns.ts';

const startTimeoutSeconds = 60;

/** A running cluster. */
export interface Cluster {
  /** For migrations only. */
  migratorUrl(database: string): string;
  /** What the application uses: the role `alight_app`. */
  appUrl(database: string): string;
  /** What sign-in uses: the role `alight_auth`. */
  authUrl(database: string): string;
  readonly dataFolder: string;
  readonly port: number;
  /** Whether this call started it, or found it running. */
  readonly started: boolean;
  /** Makes the database unless it exists. @returns whether it was made now */
  ensureDatabase(name: string, template?: string): Promise<boolean>;
  hasDatabase(name: string): Promise<boolean>;
  /** Gives a database its final name; when another process was first, the copy is dropped. */
  renameDatabase(name: string, to: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  /** Stops it cleanly, unless other programs still use it or are on their way to it. */
  stop(): Promise<void>;
  /** This program needs it no longer; it goes on running. */
  leave(): Promise<void>;
}

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
};

/**
 * Starts the cluster of a data folder, making it on the first call; finds it when it already runs.
 * @param report called with a few words before each step that takes a moment
 */
export async function startCluster(
  folder: string,
  report: (words: string) => void = () => {},
): Promise<Cluster> {
  // PostgreSQL's programs are called from a folder of their own, where a relative path leads elsewhere.
  const dataFolder = resolve(folder);
  const account = await unprivileged();
  const file = join(dataFolder, 'postgres.json');
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  // Two starters at once would each take the other's half-started server for a fault.
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const release = await takeTurn(join(dataFolder, 'postgres.lock'));
    try {
      return await work();
    } finally {
      await release();
    }
  };
  return inTurn(async () => {
    const leave = await enroll(join(dataFolder, 'postgres.users'));
    const found = await findOrStart({ account, file, report }).catch(async (error: unknown) => {
      await leave();
      throw error;
    });
    const { place, ...cluster } = found;
    return {
      ...cluster,
      leave: async () => void (await leave()),
      stop: () =>
        inTurn(async () => {
          if (!(await leave())) await stopUnlessUsed(place, account, cluster.migratorUrl('postgres'));
        }),
    };
  });
}

async function findOrStart({
  account,
  file,
  report,
}: {
  account: Account;
  file: string;
  report: (words: string) => void;
}): Promise<Omit<Cluster, 'stop' | 'leave'> & { readonly place: Place }> {
  let place = await readPlace(file, account);
  const data = join(place.folder, 'data');
  const url = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${place.port}/${database}`;
  const ownerUrl = (database: string) => url('alight_migrator', place.ownerPassword, database);
  let started = false;
  if (!(await answers(ownerUrl('postgres')))) {
    if (!existsSync(join(place.folder, 'bin', '.complete'))) report('unpacking PostgreSQL');
    await placeBinaries(nativeFolder(), join(place.folder, 'bin'), account);
    if (!existsSync(join(data, 'PG_VERSION'))) {
      report('creating the database files');
      await initialise(place, account);
    }
    report('starting PostgreSQL');
    place = await startServer(place, file, account);
    started = true;
  }
  await ensureRole(ownerUrl('postgres'), 'alight_app', place.appPassword);
  await ensureRole(ownerUrl('postgres'), 'alight_auth', place.authPassword);
  return {
    migratorUrl: ownerUrl,
    appUrl: (database) => url('alight_app', place.appPassword, database),
    authUrl: (database) => url('alight_auth', place.authPassword, database),
    dataFolder: data,
    port: place.port,
    started,
    ensureDatabase: (name, template) => ensureDatabase(ownerUrl('postgres'), name, template),
    hasDatabase: (name) =>
      withClient(ownerUrl('postgres'), async (client) => {
        const found = await client.query('select 1 from pg_database where datname = $1', [name]);
        return found.rowCount === 1;
      }),
    renameDatabase: (name, to) =>
      withClient(ownerUrl('postgres'), async (client) => {
        await client
          .query(`alter database ${pg.escapeIdentifier(name)} rename to ${pg.escapeIdentifier(to)}`)
          .catch(async (error: { code?: string }) => {
            if (error.code !== '42P04') throw error;
            await client.query(`drop database ${pg.escapeIdentifier(name)}`);
          });
      }),
    dropDatabase: (name) =>
      withClient(ownerUrl('postgres'), async (client) => {
        await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      }),
    place,
  };
}

async function startServer(place: Place, file: string, account: Account): Promise<Place> {
  const data = join(place.folder, 'data');
  // The port of the last run may be someone else's by now; a new one is as good.
  const port = await new Promise<number>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(freePort()));
    probe.listen(place.port, '127.0.0.1', () => probe.close(() => resolve(place.port)));
  });
  const moved = { ...place, port };
  await writeFile(file, JSON.stringify(moved, null, 2), { mode: 0o600 });
  const options = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    `-c unix_socket_directories=`,
    '-c max_connections=200',
    '-c shared_buffers=128MB',
  ];
  const logFile = join(place.folder, 'postgres.log');
  await run(
    join(place.folder, 'bin', 'bin', 'pg_ctl'),
    ['start', '-w', '-t', String(startTimeoutSeconds), '-D', data, '-l', logFile, '-o', options.join(' ')],
    { ...account, cwd: place.folder, env: plainEnvironment },
  ).catch(() => {
    throw new Error(`PostgreSQL did not start. Its own words are at the end of ${logFile}.`);
  });
  return moved;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(url: string, role: 'alight_app' | 'alight_auth', password: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    const verb = found.rowCount ? 'alter' : 'create';
    await client
      .query(`${verb} role ${role} login nosuperuser nobypassrls password ${pg.escapeLiteral(password)}`)
      .catch((error: { code?: string }) => {
        if (error.code !== '42710' && error.code !== '23505' && error.code !== 'XX000') throw error;
      });
  });
}

async function ensureDatabase(url: string, name: string, template?: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount) return false;
    const from = template ? ` template ${pg.escapeIdentifier(template)}` : '';
    await client.query(`create database ${pg.escapeIdentifier(name)}${from}`);
    return true;
  });
}

async function stopUnlessUsed(place: Place, account: Account, url: string): Promise<void> {
  const others = await withClient(url, async (client) => {
    const found = await client.query(
      "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    return Number(found.rows[0]?.n ?? 0);
  }).catch(() => 0);
  if (others > 0) return;
  await run(
    join(place.folder, 'bin', 'bin', 'pg_ctl'),
    ['stop', '-m', 'fast', '-w', '-D', join(place.folder, 'data')],
    {
      ...account,
      cwd: place.folder,
      env: plainEnvironment,
    },
  ).catch(() => {});
}
