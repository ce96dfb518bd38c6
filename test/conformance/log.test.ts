/** The list of log lines that operators read has every line that the code writes, at its level, and no other. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const calls = /\blog\.(debug|info|warn|error)\(\s*(?:'([^']*)'|`([^`]*)`|([^\s,)]+))/g;

/** What a source says to the log: `level words`, with an ellipsis for what is put in. */
function saidIn(source: string): string[] {
  return [...source.matchAll(calls)].map(
    ([, level, plain, template, other]) =>
      `${level} ${plain ?? template?.replace(/\$\{[^}]*\}/g, '…') ?? `not fixed words: ${other}`}`,
  );
}

describe('the list of log lines', () => {
  test('has every line that is written, and no other', async () => {
    const files = (await readdir('src', { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== join('platform', 'log.ts'),
    );
    const said = new Set<string>();
    for (const file of files)
      for (const line of saidIn(await readFile(join('src', file), 'utf8'))) said.add(line);
    const listed = (await readFile('docs/operators/log.md', 'utf8'))
      .split('\n')
      .map((line) => /^\| `(.+)` \| (\w+) \| .+ \| .+ \|$/.exec(line))
      .flatMap((found) => (found ? [`${found[2]} ${found[1]}`] : []));
    expect(listed.length).toBeGreaterThan(20);
    expect([...said].sort()).toEqual(listed.sort());
  });

  test('would miss none: planted lines are seen however they are written', () => {
    expect(
      saidIn(`log.warn('one');\ndeps.log.error(\n  \`two \${x} of it\`,\n);\nlog.info(words, { a: 1 });`),
    ).toEqual(['warn one', 'error two … of it', 'info not fixed words: words']);
  });
});
