/** An event reaches all who listen, or none; a refusal ends it and is told, a bug does not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import {
  type DomainEvent,
  emit,
  eventDueHandlers,
  Refusal,
  StandingClock,
  type Subscribers,
  startDueLoop,
  transaction,
} from './index.ts';

const subjectId = '01900000-0000-7000-8000-00000000000b';
const start = new Date('2026-02-12T16:50:00Z');

describe('an event', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  /** Tells `thing-happened` to these rooms and lets a quarter of an hour go by. */
  async function tell(
    rooms: readonly Subscribers[],
    quiet: readonly string[] = [],
    payload: Readonly<Record<string, unknown>> = {},
  ) {
    const logged: object[] = [];
    const log = {
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: (message: string, fields?: object) => void logged.push({ message, ...fields }),
    };
    const clock = new StandingClock(start);
    const loop = startDueLoop({
      db: database.db,
      clock,
      log,
      handlers: eventDueHandlers(rooms, quiet, log),
      polling: false,
    });
    await transaction(database.db, (tx) => emit(tx, { name: 'thing-happened', subjectId, payload }, start));
    for (let second = 0; second < 60; second += 5) {
      clock.moveTo(new Date(start.getTime() + second * 1000));
      await loop.drain();
    }
    const left = await database.db.selectFrom('due').select(['kind', 'attempts']).execute();
    await database.db.deleteFrom('due').execute();
    return { logged, left };
  }
  const refusing = async () => {
    throw new Refusal('not-now', 422, 'Not now', 'A person wrote this.');
  };

  test('that a room refuses is finished, logged by id, told once, and none has acted', async () => {
    const told: DomainEvent[] = [];
    const { logged, left } = await tell([
      { 'thing-happened': (tx) => emit(tx, { name: 'never', subjectId }, start) },
      { 'thing-happened': refusing },
      { 'event-refused': async (_tx, event) => void told.push(event) },
    ]);
    expect(told).toEqual([
      { name: 'event-refused', subjectId, payload: { name: 'thing-happened', code: 'not-now' } },
    ]);
    expect(logged).toEqual([
      {
        message: 'an event was refused and is finished',
        event: 'thing-happened',
        subjectId,
        code: 'not-now',
      },
    ]);
    expect(left).toEqual([]);
  });

  test('that is refused is told with the report, response and page it was about, and no words of it', async () => {
    const told: DomainEvent[] = [];
    const about = { signalId: 'a', responseId: 'b', pageId: 'c' };
    const seen: object[] = [];
    await tell(
      [
        {
          'thing-happened': async (_tx, { payload }) => {
            seen.push(payload);
            return refusing();
          },
        },
        { 'event-refused': async (_tx, event) => void told.push(event) },
      ],
      [],
      { ...about, reason: 'a-code' },
    );
    expect(told[0]!.payload).toEqual({ ...about, name: 'thing-happened', code: 'not-now' });
    expect(seen).toHaveLength(4);
    for (const payload of seen) expect(payload).toEqual({ ...about, reason: 'a-code' });
  });

  test('that failed several times before it is refused once is tried again, and acts', async () => {
    let tries = 0;
    const { logged, left } = await tell([
      {
        'thing-happened': async () => {
          tries++;
          if (tries <= 4) throw new Error('the database was away');
          if (tries === 5) return refusing();
        },
      },
    ]);
    expect(tries).toBe(6);
    expect(JSON.stringify(logged)).not.toContain('an event was refused and is finished');
    expect(left).toEqual([]);
  });

  test('that tells of a refusal and is refused itself is only logged', async () => {
    const { logged, left } = await tell([{ 'thing-happened': refusing, 'event-refused': refusing }]);
    expect(logged).toHaveLength(2);
    expect(left).toEqual([]);
  });

  test('that meets a bug comes again', async () => {
    const { left } = await tell([
      {
        'thing-happened': async () => {
          throw new Error('a bug');
        },
      },
    ]);
    expect(left).toHaveLength(1);
    expect(left[0]).toMatchObject({ kind: 'event:thing-happened' });
    expect(left[0]!.attempts).toBeGreaterThan(3);
  });
});
