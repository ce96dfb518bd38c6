/** The two houses that are walked: a demonstration, and one where people sign in, texts come from a carrier and an agency has its own sign-in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { freePort } from '../../../src/platform/database/place.ts';
import { carrierAccount } from '../carrier.ts';
import { type House, openHouse } from '../house.ts';
import { train } from '../reports.ts';
import { startScanner } from '../scanner.ts';
import { comeFromAgency } from './agency.ts';
import { handOver } from './carrier.ts';
import { signIn } from './signing-in.ts';
import { Walk, type Ways } from './walk.ts';
import { goInEveryWay } from './ways.ts';

const origin = 'http://localhost:8080';

export interface Walked {
  readonly name: string;
  readonly house: House;
  readonly walk: Walk;
  /** Reports that staff worked on. */
  readonly worked: readonly string[];
  /** A report that was passed on while the agency of the place must not be told. */
  readonly listed: string | null;
  /** In the name of somebody who may read every byte of its database. */
  asRoot<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

type Marks = Pick<Ways, 'mark' | 'named' | 'point'>;

const rootOf =
  (house: House): Walked['asRoot'] =>
  async (work) => {
    const client = new pg.Client({
      connectionString: house.database.cluster.migratorUrl(house.database.name),
    });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

const walkThrough = (house: House, marks: Marks): Walk =>
  new Walk({
    ...marks,
    house: { call: house.call, wait: house.wait, now: async () => house.clock.now() },
    train,
    formOrigin: origin,
    rows: (query, values = []) =>
      rootOf(house)(async (client) => (await client.query(query, [...values])).rows),
  });

export async function walkDemonstration(marks: Marks): Promise<Walked> {
  const scanner = await startScanner();
  const house = await openHouse(undefined, true, { CLAMD_ADDRESS: scanner.address });
  const walk = walkThrough(house, marks);
  const { byApi, byPages, listed } = await goInEveryWay(walk);
  return {
    name: 'the demonstration',
    house,
    walk,
    worked: [byApi.signalId, byPages.signalId],
    listed: listed.signalId,
    asRoot: rootOf(house),
    close: async () => {
      await house.close();
      await scanner.stop();
    },
  };
}

async function startAgency(port: number): Promise<ChildProcess> {
  const callback = `${origin}/auth/callback/agency`;
  const child = spawn(process.execPath, ['test/support/agency-server.ts', String(port), callback, '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout!, 'data');
  return child;
}

export async function walkProduction(marks: Marks): Promise<Walked> {
  const port = await freePort();
  const agency = await startAgency(port);
  const house = await openHouse(new Date(), true, {
    ALIGHT_MODE: 'production',
    OIDC_ISSUER: `http://localhost:${port}`,
    EGRESS_ALLOWED_ORIGINS: `http://localhost:${port}`,
    OIDC_CLIENT_ID: 'alight',
    OIDC_CLIENT_SECRET: 'a secret that both of them know',
    OIDC_EMAIL_DOMAINS: 'agency.example.org',
    OIDC_NAME: 'River County',
    ...carrierAccount,
  });
  const walk = walkThrough(house, marks);
  const accounts = house.alight.services.signIn!;
  await comeFromAgency(walk, accounts);
  await signIn(walk, accounts);
  await handOver(walk);
  return {
    name: 'production',
    house,
    walk,
    worked: [],
    listed: null,
    asRoot: rootOf(house),
    close: async () => {
      await house.close();
      agency.kill();
    },
  };
}
