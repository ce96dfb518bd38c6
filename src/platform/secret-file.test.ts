import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOrMakeSecret } from './secret-file.ts';

test('of many who make a secret at once one wins, all read the whole of it, and nothing else stays behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alight-secret-'));
  const file = join(folder, 'deep', 'a.key');
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, i) => readOrMakeSecret(file, () => `secret number ${i} `.repeat(1000))),
  );
  expect(new Set(made).size).toBe(1);
  expect(made[0]).toHaveLength(1000 * made[0]!.slice(0, made[0]!.indexOf(' secret') + 1).length);
  expect(await readdir(join(folder, 'deep'))).toEqual(['a.key']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});
