/** The SQL of data keys. Only wrapped keys are here; destroying one leaves its row, so that it is known to be gone and not lost. */
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../database/connect.ts';
import { operatorOrganizationId } from '../database/scope.ts';

/** Whose fields a data key opens: one organization's, of one record (a report or a case). It never changes. */
export interface KeyOwner {
  readonly organizationId: string;
  readonly recordId: string;
}

/** A data key as it is stored. Its version grows by one for each new key of the same owner. */
export interface StoredKey {
  readonly id: string;
  readonly organization_id: string;
  readonly record_id: string;
  readonly version: number;
  /** Null: destroyed. */
  readonly wrapped: Buffer | null;
  readonly master_key_version: number;
}

const columns = ['id', 'organization_id', 'record_id', 'version', 'wrapped', 'master_key_version'] as const;

/** Every key of these records, whichever organization's; destroyed ones too. */
export async function readKeys(db: Db, recordIds: readonly string[]): Promise<StoredKey[]> {
  if (recordIds.length === 0) return [];
  return db
    .selectFrom('data_key')
    .select(columns)
    .where('record_id', 'in', [...recordIds])
    .execute();
}

/** The newest key of an owner, destroyed or not. */
export async function readNewestKey(db: Db, owner: KeyOwner): Promise<StoredKey | undefined> {
  return db
    .selectFrom('data_key')
    .select(columns)
    .where('record_id', '=', owner.recordId)
    .where('organization_id', '=', owner.organizationId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What `joinNewestKey` adds to a row; null where the record has no key yet. */
export interface BesideKey {
  readonly key_id: string | null;
  readonly key_version: number | null;
  readonly key_wrapped: Buffer | null;
  readonly key_master_version: number | null;
}

/** For a statement that reads a record of the operator's anyway: its newest key beside it, as `key.*`. @param record the column that holds its id */
export const joinNewestKey = (record: RawBuilder<string>): RawBuilder<unknown> => sql`left join lateral (
    select id as key_id, version as key_version, wrapped as key_wrapped, master_key_version as key_master_version
    from data_key where record_id = ${record} and organization_id = ${sql.lit(operatorOrganizationId)}::uuid
    order by version desc limit 1) key on true`;

/** The key that was read beside a record. */
export const keyBeside = (recordId: string, row: BesideKey): StoredKey | undefined =>
  row.key_id === null
    ? undefined
    : {
        id: row.key_id,
        organization_id: operatorOrganizationId,
        record_id: recordId,
        version: row.key_version!,
        wrapped: row.key_wrapped,
        master_key_version: row.key_master_version!,
      };

/** @returns false where somebody else stored a key of this version first */
export async function insertKey(db: Db, key: StoredKey, now: Date): Promise<boolean> {
  const row = await db
    .insertInto('data_key')
    .values({ ...key, created_at: now })
    .onConflict((conflict) => conflict.columns(['record_id', 'organization_id', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The next keys that another master key wraps, after an id; held, so that nobody destroys one while it is wrapped anew. */
export async function readKeysToRewrap(
  tx: Tx,
  asked: { readonly masterKeyVersion: number; readonly after: string; readonly limit: number },
): Promise<StoredKey[]> {
  return tx
    .selectFrom('data_key')
    .select(columns)
    .where('master_key_version', '<>', asked.masterKeyVersion)
    .where('destroyed_at', 'is', null)
    .where('id', '>', asked.after)
    .orderBy('id')
    .limit(asked.limit)
    .forUpdate()
    .execute();
}

export async function writeWrapped(
  tx: Tx,
  id: string,
  wrapped: Buffer,
  masterKeyVersion: number,
): Promise<void> {
  await tx
    .updateTable('data_key')
    .set({ wrapped, master_key_version: masterKeyVersion })
    .where('id', '=', id)
    .where('destroyed_at', 'is', null)
    .execute();
}

/** Whether a data key was ever made here: then there is a master key somewhere that opens what it sealed. */
export async function hasDataKeys(db: Db): Promise<boolean> {
  const row = await db.selectFrom('data_key').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The newest keys that a master key wraps, whosever they are. @param sealedToIntake the version that stands for none */
export async function readLastKeys(db: Db, limit: number, sealedToIntake: number): Promise<StoredKey[]> {
  return db
    .selectFrom('data_key')
    .select(columns)
    .where('destroyed_at', 'is', null)
    .where('master_key_version', '<>', sealedToIntake)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Destroys every key of a record, whichever organization's. @returns how many there were */
export async function destroyKeys(tx: Tx, recordId: string, now: Date): Promise<number> {
  const done = await tx
    .updateTable('data_key')
    .set({ wrapped: null, destroyed_at: now })
    .where('record_id', '=', recordId)
    .where('destroyed_at', 'is', null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}
