/** Reports in the database. Their dialogues and consents have files of their own. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { SealedNumber } from '../messaging/index.ts';
import { type Db, newRecordKey, openRow, Refusal, sealRow, sealUnder, type Tx } from '../platform/index.ts';

/** The due row that makes a report findable by what is in it. */
export const searchDueKind = 'signal-search';
/** The due row that tells a supervisor of a report that nobody has read, and when. */
export const unreadKind = 'signal-unread';
export const unreadSeconds = 15 * 60;
/** The due row of a text that says nearly the same as many that came just before: it is taken up behind all others. */
export const textBehindKind = 'text-behind';
/** Kinds of which a flood makes as many as there are reports. */
export const signalsPatientKinds: readonly string[] = [searchDueKind, unreadKind, textBehindKind];

export interface NewSignal {
  readonly id: string;
  /** Codes and lists of codes. */
  readonly row: Readonly<Record<string, unknown>>;
  /** What the person wrote; sealed here. */
  readonly words: NewWords;
  /** Where the signaler can be reached; the report holds its handle. */
  readonly number: SealedNumber | { readonly id: string } | null;
  readonly releases: readonly NewRelease[];
  readonly due: readonly Readonly<Record<string, unknown>>[];
  readonly leafId: string;
  /** In hexadecimal; null where nothing like it came lately. */
  readonly sketch: string | null;
}

interface NewRelease {
  readonly id: string;
  readonly recipient: string;
  readonly items: readonly string[];
  readonly purpose: string;
  readonly until: Date | string;
  readonly by_the_person: boolean;
  readonly informed: boolean;
}

interface NewWords {
  readonly narrative: string;
  readonly own_words: string | null;
  readonly appearance: string | null;
  readonly people: string | null;
  readonly vehicle: object | null;
  readonly transit: object | null;
  readonly place: object | null;
  readonly do_not_tell: string | null;
  readonly contact_wishes: object | null;
}

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

/** A row for `json_to_record`, with bytes as PostgreSQL reads them. */
const asJson = (row: Readonly<Record<string, unknown>>): string => JSON.stringify(withHex(row));
const withHex = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, Buffer.isBuffer(value) ? hex(value) : value]),
  );

/**
 * The report, its key, its consents, its audit leaf and its due rows, in one statement: one round trip and one synchronous commit, or
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
  const { row: dataKey, key } = await newRecordKey(db, signal.id, now);
  const { number } = signal;
  const words = {
    ...sealUnder(key, 'signal', { id: signal.id, ...signal.words }),
    number_id: number?.id ?? null,
  };
  const releases = signal.releases.map((release) =>
    withHex(sealUnder(key, 'release', { ...release, signal_id: signal.id })),
  );
  const { rows } = await sql<{ id: string }>`/* once: insert-signal */
    with s as (
      insert into signal (id, received_at, channel, door, relation, proximity, language, danger, age_group, observations,
        unfinished, partner_key_id, over_contract, code_revoked_at, narrative, own_words, appearance, people, vehicle, transit, place, do_not_tell, contact_wishes, number_id, state, code_hash, key_hash, body_hash)
      select ${signal.id}::uuid, ${now}::timestamptz, r.channel, r.door, r.relation, r.proximity, r.language, r.danger, r.age_group, r.observations,
        coalesce(r.unfinished, false), r.partner_key_id, coalesce(r.over_contract, false), r.code_revoked_at, r.narrative, r.own_words, r.appearance, r.people, r.vehicle, r.transit, r.place, r.do_not_tell, r.contact_wishes, r.number_id,
        'received', ${codeHash}::bytea, ${keyHash}::bytea, ${bodyHash}::bytea
      from json_to_record(${asJson({ ...signal.row, ...words })}::json) as r(channel text, door text, relation text, proximity text, language text,
        danger text, age_group text, observations text[], unfinished boolean, partner_key_id uuid, over_contract boolean, code_revoked_at timestamptz,
        narrative bytea, own_words bytea, appearance bytea, people bytea, vehicle bytea, transit bytea, place bytea,
        do_not_tell bytea, contact_wishes bytea, number_id uuid)
      on conflict (key_hash) do nothing
      returning id),
    k as (
      insert into data_key (id, organization_id, record_id, version, wrapped, master_key_version, created_at)
      select r.id, r.organization_id, s.id, r.version, r.wrapped, r.master_key_version, ${now}::timestamptz
      from s, json_to_record(${asJson({ ...dataKey })}::json)
        as r(id uuid, organization_id uuid, version integer, wrapped bytea, master_key_version integer)),
    n as (
      insert into kept_number (id, batch_id, wire, usable, address, purpose, address_index, loose_index)
      select r.id, r.batch_id, r.wire, r.usable, r.address, r.purpose, r.address_index, r.loose_index
      from s, json_to_recordset(${JSON.stringify(number && 'batch_id' in number ? [withHex({ ...number })] : [])}::json)
        as r(id uuid, batch_id uuid, wire text, usable boolean, address bytea, purpose bytea, address_index bytea, loose_index bytea)),
    l as (
      insert into audit_leaf (id, at, actor_kind, action, subject_kind, subject_id)
      select ${signal.leafId}::uuid, ${now}::timestamptz, 'signaler', 'signal-received', 'signal', s.id from s),
    d as (
      insert into due (id, kind, subject_id, dedupe_key, due_at, payload)
      select r.id, r.kind, coalesce(r.subject_id, s.id), r.dedupe_key, r.due_at, '{}'
      from s, json_to_recordset(${JSON.stringify(signal.due)}::json) as r(id uuid, kind text, subject_id uuid, dedupe_key text, due_at timestamptz)
      on conflict (kind, subject_id, dedupe_key) do nothing),
    f as (
      insert into signal_sketch (signal_id, at, sketch)
      select s.id, ${now}::timestamptz, decode(${signal.sketch}::text, 'hex') from s where ${signal.sketch}::text is not null),
    c as (
      insert into release (id, signal_id, recipient, items, purpose, until, given_at, by_the_person, informed)
      select r.id, s.id, r.recipient, r.items, r.purpose, r.until, ${now}::timestamptz, r.by_the_person, r.informed
      from s, json_to_recordset(${JSON.stringify(releases)}::json)
        as r(id uuid, recipient bytea, items text[], purpose bytea, until timestamptz, by_the_person boolean, informed boolean))
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
    .select([
      'id',
      'code_hash',
      'state',
      'acted_on_at',
      'code_elsewhere',
      'code_revoked_at',
      'partner_key_id',
      'unfinished',
      'number_id',
    ])
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
}

/** A report without its words. */
export const states = [
  'id',
  'received_at',
  'channel',
  'door',
  'relation',
  'proximity',
  'language',
  'danger',
  'age_group',
  'observations',
  'state',
  'read_at',
  'closed_at',
  'acted_on_at',
  'code_revoked_at',
  'code_elsewhere',
  'last_opened_at',
  'texts_stopped_at',
  'texts_safe_at',
  'purged_at',
  'number_id',
  'partner_key_id',
  'unfinished',
] as const;

/** Some reports without their words. */
export const selectSignals = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('signal')
    .select(states)
    .where('id', 'in', [...ids])
    .execute();

/** A report without its words: needs no key, so it answers also while none can be had. */
export async function readSignal(db: Db, id: string, lock = false) {
  return db
    .selectFrom('signal')
    .select(states)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

export type SignalRow = NonNullable<Awaited<ReturnType<typeof readSignal>>>;

const wordColumns = [
  'id',
  'narrative',
  'own_words',
  'appearance',
  'people',
  'vehicle',
  'transit',
  'place',
  'do_not_tell',
  'contact_wishes',
  'closed_reason',
  'door_moved_reason',
] as const;

/** The words of some reports, sealed. */
export const selectWords = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('signal')
    .select(wordColumns)
    .where('id', 'in', [...ids])
    .execute();

/**
 * The words of a report, opened.
 * @throws Refusal keys-away, record-damaged, record-destroyed
 */
export async function readWords(db: Db, id: string) {
  return openRow(db, 'signal', (await selectWords(db, [id]))[0]);
}

export type SignalWords = NonNullable<Awaited<ReturnType<typeof readWords>>>;

/** The words of a report; none where they were destroyed or damaged, so that one report keeps no other from being found. @throws Refusal keys-away */
export async function readWordsIfWhole(db: Db, id: string): Promise<SignalWords | undefined> {
  return ifWhole(() => readWords(db, id));
}

/** What is read, or nothing where it was destroyed or damaged. @throws Refusal keys-away */
export async function ifWhole<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'keys-away') return undefined;
    throw error;
  }
}

/** How somebody wants to be reached, sealed. */
export const readWishes = (db: Db, id: string) =>
  db.selectFrom('signal').select(['id', 'contact_wishes']).where('id', '=', id).executeTakeFirst();

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
    texts_safe_at?: Date | null;
    acted_on_at?: Date;
    code_revoked_at?: Date;
    code_elsewhere?: boolean;
  },
  now: Date,
): Promise<void> {
  const sealed = await sealRow(tx, 'signal', { id, ...change }, now);
  await tx.updateTable('signal').set(sealed).where('id', '=', id).execute();
}

/** What is left of a destroyed report can be found by nothing, and no guess at what it said can be tried out. */
export async function writePurged(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('signal')
    .set(({ fn, val }) => ({
      purged_at: now,
      body_hash: randomBytes(bodyHashBytes),
      code_revoked_at: fn.coalesce('code_revoked_at', val(now)),
    }))
    .where('id', '=', id)
    .execute();
}

/** The newest report that holds the handle of a number. */
export async function findByNumber(db: Db, numberId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('signal')
    .select('id')
    .where('number_id', '=', numberId)
    .where('purged_at', 'is', null)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

const bodyHashBytes = 32;

/** Its number was forgotten: nobody tries all numbers until one fits what tells whether the same report came before. */
export async function forgetBodyHash(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('signal')
    .set({ body_hash: randomBytes(bodyHashBytes) })
    .where('id', '=', id)
    .execute();
}
