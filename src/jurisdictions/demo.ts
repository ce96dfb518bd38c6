/**
 * The demonstration's world: Missouri's real counties with invented agencies. Every id is made from a name, so that a story,
 * a screenshot and a test speak of the same ones; loading twice changes nothing.
 */
import { createHash } from 'node:crypto';
import {
  addOrganizations,
  type OrganizationKind,
  type OrganizationRecord,
  type Wire,
} from '../organizations/index.ts';
import { type Db, transaction } from '../platform/index.ts';
import { type Coverage, serviceUrns, sheriffUrn } from './core/index.ts';
import { type DemoCounty, type DemoFiles, readDemoFiles } from './demo-files.ts';
import { insertCoverages } from './store.ts';

type Turn = 'always' | 'day' | 'night';
type CoverageRecord = Coverage & { readonly id: string };

interface Draft {
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

const zone = 'America/Chicago';
const missouri = '29';
const mobiliseMinutes: Readonly<Record<string, number>> = {
  'local-law-enforcement': 3,
  'state-patrol': 4,
  'railroad-police': 5,
  'transit-police': 4,
  'victim-advocate': 10,
  'child-advocate': 12,
  'child-protection': 15,
};
const mobiliseMinutesElsewhere = 10;
const turnMinutes: Readonly<Record<Turn, readonly (readonly [from: number, until: number])[]>> = {
  always: [[0, 1440]],
  day: [[420, 1140]],
  night: [
    [0, 420],
    [1140, 1440],
  ],
};
/** The number responders call back in the demonstration belongs to Alight itself. */
const ownNumber = '816-555-0142';
/** When an area code's hundred fictional numbers are used up, its overlay follows. */
const overlays: Readonly<Record<string, string>> = { '314': '557', '573': '235', '816': '975' };
const linesPerAreaCode = 100;

/** The id of a demonstration's thing: a UUID (version 8) made from its kind and name. */
export function demoId(kind: string, name: string): string {
  const bytes = createHash('sha256').update(`alight-demo:${kind}:${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The id of a demonstration's organization, by its name as shown, with "(demo)". */
export const demoOrganizationId = (name: string): string => demoId('organization', name);

const e164 = (phone: string) => `+1${phone.replaceAll('-', '')}`;

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

function recordOf(draft: Draft): OrganizationRecord {
  const name = `${draft.name} (demo)`;
  const people = draft.onCall.map(([person, phone, turn], i) => ({
    turn,
    contact: {
      id: demoId('contact', `${name}:${person}`),
      name: person,
      wire: 'sms' as const,
      address: e164(phone),
      isDesk: false,
      priority: 20 + i,
    },
  }));
  const desk = (wire: Wire, address: string, priority: number) => ({
    id: demoId('contact', `${name}:desk:${wire}`),
    name: draft.kind === 'agency' ? 'Communications desk' : 'Desk',
    wire,
    address,
    isDesk: true,
    priority,
  });
  return {
    id: demoOrganizationId(name),
    name,
    kind: draft.kind,
    role: draft.role,
    serviceUrn: draft.serviceUrn ?? serviceUrns[draft.role] ?? 'urn:x-alight:service:other',
    deskFirst: draft.kind !== 'provider',
    demo: true,
    contacts: [
      ...people.map(({ contact }) => contact),
      ...draft.deskWires.map((wire, i) => desk(wire, e164(draft.desk), i)),
      ...(draft.email ? [desk('email', draft.email, 9)] : []),
    ],
    shifts: people.flatMap(({ turn, contact }) =>
      [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) =>
        turnMinutes[turn].map(([fromMinute, untilMinute]) => ({
          id: demoId('shift', `${contact.id}:${weekday}:${fromMinute}`),
          contactId: contact.id,
          zone,
          weekday,
          fromMinute,
          untilMinute,
        })),
      ),
    ),
    units: draft.units.map(([label, lon, lat]) => ({
      id: demoId('unit', `${name}:${label}`),
      role: draft.role,
      label,
      lon,
      lat,
      mobiliseMinutes: mobiliseMinutes[draft.role] ?? mobiliseMinutesElsewhere,
    })),
  };
}

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

/** Everything the files say, as rows to be. */
export async function readDemoWorld(): Promise<{
  organizations: OrganizationRecord[];
  coverages: CoverageRecord[];
}> {
  const files = await readDemoFiles();
  const drafts = [...named(files), ...countyDrafts(files)];
  return {
    organizations: drafts.map(recordOf),
    coverages: drafts.flatMap((draft) =>
      draft.coverage.map((coverage, i) => ({
        ...nowhere,
        authority: 'own' as const,
        shape: 'counties' as const,
        ...coverage,
        id: demoId('coverage', `${draft.name}:${i}`),
        organizationId: demoOrganizationId(`${draft.name} (demo)`),
      })),
    ),
  };
}

/** Puts the demonstration's world in place, all or nothing; harmless when it is there. */
export async function loadDemoWorld(db: Db): Promise<void> {
  const { organizations, coverages } = await readDemoWorld();
  await transaction(db, async (tx) => {
    await addOrganizations(tx, organizations);
    await insertCoverages(tx, coverages);
  });
}
