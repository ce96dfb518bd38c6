/** The inventory of cryptography names every file that uses any, and no other. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Node gives it by the name of its module only; a type alone uses none. */
const uses = /^import (?!type )[^;]* from 'node:crypto'/m;

test('the inventory of cryptography is whole', async () => {
  const files = (await readdir('src', { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const using: string[] = [];
  for (const file of files) {
    const source = await readFile(join('src', file), 'utf8');
    if (uses.test(source)) using.push(join('src', file));
  }
  const listed = (await readFile('docs/security/keys.md', 'utf8'))
    .split('\n')
    .map((line) => /^\| `(src\/[^`]+)` \| .+ \| .+ \|$/.exec(line))
    .flatMap((found) => (found ? [found[1]!] : []));
  expect(listed.length).toBeGreaterThan(20);
  expect(using.sort()).toEqual(listed.sort());
});
