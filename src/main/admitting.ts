/** Who is let in: sign-in where there is any, tokens for machines, and in the demonstration whoever says who they are. */
import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import {
  type Accounts,
  demoWhoActs,
  openAccounts,
  openDoor,
  peopleStore,
  signedInWhoActs,
  tokenWhoActs,
  type WhoActs,
} from '../identity/index.ts';
import {
  type App,
  type Clock,
  type Config,
  type Db,
  type Log,
  openOutbound,
  readOrMakeSecret,
} from '../platform/index.ts';
import { accessOf } from './access.ts';
import type { Pages } from './web.ts';

/** Sign-in, where there is any: never in a demonstration, in which whoever sits at this machine chooses who acts. */
export async function accountsOf(
  {
    config,
    authDatabaseUrl,
    log,
  }: { readonly config: Config; readonly authDatabaseUrl?: string | undefined; readonly log: Log },
  db: Db,
  clock: Clock,
): Promise<Accounts | undefined> {
  if (config.demo || !authDatabaseUrl) return undefined;
  return openAccounts({
    authDatabaseUrl,
    db,
    staff: peopleStore,
    clock,
    log,
    secret: await readOrMakeSecret(config.signInKeyFile, () => randomBytes(32).toString('hex')),
    publicOrigin: config.publicOrigin,
    instanceName: config.operator.name,
    agency: config.oidc && {
      settings: config.oidc,
      outbound: openOutbound({ allowedOrigins: config.egressAllowedOrigins }),
    },
  });
}

/** Where a page is asked for, whatever its address. */
const isPage = ({ routeOptions: { url } }: FastifyRequest): boolean => url === '/' || url === '/*';
const nobody: WhoActs = async () => undefined;

/** Where somebody shows their key who came to a page without it, and from there back. */
const signInFor = (url: string): string => `/sign-in?to=${encodeURIComponent(url)}`;

export interface AdmittingDeps {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  /** For the staff: at the door it sees who people are, and no casework. */
  readonly staffDb: Db;
  /** For the system: the sessions of people. */
  readonly db: Db;
  readonly pages: Pages | undefined;
  readonly accounts: Accounts | undefined;
}

/** The door of the house: in the demonstration people say who they are, elsewhere they show it. */
export function hangDoor(app: App, deps: AdmittingDeps): void {
  const { config, log, clock, staffDb, db, pages, accounts } = deps;
  const signedIn = accounts ? signedInWhoActs(accounts, db, clock) : nobody;
  const byToken = tokenWhoActs({ db: staffDb, clock, log });
  openDoor(app, {
    demo: config.demo,
    log,
    now: () => clock.now(),
    whoActs: async (request) => {
      // A token opens the API and no page.
      const machine = isPage(request) ? nobody : byToken;
      const [first, then] = config.demo ? [demoWhoActs(staffDb, isPage), machine] : [machine, signedIn];
      return (await first(request)) ?? then(request);
    },
    accessOf: (request) => accessOf(request, isPage(request) ? pages?.patternOf(request.url) : undefined),
    isPage,
    signInPage: accounts ? (request) => signInFor(request.url) : undefined,
  });
}
