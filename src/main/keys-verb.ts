/** The master keys from a terminal: made once, rotated, and every data key wrapped anew. */
import {
  type Config,
  errorFields,
  isThere,
  type Log,
  makeMasterKeys,
  OtherMasterKeys,
  openDatabases,
  openFileKeys,
  openIntakeSeal,
  readConfig,
  rewrapKeys,
  startCluster,
} from '../platform/index.ts';
import { AskedWrongly } from './asked-wrongly.ts';
import { holdsSealed, knownKeysOf } from './keys.ts';

/** How many data keys are wrapped anew in one transaction: what writes to them waits no longer than that takes. */
const batch = 200;

const quiet: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (message, fields) => void process.stderr.write(`  ${message} ${JSON.stringify(fields ?? {})}\n`),
};

/** `keys make | rotate | rewrap`. Exit code 1 when a key did not open. */
export async function keysVerb(what: string | undefined, json: boolean): Promise<number> {
  const config = readConfig();
  if (what === 'make') {
    await assertNew(config);
    await makeMasterKeys(config.vaultKeyFile);
    // Read at once, so that a file that is no such file is noticed now.
    await openFileKeys(config.vaultKeyFile, false);
    say(
      json,
      { ok: true, file: config.vaultKeyFile },
      `The master keys are in ${config.vaultKeyFile}. Keep a copy apart from the data and from this machine: without it every report is lost.`,
    );
    return 0;
  }
  if (what !== 'rotate' && what !== 'rewrap')
    throw new AskedWrongly('Say what to do with the keys: keys make, keys rotate or keys rewrap.');
  // A file that is missing is said before anything is started.
  await openFileKeys(config.vaultKeyFile, false);
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databaseUrl = config.database.url ?? cluster!.appUrl(config.database.name);
  const databases = openDatabases(databaseUrl);
  try {
    const service = await openFileKeys(config.vaultKeyFile, false, await knownKeysOf(config, databaseUrl));
    const version = what === 'rotate' ? await service.rotate() : await service.keyId();
    if (!json) process.stderr.write(`  Wrapping every data key under master key ${version}...\n`);
    const { done, broken } = await rewrapKeys(databases.paging, service, {
      batch,
      intake: await openIntakeSeal(config.intakeKeyFile, service),
    });
    for (const dataKeyId of broken) quiet.error('a data key did not open and stays as it is', { dataKeyId });
    say(
      json,
      { ok: broken.length === 0, masterKeyVersion: version, wrapped: done, broken },
      `Master key ${version} wraps every data key: ${done} were wrapped anew${broken.length ? `, ${broken.length} did not open` : ''}. Keep a new copy of ${config.vaultKeyFile}.`,
    );
    return broken.length ? 1 : 0;
  } catch (error) {
    if (!(error instanceof OtherMasterKeys))
      quiet.error('cut short; ask again with: npm run alight -- keys rewrap', errorFields(error));
    throw error;
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}

/**
 * Keys are made once, for a place that holds nothing.
 * @throws Error in words where something was sealed here before, or the database cannot be asked
 */
async function assertNew(config: Config): Promise<void> {
  if (await isThere(config.vaultKeyFile)) return;
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const url = config.database.url ?? cluster!.appUrl(config.database.name);
  try {
    if (
      cluster &&
      !(await cluster.hasDatabase(config.database.name)) &&
      !(await isThere(config.intakeKeyFile))
    )
      return;
    if (!(await holdsSealed(config, url))) return;
  } catch (error) {
    // Before the first migration there is no such table, and before that no database.
    if (['42P01', '3D000'].includes((error as { code?: string }).code ?? '')) return;
    throw new Error(
      'The database could not be asked whether something was sealed here before. Nothing was made. Ask again when it answers.',
      { cause: error },
    );
  } finally {
    if (cluster?.started) await cluster.stop();
  }
  throw new Error(
    `Something was sealed here before, under master keys that are not in ${config.vaultKeyFile}. Nothing was made: new ones would open nothing of it. Put back the copy that you keep apart from the data.`,
  );
}

const say = (json: boolean, object: object, words: string) =>
  void process.stdout.write(`${json ? JSON.stringify(object) : words}\n`);
