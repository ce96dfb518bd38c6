/** `npm run bench`: measures, beside peers and limits of the same run. Ratios last longer than seconds. */
import { arch, cpus, platform, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import colours from 'picocolors';
import type { Result } from './benchmark.ts';
import { benchmarks } from './registry.ts';

const help = `Usage: npm run bench -- [--json] [--only NAME]

${benchmarks.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n')}

Examples:
  npm run bench
  npm run -s bench -- --json --only intake
`;

/** What was asked for; asked wrongly, it says how to ask, and ends with exit code 2. */
function asked() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message.split('. ', 1)[0] : ''}\n\n${help}`);
    process.exit(2);
  }
}
const values = asked();

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${arch()}`,
  node: process.version,
};
const short = (value: number) => (value >= 100 ? Math.round(value).toString() : value.toPrecision(3));

function print(result: Result): void {
  const mark = result.holds ? colours.green('✓') : colours.red('✗');
  process.stdout.write(
    `  ${mark} ${colours.bold(result.name.padEnd(22))} ${short(result.value).padStart(8)} ${result.unit.padEnd(10)} aim ${result.aim}\n`,
  );
  for (const { name, value } of result.beside)
    process.stdout.write(`      ${colours.dim(`beside: ${name} ${short(value)}`)}\n`);
  if (result.ratio !== null)
    process.stdout.write(`      ${colours.dim(`ratio ${result.ratio.toFixed(2)}`)}\n`);
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const chosen = benchmarks.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) {
    process.stderr.write(`There is no benchmark "${values.only}".\n\n${help}`);
    return 2;
  }
  const results: Result[] = [];
  for (const benchmark of chosen) {
    process.stderr.write(colours.dim(`  measuring ${benchmark.name}...\n`));
    const found = await benchmark.run();
    results.push(...found);
    if (!values.json) for (const result of found) print(result);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, results })}\n`);
  return 0;
}

process.exitCode = await main();
