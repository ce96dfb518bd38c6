/** A consent and a question to the help door, as tests of the gates vary them. */
import type { helpDoorGate, Release } from '../../src/disclosures/core/index.ts';

export const askedAt = new Date('2026-02-03T15:00:00Z');

/** The person's own, informed and still good: both items for one agency. */
export const consent: Release = {
  recipient: 'agency-1',
  items: ['stop', 'car'],
  until: new Date('2026-03-01T00:00:00Z'),
  withdrawnAt: null,
  informed: true,
  byThePerson: true,
};

/** May that agency, a police one, be told those items? Nothing allows it yet. */
export const askedThroughHelp = {
  door: 'help',
  releases: [],
  danger: 'soon',
  ageGroup: 'adult',
  recipient: 'agency-1',
  recipientKind: 'law-enforcement',
  items: ['stop', 'car'],
  now: askedAt,
} as const satisfies Parameters<typeof helpDoorGate>[0];
