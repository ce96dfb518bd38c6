/** An instance of one's own for a story or a test: its own database in the local cluster, its own port, gone afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Cluster, migrate, startCluster } from '../../platform/index.ts';

const serverFile = fileURLToPath(new URL('../server.ts', import.meta.url));
const startTimeoutMilliseconds = 60_000;
const pollMilliseconds = 100;

export interface Instance {
  readonly origin: string;
  readonly database: string;
  readonly process: ChildProcess;
  /** Ends it gently and removes its database. */
  stop(): Promise<void>;
}

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

/** Whether an instance answers there. */
export const answers = (origin: string): Promise<boolean> =>
  fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  );

export interface InstanceOptions {
  readonly dataFolder: string;
  /** A cluster of one's own, which the caller stops. */
  readonly cluster?: Cluster;
  readonly database?: string;
  readonly port?: number;
}

/** Starts an instance and waits until it answers. */
export async function startInstance({
  dataFolder,
  cluster: given,
  database: kept,
  port: wanted,
}: InstanceOptions): Promise<Instance> {
  const cluster = given ?? (await startCluster(dataFolder));
  const database = kept ?? `alight_story_${randomBytes(4).toString('hex')}`;
  if (await cluster.ensureDatabase(database)) await migrate(cluster.migratorUrl(database));
  const port = wanted ?? (await freePort());
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [serverFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      PORT: String(port),
      DATABASE_URL: cluster.appUrl(database),
      ALIGHT_DATA_FOLDER: dataFolder,
      LOG_LEVEL: 'silent',
    },
  });
  const deadline = performance.now() + startTimeoutMilliseconds;
  while (!(await answers(origin))) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error('The instance did not start. `script/server` says why.');
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  return {
    origin,
    database,
    process: child,
    stop: async () => {
      const ended =
        child.exitCode !== null || child.signalCode !== null
          ? Promise.resolve()
          : new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      if (kept) return;
      await cluster.dropDatabase(database);
      if (!given) await cluster.stop();
    },
  };
}
