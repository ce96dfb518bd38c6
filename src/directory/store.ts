/** The SQL of the directory. */
import { sql } from 'kysely';
import { type Db, transaction } from '../platform/index.ts';

export const phoneKinds = ['voice', 'text', 'voice and text'] as const;
export const phonesLimit = 5;

/** A telephone of theirs. Source: HSDS 3.1 "phone". */
export interface DirectoryPhone {
  /** As it is dialled in the United States: 816-555-0142, 1-800-555-0142 or a short code. */
  readonly number: string;
  readonly kind: (typeof phoneKinds)[number];
  /** Which of theirs it is, and when it is answered. */
  readonly description: string;
}

/** A real organization as a public fact. It is never paged, and a place of refuge has no address here. */
export interface DirectoryEntry {
  readonly id: string;
  readonly name: string;
  /** What they do, in our words. */
  readonly summary: string;
  /** Where they serve, as a region. */
  readonly region: string;
  /** Where they are is kept secret: nothing but the region and the telephone is shown, nor a link to pages that may name a street. */
  readonly confidential: boolean;
  readonly website: string | null;
  readonly phones: readonly DirectoryPhone[];
  /** Where these facts were read. */
  readonly source: string;
  /** The day they were read, as 2026-11-01. */
  readonly verifiedOn: string;
  readonly note: string;
}

/** Any number that nothing else takes: two processes may start at once. */
const directoryLock = 5_002;
export const entriesLimit = 1_000;

/** Entries verified on or after a day, by region and name. @param since as 2025-11-01 */
export async function readEntries(db: Db, since: string): Promise<DirectoryEntry[]> {
  const rows = await db
    .selectFrom('directory_entry')
    .selectAll()
    .where('verified_on', '>=', since)
    .orderBy('region')
    .orderBy('name')
    .limit(entriesLimit)
    .execute();
  if (rows.length === 0) return [];
  const phones = await db
    .selectFrom('directory_phone')
    .selectAll()
    .where(
      'entry_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('place')
    .execute();
  const phonesOf = Map.groupBy(phones, ({ entry_id }) => entry_id);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    summary: row.summary,
    region: row.region,
    confidential: row.confidential,
    website: row.website,
    phones: (phonesOf.get(row.id) ?? []).map(({ number, kind, description }) => ({
      number,
      kind: kind as DirectoryPhone['kind'],
      description,
    })),
    source: row.source,
    verifiedOn: row.verified_on,
    note: row.note,
  }));
}

/** Writes entries in place of all that were there: one that was struck off the list is offered no more. */
export async function putEntries(db: Db, entries: readonly DirectoryEntry[]): Promise<void> {
  await transaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${directoryLock})`.execute(tx);
    await tx.deleteFrom('directory_entry').execute();
    if (entries.length === 0) return;
    await tx
      .insertInto('directory_entry')
      .values(entries.map(({ verifiedOn, phones: _, ...entry }) => ({ ...entry, verified_on: verifiedOn })))
      .execute();
    const phones = entries.flatMap(({ id, phones }) =>
      phones.map((phone, index) => ({ ...phone, entry_id: id, place: index + 1 })),
    );
    if (phones.length) await tx.insertInto('directory_phone').values(phones).execute();
  });
}
