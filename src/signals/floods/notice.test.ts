/** What cannot wait at the gate is counted there all the same: from the sixth alike on it is to be taken up behind others, and no word is lost. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { signalsPatientKinds, textBehindKind } from '../store.ts';
import { openFloods } from './index.ts';

const now = new Date('2026-03-01T12:00:00Z');
const junk = (n: number) =>
  `Somebody at number ${n} told me that the people in the house on the corner are up to no good, and that you should go there at once.`;

test('what says nearly the same goes behind from the sixth on; what does not, and what is compared with nothing, never', () => {
  const floods = openFloods(randomBytes(32));
  const behind = Array.from({ length: 8 }, (_, n) => floods.notice(junk(n), now).behind);
  expect(behind).toEqual([false, false, false, false, false, true, true, true]);
  expect(floods.notice('He held both of their papers the whole time that she was there.', now).behind).toBe(
    false,
  );
  for (let n = 0; n < 20; n++) expect(floods.notice(null, now)).toMatchObject({ behind: false });
  // A minute later nothing is remembered.
  expect(floods.notice(junk(9), new Date(now.getTime() + 61_000)).behind).toBe(false);
});

test('a sweep is asked for by whoever stores one, and not by whoever puts it off', () => {
  const floods = openFloods(randomBytes(32));
  for (let n = 0; n < 15; n++) floods.notice(junk(n), now);
  const kinds = () =>
    floods
      .notice(junk(99), now)
      .trace()
      .due.map(({ kind }) => kind);
  expect(kinds()).toContain('flood-sweep');
  expect(kinds(), 'once in a stretch').not.toContain('flood-sweep');
});

test('the last of a flood, stored long after it came, asks for a sweep that comes after it', async () => {
  let passed = 0;
  const floods = openFloods(randomBytes(32), () => passed);
  const sweeps: Date[] = [];
  const stored: Date[] = [];
  const take = (n: number, held: Promise<void>) =>
    floods.admit(junk(n), now, async ({ due }) => {
      stored.push(new Date(now.getTime() + passed));
      for (const row of due) if (row['kind'] === 'flood-sweep') sweeps.push(row['due_at'] as Date);
      await held;
    });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const all = Array.from({ length: 40 }, (_, n) => take(n, held));
  // All hands are full for seven seconds; what waits had come before that.
  passed = 7_000;
  letGo();
  await Promise.all(all);
  expect(stored).toHaveLength(40);
  expect(Math.max(...sweeps.map(Number))).toBeGreaterThan(Math.max(...stored.map(Number)));
});

test('what goes behind has few hands of its own', () => {
  expect(signalsPatientKinds).toContain(textBehindKind);
});
