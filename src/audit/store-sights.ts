/** Who saw and changed what, from the leaves: bounded reads along an index, newest first. */
import { sql } from 'kysely';
import type { Db } from '../platform/index.ts';

/** Where a page of sights ends; the next begins before it. */
export interface SightCursor {
  readonly at: Date;
  readonly leafId: string;
}

/** What is asked: about these records, or of this person, between two moments. */
export interface SightQuery {
  readonly about: { readonly recordIds: readonly string[] } | { readonly personId: string };
  readonly since: Date;
  /** Not included. */
  readonly until: Date;
  readonly before?: SightCursor | undefined;
  readonly limit: number;
}

export interface SightRow {
  readonly leaf_id: string;
  readonly at: Date;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly view: string | null;
  /** How many records an answer showed in all. */
  readonly count: number | null;
  /** How somebody signed in, or tried to; null for everything else. */
  readonly method: string | null;
  /** Why they were not let in. */
  readonly because: string | null;
  readonly spooled: boolean;
  /** Its place in the tree; null for the moment until it has one. */
  readonly sequence: number | null;
  /** The records of the question that an answer showed; of a person's own list, at most fifty. */
  readonly records: readonly string[];
}

const recordLimit = 50;
/** Before everything that can be. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Leaves that speak of a record or showed it, or that a person left; of a person also each time that somebody was refused in their name. */
export async function readSights(db: Db, asked: SightQuery): Promise<readonly SightRow[]> {
  const { since, until, limit } = asked;
  const before = asked.before ?? { at: until, leafId: lastId };
  const records = 'recordIds' in asked.about ? asked.about.recordIds : null;
  const within = sql`at >= ${since} and at < ${until}`;
  const chosen =
    'personId' in asked.about
      ? sql`select id, at from (
            (select id, at from audit_leaf
              where actor_id = ${asked.about.personId} and ${within} and (at, id) < (${before.at}, ${before.leafId}::uuid)
              order by at desc, id desc limit ${limit})
            union all
            (select id, at from audit_leaf
              where subject_id = ${asked.about.personId} and action = 'sign-in-refused' and ${within}
                and (at, id) < (${before.at}, ${before.leafId}::uuid)
              order by at desc, id desc limit ${limit})
          ) as found
          order by at desc, id desc limit ${limit}`
      : sql`select distinct found.id, found.at from unnest(${records}::uuid[]) as record
          cross join lateral (
            (select id, at from audit_leaf
              where subject_id = record and ${within} and (at, id) < (${before.at}, ${before.leafId}::uuid)
              order by at desc, id desc limit ${limit})
            union all
            (select leaf_id, at from audit_shown
              where record_id = record and ${within} and (at, leaf_id) < (${before.at}, ${before.leafId}::uuid)
              order by at desc, leaf_id desc limit ${limit})
          ) as found
          order by found.at desc, found.id desc limit ${limit}`;
  const { rows } = await sql<SightRow>`
    with chosen as (${chosen})
    select l.id as leaf_id, l.at, l.actor_kind, l.actor_id, l.action, l.subject_kind, l.subject_id,
      l.detail ->> 'view' as view, (l.detail ->> 'count')::int as count,
      l.detail ->> 'method' as method, l.detail ->> 'because' as because,
      coalesce((l.detail ->> 'spooled')::boolean, false) as spooled, e.sequence,
      array(select record_id::text from audit_shown s
        where s.leaf_id = l.id and (${records}::uuid[] is null or record_id = any(${records}::uuid[]))
        order by record_id limit ${recordLimit}) as records
    from chosen
    join audit_leaf l on l.id = chosen.id
    left join audit_entry e on e.leaf_id = l.id
    order by l.at desc, l.id desc`.execute(db);
  return rows;
}
