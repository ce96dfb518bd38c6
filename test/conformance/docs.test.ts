/** What the documents name is there: a guide that points nowhere is worse than none. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const roots = ['src', 'web', 'test', 'bench', 'script', 'docs', 'database', 'content', 'locales', '.ci'];
const pathIn = new RegExp(`(?<![\\w./-])((?:${roots.join('|').replace('.', '\\.')})/[\\w./*-]*[\\w*])`, 'g');
/** Stands for whatever comes there, and needs no file. */
const stands = /[<*]/;

/** The paths that a text names, from the root; links are read from where the text lies. */
function namedIn(text: string, file: string): string[] {
  const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
    join(dirname(file), link!),
  );
  const code = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, words]) =>
    [...words!.matchAll(pathIn)].map(([, path]) => path!),
  );
  return [...links, ...code].filter((path) => !stands.test(path));
}

describe('the documents', () => {
  test('name only paths that exist', async () => {
    const inDocs = (await readdir('docs', { recursive: true })).map((name) => join('docs', name));
    const files = ['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...inDocs].filter(
      (file) => file.endsWith('.md'),
    );
    const missing: string[] = [];
    let named = 0;
    for (const file of files)
      for (const path of namedIn(await readFile(file, 'utf8'), file)) {
        named++;
        if (!existsSync(path)) missing.push(`${file}: ${path}`);
      }
    expect(missing).toEqual([]);
    expect(named).toBeGreaterThan(50);
  });

  test('are read as they should be: a planted path is seen', () => {
    expect(
      namedIn('See `src/nowhere/lost.ts` and [this](../lost.md#here), not `web/<name>`.', 'docs/a/b.md'),
    ).toEqual(['docs/lost.md', 'src/nowhere/lost.ts']);
  });

  test('of decisions are all in the index, and the index names no other', async () => {
    const index = await readFile('docs/decisions/README.md', 'utf8');
    const files = (await readdir('docs/decisions')).filter((name) => /^\d{4}-/.test(name)).sort();
    expect([...index.matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, name]) => name)).toEqual(files);
  });
});
