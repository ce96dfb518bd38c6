/** A report arrives, and both sides write. Acknowledged means durable; a repeated post is the same report. */
import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { leaf } from '../audit/index.ts';
import { mintClearance } from '../messaging/clearance.ts';
import { send } from '../messaging/index.ts';
import { cancelDue, type Db, emit, newId, Refusal, type Tx, transaction } from '../platform/index.ts';
import type { Codes } from './codes.ts';
import {
  doorOf,
  neutralReply,
  readCode,
  type Status,
  statusOf,
  statusTexts,
  writeCode,
} from './core/index.ts';
import type { SignalInput } from './input.ts';
import {
  changeSignal,
  insertMessage,
  insertSignal,
  isMessageOpen,
  readByCode,
  readByKey,
  readMessages,
  readSignal,
} from './store.ts';

const unreadSeconds = 15 * 60;
const messageLimitCharacters = 5_000;
const keyShape = /^[\x21-\x7e]{8,128}$/;

/** What the signaler gets. Nothing in it but the code and the words about danger. */
export interface ReceivedSignal {
  /** The code, in groups. */
  readonly receipt: string;
  readonly notice: string;
}

export const dangerNotice =
  'Is someone in danger right now? Call 911, or text 911 where available. On a train or bus, tell the crew or transit police if that is safe. Nobody may read this at once.';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Fields in a fixed order, so that the same report is the same whatever order they came in. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/** Texts must not hold the one character that PostgreSQL cannot store. */
const withoutNul = (input: SignalInput): SignalInput =>
  JSON.parse(JSON.stringify(input).replaceAll('\\u0000', '')) as SignalInput;

/** A refusal that names what to mend. */
export function inputRefusal(error: z.ZodError): Refusal {
  const lines = error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.join('.') || 'the report'}: ${issue.message}`);
  return new Refusal(
    'body-invalid',
    400,
    'Something in the report is not as it should be',
    `Nothing was stored. ${lines.join('; ')}.`,
  );
}

/**
 * Stores a report. When this returns, the report, its audit leaf and its due rows are on disk.
 * @param idempotencyKey 8 to 128 visible ASCII characters, chosen by the sender; a repetition gives the same receipt
 * @throws Refusal `key-reused` when the key came with another report, `key-invalid`
 */
export async function receiveSignal(
  db: Db,
  codes: Codes,
  parsed: SignalInput,
  idempotencyKey: string | undefined,
  now: Date,
): Promise<ReceivedSignal & { signalId: string }> {
  if (idempotencyKey !== undefined && !keyShape.test(idempotencyKey))
    throw new Refusal(
      'key-invalid',
      400,
      'The Idempotency-Key cannot be used',
      'It has 8 to 128 visible ASCII characters.',
    );
  const input = withoutNul(parsed);
  const keyHash = digest(idempotencyKey ?? randomBytes(16).toString('hex'));
  const bodyHash = digest(canonical(input));
  const signalId = newId(now);
  const code = codes.codeOf(signalId);
  const door = doorOf(input);
  const due = [
    {
      id: newId(now),
      kind: 'signal-unread',
      dedupe_key: '',
      due_at: new Date(now.getTime() + unreadSeconds * 1000),
    },
  ];
  if (input.danger === 'imminent')
    due.push({ id: newId(now), kind: 'event:imminent-danger-reported', dedupe_key: 'received', due_at: now });
  const stored = await insertSignal(
    db,
    {
      id: signalId,
      leafId: newId(now),
      row: {
        channel: input.channel,
        door,
        relation: input.relation,
        proximity: input.proximity,
        language: input.language,
        danger: input.danger,
        age_group: input.ageGroup,
        narrative: input.narrative,
        own_words: input.ownWords,
        observations: input.observations,
        appearance: input.appearance,
        transit: input.transit,
        place: input.place,
        do_not_tell: input.doNotTell,
        safe_contact: input.safeContact,
      },
      // Only the person themselves consents; and only in words that a real person has reviewed in their language.
      releases: (door === 'help' ? input.releases : []).map((release) => ({
        id: newId(now),
        ...release,
        by_the_person: input.relation === 'potential-victim' || input.proximity === 'self',
        informed: input.language === 'en' || input.language.startsWith('en-'),
      })),
      due,
    },
    now,
    keyHash,
    bodyHash,
    codes.hashOf(code),
  );
  if (stored) return { signalId, receipt: writeCode(code), notice: dangerNotice };
  const before = await readByKey(db, keyHash);
  if (!before) throw new Error('a key was taken and is gone');
  if (!codes.same(before.body_hash, bodyHash))
    throw new Refusal(
      'key-reused',
      409,
      'This was sent before with other words',
      'The first report is safe. To add to it, use your code; to send another, use a new Idempotency-Key.',
    );
  return { signalId: before.id, receipt: writeCode(codes.codeOf(before.id)), notice: dangerNotice };
}

/** What a code opens: a fixed status and the messages, never the report, a place, a time or an outcome. */
export interface DialogueView {
  readonly status: Status;
  readonly text: string;
  readonly messages: readonly { readonly from: 'you' | 'us'; readonly text: string }[];
}

const notOpen = () =>
  new Refusal(
    'code-not-open',
    404,
    'That code does not open anything',
    'Check the digits. A code that was deleted or mistyped looks the same. You can always write to us anew.',
  );

/** Finds the signal behind a code. Wrong, closed and unknown codes take the same work and give the same answer. */
async function open(db: Db, codes: Codes, typed: string) {
  const code = readCode(typed);
  const hash = codes.hashOf(code ?? '0'.repeat(21));
  const found = await readByCode(db, hash);
  const right = found && codes.same(found.code_hash, hash) && code !== null && found.code_revoked_at === null;
  if (!right) throw notOpen();
  return found;
}

async function viewOf(db: Db, found: Awaited<ReturnType<typeof open>>): Promise<DialogueView> {
  const status = statusOf({
    state: found.state as 'received' | 'read' | 'closed',
    actedOnAt: found.acted_on_at,
  });
  const messages = await readMessages(db, found.id);
  return {
    status,
    text: statusTexts[status],
    messages: messages.map((message) => ({
      from: message.author === 'signaler' ? ('you' as const) : ('us' as const),
      text: message.author === 'advocate' && found.code_elsewhere ? neutralReply : message.body,
    })),
  };
}

export async function openDialogue(db: Db, codes: Codes, typed: string): Promise<DialogueView> {
  return viewOf(db, await open(db, codes, typed));
}

const messageText = (text: string): string => {
  const words = text.replaceAll('\0', '').trim();
  if (!words)
    throw new Refusal('message-empty', 422, 'There is nothing to send yet', 'Write a few words first.');
  if (words.length > messageLimitCharacters)
    throw new Refusal(
      'message-too-long',
      422,
      'That is too long for one message',
      `Send up to ${messageLimitCharacters} characters at a time. Your words are still here.`,
    );
  return words;
};

/** The signaler writes by code. @param key the same key stores the message once */
export async function writeByCode(
  db: Db,
  codes: Codes,
  typed: string,
  text: string,
  key: string,
  now: Date,
): Promise<DialogueView> {
  const words = messageText(text);
  return transaction(db, async (tx) => {
    const found = await open(tx, codes, typed);
    const id = newId(now);
    if (
      await insertMessage(
        tx,
        { id, signalId: found.id, author: 'signaler', body: words, staffId: null, keyHash: digest(key) },
        now,
      )
    ) {
      await leaf(tx, {
        at: now,
        actor: { kind: 'signaler' },
        action: 'message-written',
        subjectKind: 'signal',
        subjectId: found.id,
      });
      await emit(tx, { name: 'signaler-wrote', subjectId: found.id, payload: { messageId: id } }, now);
    }
    return viewOf(tx, found);
  });
}

/** The code stops working; what staff hold follows its own retention. */
export async function deleteByCode(db: Db, codes: Codes, typed: string, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    const found = await open(tx, codes, typed);
    await changeSignal(tx, found.id, { code_revoked_at: now });
    await leaf(tx, {
      at: now,
      actor: { kind: 'signaler' },
      action: 'code-deleted',
      subjectKind: 'signal',
      subjectId: found.id,
    });
  });
}

const unknownSignal = () =>
  new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');

async function lockSignal(tx: Tx, id: string) {
  const row = await readSignal(tx, id, true);
  if (!row) throw unknownSignal();
  return row;
}

/** Staff ask the signaler. A text goes out only where safe contact was given, and says nothing but that there is a message. */
export async function askBack(
  tx: Tx,
  signalId: string,
  staffId: string,
  text: string,
  now: Date,
): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  const id = newId(now);
  await insertMessage(
    tx,
    { id, signalId, author: 'advocate', body: messageText(text), staffId, keyHash: digest(id) },
    now,
  );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'asked-back',
    subjectKind: 'signal',
    subjectId: signalId,
  });
  const contact = signal.safe_contact as { wire?: 'sms' | 'email'; address?: string } | null;
  if (contact?.wire && contact.address && !signal.code_elsewhere)
    await send(
      tx,
      mintClearance('dialogue', id),
      {
        wire: contact.wire,
        to: contact.address,
        subject: 'A message',
        body: 'You have a message.',
        about: { kind: 'signal', id: signalId },
        dedupeKey: 'message-waiting',
      },
      now,
    );
}

/** A trained person has opened the report. */
export async function markRead(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  if (signal.state !== 'received') return;
  await changeSignal(tx, signalId, { state: 'read', read_at: now });
  await cancelDue(tx, { kind: 'signal-unread', subjectId: signalId });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'signal-read',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

export async function closeSignal(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  if (signal.state === 'closed') return;
  await changeSignal(tx, signalId, { state: 'closed', closed_at: now });
  await cancelDue(tx, { kind: 'signal-unread', subjectId: signalId });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'signal-closed',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

/** Lets the code say "acted on". Whether it may is decided by the caller's rule over the response. */
export async function markActedOn(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  await lockSignal(tx, signalId);
  await changeSignal(tx, signalId, { acted_on_at: now });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'acted-on-released',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

/** Replies turn neutral: the code may be in other hands. */
export async function flagCodeElsewhere(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  await lockSignal(tx, signalId);
  await changeSignal(tx, signalId, { code_elsewhere: true });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'code-elsewhere-flagged',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

/** Whether a message to a signaler may still leave; messaging asks at the moment of sending. */
export const isDialogueLive = (db: Db, messageId: string): Promise<boolean> => isMessageOpen(db, messageId);
