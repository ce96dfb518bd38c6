/** The house plan holds, and each of its rules is proven to catch what it forbids: a check that cannot fail is no check. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const timeoutMilliseconds = 120_000;

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

async function cruise(folders: string[], planted: string): Promise<Cruise> {
  const { stdout } = await run(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
      ...folders,
    ],
    { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ALIGHT_PLANTED: planted } },
  ).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return JSON.parse(stdout) as Cruise;
}

const ordinaryRules: Readonly<Record<string, readonly (readonly [file: string, text: string])[]>> = {
  'core-is-pure': [['src/platform/core/impure.ts', "import 'node:fs';\n"]],
  'clearance-is-minted-by-two-rooms': [
    ['src/messaging/clearance.ts', 'export const mintClearance = 1;\n'],
    ['src/paging/forger.ts', "import '../messaging/clearance.ts';\n"],
  ],
  'web-holds-no-server': [
    ['web/page.ts', "import { inside } from '../src/audit/store.ts';\nexport const page = inside;\n"],
  ],
  'server-holds-no-web': [['src/main/page-in-server.ts', "import '../../web/page.ts';\n"]],
  'no-circles': [
    ['src/audit/here.ts', "import './there.ts';\nexport const here = 1;\n"],
    ['src/audit/there.ts', "import './here.ts';\nexport const there = 1;\n"],
  ],
  'everything-resolves': [['src/audit/lost.ts', "import './nowhere.ts';\n"]],
};

/** A small house in which every rule is broken once; rules that are made for each room are broken in each room. */
function plant(names: readonly string[]): { planted: Map<string, string>; covered: string[] } {
  const planted = new Map<string, string>();
  const covered: string[] = [];
  const rooms = names.flatMap((name) => /^(.+)-is-entered-by-its-face$/.exec(name)?.[1] ?? []);
  for (const room of [...rooms, 'main']) {
    planted.set(`src/${room}/index.ts`, 'export const face = 1;\n');
    planted.set(`src/${room}/store.ts`, 'export const inside = 1;\n');
  }
  for (const name of names) {
    const floor = /^(.+)-stands-on-lower-floors-only$/.exec(name)?.[1];
    const face = /^(.+)-is-entered-by-its-face$/.exec(name)?.[1];
    // Everything but main stands below main; main is entered by nobody, so its rule has nothing to forbid.
    if (floor) planted.set(`src/${floor}/upward.ts`, "import '../main/index.ts';\n");
    if (face) planted.set(`src/main/into-${face}.ts`, `import '../${face}/store.ts';\n`);
    for (const [file, text] of ordinaryRules[name] ?? []) planted.set(file, text);
    if (floor || face || ordinaryRules[name]) covered.push(name);
  }
  return { planted, covered };
}

/** Files of the product's own source whose text breaks a rule. */
async function offenders(
  folder: string,
  only: RegExp,
  rule: (text: string, file: string) => boolean,
): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries
    .map((entry) => join(folder, entry))
    .filter((file) => only.test(file) && !file.endsWith('.test.ts'))
    // A folder hands its files out in an order of its own.
    .sort();
  const found: string[] = [];
  for (const file of files) if (rule(await readFile(file, 'utf8'), file)) found.push(file);
  return found;
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
const readsEnvironment = (text: string) => /\bprocess\.env\b/.test(text);
/** The database's own clock, by any of its names; `clock.now()` and the like are ours. */
const readsDatabaseTime = (text: string) =>
  /(?<!\.)\bnow\s*\(\)|\b(clock|statement|transaction)_timestamp\s*\(|\bcurrent_(timestamp|time|date)\b|\blocaltime(stamp)?\b|\btimeofday\s*\(|'(now|today|tomorrow|yesterday)'\s*::|\b(timestamp(tz)?|date|time)\s+'(now|today|tomorrow|yesterday)'/i.test(
    withoutComments(text),
  );
const isNotPure = (text: string) =>
  /\bDate\.now\b|\bnew Date\s*(\(\s*\)|(?!\s*\()\b)|(?<![\w.]|new )\bDate\s*\(|\bperformance\b\s*\.|\bMath\.random\b|\bcrypto\s*\.|\brandomUUID\b/.test(
    withoutComments(text),
  );
const speaksSql = (text: string) =>
  /\bsql(<[^`;]*>)?`|\bsql\.(raw|table|ref|id)\b|\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\.query(<[^`;]*>)?\(\s*[`'"]/.test(
    withoutComments(text),
  );
/** SQL lives in a room's store.ts; the ground floor's connections and notifications are made of it. */
const maySpeakSql = (file: string) =>
  /(^|\/)store(-[a-z]+)?\.ts$|^src\/[a-z]+\/store\/|^src\/platform\/(database\/|realtime\.ts$)/.test(file);
const vagueName = (file: string) => /(^|\/)(utils?|helpers?|common|managers?)(\/|\.)/i.test(file);

/** Statements that put a row into `due`, each as far as it goes. */
const bareInserts = (text: string): string[] =>
  text.match(/insert into due\b[^`]*?(?=on conflict|`|$)|insertInto\('due'\)/g) ?? [];
/** Nothing, or the number of a message: all that is written past the guard (`src/platform/due/payload.ts`). */
const mayHoldWords = (insert: string): boolean =>
  !/'\{\}'/.test(insert) && !/jsonb_build_object\('from', m\.sequence\) from m\s*$/.test(insert);

describe('the house plan', () => {
  test('every import goes the way the plan allows, over a number of modules that is not zero', {
    timeout: timeoutMilliseconds,
  }, async () => {
    const { summary } = await cruise(['src', 'web'], '');
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(60);
  });

  test('each rule catches a violation planted for it alone', { timeout: timeoutMilliseconds }, async () => {
    const file = '../../.dependency-cruiser.mjs';
    const { default: plan } = (await import(file)) as {
      default: { forbidden: { name: string }[] };
    };
    const names = plan.forbidden.map(({ name }) => name);
    const { planted, covered } = plant(names);
    expect(covered, 'rules without a planted violation').toEqual(names);
    const folder = await mkdtemp(join('test/architecture', 'planted-'));
    try {
      for (const [path, text] of planted) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const { summary } = await cruise([join(folder, 'src'), join(folder, 'web')], `${folder}/`);
      const caught = new Set(summary.violations.map((violation) => violation.rule.name));
      expect(names.filter((name) => !caught.has(name))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('the environment is read in one file', async () => {
    expect(await offenders('src', /\.ts$/, readsEnvironment)).toEqual([
      // It sets what a library looks at, and decides nothing of ours by it.
      join('src', 'main', 'pages-for-people.ts'),
      join('src', 'platform', 'config.ts'),
    ]);
    expect(readsEnvironment('const x = process.env.HOME')).toBe(true);
  });

  test('nothing asks the database what time it is: time is a parameter', async () => {
    const asking = (text: string, file: string) => maySpeakSql(file) && readsDatabaseTime(text);
    expect(await offenders('src', /\.ts$/, asking)).toEqual([
      // When a migration ran is told by the database itself, and nobody decides by it.
      join('src', 'platform', 'database', 'migrate.ts'),
    ]);
  });

  test.each([
    'select now()',
    'select NOW ()',
    'set at = current_timestamp',
    'where d = current_date',
    'select localtimestamp',
    'select clock_timestamp()',
    'select transaction_timestamp()',
    'select statement_timestamp()',
    "select 'now'::timestamptz",
    "select timestamptz 'now'",
    "select 'today'::date",
  ])('the gate sees the database clock in: %s', (text) => {
    expect(readsDatabaseTime(text)).toBe(true);
  });

  test.each(['clock.now()', 'at.now() // not now()', '/* now() */ due_at', 'nowhere()', 'at: known()'])(
    'and sees none in: %s',
    (text) => {
      expect(readsDatabaseTime(text)).toBe(false);
    },
  );

  test('no core reads a clock or throws dice', async () => {
    expect(await offenders('src', /\/core\/.*\.ts$/, isNotPure)).toEqual([]);
  });

  test.each([
    'const t = Date.now()',
    'new Date()',
    'new Date( )',
    'const t = new Date;',
    'const t = Date()',
    'performance.now()',
    'Math.random()',
    'const dice = Math.random;',
    'crypto.randomUUID()',
  ])('the gate sees it in: %s', (text) => {
    expect(isNotPure(text)).toBe(true);
  });

  test.each(['new Date(instant)', 'new Date(0)', 'Date.UTC(2024, 1, 1)', 'at: Date;', '// new Date()'])(
    'and sees none in: %s',
    (text) => {
      expect(isNotPure(text)).toBe(false);
    },
  );

  test('SQL is in store.ts', async () => {
    expect((await offenders('src', /\.ts$/, speaksSql)).filter((file) => !maySpeakSql(file))).toEqual([]);
  });

  test.each([
    'await sql`select 1`.execute(db)',
    'sql<{ n: number }>`select 1`',
    "db.selectFrom('due')",
    "tx.insertInto('due').values(row)",
    "await client.query('select 1')",
  ])('the gate sees SQL in: %s', (text) => {
    expect(speaksSql(text)).toBe(true);
    expect(maySpeakSql('src/main/open.ts')).toBe(false);
  });

  test('a due row that does not go through the guard of its payload carries none but a number', async () => {
    expect(await offenders('src', /\.ts$/, (text) => bareInserts(text).length > 0)).toEqual([
      'src/platform/due/store.ts',
      'src/signals/floods/store-floods.ts',
      'src/signals/store-dialogue.ts',
      'src/signals/store.ts',
    ]);
    expect(await offenders('src', /\.ts$/, (text) => bareInserts(text).some(mayHoldWords))).toEqual([
      // Behind the guard.
      'src/platform/due/store.ts',
    ]);
  });

  test.each([
    'insert into due (id, payload) select r.id, r.payload from r`',
    "insert into due (id, payload) values (1, jsonb_build_object('words', r.words))`",
    "tx.insertInto('due').values(row)",
  ])('the gate sees words that may go into a due row: %s', (text) => {
    expect(bareInserts(text).some(mayHoldWords)).toBe(true);
  });

  test('nothing has a name that says nothing', async () => {
    const entries = await Promise.all(
      ['src', 'web', 'test', 'bench', 'script'].map((folder) => readdir(folder, { recursive: true })),
    );
    expect(entries.flat().filter(vagueName)).toEqual([]);
    expect(vagueName('src/x/utils.ts')).toBe(true);
  });
});
