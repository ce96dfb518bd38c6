/**
 * What becomes of every column that can hold somebody's words: one declaration. A column that nobody declared does not compile, and
 * `test/conformance/fields.test.ts` holds it against the catalogue. Source: security.md 8.
 */
import type { Tables, WordColumns } from '../database/tables.ts';

export type FieldPolicy =
  /** Only ciphertext is stored; `as` is the form of what is in it. */
  | { readonly kind: 'sealed'; readonly as: 'text' | 'json' | 'bytes' }
  /** A keyed hash stands for the value, so that an equal one is found and nothing is read. */
  | { readonly kind: 'indexed' }
  /** Stored as it is, for a reason. */
  | { readonly kind: 'plain'; readonly because: string };

const words = { kind: 'sealed', as: 'text' } as const;
const record = { kind: 'sealed', as: 'json' } as const;
const bytes = { kind: 'sealed', as: 'bytes' } as const;
const indexed = { kind: 'indexed' } as const;
const plain = (because: string) => ({ kind: 'plain', because }) as const;
const code = plain('one of a fixed list, or an id');
const hash = plain('a hash of something random, under a key or of 128 bits and more');
const wrapped = plain('sealed already, under a key that is not in the database');
const published = plain('published, or known to everybody who works here');
const proof = plain('salted, without personal data: what proofs are made of');

export const fieldPolicies = {
  signal: {
    channel: code,
    door: code,
    relation: code,
    proximity: code,
    language: code,
    danger: code,
    age_group: code,
    observations: code,
    state: code,
    code_hash: hash,
    key_hash: hash,
    body_hash: hash,
    narrative: words,
    own_words: words,
    appearance: words,
    people: words,
    vehicle: record,
    transit: record,
    place: record,
    do_not_tell: words,
    contact_wishes: record,
    closed_reason: words,
    door_moved_reason: words,
  },
  partner: { name: published, feed_id: code },
  partner_key: { mode: code },
  partner_rehearsal: { key_hash: hash, body_hash: hash },
  flood: { sketch: indexed },
  signal_sketch: { sketch: indexed },
  release: { recipient: words, items: code, purpose: words, confirmed_how: code },
  search_term: { term: indexed },
  search_entry: { terms: indexed },
  dialogue_message: { author: code, body: words, key_hash: hash },
  chat: { state: code, alone: code, if_quiet: words, hand_over_note: words, ended_by: code },
  presence: { state: code },
  assessment: { observed_behaviours: code, strength: code, danger: code, age_group: code, reason: words },
  legal_hold: { basis: code, reason: words },
  break_glass: { reason: words },
  purge: { cause: code, state: code },
  attachment: {
    kind: code,
    state: code,
    name: words,
    original: bytes,
    shared: bytes,
  },
  case_place: { place: record },
  case_trip: { trip: record },
  do_not_tell: { name: words, reason: words, taken_back_reason: words },
  do_not_tell_settled: { reason: words },
  safe_time_waiver: { reason: words },
  danger_call: { place_index: indexed },
  supervisor_alert: { kind: code, words },

  court_order: { items: code, ordered: record, untold: words },
  disclosure: { items: code, basis: code, facts: record, reason: words, revoked_reason: words },
  disclosure_shown: { way: code, item: code, words },
  response: { state: code, reason: words, lead_role: code, plan: record, description: words },
  response_event: { kind: code, who: words, what: words },
  response_page: { role: code, state: code },
  response_role: {
    role: code,
    state: code,
    candidates: plain('organizations by id and name, and until when each can be asked'),
  },
  page: {
    code,
    role: code,
    offer: record,
    detail: record,
    ledger: code,
    call_back_phone: published,
    state: code,
    release_words: words,
    decline_reason: words,
    outcome: code,
    contacts: record,
  },
  page_link: { token_hash: hash },
  page_session: { session_hash: hash },
  voice_task: {
    kind: code,
    organization_name: published,
    phone: published,
    script: words,
    result: code,
    call_taker: words,
    cad_number: words,
  },
  message: {
    direction: code,
    wire: code,
    address: words,
    address_index: indexed,
    subject: words,
    body: words,
    ledger: code,
    about_kind: code,
    dedupe_key: code,
    provider_id: code,
    state: code,
    purpose: code,
  },
  kept_number: { wire: code, address: words, purpose: words, address_index: indexed, loose_index: indexed },
  sandbox_delivery: { wire: code, address: words, address_index: indexed, body: words },

  due: {
    kind: code,
    dedupe_key: code,
    payload: plain('ids, codes, numbers and instants alone; words are refused (due/payload.ts)'),
  },
  audit_leaf: { actor_kind: code, action: code, subject_kind: code, detail: plain('ids, codes and counts') },
  audit_shown: { view: code },
  audit_entry: { salt: proof, commitment: proof, hash: proof },
  audit_node: { hash: proof },
  audit_checkpoint: { note: proof },
  data_key: { wrapped },

  organization: { name: published, kind: code, role: code, service_urn: code },
  coverage: {
    authority: code,
    shape: code,
    county_fips: code,
    state_fips: code,
    path: published,
    mode: code,
    place_name: published,
  },
  contact: {
    name: plain('a desk, as its organization names it'),
    wire: code,
    address: plain(
      "a desk's own, for the hotline and the organization; who is on call must be found at once",
    ),
  },
  unit: { role: code, label: published },
  rota_shift: { zone: code },
  staff: { name: published, role: code },
  role_grant: { role: code },
  service_token: { secret_hash: hash, scopes: code },
  directory_entry: {
    name: published,
    summary: published,
    region: published,
    website: published,
    source: published,
    note: published,
  },
  directory_phone: { number: published, kind: code, description: published },
  transit_feed: { id: code, name: published, agency_timezone: code, source: published, sha256: hash },
  transit_service: { feed_id: code, service_id: code, weekdays: code },
  transit_service_exception: { feed_id: code, service_id: code },
  transit_stop: { feed_id: code, stop_id: code, name: published },
  transit_stop_time: { feed_id: code, trip_id: code, stop_id: code },
  transit_trip: {
    feed_id: code,
    trip_id: code,
    route_name: published,
    service_id: code,
    short_name: published,
    headsign: published,
  },
  schema_migration: { name: code, sha256: hash },
} as const satisfies { readonly [T in keyof WordColumns]: Readonly<Record<WordColumns[T], FieldPolicy>> };

type Policies = typeof fieldPolicies;
type SealedNames<T extends keyof Policies> = {
  [C in keyof Policies[T]]: Policies[T][C] extends { kind: 'sealed' } ? C : never;
}[keyof Policies[T]];

/** The tables that have a sealed column. */
export type SealedTable = {
  [T in keyof Policies]: [SealedNames<T>] extends [never] ? never : T;
}[keyof Policies];

/** `table.column` of every blind index. */
export type IndexedColumn = {
  [T in keyof Policies]: {
    [C in keyof Policies[T]]: Policies[T][C] extends { kind: 'indexed' } ? `${T}.${C & string}` : never;
  }[keyof Policies[T]];
}[keyof Policies];

type Plain<P, Json> = P extends { as: 'text' } ? string : P extends { as: 'bytes' } ? Uint8Array : Json;

/** What a row may hold in the sealed columns of its table, before it is sealed. */
export type ToSeal<T extends SealedTable> = {
  readonly [C in SealedNames<T>]?: Plain<Policies[T][C], unknown> | null | undefined;
};
/** A row as it is stored. */
export type SealedRow<T extends SealedTable, R> = {
  [C in keyof R]: C extends SealedNames<T> ? Buffer | Extract<R[C], null | undefined> : R[C];
};
/** A row as it is read. */
export type OpenRow<T extends SealedTable, R> = {
  [C in keyof R]: C extends SealedNames<T> & keyof Policies[T]
    ? Plain<Policies[T][C], Record<string, unknown>> | Extract<R[C], null>
    : R[C];
};

interface Owner<T extends keyof Tables> {
  /** The column that names the record (a report or a case) whose key seals the row. It never changes. */
  readonly record: keyof Tables[T] & string;
  /** The column that names the organization; null: the operator's own. */
  readonly organization: (keyof Tables[T] & string) | null;
  /** What tells the row from every other one of its table. */
  readonly row: readonly (keyof Tables[T] & string)[];
}

/** Whose each sealed row is. */
export const fieldOwners: { readonly [T in SealedTable]: Owner<T> } = {
  signal: { record: 'id', organization: null, row: ['id'] },
  release: { record: 'signal_id', organization: null, row: ['id'] },
  dialogue_message: { record: 'signal_id', organization: null, row: ['id'] },
  chat: { record: 'signal_id', organization: null, row: ['signal_id'] },
  assessment: { record: 'signal_id', organization: null, row: ['id'] },
  attachment: { record: 'signal_id', organization: null, row: ['id'] },
  case_place: { record: 'case_id', organization: null, row: ['case_id'] },
  case_trip: { record: 'case_id', organization: null, row: ['case_id'] },
  do_not_tell: { record: 'case_id', organization: null, row: ['id'] },
  do_not_tell_settled: { record: 'signal_id', organization: null, row: ['signal_id'] },
  safe_time_waiver: { record: 'signal_id', organization: null, row: ['id'] },
  supervisor_alert: { record: 'record_id', organization: null, row: ['id'] },
  // Why somebody may be told is the operator's; what they were told is theirs to read.
  disclosure: { record: 'signal_id', organization: null, row: ['id'] },
  court_order: { record: 'signal_id', organization: null, row: ['id'] },
  disclosure_shown: { record: 'record_id', organization: 'organization_id', row: ['id'] },
  response: { record: 'signal_id', organization: null, row: ['id'] },
  response_event: { record: 'record_id', organization: null, row: ['response_id', 'sequence'] },
  page: { record: 'record_id', organization: 'organization_id', row: ['id'] },
  voice_task: { record: 'record_id', organization: null, row: ['id'] },
  message: { record: 'record_id', organization: null, row: ['id'] },
  // Under the key of its day, which is destroyed when the day is over long enough.
  kept_number: { record: 'batch_id', organization: null, row: ['id'] },
  sandbox_delivery: { record: 'id', organization: null, row: ['id'] },
  legal_hold: { record: 'signal_id', organization: null, row: ['id'] },
  break_glass: { record: 'signal_id', organization: null, row: ['id'] },
};
