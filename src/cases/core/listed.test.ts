/** Whom the do-not-tell list means: what closes an organization, which entries do, and what closes nobody. */
import { describe, expect, it } from 'vitest';
import { closingEntries, isListedAddress } from './listed.ts';

const entry = { organizationId: null, unitId: null, addresses: [] };
const whole = { ...entry, id: 'whole', organizationId: 'a' };
const uncle = { ...entry, id: 'uncle', addresses: ['+15735550101'] };
const cousin = { ...entry, id: 'cousin', addresses: ['desk@agency.example'] };
const car = { ...entry, id: 'car', unitId: 'u1' };
const van = { ...entry, id: 'van', unitId: 'u2' };
const carByTelephone = { ...entry, id: 'car', unitId: 'u1', addresses: ['+15735550101'] };
const elsewhere = [
  { ...entry, id: 'office', organizationId: 'b' },
  { ...entry, id: 'neighbour', addresses: ['+15735550199'] },
  { ...entry, id: 'truck', unitId: 'u9' },
  { ...entry, id: 'name' },
];

describe('the entries that close an organization', () => {
  const both = { addresses: ['573-555-0101', 'Desk@agency.example'], unitIds: ['u1', 'u2'] };
  const people = { ...both, unitIds: [] };
  const units = { ...both, addresses: [] };
  const nothing = { addresses: [], unitIds: [] };
  const table: {
    reason: string;
    list: readonly (typeof uncle | typeof whole | typeof car | typeof carByTelephone)[];
    reach: { addresses: string[]; unitIds: string[] };
    closing: string[];
  }[] = [
    { reason: 'nobody is on it', list: [], reach: both, closing: [] },
    { reason: 'all are elsewhere', list: elsewhere, reach: both, closing: [] },
    { reason: 'all are elsewhere, and these have only people', list: elsewhere, reach: people, closing: [] },
    { reason: 'all are elsewhere, and these have only units', list: elsewhere, reach: units, closing: [] },
    {
      reason: 'who is reached by nothing is closed by nobody',
      list: [uncle, car],
      reach: nothing,
      closing: [],
    },
    { reason: 'they are named themselves', list: [whole], reach: both, closing: ['whole'] },
    { reason: 'they are named, reached by nothing', list: [whole], reach: nothing, closing: ['whole'] },
    { reason: 'their own entry says it all', list: [uncle, whole, cousin], reach: both, closing: ['whole'] },
    { reason: 'one of two people', list: [uncle], reach: both, closing: [] },
    { reason: 'one of two people, and no unit is there', list: [uncle], reach: people, closing: [] },
    { reason: 'each person', list: [uncle, cousin], reach: both, closing: ['uncle', 'cousin'] },
    {
      reason: 'each person, where no unit is',
      list: [cousin, uncle],
      reach: people,
      closing: ['cousin', 'uncle'],
    },
    { reason: 'one of two units', list: [car], reach: both, closing: [] },
    { reason: 'one of two units, and no person is there', list: [van], reach: units, closing: [] },
    { reason: 'each unit', list: [car, van], reach: both, closing: ['car', 'van'] },
    { reason: 'each unit, where no person is', list: [car, van], reach: units, closing: ['car', 'van'] },
    { reason: 'one person and one unit, of two each', list: [cousin, car], reach: both, closing: [] },
    {
      reason: 'a unit by its telephone and a person by theirs',
      list: [carByTelephone, cousin],
      reach: both,
      closing: ['car', 'cousin'],
    },
    {
      reason: 'each person, beside those who are elsewhere',
      list: [...elsewhere, uncle, cousin],
      reach: both,
      closing: ['uncle', 'cousin'],
    },
    {
      reason: 'each unit, beside those who are elsewhere',
      list: [car, ...elsewhere, van],
      reach: both,
      closing: ['car', 'van'],
    },
  ];
  it.each(table)('are $closing: $reason', ({ list, reach, closing }) => {
    expect(closingEntries(list, { organizationId: 'a', ...reach }).map(({ id }) => id)).toEqual(closing);
  });
});

it.each([
  ['as it is on the list', '+15735550101', true],
  ['written another way', '(573) 555-0101', true],
  ['their other telephone', '+15735550102', false],
  ['that of the second entry', 'DESK@agency.example', true],
  ['that of nobody', '', false],
])('an address is listed or not: %s', (_why, address, listed) => {
  expect(isListedAddress([{ addresses: ['+15735550109', '+15735550101'] }, cousin], address)).toBe(listed);
  expect(isListedAddress([], address)).toBe(false);
});
