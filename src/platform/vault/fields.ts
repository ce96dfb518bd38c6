/**
 * Fields on their way into the database and out of it. Which columns are sealed, and whose they are, is declared in field-policy.ts;
 * a store calls `sealRow` before it writes and `openRows` after it reads, and nothing else. Each field is bound to organization, record,
 * table, column, row and key version: moved anywhere else, it does not open. Source: security.md 8.
 */
import { type BlindIndex, openBlindIndex } from '../blind-index.ts';
import type { Db, Tx } from '../database/connect.ts';
import { operatorOrganizationId } from '../database/scope.ts';
import { Refusal } from '../refusal.ts';
import { openBytes, sealBytes } from '../sealed.ts';
import type { DataKeys, OpenKey } from './data-keys.ts';
import {
  fieldOwners,
  fieldPolicies,
  type IndexedColumn,
  type OpenRow,
  type SealedRow,
  type SealedTable,
  type ToSeal,
} from './field-policy.ts';
import { keysOf } from './on-connection.ts';
import { destroyKeys, type KeyOwner, readKeys, type StoredKey } from './store.ts';

/** The first byte: how the rest is laid out. Then the key's version in four bytes, and what `sealBytes` gives. */
const layout = 1;
const headBytes = 5;

type Row = Readonly<Record<string, unknown>>;
type Form = 'text' | 'json' | 'bytes';

const placeOf = (key: Omit<OpenKey, 'bytes'>, table: string, column: string, row: string): string =>
  JSON.stringify([key.organizationId, key.recordId, table, column, row, key.version]);

/** Seals one cell. */
function sealCell(key: OpenKey, table: string, column: string, row: string, plain: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(layout);
  head.writeUInt32BE(key.version, 1);
  return Buffer.concat([head, sealBytes(key.bytes, placeOf(key, table, column, row), plain)]);
}

/** Under which of its owner's keys a cell was sealed; undefined where it is no sealed cell. */
const versionOf = (sealed: Buffer): number | undefined =>
  sealed.length > headBytes && sealed.readUInt8() === layout ? sealed.readUInt32BE(1) : undefined;

const bytesFrom = (form: Form, value: unknown): Uint8Array =>
  form === 'bytes'
    ? (value as Uint8Array)
    : Buffer.from(form === 'json' ? JSON.stringify(value) : String(value));

const plainOf = (form: Form, bytes: Buffer): unknown =>
  form === 'bytes' ? bytes : form === 'json' ? JSON.parse(bytes.toString()) : bytes.toString();

/** The sealed columns of a table and the form of what is in them. */
function sealedColumns(table: SealedTable): readonly (readonly [string, Form])[] {
  return Object.entries(fieldPolicies[table]).flatMap(([column, policy]) =>
    policy.kind === 'sealed' ? [[column, policy.as] as const] : [],
  );
}

function text(row: Row, column: string, table: string): string {
  const value = row[column];
  if (value === undefined || value === null)
    throw new Error(`${table}.${column} is needed to know whose a row is`);
  return String(value);
}

function ownerOf(table: SealedTable, row: Row): KeyOwner {
  const { record, organization } = fieldOwners[table];
  return {
    recordId: text(row, record, table),
    organizationId: organization === null ? operatorOrganizationId : text(row, organization, table),
  };
}

const rowIdOf = (table: SealedTable, row: Row): string =>
  fieldOwners[table].row.map((column) => text(row, column, table)).join('/');

/** A row with its sealed columns sealed under a key that is at hand. */
export function sealUnder<T extends SealedTable, R extends Row & ToSeal<T>>(
  key: OpenKey,
  table: T,
  row: R,
): SealedRow<T, R> {
  const rowId = rowIdOf(table, row);
  const sealed = sealedColumns(table).flatMap(([column, form]) => {
    const value = row[column];
    if (value === undefined) return [];
    return [[column, value === null ? null : sealCell(key, table, column, rowId, bytesFrom(form, value))]];
  });
  return { ...row, ...Object.fromEntries(sealed) } as SealedRow<T, R>;
}

/**
 * A row with its sealed columns sealed under its record's key of now.
 * @param known the record's newest key, where it has just been read @throws Refusal keys-away, record-destroyed
 */
export async function sealRow<T extends SealedTable, R extends Row & ToSeal<T>>(
  db: Db,
  table: T,
  row: R,
  now: Date,
  known?: StoredKey,
): Promise<SealedRow<T, R>> {
  const hasWords = sealedColumns(table).some(([column]) => row[column] !== undefined && row[column] !== null);
  if (!hasWords) return row as unknown as SealedRow<T, R>;
  return sealUnder(await keysOf(db).current(db, ownerOf(table, row), now, { known }), table, row);
}

/** A new record's first key: its row is stored in the statement that stores what it seals. @throws Refusal keys-away */
export const newRecordKey = async (
  db: Db,
  recordId: string,
  now: Date,
): Promise<{ row: StoredKey; key: OpenKey }> =>
  keysOf(db).make({ recordId, organizationId: operatorOrganizationId }, 1, now);

/**
 * Rows with their sealed columns opened; columns that were not selected stay away. The keys of all of them are read in one query.
 * @param instead for lists that must not fail for one row: the words that stand where a row does not open
 * @throws Refusal keys-away, record-damaged, record-destroyed
 */
export async function openRows<T extends SealedTable, R extends Row>(
  db: Db,
  table: T,
  rows: readonly R[],
  instead?: string,
): Promise<OpenRow<T, R>[]> {
  const keys = keysOf(db);
  const stored = new Map(
    (await readKeys(db, [...new Set(rows.map((row) => ownerOf(table, row).recordId))])).map((key) => [
      nameOf({ recordId: key.record_id, organizationId: key.organization_id }, key.version),
      key,
    ]),
  );
  const opened: OpenRow<T, R>[] = [];
  for (const row of rows)
    try {
      opened.push(await openOne(keys, stored, table, row));
    } catch (error) {
      if (instead === undefined || !(error instanceof Refusal)) throw error;
      opened.push(closedRow(table, row, instead));
    }
  return opened;
}

const nameOf = ({ recordId, organizationId }: KeyOwner, version: number | undefined): string =>
  `${recordId}/${organizationId}/${version}`;

/** @throws Refusal keys-away, record-damaged, record-destroyed */
async function openOne<T extends SealedTable, R extends Row>(
  keys: DataKeys,
  stored: ReadonlyMap<string, StoredKey>,
  table: T,
  row: R,
): Promise<OpenRow<T, R>> {
  const owner = ownerOf(table, row);
  const rowId = rowIdOf(table, row);
  const plain: Record<string, unknown> = {};
  for (const [column, form] of sealedColumns(table)) {
    const sealed = row[column];
    if (!Buffer.isBuffer(sealed)) continue;
    const broken = () => keys.broken({ table, column, row: rowId }, owner);
    const key = stored.get(nameOf(owner, versionOf(sealed)));
    if (!key) throw broken();
    const open = await keys.open(key);
    try {
      plain[column] = plainOf(
        form,
        openBytes(open.bytes, placeOf(open, table, column, rowId), sealed.subarray(headBytes)),
      );
    } catch {
      throw broken();
    }
  }
  return { ...row, ...plain } as OpenRow<T, R>;
}

/** A row that does not open, with words in the place of its own. */
function closedRow<T extends SealedTable, R extends Row>(table: T, row: R, instead: string): OpenRow<T, R> {
  const plain = sealedColumns(table).flatMap(([column, form]) =>
    Buffer.isBuffer(row[column])
      ? [[column, form === 'text' ? instead : form === 'json' ? {} : Buffer.alloc(0)]]
      : [],
  );
  return { ...row, ...Object.fromEntries(plain) } as OpenRow<T, R>;
}

/** `openRows` for one row, or none. */
export async function openRow<T extends SealedTable, R extends Row>(
  db: Db,
  table: T,
  row: R | undefined,
): Promise<OpenRow<T, R> | undefined> {
  return row && (await openRows(db, table, [row]))[0];
}

/** The keys of blind indexes that are known to be stored: a report with a safe contact stays one round trip. */
const indexKeyLimit = 200;
const indexKeys = new WeakMap<DataKeys, Map<string, OpenKey>>();

async function indexKey(db: Db, organizationId: string, now: Date): Promise<OpenKey> {
  const keys = keysOf(db);
  const known = indexKeys.get(keys) ?? new Map<string, OpenKey>();
  indexKeys.set(keys, known);
  const before = known.get(organizationId);
  if (before) return before;
  // Never another one: what was indexed with the old key would be found by nothing.
  const key = await keys.current(db, { organizationId, recordId: organizationId }, now, {
    lasting: true,
  });
  // In a transaction it may have been made just now, and be rolled back.
  if (!db.isTransaction) {
    if (known.size >= indexKeyLimit) known.clear();
    known.set(organizationId, key);
  }
  return key;
}

/**
 * What stands for a value in a blind index: a keyed hash, truncated. The key is the organization's own and differs for each column, so
 * that two indexes never join. Source: security.md 9.
 * @param value normalised by the caller, so that equal ones are equal in all their spellings
 */
export async function blindIndex(
  db: Db,
  organizationId: string,
  column: IndexedColumn,
  value: string,
  now: Date,
): Promise<Buffer> {
  return (await openIndex(db, organizationId, now)).term(organizationId, column, value);
}

/**
 * What stands for a value of one record, to see within it whether the same came before: under the record's own key, so that once the
 * record is destroyed nobody can try out what it may have been. Source: security.md 9, 10.
 * @throws Refusal keys-away, record-destroyed
 */
export async function recordIndex(
  db: Db,
  recordId: string,
  column: IndexedColumn,
  value: string,
  now: Date,
): Promise<Buffer> {
  const key = await keysOf(db).current(db, { organizationId: operatorOrganizationId, recordId }, now);
  return openBlindIndex(key.bytes).term(recordId, column, value);
}

/** The blind index of an organization, for many values at once. @throws Refusal keys-away */
export async function openIndex(db: Db, organizationId: string, now: Date): Promise<BlindIndex> {
  return openBlindIndex((await indexKey(db, organizationId, now)).bytes);
}

/**
 * The blind indexes that were made for these owners; one whose key was destroyed or does not open is left out, and so is what was never
 * made. @throws Refusal keys-away
 */
export async function openIndexes(db: Db, owners: readonly string[]): Promise<Map<string, BlindIndex>> {
  const keys = keysOf(db);
  const found = new Map<string, BlindIndex>();
  for (const stored of await readKeys(db, owners)) {
    if (stored.organization_id !== stored.record_id || !stored.wrapped) continue;
    try {
      found.set(stored.record_id, openBlindIndex((await keys.open(stored)).bytes));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'keys-away') throw error;
    }
  }
  return found;
}

/** Brings under the master key what came in while it was away. @throws KeyFault where it still is */
export const settleKeys = (tx: Tx, recordId: string): Promise<void> => keysOf(tx).settle(tx, recordId);

/**
 * Destroys every key of a record in the database. Copies of the wrapped keys lie in older backups: `KeyService.forget` makes those useless.
 * @returns how many keys there were
 */
export const shredRecord = (tx: Tx, recordId: string, now: Date): Promise<number> =>
  destroyKeys(tx, recordId, now);
