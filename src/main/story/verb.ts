/** `alight story transit`: plays the story and says line by line how it goes. */
import colours from 'picocolors';
import { readConfig } from '../../platform/index.ts';
import { answers, startInstance } from './instance.ts';
import { playTransitStory, type StoryLine, type StoryResult } from './transit.ts';
import type { Variant } from './variants.ts';

const pauseMilliseconds = 700;
const localOrigin = 'http://localhost:8080';

const clock = (at: string) =>
  new Intl.DateTimeFormat('en-US', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'America/Chicago',
  }).format(new Date(at));

const colourOf = (who: string) => {
  if (who === 'Alight') return colours.cyan;
  if (/Conductor|Passenger/.test(who)) return colours.yellow;
  if (/Train/.test(who)) return colours.magenta;
  return colours.green;
};

function printLine({ at, who, what }: StoryLine): void {
  process.stdout.write(`  ${colours.dim(clock(at))}  ${colourOf(who)(who.padEnd(38))} ${what}\n`);
}

function printEnd(result: StoryResult): void {
  process.stdout.write('\n');
  for (const role of result.roles) {
    const lead =
      role.leadSeconds === null
        ? 'never in place'
        : `in place ${Math.round(role.leadSeconds / 60)} min before the train`;
    const good = (role.leadSeconds ?? -1) > 0;
    process.stdout.write(
      `  ${good ? colours.green('✓') : colours.red('✗')} ${role.role.padEnd(26)} ${lead}\n`,
    );
  }
  process.stdout.write(
    `\n  By the code could be read: ${result.receipt.map((text) => `“${text}”`).join(' ')}\n`,
  );
  for (const fault of result.faults) process.stdout.write(`  ${colours.red('fault')}: ${fault}\n`);
  process.stdout.write(
    `\n  ${result.ok ? colours.green('It went as it must.') : colours.red('It did not go as it must.')}\n`,
  );
}

/** @returns the exit code */
export async function story(options: {
  fast: boolean;
  json: boolean;
  own: boolean;
  url: string | undefined;
  variant: Variant;
}): Promise<number> {
  if (options.url !== undefined && !(await answers(options.url)))
    throw new Error(`Nothing answers at ${options.url}. Start it with script/server, or leave --url out.`);
  const running = options.url ?? (!options.own && (await answers(localOrigin)) ? localOrigin : undefined);
  if (!running && !options.json) process.stderr.write('  Starting an instance of its own...\n');
  const instance = running ? undefined : await startInstance({ dataFolder: readConfig().dataFolder });
  try {
    const result = await playTransitStory({
      origin: running ?? instance!.origin,
      variant: options.variant,
      tell: async (line) => {
        if (options.json) return;
        printLine(line);
        if (!options.fast) await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      },
    });
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else printEnd(result);
    return result.ok ? 0 : 1;
  } finally {
    await instance?.stop();
  }
}
