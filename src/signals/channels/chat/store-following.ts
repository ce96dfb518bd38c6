/** Who follows a chat, in the database: whether whoever holds the code is there, and what of it their pages were handed. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/index.ts';

/** Of a chat that nobody has followed for so long, the code shows nothing that was said until then. */
const unfollowedSeconds = 10 * 60;
/** Written down at most so often. */
const followedAgainSeconds = 60;

/** Whether it is to be written down again that somebody follows. */
export const isToBeNoted = (followedAt: Date, now: Date): boolean =>
  now.getTime() - followedAt.getTime() >= followedAgainSeconds * 1000;

/** The chats on which it is to be written down that somebody follows them. */
const noted = (now: Date) =>
  sql<boolean>`state <> 'ended' and coalesce(followed_at, begun_at) <= ${ago(followedAgainSeconds, now)}::timestamptz`;
const ago = (seconds: number, now: Date) => new Date(now.getTime() - seconds * 1000);
/** So many are kept per chat: the newest. */
const unshownLimit = 200;
const isLapsed = (now: Date) =>
  sql<boolean>`coalesce(followed_at, begun_at) < ${ago(unfollowedSeconds, now)}::timestamptz`;
/** What staff said in a chat after a number: the person has no other way to it. */
const saidByStaffAfter = (sequence: ReturnType<typeof sql>) => sql`select m.sequence from dialogue_message m
  where m.signal_id = chat.signal_id and m.author = 'advocate' and m.in_chat and not m.by_text and m.sequence > ${sequence}`;
/** What their page has: as it says; where it says 0, which is nothing, what was there before they last spoke. One text for both: it is planned once. */
const hadBy = (
  has: number,
) => sql`coalesce(nullif(${has}::int, 0), (select max(m.sequence) from dialogue_message m
  where m.signal_id = chat.signal_id and m.author = 'signaler' and m.in_chat and not m.by_text), 0)`;
/**
 * All that was said until now stays with staff; what no page had is noted for them.
 * @param has as a page says that comes back; undefined where none does, and what was handed to pages is believed
 */
const hiding = (has?: number) => {
  // A page that comes back without it was not handed it, whatever was written to a line that had died.
  const handed = has === undefined ? sql`handed_sequence` : sql`least(handed_sequence, ${hadBy(has)})`;
  const passedBy = sql`array(${saidByStaffAfter(sql`greatest(${handed}, after_sequence)`)} order by m.sequence)`;
  return {
    after: sql`greatest(after_sequence, (select max(m.sequence) from dialogue_message m where m.signal_id = chat.signal_id))`,
    unshown: sql`(unshown || ${passedBy})[greatest(1, cardinality(unshown || ${passedBy}) - ${unshownLimit - 1}):]`,
  };
};
const following = (now: Date, has?: number) => {
  const { after, unshown } = hiding(has);
  return sql`followed_at = ${now}::timestamptz,
    after_sequence = case when ${isLapsed(now)} then ${after} else after_sequence end,
    unshown = case when ${isLapsed(now)} then ${unshown} else unshown end`;
};

/**
 * Whoever holds the code is there. Where nobody was for ten minutes, it may be somebody else who has found it: what was said until now
 * stays with staff. Asked before anything is read or written.
 * @param has the last number that their page has; 0 where it does not say, and nothing since they last spoke is taken as handed
 */
export async function noteFollowing(db: Db, signalId: string, now: Date, has = 0): Promise<void> {
  await sql`/* once: note-following */
    update chat set ${following(now, has)} where signal_id = ${signalId}::uuid and ${noted(now)}`.execute(db);
}

/**
 * Hides all that was said until now, as where a chat that has ended is gone on with.
 * @param has the last number that their page has; 0 where it does not say, as long after an end: what was handed to pages is believed
 */
export async function hideUntilNow(tx: Tx, signalId: string, has: number): Promise<void> {
  const { after, unshown } = hiding(has || undefined);
  await sql`update chat set after_sequence = ${after}, unshown = ${unshown} where signal_id = ${signalId}::uuid`.execute(
    tx,
  );
}

/** A page of the person was handed all up to a number: of each of these chats. */
export async function noteHanded(
  db: Db,
  chats: readonly { readonly signalId: string; readonly last: number }[],
): Promise<void> {
  if (chats.length === 0) return;
  // A page says itself from where it goes on: never beyond what there is.
  await sql`/* once: note-handed */
    update chat set handed_sequence = least(h.last, n.newest)
    from unnest(${chats.map(({ signalId }) => signalId)}::uuid[], ${chats.map(({ last }) => Math.min(last, 2 ** 31 - 1))}::int[]) as h(signal_id, last),
      lateral (select coalesce(max(m.sequence), 0) as newest from dialogue_message m where m.signal_id = h.signal_id) n
    where chat.signal_id = h.signal_id and handed_sequence < least(h.last, n.newest)`.execute(db);
}

/**
 * What staff said in a chat and no page of the person had while it was shown: it reached nobody by the chat. What was said in the last
 * ten minutes of following may still reach them.
 */
export async function readUnshown(db: Db, signalId: string, now: Date): Promise<readonly number[]> {
  const over = sql`case when state = 'ended' then ended_by = 'signaler' or ended_at < ${ago(unfollowedSeconds, now)}::timestamptz
    or coalesce(followed_at, begun_at) < ended_at - make_interval(secs => ${unfollowedSeconds})
    else ${isLapsed(now)} end`;
  const { rows } = await sql<{ unshown: number[] }>`/* once: read-unshown */
    select unshown || case when ${over}
      then array(${saidByStaffAfter(sql`greatest(handed_sequence, after_sequence)`)} order by m.sequence limit ${unshownLimit})
      else '{}' end as unshown
    from chat where signal_id = ${signalId}::uuid`.execute(db);
  return rows[0]?.unshown ?? [];
}

/** The person does something in a chat that goes on, by their own hand: not their page by itself. */
export async function noteAct(db: Db, signalId: string, now: Date): Promise<void> {
  await db
    .updateTable('chat')
    .set({ acted_at: now })
    .where('signal_id', '=', signalId)
    .where('state', '<>', 'ended')
    .execute();
}

/** The language of somebody of whom it is not known yet: no text says it. */
export async function noteLanguage(db: Db, signalId: string, language: string): Promise<void> {
  await db
    .updateTable('signal')
    .set({ language })
    .where('id', '=', signalId)
    .where('language', '=', 'und')
    .execute();
}

/** As `noteFollowing` for many whose pages are open; one that somebody else is changing just now is noted the next time. */
export async function noteAllFollowing(db: Db, signalIds: readonly string[], now: Date): Promise<void> {
  if (signalIds.length === 0) return;
  await sql`/* once: note-all-following */
    update chat set ${following(now)} where signal_id in (
      select signal_id from chat where signal_id = any(${signalIds}::uuid[]) and ${noted(now)} for update skip locked)`.execute(
    db,
  );
}

/** Changes when a report's chat `c` or the code of the report `s` does, or when what was said in it begins to reach nobody. */
export const markOf = (now: Date) => {
  const lapse = sql`${ago(unfollowedSeconds, now)}::timestamptz`;
  return sql<string>`concat_ws(' ', c.state, c.staff_id, extract(epoch from c.taken_at), extract(epoch from c.begun_at), s.code_revoked_at is not null,
    coalesce(c.followed_at, c.begun_at) < ${lapse}, c.ended_at < ${lapse}, cardinality(c.unshown))`;
};

/** How far these dialogues go, and their marks. */
export async function readMarks(db: Db, signalIds: readonly string[], now: Date) {
  const { rows } = await sql<{ signal_id: string; last: number; mark: string }>`/* once: read-marks */
    select s.id as signal_id, ${markOf(now)} as mark,
      coalesce((select max(sequence) from dialogue_message where signal_id = s.id), 0) as last
    from signal s left join chat c on c.signal_id = s.id where s.id = any(${signalIds}::uuid[])`.execute(db);
  return rows;
}

/** The mark of one of them: the statement for many is planned anew each time, which costs more than it reads. */
export async function readMark(db: Db, signalId: string, now: Date): Promise<string | undefined> {
  const { rows } = await sql<{ mark: string }>`/* once: read-mark */
    select ${markOf(now)} as mark from signal s left join chat c on c.signal_id = s.id where s.id = ${signalId}::uuid`.execute(
    db,
  );
  return rows[0]?.mark;
}
