/**
 * The load of the chats' bench: both sides of each chat write and follow, lines drop at random and come back with the last number they
 * have. It counts what was acknowledged, what came, what came twice, and how long each message was on its way.
 */
import { Agent, type ClientRequest, request } from 'node:http';
import { seeded } from '../benchmark.ts';

export type Side = 'you' | 'us';
export interface Chat {
  readonly id: string;
  /** What the person's side opens it with. */
  readonly code: string;
  /** What each side has been told is on disk, by text. */
  readonly acknowledged: Set<string>;
  readonly heard: Record<Side, Map<string, number>>;
  readonly last: Record<Side, number>;
  readonly lines: Partial<Record<Side, ClientRequest>>;
}

export const newChat = (id: string, code: string): Chat => ({
  id,
  code,
  acknowledged: new Set(),
  heard: { you: new Map(), us: new Map() },
  last: { you: 0, us: 0 },
  lines: {},
});

/** One request of a side, as a server wants it. */
export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a server is written to and followed. */
export interface Wire {
  say(chat: Chat, side: Side, text: string): Asked;
  /** From the last number on that this side has. */
  follow(chat: Chat, side: Side): Asked;
}

export interface Conversing {
  readonly everySeconds: number;
  readonly warmUpSeconds: number;
  readonly runSeconds: number;
  /** This share of all lines drops each second. */
  readonly dropShare: number;
}

export interface Found {
  /** Milliseconds from the send to the other side, of what was sent while its line was up. */
  readonly delays: readonly number[];
  readonly sent: number;
  readonly failed: number;
  /** What was said to those, once each. */
  readonly refusals: readonly string[];
  readonly drops: number;
  /** Lines that the server let go. */
  readonly letGo: number;
  readonly lost: number;
  readonly doubled: number;
  /** How long after the last word everything had come. */
  readonly settleSeconds: number;
  /** How long it took until each line of all chats, opened at once, had been told where its chat stands. */
  readonly openSeconds: number;
}

const settleLimitSeconds = 60;
const openLimitSeconds = 120;
const opensAtOnce = 50;
const namedRefusals = 5;
const seed = 7;

export const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A client with few words: what is measured is the server. */
export function openLoad(origin: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const begin = (
    { method, path, body, headers }: Asked,
    how: Agent | false,
    answered: Parameters<typeof request>[2],
  ) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const content = body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const asked = request(
      `${origin}${path}`,
      { method, agent: how, headers: { ...content, ...headers } },
      answered,
    );
    return { asked, send: () => asked.end(text) };
  };
  return {
    ask: (what: Asked): Promise<Record<string, unknown>> =>
      new Promise((resolve, reject) => {
        const { asked, send } = begin(what, agent, (answer) => {
          let said = '';
          answer.setEncoding('utf8').on('data', (piece: string) => {
            said += piece;
          });
          answer.on('end', () =>
            answer.statusCode && answer.statusCode < 300
              ? resolve(said ? JSON.parse(said) : {})
              : reject(new Error(`${answer.statusCode} ${said}`)),
          );
        });
        asked.on('error', reject);
        send();
      }),
    follow: (
      what: Asked,
      hear: (sequence: number, text: string) => void,
      closed: () => void,
      opened: () => void,
    ) => {
      const { asked, send } = begin(what, false, (answer) => {
        let rest = '';
        answer.setEncoding('utf8').on('data', (piece: string) => {
          const blocks = (rest + piece).split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) {
            // Where it stands is said once what there was has been read.
            if (block.includes('event: chat')) opened();
            const data = /event: message\ndata: (.*)$/m.exec(block)?.[1];
            if (!data) continue;
            const message = JSON.parse(data) as { sequence: number; text: string };
            hear(message.sequence, message.text);
          }
        });
        answer.on('error', () => {});
      });
      asked.on('error', () => {}).once('close', closed);
      send();
      return asked;
    },
    close: () => agent.destroy(),
  };
}

export type Load = ReturnType<typeof openLoad>;

const otherSide = { you: 'us', us: 'you' } as const;
const sides = ['you', 'us'] as const;

/** What is written, heard and lost while the lines drop. @param measured called when the warm-up is over, and when the last word was sent */
export async function converse(
  load: Load,
  wire: Wire,
  chats: readonly Chat[],
  { everySeconds, warmUpSeconds, runSeconds, dropShare }: Conversing,
  measured: (when: 'begins' | 'ends', sent: number) => void,
): Promise<Found> {
  const random = seeded(seed);
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const upSince = new Map<string, number>();
  const refusals = new Set<string>();
  let [sent, failed, drops, letGo, measuring, over] = [0, 0, 0, 0, false, false];
  const opened = new Set<string>();
  const open = (chat: Chat, side: Side): void => {
    const line = load.follow(
      wire.follow(chat, side),
      (sequence, text) => {
        chat.last[side] = Math.max(chat.last[side], sequence);
        chat.heard[side].set(text, (chat.heard[side].get(text) ?? 0) + 1);
        const at = sentAt.get(`${chat.id} ${text}`);
        if (!measuring || at === undefined || !text.startsWith(otherSide[side])) return;
        // What was sent while this line was down waited for the line, and not for the server.
        if (at >= (upSince.get(`${chat.id} ${side}`) ?? 0)) delays.push(performance.now() - at);
      },
      () => {
        if (over || chat.lines[side] !== line) return;
        delete chat.lines[side];
        // The server let it go: a page comes back by itself.
        letGo++;
        comeBack(chat, side);
      },
      () => opened.add(`${chat.id} ${side}`),
    );
    chat.lines[side] = line;
  };
  const comeBack = (chat: Chat, side: Side) =>
    setTimeout(() => {
      upSince.set(`${chat.id} ${side}`, performance.now());
      open(chat, side);
    }, random() * 2_000);
  const opening = performance.now();
  for (const [n, chat] of chats.entries()) {
    for (const side of sides) open(chat, side);
    if (n % opensAtOnce === opensAtOnce - 1) await wait(20);
  }
  const waits = () => opened.size < chats.length * 2 && performance.now() - opening < openLimitSeconds * 1000;
  while (waits()) await wait(50);
  const openSeconds = (performance.now() - opening) / 1000;
  const say = async (chat: Chat, side: Side, n: number) => {
    const text = `${side} ${n}`;
    sentAt.set(`${chat.id} ${text}`, performance.now());
    sent++;
    await load.ask(wire.say(chat, side, text)).then(
      () => chat.acknowledged.add(text),
      (error: unknown) => {
        failed++;
        if (refusals.size < namedRefusals) refusals.add(String(error).slice(0, 200));
      },
    );
  };
  const endsAt = performance.now() + (warmUpSeconds + runSeconds) * 1000;
  setTimeout(() => {
    measuring = true;
    measured('begins', sent);
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
        const line = chat.lines[side];
        // One that is down already comes back by itself.
        if (!line) continue;
        delete chat.lines[side];
        line.destroy();
        drops++;
        comeBack(chat, side);
      }
    }
  };
  setTimeout(() => measured('ends', sent), (warmUpSeconds + runSeconds) * 1000);
  await Promise.all([...chats.flatMap((chat) => [talk(chat, 'you'), talk(chat, 'us')]), drop()]);
  const [settling, missing] = [performance.now(), () => missingOf(chats)];
  while (missing() > 0 && performance.now() - settling < settleLimitSeconds * 1000) await wait(100);
  const settleSeconds = (performance.now() - settling) / 1000;
  // What comes twice may come late.
  await wait(3_000);
  over = true;
  for (const chat of chats) for (const side of sides) chat.lines[side]?.destroy();
  const counts = chats.flatMap((chat) => sides.flatMap((side) => [...chat.heard[side].values()]));
  const doubled = counts.filter((times) => times > 1).length;
  return {
    delays,
    sent,
    failed,
    refusals: [...refusals],
    drops,
    letGo,
    lost: missing(),
    doubled,
    settleSeconds,
    openSeconds,
  };
}

/** How many of what was acknowledged have not come to one of the two sides. */
const missingOf = (chats: readonly Chat[]): number =>
  chats.reduce(
    (sum, chat) =>
      sum +
      sides.reduce(
        (n, side) => n + [...chat.acknowledged].filter((text) => !chat.heard[side].has(text)).length,
        0,
      ),
    0,
  );
