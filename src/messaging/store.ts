/** Messages in the database. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import {
  blindIndex,
  type Db,
  openRow,
  openRows,
  operatorOrganizationId,
  sealRow,
  type Tx,
} from '../platform/index.ts';
import type { Clearance } from './clearance.ts';
import { normalPhone, type Wire } from './core/index.ts';
import type { Outgoing } from './wires.ts';

const deliveryLimit = 500;

export interface StoredMessage extends Outgoing {
  readonly state: string;
  readonly ledger: Clearance['ledger'];
  readonly ledgerId: string;
  readonly aboutKind: string | null;
  readonly aboutId: string | null;
  readonly purpose: string | null;
}

/** What stands for an address in the index, whichever wire it is on. */
const indexOf = (db: Db, address: string, now: Date): Promise<Buffer> =>
  blindIndex(db, operatorOrganizationId, 'message.address_index', address, now);

/** Stores an outgoing message. @returns its id, or that of the one stored before under the same key */
export async function insertOut(
  tx: Tx,
  message: {
    id: string;
    wire: Wire;
    address: string;
    subject: string | null;
    body: string;
    clearance: Clearance;
    aboutKind: string;
    aboutId: string;
    recordId: string;
    purpose: string | null;
    dedupeKey: string;
  },
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const values = {
    id: message.id,
    record_id: message.recordId,
    direction: 'out',
    wire: message.wire,
    address: message.address,
    address_index: await indexOf(tx, message.address, now),
    subject: message.subject,
    body: message.body,
    ledger: message.clearance.ledger,
    ledger_id: message.clearance.ledgerId,
    about_kind: message.aboutKind,
    about_id: message.aboutId,
    purpose: message.purpose,
    dedupe_key: message.dedupeKey,
    state: 'queued',
    at: now,
  };
  const inserted = await tx
    .insertInto('message')
    .values(await sealRow(tx, 'message', values, now))
    .onConflict((conflict) =>
      conflict.columns(['ledger_id', 'dedupe_key']).where('direction', '=', 'out').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, isNew: true };
  const before = await tx
    .selectFrom('message')
    .select('id')
    .where('ledger_id', '=', message.clearance.ledgerId)
    .where('dedupe_key', '=', message.dedupeKey)
    .executeTakeFirstOrThrow();
  return { id: before.id, isNew: false };
}

export async function readOut(db: Db, id: string): Promise<StoredMessage | undefined> {
  const row = await db
    .selectFrom('message')
    .selectAll()
    .where('id', '=', id)
    .where('direction', '=', 'out')
    .executeTakeFirst();
  const open = await openRow(db, 'message', row);
  return open
    ? {
        id: open.id,
        wire: open.wire as Wire,
        address: open.address,
        subject: open.subject,
        body: open.body,
        state: open.state,
        ledger: open.ledger as Clearance['ledger'],
        ledgerId: open.ledger_id!,
        aboutKind: open.about_kind,
        aboutId: open.about_id,
        purpose: open.purpose,
      }
    : undefined;
}

export async function setState(
  db: Db,
  id: string,
  state: 'sending' | 'sent' | 'failed' | 'withheld',
  fields: { providerId?: string | undefined; sentAt?: Date } = {},
): Promise<void> {
  await db
    .updateTable('message')
    .set({
      state,
      ...(fields.providerId ? { provider_id: fields.providerId } : {}),
      ...(fields.sentAt ? { sent_at: fields.sentAt } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** Stores what came in, once. @returns whether it is new */
export async function insertIn(
  tx: Tx,
  message: { id: string; wire: Wire; from: string; body: string; providerId: string },
  now: Date,
): Promise<boolean> {
  const values = {
    id: message.id,
    record_id: message.id,
    direction: 'in',
    wire: message.wire,
    address: message.from,
    address_index: await indexOf(tx, message.from, now),
    body: message.body,
    provider_id: message.providerId,
    state: 'received',
    at: now,
  };
  const inserted = await tx
    .insertInto('message')
    .values(await sealRow(tx, 'message', values, now))
    .onConflict((conflict) =>
      conflict.columns(['wire', 'provider_id']).where('direction', '=', 'in').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/**
 * What came in, by the SHA-256 of its id, which is what a dialogue keeps of it.
 * @param since no text older than this is looked at @returns ids
 */
export async function findReceived(db: Db, digests: readonly Buffer[], since: Date): Promise<string[]> {
  if (digests.length === 0) return [];
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('direction', '=', 'in')
    .where('at', '>=', since)
    .where(sql<Buffer>`sha256(convert_to(id::text, 'UTF8'))`, 'in', [...digests])
    .execute();
  return rows.map(({ id }) => id);
}

/** Nothing finds the messages of these records by their telephone number any more. */
export async function dropAddressIndex(tx: Tx, recordIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('message')
    .set({ address_index: randomBytes(8) })
    .where('record_id', 'in', [...recordIds])
    .execute();
}

/** What came in, for the room that it concerns. */
export async function readReceived(
  db: Db,
  id: string,
): Promise<{ id: string; address: string; body: string } | undefined> {
  const row = await db
    .selectFrom('message')
    .select(['id', 'record_id', 'address', 'body'])
    .where('id', '=', id)
    .where('direction', '=', 'in')
    .executeTakeFirst();
  return openRow(db, 'message', row);
}

/** What the last message to an address, in any of its spellings, was about: tells whom a text from there comes from. */
export async function lastAbout(
  db: Db,
  spellings: readonly string[],
  now: Date,
): Promise<{ kind: string; id: string } | undefined> {
  const indexes = await Promise.all(spellings.map((address) => indexOf(db, address, now)));
  const row = await db
    .selectFrom('message')
    .select(['about_kind', 'about_id'])
    .where('address_index', 'in', indexes)
    .where('direction', '=', 'out')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.about_kind && row.about_id ? { kind: row.about_kind, id: row.about_id } : undefined;
}

/** The address a message went to or came from. It stays in this table: events carry the message's id only. */
export async function addressOfMessage(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('message')
    .select(['id', 'record_id', 'address'])
    .where('id', '=', id)
    .executeTakeFirst();
  return (await openRow(db, 'message', row))?.address;
}

/** Whether a message for a purpose may have reached an address: sent, or handed to a carrier that has not said so, or not in time. */
export async function mayHaveReached(
  db: Db,
  which: { aboutId: string; purpose: string; address: string },
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('about_id', '=', which.aboutId)
    .where('purpose', '=', which.purpose)
    .where('address_index', '=', await indexOf(db, which.address, now))
    .where('direction', '=', 'out')
    .where('state', 'in', ['sending', 'sent', 'failed'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertDelivery(
  db: Db,
  delivery: { id: string; message: Outgoing; at: Date },
): Promise<void> {
  const { id, message, at } = delivery;
  const values = {
    id,
    message_id: message.id,
    wire: message.wire,
    address: message.address,
    address_index: await indexOf(db, message.address, at),
    body: message.body,
    at,
  };
  await db
    .insertInto('sandbox_delivery')
    .values(await sealRow(db, 'sandbox_delivery', values, at))
    .execute();
}

/** What the sandbox phones have got, newest first. */
export async function readDeliveries(db: Db, now: Date, address?: string) {
  const spellings = address === undefined ? [] : [address, normalPhone(address) ?? address];
  const indexes = await Promise.all(spellings.map((spelling) => indexOf(db, spelling, now)));
  const rows = await db
    .selectFrom('sandbox_delivery')
    .selectAll()
    .$if(address !== undefined, (query) => query.where('address_index', 'in', indexes))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(deliveryLimit)
    .execute();
  return openRows(db, 'sandbox_delivery', rows);
}

/** The words of a message that has left, without the secret of its link, which was for its holder alone. */
export async function sentWords(
  db: Db,
  id: string,
): Promise<{ ledger: Clearance['ledger']; ledgerId: string; wire: Wire; words: string } | undefined> {
  const message = await readOut(db, id);
  if (message?.state !== 'sent') return undefined;
  const { ledger, ledgerId, wire, body } = message;
  return { ledger, ledgerId, wire, words: body.replaceAll(/\/p\/[\w-]{16,}/g, '/p/…') };
}
