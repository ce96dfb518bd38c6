/** Whatever somebody asks of a report or a response in the console and is refused is said on the page: each act's refusal has its place. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../web/console/', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** The acts whose refusal a page asks for, by every `formOf(...)` of the console. */
const shown = new Set(
  readdirSync(folder)
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [...textOf(file).matchAll(/formOf\(([^)]*)\)/g)])
    .flatMap(([, inside]) =>
      [...inside!.matchAll(/['`]([a-z-]+)(?: \$\{[^}]*\})?['`]/g)].map(([, name]) => name!),
    ),
);

test.each(['signal-acts.ts', 'response.tsx'])('each act of %s has its refusal shown', (file) => {
  const acts = [...textOf(file).matchAll(/case '([a-z-]+)'/g)].map(([, name]) => name!);
  expect(acts.length).toBeGreaterThan(8);
  expect(acts.filter((act) => !shown.has(act))).toEqual([]);
});
