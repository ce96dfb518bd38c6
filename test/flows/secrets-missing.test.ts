/** The file of a secret is not there when the server starts: made where nothing hangs on it, asked for by name where something does. */
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Alight, openAlight } from '../../src/main/open.ts';
import { assertSecrets } from '../../src/main/secrets.ts';
import { openLog, readConfig, StandingClock } from '../../src/platform/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { advocateId } from '../support/house.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'alight-secrets-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const config = () =>
  readConfig({
    ALIGHT_DATA_FOLDER: folder,
    ALIGHT_VAULT_KEY_FILE: database.vaultKeyFile,
    LOG_LEVEL: 'silent',
  });
const start = (): Promise<Alight> =>
  openAlight({
    config: config(),
    databaseUrl: database.url,
    authDatabaseUrl: database.authUrl,
    log: openLog('silent'),
    clock: new StandingClock(new Date('2026-02-12T16:50:00Z')),
    polling: false,
    pages: false,
  });
const post = ({ app }: Alight, url: string, payload: object, more: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { host: 'localhost:8080', ...more } });

test('the key behind the codes is made for a place that holds nothing, and beside reports it is asked for by name', async () => {
  const first = await start();
  const report = { door: 'tip', narrative: 'He keeps her papers.' };
  const sent = await post(first, '/v1/signals', report, { 'idempotency-key': 'one-report-only' });
  expect(sent.statusCode, sent.body).toBe(201);
  await first.close();
  const file = join(folder, 'receipt.key');
  await rename(file, `${file}.away`);
  await expect(start()).rejects.toThrow(/receipt\.key, is missing \(ALIGHT_KEY_FILE\)\. Put back the copy/);
  expect(await readdir(folder)).not.toContain('receipt.key');
  await rename(`${file}.away`, file);
  const again = await start();
  const { receipt } = sent.json();
  expect((await post(again, '/v1/dialogue/open', { code: receipt })).statusCode).toBe(200);
  const retried = await post(again, '/v1/signals', report, { 'idempotency-key': 'one-report-only' });
  expect([retried.statusCode, retried.json().receipt]).toEqual([201, receipt]);
  await again.close();
});

test('the keys of the audit log and of sign-in are asked for once something hangs on them', async () => {
  const asked = (name: 'audit' | 'signIn') =>
    assertSecrets(
      { ...config(), auditKeyFile: join(folder, 'a'), signInKeyFile: join(folder, 's') },
      database.db,
      [name],
    );
  await asked('audit');
  await database.db
    .insertInto('audit_checkpoint')
    .values({ size: 1, at: new Date('2026-02-12T16:50:00Z'), note: 'invented' })
    .execute();
  await expect(asked('audit')).rejects.toThrow('ALIGHT_AUDIT_KEY_FILE');
  await database.db
    .insertInto('staff')
    .values({ id: advocateId, name: 'An advocate', role: 'hotline-advocate' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await expect(asked('signIn')).rejects.toThrow('ALIGHT_SIGN_IN_KEY_FILE');
});
