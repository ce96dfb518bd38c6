import { describe, expect, test } from 'vitest';
import { openGate } from './gate.ts';
import { openSketches } from './sketching.ts';

const sketchOf = openSketches(Buffer.alloc(32, 7));
const junk = sketchOf('The same words again and again and again until nobody can stand it any more.');
const honest = sketchOf(
  'He would not let her speak at the counter, and she looked at the floor the whole time.',
);
const now = new Date('2026-02-12T16:50:00Z');

describe('the gate', () => {
  test('lets what is new go before what has come many times, and that have every fourth turn', async () => {
    const gate = openGate();
    const order: string[] = [];
    const open: (() => void)[] = [];
    const come = (name: string, sketch: string | null) =>
      gate.admit(sketch, now, async () => {
        order.push(name);
        await new Promise<void>((resolve) => open.push(resolve));
      });
    const all = Array.from({ length: 30 }, (_, index) => come(`junk ${index}`, junk));
    for (let index = 0; index < 6; index++) all.push(come(`honest ${index}`, index % 2 ? null : honest));
    expect(gate.waiting()).toEqual({ first: 6, behind: 14 });
    order.length = 0;
    for (let done = 0; done < 36; done++) {
      open.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    expect(order.slice(0, 8)).toEqual([
      'honest 0',
      'honest 1',
      'honest 2',
      'junk 16',
      'honest 3',
      'honest 4',
      'honest 5',
      'junk 17',
    ]);
    expect(order).toHaveLength(20);
    expect(gate.waiting()).toEqual({ first: 0, behind: 0 });
  });

  test('takes a turn of phrase for nothing: what shares some words and says something else waits behind nobody', async () => {
    const gate = openGate();
    const counts: number[] = [];
    const things = [
      'her phone',
      'their papers',
      'the money',
      'a knife',
      'the door',
      'her bag',
      'a child',
      'the keys',
    ];
    for (const [n, thing] of things.entries())
      await gate.admit(
        sketchOf(
          `I was at work and I saw that he held ${thing} and ${things[(n * 3 + 1) % 8]}, and then he looked around and told ${things[(n * 5 + 2) % 8]} to somebody.`,
        ),
        now,
        async (alike) => void counts.push(alike),
      );
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
  });

  test('goes on when the work of one fails, and counts what is alike for a minute', async () => {
    const gate = openGate();
    await expect(gate.admit(null, now, () => Promise.reject(new Error('planted')))).rejects.toThrow(
      'planted',
    );
    const counts: number[] = [];
    for (let index = 0; index < 12; index++)
      await gate.admit(junk, now, async (alike) => void counts.push(alike));
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const later = new Date(now.getTime() + 61_000);
    await gate.admit(junk, later, async (alike) => void counts.push(alike));
    expect(counts.at(-1)).toBe(1);
  });
});
