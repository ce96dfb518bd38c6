/** The audit log: leaves a second into the tree, beside the bare writing of the same rows, and how old a leaf is when it has its place. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaf, loadNoteKey, sequence, startSequencer } from '../src/audit/index.ts';
import {
  migrate,
  newId,
  openDatabases,
  openLog,
  startCluster,
  systemClock,
  transaction,
} from '../src/platform/index.ts';
import { type Benchmark, median } from './benchmark.ts';

const leaves = 20_000;
const writers = 8;
const samples = 200;
const sampleEveryMilliseconds = 20;

export const audit: Benchmark = {
  name: 'audit',
  about: 'Leaves a second into the Merkle tree, and the time from a write to its place in it.',
  run: async () => {
    const cluster = await startCluster('.alight');
    const name = `alight_bench_audit_${process.pid}`;
    await cluster.ensureDatabase(name);
    await migrate(cluster.migratorUrl(name));
    const databases = openDatabases(cluster.appUrl(name));
    const folder = await mkdtemp(join(tmpdir(), 'alight-bench-'));
    const db = databases.paging;
    const write = (at: Date) =>
      transaction(db, (tx) =>
        leaf(tx, {
          at,
          actor: { kind: 'system' },
          action: 'measured',
          subjectKind: 'bench',
          subjectId: newId(at),
        }),
      );
    try {
      const key = await loadNoteKey(join(folder, 'audit.pem'), 'alight.example/bench');
      const startWriting = performance.now();
      await Promise.all(
        Array.from({ length: writers }, async () => {
          for (let i = 0; i < leaves / writers; i++) await write(new Date());
        }),
      );
      const written = (leaves * 1000) / (performance.now() - startWriting);
      const start = performance.now();
      while ((await sequence(db, key, new Date())) !== 0);
      const sequenced = (leaves * 1000) / (performance.now() - start);
      const ages: number[] = [];
      const stop = startSequencer({ db, key, clock: systemClock, log: openLog('silent') });
      for (let i = 0; i < samples; i++) {
        const at = performance.now();
        const before = await sizeOf(db);
        await write(new Date());
        while ((await sizeOf(db)) === before) await new Promise((resolve) => setTimeout(resolve, 2));
        ages.push(performance.now() - at);
        await new Promise((resolve) => setTimeout(resolve, sampleEveryMilliseconds));
      }
      await stop();
      ages.sort((a, b) => a - b);
      return [
        {
          name: 'audit leaves',
          value: sequenced,
          unit: 'leaves/s',
          aim: '>= 1,500 leaves/s',
          holds: sequenced >= 1500,
          beside: [{ name: `writing them, ${writers} at once, each its own commit`, value: written }],
          ratio: sequenced / written,
        },
        {
          name: 'audit inclusion',
          value: ages[Math.floor(0.99 * (ages.length - 1))]!,
          unit: 'ms p99',
          aim: '<= 1,000 ms after the write',
          holds: ages[ages.length - 1]! <= 1000,
          beside: [{ name: 'median ms', value: median(ages) }],
          ratio: null,
        },
      ];
    } finally {
      await databases.close();
      await rm(folder, { recursive: true, force: true });
      await cluster.dropDatabase(name);
      if (cluster.started) await cluster.stop();
    }
  },
};

const sizeOf = async (db: ReturnType<typeof openDatabases>['paging']): Promise<number> => {
  const row = await db
    .selectFrom('audit_checkpoint')
    .select((query) => query.fn.max('size').as('size'))
    .executeTakeFirst();
  return Number(row?.size ?? 0);
};
