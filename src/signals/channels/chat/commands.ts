/**
 * A chat is a report whose dialogue goes on live. It is durable before anything is said to be sent, and the code that comes with it is
 * all that opens it again. Source: safety.md "Messages on a watched phone", "The code in the wrong hands".
 */
import { z } from 'zod';
import { leaf } from '../../../audit/index.ts';
import { type Db, emit, plainText, Refusal, type Tx, transaction } from '../../../platform/index.ts';
import { type Codes, digest } from '../../codes.ts';
import { receiveSignal } from '../../commands.ts';
import { lockBehindCode, messageText, notOpen, storeWords } from '../../dialogue.ts';
import { admitted, type Floods } from '../../floods/index.ts';
import { signalInput } from '../../input.ts';
import { readSignal } from '../../store.ts';
import { sequenceOf } from '../../store-dialogue.ts';
import type { JustSaid } from './conversations.ts';
import { endChat } from './ending.ts';
import { changeChat, insertChat, lastSequence, readChat } from './store.ts';
import { hideUntilNow, isToBeNoted, noteAct, noteFollowing, noteLanguage } from './store-following.ts';

/** What may be said before a chat begins. Nothing of it has to be. */
export const chatInput = signalInput
  .pick({ language: true, danger: true, ageGroup: true })
  .extend({
    door: signalInput.shape.door.default('help'),
    alone: z.enum(['yes', 'no', 'not-said']).default('not-said'),
    ifQuiet: plainText({ maxCharacters: 500 }).optional(),
    text: plainText({ maxCharacters: 5_000 }).optional(),
    codeWord: plainText({ maxCharacters: 60 }).optional(),
  })
  .strict()
  .meta({ examples: [{ text: 'Is somebody there?', alone: 'yes' }] });

export type ChatInput = z.infer<typeof chatInput>;

/** Stands in the report where nothing was written at first. */
const withoutWords = 'A chat. What was said stands in the conversation.';

/** Somebody waits for an answer; the floor hears of it. */
export const chatWaiting = 'chat-waiting';

/**
 * Begins a chat. When this returns, it and the first words are on disk.
 * @param key the same key and words begin one chat
 * @returns the code, and the report that the chat is
 * @throws Refusal key-reused, key-invalid
 */
export function beginChat(
  { db, codes, floods }: { readonly db: Db; readonly codes: Codes; readonly floods: Floods },
  input: ChatInput,
  key: string,
  now: Date,
): Promise<{ readonly code: string; readonly signalId: string }> {
  const { text, alone, ifQuiet, codeWord, ...rest } = input;
  const words = text?.trim() ? messageText(text) : undefined;
  // Its turn comes before its connection: whoever waits for a turn holds none.
  return floods.admit(words ?? null, now, (trace) =>
    transaction(db, async (tx) => {
      const report = signalInput.omit({ channel: true }).parse({
        ...rest,
        narrative: words ?? withoutWords,
        ...(codeWord ? { contactWishes: { codeWord } } : {}),
      });
      const { receipt, signalId } = await receiveSignal(
        { db: tx, codes, floods: admitted(trace) },
        { ...report, channel: 'chat' },
        key,
        now,
      );
      const signal = await lockedSignal(tx, signalId);
      if (await readChat(tx, signalId)) return { code: receipt, signalId };
      await insertChat(tx, { signalId, alone, ifQuiet }, now);
      // What it began with is the report: the code never shows it.
      if (words) {
        const first = { body: words, key: firstKey, byText: false, inChat: true };
        await changeChat(
          tx,
          signalId,
          { after_sequence: (await storeWords(tx, signal, first, now)) ?? 0 },
          now,
        );
      }
      await emit(tx, { name: chatWaiting, subjectId: signalId }, now);
      return { code: receipt, signalId };
    }),
  );
}

/** The key of what was written before the chat began. */
const firstKey = 'first words';

async function lockedSignal(tx: Tx, id: string) {
  const signal = await readSignal(tx, id, true);
  if (!signal) throw notOpen();
  return signal;
}

/** The report behind a code, locked, and its chat if it has one. @throws Refusal code-not-open */
async function lockedChat(tx: Tx, codes: Codes, typed: string) {
  const found = await lockBehindCode(tx, codes, typed);
  // A code that went through a partner's own system opens no chat: who is there would tell what is done about the report.
  if (found.signal.partner_key_id !== null) throw notOpen();
  return found;
}

/**
 * Goes on by chat with a report that is there, whatever channel it came by. What was said before is not shown again.
 * @param after the last number that their page has; 0 where it does not say
 * @param language in which their page speaks: known from then on of somebody who only texted before
 * @returns the report
 * @throws Refusal code-not-open
 */
export function resumeChat(
  db: Db,
  codes: Codes,
  {
    code,
    after = 0,
    language,
  }: { readonly code: string; readonly after?: number | undefined; readonly language?: string | undefined },
  now: Date,
): Promise<string> {
  return codes.slowed(now, () =>
    transaction(db, async (tx) => {
      const { signal, chat } = await lockedChat(tx, codes, code);
      if (language) await noteLanguage(tx, signal.id, language);
      if (chat && chat.state !== 'ended') {
        await noteFollowing(tx, signal.id, now, after);
        await noteAct(tx, signal.id, now);
        return signal.id;
      }
      if (chat) {
        await hideUntilNow(tx, signal.id, after);
        await changeChat(
          tx,
          signal.id,
          {
            state: 'waiting',
            begun_at: now,
            followed_at: now,
            acted_at: now,
            staff_id: null,
            offered_at: null,
            taken_at: null,
            ended_at: null,
            ended_by: null,
            hand_over_note: null,
          },
          now,
        );
      } else {
        await insertChat(tx, { signalId: signal.id, alone: 'not-said', ifQuiet: undefined }, now);
        await changeChat(tx, signal.id, { after_sequence: await lastSequence(tx, signal.id) }, now);
      }
      await record(tx, signal.id, 'chat-resumed', now);
      await emit(tx, { name: chatWaiting, subjectId: signal.id }, now);
      return signal.id;
    }),
  );
}

const record = (tx: Tx, signalId: string, action: string, now: Date) =>
  leaf(tx, { at: now, actor: { kind: 'signaler' }, action, subjectKind: 'signal', subjectId: signalId });

const chatOver = () =>
  new Refusal(
    'chat-over',
    409,
    'This chat has ended',
    'Nothing was sent; your words are still here. You can go on with your code, or begin a new chat.',
  );

/**
 * The signaler says something in the chat.
 * @param key the same key stores it once
 * @param after the last number that their page has; 0 where it does not say
 * @returns their number in the dialogue, once they are on disk; and what was said, where it had not been stored before
 * @throws Refusal code-not-open, chat-over, message-empty, message-too-long
 */
export function sayInChat(
  db: Db,
  codes: Codes,
  { code, text, key, after = 0 }: { code: string; text: string; key: string; after?: number | undefined },
  now: Date,
): Promise<{ readonly sequence: number; readonly said: JustSaid | undefined }> {
  const body = messageText(text);
  return codes.slowed(now, () =>
    transaction(db, async (tx) => {
      const { signal, chat, key: known } = await lockedChat(tx, codes, code);
      if (!chat || chat.state === 'ended') throw chatOver();
      if (isToBeNoted(chat.followedAt, now)) await noteFollowing(tx, signal.id, now, after);
      const words = { body, key, byText: false, inChat: true };
      const sequence = await storeWords(tx, signal, words, now, known);
      if (sequence !== undefined) {
        const elsewhere = signal.code_elsewhere;
        const said = { signalId: signal.id, sequence, author: 'signaler' as const, body, at: now };
        return { sequence, said: { ...said, byText: false, elsewhere } };
      }
      const before = await sequenceOf(tx, signal.id, digest(key));
      // It ended while this waited for its turn.
      if (before === undefined) throw chatOver();
      return { sequence: before, said: undefined };
    }),
  );
}

/** The signaler ends the chat. The code goes on working; what was said is not shown with it. @throws Refusal code-not-open */
export function leaveChat(db: Db, codes: Codes, typed: string, now: Date): Promise<string> {
  return codes.slowed(now, () =>
    transaction(db, async (tx) => {
      const { signal } = await lockedChat(tx, codes, typed);
      await endChat(tx, signal.id, undefined, now);
      return signal.id;
    }),
  );
}
