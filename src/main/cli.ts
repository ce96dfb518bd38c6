/**
 * `npm run alight -- <verb>`: the house from a terminal. Plain when piped; with `--json` always one object, also when it did
 * not go well. Exit code 1 says that it did not go well, 2 that it was asked wrongly.
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import colours from 'picocolors';
import { openDatabases, Refusal, readConfig, startCluster } from '../platform/index.ts';
import { importGtfs } from '../transit/index.ts';
import { AskedWrongly } from './asked-wrongly.ts';
import { auditVerb } from './audit-verbs.ts';
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
  audit witness        Keeps the last checkpoint of a log and checks that the newest one goes on from it.
    --state FILE       where it is kept; not on the machine that keeps the log
    --origin URL       the instance to watch, or "database" for this one's own
    --key VERIFIER     its key as you learned it another way (default: the first one seen is kept)
  audit who-saw        Who saw or changed what, newest first, from the audit log.
    --signal ID        a report, with its case, its responses and their pages
    --case ID          a case, with its reports
    --person ID        what one member of staff, or one responding organization, saw and did
    --since, --until   times such as 2026-02-03T15:00:00Z; the second one is not included

  --help               this page

With --json there is one JSON object on standard output, also when it did not go well: {"ok":false,"faults":["…"]}.
Exit code: 0 it went well; 1 it did not; 2 it was asked wrongly, and nothing was done.

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
      databases.paging,
      { feedId, name: feedId, source: 'imported from a file', path },
      new Date(),
    );
    process.stdout.write(
      json
        ? `${JSON.stringify({ ok: true, ...result })}\n`
        : `${result.warnings.map((line) => `  ${colours.yellow('warning')}: ${line}\n`).join('')}  ${result.unchanged ? 'Unchanged' : 'Imported'}: ${result.stops} stops, ${result.trips} trips, ${result.stopTimes} stop times.\n`,
    );
    return 0;
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}

const options = {
  fast: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  own: { type: 'boolean', default: false },
  url: { type: 'string' },
  variant: { type: 'string', default: 'everyone-comes' },
  feed: { type: 'string' },
  kept: { type: 'string' },
  state: { type: 'string' },
  signal: { type: 'string' },
  case: { type: 'string' },
  person: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  origin: { type: 'string' },
  key: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    // Node's words name the option; the second sentence is about positional arguments and does not fit.
    const words = error instanceof Error ? error.message.split('. ', 1)[0]! : '';
    throw new AskedWrongly(`${words.replace(/\.$/, '')}.`);
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  const [verb, what, ...files] = positionals;
  if (values.help || !verb) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  if (verb === 'story' && what === 'transit') {
    const variant = variants.find((known) => known === values.variant);
    if (!variant) throw new AskedWrongly(`There is no such variant. Choose one of: ${variants.join(', ')}.`);
    if (files.length) throw new AskedWrongly(`The story takes no file; "${files[0]}" is one too many.`);
    if (values.url !== undefined && !URL.canParse(values.url))
      throw new AskedWrongly('--url needs an address such as http://localhost:8080.');
    return story({ fast: values.fast, json: values.json, own: values.own, url: values.url, variant });
  }
  if (verb === 'import' && what === 'gtfs') {
    const [file, ...rest] = files;
    if (!file) throw new AskedWrongly('The file is missing: import gtfs FILE.zip');
    if (rest.length) throw new AskedWrongly(`One feed at a time: "${rest[0]}" is one file too many.`);
    return importFeed(file, values.feed, values.json);
  }
  if (verb === 'audit') {
    const code = await auditVerb(what, files, values);
    if (code !== null) return code;
  }
  throw new AskedWrongly(`There is no verb "${[verb, what].filter(Boolean).join(' ')}".`);
}

function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return `${error.title}. ${error.detail}`;
  return error instanceof Error ? error.message : String(error);
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    const wrongly = error instanceof AskedWrongly;
    process.stderr.write(`${wordsOf(error)}${wrongly ? ' See: npm run alight -- --help' : ''}\n`);
    if (process.argv.includes('--json'))
      process.stdout.write(`${JSON.stringify({ ok: false, faults: [wordsOf(error)] })}\n`);
    process.exitCode = wrongly ? 2 : 1;
  });
