/** The blind index of reports in the database. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/index.ts';

/** Where a page of findings goes on: after this report, which is older or equally old. */
export interface After {
  readonly receivedAt: Date;
  readonly signalId: string;
}

export interface Found {
  readonly signalId: string;
  readonly receivedAt: Date;
}

/**
 * Adds what a report is found by. Nothing is taken away: what somebody once wrote stays findable until it is shredded.
 * @param terms each once; beyond the bound of the table they are left out
 */
export async function addTerms(
  tx: Tx,
  entry: { signalId: string; organizationId: string; receivedAt: Date; terms: readonly Buffer[] },
): Promise<void> {
  const { signalId, organizationId, receivedAt } = entry;
  await sql`insert into search_entry (signal_id, organization_id, received_at, terms)
    values (${signalId}, ${organizationId}, ${receivedAt}, '{}') on conflict (signal_id) do nothing`.execute(
    tx,
  );
  await sql`with new_terms as (
      insert into search_term (organization_id, term, received_at, signal_id)
      select ${organizationId}::uuid, term, ${receivedAt}::timestamptz, ${signalId}::uuid from unnest(${entry.terms}::bytea[]) as term
      on conflict do nothing returning term)
    update search_entry set terms = terms || (select coalesce(array_agg(term), '{}') from new_terms) where signal_id = ${signalId}`.execute(
    tx,
  );
}

/** Takes out everything a report is found by. */
export async function removeTerms(tx: Tx, signalId: string): Promise<void> {
  await sql`with gone as (delete from search_entry where signal_id = ${signalId} returning *)
    delete from search_term using gone
    where search_term.organization_id = gone.organization_id and search_term.term = any(gone.terms)
      and search_term.received_at = gone.received_at and search_term.signal_id = gone.signal_id`.execute(tx);
}

const beginning: After = {
  receivedAt: new Date('9999-01-01T00:00:00Z'),
  signalId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

/** Reports with a term, newest first. */
export async function findByTerm(
  db: Db,
  which: { organizationId: string; term: Buffer; after?: After | undefined; limit: number },
): Promise<Found[]> {
  const { receivedAt, signalId } = which.after ?? beginning;
  const { rows } = await sql<{ signal_id: string; received_at: Date }>`
    select signal_id, received_at from search_term
    where organization_id = ${which.organizationId}::uuid and term = ${which.term}::bytea
      and (received_at, signal_id) < (${receivedAt}::timestamptz, ${signalId}::uuid)
    order by received_at desc, signal_id desc limit ${which.limit}`.execute(db);
  return rows.map((row) => ({ signalId: row.signal_id, receivedAt: row.received_at }));
}

/** Reports that hold one of these numbers' handles, newest first. */
export async function findByNumbers(
  db: Db,
  which: { numberIds: readonly string[]; after?: After | undefined; limit: number },
): Promise<Found[]> {
  if (which.numberIds.length === 0) return [];
  const { receivedAt, signalId } = which.after ?? beginning;
  const { rows } = await sql<{ id: string; received_at: Date }>`
    select id, received_at from signal
    where number_id = any(${[...which.numberIds]}::uuid[])
      and (received_at, id) < (${receivedAt}::timestamptz, ${signalId}::uuid)
    order by received_at desc, id desc limit ${which.limit}`.execute(db);
  return rows.map((row) => ({ signalId: row.id, receivedAt: row.received_at }));
}

/** How many reports have a term; counting ends at `most`. */
export async function countByTerm(
  db: Db,
  which: { organizationId: string; term: Buffer; most: number },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
    select from search_term where organization_id = ${which.organizationId}::uuid and term = ${which.term}::bytea limit ${which.most}) as counted`.execute(
    db,
  );
  return rows[0]!.count;
}

/**
 * Reports with all terms, newest first, among the newest `looked` reports that have the first.
 * @returns the findings, and the oldest report that was looked at when there are more than that
 */
export async function findByTerms(
  db: Db,
  which: {
    organizationId: string;
    terms: readonly Buffer[];
    after?: After | undefined;
    looked: number;
    limit: number;
  },
): Promise<{ found: Found[]; lookedBackTo: After | undefined }> {
  const [first, ...others] = which.terms;
  if (!first) return { found: [], lookedBackTo: undefined };
  const { receivedAt, signalId } = which.after ?? beginning;
  const { rows } = await sql<{ signal_id: string; received_at: Date; has_all: boolean; place: number }>`
    with looked as materialized (
      select signal_id, received_at, row_number() over (order by received_at desc, signal_id desc)::int as place from (
        select signal_id, received_at from search_term
        where organization_id = ${which.organizationId}::uuid and term = ${first}::bytea
          and (received_at, signal_id) < (${receivedAt}::timestamptz, ${signalId}::uuid)
        order by received_at desc, signal_id desc limit ${which.looked}) as newest),
    found as (
      select signal_id, received_at, true as has_all, place from looked
      where ${sql.join(
        [
          sql`true`,
          ...others.map(
            (
              term,
            ) => sql`exists (select from search_term as other where other.organization_id = ${which.organizationId}::uuid
              and other.term = ${term}::bytea and other.received_at = looked.received_at and other.signal_id = looked.signal_id)`,
          ),
        ],
        sql` and `,
      )}
      order by place limit ${which.limit})
    select * from found
    union all select signal_id, received_at, false, place from looked where place = ${which.looked}
    order by has_all desc, place`.execute(db);
  const last = rows.find((row) => !row.has_all);
  return {
    found: rows
      .filter((row) => row.has_all)
      .map((row) => ({ signalId: row.signal_id, receivedAt: row.received_at })),
    lookedBackTo: last && { receivedAt: last.received_at, signalId: last.signal_id },
  };
}
