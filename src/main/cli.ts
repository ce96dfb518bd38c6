/** `npm run alight -- <verb>`: the house from a terminal. Plain when piped, `--json` for programs, exit code 1 when it did not go well. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import colours from 'picocolors';
import { loadNoteKey, verifyLog } from '../audit/index.ts';
import { openDatabases, Refusal, readConfig, startCluster } from '../platform/index.ts';
import { importGtfs } from '../transit/index.ts';
import { answers, startInstance } from './story/instance.ts';
import {
  playTransitStory,
  type StoryLine,
  type StoryResult,
  type Variant,
  variants,
} from './story/transit.ts';

const help = `Usage: npm run alight -- <verb> [options]

  story transit        Plays the founding story: a conductor's report, and everyone in place before the train.
    --fast             without pauses
    --variant NAME     ${variants.join(', ')}
    --url ORIGIN       against this running demonstration (default: http://localhost:8080 when it answers,
                       else an instance of its own)
    --own              always an instance of its own
    --json             one JSON object

  import gtfs FILE.zip Imports a timetable.
    --feed ID          its id (default: the file's name)

  audit verify         Checks the whole audit log: every leaf, the tree, and the signed checkpoint.
    --kept FILE        also against an older checkpoint that was kept outside the database

  --help               this page

Examples:
  npm run alight -- story transit --fast
  npm run -s alight -- story transit --fast --json --variant do-not-tell
  npm run alight -- import gtfs city.zip --feed city
`;

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

async function story(options: {
  fast: boolean;
  json: boolean;
  own: boolean;
  url: string | undefined;
  variant: Variant;
}): Promise<number> {
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

async function importFeed(path: string, feed: string | undefined, json: boolean): Promise<number> {
  const config = readConfig();
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databases = openDatabases(config.database.url ?? cluster!.appUrl(config.database.name));
  try {
    const feedId =
      feed ??
      basename(path)
        .replace(/\.zip$/i, '')
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-')
        .slice(0, 40);
    if (!json) process.stderr.write(`  Importing ${feedId}...\n`);
    const result = await importGtfs(
      databases.staff,
      { feedId, name: feedId, source: 'imported from a file', path },
      new Date(),
    );
    process.stdout.write(
      json
        ? `${JSON.stringify(result)}\n`
        : `  ${result.unchanged ? 'Unchanged' : 'Imported'}: ${result.stops} stops, ${result.trips} trips, ${result.stopTimes} stop times.\n`,
    );
    return 0;
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}

/** Checks the audit log of this instance. Exit code 1 when anything was changed. */
async function verifyAudit(kept: string | undefined, json: boolean): Promise<number> {
  const config = readConfig();
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databases = openDatabases(config.database.url ?? cluster!.appUrl(config.database.name));
  try {
    const key = await loadNoteKey(config.auditKeyFile, `${new URL(config.publicOrigin).host}/audit`);
    if (!json) process.stderr.write('  Checking the audit log...\n');
    const note = kept === undefined ? undefined : await readFile(kept, 'utf8');
    const result = await verifyLog(databases.staff, key.publicKey, note);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else if (result.ok)
      process.stdout.write(`  ${colours.green('Whole')}: ${result.size} entries, as they were written.\n`);
    else for (const fault of result.faults) process.stdout.write(`  ${colours.red('Changed')}: ${fault}\n`);
    return result.ok ? 0 : 1;
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      fast: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      own: { type: 'boolean', default: false },
      url: { type: 'string' },
      variant: { type: 'string', default: 'everyone-comes' },
      feed: { type: 'string' },
      kept: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [verb, what, file] = positionals;
  if (values.help || !verb) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  if (verb === 'story' && what === 'transit') {
    const variant = variants.find((known) => known === values.variant);
    if (!variant)
      throw new Refusal(
        'unknown-variant',
        422,
        'There is no such variant',
        `Choose one of: ${variants.join(', ')}.`,
      );
    return story({ fast: values.fast, json: values.json, own: values.own, url: values.url, variant });
  }
  if (verb === 'audit' && what === 'verify') return verifyAudit(values.kept, values.json);
  if (verb === 'import' && what === 'gtfs' && file) return importFeed(file, values.feed, values.json);
  process.stderr.write(
    `There is no verb "${[verb, what].filter(Boolean).join(' ')}". See: npm run alight -- --help\n`,
  );
  return 2;
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    const words =
      error instanceof Refusal
        ? `${error.title}. ${error.detail}`
        : error instanceof Error
          ? error.message
          : String(error);
    process.stderr.write(`${words}\n`);
    process.exitCode = 1;
  });
