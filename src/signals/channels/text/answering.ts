/** What goes to the telephone of somebody who texts us: answered by itself at first and on HELP, and by staff. */
import { mintClearance } from '../../../messaging/clearance.ts';
import { plainForTexting, segmentsOf, send, stateOfNumber, wasSent } from '../../../messaging/index.ts';
import { type Db, Refusal, type Tx } from '../../../platform/index.ts';
import {
  answerMinutes,
  answerSegments,
  firstReply,
  helpReply,
  type TextPlan,
  tellsTooMuch,
  textPlan,
} from '../../core/index.ts';
import type { SignalRow } from '../../store.ts';
import { lastActs, lastTextAt, theirTexts } from './store.ts';

/** A web form's safe contact was called safe; somebody who texts us says so first. */
export const isSafeToText = (signal: Pick<SignalRow, 'channel' | 'texts_safe_at'>): boolean =>
  signal.channel !== 'text' || signal.texts_safe_at !== null;

/**
 * Whether an answer to a chat that goes on is for the chat alone. It goes where the person acted last; an open page is no act of theirs, for
 * it may stand where nobody is. Of somebody who texts and did nothing in the chat for ten minutes nobody knows: then a text goes out as well.
 */
export async function goesOnByChat(db: Db, signalId: string, now: Date): Promise<boolean> {
  const { textedAt, actedAt } = await lastActs(db, signalId);
  if (textedAt === null) return true;
  return (
    actedAt !== null && actedAt > textedAt && now.getTime() - actedAt.getTime() <= answerMinutes * 60_000
  );
}

/** What may be texted to the signaler now. */
export const planFor = async (tx: Tx, signal: SignalRow, now: Date): Promise<TextPlan> =>
  textPlan({ lastTextAt: await lastTextAt(tx, signal.id), isSafe: isSafeToText(signal) }, now);

/**
 * The words of an answer as they may be read on their telephone.
 * @throws Refusal text-tells-too-much, text-too-long: nothing was stored
 */
export async function textableWords(tx: Tx, signalId: string, answer: string): Promise<string> {
  const words = plainForTexting(answer);
  const tells = tellsTooMuch(words, await theirTexts(tx, signalId));
  if (tells)
    throw new Refusal(
      'text-tells-too-much',
      422,
      'That would be read on their phone',
      `They texted a moment ago, so your answer goes there as it is. Leave out “${tells}”: name nothing, and do not repeat what they wrote. Your words are still here.`,
    );
  const { count } = segmentsOf(words);
  if (count > answerSegments)
    throw new Refusal(
      'text-too-long',
      422,
      'That is too long for a text',
      `It would arrive as ${count} texts; ${answerSegments} are the most. Say it in fewer words. Your words are still here.`,
    );
  return words;
}

/** Sends an answer to a text of theirs by itself. @param to their message in the dialogue, which is what allows it */
async function answer(
  tx: Tx,
  signal: SignalRow,
  to: { messageId: string; textAt: Date; body: string; purpose: string },
  now: Date,
): Promise<void> {
  const number = signal.number_id ? await stateOfNumber(tx, signal.number_id) : undefined;
  if (!signal.number_id || number?.wire !== 'sms' || !number.kept || !number.usable) return;
  await send(
    tx,
    mintClearance('dialogue', to.messageId),
    {
      wire: 'sms',
      to: { numberId: signal.number_id },
      body: to.body,
      about: { kind: 'signal', id: signal.id },
      recordId: signal.id,
      purpose: to.purpose,
      wordsUntil: new Date(to.textAt.getTime() + answerMinutes * 60_000),
      dedupeKey: to.purpose,
    },
    now,
  );
}

/**
 * Answers a text by itself: HELP by who this is, and the first words of somebody we do not know by the danger words and whether it is
 * safe. Nothing else is answered but by a person.
 */
export async function answerText(
  tx: Tx,
  signal: SignalRow,
  text: { messageId: string; textAt: Date; keyword: unknown },
  phone: string,
  now: Date,
): Promise<void> {
  if (signal.texts_stopped_at || signal.code_elsewhere || text.keyword === 'stop') return;
  if (text.keyword === 'help')
    return answer(tx, signal, { ...text, body: helpReply(phone), purpose: 'help' }, now);
  if (signal.channel !== 'text' || (await wasSent(tx, signal.id, 'first-reply'))) return;
  await answer(tx, signal, { ...text, body: firstReply, purpose: 'first-reply' }, now);
}
