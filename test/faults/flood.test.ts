/**
 * A flood on a real server: every honest report is accepted and soon, everything that was acknowledged is there, a page does not wait, and
 * the memory of the server stays bounded. The figures are printed. Source: security.md 4.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instance, startInstance } from '../../src/main/story/instance.ts';
import { type Cluster, startCluster } from '../../src/platform/index.ts';
import { advocateId } from '../support/house.ts';

const database = 'alight_flood';
/** What is promised, on whatever machine: several times what two cores store. */
const junkPerSecond = Number(process.env.ALIGHT_FLOOD_RATE ?? 1_000);
/** So many seconds of what it is offered may be unanswered at once. */
const unansweredSeconds = 1.5;
const floodSeconds = Number(process.env.ALIGHT_FLOOD_SECONDS ?? 40);
/** What is promised on a machine of its own, where a report takes so long when nothing else comes. */
const slowestHonestMilliseconds = 3_000;
const slowestCallMilliseconds = 10_000;
const calmMilliseconds = 40;
/** Reports a second that a machine of its own stores, at least. */
const ownCapacity = 300;
/** The first few of a flood stand in the queue, however few came. */
const queuedOfFloodLimit = 60;
const memoryLimitMegabytes = 1_024;
const staff = { 'alight-actor': advocateId };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const say = (figures: object) => process.stdout.write(`flood: ${JSON.stringify(figures)}\n`);

interface Outcome {
  readonly offered: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly failed: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
}

const sights = [
  'would not let her speak',
  'held both their papers',
  'counted her money',
  'followed her to the door',
  'took her phone',
  'answered for her',
];
const places = [
  'the counter',
  'the platform',
  'the bakery',
  'the clinic',
  'the motel',
  'the fair',
  'the laundry',
];
/** Each says something else. */
const honestWords = (n: number) =>
  Array.from(
    { length: 4 },
    (_, part) =>
      `At ${places[(n * 3 + part) % 7]} he ${sights[(n * 5 + part * 2) % 6]} ${'and then looked around '.repeat((n + part) % 3)}`,
  ).join('. ') + createHash('sha256').update(`${n}`).digest('hex').replaceAll(/[0-9]/g, ' ');

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

describe('in a flood', () => {
  let folder: string;
  let cluster: Cluster;
  let instance: Instance;
  let direct: pg.Pool;
  /** So many times slower than a machine of its own is this one, flood or none. */
  let slower = 1;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alight-flood-'));
    cluster = await startCluster(folder);
    instance = await startInstance({ dataFolder: folder, cluster, database });
    direct = new pg.Pool({
      connectionString: cluster.appUrl(database),
      max: 2,
      options: '-c alight.scope=system',
    });
    direct.on('error', () => {});
  });
  afterAll(async () => {
    await instance.stop();
    await direct.end();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(join(cluster.dataFolder, '..'), { recursive: true, force: true });
  });

  const post = async (url: string, body: object, headers: Record<string, string> = {}) => {
    const begun = performance.now();
    const answer = await fetch(`${instance.origin}${url}`, {
      method: 'POST',
      // A connection of its own, as somebody has who comes once.
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    await answer.text();
    return { status: answer.status, milliseconds: performance.now() - begun };
  };
  /** Told to come again, every client of ours does, with the same key. */
  const again: typeof post = async (url, body, headers) => {
    const begun = performance.now();
    const first = await post(url, body, headers);
    if (first.status !== 503) return first;
    await pause(1_000);
    const second = await post(url, body, headers);
    return { ...second, milliseconds: performance.now() - begun };
  };
  /** One honest report a second, whatever else happens. */
  async function honest(name: string, seconds: number, during: () => Promise<unknown>) {
    const keys: string[] = [];
    const sent: Promise<{ status: number; milliseconds: number }>[] = [];
    const others = during();
    for (let n = 0; n < seconds; n++) {
      const key = `${name}-honest-${n}`;
      keys.push(key);
      sent.push(
        again('/v1/signals', { door: 'tip', narrative: honestWords(n) }, { 'idempotency-key': key }).catch(
          (error: Error) => ({ status: 0, milliseconds: Number.POSITIVE_INFINITY, error }),
        ),
      );
      await pause(1_000);
    }
    const answers = await Promise.all(sent);
    await others;
    const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    return {
      keys,
      accepted: answers.filter(({ status }) => status === 201).length,
      p50: Math.round(at(times, 0.5)),
      p95: Math.round(at(times, 0.95)),
      slowest: Math.round(at(times, 1)),
    };
  }
  /** How much this machine stores in a second just now, with 32 senders who wait for their answer. */
  async function storedPerSecond(): Promise<number> {
    const seconds = 5;
    const until = performance.now() + seconds * 1000;
    let stored = 0;
    await Promise.all(
      Array.from({ length: 32 }, async (_, lane) => {
        while (performance.now() < until) {
          const words = createHash('sha256').update(`${lane} ${performance.now()}`).digest('base64');
          const { status } = await post('/v1/signals', { door: 'tip', narrative: `Probe ${words}` });
          if (status === 201) stored++;
        }
      }),
    );
    return stored / seconds;
  }
  const peakMegabytes = async () =>
    Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${instance.process.pid}/status`, 'utf8'))?.[1]) / 1024;
  const one = async (sql: string, values: unknown[] = []) =>
    (await direct.query<{ n: number }>(sql, values)).rows[0]!.n;

  test('every honest report is accepted and soon, a call to 911 is ready at once, and nothing acknowledged is lost', async () => {
    const calm = await honest('calm', 10, async () => {});
    slower = Math.max(1, calm.p50 / calmMilliseconds);
    const capacity = await storedPerSecond();
    // A call is ready after some twenty steps, each of which waits for its turn beside the reports.
    const slowerSteps = Math.max(slower, ownCapacity / capacity);
    const before = await one('select count(*)::int as n from signal');
    const offered = junkPerSecond;
    let outcome: Outcome | undefined;
    let callAfter = Number.POSITIVE_INFINITY;
    const flooder = promisify(execFile)(process.execPath, [
      'test/support/flooder.ts',
      instance.origin,
      String(offered),
      String(floodSeconds),
      String(Math.round(offered * unansweredSeconds)),
    ]).then(({ stdout }) => {
      outcome = JSON.parse(stdout);
    });
    const inTheMiddle = async () => {
      await pause((floodSeconds * 1000) / 2);
      const begun = performance.now();
      await post('/v1/signals', {
        door: 'tip',
        danger: 'imminent',
        narrative: 'He has a knife, and she cannot get out of the car that stands by the east door.',
        place: { words: 'Union Station', point: { lon: -94.5851, lat: 39.0849 } },
      });
      while (performance.now() - begun < 60_000) {
        if ((await one(`select count(*)::int as n from voice_task where kind = 'psap'`)) > 0) break;
        await pause(100);
      }
      callAfter = Math.round(performance.now() - begun);
      await flooder;
    };
    const result = await honest('flood', floodSeconds, inTheMiddle);
    const { keys, ...figures } = result;
    say({
      calm: { p50: calm.p50, p95: calm.p95 },
      capacity: Math.round(capacity),
      offered,
      junk: outcome,
      honest: { sent: keys.length, ...figures },
      callAfterMilliseconds: callAfter,
      peakMegabytes: Math.round(await peakMegabytes()),
    });
    expect(result.accepted).toBe(keys.length);
    expect(result.p95).toBeLessThanOrEqual(slowestHonestMilliseconds * slower);
    // Of the junk, what was not stored was told to come again, and it is little.
    expect(outcome!.failed).toBe(0);
    expect(Object.keys(outcome!.statuses).filter((status) => !['201', '503'].includes(status))).toEqual([]);
    expect(outcome!.refused).toBeLessThanOrEqual(outcome!.sent * 0.01);
    expect(callAfter).toBeLessThan(slowestCallMilliseconds * slowerSteps);
    expect(await peakMegabytes()).toBeLessThan(memoryLimitMegabytes);
    // What was not acknowledged may have been stored all the same: its answer came too late.
    const stored = await one('select count(*)::int as n from signal');
    expect(stored).toBeGreaterThanOrEqual(before + outcome!.acknowledged + keys.length + 1);
    expect(stored).toBeLessThanOrEqual(before + outcome!.sent + keys.length + 1);
    const hashes = keys.map((key) => createHash('sha256').update(key).digest());
    expect(await one('select count(*)::int as n from signal where key_hash = any($1)', [hashes])).toBe(
      keys.length,
    );
    // The sweep comes some seconds after; nearly all junk is set aside, and nothing honest.
    for (let wait = 0; wait < 60; wait++) {
      const left = await one(`select count(*)::int as n from due where kind = 'flood-sweep'`);
      if (left === 0) break;
      await pause(1_000);
    }
    const aside = await one('select count(*)::int as n from signal where flood_id is not null');
    say({ stored, setAside: aside });
    expect(outcome!.acknowledged - aside).toBeLessThanOrEqual(
      Math.max(outcome!.acknowledged * 0.02, queuedOfFloodLimit),
    );
    expect(
      await one('select count(*)::int as n from signal where flood_id is not null and key_hash = any($1)', [
        hashes,
      ]),
    ).toBe(0);
    const begun = performance.now();
    const queue = await fetch(`${instance.origin}/v1/queue`, { headers: staff }).then((answer) =>
      answer.json(),
    );
    say({
      queue: {
        total: queue.total,
        setAside: queue.setAside,
        milliseconds: Math.round(performance.now() - begun),
      },
    });
    expect(queue.setAside).toBe(aside);
    expect(queue.queue.length).toBeGreaterThanOrEqual(keys.length);
  });

  test('of questions by staff, reports come in as soon', async () => {
    let [going, asked] = [true, 0];
    const attack = async () => {
      const ask = async () => {
        while (going) {
          await fetch(`${instance.origin}/v1/queue`, { headers: staff, signal: AbortSignal.timeout(60_000) })
            .then((answer) => answer.arrayBuffer())
            .catch(() => {});
          asked++;
        }
      };
      await Promise.all(Array.from({ length: 24 }, ask));
    };
    const attacking = attack();
    const result = await honest('staff', 20, async () => {});
    going = false;
    await attacking;
    const { keys, ...figures } = result;
    say({ staffQuestions: asked, honest: { sent: keys.length, ...figures } });
    expect(result.accepted).toBe(keys.length);
    expect(result.p95).toBeLessThanOrEqual(slowestHonestMilliseconds * slower);
  });
});
