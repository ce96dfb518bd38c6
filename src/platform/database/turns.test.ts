/** Programs that share one cluster: one after the other, and nobody stops it under somebody who is on their way to it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enroll, takeTurn } from './turns.ts';

let folder: string;
/** The number of a process that has ended. */
const ended = String(spawnSync('true').pid);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-turns-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('whoever leaves is told whether somebody else still uses it, also before they have connected', async () => {
  const users = join(folder, 'users');
  const [first, second] = [await enroll(users), await enroll(users)];
  await writeFile(join(users, `${ended}.left-behind`), '');
  expect(await first()).toBe(true);
  expect(await second(), 'a program that has ended does not count').toBe(false);
});

test('one has the turn at a time', async () => {
  const file = join(folder, 'lock');
  const order: string[] = [];
  const release = await takeTurn(file);
  const waiting = takeTurn(file).then(async (done) => {
    order.push('second');
    await done();
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  order.push('first');
  await release();
  await waiting;
  expect(order).toEqual(['first', 'second']);
});

test('a turn that a program took and did not live to give back is free', async () => {
  const file = join(folder, 'stale');
  await writeFile(file, ended);
  await (await takeTurn(file))();
});
