/**
 * kill -9 of the server and of PostgreSQL at seeded moments mid-story. Each operation is written down as it was answered, and
 * afterwards the whole is checked: nothing acknowledged is lost, nothing is sent more than twice, escalation goes on.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../../bench/benchmark.ts';
import { openClient, Refused } from '../../src/main/story/client.ts';
import { type Instance, startInstance } from '../../src/main/story/instance.ts';
import { type Cluster, startCluster } from '../../src/platform/index.ts';
import { advocateId, supervisorId } from '../support/house.ts';

const rounds = process.env.ALIGHT_TEST_ALL ? 50 : 4;
const seed = Number(process.env.ALIGHT_SEED ?? 7);
const latestKillMilliseconds = 900;
const restartAttempts = 50;
const database = 'alight_faults';
const staff = { 'alight-actor': advocateId };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a round has been told is done. */
interface History {
  readonly acknowledged: Map<string, string>;
  readonly unknown: string[];
  responseId: string | undefined;
}

/** Whether an operation ended because the server or PostgreSQL went away: no answer, or the answer that says so. */
function isCutOff(error: unknown): boolean {
  if (error instanceof Refused) return error.status === 503;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = String(
    (cause as { code?: string } | undefined)?.code ?? (error as { code?: string }).code ?? '',
  );
  return (
    /^(ECONN|EPIPE|UND_ERR|57P0|08)/.test(code) ||
    (error instanceof Error && /^fetch failed|terminat|Connection ended/i.test(error.message))
  );
}

describe('after kill -9', () => {
  let folder: string;
  let cluster: Cluster;
  let instance: Instance;
  let direct: pg.Pool;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alight-faults-'));
    cluster = await startCluster(folder);
    instance = await startInstance({ dataFolder: folder, cluster, database });
    // In the name of the system: whoever names nobody sees no row, and a report that is there would look lost.
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

  async function killServer(): Promise<void> {
    const gone = new Promise((resolve) => instance.process.once('exit', resolve));
    instance.process.kill('SIGKILL');
    await gone;
    const port = Number(new URL(instance.origin).port);
    instance = await startInstance({ dataFolder: folder, cluster, database, port });
  }

  async function killPostgres(): Promise<void> {
    const pid = Number((await readFile(join(cluster.dataFolder, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const { port } = cluster;
    for (let attempt = 0; ; attempt++) {
      await pause(200);
      try {
        cluster = await startCluster(folder);
        break;
      } catch (error) {
        // The orphans of the killed server need a moment to notice.
        if (attempt >= restartAttempts) throw error;
      }
    }
    expect(cluster.port).toBe(port);
  }

  /** What people do while it breaks: reports come in, one is confirmed, time goes by. */
  async function live(history: History, random: () => number, name: string): Promise<void> {
    const client = openClient(instance.origin);
    const report = async (index: number) => {
      const key = `${name}-${index}-${Math.floor(random() * 1e9)}`;
      try {
        const { receipt } = await client.post<{ receipt: string }>(
          '/v1/signals',
          {
            door: 'tip',
            narrative: `Report ${key}`,
            danger: 'soon',
            place: { words: 'Union Station', point: { lon: -94.5851, lat: 39.0849 } },
          },
          { 'idempotency-key': key },
        );
        history.acknowledged.set(key, receipt);
      } catch (error) {
        if (!isCutOff(error)) throw error;
        history.unknown.push(key);
      }
      return key;
    };
    const [key] = await Promise.all([report(0), report(1), report(2)]);
    const found = await direct.query<{ id: string }>('select id from signal where key_hash = $1', [
      createHash('sha256').update(key!).digest(),
    ]);
    const signalId = found.rows[0]?.id;
    if (!signalId) return;
    await client.post(`/v1/signals/${signalId}/ask-back`, { text: 'Is she still there?' }, staff);
    await client.post(
      `/v1/signals/${signalId}/assess`,
      {
        observedBehaviours: ['papers-held', 'debt-owed'],
        ownWords: true,
        strength: 'high',
        danger: 'soon',
        ageGroup: 'adult',
        reason: 'Two behaviours.',
      },
      staff,
    );
    await client.post(
      `/v1/signals/${signalId}/place`,
      { words: 'Union Station, main hall', point: { lon: -94.5851, lat: 39.0849 } },
      staff,
    );
    const { responseId } = await client.post<{ responseId: string }>(
      '/v1/responses',
      { signalId, reason: 'Two behaviours and her own words.', secondStaffId: supervisorId },
      staff,
    );
    history.responseId = responseId;
    for (let step = 0; step < 6; step++) {
      await Promise.all([report(10 + step), client.post('/sandbox/clock', { advanceSeconds: 20 })]);
    }
  }

  async function check(history: History): Promise<void> {
    const client = openClient(instance.origin);
    for (const [key, receipt] of history.acknowledged) {
      const hash = createHash('sha256').update(key).digest();
      const { rows } = await direct.query(
        'select s.id, (select count(*)::int from audit_leaf l where l.subject_id = s.id and l.action = $2) as leaves from signal s where key_hash = $1',
        [hash, 'signal-received'],
      );
      expect(rows, `the acknowledged report ${key}`).toHaveLength(1);
      expect(rows[0].leaves).toBe(1);
      const again = await client.post<{ receipt: string }>(
        '/v1/signals',
        {
          door: 'tip',
          narrative: `Report ${key}`,
          danger: 'soon',
          place: { words: 'Union Station', point: { lon: -94.5851, lat: 39.0849 } },
        },
        { 'idempotency-key': key },
      );
      expect(again.receipt).toBe(receipt);
    }
    if (history.responseId) {
      await client.post('/sandbox/clock', { advanceSeconds: 1200 });
      const response = await client.get<{
        roles: { role: string; required: boolean; state: string; asked: { pageId: string }[] }[];
      }>(`/v1/responses/${history.responseId}`, staff);
      const local = response.roles.find(({ role }) => role === 'local-law-enforcement');
      expect(local?.asked.length, 'escalation went on').toBeGreaterThanOrEqual(2);
      expect(local?.state).toBe('unfilled');
      const pages = response.roles.flatMap(({ asked }) => asked.map(({ pageId }) => pageId));
      const { rows } = await direct.query<{ about_id: string; state: string; sent: number }>(
        `select m.about_id, m.state, (select count(*)::int from sandbox_delivery d where d.message_id = m.id) as sent
         from message m where m.direction = 'out' and m.about_id = any($1::uuid[])`,
        [pages],
      );
      for (const row of rows) {
        expect(row.state, `a message of page ${row.about_id}`).toBe('sent');
        expect(row.sent).toBeGreaterThanOrEqual(1);
        expect(row.sent, 'sent more than twice').toBeLessThanOrEqual(2);
      }
      const calls = await direct.query<{ page_id: string }>(
        'select page_id from voice_task where page_id = any($1::uuid[])',
        [pages],
      );
      const reached = new Set([...rows.map((row) => row.about_id), ...calls.rows.map((row) => row.page_id)]);
      for (const page of pages) expect(reached.has(page), `page ${page} was never sent`).toBe(true);
      await client.post(
        `/v1/responses/${history.responseId}/stand-down`,
        { reason: 'The round is over.' },
        staff,
      );
    }
    const open = await direct.query<{ n: number }>(
      `select count(*)::int as n from due where kind <> 'signal-unread' and attempts > 5`,
    );
    expect(open.rows[0]?.n, 'due rows that cannot be done').toBe(0);
  }

  test(`in ${rounds} seeded rounds nothing acknowledged is lost, nothing is sent more than twice, and escalation goes on`, async () => {
    const random = seeded(seed);
    let confirmed = 0;
    let cutOff = 0;
    for (let round = 0; round < rounds; round++) {
      const history: History = { acknowledged: new Map(), unknown: [], responseId: undefined };
      const kill = round % 2 === 0 ? killServer : killPostgres;
      const at = random() * latestKillMilliseconds;
      let fault: unknown;
      const living = live(history, random, `round-${round}`).catch((error: unknown) => {
        if (isCutOff(error)) cutOff++;
        else fault = error;
      });
      // In every second pair of rounds the kill waits for a confirmed response, so that also slow machines test escalation.
      const ended = living.then(() => true);
      if (Math.floor(round / 2) % 2 === 0)
        while (!history.responseId && !(await Promise.race([ended, pause(10).then(() => false)])));
      await pause(at);
      await kill();
      await living;
      // Only being cut off is expected of a kill; a refusal is a fault of the story, and would hide that nothing was tested.
      if (fault)
        throw new Error(`seed ${seed}, round ${round}: the story failed by itself`, { cause: fault });
      await check(history).catch((error: unknown) => {
        throw new Error(
          `seed ${seed}, round ${round} (${kill.name} after ${Math.round(at)} ms): ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      });
      if (history.responseId) confirmed++;
    }
    process.stdout.write(
      `  kill -9: ${rounds} rounds, ${confirmed} with a confirmed response, ${cutOff} cut off in the middle\n`,
    );
    expect(confirmed, 'rounds in which a response was confirmed').toBeGreaterThanOrEqual(rounds / 2);
  });
});
