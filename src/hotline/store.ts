/** Assessments, alerts and the queue in the database. */
import { sql } from 'kysely';
import { type Db, openRow, openRows, sealRow, type Tx } from '../platform/index.ts';
import { isSetAside } from '../signals/index.ts';

const alertLimit = 100;
/** More open reports than this are not put in order at once; the newest of each danger are looked at first. */
const waitingLimit = 20_000;

/** Everything the order of the queue looks at, for every open report but those that are set aside. */
export async function readWaiting(db: Db) {
  return db
    .selectFrom('signal as s')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('assessment as a')
          .select(['a.danger', 'a.age_group', 'a.strength'])
          .whereRef('a.signal_id', '=', 's.id')
          .orderBy('a.at', 'desc')
          .orderBy('a.id', 'desc')
          .limit(1)
          .as('a'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('dialogue_message as m')
          .select('m.author')
          .whereRef('m.signal_id', '=', 's.id')
          .orderBy('m.at', 'desc')
          .orderBy('m.id', 'desc')
          .limit(1)
          .as('m'),
      (join) => join.onTrue(),
    )
    .select([
      's.id',
      's.received_at',
      's.channel',
      's.door',
      's.state',
      's.language',
      'a.strength',
      'm.author',
    ])
    .select(sql<string>`coalesce(a.danger, s.danger)`.as('danger'))
    .select(sql<string>`coalesce(a.age_group, s.age_group)`.as('age_group'))
    .where('s.state', '<>', sql.lit('closed'))
    .where(sql<boolean>`not ${isSetAside}`)
    .orderBy(sql`array_position(array['imminent','soon','not-known','none'], coalesce(a.danger, s.danger))`)
    .orderBy('s.received_at', 'desc')
    .limit(waitingLimit)
    .execute();
}

export async function countWaiting(db: Db): Promise<{ total: number; unread: number }> {
  return db
    .selectFrom('signal as s')
    .select(sql<number>`count(*)::int`.as('total'))
    .select(sql<number>`(count(*) filter (where s.state = 'received'))::int`.as('unread'))
    .where('s.state', '<>', sql.lit('closed'))
    .where(sql<boolean>`not ${isSetAside}`)
    .executeTakeFirstOrThrow();
}

/** What has been done about some reports: their last response, and when they were last passed on as information. */
export async function readDone(db: Db, signalIds: readonly string[]) {
  if (signalIds.length === 0) return [];
  return db
    .selectFrom('signal as s')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('response as r')
          .select(['r.id as response_id', 'r.state as response_state'])
          .whereRef('r.signal_id', '=', 's.id')
          .orderBy('r.opened_at', 'desc')
          .limit(1)
          .as('r'),
      (join) => join.onTrue(),
    )
    .select(['s.id', 'r.response_id', 'r.response_state'])
    .select((row) =>
      row
        .selectFrom('disclosure as d')
        .leftJoin('response_page as p', 'p.disclosure_id', 'd.id')
        .select((told) => told.fn.max('d.at').as('at'))
        .whereRef('d.signal_id', '=', 's.id')
        .where('d.confirmed_by', 'is not', null)
        .where('p.page_id', 'is', null)
        .as('passed_on_at'),
    )
    .where('s.id', 'in', [...signalIds])
    .execute();
}

export async function readAssessment(db: Db, signalId: string) {
  const row = await db
    .selectFrom('assessment')
    .selectAll()
    .where('signal_id', '=', signalId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return openRow(db, 'assessment', row);
}

export async function readAssessedAt(db: Db, signalId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('assessment')
    .select('at')
    .where('signal_id', '=', signalId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

export async function insertAssessment(
  tx: Tx,
  row: {
    id: string;
    signal_id: string;
    at: Date;
    by_staff_id: string;
    observed_behaviours: string[];
    own_words: boolean;
    strength: string;
    danger: string;
    age_group: string;
    appearance_only: boolean;
    reason: string;
  },
): Promise<void> {
  await tx
    .insertInto('assessment')
    .values(await sealRow(tx, 'assessment', row, row.at))
    .execute();
}

export async function readAlerts(db: Db, after: number) {
  const rows = await db
    .selectFrom('supervisor_alert')
    .selectAll()
    .where('handled_at', 'is', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .offset(after)
    .limit(alertLimit)
    .execute();
  // An alert is never withheld: where its words do not open, that it stands is still said.
  return openRows(db, 'supervisor_alert', rows, 'The words of this alert cannot be opened just now.');
}

/** Whether an alert of a kind about a report stands open. */
export async function findOpenAlert(db: Db, kind: string, signalId: string): Promise<boolean> {
  const row = await db
    .selectFrom('supervisor_alert')
    .select('id')
    .where('handled_at', 'is', null)
    .where('kind', '=', kind)
    .where('signal_id', '=', signalId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countAlerts(db: Db): Promise<number> {
  const { total } = await db
    .selectFrom('supervisor_alert')
    .select(sql<number>`count(*)::int`.as('total'))
    .where('handled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return total;
}

export async function finishAlert(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('supervisor_alert')
    .set({ handled_at: at, handled_by: by })
    .where('id', '=', id)
    .where('handled_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function readLastResponse(db: Db, signalId: string) {
  return db
    .selectFrom('response')
    .select(['id', 'state', 'ended_at'])
    .where('signal_id', '=', signalId)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
