/**
 * Whoever sends a byte each second holds a connection and nothing else: each is closed after ten seconds, whatever it sends and to whom,
 * and honest reports go on beside two hundred of them. On a real server; the figures are printed. Source: security.md 5.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, startInstance } from '../../src/main/story/instance.ts';
import { type Cluster, startCluster } from '../../src/platform/index.ts';
import { advocateId } from '../support/house.ts';

const promisedSeconds = 10;
/** Node looks once a second, and tells why before it cuts; a busy machine looks later. */
const lookSeconds = 3;
const slackSeconds = 10;
const slowClients = 200;
const dripMilliseconds = 1_000;
/** What two hundred connections and their buffers may cost. */
const memoryLimitMegabytes = 100;
const say = (figures: object) => process.stdout.write(`slow bodies: ${JSON.stringify(figures)}\n`);

let folder: string;
let cluster: Cluster;
let instance: Instance;
let signalId: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-slow-'));
  cluster = await startCluster(folder);
  instance = await startInstance({ dataFolder: folder, cluster });
  expect(await report()).toBe(201);
  const queue = await fetch(`${instance.origin}/v1/queue`, { headers: { 'alight-actor': advocateId } });
  signalId = (await queue.json()).queue[0].signalId;
});
afterAll(async () => {
  await instance.stop();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

async function report(): Promise<number> {
  const answer = await fetch(`${instance.origin}/v1/signals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ door: 'tip', narrative: 'He answers for her.' }),
  });
  await answer.text();
  return answer.status;
}

/** Sends what is there at once, and then a byte each second, for as long as somebody listens. */
function drip(atOnce: string, byte: string): Promise<{ answer: string; seconds: number }> {
  return new Promise((resolve) => {
    const begun = performance.now();
    const socket = connect(Number(new URL(instance.origin).port), 'localhost', () => socket.write(atOnce));
    const dripping = setInterval(() => socket.writable && socket.write(byte), dripMilliseconds);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(dripping);
      resolve({ answer, seconds: (performance.now() - begun) / 1000 });
    });
  });
}

const head = (path: string, type: string, ...more: string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `content-type: ${type}`,
    ...(more.some((line) => line.startsWith('transfer-encoding')) ? [] : ['content-length: 5000']),
    ...more,
    '',
    '',
  ].join('\r\n');
const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const parts = 'multipart/form-data; boundary=b';
const file =
  '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nwords';
const staff = [`alight-actor: ${advocateId}`];
const atDesk = [`cookie: alight_acting=${advocateId}`];

/** What is sent at once, the byte that drips, and to whom. */
const slow = (): readonly (readonly [what: string, atOnce: string, byte: string])[] => [
  ['a report as JSON', `${head('/v1/signals', json)}{"door":"tip","narrative":"`, 'x'],
  ['a report in pieces of its own', head('/v1/signals', json, 'transfer-encoding: chunked'), '1\r\nx\r\n'],
  ['a partner’s report', `${head('/v1/partners/signals', json)}{`, ' '],
  ['a word in a chat', `${head('/v1/chats/messages', json)}{"text":"`, 'x'],
  ['the form', `${head('/report?door=help', form)}door=help&narrative=`, 'x'],
  ['the form of a chat', `${head('/chat', form)}text=`, 'x'],
  ['a code', `${head('/receipt', form)}code=`, '1'],
  ['a document by the API', head(`/v1/signals/${signalId}/attachments`, parts, ...staff) + file, 'x'],
  ['a document by the page', head(`/console/signals/${signalId}/documents`, parts, ...atDesk) + file, 'x'],
  ['a document in its first part’s head', head(`/v1/signals/${signalId}/attachments`, parts, ...staff), '-'],
  ['a head without end', 'POST /v1/signals HTTP/1.1\r\nhost: localhost\r\nx-slow: ', 'x'],
  ['the first line', 'POST /v1/sig', 'n'],
];

test('a body that comes a byte each second is answered in words and closed in time, whatever it is', async () => {
  const cases = slow();
  const ended = await Promise.all(cases.map(([, atOnce, byte]) => drip(atOnce, byte)));
  say({
    closedAfterSeconds: Object.fromEntries(
      cases.map(([what], n) => [what, Number(ended[n]!.seconds.toFixed(1))]),
    ),
  });
  for (const [n, { answer, seconds }] of ended.entries()) {
    const [what] = cases[n]!;
    expect(answer, what).toMatch(/^HTTP\/1\.1 (408|4\d\d) /);
    expect(answer, what).toMatch(/Nothing was stored|nothing was stored/);
    expect(seconds, what).toBeLessThan(promisedSeconds + lookSeconds + slackSeconds);
  }
  expect((await fetch(`${instance.origin}/healthz`)).status).toBe(200);
});

test('beside two hundred of them every report is taken, and the memory of the server stays where it was', async () => {
  const peak = async () =>
    Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${instance.process.pid}/status`, 'utf8'))?.[1]) / 1024;
  const cases = slow();
  const before = await peak();
  const hanging = Array.from({ length: slowClients }, (_, n) => {
    const [, atOnce, byte] = cases[n % cases.length]!;
    return drip(atOnce, byte);
  });
  const times: number[] = [];
  for (let n = 0; n < promisedSeconds; n++) {
    const begun = performance.now();
    expect(await report()).toBe(201);
    times.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1_000 - times.at(-1)!)));
  }
  const ended = await Promise.all(hanging);
  const slowest = Math.max(...ended.map(({ seconds }) => seconds));
  const grown = (await peak()) - before;
  say({
    clients: slowClients,
    closedAfterSeconds: {
      median: ended.map(({ seconds }) => seconds).sort((a, b) => a - b)[slowClients / 2],
      slowest,
    },
    honestMilliseconds: { slowest: Math.round(Math.max(...times)), accepted: times.length },
    megabytes: { before: Math.round(before), grown: Math.round(grown) },
  });
  expect(slowest).toBeLessThan(promisedSeconds + lookSeconds + slackSeconds);
  expect(grown).toBeLessThan(memoryLimitMegabytes);
});
