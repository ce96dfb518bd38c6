/**
 * `alight people …`: the first administrator of an instance, who then invites everybody else; and where one person is alone, the second
 * word for a role that two give (docs/decisions/0019).
 */
import { randomBytes } from 'node:crypto';
import {
  type Accounts,
  agreeRole,
  assertMayAgree,
  openAccounts,
  openGrants,
  peopleStore,
  staffNames,
} from '../identity/index.ts';
import {
  type Config,
  carrying,
  type Db,
  openDatabases,
  openDataKeys,
  openIntakeSeal,
  openLog,
  readConfig,
  readOrMakeSecret,
  startCluster,
  systemClock,
  transaction,
} from '../platform/index.ts';
import { AskedWrongly } from './asked-wrongly.ts';
import { openKeys } from './keys.ts';
import { assertSecrets } from './secrets.ts';

export interface PeopleOptions {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly json: boolean;
}

interface Desk {
  readonly accounts: Accounts;
  /** In the name of the system. */
  readonly db: Db;
  readonly linkOf: (token: string) => string;
  readonly say: (object: object, words: string) => void;
}

/** @returns the exit code, or null when there is no such verb */
export async function peopleVerb(
  what: string | undefined,
  files: readonly string[],
  { name, email, json }: PeopleOptions,
): Promise<number | null> {
  const say: Desk['say'] = (object, words) =>
    void process.stdout.write(json ? `${JSON.stringify({ ok: true, ...object })}\n` : `${words}\n`);
  if (what === 'invite-first' && files.length === 0) {
    if (!name || !email)
      throw new AskedWrongly('Who it is is missing: --name "Riley Adams" --email riley@example.org.');
    return atDesk(say, (desk) => inviteFirst(desk, { name, email }));
  }
  if (what === 'waiting' && files.length === 0) return atDesk(say, waiting);
  if (what === 'agree') {
    const [id, ...rest] = files;
    if (!id || rest.length)
      throw new AskedWrongly('Say to what: people agree ID. What waits is listed by: people waiting.');
    return atDesk(say, (desk) => agree(desk, id));
  }
  return null;
}

async function atDesk(say: Desk['say'], work: (desk: Desk) => Promise<void>): Promise<number> {
  const config = readConfig();
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databaseUrl = config.database.url ?? cluster!.appUrl(config.database.name);
  const log = openLog('silent');
  const keyService = await openKeys(config, databaseUrl, log);
  // What supervisors are told is sealed where it is said.
  const keys = openDataKeys(
    keyService,
    log,
    undefined,
    await openIntakeSeal(config.intakeKeyFile, keyService),
  );
  const databases = openDatabases(databaseUrl, carrying(keys));
  try {
    const authUrl = config.database.authUrl ?? cluster?.authUrl(config.database.name);
    const accounts = await accountsFor(config, authUrl, databases.paging);
    const linkOf = (token: string) => `${config.publicOrigin}/sign-in/invited/${token}`;
    await work({ accounts, db: databases.paging, linkOf, say }).finally(() => accounts.close());
    return 0;
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}

async function accountsFor(config: Config, authDatabaseUrl: string | undefined, db: Db): Promise<Accounts> {
  if (!authDatabaseUrl) throw new Error('Set AUTH_DATABASE_URL: without it nobody can sign in.');
  await assertSecrets(config, db, ['signIn']);
  return openAccounts({
    authDatabaseUrl,
    db,
    staff: peopleStore,
    clock: systemClock,
    log: openLog('silent'),
    secret: await readOrMakeSecret(config.signInKeyFile, () => randomBytes(32).toString('hex')),
    publicOrigin: config.publicOrigin,
    instanceName: config.operator.name,
    agency: undefined,
  });
}

/** The link for the first administrator. It works once and for a day, and as long as nobody can sign in. */
async function inviteFirst(
  { accounts, linkOf, say }: Desk,
  who: { name: string; email: string },
): Promise<void> {
  const link = linkOf((await accounts.inviteFirst(who)).token);
  say({ link }, `  Open this on the device that you will use. It works once, for 24 hours:\n  ${link}`);
}

interface Waiting {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly invitation: boolean;
}

/** What waits for a second person. */
async function whatWaits({ accounts, db }: Desk): Promise<Waiting[]> {
  const grants = await openGrants(db, systemClock.now());
  const names = await staffNames(
    db,
    grants.map(({ personId }) => personId),
  );
  const invitations = (await accounts.invitations()).filter(({ waits }) => waits);
  return [
    ...grants.map(({ id, personId, role }) => ({
      id,
      name: names.get(personId) ?? 'somebody',
      role,
      invitation: false,
    })),
    ...invitations.map(({ id, name, role }) => ({ id, name, role, invitation: true })),
  ];
}

async function waiting(desk: Desk): Promise<void> {
  const found = await whatWaits(desk);
  const line = ({ id, name, role, invitation }: Waiting) =>
    `  ${id}  ${name}, ${invitation ? 'to be invited as' : 'to be'} ${role}`;
  desk.say(
    { waiting: found },
    found.length ? found.map(line).join('\n') : '  Nothing waits for a second person.',
  );
}

/** The second word of two, from the machine itself: only where there is nobody else who could say it. */
async function agree(desk: Desk, id: string): Promise<void> {
  const { accounts, db, linkOf, say } = desk;
  const found = (await whatWaits(desk)).find((one) => one.id === id);
  if (!found)
    throw new Error('Nothing of that id waits for a second person. What waits is listed by: people waiting.');
  const now = systemClock.now();
  if (!found.invitation) {
    await transaction(db, (tx) => agreeRole(tx, id, null, now));
    say({ name: found.name, role: found.role }, `  ${found.name} is ${found.role} from now on.`);
    return;
  }
  const { token, name } = await accounts.agreeInvitation(id, null, (asked) =>
    transaction(db, (tx) => assertMayAgree(tx, asked, null, now)),
  );
  say(
    { name, role: found.role, link: linkOf(token) },
    `  Give this to ${name} yourself. It works once, for 24 hours:\n  ${linkOf(token)}`,
  );
}
