/** What the signaler and staff write to each other, in the database. */
import { sql } from 'kysely';
import { type Db, newId, openRows, type StoredKey, sealRow, type Tx } from '../platform/index.ts';
import { searchDueKind } from './store.ts';

const messageLimit = 500;
/** While a chat goes on, what is new in it is read for the index this often, and not at each message. */
const chatIndexSeconds = 2 * 60;

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

/** Whether staff have written after a number of the dialogue. */
export async function hasAnswerAfter(db: Db, signalId: string, after: number): Promise<boolean> {
  const row = await db
    .selectFrom('dialogue_message')
    .select('id')
    .where('signal_id', '=', signalId)
    .where('author', '=', 'advocate')
    .where('sequence', '>', after)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest 500 messages, oldest first. @param from those of this number and later */
export async function readMessages(db: Db, signalId: string, instead?: string, from = 0) {
  const rows = await db
    .selectFrom('dialogue_message')
    .select(['id', 'signal_id', 'author', 'body', 'at', 'staff_id', 'by_text', 'in_chat', 'sequence'])
    .where('signal_id', '=', signalId)
    .where('sequence', '>=', from)
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

export interface NewMessage {
  readonly id: string;
  readonly signalId: string;
  readonly author: 'signaler' | 'advocate';
  readonly body: string;
  readonly staffId: string | null;
  readonly keyHash: Buffer;
  readonly byText?: boolean;
  /** `as-it-is`: in the chat where one goes on. `only`: in the chat, and nothing where none goes on. `outside`: what is not said in a chat. */
  readonly chat: 'as-it-is' | 'only' | 'outside';
}

/** What is written with a message, in its statement. */
export interface WithMessage {
  /** What goes on record, and in whose name. */
  readonly action: string;
  readonly detail?: Readonly<Record<string, boolean>>;
  /** A clock on the words. */
  readonly clock?: { readonly kind: string; readonly at: Date; readonly dedupeKey: string };
  /** The report's newest key, where it has just been read. */
  readonly key?: StoredKey | undefined;
}

/**
 * Stores a message once per key, as the next of its dialogue, with its audit leaf and what is due for it: one statement.
 * The caller holds the lock of the report (`readSignal` with `lock`): it is what makes the numbers follow each other.
 * @returns its number in the dialogue and whether it was said in a chat; undefined when the same key stored it before, or the chat it was
 * for goes on no more
 */
export async function insertMessage(
  tx: Tx,
  message: NewMessage,
  beside: WithMessage,
  now: Date,
): Promise<{ readonly sequence: number; readonly inChat: boolean } | undefined> {
  const { id, signalId, author, chat } = message;
  const sealing = { id, signal_id: signalId, author, body: message.body };
  const { body } = await sealRow(tx, 'dialogue_message', sealing, now, beside.key);
  const { clock } = beside;
  const soon = new Date(now.getTime() + chatIndexSeconds * 1000);
  const { rows } = await sql<{ sequence: number; in_chat: boolean }>`/* once: insert-message */
    with c as (
      select ${chat}::text <> 'outside' and exists (select from chat where signal_id = ${signalId}::uuid and state <> 'ended') as going_on),
    m as (
      insert into dialogue_message (id, signal_id, author, body, at, staff_id, key_hash, by_text, in_chat, sequence)
      select ${id}::uuid, ${signalId}::uuid, ${author}::text, ${body}::bytea, ${now}::timestamptz, ${message.staffId}::uuid, ${message.keyHash}::bytea,
        ${message.byText ?? false}::boolean, c.going_on,
        (select coalesce(max(sequence), 0) + 1 from dialogue_message where signal_id = ${signalId}::uuid)
      from c where c.going_on or ${chat}::text <> 'only'
      on conflict (signal_id, key_hash) do nothing
      returning id, sequence, in_chat),
    l as (
      insert into audit_leaf (id, at, actor_kind, actor_id, action, subject_kind, subject_id, detail)
      select ${newId(now)}::uuid, ${now}::timestamptz, ${author === 'signaler' ? 'signaler' : 'staff'}::text, ${message.staffId}::uuid, ${beside.action}::text,
        'signal', ${signalId}::uuid, ${JSON.stringify(beside.detail ?? {})}::jsonb from m),
    -- Whoever reads for the index holds the same lock, so that a row that stands open has not been read for yet.
    i as (
      insert into due (id, kind, subject_id, dedupe_key, due_at, payload)
      select ${newId(now)}::uuid, ${searchDueKind}::text, ${signalId}::uuid, case when m.in_chat then 'chat' else m.id::text end,
        case when m.in_chat then ${soon}::timestamptz else ${now}::timestamptz end, jsonb_build_object('from', m.sequence) from m
      on conflict (kind, subject_id, dedupe_key) do nothing),
    d as (
      insert into due (id, kind, subject_id, dedupe_key, due_at, payload)
      select ${newId(clock?.at ?? now)}::uuid, ${clock?.kind ?? null}::text, ${signalId}::uuid, ${clock?.dedupeKey ?? ''}::text, ${clock?.at ?? null}::timestamptz, '{}'
      from m where ${clock?.kind ?? null}::text is not null
      on conflict (kind, subject_id, dedupe_key) do nothing)
    select sequence, in_chat from m`.execute(tx);
  const row = rows[0];
  return row && { sequence: row.sequence, inChat: row.in_chat };
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

/**
 * Whether a text for a message of the dialogue may still leave: not once they said STOP or deleted the code, or it may be in other hands;
 * and what staff wrote not after the report was closed.
 */
export async function isMessageOpen(db: Db, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('dialogue_message as m')
    .innerJoin('signal as s', 's.id', 'm.signal_id')
    .select('m.id')
    .where('m.id', '=', messageId)
    .where('s.code_revoked_at', 'is', null)
    .where('s.texts_stopped_at', 'is', null)
    .where('s.code_elsewhere', '=', false)
    .where((is) => is.or([is('m.author', '=', 'signaler'), is('s.state', '<>', 'closed')]))
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
