/** What a page may never say, and what it always says. */
import { describe, expect, it } from 'vitest';
import { card, detailOf, itemsFor, offerOf } from './page.ts';
import { rolesFor } from './roles.ts';

const point = {
  name: 'Jefferson City',
  area: 'Cole County, Missouri',
  arrivalAt: new Date('2026-02-03T16:40:00Z'),
  arrivalWords: '10:40',
  lon: -92.17,
  lat: 38.58,
};
const lead = { organizationName: 'Cole County Sheriff (demo)', accepted: true };
const sighting = { vehicle: 'train 311', car: 'second car', description: 'green coat', language: 'Spanish' };

describe('a page', () => {
  it('carries the whole card before anyone accepts', () => {
    const offer = offerOf({
      role: 'state-patrol',
      point,
      isLead: false,
      lead: null,
      others: [],
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
        lead: null,
        others: [],
        imminent: false,
      }),
    );
    for (const words of ['second car', 'green coat', 'Spanish', '311', 'Jefferson City'])
      expect(offer).not.toContain(words);
  });
  it('keeps the advocate apart until the all-clear of the lead', () => {
    const detail = detailOf({
      role: 'victim-advocate',
      point,
      sighting,
      lead,
      isLead: false,
    });
    expect(detail.staging).toContain('Never alone');
    expect(detail.staging).toContain('when Cole County Sheriff (demo) gives the all-clear');
  });
  it('tells the carrier the train, the stop and that police attend, and no more', () => {
    const detail = detailOf({ role: 'carrier-operations', point, sighting, lead: null, isLead: false });
    expect(detail).toMatchObject({
      vehicle: 'train 311',
      staging: 'Police attending.',
      car: null,
      description: null,
      language: null,
    });
    expect(itemsFor('carrier-operations', sighting)).toEqual(['vehicle', 'place']);
    const offer = offerOf({
      role: 'carrier-operations',
      point,
      isLead: false,
      lead,
      others: [{ role: 'victim-advocate', state: 'staged', organizationName: 'Lantern Advocates (demo)' }],
      imminent: true,
    });
    expect(offer.whoElse, 'who else comes is not theirs to know').toEqual([]);
    expect(offer.danger).toBeNull();
    expect(offer.lead, 'nor who leads').toBe('Police attending.');
    expect(JSON.stringify([offer, detail]), 'nor when').not.toMatch(/Sheriff|10:40/);
  });
  const other = (
    state: 'asking' | 'staged' | 'unfilled',
    organizationName: string | null = 'Lantern (demo)',
  ) =>
    offerOf({
      role: 'state-patrol',
      point,
      isLead: false,
      lead,
      others: [{ role: 'victim-advocate', state, organizationName }],
      imminent: false,
    }).whoElse;
  it('says of the others how far they are, and of nobody that they come', () => {
    expect(other('asking')).toEqual(['Lantern (demo) (victim advocate): asked']);
    expect(other('staged')).toEqual(['Lantern (demo) (victim advocate): in place']);
    expect(other('unfilled', null)).toEqual(['Nobody (victim advocate): none coming']);
  });
  it('calls nobody the lead before they have accepted', () => {
    const asked = { role: 'state-patrol', point, others: [], imminent: false } as const;
    const only = { organizationName: 'Cole County Sheriff (demo)', accepted: false };
    expect(offerOf({ ...asked, isLead: false, lead: only }).lead).toContain('is asked to lead');
    expect(offerOf({ ...asked, isLead: true, lead: only }).lead).toContain('Your agency is asked to lead');
    expect(offerOf({ ...asked, isLead: true, lead }).lead).toContain('Your agency leads');
    expect(offerOf({ ...asked, isLead: false, lead: null }).lead).toContain('Nobody leads yet');
  });
  it('puts into the ledger what there is to tell, and nothing that there is not', () => {
    expect(itemsFor('state-patrol', { vehicle: null, car: null, description: null, language: null })).toEqual(
      ['place', 'time'],
    );
    expect(itemsFor('state-patrol', sighting)).toEqual([
      'place',
      'time',
      'vehicle',
      'description',
      'language',
    ]);
  });
  it('has the lead settle the spot, and the others settle it with the lead', () => {
    const asked = { point, sighting, lead };
    expect(detailOf({ role: 'local-law-enforcement', ...asked, isLead: true }).staging).toContain(
      'You settle the spot',
    );
    expect(detailOf({ role: 'state-patrol', ...asked, isLead: false }).staging).toContain(
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
