/**
 * Two thousand chats at once against a server of its own: how long a message takes to the other side, whether any is lost or comes twice
 * while lines drop at random, and what a message costs in processor time and a chat in memory. A bare server stands beside it, under the
 * same load without the drops. The one who measures shares the machine's cores with what is measured.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startInstance } from '../../src/main/story/instance.ts';
import { type Cluster, migrate, startCluster } from '../../src/platform/index.ts';
import type { Benchmark, Result } from '../benchmark.ts';
import {
  type Chat,
  type Conversing,
  converse,
  type Found,
  type Load,
  newChat,
  openLoad,
  wait,
} from './load.ts';
import { parentOf, processorMilliseconds, residentBytes } from './processor.ts';

const chatCount = Number(process.env.ALIGHT_BENCH_CHATS ?? 2_000);
const plan: Conversing = {
  everySeconds: 10,
  warmUpSeconds: 10,
  runSeconds: Number(process.env.ALIGHT_BENCH_SECONDS ?? 60),
  dropShare: 0.005,
};
const bareRunSeconds = Math.min(20, plan.runSeconds);
const aimMilliseconds = 250;
const advocateId = '01900000-0000-7000-8000-000000000001';

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const staff = { 'alight-actor': advocateId };
const keyOf = (at: number) => `a-key-of-the-bench-${at}`;

/** Begins them, and has all of them taken at once, as a floor does within minutes. */
async function beginChats(load: Load, url: string): Promise<Chat[]> {
  const codes: string[] = [];
  const lane = async () => {
    while (codes.length < chatCount) {
      const at = codes.push('') - 1;
      const headers = { 'idempotency-key': keyOf(at) };
      const body = { text: `first ${at}` };
      codes[at] = String((await load.ask({ method: 'POST', path: '/v1/chats', body, headers }))['code']);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  const client = new pg.Client({ connectionString: url, options: '-c alight.scope=system' });
  await client.connect();
  try {
    await client.query(`update chat set state = 'live', staff_id = $1`, [advocateId]);
    const { rows } = await client.query<{ id: string; key_hash: Buffer }>('select id, key_hash from signal');
    const ids = new Map(rows.map((row) => [row.key_hash.toString('hex'), row.id]));
    return codes.map((code, at) =>
      newChat(ids.get(createHash('sha256').update(keyOf(at)).digest('hex'))!, code),
    );
  } finally {
    await client.end();
  }
}

/** Processor time a message, ms: of the server, of the database, and of the one who measures. */
interface Cost {
  readonly server: number;
  readonly database: number;
  readonly client: number;
}

/** The postmaster of the cluster, whose children serve the connections. */
async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return parentOf(rows[0]!.pid);
  } finally {
    await client.end();
  }
}

/** Counts from when the warm-up is over to the last word. */
function countCost(serverPid: number, postmasterPid: number) {
  const now = () => ({
    server: processorMilliseconds(serverPid),
    database: processorMilliseconds(postmasterPid, true),
    client: (process.cpuUsage().user + process.cpuUsage().system) / 1000,
  });
  let from = { ...now(), sent: 0 };
  let cost: Cost | undefined;
  return {
    measured: (when: 'begins' | 'ends', sent: number) => {
      const at = { ...now(), sent };
      const a = (what: keyof Cost) => (at[what] - from[what]) / (sent - from.sent);
      if (when === 'begins') from = at;
      else cost = { server: a('server'), database: a('database'), client: a('client') };
    },
    cost: () => cost!,
  };
}

async function runOurs(cluster: Cluster) {
  const instance = await startInstance({ dataFolder: '.alight', cluster });
  const load = openLoad(instance.origin);
  try {
    const url = cluster.appUrl(instance.database);
    const began = performance.now();
    const chats = await beginChats(load, url);
    const beginRate = chatCount / ((performance.now() - began) / 1000);
    await wait(5_000);
    const before = residentBytes(instance.process.pid!);
    const counting = countCost(instance.process.pid!, await postmasterOf(url));
    const found = await converse(
      load,
      {
        say: (chat, side, text) =>
          side === 'you'
            ? {
                method: 'POST',
                path: '/v1/chats/messages',
                body: { code: chat.code, text, key: `${side}-${text}-key` },
              }
            : {
                method: 'POST',
                path: `/v1/signals/${chat.id}/ask-back`,
                body: { text, key: `${side}-${text}-key` },
                headers: staff,
              },
        follow: (chat, side) =>
          side === 'you'
            ? { method: 'POST', path: '/v1/chats/follow', body: { code: chat.code, after: chat.last.you } }
            : {
                method: 'GET',
                path: `/v1/signals/${chat.id}/conversation?after=${chat.last.us}`,
                headers: staff,
              },
      },
      chats,
      plan,
      counting.measured,
    );
    for (const refusal of found.refusals) process.stderr.write(`  a message was refused: ${refusal}\n`);
    const memory = (residentBytes(instance.process.pid!) - before) / chatCount / 1024;
    return { found, cost: counting.cost(), beginRate, memory };
  } finally {
    load.close();
    await instance.stop();
  }
}

/** The same load on the bare server, without drops: it could not resume. */
async function runBare(cluster: Cluster): Promise<{ found: Found; cost: Cost }> {
  const name = `alight_bench_${process.pid}`;
  await cluster.ensureDatabase(name);
  await migrate(cluster.migratorUrl(name));
  const owner = new pg.Client({ connectionString: cluster.migratorUrl(name) });
  await owner.connect();
  await owner.query(
    `set role alight_owner; create table bench_said (sequence bigint generated always as identity primary key, chat uuid, said text);
     grant select, insert on bench_said to alight_app`,
  );
  await owner.end();
  const url = cluster.appUrl(name);
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { DATABASE_URL: url },
  });
  const [port] = await once(child.stdout, 'data');
  const load = openLoad(`http://127.0.0.1:${Number(String(port))}`);
  try {
    const counting = countCost(child.pid!, await postmasterOf(url));
    const chats = Array.from({ length: chatCount }, () => newChat(crypto.randomUUID(), ''));
    const found = await converse(
      load,
      {
        say: ({ id }, _side, text) => ({ method: 'POST', path: '/say', body: { id, text } }),
        follow: ({ id }) => ({ method: 'GET', path: `/follow?id=${id}` }),
      },
      chats,
      { ...plan, runSeconds: bareRunSeconds, dropShare: 0 },
      counting.measured,
    );
    return { found, cost: counting.cost() };
  } finally {
    load.close();
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
    await cluster.dropDatabase(name);
  }
}

function results(
  ours: Awaited<ReturnType<typeof runOurs>>,
  bare: Awaited<ReturnType<typeof runBare>>,
): Result[] {
  const { found, cost } = ours;
  const p99 = percentile(found.delays, 0.99);
  const bareP99 = percentile(bare.found.delays, 0.99);
  const result = (name: string, value: number, unit: string, aim: string, holds: boolean): Result => ({
    name,
    value,
    unit,
    aim,
    holds,
    beside: [],
    ratio: null,
  });
  const total = cost.server + cost.database;
  const bareTotal = bare.cost.server + bare.cost.database;
  return [
    {
      ...result('chat delivery p99', p99, 'ms', `<= ${aimMilliseconds}`, p99 <= aimMilliseconds),
      beside: [
        { name: 'bare server, one insert a message, p99', value: bareP99 },
        { name: 'half arrive within, ms', value: percentile(found.delays, 0.5) },
        { name: 'bare server, half arrive within, ms', value: percentile(bare.found.delays, 0.5) },
        { name: 'messages', value: found.sent },
        { name: 'lines dropped', value: found.drops },
        { name: 'lines the server let go', value: found.letGo },
        { name: 'all had come after the last word, s', value: found.settleSeconds },
        { name: 'all lines opened at once are told how it stands within, s', value: found.openSeconds },
        { name: 'chats begun a second', value: ours.beginRate },
      ],
      ratio: p99 / bareP99,
    },
    {
      ...result('processor a message', total, 'ms', 'stated', true),
      beside: [
        { name: 'bare server and its database', value: bareTotal },
        { name: 'the server alone', value: cost.server },
        { name: 'the database alone', value: cost.database },
        { name: 'bare server alone', value: bare.cost.server },
        { name: 'the one who measures', value: cost.client },
      ],
      ratio: total / bareTotal,
    },
    result('chat messages lost', found.lost, '', '0', found.lost === 0),
    result('chat messages doubled', found.doubled, '', '0', found.doubled === 0),
    result('chat messages refused', found.failed, '', '0', found.failed === 0),
    result('memory a chat', ours.memory, 'kB', 'stated', true),
  ];
}

export const chats: Benchmark = {
  name: 'chats',
  about: `${chatCount} chats at once, a message each ${plan.everySeconds} s both ways, lines that drop at random.`,
  run: async () => {
    const cluster = await startCluster('.alight');
    try {
      const ours = await runOurs(cluster);
      return results(ours, await runBare(cluster));
    } finally {
      await cluster.leave();
    }
  },
};
