/** The SQL of the directory. */
import type { Db } from '../platform/index.ts';

/** A real organization as a public fact. It is never paged, and a place of refuge has no address here. */
export interface DirectoryEntry {
  readonly id: string;
  readonly name: string;
  /** What they do, in our words. */
  readonly summary: string;
  /** Where they serve, as a region. */
  readonly region: string;
  readonly website: string;
  /** Where these facts were read. */
  readonly source: string;
  /** The day they were read, as 2026-11-01. */
  readonly verifiedOn: string;
  readonly note: string;
}

const entriesLimit = 1_000;

/** Entries verified on or after a day, by name. @param since as 2025-11-01 */
export async function readEntries(db: Db, since: string): Promise<DirectoryEntry[]> {
  const rows = await db
    .selectFrom('directory_entry')
    .selectAll()
    .where('verified_on', '>=', since)
    .orderBy('name')
    .limit(entriesLimit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    summary: row.summary,
    region: row.region,
    website: row.website,
    source: row.source,
    verifiedOn: row.verified_on,
    note: row.note,
  }));
}

/** Writes entries; one that is there takes the facts given now, so that a newer verification is seen. */
export async function upsertEntries(db: Db, entries: readonly DirectoryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insertInto('directory_entry')
    .values(entries.map(({ verifiedOn, ...entry }) => ({ ...entry, verified_on: verifiedOn })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        summary: set.ref('excluded.summary'),
        region: set.ref('excluded.region'),
        website: set.ref('excluded.website'),
        source: set.ref('excluded.source'),
        verified_on: set.ref('excluded.verified_on'),
        note: set.ref('excluded.note'),
      })),
    )
    .execute();
}
