/** Messages in the database. */
import type { Db, Tx } from '../platform/index.ts';
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
    purpose: string | null;
    dedupeKey: string;
  },
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const inserted = await tx
    .insertInto('message')
    .values({
      id: message.id,
      direction: 'out',
      wire: message.wire,
      address: message.address,
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
    })
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
  return row
    ? {
        id: row.id,
        wire: row.wire as Wire,
        address: row.address,
        subject: row.subject,
        body: row.body,
        state: row.state,
        ledger: row.ledger as Clearance['ledger'],
        ledgerId: row.ledger_id!,
        aboutKind: row.about_kind,
        aboutId: row.about_id,
        purpose: row.purpose,
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
  const inserted = await tx
    .insertInto('message')
    .values({
      id: message.id,
      direction: 'in',
      wire: message.wire,
      address: message.from,
      body: message.body,
      provider_id: message.providerId,
      state: 'received',
      at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['wire', 'provider_id']).where('direction', '=', 'in').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** What came in, for the room that it concerns. */
export async function readReceived(
  db: Db,
  id: string,
): Promise<{ id: string; address: string; body: string } | undefined> {
  return db
    .selectFrom('message')
    .select(['id', 'address', 'body'])
    .where('id', '=', id)
    .where('direction', '=', 'in')
    .executeTakeFirst();
}

/** What the last message to an address, in any of its spellings, was about: tells whom a text from there comes from. */
export async function lastAbout(
  db: Db,
  spellings: readonly string[],
): Promise<{ kind: string; id: string } | undefined> {
  const row = await db
    .selectFrom('message')
    .select(['about_kind', 'about_id'])
    .where('address', 'in', [...spellings])
    .where('direction', '=', 'out')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.about_kind && row.about_id ? { kind: row.about_kind, id: row.about_id } : undefined;
}

/** The address a message went to or came from. It stays in this table: events carry the message's id only. */
export async function addressOfMessage(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('message').select('address').where('id', '=', id).executeTakeFirst();
  return row?.address;
}

/** Whether a message for a purpose may have reached an address: sent, or handed to a carrier that has not said so, or not in time. */
export async function mayHaveReached(
  db: Db,
  which: { aboutId: string; purpose: string; address: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('about_id', '=', which.aboutId)
    .where('purpose', '=', which.purpose)
    .where('address', '=', which.address)
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
  await db
    .insertInto('sandbox_delivery')
    .values({
      id,
      message_id: message.id,
      wire: message.wire,
      address: message.address,
      body: message.body,
      at,
    })
    .execute();
}

/** What the sandbox phones have got, newest first. */
export async function readDeliveries(db: Db, address?: string) {
  return db
    .selectFrom('sandbox_delivery')
    .selectAll()
    .$if(address !== undefined, (query) =>
      query.where('address', 'in', [address!, normalPhone(address!) ?? address!]),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(deliveryLimit)
    .execute();
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
