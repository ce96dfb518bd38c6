/** Who exists, and in which order they are reached. */
import { type Db, Refusal } from '../platform/index.ts';
import { type Contact, ladderOf, type Reach, unknownReach } from './core/index.ts';
import {
  type Organization,
  readContacts,
  readContactsOf,
  readHolders,
  readOrganizations,
  readShifts,
  readUnits,
  searchOrganizations,
} from './store.ts';

const searchLimit = 50;
const searchLimitCharacters = 100;

/** Organizations by id; an id that nobody has is left out. */
export async function organizationsById(db: Db, ids: readonly string[]): Promise<Map<string, Organization>> {
  return new Map((await readOrganizations(db, ids)).map((organization) => [organization.id, organization]));
}

/** One organization. @throws Refusal `unknown-organization` */
export async function organizationById(db: Db, id: string): Promise<Organization> {
  const [organization] = await readOrganizations(db, [id]);
  if (!organization)
    throw new Refusal(
      'unknown-organization',
      404,
      'No such organization',
      'There is no organization with this id. Nothing was changed.',
    );
  return organization;
}

/** Organizations whose name holds a text, at most 50, without 911 centres; for choosing who must not be told. */
export async function findOrganizations(db: Db, text: string): Promise<Organization[]> {
  const words = text.trim().slice(0, searchLimitCharacters);
  if (!words) return [];
  return searchOrganizations(db, `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`, searchLimit);
}

/** Every contact of an organization once, in the order in which they are asked at `now`. */
export async function onCallLadder(db: Db, organizationId: string, now: Date): Promise<Contact[]> {
  const { deskFirst } = await organizationById(db, organizationId);
  const contacts = await readContacts(db, organizationId);
  return ladderOf(contacts, await readShifts(db, organizationId), { deskFirst, now });
}

/** By what organizations can be reached and with what they can come; of each id there is an entry. */
export async function reachOf(db: Db, organizationIds: readonly string[]): Promise<Map<string, Reach>> {
  const contacts = Map.groupBy(await readContactsOf(db, organizationIds), (one) => one.organizationId);
  const units = Map.groupBy(await readUnits(db, organizationIds), (one) => one.organizationId);
  return new Map(
    organizationIds.map((id) => [
      id,
      {
        ...unknownReach(id),
        addresses: (contacts.get(id) ?? []).map(({ address }) => address),
        unitIds: (units.get(id) ?? []).map((unit) => unit.id),
      },
    ]),
  );
}

/** Whose telephones these are, in words: "Kansas City Police (demo) · communications desk". Unknown addresses are left out. */
export async function holdersOf(db: Db, addresses: readonly string[]): Promise<Map<string, string>> {
  const rows = await readHolders(db, addresses);
  // The first to be asked gives the name, where a telephone is shared.
  return new Map(
    rows
      .reverse()
      .map((row) => [
        row.address,
        `${row.organization_name} · ${row.is_desk ? 'communications desk' : row.name}`,
      ]),
  );
}
