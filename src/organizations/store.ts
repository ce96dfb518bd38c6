/** The SQL of organizations. */
import type { Db } from '../platform/index.ts';
import type { Contact, RotaShift, Wire } from './core/index.ts';

export type OrganizationKind = 'agency' | 'provider' | 'carrier' | 'psap';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganizationKind;
  /** The role it takes in a response, such as `state-patrol`. */
  readonly role: string;
  readonly serviceUrn: string;
  /** Whether its communications desk is asked before the person on call. */
  readonly deskFirst: boolean;
  readonly demo: boolean;
}

/** Someone who can go somewhere, and where they usually start from. */
export interface Unit {
  readonly id: string;
  readonly organizationId: string;
  readonly role: string;
  readonly label: string;
  readonly lon: number;
  readonly lat: number;
  /** Minutes from being asked to wheels turning. */
  readonly mobiliseMinutes: number;
}

/** An organization with all that is known of it. */
export interface OrganizationRecord extends Organization {
  readonly contacts: readonly Omit<Contact, 'organizationId'>[];
  readonly shifts: readonly (RotaShift & { readonly id: string })[];
  readonly units: readonly Omit<Unit, 'organizationId'>[];
}

const idsLimit = 5_000;
const contactsLimit = 200;
const addressesLimit = 1_000;
const shiftsLimit = 2_000;
const unitsLimit = 5_000;
const rowsAtOnce = 1_000;

const columns = ['id', 'name', 'kind', 'role', 'service_urn', 'desk_first', 'demo'] as const;

const organizationOf = (row: {
  id: string;
  name: string;
  kind: string;
  role: string;
  service_urn: string;
  desk_first: boolean;
  demo: boolean;
}): Organization => ({
  id: row.id,
  name: row.name,
  kind: row.kind as OrganizationKind,
  role: row.role,
  serviceUrn: row.service_urn,
  deskFirst: row.desk_first,
  demo: row.demo,
});

export async function readOrganizations(db: Db, ids: readonly string[]): Promise<Organization[]> {
  if (ids.length > idsLimit) throw new RangeError(`at most ${idsLimit} organizations at once`);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('organization')
    .select(columns)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(organizationOf);
}

export async function searchOrganizations(db: Db, pattern: string, limit: number): Promise<Organization[]> {
  const rows = await db
    .selectFrom('organization')
    .select(columns)
    .where('kind', '<>', 'psap')
    .where('name', 'ilike', pattern)
    .orderBy('name')
    .limit(limit)
    .execute();
  return rows.map(organizationOf);
}

export const readContacts = (db: Db, organizationId: string): Promise<Contact[]> =>
  readContactsOf(db, [organizationId]);

/** The contacts of several organizations, at most 200 of each on average. */
export async function readContactsOf(db: Db, organizationIds: readonly string[]): Promise<Contact[]> {
  if (organizationIds.length > idsLimit) throw new RangeError(`at most ${idsLimit} organizations at once`);
  if (organizationIds.length === 0) return [];
  const rows = await db
    .selectFrom('contact')
    .selectAll()
    .where('organization_id', 'in', [...organizationIds])
    .orderBy('priority')
    .limit(contactsLimit * organizationIds.length)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    wire: row.wire as Wire,
    address: row.address,
    isDesk: row.is_desk,
    priority: row.priority,
    unitId: row.unit_id,
  }));
}

/** Who answers at these addresses; an address may be shared. */
export async function readHolders(db: Db, addresses: readonly string[]) {
  if (addresses.length > addressesLimit) throw new RangeError(`at most ${addressesLimit} addresses at once`);
  if (addresses.length === 0) return [];
  return db
    .selectFrom('contact')
    .innerJoin('organization', 'organization.id', 'contact.organization_id')
    .select(['contact.address', 'contact.name', 'contact.is_desk', 'organization.name as organization_name'])
    .where('contact.address', 'in', [...addresses])
    .orderBy('contact.priority')
    .execute();
}

export async function readShifts(db: Db, organizationId: string): Promise<RotaShift[]> {
  const rows = await db
    .selectFrom('rota_shift')
    .innerJoin('contact', 'contact.id', 'rota_shift.contact_id')
    .select(['contact_id', 'zone', 'weekday', 'from_minute', 'until_minute'])
    .where('contact.organization_id', '=', organizationId)
    .limit(shiftsLimit)
    .execute();
  return rows.map((row) => ({
    contactId: row.contact_id,
    zone: row.zone,
    weekday: row.weekday,
    fromMinute: row.from_minute,
    untilMinute: row.until_minute,
  }));
}

export async function readUnits(db: Db, organizationIds: readonly string[]): Promise<Unit[]> {
  if (organizationIds.length > idsLimit) throw new RangeError(`at most ${idsLimit} organizations at once`);
  if (organizationIds.length === 0) return [];
  const rows = await db
    .selectFrom('unit')
    .selectAll()
    .where('organization_id', 'in', [...organizationIds])
    .orderBy('label')
    .orderBy('id')
    .limit(unitsLimit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    role: row.role,
    label: row.label,
    lon: row.lon,
    lat: row.lat,
    mobiliseMinutes: row.mobilise_minutes,
  }));
}

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

/** Writes what is not there yet, many rows a statement; what is there stays as it is. */
export async function insertOrganizations(db: Db, records: readonly OrganizationRecord[]): Promise<void> {
  const organizations = records.map((record) => ({
    id: record.id,
    name: record.name,
    kind: record.kind,
    role: record.role,
    service_urn: record.serviceUrn,
    desk_first: record.deskFirst,
    demo: record.demo,
  }));
  for (const rows of batches(organizations))
    await db
      .insertInto('organization')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  const units = records.flatMap((record) =>
    record.units.map(({ mobiliseMinutes, ...unit }) => ({
      ...unit,
      organization_id: record.id,
      mobilise_minutes: mobiliseMinutes,
    })),
  );
  for (const rows of batches(units))
    await db
      .insertInto('unit')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  const contacts = records.flatMap((record) =>
    record.contacts.map(({ isDesk, unitId, ...contact }) => ({
      ...contact,
      organization_id: record.id,
      is_desk: isDesk,
      unit_id: unitId ?? null,
    })),
  );
  for (const rows of batches(contacts))
    await db
      .insertInto('contact')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  const shifts = records.flatMap((record) =>
    record.shifts.map((shift) => ({
      id: shift.id,
      contact_id: shift.contactId,
      zone: shift.zone,
      weekday: shift.weekday,
      from_minute: shift.fromMinute,
      until_minute: shift.untilMinute,
    })),
  );
  for (const rows of batches(shifts))
    await db
      .insertInto('rota_shift')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
}
