/** Who saw a report, in a log of 1,000,000 leaves: the whole list, as for a notice of a breach. */
import pg from 'pg';
import { whoSaw } from '../src/audit/index.ts';
import { migrate, openDatabases, startCluster } from '../src/platform/index.ts';
import { type Benchmark, median } from './benchmark.ts';

const leaves = 1_000_000;
const reports = 20_000;
const people = 50;
/** Records that each second leaf shows: a page of a queue now and then shows many. */
const shownAtOnce = 3;
const asked = 200;

const idOf = (kind: number, number: string) =>
  `('${String(kind).padStart(8, '0')}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

/** Leaves over ten years, half of them sights; made by the database itself, since a million commits would take hours. */
const fill = `
  insert into audit_leaf (id, at, actor_kind, actor_id, action, subject_kind, subject_id, detail, sequenced)
  select ${idOf(1, 'n')}, timestamptz '2020-01-01' + n * interval '5 minutes', 'staff', ${idOf(2, `n % ${people}`)},
    case when n % 2 = 0 then 'case-data-shown' else 'signal-assessed' end, 'signal', ${idOf(3, `(n * 7919) % ${reports}`)},
    '{"view":"signal"}', true
  from generate_series(1::bigint, ${leaves}) n;
  insert into audit_shown (leaf_id, record_id, viewer_id, view, at)
  select ${idOf(1, 'n')}, ${idOf(3, `((n + k * 4801) * 7919) % ${reports}`)}, ${idOf(2, `n % ${people}`)}, 'signal',
    timestamptz '2020-01-01' + n * interval '5 minutes'
  from generate_series(2::bigint, ${leaves}, 2) n, generate_series(0, ${shownAtOnce - 1}) k;
  analyze audit_leaf; analyze audit_shown`;

async function fillAs(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query("set role alight_owner; set alight.scope = 'system'");
  await owner.query(fill);
  await owner.end();
}

const id = (kind: number, number: number) =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const whoSawIt: Benchmark = {
  name: 'who-saw',
  about:
    'Everybody who saw or changed a report, and everything one person saw, in a log of 1,000,000 leaves.',
  run: async () => {
    const cluster = await startCluster('.alight');
    const name = `alight_bench_who_saw_${process.pid}`;
    await cluster.ensureDatabase(name);
    await migrate(cluster.migratorUrl(name));
    const databases = openDatabases(cluster.appUrl(name));
    const span = { since: new Date(0), until: new Date('2999-01-01T00:00:00Z') };
    const timed = async (about: Parameters<typeof whoSaw>[1]['about']) => {
      const start = performance.now();
      let found = 0;
      for (let after: string | undefined; ; ) {
        const page = await whoSaw(databases.paging, { about, ...span, after });
        found += page.sights.length;
        if (page.next === null) break;
        after = page.next;
      }
      if (!found) throw new Error('nobody saw it: the benchmark measures nothing');
      return { milliseconds: performance.now() - start, found };
    };
    try {
      await fillAs(cluster.migratorUrl(name));
      const ofReports: number[] = [];
      for (let i = 0; i < asked; i++)
        ofReports.push((await timed({ recordIds: [id(3, 2 * ((i * 7919) % (reports / 2)))] })).milliseconds);
      ofReports.sort((a, b) => a - b);
      const person = await timed({ personId: id(2, 0) });
      const p95 = ofReports[Math.floor(0.95 * (asked - 1))]!;
      return [
        {
          name: 'who saw a report',
          value: p95,
          unit: 'ms p95',
          aim: '<= 300,000 ms (5 minutes)',
          holds: p95 <= 300_000 && person.milliseconds <= 300_000,
          beside: [
            { name: 'median ms', value: median(ofReports) },
            { name: `everything one person did, ${person.found} lines, ms`, value: person.milliseconds },
          ],
          ratio: null,
        },
      ];
    } finally {
      await databases.close();
      await cluster.dropDatabase(name);
      if (cluster.started) await cluster.stop();
    }
  },
};
