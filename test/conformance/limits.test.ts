/** The list of limits that operators read says what the code does. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const lines = (await readFile('docs/operators/limits.md', 'utf8'))
  .split('\n')
  .map((line) => /^\| (.+) \| (.+) \| `(src\/[^`]+)`: `([^`]+)` \|$/.exec(line))
  .flatMap((found) => (found ? [{ what: found[1]!, file: found[3]!, said: found[4]! }] : []));

test('the list of limits has its lines', () => {
  expect(lines.length).toBeGreaterThan(25);
});

test.each(lines)('$what', async ({ file, said }) => {
  expect(await readFile(file, 'utf8')).toContain(`const ${said};`);
});
