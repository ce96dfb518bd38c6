/**
 * The loop on a real database and the machine's clock: what is due is on time, whatever else is slow. Whatever a row could wait for is
 * held until the row was done, so that waiting long is a slow machine and never a pass.
 */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Clock, StandingClock, systemClock } from '../clock.ts';
import { transaction } from '../database/connect.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { type DueHandlers, type DueLoop, startDueLoop } from './loop.ts';
import { completeDue, type DueRow, scheduleDue } from './store.ts';

/** For what comes sooner or later; a slow machine is not a fault. */
const patienceSeconds = 60;
/** How long an idle loop waits before it looks again. */
const pollMilliseconds = 100;

let opened: TestDatabase;
let loop: DueLoop | undefined;
let lines: string[] = [];
const write = (message: string, fields?: object) => void lines.push(JSON.stringify({ message, ...fields }));
const log: Log = { debug: write, info: write, warn: write, error: write };

beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());
afterEach(async () => {
  await loop?.stop();
  await opened.db.deleteFrom('due').execute();
  lines = [];
});

const begin = (handlers: DueHandlers, more: { clock?: Clock; polling?: boolean } = {}) => {
  loop = startDueLoop({
    db: opened.db,
    clock: systemClock,
    handlers,
    log,
    slowKinds: ['slow'],
    patientKinds: ['patient'],
    ...more,
  });
  return loop;
};
const schedule = (kind: string, dueAt: Date) =>
  scheduleDue(opened.db as never, { kind, subjectId: newId(dueAt), dueAt });
const complete = (due: DueRow) => transaction(opened.db, (tx) => completeDue(tx, due));
const until = async (happened: () => boolean, withinSeconds: number) => {
  for (const end = Date.now() + withinSeconds * 1000; !happened() && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 20));
};
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);
/** A wire that answers when the test lets it. */
const gate = () => {
  let open = () => {};
  const opening = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opening };
};

describe('the due loop', () => {
  test.each(['slow', 'other'])(
    'does what is due on time behind a row of kind %s that takes long',
    async (kind) => {
      const { open, opening } = gate();
      let doneAt = 0;
      const wait = async (due: DueRow) => {
        await opening;
        await complete(due);
      };
      begin({
        slow: wait,
        other: wait,
        timer: async (due) => {
          await complete(due);
          doneAt = Date.now();
        },
      });
      const due = inSeconds(0.5);
      await schedule(kind, inSeconds(0));
      await schedule('timer', due);
      await until(() => doneAt > 0, patienceSeconds);
      // The row before it is in hand still.
      expect(doneAt).toBeGreaterThanOrEqual(due.getTime());
      open();
    },
  );

  test('does what is due on time behind twenty thousand rows of a patient kind, of which few are in hand', async () => {
    let [inHand, most, done, doneAt] = [0, 0, 0, 0];
    await sql`insert into due (id, kind, subject_id, due_at)
      select gen_random_uuid(), 'patient', gen_random_uuid(), ${inSeconds(-60)} from generate_series(1, 20000)`.execute(
      opened.db,
    );
    begin({
      patient: async (due) => {
        most = Math.max(most, ++inHand);
        await complete(due);
        inHand--;
        done++;
      },
      timer: async (due) => {
        await complete(due);
        doneAt = Date.now();
      },
    });
    await until(() => done > 50, patienceSeconds);
    const due = inSeconds(0.3);
    await schedule('timer', due);
    await until(() => doneAt > 0, patienceSeconds);
    expect(doneAt).toBeGreaterThanOrEqual(due.getTime());
    expect(done).toBeLessThan(20_000);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('does what is due on time behind more slow rows than there are hands', async () => {
    const { open, opening } = gate();
    let doneAt = 0;
    begin({
      slow: async (due) => {
        await opening;
        await complete(due);
      },
      timer: async (due) => {
        await complete(due);
        doneAt = Date.now();
      },
    });
    for (let row = 0; row < 150; row++) await schedule('slow', inSeconds(0));
    const due = inSeconds(0.5);
    await schedule('timer', due);
    await until(() => doneAt > 0, patienceSeconds);
    expect(doneAt).toBeGreaterThanOrEqual(due.getTime());
    open();
  });

  test('takes up at once what a row made due', async () => {
    let hops: number[] = [];
    begin({
      hop: async (due) => {
        await transaction(opened.db, async (tx) => {
          await completeDue(tx, due);
          hops.push(Date.now());
          if (hops.length < 6)
            await scheduleDue(tx, { kind: 'hop', subjectId: newId(new Date()), dueAt: new Date() });
        });
      },
    });
    const took: number[] = [];
    // Hops that wait for a poll each take as long every time; a busy machine is quick once.
    while (took.length < 20 && !took.some((milliseconds) => milliseconds < 4 * pollMilliseconds)) {
      hops = [];
      await schedule('hop', new Date());
      await until(() => hops.length === 6, patienceSeconds);
      expect(hops).toHaveLength(6);
      took.push(hops[5]! - hops[0]!);
    }
    expect(Math.min(...took), 'six hops do not each wait for the next poll').toBeLessThan(
      4 * pollMilliseconds,
    );
  });

  test('never begins a row twice while it is in hand, although its lease has run out', async () => {
    const clock = new StandingClock(new Date('2026-02-12T16:50:00Z'));
    const { open, opening } = gate();
    let begun = 0;
    const { drain } = begin(
      {
        slow: async (due) => {
          begun++;
          await opening;
          await complete(due);
        },
      },
      { clock, polling: false },
    );
    await schedule('slow', clock.now());
    const first = drain();
    await until(() => begun === 1, patienceSeconds);
    clock.moveTo(new Date(clock.now().getTime() + 60_000));
    const second = drain();
    await new Promise((resolve) => setTimeout(resolve, 100));
    open();
    await Promise.all([first, second]);
    expect(begun).toBe(1);
    expect(await opened.db.selectFrom('due').select('id').execute()).toEqual([]);
  });

  test('says in the log when work stands still, by kind and id and not again within the minute', async () => {
    const late = inSeconds(-3600);
    await opened.db
      .insertInto('due')
      .values({
        id: newId(late),
        kind: 'stuck',
        subject_id: newId(late),
        due_at: late,
        leased_until: inSeconds(-30),
        payload: '{}' as never,
      })
      .execute();
    begin({ stuck: complete });
    await until(() => lines.some((line) => line.includes('stands still')), patienceSeconds);
    await schedule('stuck', late);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(lines.filter((line) => line.includes('stands still'))).toHaveLength(1);
    expect(lines.join()).toContain('"kind":"stuck"');
  });
});
