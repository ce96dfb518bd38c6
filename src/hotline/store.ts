/** Assessments, alerts and the queue in the database. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/index.ts';

const queueLimit = 200;
const alertLimit = 100;

export async function readQueue(db: Db) {
  return db
    .selectFrom('signal as s')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('assessment as a')
          .select(['a.danger', 'a.age_group', 'a.strength'])
          .whereRef('a.signal_id', '=', 's.id')
          .orderBy('a.at', 'desc')
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
          .limit(1)
          .as('m'),
      (join) => join.onTrue(),
    )
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
    .select([
      's.id',
      's.received_at',
      's.channel',
      's.door',
      's.state',
      's.language',
      'a.strength',
      'm.author',
      'r.response_id',
      'r.response_state',
    ])
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
    .select(sql<string>`coalesce(a.danger, s.danger)`.as('danger'))
    .select(sql<string>`coalesce(a.age_group, s.age_group)`.as('age_group'))
    .where('s.state', '<>', 'closed')
    .orderBy(sql`array_position(array['imminent','soon','not-known','none'], coalesce(a.danger, s.danger))`)
    .orderBy('s.received_at')
    .limit(queueLimit)
    .execute();
}

export async function readAssessment(db: Db, signalId: string) {
  return db
    .selectFrom('assessment')
    .selectAll()
    .where('signal_id', '=', signalId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
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
  await tx.insertInto('assessment').values(row).execute();
}

export async function insertAlert(
  tx: Tx,
  row: {
    id: string;
    at: Date;
    kind: string;
    words: string;
    signal_id: string | null;
    response_id: string | null;
  },
): Promise<void> {
  await tx.insertInto('supervisor_alert').values(row).execute();
}

export async function readAlerts(db: Db) {
  return db
    .selectFrom('supervisor_alert')
    .selectAll()
    .where('handled_at', 'is', null)
    .orderBy('at')
    .limit(alertLimit)
    .execute();
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
