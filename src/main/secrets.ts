/**
 * The secrets in files of their own, at the start. Each is made once, in a place where nothing hangs on it yet. A new one beside old data
 * would look well, and every code that was given would be dead, every partner's signature wrong, every checkpoint signed by a stranger:
 * so it is said which file to bring back, and nothing is made.
 */
import { holdsCheckpoint } from '../audit/index.ts';
import { listPeople } from '../identity/index.ts';
import { type Config, type Db, isThere } from '../platform/index.ts';
import { holdsCodes } from '../signals/index.ts';

type Files = Pick<Config, 'keyFile' | 'auditKeyFile' | 'signInKeyFile'>;

interface Secret {
  readonly file: (files: Files) => string;
  readonly setting: string;
  readonly what: string;
  /** Whether something here hangs on it. */
  readonly isUsed: (db: Db) => Promise<boolean>;
  readonly lost: string;
  /** How whoever has lost it for good goes on without it, knowing what they do. */
  readonly makeAnew: (file: string) => string;
}

const secrets = {
  codes: {
    file: ({ keyFile }) => keyFile,
    setting: 'ALIGHT_KEY_FILE',
    what: 'The key behind the codes and the secrets of partners',
    isUsed: holdsCodes,
    lost: 'no code that was given opens anything, reports that are sent again are refused, and every partner needs a new key',
    makeAnew: (file) => `openssl rand -hex 32 > ${file}`,
  },
  audit: {
    file: ({ auditKeyFile }) => auditKeyFile,
    setting: 'ALIGHT_AUDIT_KEY_FILE',
    what: 'The key that signs the audit log',
    isUsed: holdsCheckpoint,
    lost: 'no earlier checkpoint can be checked, and what waits in the spool stays shut',
    makeAnew: (file) => `openssl genpkey -algorithm ed25519 -out ${file}`,
  },
  signIn: {
    file: ({ signInKeyFile }) => signInKeyFile,
    setting: 'ALIGHT_SIGN_IN_KEY_FILE',
    what: 'The key of sign-in',
    isUsed: async (db) => (await listPeople(db)).length > 0,
    lost: 'everybody signs in anew, and those with a password need a recovery',
    makeAnew: (file) => `openssl rand -hex 32 > ${file}`,
  },
} satisfies Record<string, Secret>;

/**
 * @param names those that are about to be read or made
 * @throws Error in words: a file is missing on which something here hangs
 */
export async function assertSecrets(
  files: Files,
  db: Db,
  names: readonly (keyof typeof secrets)[],
): Promise<void> {
  for (const name of names) {
    const secret: Secret = secrets[name];
    const file = secret.file(files);
    if ((await isThere(file)) || !(await secret.isUsed(db))) continue;
    throw new Error(
      `${secret.what}, ${file}, is missing (${secret.setting}). Put back the copy that you keep apart from the data. Nothing was made: under a new one ${secret.lost}. If it is lost for good and you accept that: ${secret.makeAnew(file)} && chmod 600 ${file}`,
    );
  }
}
