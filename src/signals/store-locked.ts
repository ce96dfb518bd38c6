/**
 * A report taken for one transaction with everything that writing to its dialogue asks for, in one look: its state, its chat, and the key
 * that its words are sealed under. Whoever waited for the lock sees the report as it is then, and its chat and key perhaps as they were
 * before: what hangs on those is asked again where something is written (`insertMessage`).
 */
import { sql } from 'kysely';
import { type BesideKey, joinNewestKey, keyBeside, type StoredKey, type Tx } from '../platform/index.ts';
import type { ChatState } from './channels/chat/store.ts';
import { type SignalRow, states } from './store.ts';

export interface LockedReport {
  readonly signal: SignalRow & { readonly code_hash: Buffer };
  readonly chat: { readonly state: ChatState; readonly followedAt: Date } | undefined;
  /** The newest; undefined where there is none, or where it may have been destroyed meanwhile. */
  readonly key: StoredKey | undefined;
}

type Row = SignalRow &
  BesideKey & {
    readonly code_hash: Buffer;
    readonly chat_state: ChatState | null;
    readonly chat_followed_at: Date;
  };

const columns = sql.raw(states.map((name) => `s.${name}`).join(', '));
const look = sql`select ${columns}, s.code_hash, c.state as chat_state, coalesce(c.followed_at, c.begun_at) as chat_followed_at, key.*
  from signal s left join chat c on c.signal_id = s.id ${joinNewestKey(sql`s.id`)}`;

const reportOf = (row: Row | undefined): LockedReport | undefined =>
  row && {
    signal: row,
    chat: row.chat_state === null ? undefined : { state: row.chat_state, followedAt: row.chat_followed_at },
    key: row.purged_at === null ? keyBeside(row.id, row) : undefined,
  };

/** The report behind the hash of a code, whether the code still opens anything or not. */
export async function lockByCode(tx: Tx, codeHash: Buffer): Promise<LockedReport | undefined> {
  const { rows } = await sql<Row>`/* once: lock-by-code */
    ${look} where s.code_hash = ${codeHash} for update of s`.execute(tx);
  return reportOf(rows[0]);
}

/** A report that staff write to; not where its chat waits for somebody to take it, which is done under the lock of the floor first. */
export async function lockUnlessChatWaits(tx: Tx, id: string): Promise<LockedReport | undefined> {
  const { rows } = await sql<Row>`/* once: lock-unless-chat-waits */
    ${look} where s.id = ${id} and coalesce(c.state not in ('waiting', 'offered'), true) for update of s`.execute(
    tx,
  );
  return reportOf(rows[0]);
}
