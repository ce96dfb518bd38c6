/** What the house as a whole asks of the database: whether it answers, the demonstration's clock, and what of casework somebody may see. */
import { sql } from 'kysely';
import type { Db } from '../platform/index.ts';

/** How often work may fail before its retries no longer tell the demonstration's clock where to stop. */
const steeringAttempts = 5;

/** @throws when the database does not answer */
export async function databaseAnswers(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

/** How far the demonstration's clock was ahead of the machine's. */
export async function readClockOffset(db: Db): Promise<number> {
  const row = await db
    .selectFrom('sandbox_clock')
    .select('offset_milliseconds')
    .where('id', '=', 1)
    .executeTakeFirst();
  return row?.offset_milliseconds ?? 0;
}

export async function keepClockOffset(db: Db, offsetMilliseconds: number): Promise<void> {
  await db
    .insertInto('sandbox_clock')
    .values({ id: 1, offset_milliseconds: offsetMilliseconds })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ offset_milliseconds: offsetMilliseconds }))
    .execute();
}

/** When the next row falls due that has not failed time and again; null when there is none. */
export async function nextSteeringDueAt(db: Db): Promise<Date | null> {
  const at = sql<Date>`greatest(due_at, leased_until)`;
  const row = await db
    .selectFrom('due')
    .select(at.as('at'))
    .where('attempts', '<', steeringAttempts)
    .orderBy(at)
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** What a leaf of casework can speak of, and the table in which that stands. */
const casework = {
  signal: 'signal',
  case: 'case_file',
  response: 'response',
  page: 'page',
  disclosure: 'disclosure',
  'voice-task': 'voice_task',
  alert: 'supervisor_alert',
  document: 'attachment',
  'court-order': 'court_order',
} as const;
export const isOfCasework = (subjectKind: string): boolean => Object.hasOwn(casework, subjectKind);

/** Which of these ids are of casework that whoever works in the transaction may see: row-level security leaves out the other. */
export async function readVisible(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const each = Object.values(casework).map(
    (table) => sql`select id::text from ${sql.table(table)} where id = any(${ids}::uuid[])`,
  );
  const { rows } = await sql<{ id: string }>`${sql.join(each, sql` union all `)}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
