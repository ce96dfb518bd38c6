/**
 * Sending and receiving. A message is stored with its due row in the caller's transaction, so what was decided is sent even
 * if every process dies now; at the moment of sending the clearance is asked again, and a message is tried until it has left
 * or a person has been told that it has not.
 */
import {
  completeDue,
  type Db,
  type DueHandlers,
  emit,
  errorFields,
  type Log,
  newId,
  Refusal,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import type { Clearance } from './clearance.ts';
import { addressFor, keywordOf, retryAfterSeconds, type Wire, wireRules } from './core/index.ts';
import { insertIn, insertOut, lastAbout, readOut, setState } from './store.ts';
import type { Carriers } from './wires.ts';

const sendKind = 'message-send';

export interface OutgoingRequest {
  readonly wire: Wire;
  readonly to: string;
  readonly body: string;
  readonly subject?: string;
  /** What it is about, so that an answer finds its way. */
  readonly about: { readonly kind: string; readonly id: string };
  /** The report whose key seals it; its own where it belongs to none. */
  readonly recordId?: string;
  /** What it is for within its subject, such as `stand-down`; asked again at the moment of sending. */
  readonly purpose?: string;
  /** The same key under the same ledger row sends once. */
  readonly dedupeKey: string;
}

/** Queues a message. @returns its id @throws Refusal `address-invalid`, `message-too-long` */
export async function send(
  tx: Tx,
  clearance: Clearance,
  request: OutgoingRequest,
  now: Date,
): Promise<string> {
  const rules = wireRules[request.wire];
  const address = addressFor(request.wire, request.to);
  if (address === null)
    throw new Refusal(
      'address-invalid',
      422,
      'This message has no usable address',
      `That is not a ${rules.addressName}.`,
    );
  if (request.body.length > rules.bodyLimitCharacters)
    throw new Refusal(
      'message-too-long',
      422,
      'This message is too long',
      `It may have ${rules.bodyLimitCharacters} characters.`,
    );
  const messageId = newId(now);
  const { id, isNew } = await insertOut(
    tx,
    {
      id: messageId,
      recordId: request.recordId ?? messageId,
      wire: request.wire,
      address,
      subject: request.subject ?? null,
      body: request.body,
      clearance,
      aboutKind: request.about.kind,
      aboutId: request.about.id,
      purpose: request.purpose ?? null,
      dedupeKey: request.dedupeKey,
    },
    now,
  );
  if (isNew) await scheduleDue(tx, { kind: sendKind, subjectId: id, dueAt: now });
  return id;
}

/** Whether a ledger row still allows sending; given by the rooms that keep the ledgers. */
export type ClearanceChecks = Readonly<
  Record<Clearance['ledger'], (db: Db, ledgerId: string) => Promise<boolean>>
>;

/** What a message is about and for, without its content. */
export interface MessageSubject {
  readonly aboutKind: string;
  readonly aboutId: string;
  readonly purpose: string | null;
}

export interface MessagingDeps {
  readonly carriers: Carriers;
  readonly checks: ClearanceChecks;
  /** Whether events have not overtaken the message: nobody is asked to come after they were stood down. */
  readonly stillWanted?: (db: Db, subject: MessageSubject) => Promise<boolean>;
  readonly log: Log;
}

/** Sending waits on carriers for seconds; the due loop keeps these apart from what must be on time. */
export const messagingSlowKinds: readonly string[] = [sendKind];

export function messagingDueHandlers({ carriers, checks, stillWanted, log }: MessagingDeps): DueHandlers {
  return {
    [sendKind]: async (due, { db, now }) => {
      const finish = (work: (tx: Tx) => Promise<void>) =>
        transaction(db, async (tx) => {
          await completeDue(tx, due);
          await work(tx);
        });
      const message = await readOut(db, due.subjectId);
      if (!message || (message.state !== 'queued' && message.state !== 'sending'))
        return finish(async () => {});
      const about = {
        messageId: message.id,
        aboutKind: message.aboutKind ?? '',
        aboutId: message.aboutId ?? '',
        purpose: message.purpose,
      };
      const withhold = (why: 'clearance' | 'overtaken') =>
        finish(async (tx) => {
          await setState(tx, message.id, 'withheld');
          await emit(
            tx,
            { name: 'message-withheld', subjectId: message.id, payload: { ...about, why } },
            now,
          );
        });
      if (!(await checks[message.ledger](db, message.ledgerId))) return withhold('clearance');
      if (stillWanted && !(await stillWanted(db, about))) return withhold('overtaken');
      await setState(db, message.id, 'sending');
      let providerId: string | undefined;
      try {
        const carrier = carriers[message.wire];
        if (!carrier) throw new Error(`no carrier is configured for ${message.wire}`);
        providerId = await carrier.carry(message, now);
      } catch (error) {
        const waitSeconds = retryAfterSeconds(due.attempts);
        log.warn('a message has not left', {
          messageId: message.id,
          wire: message.wire,
          attempts: due.attempts,
          ...errorFields(error),
        });
        if (waitSeconds !== null) throw error;
        return finish(async (tx) => {
          await setState(tx, message.id, 'failed');
          await emit(tx, { name: 'message-failed', subjectId: message.id, payload: about }, now);
        });
      }
      await finish(async (tx) => {
        await setState(tx, message.id, 'sent', { providerId, sentAt: now });
        await emit(tx, { name: 'message-sent', subjectId: message.id, payload: about }, now);
      });
    },
  };
}

/** Takes in a message from outside, once, and tells the rooms above whom it is from: the last one written to at that address. */
export async function receiveMessage(
  tx: Tx,
  message: { wire: Wire; from: string; body: string; providerId: string },
  now: Date,
): Promise<void> {
  const id = newId(now);
  const from = addressFor(message.wire, message.from) ?? message.from;
  if (
    !(await insertIn(
      tx,
      { id, ...message, from, body: message.body.slice(0, wireRules.email.bodyLimitCharacters) },
      now,
    ))
  )
    return;
  const about = await lastAbout(tx, [from, message.from], now);
  await emit(
    tx,
    {
      name: 'message-received',
      subjectId: id,
      payload: {
        messageId: id,
        wire: message.wire,
        keyword: keywordOf(message.body),
        aboutKind: about?.kind ?? null,
        aboutId: about?.id ?? null,
      },
    },
    now,
  );
}
