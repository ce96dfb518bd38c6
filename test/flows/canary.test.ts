/**
 * Marked words go in by every way there is; then every byte that is kept is searched for them: each row of each table, PostgreSQL's own
 * files with its write-ahead log, the log, and the data folder. Source: security.md 8, 13.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formsOf, foundIn, searchFolder } from '../support/canary/search.ts';
import { Walk } from '../support/canary/walk.ts';
import { goInEveryWay } from '../support/canary/ways.ts';
import { type House, openHouse } from '../support/house.ts';
import { opened, train } from '../support/reports.ts';
import { type StandInScanner, startScanner } from '../support/scanner.ts';

/** Letters alone, so that it stays whole in whatever it is made into. */
const letters = () => [...randomBytes(14)].map((byte) => 'abcdefghijklmnop'[byte & 15]).join('');
const mark = `qz${letters()}`;
const named = `qx${letters()}`;
const secrets = new Map([
  ['the mark', formsOf(mark)],
  ['the mark in capitals', formsOf(mark.toUpperCase())],
]);
/** Too short to be looked for in files that other tests write to as well. */
const shortSecrets = new Map([
  ['a telephone number', formsOf('8165550187')],
  ['a telephone number as written', formsOf('816-555-0187')],
  ['a place', formsOf('-93.417263')],
  ['an address of the net', formsOf('203.0.113.77')],
]);
const all = new Map([...secrets, ...shortSecrets]);

let house: House;
let scanner: StandInScanner;
let walk: Walk;
let worked: readonly string[];

beforeAll(async () => {
  scanner = await startScanner();
  house = await openHouse(undefined, true, { CLAMD_ADDRESS: scanner.address });
  walk = new Walk({
    house: { call: house.call, wait: house.wait, now: async () => house.clock.now() },
    mark,
    named,
    point: { lon: -93.417263, lat: 38.6 },
    train,
    formOrigin: 'http://localhost:8080',
    rows: (query, values = []) => asRoot(async (client) => (await client.query(query, [...values])).rows),
  });
  const { byApi, byPages } = await goInEveryWay(walk);
  worked = [byApi.signalId, byPages.signalId];
});
afterAll(async () => {
  await house.close();
  await scanner.stop();
});

/** Somebody who may read every byte of the database. */
async function asRoot<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: house.database.cluster.migratorUrl(house.database.name) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('marked words that came in by every way', () => {
  test('can be read by staff: they are kept, and this test looks for what was really written', async () => {
    const shown = JSON.stringify(await Promise.all(worked.map((signalId) => opened(house, signalId))));
    for (const words of ['She said', 'Help,', 'A coat,', 'Aboard,', 'Behind', 'Not', 'More:', 'Yes,', 'For'])
      expect(shown).toContain(`${words} ${mark}`);
    expect(foundIn(Buffer.from(shown), all)).toEqual(
      expect.arrayContaining(['the mark as text', 'a place as text']),
    );
  });

  test('are found by this test in whatever form bytes may hold them', () => {
    const around = (bytes: Buffer) => Buffer.concat([randomBytes(97), bytes, randomBytes(31)]);
    for (let shift = 0; shift < 3; shift++)
      expect(
        foundIn(
          around(
            Buffer.from(Buffer.concat([randomBytes(shift), Buffer.from(`${mark}.`)]).toString('base64')),
          ),
          secrets,
        ),
        `base64 at ${shift}`,
      ).not.toEqual([]);
    for (const encoding of ['utf8', 'utf16le'] as const)
      expect(foundIn(around(Buffer.from(mark, encoding)), secrets)).not.toEqual([]);
    expect(foundIn(around(Buffer.from(Buffer.from(mark).toString('hex'))), secrets)).not.toEqual([]);
    expect(foundIn(randomBytes(1_000_000), secrets)).toEqual([]);
  });

  test('are in no row of any table', async () => {
    const found: string[] = [];
    let rows = 0;
    await asRoot(async (client) => {
      const tables = await client.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      expect(tables.rows.length).toBeGreaterThan(40);
      for (const { name } of tables.rows) {
        if (/transit_/.test(name)) continue;
        const { rows: held } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
        rows += held.length;
        for (const { row } of held)
          for (const one of foundIn(Buffer.from(row), all)) found.push(`${name}: ${one}`);
      }
    });
    expect([...new Set(found)]).toEqual([]);
    expect(rows).toBeGreaterThan(200);
  });

  test("are in none of PostgreSQL's own files, nor in its write-ahead log", async () => {
    const { oid } = await asRoot(async (client) => {
      await client.query('checkpoint');
      const { rows } = await client.query<{ oid: string }>(
        'select oid::text from pg_database where datname = current_database()',
      );
      return rows[0]!;
    });
    const data = house.database.cluster.dataFolder;
    const own = await searchFolder(join(data, 'base', oid), secrets);
    const log = await searchFolder(join(data, 'pg_wal'), secrets);
    expect([...own.found, ...log.found]).toEqual([]);
    // And they would be found there: the mark is planted in a table, and looked for again.
    await asRoot((client) =>
      client.query(`create table planted as select '${mark}'::text as words; checkpoint`),
    );
    expect((await searchFolder(join(data, 'base', oid), secrets)).found).not.toEqual([]);
    expect(own.bytes).toBeGreaterThan(1_000_000);
    expect(log.bytes).toBeGreaterThan(1_000_000);
  });

  test('are in no line of the log, and in no file of the data folder', async () => {
    expect(house.log.lines.length).toBeGreaterThan(10);
    expect(foundIn(Buffer.from(house.log.lines.join('\n')), all)).toEqual([]);
    const files = await searchFolder(house.folder, all);
    expect(files.found).toEqual([]);
    expect(files.bytes).toBeGreaterThan(100);
  });

  test('are in no number that a monitor reads', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics'])
      expect(foundIn((await house.call('GET', path)).rawPayload, all), path).toEqual([]);
  });
});
