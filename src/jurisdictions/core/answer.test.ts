import { describe, expect, it } from 'vitest';
import { type Answering, type AskedSpot, answerFor, standings } from './answer.ts';
import { type Coverage, distanceToPathMeters } from './coverage.ts';
import { isImmigrationEnforcement } from './services.ts';

const union = { lon: -94.5851, lat: 39.0849 };
const jackson = { countyFips: '29095', stateFips: '29', words: 'Jackson County, Missouri', beside: false };
const stop: AskedSpot = {
  ...union,
  where: ', where the train stops at Kansas City 9:55 PM',
  counties: [jackson],
  mode: 'rail',
  passed: false,
  stopIndex: 0,
  at: null,
};
const nowhere = {
  countyFips: [],
  stateFips: [],
  path: null,
  lon: null,
  lat: null,
  withinMeters: null,
  mode: null,
  placeName: null,
  automatic: true,
} as const;
const coverage = (organizationId: string, rest: Partial<Coverage>): Coverage => ({
  ...nowhere,
  organizationId,
  authority: 'own',
  shape: 'counties',
  ...rest,
});
const organization = (id: string, role = 'local-law-enforcement', serviceUrn = 'urn:x:any'): Answering => ({
  id,
  name: `${id} (demo)`,
  role,
  serviceUrn,
});
const ask = (organizations: Answering[], coverages: Coverage[], spots: AskedSpot[] = [stop]) =>
  answerFor(new Map(organizations.map((one) => [one.id, one])), coverages, spots);
const line = [
  { lon: -94.4295, lat: 39.0868 },
  { lon: -94.5851, lat: 39.0849 },
];

describe('who answers for a spot', () => {
  it.each<{ reason: string; rest: Partial<Coverage>; spot?: Partial<AskedSpot>; words: string | null }>([
    {
      reason: 'a county holds the stops in it',
      rest: { countyFips: ['29095'] },
      words: 'Answers for Jackson County, Missouri, where the train stops at Kansas City 9:55 PM.',
    },
    {
      reason: 'a county of the same name in another place does not',
      rest: { countyFips: ['29510'] },
      words: null,
    },
    {
      reason: 'a county whose line is within 500 m is told too',
      rest: { countyFips: ['29047'] },
      spot: {
        counties: [
          jackson,
          { countyFips: '29047', stateFips: '29', words: 'Clay County, Missouri', beside: true },
        ],
      },
      words:
        'Answers for Clay County, Missouri, whose line is within 500 m, where the train stops at Kansas City 9:55 PM.',
    },
    {
      reason: 'a city holds what lies within its circle',
      rest: { shape: 'radius', ...union, withinMeters: 1000, countyFips: ['29095'], placeName: 'the city' },
      words: 'Answers for the city, where the train stops at Kansas City 9:55 PM.',
    },
    {
      reason: 'a circle ends at the counties it is for',
      rest: { shape: 'radius', ...union, withinMeters: 1000, countyFips: ['20209'], placeName: 'the city' },
      words: null,
    },
    {
      reason: 'railroad police answer along the line, for those on a train',
      rest: {
        authority: 'on-site',
        shape: 'corridor',
        path: line,
        withinMeters: 500,
        mode: 'rail',
        placeName: 'the railroad',
      },
      words: 'Answers for the railroad, where the train stops at Kansas City 9:55 PM.',
    },
    {
      reason: 'and not for those on a bus at the same place',
      rest: {
        authority: 'on-site',
        shape: 'corridor',
        path: line,
        withinMeters: 500,
        mode: 'rail',
        placeName: 'the railroad',
      },
      spot: { mode: 'bus' },
      words: null,
    },
    {
      reason: 'a county that is only passed has no point, so circles and lines say nothing of it',
      rest: { shape: 'radius', ...union, withinMeters: 1000 },
      spot: { passed: true, stopIndex: null },
      words: null,
    },
    {
      reason: 'a neighbour may help by mutual aid',
      rest: { authority: 'mutual-aid', countyFips: ['29095'] },
      words:
        'May help in Jackson County, Missouri by mutual aid, where the train stops at Kansas City 9:55 PM.',
    },
  ])('$reason', ({ rest, spot, words }) => {
    const { agencies } = ask([organization('a')], [coverage('a', rest)], [{ ...stop, ...spot }]);
    expect(agencies[0]?.reason ?? null).toBe(words);
  });

  it('puts the city first, then the county, then the neighbour, whatever the order of the rows', () => {
    const { agencies } = ask(
      [organization('neighbour'), organization('county'), organization('city')],
      [
        coverage('neighbour', { authority: 'mutual-aid', countyFips: ['29095'] }),
        coverage('county', { countyFips: ['29095'] }),
        coverage('city', { shape: 'radius', ...union, withinMeters: 1000 }),
      ],
    );
    expect(agencies.map(({ organizationId }) => organizationId)).toEqual(['city', 'county', 'neighbour']);
  });

  it('keeps federal offices apart: a place alone does not add them', () => {
    const answer = ask(
      [organization('office', 'federal-field-office')],
      [coverage('office', { shape: 'states', stateFips: ['29'], automatic: false })],
    );
    expect(answer.agencies).toEqual([]);
    expect(answer.onRequest.map(({ organizationId }) => organizationId)).toEqual(['office']);
  });

  it.each([
    ['urn:emergency:service:responder.police.federal.ice', true],
    ['urn:emergency:service:responder.police.federal.CBP', true],
    ['urn:emergency:service:responder.police.federal.cbp.port', true],
    ['urn:emergency:service:responder.police.federal.fbi', false],
  ])('never answers with immigration enforcement: %s', (urn, barred) => {
    expect(isImmigrationEnforcement(urn)).toBe(barred);
    const answer = ask(
      [organization('x', 'local-law-enforcement', urn)],
      [coverage('x', { countyFips: ['29095'] }), coverage('x', { countyFips: ['29095'], automatic: false })],
    );
    expect(answer.agencies.length + answer.onRequest.length).toBe(barred ? 0 : 1);
  });

  it('names an agency once for all its stops, and says how many more there are', () => {
    const later = { ...stop, where: ', where the train stops at Independence 9:30 PM', stopIndex: 1 };
    const { agencies } = ask([organization('a')], [coverage('a', { countyFips: ['29095'] })], [stop, later]);
    expect(agencies).toHaveLength(1);
    expect(agencies[0]).toMatchObject({ stopIndexes: [0, 1] });
    expect(agencies[0]?.reason).toMatch(/Kansas City 9:55 PM, and at 1 other stop\.$/);
  });

  it('puts the 911 centre of where the vehicle is now before those of its stops', () => {
    const here = {
      ...stop,
      counties: [{ ...jackson, countyFips: '29107' }],
      passed: true,
      stopIndex: null,
      at: new Date('2026-11-25T03:00:00Z'),
    };
    const { psaps } = ask(
      [organization('ahead', 'psap'), organization('now', 'psap')],
      [coverage('ahead', { countyFips: ['29095'] }), coverage('now', { countyFips: ['29107'] })],
      [{ ...stop, at: new Date('2026-11-25T03:40:00Z') }, here],
    );
    expect(psaps.map(({ organizationId }) => organizationId)).toEqual(['now', 'ahead']);
  });

  it('counts statewide authority for those who could be sent, behind those whose place it is', () => {
    const organizations = new Map(['here', 'far'].map((id) => [id, organization(id, 'state-patrol')]));
    const found = standings(
      organizations,
      [
        coverage('far', { authority: 'statewide', shape: 'states', stateFips: ['29'], automatic: false }),
        coverage('here', { countyFips: ['29095'] }),
      ],
      [stop],
      ['state-patrol'],
    );
    const rank = (id: string) => found.find(({ organization: { id: found } }) => found === id)!.rank;
    expect(rank('here')).toBeLessThan(rank('far'));
  });

  it('measures the way to a line within one per cent', () => {
    expect(distanceToPathMeters({ lon: -94.5, lat: 39.0958 }, line)).toBeGreaterThan(990);
    expect(distanceToPathMeters({ lon: -94.5, lat: 39.0958 }, line)).toBeLessThan(1130);
  });
});
