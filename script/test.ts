/**
 * Runs every gate and suite in order, shows progress, and ends with one line of counts. A gate that fails does not hide the
 * others: all run, and the end says which failed and what to do.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import colours from 'picocolors';
import { startCluster } from '../src/platform/index.ts';
import { findChromium } from '../test/support/chromium.ts';
import { buildPages } from './prepare.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(
    'script/test [--all]\n\n  Runs every check. --all runs the long suites in full instead of on seeded samples.\n',
  );
  process.exit(0);
}

interface Step {
  readonly name: string;
  readonly advice: string;
  run(): Promise<{ passed: number; failed: number }>;
}

const reports = mkdtempSync(join(tmpdir(), 'alight-test-'));
const env = {
  ...process.env,
  ALIGHT_TEST_ALL: values.all ? '1' : '',
  // Servers and verbs are started many times over: what was read once need not be compiled again.
  NODE_COMPILE_CACHE: join(process.cwd(), 'node_modules', '.cache', 'node'),
};

/** Runs a command; its words come as they are said, or all together at its end when others run beside it. */
function command(args: readonly string[], together = false): Promise<number> {
  return new Promise((resolve, reject) => {
    const stdio = together ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, args, { stdio: ['ignore', stdio, stdio], env });
    const words: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => words.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(words));
      resolve(code ?? 1);
    });
  });
}

const gate = (name: string, args: readonly string[], advice: string): Step => ({
  name,
  advice,
  run: async () => ((await command(args, true)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
});

/** What is read of vitest's JSON report. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** The failed tests of every suite, each with its first lines: said again at the end, where a long log is read. */
const failures: string[] = [];
const linesOfFailure = 12;

function failuresOf(report: Report): readonly string[] {
  return report.testResults.flatMap((file) => {
    const where = relative(process.cwd(), file.name);
    const failed = file.assertionResults.filter((one) => one.status === 'failed');
    const said = failed.map(
      (one) => `${where} > ${one.fullName}\n${firstLines(one.failureMessages.join('\n'))}`,
    );
    // A file can fail before or after its tests: its message is then all there is.
    return said.length || file.status !== 'failed' ? said : [`${where}\n${firstLines(file.message)}`];
  });
}

const firstLines = (words: string) =>
  words
    .split('\n')
    .slice(0, linesOfFailure)
    .map((line) => `    ${line}`)
    .join('\n');

const suite = (...projects: readonly string[]): Step => ({
  name: `tests: ${projects.join(', ')}`,
  advice: `npm test -- --project ${projects[0]} runs only ${projects.length > 1 ? 'the first of' : ''} these.`,
  run: async () => {
    const file = join(reports, `${projects[0]}.json`);
    const code = await command([
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    try {
      const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
      failures.push(...failuresOf(report));
      // A suite that ends badly without a failed test (a hook, a syntax error, no tests at all) is a failure too.
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests || (code === 0 && report.numPassedTests > 0 ? 0 : 1),
      };
    } catch {
      return { passed: 0, failed: 1 };
    }
  },
});

/** One group after the other; the steps of a group at once. */
const steps: readonly (readonly Step[])[] = [
  [
    {
      name: 'the pages build',
      advice: 'npm run build shows the whole output.',
      run: async () => buildPages().then(() => ({ passed: 1, failed: 0 })),
    },
    gate(
      'the types of the routes',
      ['node_modules/@react-router/dev/bin.cjs', 'typegen'],
      'npm run build shows what the routes are.',
    ),
  ],
  [
    gate('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], 'npm run check:types'),
    gate(
      'core without ambient types',
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.core.json'],
      'A core/ file used something that is not in the language.',
    ),
    gate(
      'format and lint',
      ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
      'script/format mends most of it.',
    ),
    gate('nothing unused', ['node_modules/knip/bin/knip.js'], 'Delete what knip names.'),
    gate('generated files', ['script/generate.ts', '--check'], 'npm run generate'),
    // Most of its time it waits for leases to run out; it has a PostgreSQL of its own to kill.
    suite('faults'),
  ],
  [suite('unit', 'flows')],
  [suite('browser')],
];

let passed = 0;
let failed = 0;
const unhappy: Step[] = [];
process.stdout.write(`Chromium: ${await findChromium((words) => process.stdout.write(`${words}\n`))}\n`);
async function runStep(step: Step): Promise<void> {
  const start = performance.now();
  process.stdout.write(`\n${colours.bold(`── ${step.name}`)}\n`);
  const result = await step.run().catch((error: unknown) => {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  passed += result.passed;
  failed += result.failed;
  if (result.failed) unhappy.push(step);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(
    `${result.failed ? colours.red('failed') : colours.green('ok')}  ${step.name}  ${seconds} s\n`,
  );
}

for (const group of steps) await Promise.all(group.map(runStep));
rmSync(reports, { recursive: true, force: true });
// Left running only for somebody else who uses it.
await (await startCluster('.alight')).stop().catch(() => {});
process.stdout.write('\n');
for (const one of failures) process.stdout.write(`${colours.red('failed')}: ${one}\n`);
for (const step of unhappy) process.stdout.write(`${colours.red('failed')}: ${step.name}. ${step.advice}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed ? 1 : 0);
