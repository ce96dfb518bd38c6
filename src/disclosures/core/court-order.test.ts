/** When a second supervisor may agree to a court order: against every mixture of time, people and list. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { courtOrderHours, orderState, whyNotAgreeToOrder } from './court-order.ts';

const askedAt = new Date('2026-02-03T15:00:00Z');
const hours = (n: number) => new Date(askedAt.getTime() + n * 3_600_000);
const order = fc.record({
  askedBy: fc.constantFrom('sam', 'kim'),
  askedAt: fc.constant(askedAt),
  until: fc.integer({ min: 1, max: 200 }).map(hours),
  agreedAt: fc.option(fc.integer({ min: 0, max: 100 }).map(hours), { freq: 1 }),
  endedAt: fc.option(fc.integer({ min: 0, max: 100 }).map(hours), { freq: 1 }),
  revokedAt: fc.option(fc.constant(hours(1)), { freq: 1 }),
  handedOverAt: fc.constant(null),
});
const said = fc.record({
  by: fc.constantFrom('sam', 'kim', 'lee'),
  counselRead: fc.boolean(),
  listed: fc.boolean(),
  despiteList: fc.boolean(),
});

it('is agreed to exactly when it waits, by another, with counsel, and never past the list unsaid', () => {
  let agreed = 0;
  fc.assert(
    fc.property(order, said, fc.integer({ min: 0, max: 200 }).map(hours), (one, words, now) => {
      const why = whyNotAgreeToOrder(one, words, now);
      const open =
        one.endedAt === null &&
        one.revokedAt === null &&
        one.agreedAt === null &&
        now < one.until &&
        now < hours(courtOrderHours);
      const may =
        open && words.by !== one.askedBy && words.counselRead && (!words.listed || words.despiteList);
      expect(why === undefined).toBe(may);
      if (why === undefined) agreed++;
      if (one.endedAt || one.revokedAt || one.until <= now) expect(why).toBe('order-over');
    }),
    { numRuns: 2000 },
  );
  expect(agreed, 'and some are').toBeGreaterThan(20);
});

it('is over on its day, when it is ended, and when nobody agreed in time; what was handed over stays so', () => {
  const waiting = {
    askedBy: 'sam',
    askedAt,
    until: hours(500),
    agreedAt: null,
    revokedAt: null,
    endedAt: null,
    handedOverAt: null,
  };
  expect(orderState(waiting, hours(courtOrderHours - 1))).toBe('waiting');
  expect(orderState(waiting, hours(courtOrderHours))).toBe('over');
  expect(orderState({ ...waiting, agreedAt: hours(1) }, hours(499))).toBe('agreed');
  expect(orderState({ ...waiting, agreedAt: hours(1) }, hours(500))).toBe('over');
  expect(orderState({ ...waiting, agreedAt: hours(1), endedAt: hours(2) }, hours(3))).toBe('over');
  expect(orderState({ ...waiting, handedOverAt: hours(2), endedAt: hours(3) }, hours(900))).toBe(
    'handed-over',
  );
});
