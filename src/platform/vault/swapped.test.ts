/**
 * Sealed fields that somebody moved: every sealed column there is, from any cell to any other one. A column that is added to
 * field-policy.ts is moved about here by itself. Source: security.md 8.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Databases, type Db, openDatabases } from '../database/connect.ts';
import { operatorOrganizationId } from '../database/scope.ts';
import { newId } from '../ids.ts';
import { openLog } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { openDataKeys, placeOfKey } from './data-keys.ts';
import { type FieldPolicy, fieldOwners, fieldPolicies, type SealedTable } from './field-policy.ts';
import { openRows, sealUnder } from './fields.ts';
import { openFileKeys } from './file-keys.ts';
import { carrying } from './on-connection.ts';
import { insertKey } from './store.ts';

const times = process.env['ALIGHT_TEST_ALL'] ? 10 : 1;
const now = new Date('2026-02-12T16:50:00Z');
const keyBytes = 32;

/** Every sealed column, with the form of what is in it. */
const columns = (Object.keys(fieldOwners) as SealedTable[]).flatMap((table) =>
  Object.entries<FieldPolicy>(fieldPolicies[table]).flatMap(([column, policy]) =>
    policy.kind === 'sealed' ? [{ table, column, as: policy.as }] : [],
  ),
);

/** Where a cell is, by number: which column, and which record, organization, row and key of the few there are. */
interface Cell {
  readonly column: number;
  readonly record: number;
  readonly organization: number;
  readonly row: number;
  readonly version: number;
}
const records = [newId(now), newId(now), newId(now)];
const organizations = [operatorOrganizationId, newId(now), newId(now)];
const rowIds = [newId(now), newId(now)];
const versions = [1, 2];

let opened: TestDatabase;
let folder: string;
let databases: Databases;
let db: Db;
/** The bytes of each data key, by owner and version. */
const keys = new Map<string, Buffer>();
const keyName = (record: number, organization: number, version: number) =>
  `${record}/${organization}/${version}`;

/** Stores a key for each owner there is: one of its own, or the same for all, so that nothing but the place is left to hold a field. */
async function storeKeys(isOneForAll: boolean): Promise<void> {
  const same = randomBytes(keyBytes);
  const service = await openFileKeys(join(folder, `${isOneForAll}.keys`), true);
  await databases?.close();
  databases = openDatabases(opened.url, carrying(openDataKeys(service, openLog('silent'))));
  db = databases.paging;
  await opened.asOwner('delete from data_key');
  for (const [record, recordId] of records.entries())
    for (const [organization, organizationId] of organizations.entries())
      for (const version of versions) {
        const bytes = isOneForAll ? same : randomBytes(keyBytes);
        keys.set(keyName(record, organization, version), bytes);
        const row = { id: newId(now), record_id: recordId, organization_id: organizationId, version };
        const wrapped = await service.wrap(bytes, placeOfKey(row));
        await insertKey(db, { ...row, wrapped: wrapped.bytes, master_key_version: wrapped.version }, now);
      }
}

beforeAll(async () => {
  opened = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'alight-swapped-'));
});
afterAll(async () => {
  await databases.close();
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

/** What names the row in which a cell is. */
function rowOf(cell: Cell): Record<string, unknown> {
  const owner = fieldOwners[columns[cell.column]!.table];
  return {
    ...Object.fromEntries(owner.row.map((name) => [name, rowIds[cell.row]])),
    ...(owner.organization === null ? {} : { [owner.organization]: organizations[cell.organization] }),
    [owner.record]: records[cell.record],
  };
}
const plainOf = ({ column }: Cell): unknown => {
  const { as, table, column: name } = columns[column]!;
  const words = `${table}.${name}`;
  return as === 'text' ? words : as === 'json' ? { words } : Buffer.from(words);
};
/** The same cell, said in one way: where a table has no organization or no row of its own, those numbers say nothing. */
const placeOf = (cell: Cell): string =>
  JSON.stringify([columns[cell.column]!.table, columns[cell.column]!.column, rowOf(cell)]);

function sealedIn(cell: Cell): Buffer {
  const { table, column } = columns[cell.column]!;
  const organization = fieldOwners[table].organization === null ? 0 : cell.organization;
  const key = {
    recordId: records[cell.record]!,
    organizationId: organizations[organization]!,
    version: cell.version,
    bytes: keys.get(keyName(cell.record, organization, cell.version))!,
  };
  return (sealUnder(key, table, { ...rowOf(cell), [column]: plainOf(cell) }) as Record<string, unknown>)[
    column
  ] as Buffer;
}

/** Opens bytes as they would lie in a cell. */
async function openedIn(cell: Cell, bytes: Buffer): Promise<unknown> {
  const { table, column } = columns[cell.column]!;
  const [row] = await openRows(db, table, [{ ...rowOf(cell), [column]: bytes }]);
  return (row as Record<string, unknown>)[column];
}

const anyCell: fc.Arbitrary<Cell> = fc.record({
  // A table first: one with many columns is no more likely than another.
  column: fc
    .constantFrom(...(Object.keys(fieldOwners) as SealedTable[]))
    .chain((table) => fc.constantFrom(...[...columns.keys()].filter((n) => columns[n]!.table === table))),
  record: fc.nat(records.length - 1),
  organization: fc.nat(organizations.length - 1),
  row: fc.nat(rowIds.length - 1),
  version: fc.constantFrom(...versions),
});
/** Half of them far apart, half of them apart in one thing alone. */
const anyMove = fc.record({
  from: anyCell,
  other: anyCell,
  only: fc.option(fc.constantFrom('column', 'record', 'organization', 'row', 'version' as const)),
  /** Also where somebody writes the version of another key in front of it. */
  writtenVersion: fc.option(fc.constantFrom(...versions, 3)),
});

describe.each([
  ['each under a key of its own', false, 300 * times],
  ['even if all keys were one', true, 1_000 * times],
] as const)('every sealed field, %s', (_, isOneForAll, numRuns) => {
  beforeAll(() => storeKeys(isOneForAll));

  test('opens where it was sealed', async () => {
    expect(columns.length).toBeGreaterThan(50);
    for (const column of columns.keys())
      for (const version of versions) {
        const cell = { column, record: 1, organization: 2, row: 1, version };
        expect(await openedIn(cell, sealedIn(cell)), placeOf(cell)).toEqual(plainOf(cell));
      }
  });

  test('opens in no other cell', async () => {
    const seen = new Set<string>();
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(anyMove, async ({ from, other, only, writtenVersion }) => {
        const to = only ? { ...from, [only]: other[only] } : other;
        const bytes = sealedIn(from);
        // Moved to a row that has a newer key, it still says under which it was sealed.
        const version = writtenVersion ?? (only === 'version' ? to.version : from.version);
        bytes.writeUInt32BE(version, 1);
        fc.pre(placeOf(from) !== placeOf(to) || version !== from.version);
        moved++;
        seen.add(columns[from.column]!.table);
        const thrown = await openedIn(to, bytes).catch((error: unknown) => error);
        if (!(thrown instanceof Refusal)) throw new Error(`${placeOf(from)} opened in ${placeOf(to)}`);
        expect(thrown.code).toBe('record-damaged');
      }),
      { numRuns },
    );
    expect(moved).toBeGreaterThanOrEqual(numRuns);
    // Nearly all of them: which ones is a matter of chance.
    expect(seen.size).toBeGreaterThan(Object.keys(fieldOwners).length * 0.8);
  });
});
