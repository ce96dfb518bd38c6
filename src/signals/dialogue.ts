/** What a code opens: the signaler reads, writes, and ends it. Wrong, closed and unknown codes look the same. */
import { leaf } from '../audit/index.ts';
import { type Db, emit, newId, Refusal, transaction } from '../platform/index.ts';
import { type Codes, digest } from './codes.ts';
import { neutralReply, readCode, type Status, statusOf, statusTexts } from './core/index.ts';
import { changeSignal, insertMessage, isMessageOpen, readByCode, readMessages } from './store.ts';

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

const messageLimitCharacters = 5_000;

/** The words of a message as they are stored. @throws Refusal message-empty, message-too-long */
export const messageText = (text: string): string => {
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

/** Whether a message to a signaler may still leave; messaging asks at the moment of sending. */
export const isDialogueLive = (db: Db, messageId: string): Promise<boolean> => isMessageOpen(db, messageId);
