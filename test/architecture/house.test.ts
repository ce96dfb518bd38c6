/** The house plan holds, and each of its rules is proven to catch what it forbids: a check that cannot fail is no check. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

async function cruise(folders: string[], planted: boolean): Promise<Cruise> {
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
    { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ALIGHT_PLANTED: planted ? '1' : '' } },
  ).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return JSON.parse(stdout) as Cruise;
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
    .filter((file) => only.test(file) && !file.endsWith('.test.ts'));
  const found: string[] = [];
  for (const file of files) if (rule(await readFile(file, 'utf8'), file)) found.push(file);
  return found;
}

const readsEnvironment = (text: string) => /\bprocess\.env\b/.test(text);
const readsDatabaseTime = (text: string) =>
  /\b(now|clock_timestamp|current_timestamp)\s*\(\)/i.test(
    text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(/\b(clock|at|services)\.now\(\)/g, ''),
  );
const readsTheClock = (text: string) => /\bDate\.now\(|new Date\(\)|performance\.now\(/.test(text);
const vagueName = (file: string) => /(^|\/)(utils?|helpers?|common|managers?)(\/|\.)/i.test(file);

describe('the house plan', () => {
  test('every import goes the way the plan allows, over a number of modules that is not zero', {
    timeout: timeoutMilliseconds,
  }, async () => {
    const { summary } = await cruise(['src', 'web'], false);
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(60);
  });

  test('each rule catches its planted violation', { timeout: timeoutMilliseconds }, async () => {
    const { summary } = await cruise(
      ['test/architecture/planted/src', 'test/architecture/planted/web'],
      true,
    );
    const caught = new Set(summary.violations.map((violation) => violation.rule.name));
    for (const rule of [
      'platform-stands-on-lower-floors-only',
      'audit-is-entered-by-its-face',
      'core-is-pure',
      'clearance-is-minted-by-two-rooms',
      'web-holds-no-server',
      'server-holds-no-web',
      'no-circles',
      'everything-resolves',
    ])
      expect([...caught], rule).toContain(rule);
  });

  test('the environment is read in one file', async () => {
    expect(await offenders('src', /\.ts$/, readsEnvironment)).toEqual([join('src', 'platform', 'config.ts')]);
    expect(readsEnvironment('const x = process.env.HOME')).toBe(true);
  });

  test('no store reads the database clock: time is a parameter', async () => {
    expect(await offenders('src', /store\.ts$/, readsDatabaseTime)).toEqual([]);
    expect(readsDatabaseTime('select now()')).toBe(true);
  });

  test('no core reads a clock', async () => {
    expect(await offenders('src', /\/core\/.*\.ts$/, readsTheClock)).toEqual([]);
    expect(readsTheClock('const t = Date.now()')).toBe(true);
  });

  test('nothing has a name that says nothing', async () => {
    const entries = await Promise.all(
      ['src', 'web', 'test', 'bench', 'script'].map((folder) => readdir(folder, { recursive: true })),
    );
    expect(entries.flat().filter(vagueName)).toEqual([]);
    expect(vagueName('src/x/utils.ts')).toBe(true);
  });
});
