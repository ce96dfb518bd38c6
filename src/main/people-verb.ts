/** `alight people invite-first`: the first administrator of an instance, who then invites everybody else. */
import { randomBytes } from 'node:crypto';
import { openAccounts, peopleStore } from '../identity/index.ts';
import {
  openDatabases,
  openLog,
  readConfig,
  readOrMakeSecret,
  startCluster,
  systemClock,
} from '../platform/index.ts';
import { AskedWrongly } from './asked-wrongly.ts';

export interface PeopleOptions {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly json: boolean;
}

/**
 * Prints the link for the first administrator. It works once and for a day, and as long as nobody can sign in.
 * @returns the exit code, or null when there is no such verb
 */
export async function peopleVerb(
  what: string | undefined,
  files: readonly string[],
  { name, email, json }: PeopleOptions,
): Promise<number | null> {
  if (what !== 'invite-first' || files.length) return null;
  if (!name || !email)
    throw new AskedWrongly('Who it is is missing: --name "Riley Adams" --email riley@example.org.');
  const config = readConfig();
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const authDatabaseUrl = config.database.authUrl ?? cluster?.authUrl(config.database.name);
  if (!authDatabaseUrl) throw new Error('Set AUTH_DATABASE_URL: without it nobody can sign in.');
  const databases = openDatabases(config.database.url ?? cluster!.appUrl(config.database.name));
  try {
    const accounts = await openAccounts({
      authDatabaseUrl,
      db: databases.paging,
      staff: peopleStore,
      clock: systemClock,
      log: openLog('silent'),
      secret: await readOrMakeSecret(config.signInKeyFile, () => randomBytes(32).toString('hex')),
      publicOrigin: config.publicOrigin,
      instanceName: config.operator.name,
      agency: undefined,
    });
    try {
      const { token } = await accounts.inviteFirst({ name, email });
      const link = `${config.publicOrigin}/sign-in/invited/${token}`;
      process.stdout.write(
        json
          ? `${JSON.stringify({ ok: true, link })}\n`
          : `  Open this on the device that you will use. It works once, for 24 hours:\n  ${link}\n`,
      );
      return 0;
    } finally {
      await accounts.close();
    }
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}
