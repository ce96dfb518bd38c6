/** `alight audit <verb>`: whether the log is whole, and whether it is still the one it was. */
import { readFile } from 'node:fs/promises';
import colours from 'picocolors';
import { loadNoteKey, logAt, logInDatabase, type NoteKey, verifyLog, witness } from '../audit/index.ts';
import {
  type Db,
  isLoopbackHost,
  openDatabases,
  openOutbound,
  readConfig,
  startCluster,
} from '../platform/index.ts';
import { AskedWrongly } from './asked-wrongly.ts';
import { assertSecrets } from './secrets.ts';
import { answerWhoSaw, type SightAnswer, sightKinds } from './who-saw.ts';

export interface AuditOptions {
  readonly json: boolean;
  readonly kept?: string | undefined;
  readonly state?: string | undefined;
  readonly origin?: string | undefined;
  readonly key?: string | undefined;
  readonly signal?: string | undefined;
  readonly case?: string | undefined;
  readonly person?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Runs a verb with this instance's own database and key. */
async function inHouse<T>(work: (db: Db, key: NoteKey) => Promise<T>): Promise<T> {
  const config = readConfig();
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databases = openDatabases(config.database.url ?? cluster!.appUrl(config.database.name));
  try {
    await assertSecrets(config, databases.paging, ['audit']);
    const key = await loadNoteKey(config.auditKeyFile, `${new URL(config.publicOrigin).host}/audit`);
    return await work(databases.paging, key);
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}

/** Checks the audit log of this instance. Exit code 1 when anything was changed. */
async function verify({ kept, json }: AuditOptions): Promise<number> {
  if (!json) process.stderr.write('  Checking the audit log...\n');
  const note = kept === undefined ? undefined : await readFile(kept, 'utf8');
  const result = await inHouse((db, key) => verifyLog(db, key.publicKey, note));
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else if (result.ok)
    process.stdout.write(`  ${colours.green('Whole')}: ${result.size} entries, as they were written.\n`);
  else for (const fault of result.faults) process.stdout.write(`  ${colours.red('Changed')}: ${fault}\n`);
  return result.ok ? 0 : 1;
}

/** Whoever writes the address of this machine itself means it; every other place inside is named by a setting. */
function outboundFor(origin: string) {
  const { hostname, origin: own } = new URL(origin);
  const vouched = readConfig().egressAllowedOrigins;
  return openOutbound({ allowedOrigins: isLoopbackHost(hostname) ? [...vouched, own] : vouched });
}

/** Looks once whether a log is still the one it was. Exit code 1 when it is not. */
async function watch({ state, origin, key, json }: AuditOptions): Promise<number> {
  if (!state) throw new AskedWrongly('Where the last checkpoint is kept is missing: --state FILE.');
  if (
    !origin ||
    !(origin === 'database' || /^https?:/.test(origin)) ||
    (origin !== 'database' && !URL.canParse(origin))
  )
    throw new AskedWrongly(
      '--origin needs an address such as https://alight.example.org, or the word database.',
    );
  const found =
    origin === 'database'
      ? await inHouse((db, own) => witness(state, logInDatabase(db, own), key))
      : await witness(state, logAt(origin, outboundFor(origin)), key);
  const { ok, words, evidence, ...rest } = found;
  if (json)
    process.stdout.write(`${JSON.stringify({ ok, ...rest, words, evidence, faults: ok ? [] : [words] })}\n`);
  else
    process.stdout.write(
      ok
        ? `  ${colours.green('Good')}: ${words} (${rest.size} entries)\n`
        : `  ${colours.red('Not the same log')}: ${words}\n  Both notes are kept in ${evidence}. Show them to somebody whom neither side employs.\n`,
    );
  return ok ? 0 : 1;
}

const timeShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function timeOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  if (!timeShape.test(text) || Number.isNaN(Date.parse(text)))
    throw new AskedWrongly(`--${name} needs a time with its zone, such as 2026-02-03T15:00:00Z.`);
  return new Date(text);
}

/** More than this is asked for in parts, with --until. */
const sightLimit = 100_000;

/** A time that leaves out nothing of the last one's moment; what was listed of that moment comes again. */
const pastTheLast = (found: readonly { at: Date }[]): string =>
  new Date((found.at(-1)?.at.getTime() ?? 0) + 1).toISOString();

/** Who saw and changed what. */
async function sights(options: AuditOptions): Promise<number> {
  const [chosen, ...others] = sightKinds.filter((kind) => options[kind] !== undefined);
  if (!chosen || others.length)
    throw new AskedWrongly('About what is missing: one of --signal ID, --case ID, --person ID.');
  const [since, until] = [timeOf('since', options.since), timeOf('until', options.until)];
  const id = options[chosen] ?? '';
  const found: SightAnswer['sights'][number][] = [];
  const next = await inHouse(async (db) => {
    for (let after: string | undefined; ; ) {
      const page = await answerWhoSaw(db, { kind: chosen, id, since, until, after });
      found.push(...page.sights);
      if (page.next === null || found.length >= sightLimit) return page.next;
      after = page.next;
    }
  });
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ ok: true, [chosen]: id, complete: next === null, sights: found })}\n`,
    );
  else {
    for (const { at, actorName, words, sequence } of found)
      process.stdout.write(
        `  ${colours.dim(at.toISOString())}  ${actorName.padEnd(38)} ${words} ${colours.dim(`entry ${sequence ?? 'to come'}`)}\n`,
      );
    process.stdout.write(
      next === null
        ? `  ${found.length} in all.\n`
        : `  The first ${found.length}; go on with --until ${pastTheLast(found)}.\n`,
    );
  }
  return 0;
}

/** @returns the exit code, or null when there is no such verb */
export async function auditVerb(
  what: string | undefined,
  files: readonly string[],
  options: AuditOptions,
): Promise<number | null> {
  const verb = { verify, witness: watch, 'who-saw': sights }[what ?? ''];
  if (!verb) return null;
  if (files.length)
    throw new AskedWrongly(
      what === 'verify'
        ? `An older checkpoint is given with --kept; "${files[0]}" is one too many.`
        : `Everything is given with options; "${files[0]}" is one too many.`,
    );
  return verb(options);
}
