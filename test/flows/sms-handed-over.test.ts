/** Texts as the carrier hands them over: twice, in parts, forged, unreadable, from nobody, or while the master keys are away. */
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, storedClearance } from '../../src/messaging/index.ts';
import {
  carrying,
  makeMasterKeys,
  newId,
  openDatabases,
  openDataKeys,
  openFileKeys,
  openLog,
  transaction,
} from '../../src/platform/index.ts';
import { carrierAccount, carrierOf, fieldsOf, fixture, ofTexts, said, signed } from '../support/carrier.ts';
import { type House, openHouse } from '../support/house.ts';
import { opened } from '../support/reports.ts';

let house: House;
let folder: string;
let keyFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-sms-'));
  keyFile = join(folder, 'master.keys');
  await makeMasterKeys(keyFile);
  house = await openHouse(undefined, false, { ...carrierAccount, ALIGHT_VAULT_KEY_FILE: keyFile });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const { handOver, text, theReport } = carrierOf(() => house);

describe('what carriers hand over', () => {
  test('twice is taken once', async () => {
    const body = fieldsOf('+18165550184', 'once');
    for (let time = 0; time < 3; time++) expect((await handOver(body)).statusCode).toBe(200);
    expect(said(await theReport('816-555-0184'))).toEqual(['once']);
  });

  test('in parts and out of order is one text to whoever reads it', async () => {
    await handOver(await fixture('part-two', '+18165550185'));
    await handOver(await fixture('part-one', '+18165550185'));
    expect(said(await theReport('816-555-0185'))).toEqual([
      'It is the house with the fence\nand the blue door.',
    ]);
  });

  test.each<[string, string, string]>([
    ['in sixteen bits', 'long-in-sixteen-bits', 'somos cuatro. 🙏'],
    ['as a picture alone', 'picture', '(A picture or file without words. It was not kept.)'],
  ])('%s is a report', async (_what, name, words) => {
    const from = name === 'picture' ? '+18165550186' : '+18165550187';
    expect((await handOver(await fixture(name, from))).statusCode).toBe(200);
    expect((await theReport(from)).narrative).toContain(words);
  });

  test.each<[string, string, string, string]>([
    ['without words', '+18165550188', '', '(A text without words.)'],
    ['with NUL in it', '+18165550189', 'a\0b', 'ab'],
    ['of control signs', '+18165550190', '\u0001\u0002\u001b[31mred', 'red'],
    ['of a single picture sign', '+18165550191', '🆘', '🆘'],
    ['from no telephone', 'NOTIFY', 'short code', 'short code'],
  ])('a text %s is taken in', async (_what, from, body, words) => {
    const before = new Set(await allReports());
    await text(from, body);
    const [id] = (await allReports()).filter((one) => !before.has(one));
    expect((await opened(house, id!)).narrative).toContain(words);
  });
  const allReports = async (): Promise<string[]> =>
    (await sql<{ id: string }>`select id from signal`.execute(house.database.db)).rows.map(({ id }) => id);

  test('a giant text is kept as far as it is bearable, whole to its last character', async () => {
    await text('+18165550192', '🙏a'.repeat(5_000));
    const { narrative, messages } = await theReport('816-555-0192');
    expect(narrative.length).toBeLessThanOrEqual(12_000);
    expect(narrative.length).toBeGreaterThan(11_990);
    expect(messages.length).toBeGreaterThan(0);
    expect(JSON.stringify(messages)).toContain('🙏a');
  });

  test('in another charset, or with what cannot be read, harms nobody and is no server error', async () => {
    for (const body of [
      'From=%2B18165550193&Body=caf%E9&MessageSid=SMx1',
      'From=%&Body=%zz',
      '\uFFFF',
      'Body[__proto__]=1',
    ])
      expect((await handOver(body)).statusCode).toBeLessThan(500);
  });

  test.each<[string, (body: string) => string]>([
    ['no signature', () => ''],
    ['another key', (body) => signed(new URLSearchParams(body), 'another token')],
    ['the signature of other words', () => signed(new URLSearchParams(fieldsOf('+18165550194', 'other')))],
  ])('with %s is refused, and nothing is stored', async (_what, signature) => {
    const before = (await allReports()).length;
    const body = fieldsOf('+18165550194', 'forged');
    const answer = await handOver(body, signature(body));
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'signature-wrong']);
    expect((await allReports()).length).toBe(before);
  });

  test('from nobody is refused in words', async () => {
    expect((await handOver(fieldsOf('', 'who am I'))).json().code).toBe('body-invalid');
  });

  test('from somebody we asked to come is no report', async () => {
    // The house's own keys are not those of the test's database.
    const keys = openDataKeys(await openFileKeys(keyFile, false), openLog('silent'));
    const databases = openDatabases(house.database.url, carrying(keys));
    await transaction(databases.paging, (tx) =>
      send(
        tx,
        storedClearance('disclosure', newId(house.clock.now())),
        {
          wire: 'sms',
          to: '573-555-0195',
          body: 'Alight duty page K4F2.',
          about: { kind: 'page', id: newId(house.clock.now()) },
          dedupeKey: 'page',
        },
        house.clock.now(),
      ),
    ).finally(() => databases.close());
    const before = (await allReports()).length;
    await text('+15735550195', 'on my way');
    expect((await allReports()).length).toBe(before);
  });

  test('while the master keys are away is acknowledged, and a report as soon as they are back', async () => {
    await rename(keyFile, `${keyFile}.away`);
    await text('+18165550196', 'can you hear me');
    await text('+18165550196', 'are you there');
    await copyFile(`${keyFile}.away`, keyFile);
    await house.wait(120);
    expect((await theReport('816-555-0196')).narrative).toBe('can you hear me');
    expect(said(await theReport('816-555-0196'))[0]).toContain('can you hear me');
  });
});

test('no number and no word of a text is in the log', () => {
  expect(house.log.lines.join('\n')).not.toMatch(ofTexts);
});
