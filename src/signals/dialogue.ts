/** What a code opens: the signaler reads, writes, and ends it. Wrong, closed and unknown codes look the same. */
import { leaf } from '../audit/index.ts';
import {
  type Db,
  emit,
  newId,
  notify,
  Refusal,
  type StoredKey,
  type Tx,
  transaction,
} from '../platform/index.ts';
import { endChat } from './channels/chat/ending.ts';
import { type Codes, codeNotOpen, digest } from './codes.ts';
import { neutralReply, readCode, type Status, statusOf, statusTexts } from './core/index.ts';
import { changeSignal, readByCode, readSignal, type SignalRow } from './store.ts';
import { insertMessage, isMessageOpen, readMessages } from './store-dialogue.ts';
import { lockByCode } from './store-locked.ts';

/** What a code opens: a fixed status and the messages, never the report, a place, a time or an outcome. */
export interface DialogueView {
  readonly status: Status;
  readonly text: string;
  /** It was sent before the last page of the form; nothing of what it says. */
  readonly unfinished: boolean;
  readonly messages: readonly { readonly from: 'you' | 'us'; readonly text: string }[];
}

export const notOpen = () =>
  new Refusal(
    codeNotOpen,
    404,
    'That code does not open anything',
    'Check the digits. A code that was deleted or mistyped looks the same. You can always write to us anew.',
  );

/**
 * Finds the signal behind a code. Wrong, closed and unknown codes take the same work and give the same answer.
 * @throws Refusal code-not-open
 */
export const openByCode = (db: Db, codes: Codes, typed: string) =>
  behindCode(
    codes,
    typed,
    (hash) => readByCode(db, hash),
    (found) => found,
  );

/**
 * The same, locked, with what writing to its dialogue asks for.
 * @throws Refusal code-not-open
 */
export const lockBehindCode = (tx: Tx, codes: Codes, typed: string) =>
  behindCode(
    codes,
    typed,
    (hash) => lockByCode(tx, hash),
    ({ signal }) => signal,
  );

async function behindCode<Found>(
  codes: Codes,
  typed: string,
  find: (hash: Buffer) => Promise<Found | undefined>,
  signalOf: (found: Found) => { readonly code_hash: Buffer; readonly code_revoked_at: Date | null },
): Promise<Found> {
  const code = readCode(typed);
  const hash = codes.hashOf(code ?? '0'.repeat(21));
  const found = await find(hash);
  const signal = found && signalOf(found);
  const right =
    signal && codes.same(signal.code_hash, hash) && code !== null && signal.code_revoked_at === null;
  if (!right) throw notOpen();
  return found!;
}

const notShown = 'This message cannot be shown just now.';

async function viewOf(
  tx: Tx,
  found: Awaited<ReturnType<typeof openByCode>>,
  now: Date,
): Promise<DialogueView> {
  // A code that went through a partner's own system says what the partner may know, and no more.
  const status = found.partner_key_id
    ? 'received'
    : statusOf({ state: found.state as 'received' | 'read' | 'closed', actedOnAt: found.acted_on_at });
  const messages = await readMessages(tx, found.id, notShown);
  const ours = messages.filter((message) => message.author === 'advocate');
  // They have read all that a text would tell of: each needless one on a watched telephone is a risk. What is said in a chat is read there.
  const upTo = ours.at(-1)?.sequence;
  if (found.number_id && upTo && ours.every((message) => !message.in_chat && message.body !== notShown))
    await emit(tx, { name: 'dialogue-read', subjectId: found.id, payload: { upTo } }, now);
  return {
    status,
    text: statusTexts[status],
    unfinished: found.unfinished && found.state !== 'closed',
    // What came as a text or was said in a chat stays between the person and staff: the code may be in other hands.
    messages: messages
      .filter((message) => !message.by_text && !message.in_chat)
      .map((message) => ({
        from: message.author === 'signaler' ? ('you' as const) : ('us' as const),
        text: message.author === 'advocate' && found.code_elsewhere ? neutralReply : message.body,
      })),
  };
}

export const openDialogue = (db: Db, codes: Codes, typed: string, now: Date): Promise<DialogueView> =>
  codes.slowed(now, () => transaction(db, async (tx) => viewOf(tx, await openByCode(tx, codes, typed), now)));

export const messageLimitCharacters = 5_000;

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

/** Words of the signaler that no member of staff has seen after so long go to a supervisor. */
export const unansweredSeconds = 15 * 60;
/** In a chat the person was told that somebody is there with them. */
export const unansweredInChatSeconds = 3 * 60;
export const unansweredKind = 'signaler-unanswered';

/**
 * What the signaler wrote, by code, by text or in a chat. A closed report comes back into the queue, and a clock runs until staff open it
 * or answer. It never lowers danger and never gives consent.
 * @param signal locked by the caller @param known its newest key, where it has just been read
 * @returns its number in the dialogue; undefined when the same key stored it before, or the chat that it was for goes on no more
 */
export async function storeWords(
  tx: Tx,
  signal: Pick<SignalRow, 'id' | 'state'>,
  words: { id?: string; body: string; key: string; byText: boolean; inChat?: boolean },
  now: Date,
  known?: StoredKey,
): Promise<number | undefined> {
  const { body, byText, inChat = false } = words;
  const id = words.id ?? newId(now);
  const from = { signalId: signal.id, author: 'signaler' as const, staffId: null };
  const waitsSeconds = inChat ? unansweredInChatSeconds : unansweredSeconds;
  const written = await insertMessage(
    tx,
    { ...from, id, body, keyHash: digest(words.key), byText, chat: inChat ? 'only' : 'outside' },
    {
      action: 'message-written',
      detail: { byText },
      clock: {
        kind: unansweredKind,
        at: new Date(now.getTime() + waitsSeconds * 1000),
        // A longer clock that runs already must not hold up the shorter one.
        dedupeKey: inChat ? 'chat' : '',
      },
      key: known,
    },
    now,
  );
  if (!written) return undefined;
  if (signal.state === 'closed') {
    await changeSignal(tx, signal.id, { state: 'read', closed_at: null }, now);
    const about = { at: now, subjectKind: 'signal', subjectId: signal.id };
    await leaf(tx, { ...about, actor: { kind: 'signaler' }, action: 'signal-reopened' });
  }
  // In a chat the page that follows it is told, at once and by another way.
  if (inChat) return written.sequence;
  await notify(tx, signal.id);
  const payload = { messageId: id, byText };
  await emit(tx, { name: 'signaler-wrote', subjectId: signal.id, payload }, now);
  return written.sequence;
}

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
  return codes.slowed(now, () =>
    transaction(db, async (tx) => {
      const found = await openByCode(tx, codes, typed);
      const signal = await readSignal(tx, found.id, true);
      if (!signal) throw notOpen();
      await storeWords(tx, signal, { body: words, key, byText: false }, now);
      return viewOf(tx, await openByCode(tx, codes, typed), now);
    }),
  );
}

/** The code stops working; what staff hold follows its own retention. */
export async function deleteByCode(db: Db, codes: Codes, typed: string, now: Date): Promise<void> {
  await codes.slowed(now, () =>
    transaction(db, async (tx) => {
      const found = await openByCode(tx, codes, typed);
      await readSignal(tx, found.id, true);
      await changeSignal(tx, found.id, { code_revoked_at: now }, now);
      await endChat(tx, found.id, undefined, now);
      await leaf(tx, {
        at: now,
        actor: { kind: 'signaler' },
        action: 'code-deleted',
        subjectKind: 'signal',
        subjectId: found.id,
      });
    }),
  );
}

/** Whether a message to a signaler may still leave; messaging asks at the moment of sending. */
export const isDialogueLive = (db: Db, messageId: string): Promise<boolean> => isMessageOpen(db, messageId);
