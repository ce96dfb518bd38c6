/** What the signaler and staff write to each other, in the database. */
import { sql } from 'kysely';
import { type Db, openRows, scheduleDue, sealRow, type Tx } from '../platform/index.ts';
import { searchDueKind } from './store.ts';

const messageLimit = 500;
/** While a chat goes on it is read for the index this often, and not at each message. */
const chatIndexSeconds = 30;

/** When the signaler first wrote after an instant, or ever when there is none. */
export async function firstWrittenAfter(
  db: Db,
  signalId: string,
  after: Date | null,
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('dialogue_message')
    .select('at')
    .where('signal_id', '=', signalId)
    .where('author', '=', 'signaler')
    .$if(after !== null, (query) => query.where('at', '>', after!))
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

/** When staff last wrote, or null. */
export async function lastAnsweredAt(db: Db, signalId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('dialogue_message')
    .select('at')
    .where('signal_id', '=', signalId)
    .where('author', '=', 'advocate')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** The newest 500 messages, oldest first. */
export async function readMessages(db: Db, signalId: string, instead?: string) {
  const rows = await db
    .selectFrom('dialogue_message')
    .select(['id', 'signal_id', 'author', 'body', 'at', 'staff_id', 'by_text', 'in_chat', 'sequence'])
    .where('signal_id', '=', signalId)
    .orderBy('sequence', 'desc')
    .limit(messageLimit)
    .execute();
  return openRows(db, 'dialogue_message', rows.reverse(), instead);
}

/** So many messages are read on at once. */
const onwardLimit = 100;

/** What was written after a number of the dialogue, oldest first, at most 100. */
export async function readMessagesAfter(db: Db, signalId: string, after: number) {
  const rows = await db
    .selectFrom('dialogue_message')
    .select(['id', 'signal_id', 'author', 'body', 'at', 'by_text', 'sequence'])
    .where('signal_id', '=', signalId)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(onwardLimit)
    .execute();
  return openRows(db, 'dialogue_message', rows, 'This message cannot be shown just now.');
}

/** The SHA-256 of the ids of the texts that came in for a report. */
export async function readTextDigests(db: Db, signalId: string): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('dialogue_message')
    .select('key_hash')
    .where('signal_id', '=', signalId)
    .where('by_text', '=', true)
    .where('author', '=', 'signaler')
    .limit(messageLimit)
    .execute();
  return rows.map((row) => row.key_hash);
}

/**
 * Stores a message once per key, as the next of its dialogue.
 * The caller holds the lock of the report (`readSignal` with `lock`): it is what makes the numbers follow each other.
 * @returns its number in the dialogue; undefined when the same key stored it before
 */
export async function insertMessage(
  tx: Tx,
  message: {
    id: string;
    signalId: string;
    author: 'signaler' | 'advocate';
    body: string;
    staffId: string | null;
    keyHash: Buffer;
    byText?: boolean;
    inChat?: boolean;
  },
  now: Date,
): Promise<number | undefined> {
  const values = {
    id: message.id,
    signal_id: message.signalId,
    author: message.author,
    body: message.body,
    at: now,
    staff_id: message.staffId,
    key_hash: message.keyHash,
    by_text: message.byText ?? false,
    in_chat: message.inChat ?? false,
    sequence: sql<number>`(select coalesce(max(sequence), 0) + 1 from dialogue_message where signal_id = ${message.signalId})`,
  };
  const row = await tx
    .insertInto('dialogue_message')
    .values(await sealRow(tx, 'dialogue_message', values, now))
    .onConflict((conflict) => conflict.columns(['signal_id', 'key_hash']).doNothing())
    .returning('sequence')
    .executeTakeFirst();
  if (!row) return undefined;
  await scheduleDue(tx, {
    kind: searchDueKind,
    subjectId: message.signalId,
    // Whoever reads for the index holds the same lock, so that a row that stands open has not been read for yet.
    dueAt: message.inChat ? new Date(now.getTime() + chatIndexSeconds * 1000) : now,
    dedupeKey: message.inChat ? 'chat' : message.id,
  });
  return row.sequence;
}

/** The number of the message that a key stored. */
export async function sequenceOf(db: Db, signalId: string, keyHash: Buffer): Promise<number | undefined> {
  const row = await db
    .selectFrom('dialogue_message')
    .select('sequence')
    .where('signal_id', '=', signalId)
    .where('key_hash', '=', keyHash)
    .executeTakeFirst();
  return row?.sequence;
}

export async function isMessageOpen(db: Db, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('dialogue_message as m')
    .innerJoin('signal as s', 's.id', 'm.signal_id')
    .select('m.id')
    .where('m.id', '=', messageId)
    .where('s.code_revoked_at', 'is', null)
    .where('s.texts_stopped_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** What was written about some reports, sealed. */
export const selectBodies = (db: Db, signalIds: readonly string[]) =>
  db
    .selectFrom('dialogue_message')
    .select(['id', 'signal_id', 'body'])
    .where('signal_id', 'in', [...signalIds])
    .limit(messageLimit * signalIds.length)
    .execute();
