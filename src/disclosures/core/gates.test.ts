/** Tables for the gates: every row says why it is so. */
import { describe, expect, it } from 'vitest';
import { askedAt, askedThroughHelp, consent } from '../../../test/support/gates.ts';
import { confirmationGate, doNotTellGate, helpDoorGate } from './gates.ts';

const now = askedAt;
const help = askedThroughHelp;

describe('the help-door gate', () => {
  const table: { reason: string; asked: Partial<Parameters<typeof helpDoorGate>[0]>; expected: string }[] = [
    { reason: 'nobody asked the person', asked: {}, expected: 'no-consent' },
    { reason: 'soon is not now', asked: { danger: 'soon' }, expected: 'no-consent' },
    { reason: 'the person said yes to exactly this', asked: { releases: [consent] }, expected: 'consent' },
    {
      reason: 'yes to another recipient is not yes to this one',
      asked: { releases: [{ ...consent, recipient: 'agency-2' }] },
      expected: 'no-consent',
    },
    {
      reason: 'yes to the stop is not yes to the name',
      asked: { releases: [consent], items: ['stop', 'name'] },
      expected: 'no-consent',
    },
    {
      reason: 'two consents together may cover all items',
      asked: {
        releases: [
          { ...consent, items: ['stop'] },
          { ...consent, items: ['car'] },
        ],
      },
      expected: 'consent',
    },
    {
      reason: 'a consent ends on its date, to the instant',
      asked: { releases: [{ ...consent, until: now }] },
      expected: 'no-consent',
    },
    {
      reason: 'a consent can be taken back',
      asked: { releases: [{ ...consent, withdrawnAt: now }] },
      expected: 'no-consent',
    },
    {
      reason: 'who speaks for the person cannot consent for them',
      asked: { releases: [{ ...consent, byThePerson: false }] },
      expected: 'no-consent',
    },
    {
      reason: 'consent in words nobody reviewed is not yet informed',
      asked: { releases: [{ ...consent, informed: false }] },
      expected: 'no-consent',
    },
    {
      reason: 'nothing named is nothing consented',
      asked: { releases: [consent], items: [] },
      expected: 'no-consent',
    },
    {
      reason: 'danger now opens the door to police',
      asked: { danger: 'imminent' },
      expected: 'imminent-danger',
    },
    {
      reason: 'danger now opens the door to the advocate who comes along',
      asked: { danger: 'imminent', recipientKind: 'victim-advocate' },
      expected: 'imminent-danger',
    },
    {
      reason: 'danger now does not make the carrier a rescuer',
      asked: { danger: 'imminent', recipientKind: 'carrier' },
      expected: 'no-consent',
    },
    { reason: 'a child must be reported', asked: { ageGroup: 'minor' }, expected: 'mandated-report-minor' },
    {
      reason: 'a child is reported to child protection',
      asked: { ageGroup: 'minor', recipientKind: 'child-protection' },
      expected: 'mandated-report-minor',
    },
    {
      reason: 'a child’s report is not for a service provider without consent',
      asked: { ageGroup: 'minor', recipientKind: 'provider' },
      expected: 'no-consent',
    },
    {
      reason: 'an unknown age is asked, not assumed',
      asked: { ageGroup: 'unknown' },
      expected: 'no-consent',
    },
    { reason: 'a tip is there to be told', asked: { door: 'tip' }, expected: 'third-party-tip' },
    { reason: 'so is a report for work', asked: { door: 'professional' }, expected: 'third-party-tip' },
    {
      reason: 'immigration enforcement hears nothing of a tip',
      asked: { door: 'tip', recipientKind: 'immigration-enforcement' },
      expected: 'immigration-enforcement',
    },
    {
      reason: 'not even in danger',
      asked: { danger: 'imminent', recipientKind: 'immigration-enforcement' },
      expected: 'immigration-enforcement',
    },
    {
      reason: 'unless the person says so themselves',
      asked: { releases: [consent], recipientKind: 'immigration-enforcement' },
      expected: 'consent',
    },
  ];
  it.each(table)('$expected, because $reason', ({ asked, expected }) => {
    const gate = helpDoorGate({ ...help, ...asked });
    expect(gate.allowed ? gate.basis : gate.code).toBe(expected);
    expect(gate.words.length).toBeGreaterThan(20);
  });
});

describe('a consent that is told on', () => {
  const day = (date: number) => new Date(Date.UTC(2026, 1, date));
  const only = (item: string, until: Date) => ({ ...consent, items: [item], until });
  const table: {
    reason: string;
    asked: Partial<Parameters<typeof helpDoorGate>[0]>;
    until: Date | undefined;
  }[] = [
    { reason: 'one consent names its day', asked: { releases: [consent] }, until: consent.until },
    {
      reason: 'the first item that runs out ends the rest',
      asked: { releases: [only('stop', day(9)), only('car', day(7))] },
      until: day(7),
    },
    {
      reason: 'an item lasts as long as the longest consent to it',
      asked: { releases: [only('stop', day(5)), only('stop', day(9)), only('car', day(7))] },
      until: day(7),
    },
    {
      reason: 'what was not asked for ends nothing',
      asked: { releases: [only('stop', day(5)), only('car', day(9))], items: ['car'] },
      until: day(9),
    },
    {
      reason: 'what was taken back lengthens nothing',
      asked: {
        releases: [consent, { ...consent, until: day(99), withdrawnAt: now }, only('car', day(9))],
        items: ['car'],
      },
      until: consent.until,
    },
    {
      reason: 'immigration enforcement is told no longer either',
      asked: {
        releases: [only('stop', day(9)), only('car', day(7))],
        recipientKind: 'immigration-enforcement',
      },
      until: day(7),
    },
    { reason: 'danger has no day', asked: { danger: 'imminent' }, until: undefined },
  ];
  it.each(table)('lasts until $until, because $reason', ({ asked, until }) => {
    const gate = helpDoorGate({ ...help, ...asked });
    expect(gate.allowed).toBe(true);
    expect(gate.allowed && gate.until).toEqual(until);
  });
});

describe('the do-not-tell gate', () => {
  const reach = { organizationId: 'a', addresses: ['+15735550101', '573-555-0102'], unitIds: ['u1', 'u2'] };
  const nothing = { organizationId: null, unitId: null, addresses: [] };
  const whole = { ...nothing, organizationId: 'a', reason: 'His brother works there.' };
  const person = (...addresses: string[]) => ({ ...nothing, addresses, reason: 'Her uncle.' });
  const unit = (unitId: string, ...addresses: string[]) => ({
    ...nothing,
    unitId,
    addresses,
    reason: 'He rides with them.',
  });
  it('refuses whom the person named, with the reason', () => {
    const gate = doNotTellGate([whole], reach);
    expect(gate).toMatchObject({ allowed: false, code: 'do-not-tell' });
    expect(gate.allowed ? '' : gate.words).toContain('His brother works there.');
  });
  const table: { reason: string; list: Parameters<typeof doNotTellGate>[0]; allowed: boolean }[] = [
    { reason: 'nobody is on it', list: [], allowed: true },
    { reason: 'another is on it', list: [{ ...whole, organizationId: 'b' }], allowed: true },
    { reason: 'one of two people is', list: [person('+15735550101')], allowed: true },
    { reason: 'both people are', list: [person('+15735550101'), person('5735550102')], allowed: false },
    {
      reason: 'one person has both telephones',
      list: [person('(573) 555-0101', '+1 573 555 0102')],
      allowed: false,
    },
    { reason: 'one of two units is', list: [unit('u1')], allowed: true },
    { reason: 'both units are', list: [unit('u1'), unit('u2')], allowed: false },
    {
      reason: 'the telephone of a unit is one, and a person has the other',
      list: [unit('u1', '+15735550101'), person('+15735550102')],
      allowed: false,
    },
    {
      reason: 'a name closes nothing by itself',
      list: [{ ...nothing, reason: 'A Mr. Lee.' }],
      allowed: true,
    },
  ];
  it.each(table)('lets pass: $allowed, because $reason', ({ list, allowed }) => {
    const gate = doNotTellGate(list, reach);
    expect(gate.allowed).toBe(allowed);
    if (!gate.allowed) for (const { reason } of list) expect(gate.words).toContain(reason);
  });
  it('lets whoever is reached by nothing pass, when nobody of theirs is on the list', () => {
    const unknown = { organizationId: 'a', addresses: [], unitIds: [] };
    expect(doNotTellGate([person('+15735550101'), unit('u1')], unknown)).toEqual({ allowed: true });
  });
});

describe('the confirmation gate', () => {
  const whole = {
    observedBehaviours: 2,
    ownWords: false,
    askedBack: true,
    namedNotToTell: false,
    doNotTellSettled: false,
    danger: 'soon',
    reason: 'He answers for her and holds her ticket.',
    by: 'staff-1',
    secondBy: 'staff-2',
    secondIsSupervisor: true,
    appearanceOnly: false,
  } as const satisfies Parameters<typeof confirmationGate>[0];
  const table: {
    reason: string;
    asked: Partial<Parameters<typeof confirmationGate>[0]>;
    missing: string[];
  }[] = [
    { reason: 'all is there', asked: {}, missing: [] },
    {
      reason: 'one behaviour can be a bad day',
      asked: { observedBehaviours: 1 },
      missing: ['too-little-observed'],
    },
    { reason: 'her own words are enough', asked: { observedBehaviours: 0, ownWords: true }, missing: [] },
    {
      reason: 'whom the report names is dealt with before anybody is told',
      asked: { namedNotToTell: true },
      missing: ['do-not-tell-open'],
    },
    {
      reason: 'they are on the list, or nobody can be listed and it is written down why',
      asked: { namedNotToTell: true, doNotTellSettled: true },
      missing: [],
    },
    { reason: 'a question back may clear it up', asked: { askedBack: false }, missing: ['not-asked-back'] },
    { reason: 'a reason is words', asked: { reason: '   ok   ' }, missing: ['reason-missing'] },
    { reason: 'one person is not two', asked: { secondBy: 'staff-1' }, missing: ['second-person-same'] },
    {
      reason: 'one person is not two, even in danger',
      asked: { secondBy: 'staff-1', danger: 'imminent' },
      missing: ['second-person-same'],
    },
    { reason: 'nobody seconded', asked: { secondBy: undefined }, missing: ['second-person-missing'] },
    {
      reason: 'a colleague is not a supervisor',
      asked: { secondIsSupervisor: false },
      missing: ['second-person-missing'],
    },
    {
      reason: 'danger now does not wait for a supervisor',
      asked: { secondBy: undefined, secondIsSupervisor: false, danger: 'imminent' },
      missing: [],
    },
    {
      reason: 'danger now still needs a reason and a question',
      asked: { danger: 'imminent', askedBack: false, reason: '' },
      missing: ['not-asked-back', 'reason-missing'],
    },
    { reason: 'looks are no reason', asked: { appearanceOnly: true }, missing: ['appearance-only'] },
    {
      reason: 'looks are no reason in danger either',
      asked: { appearanceOnly: true, danger: 'imminent' },
      missing: ['appearance-only'],
    },
    {
      reason: 'everything missing is said at once',
      asked: { observedBehaviours: 0, askedBack: false, reason: '', secondBy: undefined },
      missing: ['too-little-observed', 'not-asked-back', 'reason-missing', 'second-person-missing'],
    },
  ];
  it.each(table)('misses $missing, because $reason', ({ asked, missing }) => {
    const gate = confirmationGate({ ...whole, ...asked });
    expect(gate.allowed ? [] : gate.missing.map(({ code }) => code)).toEqual(missing);
  });
});
