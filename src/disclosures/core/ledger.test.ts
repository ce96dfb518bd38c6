/**
 * The rules of telling, held against a plain record of what was said and done: whatever the order of granting, taking back, waiting,
 * listing and sharing, nothing leaves that the record does not allow, and nothing is held back that it does.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Basis, doNotTellGate, helpDoorGate, legalBases, mayStillLeave, type Release } from './index.ts';

const day = 86_400_000;
const start = new Date('2026-02-03T15:00:00Z').getTime();
const recipients = ['sheriff', 'advocate', 'patrol'] as const;
const kinds = {
  sheriff: 'law-enforcement',
  advocate: 'victim-advocate',
  patrol: 'immigration-enforcement',
} as const;
type Recipient = (typeof recipients)[number];
/** By what each is reached, and with what it comes. One telephone is two organizations', as on-call ones are. */
const reach: Record<Recipient, { addresses: string[]; unitIds: string[] }> = {
  sheriff: { addresses: ['+15735550101', '+15735550102'], unitIds: ['car-1', 'car-2'] },
  advocate: { addresses: ['+15735550102', 'desk@advocate.example'], unitIds: ['van-1'] },
  patrol: { addresses: ['+15735550103'], unitIds: [] },
};
const addresses = [...new Set(recipients.flatMap((one) => reach[one].addresses))];
const units = recipients.flatMap((one) => reach[one].unitIds);
const nobody = { organizationId: null, unitId: null, addresses: [], reason: 'A reason.' };

interface Entry {
  organizationId: Recipient;
  basis: Basis;
  items: string[];
  until: Date | null;
  revokedAt: Date | null;
}

/** What is tested: the gates and the rule of the ledger, put together as the commands do. */
class House {
  now = start;
  releases: Release[] = [];
  list: Parameters<typeof doNotTellGate>[0][number][] = [];
  entries: Entry[] = [];
  share(recipient: Recipient, items: string[], door: 'help' | 'tip', danger: 'imminent' | 'soon'): boolean {
    const now = new Date(this.now);
    if (!doNotTellGate(this.list, { organizationId: recipient, ...reach[recipient] }).allowed) return false;
    const gate = helpDoorGate({
      door,
      danger,
      ageGroup: 'adult',
      releases: this.releases,
      recipient,
      recipientKind: kinds[recipient],
      items,
      now,
    });
    if (!gate.allowed) return false;
    this.entries.push({
      organizationId: recipient,
      basis: gate.basis,
      items,
      until: gate.until ?? null,
      revokedAt: null,
    });
    return true;
  }
  revoke(which: (entry: Entry) => boolean) {
    for (const entry of this.entries)
      if (which(entry) && !entry.revokedAt) entry.revokedAt = new Date(this.now);
  }
  /** What the event of a new entry does: an organization of which nobody is left is told nothing more. */
  closeEmptied() {
    this.revoke(({ organizationId }) => {
      const to = { organizationId, ...reach[organizationId] };
      return !doNotTellGate(this.list, to).allowed;
    });
  }
  leaves(entry: Entry, to?: string): boolean {
    return mayStillLeave(entry, this.list, new Date(this.now), to);
  }
}

/** The record: only what happened, in order. */
interface Said {
  readonly kind: 'granted' | 'withdrawn' | 'listed' | 'person-listed' | 'unit-listed';
  /** Of an organization; the address or the unit for what is narrower. */
  readonly recipient: string;
  readonly items: readonly string[];
  readonly from: number;
  readonly until: number;
}
interface Book {
  now: number;
  said: Said[];
}

const wasSaid = (book: Book, kind: Said['kind'], recipient: string) =>
  book.said.some((one) => one.kind === kind && one.recipient === recipient);
const every = (all: readonly string[], is: (one: string) => boolean) => all.length > 0 && all.every(is);
/** Themselves, or everybody by whom they are reached, or all that they could send. */
const isListed = (book: Book, recipient: Recipient) =>
  wasSaid(book, 'listed', recipient) ||
  every(reach[recipient].addresses, (address) => wasSaid(book, 'person-listed', address)) ||
  every(reach[recipient].unitIds, (unit) => wasSaid(book, 'unit-listed', unit));
/** Consent counts that was given for this recipient and not taken back since. */
const covers = (book: Book, recipient: Recipient, item: string) =>
  book.said.some(
    (one, index) =>
      one.kind === 'granted' &&
      one.recipient === recipient &&
      one.items.includes(item) &&
      one.until > book.now &&
      !book.said.slice(index).some((later) => later.kind === 'withdrawn' && later.recipient === recipient),
  );
const isCovered = (book: Book, recipient: Recipient, items: readonly string[]) =>
  items.every((item) => covers(book, recipient, item));

type Step = fc.Command<Book, House>;
const step = (run: (book: Book, house: House) => void, words: string): Step => ({
  check: () => true,
  run: (book, house) => {
    run(book, house);
    for (const entry of house.entries) {
      for (const address of reach[entry.organizationId].addresses)
        expect(house.leaves(entry, address), 'to each of them exactly when they are not on the list').toBe(
          house.leaves(entry) && !wasSaid(book, 'person-listed', address),
        );
      if (!house.leaves(entry)) continue;
      expect(isListed(book, entry.organizationId), 'nobody on the list is told').toBe(false);
      if (entry.basis === 'consent')
        expect(isCovered(book, entry.organizationId, entry.items), 'each item is consented to now').toBe(
          true,
        );
    }
  },
  toString: () => words,
});

const anyone = fc.constantFrom(...recipients);
const items = fc.subarray(['place', 'time', 'vehicle'], { minLength: 1 });
const sharing = fc
  .tuple(
    anyone,
    items,
    fc.constantFrom('help' as const, 'tip' as const),
    fc.constantFrom('imminent' as const, 'soon' as const),
  )
  .map(([recipient, chosen, door, danger]) =>
    step(
      (book, house) => {
        const before = house.entries.length;
        const shared = house.share(recipient, chosen, door, danger);
        const excepted = recipient !== 'patrol' && (danger === 'imminent' || door === 'tip');
        const may = !isListed(book, recipient) && (isCovered(book, recipient, chosen) || excepted);
        expect(shared, 'told exactly when the record allows it').toBe(may);
        if (shared) expect(house.leaves(house.entries[before]!), 'what was just allowed leaves').toBe(true);
      },
      `share ${recipient} ${chosen.join('+')} ${door} ${danger}`,
    ),
  );
const steps = [
  fc
    .tuple(anyone, items, fc.integer({ min: 1, max: 9 }), fc.boolean(), fc.boolean())
    .map(([recipient, chosen, days, own, informed]) =>
      step(
        (book, house) => {
          const until = book.now + days * day;
          house.releases.push({
            recipient,
            items: chosen,
            until: new Date(until),
            withdrawnAt: null,
            informed,
            byThePerson: own,
          });
          if (own && informed)
            book.said.push({ kind: 'granted', recipient, items: chosen, from: book.now, until });
        },
        `grant ${recipient} ${chosen.join('+')} ${days} d own=${own} informed=${informed}`,
      ),
    ),
  anyone.map((recipient) =>
    step((book, house) => {
      const now = new Date(house.now);
      house.releases = house.releases.map((one) =>
        one.recipient === recipient ? { ...one, withdrawnAt: one.withdrawnAt ?? now } : one,
      );
      house.revoke((entry) => entry.organizationId === recipient && entry.basis === 'consent');
      book.said.push({ kind: 'withdrawn', recipient, items: [], from: book.now, until: 0 });
    }, `take back ${recipient}`),
  ),
  fc.integer({ min: 1, max: 5 }).map((days) =>
    step((book, house) => {
      book.now += days * day;
      house.now += days * day;
    }, `wait ${days} d`),
  ),
  anyone.map((recipient) =>
    step((book, house) => {
      house.list.push({ ...nobody, organizationId: recipient });
      house.closeEmptied();
      book.said.push({ kind: 'listed', recipient, items: [], from: book.now, until: 0 });
    }, `do not tell ${recipient}`),
  ),
  fc.constantFrom(...addresses).map((address) =>
    step((book, house) => {
      house.list.push({ ...nobody, addresses: [address] });
      house.closeEmptied();
      book.said.push({ kind: 'person-listed', recipient: address, items: [], from: book.now, until: 0 });
    }, `do not tell whoever answers ${address}`),
  ),
  fc.constantFrom(...units).map((unitId) =>
    step((book, house) => {
      house.list.push({ ...nobody, unitId });
      house.closeEmptied();
      book.said.push({ kind: 'unit-listed', recipient: unitId, items: [], from: book.now, until: 0 });
    }, `do not tell unit ${unitId}`),
  ),
  // Three times, so that there is much to end among so many ways of ending it.
  sharing,
  sharing,
  sharing,
];

describe('the rules of telling', () => {
  it('let out exactly what was allowed, in any order of granting, taking back, waiting, listing and sharing', () => {
    let shared = 0;
    let ended = 0;
    fc.assert(
      fc.property(fc.commands(steps, { maxCommands: 40 }), (commands) => {
        const house = new House();
        fc.modelRun(() => ({ model: { now: start, said: [] }, real: house }), commands);
        shared += house.entries.length;
        ended += house.entries.filter((entry) => !house.leaves(entry)).length;
      }),
      { numRuns: 1500 },
    );
    expect(shared, 'the runs do share').toBeGreaterThan(500);
    expect(ended, 'and some of it ends').toBeGreaterThan(100);
  });
  const written: Record<Basis, string> = {
    consent: '34 U.S.C. § 12291(b)(2)(B)',
    'imminent-danger': 'the exception for imminent danger',
    'mandated-report-minor': 'RSMo 210.115',
    'third-party-tip': 'the tip door',
    'court-order': '34 U.S.C. § 12291(b)(2)(C)',
  };
  it.each(Object.entries(written) as [Basis, string][])(
    'say of %s what it is and that it is written: %s',
    (basis, where) => {
      expect(legalBases[basis].words.length).toBeGreaterThan(10);
      expect(legalBases[basis].source).toContain(where);
    },
  );
});

describe('what the ledger allows', () => {
  const now = new Date(start);
  const row = { organizationId: 'sheriff', revokedAt: null, until: null };
  const entry = { organizationId: null, unitId: null, addresses: [] };
  const table: {
    reason: string;
    row?: Partial<Parameters<typeof mayStillLeave>[0]>;
    list?: Parameters<typeof mayStillLeave>[1];
    to?: string;
    leaves: boolean;
  }[] = [
    { reason: 'nothing has changed', leaves: true },
    { reason: 'it was revoked this moment', row: { revokedAt: now }, leaves: false },
    { reason: 'it runs out in a moment', row: { until: new Date(start + 1) }, leaves: true },
    { reason: 'it has run out, to the instant', row: { until: now }, leaves: false },
    {
      reason: 'they are on the list, and no row was revoked for it yet',
      list: [entry, { ...entry, organizationId: 'sheriff' }],
      leaves: false,
    },
    { reason: 'another is on the list', list: [{ ...entry, organizationId: 'patrol' }], leaves: true },
    {
      reason: 'whoever answers there is on the list',
      list: [{ ...entry, addresses: ['+15735550101'] }],
      to: '573-555-0101',
      leaves: false,
    },
    {
      reason: 'a colleague of theirs is on the list',
      list: [{ ...entry, addresses: ['+15735550101'] }],
      to: '573-555-0102',
      leaves: true,
    },
    {
      reason: 'a colleague of theirs is on the list, and it is for nobody in particular',
      list: [{ ...entry, addresses: ['+15735550101'] }],
      leaves: true,
    },
  ];
  it.each(table)('still leaves: $leaves, because $reason', ({ row: changed, list = [], to, leaves }) => {
    expect(mayStillLeave({ ...row, ...changed }, list, now, to)).toBe(leaves);
  });
});
