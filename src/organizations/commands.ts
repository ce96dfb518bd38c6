/** Writing who exists. */
import { type Db, Refusal, transaction } from '../platform/index.ts';
import { isReachable } from './core/index.ts';
import { insertOrganizations, type OrganizationRecord } from './store.ts';

const recordsLimit = 5_000;

/**
 * Adds organizations with their contacts, turns and units, all or none; those that are there already stay as they are.
 * @throws Refusal `contact-unreachable`
 */
export async function addOrganizations(db: Db, records: readonly OrganizationRecord[]): Promise<void> {
  if (records.length > recordsLimit)
    throw new RangeError(`at most ${recordsLimit} organizations can be added at once`);
  for (const { name, contacts } of records)
    for (const contact of contacts)
      if (!isReachable(contact))
        throw new Refusal(
          'contact-unreachable',
          422,
          'A contact could not be reached',
          `The address of ${contact.name} of ${name} cannot be used for ${contact.wire}. Correct it; nothing was added.`,
        );
  await transaction(db, (tx) => insertOrganizations(tx, records));
}
