/**
 * Sending. A message is stored with its due row in the caller's transaction, so what was decided is sent even
 * if every process dies now; at the moment of sending the clearance is asked again, and a message is tried until it has left
 * or a person has been told that it has not.
 */
import {
  completeDue,
  type Db,
  type DueHandlers,
  emit,
  errorFields,
  hurryDue,
  type Log,
  newId,
  Refusal,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import type { Clearance } from './clearance.ts';
import { addressFor, retryAfterSeconds, type Wire, waitingNote, wireRules } from './core/index.ts';
import { prolongNumber, stateOfNumber } from './numbers/numbers.ts';
import { readNumber } from './numbers/store-numbers.ts';
import { receivingDueHandlers } from './receiving.ts';
import {
  hasNoteBeside,
  insertOut,
  queueAgain,
  readOut,
  readWaitingAbout,
  type StoredMessage,
  setState,
} from './store.ts';
import type { Carriers } from './wires.ts';

const sendKind = 'message-send';

export interface OutgoingRequest {
  readonly wire: Wire;
  /** A work contact's address, or the handle of a signaler's number: what it stands for is looked up when the message leaves. */
  readonly to: string | { readonly numberId: string };
  readonly body: string;
  readonly subject?: string;
  /** What it is about, so that an answer finds its way. */
  readonly about: { readonly kind: string; readonly id: string };
  /** The report whose key seals it; its own where it belongs to none. */
  readonly recordId?: string;
  /** What it is for within its subject, such as `stand-down`; asked again at the moment of sending. */
  readonly purpose?: string;
  /** After this its words do not leave any more: they may be read by somebody else. */
  readonly wordsUntil?: Date;
  /** After that it leaves as a note that a message waits; otherwise not at all. */
  readonly thenNote?: boolean;
  /** The same key under the same ledger row sends once. */
  readonly dedupeKey: string;
}

const addressInvalid = (why: string) =>
  new Refusal('address-invalid', 422, 'This message has no usable address', why);

/** Where a message goes, as it is stored. @throws Refusal `address-invalid` */
async function whereTo(
  tx: Tx,
  { wire, to }: Pick<OutgoingRequest, 'wire' | 'to'>,
  now: Date,
): Promise<{ address: string } | { numberId: string }> {
  if (typeof to !== 'string') {
    const state = await stateOfNumber(tx, to.numberId);
    if (state?.wire !== wire || !state.kept || !state.usable)
      throw addressInvalid('The number is no longer kept, or nothing can be sent there.');
    await prolongNumber(tx, to.numberId, now);
    return to;
  }
  const address = addressFor(wire, to);
  if (address === null) throw addressInvalid(`That is not a ${wireRules[wire].addressName}.`);
  return { address };
}

/** Queues a message. @returns its id @throws Refusal `address-invalid`, `message-too-long` */
export async function send(
  tx: Tx,
  clearance: Clearance,
  request: OutgoingRequest,
  now: Date,
): Promise<string> {
  const rules = wireRules[request.wire];
  if (request.body.length > rules.bodyLimitCharacters)
    throw new Refusal(
      'message-too-long',
      422,
      'This message is too long',
      `It may have ${rules.bodyLimitCharacters} characters.`,
    );
  const to = await whereTo(tx, request, now);
  const messageId = newId(now);
  const { id, isNew } = await insertOut(
    tx,
    {
      id: messageId,
      recordId: request.recordId ?? messageId,
      wire: request.wire,
      to,
      subject: request.subject ?? null,
      body: request.body,
      clearance,
      aboutKind: request.about.kind,
      aboutId: request.about.id,
      purpose: request.purpose ?? null,
      wordsUntil: request.wordsUntil ?? null,
      thenNote: request.thenNote ?? false,
      dedupeKey: request.dedupeKey,
    },
    now,
  );
  if (isNew) await scheduleDue(tx, { kind: sendKind, subjectId: id, dueAt: now });
  return id;
}

/** Looks again, now, whether what waits about something may leave. */
export async function hurryWaiting(tx: Tx, about: { kind: string; id: string }, now: Date): Promise<void> {
  for (const subjectId of await readWaitingAbout(tx, about))
    await hurryDue(tx, { kind: sendKind, subjectId }, now);
}

/** What waits about something is not wanted any more. Its due row stays and finds nothing to send; what a carrier has just now still counts as sent. */
export async function withdrawWaiting(tx: Tx, about: { kind: string; id: string }): Promise<void> {
  for (const id of await readWaitingAbout(tx, about)) await setState(tx, id, 'withheld');
}

/** Whether a ledger row still allows sending, and to this work address; given by the rooms that keep the ledgers. */
export type ClearanceChecks = Readonly<
  Record<Clearance['ledger'], (db: Db, ledgerId: string, address?: string) => Promise<boolean>>
>;

/** What a message is about and for, without its content. */
export interface MessageSubject {
  readonly aboutKind: string;
  readonly aboutId: string;
  readonly purpose: string | null;
}

/** When a message may reach whom it is for. */
export type SafeWindow =
  /** Now; and what the carrier still holds at its end must not be delivered any more. */
  | { readonly closesAt: Date | null }
  /** Not now: then it is asked again. Where only a person can say when, `message-held` tells of it each time. */
  | { readonly askedAgainAt: Date; readonly forAPerson?: boolean };

export interface MessagingDeps {
  readonly carriers: Carriers;
  readonly checks: ClearanceChecks;
  /** Whether events have not overtaken the message: nobody is asked to come after they were stood down. */
  readonly stillWanted?: (db: Db, subject: MessageSubject) => Promise<boolean>;
  /** When a message may reach whom it is for. Asked at the moment of sending, of what is no answer to a text of a moment ago. */
  readonly safeWindow?: (db: Db, subject: MessageSubject, now: Date) => Promise<SafeWindow>;
  readonly log: Log;
}

/** The address for the carrier; undefined where the number was forgotten. @throws Refusal keys-away */
async function addressOf(db: Db, message: StoredMessage): Promise<string | undefined> {
  if (message.numberId === null) return message.address ?? undefined;
  const number = await readNumber(db, message.numberId);
  return number && (addressFor(message.wire, number.address) ?? undefined);
}

/** Sending waits on carriers for seconds; the due loop keeps these apart from what must be on time. */
export const messagingSlowKinds: readonly string[] = [sendKind];

export function messagingDueHandlers({
  carriers,
  checks,
  stillWanted,
  safeWindow,
  log,
}: MessagingDeps): DueHandlers {
  return {
    ...receivingDueHandlers(),
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
      const withhold = (why: 'clearance' | 'overtaken' | 'forgotten' | 'late') =>
        finish(async (tx) => {
          await setState(tx, message.id, 'withheld');
          await emit(
            tx,
            { name: 'message-withheld', subjectId: message.id, payload: { ...about, why } },
            now,
          );
        });
      if (!(await checks[message.ledger](db, message.ledgerId, message.address ?? undefined)))
        return withhold('clearance');
      if (stillWanted && !(await stillWanted(db, about))) return withhold('overtaken');
      const address = await addressOf(db, message);
      if (address === undefined) return withhold('forgotten');
      const late = message.wordsUntil !== null && now > message.wordsUntil;
      if (late && !message.thenNote) return withhold('late');
      // However much turned late meanwhile, one note says that something waits.
      if (late && (await hasNoteBeside(db, message, now))) return withhold('overtaken');
      const isAnswer = message.wordsUntil !== null && !late;
      const window: SafeWindow = isAnswer
        ? { closesAt: message.wordsUntil }
        : ((await safeWindow?.(db, about, now)) ?? { closesAt: null });
      if ('askedAgainAt' in window)
        return finish(async (tx) => {
          // It may have been tried before, and waits like any other from now on; unless it was withdrawn just now.
          await queueAgain(tx, message.id);
          await scheduleDue(tx, { kind: sendKind, subjectId: message.id, dueAt: window.askedAgainAt });
          if (window.forAPerson)
            await emit(tx, { name: 'message-held', subjectId: message.id, payload: about }, now);
        });
      const body = late ? waitingNote : message.body;
      const validUntil = window.closesAt;
      await setState(db, message.id, 'sending');
      let providerId: string | undefined;
      try {
        const carrier = carriers[message.wire];
        if (!carrier) throw new Error(`no carrier is configured for ${message.wire}`);
        providerId = await carrier.carry({ ...message, address, body, validUntil }, now);
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
