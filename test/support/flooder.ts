/**
 * A flood for the fault tests, in a process of its own so that it disturbs no measurement: sends reports that say nearly the same at a rate,
 * whether they are answered or not, and says at the end what became of them.
 */
import { Agent, request } from 'node:http';

const [origin = '', perSecond = '0', seconds = '0', unansweredLimitText = '1500'] = process.argv.slice(2);
const tickMilliseconds = 10;
/** So many may be unanswered at once; what would be more is not sent, and is counted as such. */
const unansweredLimit = Number(unansweredLimitText);

const agent = new Agent({ keepAlive: true, maxSockets: unansweredLimit });
const outcome = {
  sent: 0,
  held: 0,
  acknowledged: 0,
  refused: 0,
  failed: 0,
  statuses: {} as Record<string, number>,
};
let unanswered = 0;

const junk = (n: number): string =>
  JSON.stringify({
    door: n % 2 ? 'tip' : 'help',
    danger: 'soon',
    narrative: `Message ${n}: the people at house ${n % 97} on the corner are all up to no good, go there at once and take every one of them away, now.`,
  });

function send(n: number): void {
  if (unanswered >= unansweredLimit) {
    outcome.held++;
    return;
  }
  outcome.sent++;
  unanswered++;
  const body = junk(n);
  const ended = () => void unanswered--;
  const asked = request(
    `${origin}/v1/signals`,
    {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    },
    (answer) => {
      const status = String(answer.statusCode);
      outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1;
      if (status === '201') outcome.acknowledged++;
      else outcome.refused++;
      answer.resume();
      answer.once('close', ended);
    },
  );
  asked.once('error', (error: Error & { code?: string }) => {
    const code = error.code ?? error.name;
    outcome.statuses[code] = (outcome.statuses[code] ?? 0) + 1;
    outcome.failed++;
    ended();
  });
  asked.end(body);
}

const start = performance.now();
let offered = 0;
while (performance.now() - start < Number(seconds) * 1000) {
  const due = Math.floor(((performance.now() - start) / 1000) * Number(perSecond));
  for (; offered < due; offered++) send(offered);
  await new Promise((resolve) => setTimeout(resolve, tickMilliseconds));
}
while (unanswered > 0) await new Promise((resolve) => setTimeout(resolve, tickMilliseconds));
process.stdout.write(
  `${JSON.stringify({ ...outcome, offered, seconds: (performance.now() - start) / 1000 })}\n`,
  () => process.exit(0),
);
