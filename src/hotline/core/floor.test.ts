import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareChats, placesOf, type WaitingChat } from '../../signals/core/index.ts';
import { isThere, type OnFloor, offersOf } from './floor.ts';

const now = new Date('2026-02-12T16:50:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const person = fc.record({
  state: fc.constantFrom('on-floor' as const, 'away' as const, 'resting' as const),
  until: fc.option(fc.integer({ min: -20, max: 20 }).map(at)),
  capacity: fc.integer({ min: 1, max: 6 }),
  chats: fc.integer({ min: 0, max: 6 }),
  isOffered: fc.boolean(),
  lastOfferAt: fc.option(fc.integer({ min: -60, max: 0 }).map(at)),
  lastSignAt: fc.option(fc.integer({ min: -4, max: 0 }).map(at)),
});
const chat = fc.record({
  danger: fc.constantFrom('imminent', 'soon', 'not-known', 'none'),
  door: fc.constantFrom('help', 'tip', 'professional'),
  ageGroup: fc.constantFrom('minor', 'adult', 'unknown'),
  setAside: fc.boolean(),
  since: fc.integer({ min: -60, max: 0 }).map(at),
});
const named = <T extends object>(list: readonly T[], what: string) =>
  list.map((one, n) => ({ ...one, [what]: `${what}-${n}` }));
const scene = fc
  .record({
    people: fc.array(person, { maxLength: 8 }).map((list) => named(list, 'staffId') as unknown as OnFloor[]),
    chats: fc
      .array(chat, { maxLength: 8 })
      .map((list) => named(list, 'signalId') as unknown as WaitingChat[]),
    passes: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 30 }),
  })
  .map(({ people, chats, passes }) => {
    const set = new Set(passes.map(([c, p]) => `signalId-${c} staffId-${p}`));
    return {
      people,
      chats,
      passed: (o: { signalId: string; staffId: string }) => set.has(`${o.signalId} ${o.staffId}`),
    };
  });
const free = (people: readonly OnFloor[]) =>
  people.filter((one) => isThere(one, now) && one.chats < one.capacity && !one.isOffered);

describe('offers', () => {
  test('go to nobody who is away, rests, gives no sign, is full or looks at one already; nobody gets two, and no chat goes to two', () => {
    fc.assert(
      fc.property(scene, ({ people, chats, passed }) => {
        const offers = offersOf(chats, people, passed, now);
        const allowed = new Set(free(people).map(({ staffId }) => staffId));
        for (const { staffId } of offers) expect(allowed).toContain(staffId);
        expect(new Set(offers.map(({ staffId }) => staffId)).size).toBe(offers.length);
        expect(new Set(offers.map(({ signalId }) => signalId)).size).toBe(offers.length);
      }),
    );
  });

  test('go to whoever let the chat pass only when everybody who is there has', () => {
    fc.assert(
      fc.property(scene, ({ people, chats, passed }) => {
        for (const offer of offersOf(chats, people, passed, now))
          if (passed(offer))
            for (const other of people.filter((one) => isThere(one, now)))
              expect(passed({ signalId: offer.signalId, staffId: other.staffId })).toBe(true);
      }),
    );
  });

  test('never go to whoever must not be told of it, also when everybody else let it pass or nobody else is there', () => {
    let asked = 0;
    fc.assert(
      fc.property(scene, scene, ({ people, chats, passed }, { passed: listed }) => {
        const offers = offersOf(chats, people, passed, now, listed);
        asked += offers.length;
        for (const offer of offers) expect(listed(offer)).toBe(false);
        const taken = new Set(offers.map(({ staffId }) => staffId));
        for (const { signalId } of chats.filter((one) => !offers.some((o) => o.signalId === one.signalId)))
          for (const { staffId } of free(people).filter((one) => !taken.has(one.staffId)))
            expect(listed({ signalId, staffId }) || passed({ signalId, staffId })).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(asked, 'and others are asked').toBeGreaterThan(100);
  });

  test('leave nobody waiting for whom somebody has room and has not let them pass', () => {
    fc.assert(
      fc.property(scene, ({ people, chats, passed }) => {
        const offers = offersOf(chats, people, passed, now);
        const taken = new Set(offers.map(({ staffId }) => staffId));
        for (const { signalId } of chats.filter((one) => !offers.some((o) => o.signalId === one.signalId)))
          for (const { staffId } of free(people).filter((one) => !taken.has(one.staffId)))
            expect(passed({ signalId, staffId })).toBe(true);
      }),
    );
  });

  test('come in the order of the line where nobody has let anybody pass', () => {
    fc.assert(
      fc.property(scene, ({ people, chats }) => {
        const offered = offersOf(chats, people, () => false, now).map(({ signalId }) => signalId);
        const line = [...chats].sort(compareChats).map(({ signalId }) => signalId);
        expect(offered).toEqual(line.slice(0, offered.length));
        expect(offered.length).toBe(Math.min(chats.length, free(people).length));
      }),
    );
  });

  test('go on to the next where somebody alone let one pass, but never past greater danger', () => {
    const alone: OnFloor[] = [
      {
        staffId: 'a',
        state: 'on-floor',
        until: null,
        capacity: 2,
        chats: 0,
        isOffered: false,
        lastOfferAt: null,
        lastSignAt: now,
      },
    ];
    const wait = (signalId: string, minutes: number, danger = 'not-known'): WaitingChat => ({
      signalId,
      danger,
      door: 'help',
      ageGroup: 'unknown',
      setAside: false,
      since: at(minutes),
    });
    const letPass =
      (...ids: string[]) =>
      (offer: { signalId: string }) =>
        ids.includes(offer.signalId);
    const first = (chats: WaitingChat[], ...ids: string[]) =>
      offersOf(chats, alone, letPass(...ids), now)[0]?.signalId;
    expect(first([wait('old', -9), wait('new', -1)], 'old')).toBe('new');
    expect(first([wait('old', -9), wait('new', -1)], 'old', 'new')).toBe('old');
    expect(first([wait('old', -9, 'imminent'), wait('new', -1)], 'old')).toBe('old');
    expect(first([wait('old', -9), wait('new', -1, 'imminent')], 'old')).toBe('new');
  });

  test('ask nobody again for one while they have not been asked for another in as much danger', () => {
    let again = 0;
    // Few people, all of them there and free, of whom each let about half of all pass.
    const here = { state: 'on-floor', until: null, capacity: 6, chats: 0, isOffered: false } as const;
    const few = fc.record({
      people: fc.integer({ min: 1, max: 3 }),
      chats: fc.array(chat, { minLength: 2, maxLength: 8 }),
      letPass: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
    });
    fc.assert(
      fc.property(few, ({ people: count, chats: list, letPass }) => {
        const chats = named(list, 'signalId') as unknown as WaitingChat[];
        const people = named(
          Array.from({ length: count }, () => ({ ...here, lastOfferAt: null, lastSignAt: now })),
          'staffId',
        ) as unknown as OnFloor[];
        const passed = ({ signalId, staffId }: { signalId: string; staffId: string }) =>
          letPass[Number(signalId.split('-')[1]) * 3 + Number(staffId.split('-')[1])]!;
        const offers = offersOf(chats, people, passed, now);
        const offered = new Set(offers.map(({ signalId }) => signalId));
        for (const offer of offers.filter(passed)) {
          again++;
          const asked = chats.find(({ signalId }) => signalId === offer.signalId)!;
          for (const other of chats)
            if (
              !offered.has(other.signalId) &&
              other.danger === asked.danger &&
              other.setAside === asked.setAside
            )
              expect(passed({ signalId: other.signalId, staffId: offer.staffId })).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(again).toBeGreaterThan(20);
  });

  test('do not depend on the order in which rows are read', () => {
    fc.assert(
      fc.property(scene, ({ people, chats, passed }) => {
        expect(offersOf([...chats].reverse(), [...people].reverse(), passed, now)).toEqual(
          offersOf(chats, people, passed, now),
        );
      }),
    );
  });
});

describe('a place in the line', () => {
  test('is everybody’s own, from none before them to all others', () => {
    fc.assert(
      fc.property(scene, ({ chats }) => {
        const places = placesOf(chats);
        expect([...places.values()].sort((a, b) => a - b)).toEqual(chats.map((_, n) => n));
      }),
    );
  });

  test('is before everybody else’s for danger now, however long they wait', () => {
    const calm = {
      signalId: 'a',
      danger: 'not-known',
      door: 'help',
      ageGroup: 'minor',
      setAside: false,
      since: at(-60),
    };
    const danger = {
      ...calm,
      signalId: 'b',
      danger: 'imminent',
      door: 'tip',
      ageGroup: 'unknown',
      since: now,
    };
    expect(placesOf([calm, danger]).get('b')).toBe(0);
    const flood = { ...calm, signalId: 'c', danger: 'soon', setAside: true };
    expect(placesOf([flood, calm, danger]).get('c'), 'a likely flood comes after everybody').toBe(2);
  });
});
