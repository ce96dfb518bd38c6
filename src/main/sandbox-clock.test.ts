/** The demonstration's clock goes forward, not too far, and nothing that keeps failing holds it up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import {
  completeDue,
  DrivableClock,
  type DueHandlers,
  scheduleDue,
  startDueLoop,
  transaction,
} from '../platform/index.ts';
import { moveClock, openSandboxClock } from './sandbox-clock.ts';
import { keepClockOffset } from './store.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const subjectId = '01900000-0000-7000-8000-00000000000a';
const dayMilliseconds = 86_400_000;

describe('the clock of the demonstration', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const loopOf = (clock: DrivableClock, handlers: DueHandlers = {}) =>
    startDueLoop({ db: database.db, clock, handlers, log: silent, polling: false });
  const inDays = (days: number) => new Date(Date.now() + days * dayMilliseconds);

  test.each<[string, Date, string]>([
    ['the year 9999', new Date('9999-12-31T00:00:00Z'), 'clock-too-far'],
    ['401 days ahead', inDays(401), 'clock-too-far'],
    ['yesterday', inDays(-1), 'clock-only-forward'],
    ['no moment at all', new Date(Number.NaN), 'clock-too-far'],
  ])('refuses %s in words, and stays', async (_name, to, code) => {
    const clock = new DrivableClock();
    await expect(moveClock(database.db, clock, loopOf(clock), to)).rejects.toMatchObject({
      code,
      status: 422,
    });
    expect(clock.offsetMilliseconds).toBe(0);
    expect((await openSandboxClock(database.db)).offsetMilliseconds).toBe(0);
  });

  test('is bounded over many moves, not only in one', async () => {
    const clock = new DrivableClock(390 * dayMilliseconds);
    await expect(moveClock(database.db, clock, loopOf(clock), inDays(402))).rejects.toMatchObject({
      code: 'clock-too-far',
    });
    await moveClock(database.db, clock, loopOf(clock), inDays(395));
    expect((await openSandboxClock(database.db)).offsetMilliseconds / dayMilliseconds).toBeCloseTo(395, 3);
  });

  test('does not believe a kept offset that could not have been set', async () => {
    await keepClockOffset(database.db, 250_000 * dayMilliseconds);
    expect((await openSandboxClock(database.db)).offsetMilliseconds).toBe(0);
  });

  test('reaches what is due at its time though other work fails for ever', async () => {
    const clock = new DrivableClock();
    const start = clock.now();
    const dueAt = new Date(start.getTime() + 6 * 3_600_000);
    await transaction(database.db, async (tx) => {
      await scheduleDue(tx, { kind: 'broken', subjectId, dueAt: start });
      await scheduleDue(tx, { kind: 'sound', subjectId, dueAt });
    });
    const done: Date[] = [];
    let tries = 0;
    const loop = loopOf(clock, {
      broken: async () => {
        tries++;
        throw new Error('a bug');
      },
      sound: (due, { db, now }) =>
        transaction(db, async (tx) => {
          await completeDue(tx, due);
          done.push(now);
        }),
    });
    await moveClock(database.db, clock, loop, new Date(start.getTime() + 12 * 3_600_000));
    expect(done).toHaveLength(1);
    expect(done[0]!.getTime() - dueAt.getTime()).toBeLessThan(2_000);
    expect(tries).toBeGreaterThan(4);
    expect(tries).toBeLessThan(12);
  });
});
