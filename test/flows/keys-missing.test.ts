/**
 * The file of master keys is not there when the server starts: it starts all the same where reports can be taken in, and nobody makes
 * new keys beside old data. Source: security.md 27.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKeys } from '../../src/main/keys.ts';
import { type Alight, openAlight } from '../../src/main/open.ts';
import { openFileKeys, openLog, readConfig, StandingClock } from '../../src/platform/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { advocateId } from '../support/house.ts';

let database: TestDatabase;
let folder: string;
let file: string;
let running: Alight | undefined;
let said: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'alight-missing-'));
  file = join(folder, 'master.keys');
});
afterEach(async () => {
  await stop();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = () => readConfig({ ALIGHT_DATA_FOLDER: folder, LOG_LEVEL: 'silent' });
const clock = new StandingClock(new Date('2026-02-12T16:50:00Z'));
async function start(): Promise<Alight> {
  said = [];
  const error = (message: string) => void said.push(message);
  running = await openAlight({
    config: settings(),
    databaseUrl: database.url,
    authDatabaseUrl: database.authUrl,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error },
    clock,
    polling: false,
  });
  return running;
}
async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
}
const headers = { host: 'localhost:8080', 'alight-actor': advocateId };
const send = (narrative: string) =>
  running!.app.inject({ method: 'POST', url: '/v1/signals', headers, payload: { door: 'tip', narrative } });
const get = (url: string) => running!.app.inject({ method: 'GET', url, headers });
const isThere = () =>
  stat(file).then(
    () => true,
    () => false,
  );
const reports = async (): Promise<string[]> =>
  (await get('/v1/queue')).json().queue.map(({ signalId }: { signalId: string }) => signalId);

describe('a server that starts without its master keys', () => {
  test('takes reports in, says so to whoever watches it and to whoever works there, and opens all of it when they are back', async () => {
    await start();
    expect((await send('Before.')).statusCode).toBe(201);
    await stop();
    const kept = await readFile(file, 'utf8');
    await rename(file, `${file}.elsewhere`);

    await start();
    expect(said.join(' ')).toMatch(/master\.keys is missing.*Put it back.*reports are taken in/);
    expect(await isThere()).toBe(false);
    expect((await send('Meanwhile.')).statusCode).toBe(201);
    const ready = await get('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { ok: true, overdue: 0, keys: 'away' }]);
    const console_ = await get('/console');
    expect(console_.statusCode).toBe(200);
    expect(console_.body).toContain('Reports cannot be opened just now');
    const ids = await reports();
    expect(ids).toHaveLength(2);
    for (const id of ids) expect((await get(`/v1/signals/${id}`)).json().code).toBe('keys-away');
    expect(await isThere(), 'nobody made new ones').toBe(false);

    await rename(`${file}.elsewhere`, file);
    expect(await readFile(file, 'utf8')).toBe(kept);
    clock.moveTo(new Date(clock.now().getTime() + 60_000));
    await running!.loop.drain();
    const opened = await Promise.all(
      ids.map(async (id) => (await get(`/v1/signals/${id}`)).json().narrative),
    );
    expect(opened.sort()).toEqual(['Before.', 'Meanwhile.']);
    expect((await get('/readyz')).json().keys).toBe('here');
    expect((await get('/console')).body).not.toContain('Reports cannot be opened just now');
  });

  test('does not start, in words, where nothing could be taken in; and makes nothing', async () => {
    await start();
    await send('Before.');
    await stop();
    await rm(file);
    await rm(settings().intakeKeyFile);
    await expect(start()).rejects.toThrow(/master\.keys is missing.*intake\.key, is missing too/);
    expect(await isThere()).toBe(false);
  });
});

describe('the master keys of another instance', () => {
  const others = async () => {
    const other = join(folder, 'other.keys');
    await openFileKeys(other, true);
    await rename(file, `${file}.elsewhere`);
    await rename(other, file);
  };
  const narratives = async () => {
    clock.moveTo(new Date(clock.now().getTime() + 6 * 60_000));
    await running!.loop.drain();
    const ids = await reports();
    return Promise.all(ids.map(async (id) => (await get(`/v1/signals/${id}`)).json().narrative));
  };

  test('count as none at the start: reports are taken in, none is sealed under them, and all open when the own are back', async () => {
    await start();
    await send('Before.');
    await stop();
    await others();
    await start();
    expect(said.join(' ')).toMatch(/master\.keys belongs to another instance.*reports are taken in/);
    expect((await get('/readyz')).json().keys).toBe('away');
    expect((await send('Meanwhile.')).statusCode).toBe(201);
    for (const id of await reports()) expect((await get(`/v1/signals/${id}`)).json().code).toBe('keys-away');
    await rename(`${file}.elsewhere`, file);
    expect((await narratives()).sort()).toEqual(['Before.', 'Meanwhile.']);
  });

  test('put in the place of the own while the server runs seal and forget nothing', async () => {
    await start();
    await send('Before.');
    const before = await readFile(file, 'utf8');
    await others();
    const service = await openKeys({ ...settings(), demo: false }, database.url, openLog('silent'));
    expect((await send('Meanwhile.')).statusCode).toBe(201);
    const [id] = await reports();
    await expect(service.forget([id!])).rejects.toThrow(/another instance/);
    await expect(service.rotate()).rejects.toThrow(/another instance/);
    expect((await get('/readyz')).json().keys).toBe('away');
    await rename(`${file}.elsewhere`, file);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect((await narratives()).sort()).toEqual(['Before.', 'Meanwhile.']);
  });

  test('are known by what is stored where there is no intake key, and then nothing starts, in words', async () => {
    await start();
    await send('Before.');
    await stop();
    await rm(settings().intakeKeyFile);
    await others();
    await expect(start()).rejects.toThrow(/another instance.*intake\.key, is missing too/);
    await rename(`${file}.elsewhere`, file);
    await start();
    expect(await narratives()).toEqual(['Before.']);
  });

  test('are rotated by nobody at a terminal, and a changed row or intake key alone makes the own nobody else’s', async () => {
    await start();
    await send('Before.');
    await stop();
    await sql`update data_key set wrapped = decode(repeat('00', 60), 'hex')
      where id = (select id from data_key order by id desc limit 1)`.execute(database.db);
    await start();
    expect((await get('/readyz')).json().keys).toBe('here');
    await stop();
    await others();
    const env = { ...process.env, DATABASE_URL: database.url, ALIGHT_DATA_FOLDER: folder };
    const asked = promisify(execFile)(process.execPath, ['src/main/cli.ts', 'keys', 'rotate'], { env });
    await expect(asked).rejects.toMatchObject({ stderr: expect.stringContaining('another instance') });
  });
});

describe('new master keys', () => {
  const make = async () => {
    const env = { ...process.env, DATABASE_URL: database.url, ALIGHT_DATA_FOLDER: folder };
    return promisify(execFile)(process.execPath, ['src/main/cli.ts', 'keys', 'make'], { env }).then(
      () => 'made',
      (error: { stderr: string }) => error.stderr,
    );
  };

  test('are made by a demonstration that holds nothing, and by nobody in production but whoever asks', async () => {
    const config = settings();
    await expect(openKeys({ ...config, demo: false }, database.url, openLog('silent'))).rejects.toThrow(
      /keys make/,
    );
    expect(await isThere()).toBe(false);
    await openKeys(config, database.url, openLog('silent'));
    expect(await isThere()).toBe(true);
  });

  test('are not made where something was sealed before, also when somebody asks', async () => {
    await start();
    await send('Before.');
    await stop();
    const kept = await readFile(file, 'utf8');
    expect(await make(), 'those that are there stay').toBe('made');
    expect(await readFile(file, 'utf8')).toBe(kept);
    await rm(file);
    expect(await make()).toMatch(/sealed here before.*Put back the copy/);
    await rm(settings().intakeKeyFile);
    expect(await make(), 'the database knows too').toMatch(/sealed here before/);
    expect(await isThere()).toBe(false);
  });
});
