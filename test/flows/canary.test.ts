/**
 * Marked words go in by every way there is; then every byte that is kept is searched for them: each row of each table, PostgreSQL's own
 * files with its write-ahead log, the log, and the data folder. Source: security.md 8, 13.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadNoteKey, sequence, verifyLog } from '../../src/audit/index.ts';
import { pageAccess, routeAccess } from '../../src/main/access.ts';
import { readPages } from '../../src/main/web.ts';
import { readConfig } from '../../src/platform/index.ts';
import { type FieldPolicy, fieldPolicies } from '../../src/platform/vault/field-policy.ts';
import { backUp, hasDump, sealedColumns, tryAll } from '../support/canary/backup.ts';
import { type Walked, walkDemonstration, walkProduction } from '../support/canary/houses.ts';
import { missedActs, missedOfApi, missedOfForms, neverAskedWrongly } from '../support/canary/missed.ts';
import { namesOfSignIn, undone, unmarkedOfApi, unmarkedOfPages } from '../support/canary/reasons.ts';
import { formsOf, foundIn, searchFolder } from '../support/canary/search.ts';
import { Walk } from '../support/canary/walk.ts';
import { administratorId, advocateId, supervisorId } from '../support/house.ts';
import { alertsOf, opened } from '../support/reports.ts';

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

let demonstration: Walked;
let houses: readonly Walked[] = [];
const walks = () => houses.map(({ walk }) => walk);

/** By the clock of the file system, a moment early. */
let begun: Date;

beforeAll(async () => {
  begun = new Date(Date.now() - 2_000);
  const marks = { mark, named, point: { lon: -93.417263, lat: 38.6 } };
  houses = await Promise.all([walkDemonstration(marks), walkProduction(marks)]);
  demonstration = houses[0]!;
});
afterAll(async () => {
  for (const walked of houses) await walked.close();
});

const sorted = (texts: Iterable<string>): string[] => [...texts].sort();

describe('the walk', () => {
  test('puts a mark into every field for words of the API', async () => {
    const description = JSON.parse(await readFile('openapi.json', 'utf8'));
    const missed = missedOfApi(Object.keys(routeAccess), description, walks());
    expect(missed.sort()).toEqual(sorted(Object.keys(unmarkedOfApi)));
  });

  test('asks every address wrongly, with the mark in it', () => {
    const pages = Object.keys(pageAccess).flatMap((pattern) => [`GET ${pattern}`, `POST ${pattern}`]);
    expect(neverAskedWrongly([...Object.keys(routeAccess), ...pages], walks())).toEqual([]);
  });

  test('puts a mark into every field for words that a page shows', () => {
    expect(missedOfForms(Object.keys(pageAccess), walks())).toEqual(sorted(Object.keys(unmarkedOfPages)));
  });

  test('would miss a new address, a new field, a new form and a new act', async () => {
    const { walk } = demonstration;
    const body = { type: 'object', properties: { said: { type: 'array', items: { type: 'string' } } } };
    const post = { requestBody: { content: { 'application/json': { schema: body } } } };
    const paths = { '/v1/new/{id}': { post } };
    expect(missedOfApi(['POST /v1/new/:id', 'POST /v1/hidden'], { paths }, walks())).toEqual([
      'POST /v1/new/:id said[]',
      'POST /v1/hidden',
    ]);
    expect(neverAskedWrongly(['GET /v1/new/:id', 'GET /v1/queue'], walks())).toEqual(['GET /v1/new/:id']);
    const page = walk.calls.find(({ url, method }) => method === 'GET' && url === '/console/glass')!;
    const form =
      '<form method="post"><textarea name="new"></textarea><button name="do" value="glass-ask"></form>';
    const shown = { ...page, answer: { ...page.answer, body: form } };
    const seen = Object.assign(new Walk(walk.given), { calls: [...walk.calls, shown] });
    expect(missedOfForms(Object.keys(pageAccess), [seen])).toContain('/console/glass new');
    expect(await missedActs([{ file: 'web/console/people.tsx', pattern: '/console/new' }], walks())).toEqual([
      '/console/new',
      ...['come-back', 'leave', 'role'].map((act) => `/console/new ${act}`),
    ]);
  });

  test('does whatever a page can do', async () => {
    const { build } = await readPages();
    const pages = Object.values(build.routes).flatMap((route) => {
      const file = ['ts', 'tsx'].map((type) => `web/${route?.id}.${type}`).find(existsSync);
      return route && file && (route.path || route.index) ? [{ file, pattern: `/${route.path ?? ''}` }] : [];
    });
    expect(pages.length).toBeGreaterThan(30);
    expect(await missedActs(pages, walks())).toEqual(sorted(Object.keys(undone)));
  });
});

describe('marked words that came in by every way', () => {
  test('can be read by staff: they are kept, and this test looks for what was really written', async () => {
    const { house, worked } = demonstration;
    const shown = JSON.stringify(await Promise.all(worked.map((signalId) => opened(house, signalId))));
    for (const words of ['She said', 'Help,', 'A coat,', 'Aboard,', 'Behind', 'Not', 'More:', 'Yes,', 'For'])
      expect(shown).toContain(`${words} ${mark}`);
    expect(foundIn(Buffer.from(shown), all)).toEqual(
      expect.arrayContaining(['the mark as text', 'a place as text']),
    );
  });

  test('are before supervisors too: why an agency must not be told stands in an alert', async () => {
    const { house, listed } = demonstration;
    const alerts = await alertsOf(house, listed!);
    expect(alerts.map(({ words }) => words).join('\n')).toContain(`Her uncle works there, ${mark}`);
  });

  test('are in no text to a telephone; by mail goes what was passed on, and of that only how somebody looks', async () => {
    const { messages } = (await demonstration.house.call('GET', '/sandbox/messages')).json();
    expect(messages.length).toBeGreaterThan(10);
    const told = messages.filter(({ body }: { body: string }) => body.toLowerCase().includes(mark));
    for (const { wire, body } of told) {
      expect(wire).toBe('email');
      expect(body.replaceAll(`looks like ${mark}`, '').toLowerCase()).not.toContain(mark);
    }
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

  /** Every row of every table of a house, as text and by column. */
  const eachRow = (walked: Walked, look: (table: string, row: string, columns: object) => void) =>
    walked.asRoot(async (client) => {
      const tables = await client.query<{ schema: string; name: string }>(
        `select schemaname as schema, tablename as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema') and tablename not like 'transit%'`,
      );
      expect(tables.rows.length).toBeGreaterThan(40);
      for (const { schema, name } of tables.rows) {
        const held = await client.query<{ row: string; columns: object }>(
          `select t::text as row, to_jsonb(t) as columns from ${schema}."${name}" t`,
        );
        for (const { row, columns } of held.rows)
          look(schema === 'public' ? name : `${schema}.${name}`, row, columns);
      }
    });

  test('are in no row of any table', async () => {
    const found = new Set<string>();
    let rows = 0;
    for (const walked of houses)
      await eachRow(walked, (table, row) => {
        rows++;
        for (const one of foundIn(Buffer.from(row), all)) found.add(`${walked.name}, ${table}: ${one}`);
      });
    expect([...found]).toEqual([]);
    expect(rows).toBeGreaterThan(400);
  });

  test('stand as they are where the policy of fields has names stand so, and nowhere else', async () => {
    const found = new Set<string>();
    for (const walked of houses)
      await eachRow(walked, (table, _row, columns) => {
        for (const [column, value] of Object.entries(columns))
          if (JSON.stringify(value).toLowerCase().includes(named)) found.add(`${table}.${column}`);
      });
    const published = Object.entries(fieldPolicies).flatMap(([table, columns]) =>
      Object.entries(columns as Record<string, FieldPolicy>).flatMap(([column, policy]) =>
        policy.kind === 'plain' && policy.because.startsWith('published') ? [`${table}.${column}`] : [],
      ),
    );
    const ofSignIn = sorted(found).filter((place) => place.startsWith('auth.'));
    expect(ofSignIn).toEqual(sorted(Object.keys(namesOfSignIn)));
    const others = sorted(found).filter((place) => !place.startsWith('auth.'));
    expect(others).toEqual(expect.arrayContaining(['partner.name', 'staff.name']));
    expect(others.filter((place) => !published.includes(place))).toEqual([]);
  });

  test("are in none of PostgreSQL's own files, nor in its write-ahead log", async () => {
    const data = demonstration.house.database.cluster.dataFolder;
    const folderOf = async ({ asRoot }: Walked) =>
      asRoot(async (client) => {
        await client.query('checkpoint');
        const { rows } = await client.query<{ oid: string }>(
          'select oid::text from pg_database where datname = current_database()',
        );
        return join(data, 'base', rows[0]!.oid);
      });
    const folders = await Promise.all(houses.map(folderOf));
    for (const folder of [...folders, join(data, 'pg_wal')]) {
      const { found, bytes } = await searchFolder(folder, secrets, begun);
      expect(found).toEqual([]);
      expect(bytes).toBeGreaterThan(1_000_000);
    }
    // And they would be found there: the mark is planted in a table, and looked for again.
    await demonstration.asRoot((client) =>
      client.query(`create table planted as select '${mark}'::text as words; checkpoint`),
    );
    expect((await searchFolder(folders[0]!, secrets)).found).not.toEqual([]);
  });

  test('are in no line of the log, and in no file of the data folder', async () => {
    for (const { house } of houses) {
      expect(house.log.lines.length).toBeGreaterThan(5);
      expect(foundIn(Buffer.from(house.log.lines.join('\n')), all)).toEqual([]);
      const files = await searchFolder(house.folder, all);
      expect(files.found).toEqual([]);
    }
    expect((await searchFolder(demonstration.house.folder, all)).bytes).toBeGreaterThan(100);
  });

  test('are in no number that a monitor reads', async () => {
    for (const { house } of houses) {
      for (const path of ['/healthz', '/readyz']) {
        const answer = await house.call('GET', path);
        expect(answer.statusCode, path).toBe(200);
        expect(foundIn(answer.rawPayload, all), path).toEqual([]);
      }
      expect((await house.call('GET', '/metrics')).statusCode, 'there are no others').toBe(404);
    }
  });
});

const day = 86_400;

/** An image, of which a copy for sharing is made: the walk brings documents of words alone. */
async function bringImage({ house, worked }: Walked): Promise<void> {
  const image = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();
  const head =
    '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), image, Buffer.from('\r\n--edge--\r\n')]);
  const headers = { 'alight-actor': advocateId, 'content-type': 'multipart/form-data; boundary=edge' };
  const added = await house.call('POST', `/v1/signals/${worked[0]}/attachments`, body, headers);
  expect(added.json()).toMatchObject({ state: 'clean' });
}

/** Every report there is comes to its end, is asked about, agreed to by two others, and destroyed when the notice is over. */
async function destroyEverything({ house, asRoot }: Walked): Promise<void> {
  const done = async (who: string, url: string, body: object) => {
    const answer = await house.call('POST', url, body, { 'alight-actor': who });
    expect([url, answer.statusCode], answer.body).toEqual([url, 200]);
  };
  const ids = (query: string) =>
    asRoot(async (client) => (await client.query<{ id: string }>(query)).rows.map(({ id }) => id));
  await asRoot((client) =>
    client.query(`update legal_hold set lifted_at = now() where lifted_at is null;
      update signal set state = 'closed'; update response set state = 'closed'`),
  );
  const unasked = `select id from signal where purged_at is null and not exists
    (select from purge where purge.signal_id = signal.id and purge.state = 'open')`;
  for (const id of await ids(unasked)) {
    const { purges } = (
      await house.call('GET', `/v1/signals/${id}/keeping`, undefined, { 'alight-actor': supervisorId })
    ).json();
    // What was asked for another report of the case takes this one along.
    if (purges.some(({ state }: { state: string }) => state === 'open')) continue;
    await done(advocateId, `/v1/signals/${id}/purge`, { cause: 'person-asked' });
  }
  for (const id of await ids(`select id from purge where state = 'open'`))
    for (const who of [supervisorId, administratorId]) await done(who, `/v1/purges/${id}/approve`, {});
  await house.wait(15 * day);
  expect(await ids('select id from signal where purged_at is null'), 'all of them').toEqual([]);
}

/** What is sealed and no part of any report, by table: destroying every report leaves it. */
const ofNoReport: Readonly<Record<string, string>> = {
  supervisor_alert: 'select id from supervisor_alert where signal_id is null and response_id is null',
  // The telephones of the demonstration, which are outside the house.
  sandbox_delivery: 'select id from sandbox_delivery',
};

const why = hasDump ? '' : ' (skipped: there is no pg_dump of 15 or newer here; see CONTRIBUTING.md)';
describe.skipIf(!hasDump)(`yesterday's backup${why}`, () => {
  test('opens in every sealed column before, and in nothing of what was destroyed since; the log is whole', async () => {
    const { house, asRoot } = demonstration;
    await bringImage(demonstration);
    const { auditKeyFile, publicOrigin } = readConfig({ ALIGHT_DATA_FOLDER: house.folder });
    const key = await loadNoteKey(auditKeyFile, `${new URL(publicOrigin).host}/audit`);
    const sequenceAll = async () => {
      while ((await sequence(house.database.db, key, house.clock.now())) !== 0);
    };
    await sequenceAll();
    const kept: string = (await house.call('GET', '/v1/audit/checkpoint')).json().checkpoint;
    const yesterday = await (await backUp(house.database)).restore();
    try {
      const before = await tryAll(house.database, yesterday.name);
      expect(before.filter(({ opened }) => !opened)).toEqual([]);
      const tried = new Set(before.map(({ column }) => column));
      expect(sealedColumns.map((names) => names.join('.')).filter((column) => !tried.has(column))).toEqual(
        [],
      );

      const answers = await asRoot((client) =>
        client.query(`select from message where direction = 'in' and about_kind = 'page'`),
      );
      expect(answers.rowCount, 'what was written back by those who were asked to come').toBeGreaterThan(1);

      await destroyEverything(demonstration);

      const left = (await tryAll(house.database, yesterday.name)).filter(({ opened }) => opened);
      const apart = new Set<string>();
      for (const [table, query] of Object.entries(ofNoReport))
        for (const { id } of await asRoot(async (client) => (await client.query(query)).rows))
          apart.add(`${table} ${id}`);
      expect(
        left.filter(({ column, recordId }) => !apart.has(`${column.split('.')[0]} ${recordId}`)),
      ).toEqual([]);

      await sequenceAll();
      const log = await verifyLog(house.database.db, key.publicKey, kept);
      expect(log).toMatchObject({ ok: true, faults: [] });
      expect(log.size).toBeGreaterThan(200);
    } finally {
      await yesterday.drop();
    }
  });
});
