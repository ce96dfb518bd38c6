/** Acknowledged reports a second, beside the same rows put in by a bare client on the same database in the same run. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  carrying,
  migrate,
  newId,
  openDatabases,
  openDataKeys,
  openFileKeys,
  openLog,
  startCluster,
} from '../src/platform/index.ts';
import { openCodes, openFloods, receiveSignal, signalInput } from '../src/signals/index.ts';
import { type Benchmark, median, type Result, seeded } from './benchmark.ts';

const secondsPerRound = 2;
const rounds = 3;
const concurrencies = [1, 16, 64];

/** Calls a second that `lanes` callers reach together. */
async function rate(lanes: number, once: () => Promise<unknown>): Promise<number> {
  const until = performance.now() + secondsPerRound * 1000;
  const start = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < until) {
        await once();
        done++;
      }
    }),
  );
  return (done * 1000) / (performance.now() - start);
}

const narrativeWords = 64;
const vocabularyWords = 4_000;
const random = seeded(1);
/** A word of five letters for each number. */
const wordOf = (number: number): string =>
  Array.from({ length: 5 }, (_, at) =>
    String.fromCharCode(97 + (Math.floor((number * 2_654_435_761) / 26 ** at) % 26)),
  ).join('');
const vocabulary = Array.from({ length: vocabularyWords }, (_, number) => wordOf(number));

/** Reports that say the same would wait for their turn, as a flood does: no two of these are alike. */
const report = () =>
  signalInput.parse({
    door: 'tip',
    narrative: Array.from(
      { length: narrativeWords },
      () => vocabulary[Math.floor(random() * vocabularyWords)],
    ).join(' '),
    observations: ['papers-held', 'phone-held'],
    transit: { line: '311', car: '2' },
  });
const input = report();

/** The same rows in the same way, by nothing but the driver: three inserts in one transaction. */
async function bare(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  const now = new Date();
  const id = newId(now);
  try {
    await client.query('begin');
    await client.query(
      `insert into signal (id, received_at, channel, door, relation, proximity, language, danger, age_group, narrative, observations, transit, state, code_hash, key_hash, body_hash)
       values ($1, $2, 'partner', 'tip', 'unknown', 'unknown', 'en', 'not-known', 'unknown', $3, $4, $5, 'received', $6, $7, $8)`,
      [
        id,
        now,
        Buffer.from(input.narrative),
        input.observations,
        Buffer.from(JSON.stringify(input.transit)),
        randomBytes(32),
        randomBytes(32),
        randomBytes(32),
      ],
    );
    await client.query(
      `insert into audit_leaf (id, at, actor_kind, action, subject_kind, subject_id) values ($1, $2, 'signaler', 'signal-received', 'signal', $3)`,
      [newId(now), now, id],
    );
    await client.query(
      `insert into due (id, kind, subject_id, due_at) values ($1, 'signal-unread', $2, $3)`,
      [newId(now), id, new Date(now.getTime() + 900_000)],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** As `pgbench -N` does: one row changed, one read, one added, in a transaction. */
async function pgbenchLike(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  const account = 1 + Math.floor(Math.random() * 10_000);
  try {
    await client.query('begin');
    await client.query('update bench_account set balance = balance + 1 where id = $1', [account]);
    await client.query('select balance from bench_account where id = $1', [account]);
    await client.query('insert into bench_history (account, at) values ($1, $2)', [account, new Date()]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

const poolSize = 16;

export const intake: Benchmark = {
  name: 'intake',
  about: 'Acknowledged reports a second: stored, logged, timed and on disk.',
  run: async () => {
    const cluster = await startCluster('.alight');
    const name = `alight_bench_${process.pid}`;
    await cluster.ensureDatabase(name);
    await migrate(cluster.migratorUrl(name));
    const owner = new pg.Client({ connectionString: cluster.migratorUrl(name) });
    await owner.connect();
    await owner.query(`set role alight_owner; create table bench_account (id int primary key, balance int not null);
      create table bench_history (account int, at timestamptz); insert into bench_account select g, 0 from generate_series(1, 10000) g`);
    await owner.end();
    const keys = openDataKeys(await openFileKeys('.alight/bench-master.keys', true), openLog('silent'));
    const databases = openDatabases(cluster.appUrl(name), carrying(keys));
    const pool = new pg.Pool({
      connectionString: cluster.appUrl(name),
      max: poolSize,
      options: '-c alight.scope=intake',
    });
    const codes = openCodes(randomBytes(32));
    const floods = openFloods(randomBytes(32));
    const ours = () =>
      receiveSignal({ db: databases.intake, codes, floods }, report(), undefined, new Date());
    try {
      const results: Result[] = [];
      await rate(16, ours);
      for (const lanes of concurrencies) {
        const [mine, raw, like]: [number[], number[], number[]] = [[], [], []];
        for (let round = 0; round < rounds; round++) {
          mine.push(await rate(lanes, ours));
          raw.push(await rate(lanes, () => bare(pool)));
          like.push(await rate(lanes, () => pgbenchLike(pool)));
        }
        const ratio = median(mine) / median(raw);
        results.push({
          name: `intake at ${lanes}`,
          value: median(mine),
          unit: 'signals/s',
          aim: lanes === 64 ? '>= 0.5 x the bare client' : 'beside the bare client',
          holds: lanes === 64 ? ratio >= 0.5 : true,
          beside: [
            { name: 'bare pg client, same rows', value: median(raw) },
            { name: 'pgbench -N-like transaction', value: median(like) },
          ],
          ratio,
        });
      }
      return results;
    } finally {
      await pool.end();
      await databases.close();
      await cluster.dropDatabase(name);
      if (cluster.started) await cluster.stop();
    }
  },
};
