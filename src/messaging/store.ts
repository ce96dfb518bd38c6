/** Messages in the database. */
import { randomBytes } from 'node:crypto';
import { blindIndex, type Db, openRow, operatorOrganizationId, sealRow, type Tx } from '../platform/index.ts';
import type { Clearance } from './clearance.ts';
import type { Wire } from './core/index.ts';
import type { Outgoing } from './wires.ts';

export interface StoredMessage extends Omit<Outgoing, 'address'> {
  /** Null: it is in `numberId`, or was before numbers had a place of their own. */
  readonly address: string | null;
  readonly numberId: string | null;
  readonly state: string;
  readonly ledger: Clearance['ledger'];
  readonly ledgerId: string;
  readonly aboutKind: string | null;
  readonly aboutId: string | null;
  readonly purpose: string | null;
  /** After this its words do not leave any more. */
  readonly wordsUntil: Date | null;
  readonly thenNote: boolean;
  /** When it was written. */
  readonly at: Date;
}

/** What stands for an address in the index, whichever wire it is on. */
export const indexOf = (db: Db, address: string, now: Date): Promise<Buffer> =>
  blindIndex(db, operatorOrganizationId, 'message.address_index', address, now);

/** Stores an outgoing message. @returns its id, or that of the one stored before under the same key */
export async function insertOut(
  tx: Tx,
  message: {
    id: string;
    wire: Wire;
    /** A work contact's address, or the handle of a signaler's number. */
    to: { readonly address: string } | { readonly numberId: string };
    subject: string | null;
    body: string;
    clearance: Clearance;
    aboutKind: string;
    aboutId: string;
    recordId: string;
    purpose: string | null;
    wordsUntil: Date | null;
    thenNote: boolean;
    dedupeKey: string;
  },
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const values = {
    id: message.id,
    record_id: message.recordId,
    direction: 'out',
    wire: message.wire,
    ...('address' in message.to
      ? { address: message.to.address, address_index: await indexOf(tx, message.to.address, now) }
      : { number_id: message.to.numberId }),
    subject: message.subject,
    body: message.body,
    ledger: message.clearance.ledger,
    ledger_id: message.clearance.ledgerId,
    about_kind: message.aboutKind,
    about_id: message.aboutId,
    purpose: message.purpose,
    words_until: message.wordsUntil,
    then_note: message.thenNote,
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
        numberId: open.number_id,
        subject: open.subject,
        body: open.body,
        state: open.state,
        ledger: open.ledger as Clearance['ledger'],
        ledgerId: open.ledger_id!,
        aboutKind: open.about_kind,
        aboutId: open.about_id,
        purpose: open.purpose,
        wordsUntil: open.words_until,
        thenNote: open.then_note,
        at: open.at,
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

/** What was tried before waits like any other from now on. */
export async function queueAgain(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('message')
    .set({ state: 'queued' })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

/** Nothing finds the messages of these records by their telephone number any more. */
export async function dropAddressIndex(tx: Tx, recordIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('message')
    .set({ address_index: randomBytes(8) })
    .where('record_id', 'in', [...recordIds])
    .where('address_index', 'is not', null)
    .execute();
}

/** The address of the work contact that a message went to or came from. It stays in this table: events carry the message's id only. */
export async function addressOfMessage(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('message')
    .select(['id', 'record_id', 'address'])
    .where('id', '=', id)
    .executeTakeFirst();
  return (await openRow(db, 'message', row))?.address ?? undefined;
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

const waitingLimit = 20;

/** Messages about something that have not left yet, tried or not, and will not be too late when they do. */
export async function readWaitingAbout(db: Db, about: { kind: string; id: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('about_kind', '=', about.kind)
    .where('about_id', '=', about.id)
    .where('direction', '=', 'out')
    .where('state', 'in', ['queued', 'sending'])
    .where((is) => is.or([is('words_until', 'is', null), is('then_note', '=', true)]))
    .orderBy('id')
    .limit(waitingLimit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether another note about the same says that this one waits too: one that left since it was written, or that leaves before it. */
export async function hasNoteBeside(
  db: Db,
  { id, aboutId, at }: Pick<StoredMessage, 'id' | 'aboutId' | 'at'>,
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('about_id', '=', aboutId)
    .where('direction', '=', 'out')
    .where('id', '<>', id)
    .where((is) => is.or([is('words_until', 'is', null), is('then_note', '=', true)]))
    .where((is) =>
      is.or([
        is.and([
          is('state', 'in', ['queued', 'sending']),
          is('id', '<', id),
          is.or([is('words_until', 'is', null), is('words_until', '<', now)]),
        ]),
        is.and([
          is('state', '=', 'sent'),
          is('sent_at', '>=', at),
          is.or([is('words_until', 'is', null), is('sent_at', '>', is.ref('words_until'))]),
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a message for a purpose about something has left, or is about to. */
export async function wasSent(db: Db, aboutId: string, purpose: string): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('about_id', '=', aboutId)
    .where('purpose', '=', purpose)
    .where('direction', '=', 'out')
    .where('state', 'in', ['queued', 'sending', 'sent', 'failed'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
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
