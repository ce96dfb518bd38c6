/** Help nearby: who is offered, how they are reached, and what is never said of a place that is kept secret. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoDirectoryFile, listDirectory, loadDirectoryFacts } from '../../src/directory/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { type House, openHouse } from '../support/house.ts';
import { inLanguage, languages } from '../support/public-pages.ts';

const refuge = {
  name: 'A House (invented)',
  summary: 'A place to stay.',
  region: 'Kansas City area, Missouri',
  confidential: true,
  website: null as string | null,
  phones: [{ number: '816-555-0142', kind: 'voice', description: 'Any hour' }] as unknown[],
  source: 'https://example.org/about',
  verifiedOn: '2026-02-01',
  note: 'Invented.',
};
const office = {
  ...refuge,
  name: 'An Office (invented)',
  region: 'All of Missouri',
  confidential: false,
  website: 'https://example.org',
  phones: [{ number: '816-555-0143', kind: 'text', description: 'Any hour' }],
};
const at = new Date('2026-02-12T16:50:00Z');

describe('the facts that come with the demonstration', () => {
  const facts = async () => JSON.parse(await readFile(demoDirectoryFile, 'utf8')) as (typeof refuge)[];

  test('name no street, house or post box', async () => {
    const entries = await facts();
    expect(entries.length).toBeGreaterThan(5);
    const street =
      /\b\d+\s+(?:[NSEW]\.?\s+)?(?:\w+\s+){0,3}(?:street|st\.?|avenue|ave\.?|road|rd\.?|drive|dr\.?|boulevard|blvd|lane|highway|hwy)\b|p\.?\s?o\.?\s?box/i;
    expect('at 1920 Moody Road').toMatch(street);
    for (const { source: _, website: __, ...entry } of entries)
      for (const words of Object.values(entry)) expect(String(words)).not.toMatch(street);
  });

  test('say of a shelter or a home that it is kept secret', async () => {
    for (const { name, summary, confidential, website } of await facts()) {
      if (/shelter|residential|house|home/i.test(`${name} ${summary}`) && !/way to a shelter/.test(summary))
        expect(confidential, name).toBe(true);
      if (confidential) expect(website, name).toBeNull();
    }
  });
});

describe('an operator’s own list', () => {
  let database: TestDatabase;
  let folder: string;
  const said: object[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (message: string, fields?: object) => void said.push({ message, ...fields }),
  };
  const load = async (entries: unknown) => {
    const file = join(folder, 'directory.json');
    await writeFile(file, typeof entries === 'string' ? entries : JSON.stringify(entries));
    await loadDirectoryFacts(database.db, file, log);
  };
  const names = async (now = at) => (await listDirectory(database.db, now)).map(({ name }) => name);
  beforeAll(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'alight-directory-'));
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('takes the place of the one before: who was struck off it, and a number that is theirs no longer, are gone', async () => {
    await load([refuge, office]);
    expect(await names()).toEqual([office.name, refuge.name]);
    await load([{ ...refuge, phones: [{ number: '988', kind: 'voice and text', description: 'Any hour' }] }]);
    expect(await listDirectory(database.db, at)).toMatchObject([
      { name: refuge.name, confidential: true, website: null, phones: [{ number: '988' }] },
    ]);
    const file = join(folder, 'directory.json');
    await Promise.all([1, 2, 3].map(() => loadDirectoryFacts(database.db, file, log)));
    expect(await names()).toEqual([refuge.name]);
    expect(said).toEqual([]);
  });

  test('offers nobody who was not checked within twelve months', async () => {
    await load([refuge]);
    expect(await names(new Date('2027-02-01T12:00:00Z'))).toEqual([refuge.name]);
    expect(await names(new Date('2027-02-02T12:00:00Z'))).toEqual([]);
  });

  test.each([
    { reason: 'not JSON', entries: 'A House, 816-555-0142', mistakes: 'not JSON' },
    { reason: 'an address', entries: [refuge, { ...office, address: '12 Any Street' }], mistakes: '1' },
    {
      reason: 'a secret place with a website',
      entries: [{ ...refuge, website: 'https://example.org' }],
      mistakes: '0.website',
    },
    {
      reason: 'an open line',
      entries: [{ ...office, website: 'http://example.org' }],
      mistakes: '0.website',
    },
    {
      reason: 'a number in words',
      entries: [{ ...refuge, phones: [{ ...(refuge.phones[0] as object), number: 'ring us' }] }],
      mistakes: '0.phones.0.number',
    },
    { reason: 'the same name twice', entries: [refuge, { ...office, name: refuge.name }], mistakes: '' },
    { reason: 'no source', entries: [{ ...refuge, source: undefined }], mistakes: '0.source' },
    {
      reason: 'a day that does not exist',
      entries: [{ ...refuge, verifiedOn: '2026-02-30' }],
      mistakes: '0.verifiedOn',
    },
  ])(
    'with a mistake changes nothing, and the log says where and not what: $reason',
    async ({ entries, mistakes }) => {
      await load([office]);
      said.length = 0;
      await load(entries);
      expect(said).toEqual([{ message: 'the directory file could not be taken', mistakes }]);
      expect(await names()).toEqual([office.name]);
    },
  );

  test('that is missing changes nothing either', async () => {
    await load([office]);
    said.length = 0;
    await loadDirectoryFacts(database.db, join(folder, 'none.json'), log);
    expect(said).toEqual([{ message: 'the directory file could not be taken', mistakes: 'not readable' }]);
    expect(await names()).toEqual([office.name]);
  });

  test('could not hold a website of a secret place even past the reading of the file', async () => {
    await load([refuge]);
    await expect(
      database.db.updateTable('directory_entry').set({ website: 'https://example.org' }).execute(),
    ).rejects.toThrow(/directory_entry_confidential/);
  });
});

describe.each([
  { mode: 'demo', dialled: false },
  { mode: 'production', dialled: true },
])('the page, in $mode', ({ mode, dialled }) => {
  let house: House;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alight-directory-'));
    const file = join(folder, 'directory.json');
    await writeFile(
      file,
      JSON.stringify([refuge, office, { ...refuge, name: 'No Number (invented)', phones: [] }]),
    );
    house = await openHouse(at, true, { ALIGHT_MODE: mode, DIRECTORY_FILE: file });
  });
  afterAll(async () => {
    await house.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(languages)(
    'in %s gives a telephone of each, with a tap to call where that is right',
    async (code) => {
      const { body } = await house.call('GET', inLanguage(code, '/directory'));
      for (const words of [refuge.name, office.name, '816-555-0142', '816-555-0143', refuge.region])
        expect(body).toContain(words);
      expect(body.includes('href="tel:+18165550142"')).toBe(dialled);
      expect(body.includes('href="sms:+18165550143"')).toBe(dialled);
      // Who has no number that was checked is reached through the national hotline.
      const none = body.slice(body.indexOf('No Number'));
      expect(none).toContain('1-888-373-7888');
      expect(body.includes('href="tel:+18883737888"')).toBe(dialled);
    },
  );

  test('links to no page of a place that is kept secret', async () => {
    const { body } = await house.call('GET', '/directory');
    const between = (from: string) => {
      const start = body.indexOf(`<h3>${from}`);
      expect(start).toBeGreaterThan(0);
      return body.slice(start, body.indexOf('</section>', start));
    };
    expect(between(office.name)).toContain('href="https://example.org"');
    expect(between(refuge.name)).not.toContain('href="http');
    expect(between(refuge.name)).toContain('kept secret');
  });

  test('of the state names its helpers', async () => {
    const { body } = await house.call('GET', '/states/missouri');
    const helpers = body.slice(body.indexOf('id="helpers"'));
    expect(helpers).toContain(refuge.name);
    expect(helpers).toContain('816-555-0142');
    expect(helpers).toContain(office.name);
  });
});
