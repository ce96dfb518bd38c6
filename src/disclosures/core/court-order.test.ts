/** When a second supervisor may agree to a court order: against every mixture of time, people and list. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { courtOrderHours, type OrderRefusal, orderState, whyNotAgreeToOrder } from './court-order.ts';

const askedAt = new Date('2026-02-03T15:00:00Z');
const hours = (n: number) => new Date(askedAt.getTime() + n * 3_600_000);
/** Mostly nothing happened, so that much still waits. */
const maybe = (at: fc.Arbitrary<Date>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: at });
const order = fc.record({
  askedBy: fc.constantFrom('sam', 'kim'),
  askedAt: fc.constant(askedAt),
  until: fc.integer({ min: 1, max: 200 }).map(hours),
  agreedAt: maybe(fc.integer({ min: 0, max: 100 }).map(hours)),
  endedAt: maybe(fc.integer({ min: 0, max: 100 }).map(hours)),
  revokedAt: maybe(fc.constant(hours(1))),
  handedOverAt: maybe(fc.constant(hours(2))),
});
const said = fc.record({
  by: fc.constantFrom('sam', 'kim', 'lee'),
  counselRead: fc.boolean(),
  listed: fc.boolean(),
  despiteList: fc.boolean(),
});

it('is agreed to exactly when it waits, by another, with counsel, and never past the list unsaid', () => {
  const given = new Map<OrderRefusal | undefined, number>();
  fc.assert(
    fc.property(order, said, fc.integer({ min: 0, max: 200 }).map(hours), (one, words, now) => {
      const why = whyNotAgreeToOrder(one, words, now);
      const open =
        one.handedOverAt === null &&
        one.endedAt === null &&
        one.revokedAt === null &&
        one.agreedAt === null &&
        now < one.until &&
        now < hours(courtOrderHours);
      const may =
        open && words.by !== one.askedBy && words.counselRead && (!words.listed || words.despiteList);
      expect(why === undefined).toBe(may);
      given.set(why, (given.get(why) ?? 0) + 1);
      if (one.handedOverAt) expect(why, 'nobody agrees twice').toBe('order-agreed');
      else if (one.endedAt || one.revokedAt || one.until <= now) expect(why).toBe('order-over');
      else if (one.agreedAt) expect(why, 'nobody agrees twice').toBe('order-agreed');
    }),
    { numRuns: 3000 },
  );
  for (const why of [
    undefined,
    'order-over',
    'order-agreed',
    'order-second-person',
    'counsel-missing',
    'order-despite-list',
  ] as const)
    expect(given.get(why), `the runs come to ${why ?? 'an agreement'}`).toBeGreaterThan(5);
});

const waiting = {
  askedBy: 'sam',
  askedAt,
  until: hours(500),
  agreedAt: null,
  revokedAt: null,
  endedAt: null,
  handedOverAt: null,
};
const read = { by: 'kim', counselRead: true, listed: false, despiteList: false };
it.each([
  ['another read it with counsel', waiting, read, undefined],
  ['whoever recorded it', waiting, { ...read, by: 'sam' }, 'order-second-person'],
  [
    'whoever recorded it, without counsel',
    waiting,
    { ...read, by: 'sam', counselRead: false },
    'order-second-person',
  ],
  ['without counsel', waiting, { ...read, counselRead: false }, 'counsel-missing'],
  [
    'without counsel, of somebody listed',
    waiting,
    { ...read, counselRead: false, listed: true },
    'counsel-missing',
  ],
  ['the recipient is listed and nobody says so', waiting, { ...read, listed: true }, 'order-despite-list'],
  [
    'the recipient is listed, and that was read',
    waiting,
    { ...read, listed: true, despiteList: true },
    undefined,
  ],
  ['the list would be passed over and names nobody', waiting, { ...read, despiteList: true }, undefined],
  ['agreed before', { ...waiting, agreedAt: hours(1) }, read, 'order-agreed'],
  ['agreed before and over since', { ...waiting, agreedAt: hours(1), endedAt: hours(1) }, read, 'order-over'],
  [
    'the row of the ledger was revoked',
    { ...waiting, agreedAt: hours(1), revokedAt: hours(1) },
    read,
    'order-over',
  ],
  ['handed over', { ...waiting, agreedAt: hours(1), handedOverAt: hours(1) }, read, 'order-agreed'],
  ['ended by whoever recorded it', { ...waiting, endedAt: hours(1) }, { ...read, by: 'sam' }, 'order-over'],
  ['its day has come', { ...waiting, until: hours(2) }, read, 'order-over'],
] as const)('is agreed to, or why not: %s', (_why, one, words, expected) => {
  expect(whyNotAgreeToOrder(one, words, hours(2))).toBe(expected);
});

it('is over on its day, when it is ended, and when nobody agreed in time; what was handed over stays so', () => {
  expect(orderState(waiting, hours(courtOrderHours - 1))).toBe('waiting');
  expect(orderState(waiting, hours(courtOrderHours))).toBe('over');
  expect(orderState({ ...waiting, agreedAt: hours(1) }, hours(499))).toBe('agreed');
  expect(orderState({ ...waiting, agreedAt: hours(1) }, hours(500))).toBe('over');
  expect(orderState({ ...waiting, agreedAt: hours(1), endedAt: hours(2) }, hours(3))).toBe('over');
  expect(orderState({ ...waiting, handedOverAt: hours(2), endedAt: hours(3) }, hours(900))).toBe(
    'handed-over',
  );
});
