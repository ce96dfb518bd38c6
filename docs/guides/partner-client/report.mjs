/**
 * Sends one report to Alight, signed, and keeps at it until it is durable there. Plain Node 18 or later, nothing to install.
 *
 *   ALIGHT_URL=https://alight.example.org ALIGHT_KEY=alight_sandbox_… ALIGHT_SECRET=whsec_… node report.mjs report.json
 *
 * It belongs on your own server, never in an app on a telephone: the secret is there. Log none of what it sends or gets.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const path = '/v1/partners/signals';
const attemptLimit = 6;
const firstWaitMilliseconds = 1_000;
const waitLimitMilliseconds = 30_000;
const answerTimeoutMilliseconds = 15_000;

/** The headers of one attempt: the signature is over the id, the time and the body exactly as it is sent. */
export function sign(secret, id, seconds, body) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends one report. The id stays the same through every attempt, so that it becomes one report however often it is sent: make it when
 * the report is written, and keep both until this has returned.
 * @returns the answer: { status: 'received', receipt, notice, leftOut, sandbox, code? }
 * @throws an Error with `problem` when the report has to be mended, or could not be sent: show its `detail` to the person at once
 */
export async function sendReport({ url, keyName, secret, report, id = randomUUID(), now = Date.now }) {
  const body = JSON.stringify(report);
  let offMilliseconds = 0;
  let last;
  for (let attempt = 0; attempt < attemptLimit; attempt++) {
    if (attempt > 0) await pause(Math.min(firstWaitMilliseconds * 2 ** (attempt - 1), waitLimitMilliseconds));
    const seconds = Math.floor((now() + offMilliseconds) / 1000);
    let answer;
    let said;
    try {
      answer = await fetch(new URL(path, url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'alight-key': keyName,
          ...sign(secret, id, seconds, body),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(answerTimeoutMilliseconds),
      });
      said = await answer.json();
    } catch (error) {
      last = error;
      continue;
    }
    if (answer.status === 201) return said;
    last = Object.assign(new Error(`${said.title}: ${said.detail}`), { problem: said });
    // Our clock is off: theirs stands in the answer. Sign again with it, and have the clock of this machine set.
    if (said.code === 'clock-off') offMilliseconds = serverTime(said.detail) - now();
    else if (answer.status < 500) throw last;
  }
  throw last;
}

const serverTime = (detail) => Number(/\((\d+)\)/.exec(detail)?.[1]) * 1000 || Date.now();

async function main([file]) {
  const { ALIGHT_URL: url, ALIGHT_KEY: keyName, ALIGHT_SECRET: secret } = process.env;
  if (!file || !url || !keyName || !secret) {
    console.error(
      'Set ALIGHT_URL, ALIGHT_KEY and ALIGHT_SECRET, and name a file that holds a report as JSON.',
    );
    return 2;
  }
  try {
    const report = JSON.parse(await readFile(file, 'utf8'));
    console.log(JSON.stringify(await sendReport({ url, keyName, secret, report }), null, 2));
    return 0;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = await main(process.argv.slice(2));
