/**
 * From the demonstration's files to organizations: each county becomes a sheriff and a 911 centre with fictional numbers,
 * each troop and city its police; everyone else is in the files as they are.
 */
import type { OrganizationKind, Wire } from '../organizations/index.ts';
import { type Coverage, sheriffUrn } from './core/index.ts';
import type { DemoCounty, DemoFiles } from './demo-files.ts';

export type Turn = 'always' | 'day' | 'night';

/** An organization as the files say it, before it has ids. */
export interface Draft {
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly role: string;
  readonly serviceUrn?: string;
  /** As 816-555-0110. */
  readonly desk: string;
  /** A 911 centre is reached by voice only. */
  readonly deskWires: readonly Wire[];
  readonly email?: string | undefined;
  readonly onCall: readonly (readonly [name: string, phone: string, turn: Turn])[];
  readonly units: readonly (readonly [label: string, lon: number, lat: number])[];
  readonly coverage: readonly Partial<Coverage>[];
}

const missouri = '29';
/** The number responders call back in the demonstration belongs to Alight itself. */
const ownNumber = '816-555-0142';
/** When an area code's hundred fictional numbers are used up, its overlay follows. */
const overlays: Readonly<Record<string, string>> = { '314': '557', '573': '235', '816': '975' };
const linesPerAreaCode = 100;

/** Gives out the fictional numbers of an area code in order, leaving those that a file names. */
function numbering(files: DemoFiles): (areaCode: string) => string {
  const taken = new Set(
    JSON.stringify([files.patrols, files.cities, files.organizations]).match(/\d{3}-555-01\d{2}/g),
  );
  taken.add(ownNumber);
  const next = new Map<string, number>();
  const give = (areaCode: string): string => {
    const line = next.get(areaCode) ?? 0;
    if (line >= linesPerAreaCode) {
      const overlay = overlays[areaCode];
      if (!overlay) throw new Error(`area code ${areaCode} has no fictional number left`);
      return give(overlay);
    }
    next.set(areaCode, line + 1);
    const phone = `${areaCode}-555-01${String(line).padStart(2, '0')}`;
    return taken.has(phone) ? give(areaCode) : phone;
  };
  return give;
}

function countyDrafts(files: DemoFiles): Draft[] {
  const give = numbering(files);
  const { given, family } = files.people;
  const nameOf = (i: number) =>
    `${given[i % given.length]} ${family[Math.floor(i / given.length) % family.length]}`;
  const drafts = ({ fips, name, state, areaCode, lon, lat }: DemoCounty, i: number): Draft[] => {
    const full = state ? `${name}, ${state}` : name;
    const aid = files.agreements.find(({ sheriffOf }) => sheriffOf === fips)?.actsIn;
    const own = { authority: 'own', shape: 'counties', countyFips: [fips] } as const;
    return [
      {
        name: state ? `${name} Sheriff, ${state}` : `${name} Sheriff`,
        kind: 'agency',
        role: 'local-law-enforcement',
        serviceUrn: sheriffUrn,
        desk: give(areaCode),
        deskWires: ['sms', 'voice'],
        onCall: [[nameOf(i), give(areaCode), 'always']],
        units: [[`Deputy, ${name}`, lon, lat]],
        coverage: aid ? [own, { authority: 'mutual-aid', shape: 'counties', countyFips: aid }] : [own],
      },
      {
        name: `${full} 911`,
        kind: 'psap',
        role: 'psap',
        desk: give(areaCode),
        deskWires: ['voice'],
        onCall: [],
        units: [],
        coverage: [own],
      },
    ];
  };
  return [...files.counties, ...files.neighbours].flatMap(drafts);
}

const named = (files: DemoFiles): Draft[] => [
  ...files.cities.map(
    ({ city, county, desk, onCall, units, lon, lat, meters }): Draft => ({
      name: `${city} Police`,
      kind: 'agency',
      role: 'local-law-enforcement',
      desk,
      deskWires: ['sms', 'voice'],
      onCall: [[...onCall, 'always']],
      units,
      coverage: [
        {
          authority: 'own',
          shape: 'radius',
          lon,
          lat,
          withinMeters: meters,
          countyFips: county,
          placeName: `the city of ${city}`,
        },
      ],
    }),
  ),
  ...files.patrols.map(({ troop, desk, onCall, units }): Draft => {
    const countyFips = files.counties.filter((county) => county.troop === troop).map((county) => county.fips);
    return {
      name: `Missouri State Patrol Troop ${troop}`,
      kind: 'agency',
      role: 'state-patrol',
      desk,
      deskWires: ['sms', 'voice'],
      onCall: [[...onCall, 'always']],
      units,
      coverage: [
        { authority: 'own', shape: 'counties', countyFips },
        {
          authority: 'statewide',
          shape: 'states',
          stateFips: [missouri],
          placeName: 'Missouri',
          automatic: false,
        },
      ],
    };
  }),
  ...files.organizations.map(
    ({ coverage, ...organization }): Draft => ({
      ...organization,
      deskWires: ['sms', 'voice'],
      coverage: coverage.map(({ corridor, mode, withinMeters, lon, lat, ...rest }) => ({
        ...rest,
        mode: mode ?? null,
        withinMeters: withinMeters ?? null,
        lon: lon ?? null,
        lat: lat ?? null,
        path: corridor ? corridorOf(files, corridor) : null,
      })),
    }),
  ),
];

function corridorOf(files: DemoFiles, name: string): { lon: number; lat: number }[] {
  const points = files.corridors[name];
  if (!points) throw new Error(`database/demo/missouri/corridors.json has no corridor "${name}"`);
  return points.map(([lon, lat]) => ({ lon, lat }));
}

/** Every organization of the files. */
export const draftsOf = (files: DemoFiles): Draft[] => [...named(files), ...countyDrafts(files)];
