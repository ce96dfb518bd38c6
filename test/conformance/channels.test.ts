/** Each channel's folder says to whoever runs an instance what to do with it, and holds what it is really sent. */
import { access, readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

const channels = 'src/signals/channels';
/** The channels, and what carries them: whoever runs an instance reads these pages as one. */
const folders = [
  ...(await readdir(channels)).map((channel) => `${channels}/${channel}`),
  ...(await readdir('src', { recursive: true }))
    .filter((file) => /^messaging\/.+\/README\.md$/.test(file))
    .map((file) => `src/${file.replace('/README.md', '')}`),
];
/** What a page for an operator answers, in the words that such a page has. */
const asked: readonly (readonly [string, RegExp])[] = [
  ['what to set up', /(set(ting|s)? (it )?up|Make a key)/i],
  ['what can go wrong', /what can go wrong/i],
  ['what to watch', /what to watch/i],
  ['how to switch it off', /switching it off/i],
];

test('the texts’ own wire is among them', () => {
  expect(folders).toContain('src/messaging/sms');
});

describe.each(folders)('%s', (folder) => {
  test.each(asked)('says %s', async (_what, said) => {
    expect(await readFile(`${folder}/README.md`, 'utf8')).toMatch(said);
  });

  test('names files that are there, and fixtures that a test sends', async () => {
    const page = await readFile(`${folder}/README.md`, 'utf8');
    const named = [...page.matchAll(/`((?:src|test|web|docs)\/[\w./-]+)`/g)].map(([, path]) => path!);
    for (const path of named) await expect(access(path), path).resolves.toBeUndefined();
    expect(named.some((path) => path.startsWith('test/flows/'))).toBe(true);
    const fixtures = named.find((path) => path.endsWith('/fixtures')) ?? `${folder}/fixtures`;
    expect((await readdir(fixtures)).length).toBeGreaterThan(2);
  });
});
