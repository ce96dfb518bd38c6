/** What the signaler texted, in the database. */
import { sql } from 'kysely';
import { type Db, openRows } from '../../../platform/index.ts';

const textsLimit = 50;

/** When their last text came, or null. */
export async function lastTextAt(db: Db, signalId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('dialogue_message')
    .select('at')
    .where('signal_id', '=', signalId)
    .where('author', '=', 'signaler')
    .where('by_text', '=', true)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** When the person last texted, and when they last did or said something in their chat. */
export async function lastActs(
  db: Db,
  signalId: string,
): Promise<{ readonly textedAt: Date | null; readonly actedAt: Date | null }> {
  const { rows } = await sql<{ texted_at: Date | null; acted_at: Date | null }>`
    select max(m.at) filter (where m.by_text) as texted_at,
      greatest(max(m.at) filter (where m.in_chat and not m.by_text), (select coalesce(acted_at, begun_at) from chat where signal_id = ${signalId}::uuid)) as acted_at
    from dialogue_message m where m.signal_id = ${signalId}::uuid and m.author = 'signaler'`.execute(db);
  return { textedAt: rows[0]?.texted_at ?? null, actedAt: rows[0]?.acted_at ?? null };
}

/** The words of their newest texts. */
export async function theirTexts(db: Db, signalId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('dialogue_message')
    .select(['id', 'signal_id', 'body'])
    .where('signal_id', '=', signalId)
    .where('author', '=', 'signaler')
    .orderBy('sequence', 'desc')
    .limit(textsLimit)
    .execute();
  return (await openRows(db, 'dialogue_message', rows, '')).map(({ body }) => body);
}

/** Whether staff have written since an instant. */
export async function staffWroteSince(db: Db, signalId: string, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('dialogue_message')
    .select('id')
    .where('signal_id', '=', signalId)
    .where('author', '=', 'advocate')
    .where('at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
