/** The table of OWASP ASVS 5.0: every requirement of levels 1 and 2 once, each with a state that is backed or owned up to. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

const outside = '../shared/data/asvs-5.0-ids.csv';
const states = ['met', 'part', 'not yet', 'operator', 'n/a'];

const rows = (await readFile('docs/security/asvs.md', 'utf8'))
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id, level, short, state, by, shown]) => ({ id, level, short, state, by, shown }));

describe('the table of requirements', () => {
  test('has a known state in each row, and says by what where it claims anything', () => {
    expect(rows.length).toBe(253);
    for (const { id, short, state, by } of rows) {
      expect(states, id).toContain(state);
      expect(short?.length, id).toBeGreaterThan(3);
      if (state === 'met' || state === 'part') expect(by?.length, id).toBeGreaterThan(3);
    }
  });

  test('counts what it says it counts', async () => {
    const words = await readFile('docs/security/asvs.md', 'utf8');
    const today = /^Today: (.*), of 253\.$/m.exec(words)?.[1]?.split(', ') ?? [];
    expect(today).toEqual(
      states.map((state) => `${rows.filter((row) => row.state === state).length} ${state}`),
    );
  });

  test.skipIf(!existsSync(outside))(
    'has each requirement of levels 1 and 2 once (needs ../shared/data)',
    async () => {
      const wanted = (await readFile(outside, 'utf8'))
        .split('\n')
        .map((line) => /^(V[\d.]+),([12]),/.exec(line))
        .flatMap((found) => (found ? [`${found[1]} ${found[2]}`] : []));
      expect(rows.map(({ id, level }) => `${id} ${level}`).sort()).toEqual(wanted.sort());
    },
  );
});
