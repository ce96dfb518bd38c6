/** Chats in the database. Their words are messages of the dialogue. */
import { sql } from 'kysely';
import { type Db, openRow, openRows, sealRow, type Tx } from '../../../platform/index.ts';
import { isSetAside } from '../../floods/index.ts';
import { markOf } from './store-following.ts';

/** So many waiting chats are put in order at once; the first. */
const waitingLimit = 5_000;
/** So many messages are given out at once; whoever follows asks on. */
export const messagesAtOnce = 100;

export type ChatState = 'waiting' | 'offered' | 'live' | 'ended';
export type Alone = 'yes' | 'no' | 'not-said';

/** Begins a chat, or does nothing where the report has one. */
export async function insertChat(
  tx: Tx,
  chat: { signalId: string; alone: Alone; ifQuiet: string | undefined },
  now: Date,
): Promise<void> {
  const row = {
    signal_id: chat.signalId,
    state: 'waiting',
    begun_at: now,
    alone: chat.alone,
    if_quiet: chat.ifQuiet ?? null,
  };
  await tx
    .insertInto('chat')
    .values(await sealRow(tx, 'chat', row, now))
    .onConflict((conflict) => conflict.column('signal_id').doNothing())
    .execute();
}

/** The chat of a report without its words. */
export async function readChat(db: Db, signalId: string) {
  const row = await db
    .selectFrom('chat')
    .select([
      'signal_id',
      'state',
      'begun_at',
      'after_sequence',
      'alone',
      'staff_id',
      'offered_at',
      'ended_at',
      'followed_at',
      'taken_at',
    ])
    .where('signal_id', '=', signalId)
    .executeTakeFirst();
  return row && { ...row, state: row.state as ChatState, alone: row.alone as Alone };
}

export type ChatRow = NonNullable<Awaited<ReturnType<typeof readChat>>>;

/** What was said before anybody read it: what to do when they go quiet; and the note of whoever handed over. */
export async function readChatWords(db: Db, signalId: string) {
  const row = await db
    .selectFrom('chat')
    .select(['signal_id', 'if_quiet', 'hand_over_note'])
    .where('signal_id', '=', signalId)
    .executeTakeFirst();
  return openRow(db, 'chat', row);
}

interface ChatChange {
  state?: ChatState;
  begun_at?: Date;
  after_sequence?: number;
  followed_at?: Date;
  acted_at?: Date;
  staff_id?: string | null;
  offered_at?: Date | null;
  taken_at?: Date | null;
  ended_at?: Date | null;
  ended_by?: 'signaler' | 'staff' | null;
  hand_over_note?: string | null;
}

export async function changeChat(tx: Tx, signalId: string, change: ChatChange, now: Date): Promise<void> {
  const sealed = await sealRow(tx, 'chat', { signal_id: signalId, ...change }, now);
  await tx.updateTable('chat').set(sealed).where('signal_id', '=', signalId).execute();
}

/**
 * Moves a chat on where it still stands as it was seen: whoever came first has moved it.
 * @param from in which states, and with whom when that matters @returns whether it was moved
 */
export async function moveChat(
  tx: Tx,
  signalId: string,
  from: { states: readonly ChatState[]; staffId?: string | undefined },
  change: ChatChange,
  now: Date,
): Promise<boolean> {
  const sealed = await sealRow(tx, 'chat', { signal_id: signalId, ...change }, now);
  const moved = await tx
    .updateTable('chat')
    .set(sealed)
    .where('signal_id', '=', signalId)
    .where('state', 'in', [...from.states])
    .$if(from.staffId !== undefined, (query) => query.where('staff_id', '=', from.staffId!))
    .returning('signal_id')
    .executeTakeFirst();
  return moved !== undefined;
}

/** The number of the newest message of a dialogue; 0 where there is none. */
export async function lastSequence(db: Db, signalId: string): Promise<number> {
  const { last } = await db
    .selectFrom('dialogue_message')
    .select(sql<number>`coalesce(max(sequence), 0)`.as('last'))
    .where('signal_id', '=', signalId)
    .executeTakeFirstOrThrow();
  return last;
}

/**
 * Where a chat stands and what was said after a number, in one look: at most 100 messages, the oldest first; and whether staff said
 * something that is not shown any more after the last number that the page `has`.
 */
export async function readOn(db: Db, signalId: string, after: number, has: number, now: Date) {
  const rows = await db
    .selectFrom('chat as c')
    .innerJoin('signal as s', 's.id', 'c.signal_id')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('dialogue_message')
          .select(['id', 'sequence', 'author', 'body', 'at'])
          .whereRef('signal_id', '=', 'c.signal_id')
          .where(sql<boolean>`sequence > greatest(${after}::int, c.after_sequence)`)
          .where('by_text', '=', false)
          .orderBy('sequence')
          .limit(messagesAtOnce)
          .as('m'),
      (join) => join.onTrue(),
    )
    .select([
      'c.signal_id',
      'c.state',
      'c.begun_at',
      'c.ended_at',
      'c.ended_by',
      'c.followed_at',
      'c.taken_at',
      's.code_elsewhere',
      's.code_revoked_at',
      's.danger',
    ])
    .select(['m.id', 'm.sequence', 'm.author', 'm.body', 'm.at'])
    .select(markOf(now).as('mark'))
    .select(
      sql<boolean>`${has}::int between 1 and c.after_sequence - 1 and exists (select 1 from dialogue_message h
        where h.signal_id = c.signal_id and h.sequence > ${has}::int and h.sequence <= c.after_sequence
          and h.author <> 'signaler' and not h.by_text and h.at >= c.begun_at)`.as('missed'),
    )
    .where('c.signal_id', '=', signalId)
    .execute();
  const first = rows[0];
  if (!first) return undefined;
  // The lateral join has each of a message's columns or none.
  const written = rows.flatMap(({ id, sequence, author, body, at, signal_id }) =>
    id !== null && sequence !== null && body !== null && at !== null
      ? [{ id, sequence, author, body, at, signal_id }]
      : [],
  );
  return {
    state: first.state as ChatState,
    endedByStaffAt: first.ended_by === 'staff' ? first.ended_at : null,
    followedAt: first.followed_at ?? first.begun_at,
    wasTaken: first.taken_at !== null,
    missed: first.missed,
    mark: first.mark,
    revoked: first.code_revoked_at !== null,
    elsewhere: first.code_elsewhere === true,
    messages: written.length
      ? await openRows(db, 'dialogue_message', written, 'This message cannot be shown just now.')
      : [],
  };
}

/** Who waits, the first that `compareChats` puts first: whatever else comes, whoever is in danger now is among them. */
export async function readWaitingChats(db: Db) {
  return db
    .selectFrom('chat as c')
    .innerJoin('signal as s', 's.id', 'c.signal_id')
    .select(['c.signal_id', 'c.state', 'c.begun_at', 'c.staff_id', 'c.offered_at'])
    .select(['s.danger', 's.door', 's.age_group', 's.language', isSetAside.as('set_aside')])
    .where('c.state', 'in', ['waiting', 'offered'])
    .orderBy(isSetAside)
    .orderBy(sql`array_position(array['imminent','soon','not-known','none'], s.danger)`)
    .orderBy(sql`s.door <> 'help'`)
    .orderBy(sql`s.age_group <> 'minor'`)
    .orderBy('c.begun_at')
    .orderBy('c.signal_id')
    .limit(waitingLimit)
    .execute();
}

/** The chats that somebody has or is offered. */
export async function readChatsOf(db: Db, staffIds: readonly string[]) {
  if (staffIds.length === 0) return [];
  return db
    .selectFrom('chat as c')
    .innerJoin('signal as s', 's.id', 'c.signal_id')
    .select([
      'c.signal_id',
      'c.state',
      'c.staff_id',
      'c.begun_at',
      'c.offered_at',
      's.danger',
      's.age_group',
      's.language',
    ])
    .where('c.state', 'in', ['offered', 'live'])
    .where('c.staff_id', 'in', [...staffIds])
    .orderBy('c.begun_at')
    .execute();
}
