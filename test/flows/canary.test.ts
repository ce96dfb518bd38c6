/**
 * Marked words go in by every way there is; then every byte that is kept is searched for them: each row of each table, PostgreSQL's own
 * files with its write-ahead log, the log, and the data folder. Source: security.md 8, 13.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formsOf, foundIn, searchFolder } from '../support/canary.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { act, opened, train } from '../support/reports.ts';

/** Letters alone, so that it stays whole in whatever it is made into. */
const mark = `qz${[...randomBytes(14)].map((byte) => 'abcdefghijklmnop'[byte & 15]).join('')}`;
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
const identifying = {
  'user-agent': `Browser ${mark}`,
  referer: `http://localhost:8080/report?from=${mark}`,
  'x-forwarded-for': '203.0.113.77',
  forwarded: 'for=203.0.113.77',
  'x-real-ip': '203.0.113.77',
};
const boundary = 'a-boundary-of-its-own';

let house: House;
let signalId: string;

const ok = <T extends { statusCode: number; body: string }>(answer: T, what: string): T => {
  expect(answer.statusCode, `${what}: ${answer.body.slice(0, 300)}`).toBeLessThan(400);
  return answer;
};
const staff = async (verb: string, body: unknown) => ok(await act(house, signalId, verb, body), verb);

/** A report with a mark in every field, by the API and by the form. */
async function reports(): Promise<string> {
  const sent = ok(
    await house.call(
      'POST',
      '/v1/signals',
      {
        door: 'tip',
        danger: 'soon',
        relation: 'transport-worker',
        narrative: `She said ${mark}. His number is 816-555-0187, his car ${mark.toUpperCase()}.`,
        ownWords: `Help, ${mark}`,
        appearance: `A coat, ${mark}`,
        transit: { line: '311', car: `near ${mark}`, alightingStop: `${mark} station` },
        place: { words: `Behind ${mark}`, point: { lon: -93.417263, lat: 38.6 } },
        doNotTell: `Not ${mark}`,
        safeContact: { wire: 'sms', address: '816-555-0187' },
      },
      { ...identifying, 'idempotency-key': `key-${mark}` },
    ),
    'a report',
  );
  const form = new URLSearchParams({ door: 'help', narrative: `By the form: ${mark}`, appearance: mark });
  ok(
    await house.call('POST', '/report?door=help', form.toString(), {
      ...identifying,
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://localhost:8080',
    }),
    'the form',
  );
  return sent.json().receipt;
}

/** What the person writes later, by their code and by a text, and what they agree to. */
async function dialogue(receipt: string): Promise<void> {
  const words = { code: receipt, text: `More: ${mark}`, key: `written-${mark}` };
  ok(await house.call('POST', '/v1/dialogue/messages', words, identifying), 'a message by code');
  await staff('ask-back', { text: `Is ${mark} still there?` });
  await house.wait(1);
  const text = { address: '816-555-0187', body: `Yes, ${mark}` };
  ok(await house.call('POST', '/sandbox/reply', text, identifying), 'a text');
  await house.wait(1);
  await staff('release', {
    recipient: 'role:victim-advocate',
    items: ['place'],
    purpose: `For ${mark}`,
    until: '2026-03-01T00:00:00Z',
    confirmedHow: 'voice',
    byThePerson: true,
  });
}

/** What staff write while they work on it. */
async function casework(): Promise<void> {
  const reason = `Because of ${mark}`;
  await staff('assess', {
    observedBehaviours: ['papers-held', 'debt-owed'],
    ownWords: true,
    strength: 'high',
    danger: 'soon',
    ageGroup: 'adult',
    reason,
  });
  const name = await house.database.db.selectFrom('organization').select('id').executeTakeFirstOrThrow();
  await staff('do-not-tell', { organizationId: name.id, reason });
  await staff('settle-do-not-tell', { reason });
  await staff('place', { words: `At ${mark}`, point: { lon: -93.417263, lat: 38.6 } });
  await staff('trip', { ...train, stopId: 'KCY' });
  const file = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${mark}.txt"\r\ncontent-type: text/plain\r\n\r\nMeet at ${mark}.\r\n--${boundary}--\r\n`,
  );
  ok(
    await house.call('POST', `/v1/signals/${signalId}/attachments`, file, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'alight-actor': advocateId,
      ...identifying,
    }),
    'a document',
  );
  ok(await house.asAdvocate('POST', '/v1/search', { text: mark }), 'a search');
}

/** A response: what was decided, told, answered, and said by telephone. */
async function response(): Promise<void> {
  const answer = ok(
    await house.asAdvocate('POST', '/v1/responses', {
      signalId,
      reason: `Decided for ${mark}`,
      description: `Looks like ${mark}`,
      secondStaffId: supervisorId,
    }),
    'a response',
  );
  const { responseId } = answer.json();
  await house.wait(1);
  const texts: { body: string }[] = (await house.call('GET', '/sandbox/messages')).json().messages;
  const tokens = texts.flatMap(({ body }) => /\/p\/(\S+) or/.exec(body)?.[1] ?? []);
  expect(tokens.length).toBeGreaterThanOrEqual(2);
  for (const [n, token] of tokens.slice(0, 2).entries()) {
    const { session } = (await house.call('POST', '/v1/pages/exchange', { token }, identifying)).json();
    const on = (verb: string, body: unknown = {}) =>
      house.call('POST', `/v1/pages/current/${verb}`, body, {
        authorization: `Bearer ${session}`,
        ...identifying,
      });
    ok(await on('accept'), 'a yes');
    if (n === 0) ok(await on('decline', { reason: `No, ${mark}` }), 'a no');
  }
  await house.wait(60);
  const { voiceTasks: tasks } = (await house.asAdvocate('GET', '/v1/voice-tasks')).json();
  for (const { id } of tasks.filter(({ doneAt }: { doneAt: string | null }) => doneAt === null).slice(0, 2))
    ok(
      await house.asAdvocate('POST', `/v1/voice-tasks/${id}/complete`, {
        callTaker: `Desk ${mark}`,
        cadNumber: `N-${mark}`,
        result: 'confirmed',
      }),
      'a call',
    );
  await house.wait(60);
  ok(
    await house.asAdvocate('POST', `/v1/responses/${responseId}/stand-down`, { reason: `Over: ${mark}` }),
    'the end',
  );
  await house.wait(60);
  await staff('close', { reason: `Closed: ${mark}` });
  await house.wait(60);
}

beforeAll(async () => {
  house = await openHouse(undefined, true);
  const receipt = await reports();
  const { queue } = (await house.asAdvocate('GET', '/v1/queue')).json();
  signalId = queue.find(({ door }: { door: string }) => door === 'tip').signalId;
  await opened(house, signalId);
  await dialogue(receipt);
  await casework();
  await response();
}, 180_000);
afterAll(() => house.close());

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
    const shown = JSON.stringify(await opened(house, signalId));
    for (const words of ['She said', 'Help,', 'A coat,', 'Behind', 'Not ', 'More:', 'Yes,', 'For '])
      expect(shown).toContain(`${words.trim()} ${mark}`);
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
  }, 120_000);

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
