/** Reports and their dialogues in the database. */
import { sql } from 'kysely';
import { type Db, scheduleDue, type Tx } from '../platform/index.ts';

const messageLimit = 500;

/** The due row that makes a report findable by what is in it. */
export const searchDueKind = 'signal-search';

export interface NewSignal {
  readonly id: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly releases: readonly Readonly<Record<string, unknown>>[];
  readonly due: readonly Readonly<Record<string, unknown>>[];
  readonly leafId: string;
}

/**
 * The report, its consents, its audit leaf and its due rows, in one statement: one round trip and one synchronous commit, or
 * nothing. @returns false when the key was used before
 */
export async function insertSignal(
  db: Db,
  signal: NewSignal,
  now: Date,
  keyHash: Buffer,
  bodyHash: Buffer,
  codeHash: Buffer,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with s as (
      insert into signal (id, received_at, channel, door, relation, proximity, language, danger, age_group, narrative, own_words,
        observations, appearance, transit, place, do_not_tell, safe_contact, state, code_hash, key_hash, body_hash)
      select ${signal.id}::uuid, ${now}::timestamptz, r.channel, r.door, r.relation, r.proximity, r.language, r.danger, r.age_group, r.narrative, r.own_words,
        r.observations, r.appearance, r.transit, r.place, r.do_not_tell, r.safe_contact, 'received', ${codeHash}::bytea, ${keyHash}::bytea, ${bodyHash}::bytea
      from json_to_record(${JSON.stringify(signal.row)}::json) as r(channel text, door text, relation text, proximity text, language text, danger text,
        age_group text, narrative text, own_words text, observations text[], appearance text, transit jsonb, place jsonb, do_not_tell text, safe_contact jsonb)
      on conflict (key_hash) do nothing
      returning id),
    l as (
      insert into audit_leaf (id, at, actor_kind, action, subject_kind, subject_id)
      select ${signal.leafId}::uuid, ${now}::timestamptz, 'signaler', 'signal-received', 'signal', s.id from s),
    d as (
      insert into due (id, kind, subject_id, dedupe_key, due_at, payload)
      select r.id, r.kind, s.id, r.dedupe_key, r.due_at, '{}'
      from s, json_to_recordset(${JSON.stringify(signal.due)}::json) as r(id uuid, kind text, dedupe_key text, due_at timestamptz)),
    c as (
      insert into release (id, signal_id, recipient, items, purpose, until, given_at, by_the_person, informed)
      select r.id, s.id, r.recipient, r.items, r.purpose, r.until, ${now}::timestamptz, r.by_the_person, r.informed
      from s, json_to_recordset(${JSON.stringify(signal.releases)}::json)
        as r(id uuid, recipient text, items text[], purpose text, until timestamptz, by_the_person boolean, informed boolean))
    select id from s`.execute(db);
  return rows.length === 1;
}

export async function readByKey(db: Db, keyHash: Buffer) {
  return db
    .selectFrom('signal')
    .select(['id', 'body_hash'])
    .where('key_hash', '=', keyHash)
    .executeTakeFirst();
}

/** The open signal behind a code's hash. */
export async function readByCode(db: Db, codeHash: Buffer) {
  return db
    .selectFrom('signal')
    .select(['id', 'code_hash', 'state', 'acted_on_at', 'code_elsewhere', 'code_revoked_at'])
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
}

export async function readSignal(db: Db, id: string, lock = false) {
  return db
    .selectFrom('signal')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

export type SignalRow = NonNullable<Awaited<ReturnType<typeof readSignal>>>;

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

export async function readReleases(db: Db, signalId: string) {
  return db
    .selectFrom('release')
    .selectAll()
    .where('signal_id', '=', signalId)
    .orderBy('given_at')
    .limit(messageLimit)
    .execute();
}

export async function readMessages(db: Db, signalId: string) {
  return db
    .selectFrom('dialogue_message')
    .select(['id', 'author', 'body', 'at', 'staff_id', 'by_text'])
    .where('signal_id', '=', signalId)
    .orderBy('at')
    .orderBy('id')
    .limit(messageLimit)
    .execute();
}

/** Stores a message once per key. @returns whether it is new */
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
  },
  now: Date,
): Promise<boolean> {
  const row = await tx
    .insertInto('dialogue_message')
    .values({
      id: message.id,
      signal_id: message.signalId,
      author: message.author,
      body: message.body,
      at: now,
      staff_id: message.staffId,
      key_hash: message.keyHash,
      by_text: message.byText ?? false,
    })
    .onConflict((conflict) => conflict.columns(['signal_id', 'key_hash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await scheduleDue(tx, {
    kind: searchDueKind,
    subjectId: message.signalId,
    dueAt: now,
    dedupeKey: message.id,
  });
  return true;
}

export async function changeSignal(
  tx: Tx,
  id: string,
  change: {
    state?: 'read' | 'closed';
    door?: 'help';
    door_moved_reason?: string;
    read_at?: Date;
    last_opened_at?: Date;
    closed_at?: Date | null;
    closed_reason?: string;
    texts_stopped_at?: Date | null;
    acted_on_at?: Date;
    code_revoked_at?: Date;
    code_elsewhere?: boolean;
  },
): Promise<void> {
  await tx.updateTable('signal').set(change).where('id', '=', id).execute();
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

/** The newest report that gave this address as its safe contact. */
export async function findBySafeContact(db: Db, address: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('signal')
    .select('id')
    .where('safe_contact_address', '=', address)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function insertRelease(
  tx: Tx,
  release: {
    id: string;
    signalId: string;
    recipient: string;
    items: readonly string[];
    purpose: string;
    until: Date;
    informed: boolean;
    recordedBy: string;
    confirmedHow: string;
  },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('release')
    .values({
      id: release.id,
      signal_id: release.signalId,
      recipient: release.recipient,
      items: [...release.items],
      purpose: release.purpose,
      until: release.until,
      given_at: now,
      by_the_person: true,
      informed: release.informed,
      recorded_by: release.recordedBy,
      confirmed_how: release.confirmedHow,
    })
    .execute();
}

/** @returns whom it named, when it was not taken back before */
export async function withdrawRelease(
  tx: Tx,
  which: { signalId: string; releaseId: string },
  now: Date,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('release')
    .set({ withdrawn_at: now })
    .where('id', '=', which.releaseId)
    .where('signal_id', '=', which.signalId)
    .where('withdrawn_at', 'is', null)
    .returning('recipient')
    .executeTakeFirst();
  return row?.recipient;
}
