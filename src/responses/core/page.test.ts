/** What a page may never say, and what it always says. */
import { describe, expect, it } from 'vitest';
import { card, detailOf, itemsFor, offerOf } from './page.ts';
import { rolesFor } from './roles.ts';

const point = {
  name: 'Jefferson City',
  area: 'Jefferson City',
  arrivalAt: new Date('2026-02-03T16:40:00Z'),
  arrivalWords: '10:40',
  lon: -92.17,
  lat: 38.58,
};
const sighting = { vehicle: 'train 311', car: 'second car', description: 'green coat', language: 'Spanish' };

describe('a page', () => {
  it('carries the whole card before anyone accepts', () => {
    const offer = offerOf({
      role: 'state-patrol',
      point,
      isLead: false,
      leadName: null,
      whoElse: [],
      imminent: false,
    });
    expect(offer.card).toEqual(card);
    expect(card.join(' ')).toContain('Do not approach crew');
    expect(card.join(' ')).toContain('Not by itself grounds to detain');
    expect(card.join(' ')).toContain('They may say no and go.');
  });
  it('says nothing of car, description or language before accepting', () => {
    const offer = JSON.stringify(
      offerOf({
        role: 'victim-advocate',
        point,
        isLead: false,
        leadName: null,
        whoElse: [],
        imminent: false,
      }),
    );
    for (const words of ['second car', 'green coat', 'Spanish', '311']) expect(offer).not.toContain(words);
  });
  it('keeps the advocate apart until the all-clear of the lead', () => {
    const detail = detailOf({
      role: 'victim-advocate',
      point,
      sighting,
      leadName: 'Cole County Sheriff (demo)',
    });
    expect(detail.staging).toContain('Never alone');
    expect(detail.staging).toContain('when Cole County Sheriff (demo) gives the all-clear');
  });
  it('tells the carrier the train, the stop and that police attend, and no more', () => {
    const detail = detailOf({ role: 'carrier-operations', point, sighting, leadName: null });
    expect(detail).toMatchObject({
      vehicle: 'train 311',
      staging: 'Police attending.',
      car: null,
      description: null,
      language: null,
    });
    expect(itemsFor('carrier-operations')).toEqual(['vehicle', 'place']);
    const offer = offerOf({
      role: 'carrier-operations',
      point,
      isLead: false,
      leadName: 'Cole County Sheriff (demo)',
      whoElse: [{ role: 'victim-advocate', organizationName: 'Lantern Advocates (demo)' }],
      imminent: true,
    });
    expect(offer.whoElse, 'who else comes is not theirs to know').toEqual([]);
    expect(offer.danger).toBeNull();
    expect(offer.lead, 'nor who leads').toBe('Police attending.');
    expect(JSON.stringify([offer, detail]), 'nor when').not.toContain('10:40');
  });
  it('has the lead settle the spot, and the others settle it with the lead', () => {
    const asked = { point, sighting, leadName: 'Cole County Sheriff (demo)' };
    expect(detailOf({ role: 'local-law-enforcement', ...asked }).staging).toContain('You settle the spot');
    expect(detailOf({ role: 'state-patrol', ...asked }).staging).toContain(
      'Settle the spot with Cole County Sheriff (demo)',
    );
  });
});

describe('the roles', () => {
  const table = [
    {
      asked: { ageGroup: 'adult', rail: true } as const,
      required: ['local-law-enforcement', 'state-patrol', 'victim-advocate'],
      reason: 'an adult is met by police, patrol and an advocate',
    },
    {
      asked: { ageGroup: 'minor', rail: false } as const,
      required: ['local-law-enforcement', 'child-protection', 'child-advocate'],
      reason: 'a child is met by those who are there for children',
    },
  ];
  it.each(table)('required are $required, because $reason', ({ asked, required }) => {
    expect(rolesFor(asked).flatMap(({ role, required }) => (required ? [role] : []))).toEqual(required);
    expect(rolesFor(asked).map(({ role }) => role)).toContain('victim-advocate');
  });
  it('never has the carrier by itself, and has the railroad’s police only on rail', () => {
    for (const ageGroup of ['adult', 'minor', 'unknown'] as const)
      for (const rail of [true, false]) {
        const roles = rolesFor({ ageGroup, rail }).map(({ role }) => role);
        expect(roles).not.toContain('carrier-operations');
        expect(roles.includes('railroad-police')).toBe(rail);
      }
  });
});
