/**
 * The master keys at the start. A server whose file of master keys is missing, or is another one's, starts all the same, so that reports
 * go on coming in, sealed to the intake key; nothing that was written opens until the file is back. Only a place that holds nothing yet has keys made for it: a
 * new master key beside old data would look well, open nothing, and take what comes in under a key that is not the operator's.
 * Source: security.md 27.
 */
import {
  type Config,
  hasDataKeys,
  isThere,
  KeyFault,
  type KeyService,
  type KnownKeys,
  type Log,
  makeMasterKeys,
  missingWords,
  OtherMasterKeys,
  openAbsentKeys,
  openDatabases,
  openFileKeys,
  readIntakeKey,
  readKnownKeys,
} from '../platform/index.ts';

type Files = Pick<Config, 'vaultKeyFile' | 'intakeKeyFile'>;

/** Whether anything here was sealed before: reports, or the key that takes reports while the master keys are away. */
export async function holdsSealed(
  files: Pick<Files, 'intakeKeyFile'>,
  databaseUrl: string,
): Promise<boolean> {
  if (await isThere(files.intakeKeyFile)) return true;
  const databases = openDatabases(databaseUrl);
  try {
    return await hasDataKeys(databases.paging);
  } finally {
    await databases.close();
  }
}

/** What tells the master keys of this place from another's: the newest data keys at the start, and the intake key. */
export async function knownKeysOf(
  { intakeKeyFile }: Pick<Files, 'intakeKeyFile'>,
  databaseUrl: string,
): Promise<KnownKeys> {
  const databases = openDatabases(databaseUrl);
  try {
    const stored = await readKnownKeys(databases.paging);
    return async () => {
      const intake = await readIntakeKey(intakeKeyFile);
      return intake ? [...stored, intake] : stored;
    };
  } finally {
    await databases.close();
  }
}

/**
 * @throws Error in words: there are no master keys that open what is here, and no intake key, so that nothing could be taken in; or
 * others may read the file, or it is no such file
 */
export async function openKeys(
  config: Files & Pick<Config, 'demo'>,
  databaseUrl: string,
  log: Log,
): Promise<KeyService> {
  const { vaultKeyFile: file, intakeKeyFile } = config;
  if (!(await isThere(file)) && config.demo && !(await holdsSealed(config, databaseUrl)))
    await makeMasterKeys(file);
  const known = await knownKeysOf(config, databaseUrl);
  const opened = (await isThere(file))
    ? await openFileKeys(file, false, known).catch(wordsWhereOther)
    : missingWords(file);
  if (typeof opened !== 'string') return opened;
  if (!(await isThere(intakeKeyFile)))
    throw new Error(
      `${opened} The key that takes reports meanwhile, ${intakeKeyFile}, is missing too, so nothing could be taken in.`,
    );
  log.error(
    `${opened} Until then reports are taken in, sealed to the intake key, and nothing that was written can be opened.`,
  );
  return openAbsentKeys(file, known);
}

function wordsWhereOther(error: unknown): string {
  if (error instanceof OtherMasterKeys) return error.message;
  throw error;
}

/** Whether nothing can be opened just now. */
export const areKeysAway = (service: Pick<KeyService, 'keyId'>): Promise<boolean> =>
  service.keyId().then(
    () => false,
    (error: unknown) => {
      if (error instanceof KeyFault) return true;
      throw error;
    },
  );
