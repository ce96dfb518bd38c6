/**
 * `npm run alight -- <verb>`: the house from a terminal. Plain when piped; with `--json` always one object, also when it did
 * not go well. Exit code 1 says that it did not go well, 2 that it was asked wrongly. A verb is read only when it is asked for, so
 * that the help comes at once.
 */
import { parseArgs } from 'node:util';
import { AskedWrongly } from './asked-wrongly.ts';
import { variants } from './story/variants.ts';

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

  keys make            Makes the file of master keys (ALIGHT_VAULT_KEY_FILE) where there is none.
  keys rotate          Makes a new master key and wraps every data key under it. No report is rewritten, and the server
                       may go on running.
  keys rewrap          Goes on with a rotation that was cut short.

  people invite-first  Prints the link with which the first administrator sets up how they sign in.
    --name NAME        who it is
    --email ADDRESS    where they get mail
  people waiting       Lists the roles that wait for a second person.
  people agree ID      Is that second person, where nobody else could be. It is on record.

  --help               this page

With --json there is one JSON object on standard output, also when it did not go well: {"ok":false,"faults":["…"]}.
Exit code: 0 it went well; 1 it did not; 2 it was asked wrongly, and nothing was done.

Examples:
  npm run alight -- story transit --fast
  npm run -s alight -- story transit --fast --json --variant do-not-tell
  npm run alight -- import gtfs city.zip --feed city
`;

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
  name: { type: 'string' },
  email: { type: 'string' },
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
    const { story } = await import('./story/verb.ts');
    return story({ fast: values.fast, json: values.json, own: values.own, url: values.url, variant });
  }
  if (verb === 'import' && what === 'gtfs') {
    const [file, ...rest] = files;
    if (!file) throw new AskedWrongly('The file is missing: import gtfs FILE.zip');
    if (rest.length) throw new AskedWrongly(`One feed at a time: "${rest[0]}" is one file too many.`);
    const { importFeed } = await import('./import-verb.ts');
    return importFeed(file, values.feed, values.json);
  }
  if (verb === 'audit') {
    const { auditVerb } = await import('./audit-verbs.ts');
    const code = await auditVerb(what, files, values);
    if (code !== null) return code;
  }
  if (verb === 'keys') {
    if (files.length) throw new AskedWrongly(`The keys take no file; "${files[0]}" is one too many.`);
    const { keysVerb } = await import('./keys-verb.ts');
    return keysVerb(what, values.json);
  }
  if (verb === 'people') {
    const { peopleVerb } = await import('./people-verb.ts');
    const code = await peopleVerb(what, files, values);
    if (code !== null) return code;
  }
  throw new AskedWrongly(`There is no verb "${[verb, what].filter(Boolean).join(' ')}".`);
}

async function wordsOf(error: unknown): Promise<string> {
  if (error instanceof AskedWrongly) return error.message;
  const { Refusal } = await import('../platform/index.ts');
  if (error instanceof Refusal) return `${error.title}. ${error.detail}`;
  return error instanceof Error ? error.message : String(error);
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch(async (error: unknown) => {
    const wrongly = error instanceof AskedWrongly;
    const words = await wordsOf(error);
    process.stderr.write(`${words}${wrongly ? ' See: npm run alight -- --help' : ''}\n`);
    if (process.argv.includes('--json'))
      process.stdout.write(`${JSON.stringify({ ok: false, faults: [words] })}\n`);
    process.exitCode = wrongly ? 2 : 1;
  });
