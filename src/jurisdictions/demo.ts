/**
 * The demonstration's world: Missouri's real counties with invented agencies. Every id is made from a name, so that a story,
 * a screenshot and a test speak of the same ones; loading twice changes nothing.
 */
import { createHash } from 'node:crypto';
import { addOrganizations, type OrganizationRecord, type Wire } from '../organizations/index.ts';
import { type Db, transaction } from '../platform/index.ts';
import { type Coverage, serviceUrns } from './core/index.ts';
import { type Draft, draftsOf, type Turn } from './demo-drafts.ts';
import { readDemoFiles } from './demo-files.ts';
import { insertCoverages } from './store.ts';

type CoverageRecord = Coverage & { readonly id: string };

const zone = 'America/Chicago';
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
  const drafts = draftsOf(files);
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
