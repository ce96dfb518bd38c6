/** The master keys go away and come back: reports go on coming in, nothing is read meanwhile, and nothing is lost. Source: security.md 27. */
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMasterKeys } from '../../src/platform/index.ts';
import { type House, openHouse } from '../support/house.ts';
import { report } from '../support/reports.ts';

let house: House;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-away-'));
  file = join(folder, 'master.keys');
  await makeMasterKeys(file);
  house = await openHouse(undefined, false, { ALIGHT_VAULT_KEY_FILE: file });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const versions = async (signalId: string) =>
  (
    await sql<{
      version: number;
    }>`select master_key_version as version from data_key where record_id = ${signalId}::uuid`.execute(
      house.database.db,
    )
  ).rows.map(({ version }) => version);
const read = (signalId: string) => house.asAdvocate('GET', `/v1/signals/${signalId}`);

test('a report that comes in while the keys are away is kept, closed until they are back, and then like any other', async () => {
  const before = await report(house, { narrative: 'Before.' });
  await house.wait(1);
  await rename(file, `${file}.away`);
  const during = await report(house, {
    narrative: 'Meanwhile.',
    safeContact: { wire: 'sms', address: '816-555-0161' },
  });
  expect(await versions(during.signalId)).toEqual([0]);
  const wrote = { code: during.receipt, text: 'More of it.', key: 'while-away-1' };
  expect((await house.call('POST', '/v1/dialogue/messages', wrote)).statusCode).toBeLessThan(300);
  const closed = await read(during.signalId);
  expect(closed.statusCode).toBe(503);
  expect(closed.json()).toMatchObject({
    code: 'keys-away',
    detail: expect.stringContaining('Nothing is lost'),
  });
  expect((await house.asAdvocate('GET', '/v1/queue')).statusCode).toBe(200);
  await copyFile(`${file}.away`, file);
  await house.wait(120);
  expect((await versions(during.signalId)).every((version) => version === 1)).toBe(true);
  expect((await read(during.signalId)).json()).toMatchObject({
    narrative: 'Meanwhile.',
    messages: [{ text: 'More of it.' }],
  });
  expect((await read(before.signalId)).json()).toMatchObject({ narrative: 'Before.' });
  const text = { address: '816-555-0161', body: 'It is me.' };
  await house.call('POST', '/sandbox/reply', text);
  await house.wait(5);
  const { messages } = (await read(during.signalId)).json();
  expect(messages.map((one: { text: string }) => one.text)).toEqual(['More of it.', 'It is me.']);
});
