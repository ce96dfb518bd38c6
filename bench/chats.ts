/**
 * Two thousand chats at once against a server of its own: how long a message takes to the other side, whether any is lost or comes twice
 * while lines drop at random, and what a chat costs in memory. The one who measures shares the machine's cores with what is measured.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, type ClientRequest, request } from 'node:http';
import pg from 'pg';
import { startInstance } from '../src/main/story/instance.ts';
import { startCluster } from '../src/platform/index.ts';
import { type Benchmark, type Result, seeded } from './benchmark.ts';

const chatCount = Number(process.env.ALIGHT_BENCH_CHATS ?? 2_000);
const everySeconds = 10;
const runSeconds = Number(process.env.ALIGHT_BENCH_SECONDS ?? 60);
/** This share of all lines drops each second. */
const dropShare = 0.005;
const settleSeconds = 10;
const warmUpSeconds = 10;
const aimMilliseconds = 250;
const advocateId = '01900000-0000-7000-8000-000000000001';
const seed = 7;

type Side = 'you' | 'us';
interface Chat {
  readonly id: string;
  readonly code: string;
  /** What each side has been told is on disk, by text. */
  readonly acknowledged: Map<string, number>;
  readonly heard: Record<Side, Map<string, number>>;
  readonly last: Record<Side, number>;
  readonly lines: Partial<Record<Side, ClientRequest>>;
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

/** A client with few words: what is measured is the server. */
function openLoad(origin: string) {
  const sending = new Agent({ keepAlive: true, maxSockets: 64 });
  const staff = { 'alight-actor': advocateId };
  const post = (
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const asked = request(
        `${origin}${path}`,
        {
          method: 'POST',
          agent: sending,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
            ...headers,
          },
        },
        (answer) => {
          let said = '';
          answer.setEncoding('utf8').on('data', (piece: string) => {
            said += piece;
          });
          answer.on('end', () =>
            answer.statusCode && answer.statusCode < 300
              ? resolve(said ? JSON.parse(said) : {})
              : reject(new Error(`${answer.statusCode} ${said}`)),
          );
        },
      );
      asked.on('error', reject);
      asked.end(text);
    });
  const follow = (chat: Chat, side: Side, hear: (text: string) => void): void => {
    const body = side === 'you' ? JSON.stringify({ code: chat.code, after: chat.last.you }) : '';
    const line = request(
      side === 'you'
        ? `${origin}/v1/chats/follow`
        : `${origin}/v1/signals/${chat.id}/conversation?after=${chat.last.us}`,
      {
        method: side === 'you' ? 'POST' : 'GET',
        agent: false,
        headers:
          side === 'you'
            ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
            : staff,
      },
      (answer) => {
        let rest = '';
        answer.setEncoding('utf8').on('data', (piece: string) => {
          const blocks = (rest + piece).split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) {
            const data = /event: message\ndata: (.*)$/m.exec(block)?.[1];
            if (!data) continue;
            const message = JSON.parse(data) as { sequence: number; text: string };
            chat.last[side] = Math.max(chat.last[side], message.sequence);
            hear(message.text);
          }
        });
        answer.on('error', () => {});
      },
    );
    line.on('error', () => {});
    line.end(body);
    chat.lines[side] = line;
  };
  return { post, follow, staff, close: () => sending.destroy() };
}

type Load = ReturnType<typeof openLoad>;

const keyOf = (at: number) => `a-key-of-the-bench-${at}`;

/** Begins them, and has all of them taken at once, as a floor does within minutes. */
async function beginChats(load: Load, url: string): Promise<Chat[]> {
  const codes: string[] = [];
  const lane = async () => {
    while (codes.length < chatCount) {
      const at = codes.push('') - 1;
      const headers = { 'idempotency-key': keyOf(at) };
      codes[at] = String((await load.post('/v1/chats', { text: `first ${at}` }, headers))['code']);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  const client = new pg.Client({ connectionString: url, options: '-c alight.scope=system' });
  await client.connect();
  try {
    await client.query(`update chat set state = 'live', staff_id = $1`, [advocateId]);
    const { rows } = await client.query<{ id: string; key_hash: Buffer }>('select id, key_hash from signal');
    const ids = new Map(rows.map((row) => [row.key_hash.toString('hex'), row.id]));
    return codes.map((code, at) => ({
      id: ids.get(createHash('sha256').update(keyOf(at)).digest('hex'))!,
      code,
      acknowledged: new Map(),
      heard: { you: new Map(), us: new Map() },
      last: { you: 0, us: 0 },
      lines: {},
    }));
  } finally {
    await client.end();
  }
}

const otherSide = { you: 'us', us: 'you' } as const;

/** What is written, heard and lost while the lines drop. */
async function converse(load: Load, chats: readonly Chat[]) {
  const random = seeded(seed);
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const upSince = new Map<string, number>();
  let [sent, failed, drops, measuring] = [0, 0, 0, false];
  const open = (chat: Chat, side: Side) =>
    load.follow(chat, side, (text) => {
      chat.heard[side].set(text, (chat.heard[side].get(text) ?? 0) + 1);
      const at = sentAt.get(`${chat.id} ${text}`);
      if (!measuring || at === undefined || !text.startsWith(otherSide[side])) return;
      // What was sent while this line was down waited for the line, and not for the server.
      if (at >= (upSince.get(`${chat.id} ${side}`) ?? 0)) delays.push(performance.now() - at);
    });
  for (const [n, chat] of chats.entries()) {
    open(chat, 'you');
    open(chat, 'us');
    if (n % 50 === 49) await wait(20);
  }
  await wait(5_000);
  const say = async (chat: Chat, side: Side, n: number) => {
    const text = `${side} ${n}`;
    sentAt.set(`${chat.id} ${text}`, performance.now());
    sent++;
    const key = `${chat.id}-${text}`;
    const asked =
      side === 'you'
        ? load.post('/v1/chats/messages', { code: chat.code, text, key })
        : load.post(`/v1/signals/${chat.id}/ask-back`, { text, key }, load.staff);
    await asked.then(
      () => chat.acknowledged.set(text, n),
      () => failed++,
    );
  };
  const endsAt = performance.now() + (warmUpSeconds + runSeconds) * 1000;
  setTimeout(() => {
    measuring = true;
  }, warmUpSeconds * 1000);
  const talk = async (chat: Chat, side: Side) => {
    await wait(random() * everySeconds * 1000);
    for (let n = 0; performance.now() < endsAt; n++) {
      const began = performance.now();
      await say(chat, side, n);
      await wait(Math.max(0, everySeconds * 1000 - (performance.now() - began)));
    }
  };
  const drop = async () => {
    while (performance.now() < endsAt) {
      await wait(1_000);
      for (let n = 0; n < chats.length * 2 * dropShare; n++) {
        const chat = chats[Math.floor(random() * chats.length)]!;
        const side = random() < 0.5 ? 'you' : 'us';
        chat.lines[side]?.destroy();
        drops++;
        setTimeout(() => {
          upSince.set(`${chat.id} ${side}`, performance.now());
          open(chat, side);
        }, random() * 2_000);
      }
    }
  };
  await Promise.all([...chats.flatMap((chat) => [talk(chat, 'you'), talk(chat, 'us')]), drop()]);
  await wait(settleSeconds * 1000);
  let [lost, doubled] = [0, 0];
  for (const chat of chats)
    for (const side of ['you', 'us'] as const) {
      for (const text of chat.acknowledged.keys()) if (!chat.heard[side].has(text)) lost++;
      for (const times of chat.heard[side].values()) if (times > 1) doubled++;
      chat.lines[side]?.destroy();
    }
  return { delays, sent, failed, drops, lost, doubled };
}

export const chats: Benchmark = {
  name: 'chats',
  about: `${chatCount} chats at once, a message each ${everySeconds} s both ways, lines that drop at random.`,
  run: async () => {
    const cluster = await startCluster('.alight');
    const instance = await startInstance({ dataFolder: '.alight', cluster });
    const load = openLoad(instance.origin);
    try {
      const began = performance.now();
      const all = await beginChats(load, cluster.appUrl(instance.database));
      const beginRate = chatCount / ((performance.now() - began) / 1000);
      await wait(5_000);
      const before = residentBytes(instance.process.pid!);
      const found = await converse(load, all);
      const after = residentBytes(instance.process.pid!);
      const p99 = percentile(found.delays, 0.99);
      const beside = [
        { name: 'half arrive within, ms', value: percentile(found.delays, 0.5) },
        { name: 'messages', value: found.sent },
        { name: 'lines dropped', value: found.drops },
        { name: 'chats begun a second', value: beginRate },
      ];
      const result = (name: string, value: number, unit: string, aim: string, holds: boolean): Result => ({
        name,
        value,
        unit,
        aim,
        holds,
        beside: [],
        ratio: null,
      });
      return [
        {
          ...result('chat delivery p99', p99, 'ms', `<= ${aimMilliseconds}`, p99 <= aimMilliseconds),
          beside,
        },
        result('chat messages lost', found.lost, '', '0', found.lost === 0),
        result('chat messages doubled', found.doubled, '', '0', found.doubled === 0),
        result('chat messages refused', found.failed, '', '0', found.failed === 0),
        result('memory a chat', (after - before) / chatCount / 1024, 'kB', 'stated', true),
      ];
    } finally {
      load.close();
      await instance.stop();
      await cluster.leave();
    }
  },
};
