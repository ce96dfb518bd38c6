/** Writing who exists. */
import { type Db, transaction } from '../platform/index.ts';
import { insertOrganizations, type OrganizationRecord } from './store.ts';

const recordsLimit = 5_000;

/** Adds organizations with their contacts, turns and units, all or none; those that are there already stay as they are. */
export async function addOrganizations(db: Db, records: readonly OrganizationRecord[]): Promise<void> {
  if (records.length > recordsLimit)
    throw new RangeError(`at most ${recordsLimit} organizations can be added at once`);
  await transaction(db, (tx) => insertOrganizations(tx, records));
}
