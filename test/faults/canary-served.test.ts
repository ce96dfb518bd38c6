/**
 * The same marks, through a server that runs as it is run: a process of its own with its own PostgreSQL, its log turned up, its own folder
 * for temporary files. What it printed, wrote, keeps and measures is searched, while it runs and after it ended. Source: security.md 8, 13.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answers } from '../../src/main/story/instance.ts';
import { freePort } from '../../src/platform/database/place.ts';
import { type Cluster, migrate, startCluster } from '../../src/platform/index.ts';
import { phones } from '../support/canary/dialogue.ts';
import { formsOf, foundIn, searchFolder } from '../support/canary/search.ts';
import { type Reached, Walk } from '../support/canary/walk.ts';
import { goInEveryWay } from '../support/canary/ways.ts';
import { advocateId } from '../support/house.ts';
import { train } from '../support/reports.ts';
import { type StandInScanner, startScanner } from '../support/scanner.ts';

const letters = () => [...randomBytes(14)].map((byte) => 'abcdefghijklmnop'[byte & 15]).join('');
const mark = `qz${letters()}`;
/** Comes in by the configuration and is printed at the start: what is printed is really looked at. */
const control = `qy${letters()}`;
/** Put where a mark must not be, to be found there. */
const sown = `qw${letters()}`;
const secrets = new Map([
  ['the mark', formsOf(mark)],
  ['the mark in capitals', formsOf(mark.toUpperCase())],
  ['a telephone number', formsOf('8165550187')],
  ['a telephone number as written', formsOf('816-555-0187')],
  ['a place', formsOf('-94.585163')],
  ['an address of the net', formsOf('203.0.113.77')],
]);
/** Long enough to be no chance among the bytes of a whole PostgreSQL. */
const inBytes = new Map([...secrets].filter(([name]) => name.startsWith('the mark')));
const printed = new Map([['the control', formsOf(control)]]);
const planted = new Map([['what was sown', formsOf(sown)]]);
const database = 'alight_canary';
const startSeconds = 60;

let folder: string;
let cluster: Cluster;
let scanner: StandInScanner;
let server: ChildProcess;
let origin: string;
let signalId: string;

/** The server over HTTP; time is moved as the demonstration moves it. */
const house: Reached = {
  call: async (method, url, body, headers = {}) => {
    const answer = await fetch(`${origin}${url}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && !headers['content-type'] ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : {
            body:
              typeof body === 'string'
                ? body
                : Buffer.isBuffer(body)
                  ? new Uint8Array(body)
                  : JSON.stringify(body),
          }),
    });
    const text = await answer.text();
    return {
      statusCode: answer.status,
      body: text,
      headers: { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie() },
      json: () => JSON.parse(text),
    };
  },
  wait: async (seconds) => {
    await house.call('POST', '/sandbox/clock', { advanceSeconds: seconds });
  },
  now: async () => new Date((await house.call('GET', '/sandbox/clock')).json().now),
};

async function asRoot<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cluster.migratorUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function serve(): Promise<void> {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  const [out, err] = [await open(join(folder, 'stdout'), 'w'), await open(join(folder, 'stderr'), 'w')];
  await mkdir(join(folder, 'tmp'));
  server = spawn(process.execPath, ['src/main/server.ts'], {
    stdio: ['ignore', out.fd, err.fd],
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      TMPDIR: join(folder, 'tmp'),
      PORT: String(port),
      PUBLIC_ORIGIN: `http://${control}.localhost:${port}`,
      DATABASE_URL: cluster.appUrl(database),
      ALIGHT_DATA_FOLDER: join(folder, 'own'),
      LOG_LEVEL: 'debug',
      SEARCH_WORDS: 'on',
      CLAMD_ADDRESS: scanner.address,
    },
  });
  await Promise.all([out.close(), err.close()]);
  const deadline = performance.now() + startSeconds * 1000;
  while (!(await answers(origin))) {
    if (server.exitCode !== null || performance.now() > deadline)
      throw new Error(`It did not start: ${await readFile(join(folder, 'stderr'), 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function end(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-canary-'));
  cluster = await startCluster(folder);
  await cluster.ensureDatabase(database);
  await migrate(cluster.migratorUrl(database));
  scanner = await startScanner();
  await serve();
  // While train 311 is between St. Louis and Kansas City, whatever time it is here.
  const serviceDate = new Date((await house.now()).getTime() + 86_400_000).toISOString().slice(0, 10);
  await house.call('POST', '/sandbox/clock', { to: `${serviceDate}T16:50:00Z` });
  const walk = new Walk({
    house,
    mark,
    named: `qx${letters()}`,
    point: { lon: -94.585163, lat: 39.084917 },
    train: { ...train, serviceDate },
    formOrigin: `http://${control}.localhost:${new URL(origin).port}`,
    rows: (query, values = []) => asRoot(async (client) => (await client.query(query, [...values])).rows),
  });
  ({
    byPages: { signalId },
  } = await goInEveryWay(walk));
  await phones(walk);
}, 240_000);
afterAll(async () => {
  await end();
  await scanner.stop();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
  await rm(join(cluster.dataFolder, '..'), { recursive: true, force: true });
});

describe('a server that marked words went through', () => {
  test('shows them to staff: they did come in', async () => {
    const shown = await house.call('GET', `/v1/signals/${signalId}`, undefined, {
      'alight-actor': advocateId,
    });
    expect(foundIn(Buffer.from(shown.body), secrets)).toContain('the mark as text');
  });

  test('keeps them in no row, of a job or of anything else; a planted one is found', async () => {
    const search = async (looked: typeof secrets) =>
      asRoot(async (client) => {
        const found = new Set<string>();
        const tables = await client.query<{ name: string }>(
          `select format('%I.%I', schemaname, tablename) as name from pg_tables
           where schemaname not in ('pg_catalog', 'information_schema') and tablename not like 'transit%'`,
        );
        for (const { name } of tables.rows)
          for (const { row } of (await client.query(`select t::text as row from ${name} t`)).rows)
            for (const one of foundIn(Buffer.from(row), looked)) found.add(`${name}: ${one}`);
        return [...found];
      });
    expect(await search(secrets)).toEqual([]);
    const jobs = await asRoot((client) => client.query('select count(*)::int as n from due'));
    expect(jobs.rows[0].n).toBeGreaterThan(0);
    await asRoot((client) =>
      client.query(
        `insert into due (id, kind, subject_id, due_at, payload)
         values (gen_random_uuid(), 'planted', gen_random_uuid(), now() + interval '10 years', $1)`,
        [{ words: sown }],
      ),
    );
    expect(await search(planted)).toEqual(['public.due: what was sown as text']);
    await asRoot((client) => client.query(`delete from due where kind = 'planted'`));
  });

  test('tells them to no monitor', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await house.call('GET', path);
      // The clock was moved on: work may be overdue just now, which is said by a 503 of the same shape.
      expect(path === '/readyz' ? [200, 503] : [200], path).toContain(answer.statusCode);
      expect(Object.keys(answer.json()), path).toContain('ok');
      expect(foundIn(Buffer.from(answer.body), secrets), path).toEqual([]);
    }
    expect((await house.call('GET', '/metrics')).statusCode, 'there are no others').toBe(404);
  });

  test('writes them nowhere on the disk: what it printed, its own and temporary files, PostgreSQL’s files and its log', async () => {
    await asRoot((client) => client.query('checkpoint'));
    await end();
    expect(server.exitCode, 'it ended gently').toBe(0);
    const log = Buffer.concat([
      await readFile(join(folder, 'stdout')),
      await readFile(join(folder, 'stderr')),
    ]);
    expect(foundIn(log, secrets)).toEqual([]);
    expect(foundIn(log, printed), 'what it printed was looked at').toContain('the control as text');
    expect(log.toString().split('\n').length, 'its log was on').toBeGreaterThan(20);

    await writeFile(join(folder, 'tmp', 'planted'), `before ${sown} after`);
    const own = await searchFolder(folder, inBytes);
    expect(own.found).toEqual([]);
    expect((await searchFolder(join(folder, 'tmp'), planted)).found).not.toEqual([]);
    expect((await searchFolder(join(folder, 'own'), secrets)).found).toEqual([]);
    expect((await searchFolder(join(folder, 'tmp'), secrets)).found).toEqual([]);

    const kept = await searchFolder(cluster.dataFolder, inBytes);
    expect(kept.found).toEqual([]);
    expect(kept.bytes).toBeGreaterThan(10_000_000);
    await asRoot((client) =>
      client.query(`create table planted as select '${sown}'::text as words; checkpoint`),
    );
    const found = (await searchFolder(cluster.dataFolder, planted)).found.join('\n');
    expect(found).toContain('/base/');
    expect(found).toContain('/pg_wal/');
  });
});
