/** What staff do with a report. Each act leaves an audit leaf in its own transaction. */
import { alertSupervisors, leaf, type Showing } from '../audit/index.ts';
import { mintClearance } from '../messaging/clearance.ts';
import {
  forgetNumbers,
  readWaitingAbout,
  send,
  stateOfNumber,
  waitingNote,
  withdrawWaiting,
} from '../messaging/index.ts';
import { cancelDue, newId, Refusal, type Tx } from '../platform/index.ts';
import type { JustSaid } from './channels/chat/conversations.ts';
import { endChat } from './channels/chat/ending.ts';
import { goesOnByChat, planFor, textableWords } from './channels/text/answering.ts';
import { digest } from './codes.ts';
import { messageText } from './dialogue.ts';
import { removeTerms } from './search/store-search.ts';
import { changeSignal, readSignal, type SignalRow, unreadKind, writePurged } from './store.ts';
import { insertMessage } from './store-dialogue.ts';
import { type LockedReport, lockUnlessChatWaits } from './store-locked.ts';

const unknownSignal = () =>
  new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');

/** Takes the report for this transaction. @throws Refusal unknown-signal */
export async function lockSignal(tx: Tx, id: string) {
  const row = await readSignal(tx, id, true);
  if (!row) throw unknownSignal();
  return row;
}

/**
 * The report that staff write to, with what that asks for. Undefined: its chat waits for somebody, who has it from then on.
 * @throws Refusal unknown-signal
 */
export async function lockToAnswer(tx: Tx, signalId: string): Promise<LockedReport | undefined> {
  const found = await lockUnlessChatWaits(tx, signalId);
  if (!found && !(await readSignal(tx, signalId))) throw unknownSignal();
  return found;
}

/**
 * Staff ask the signaler. Words are texted only within ten minutes of a text of theirs; else a note that a message waits, and only where it
 * was called safe. The question is stored whatever becomes of the text: when none can go out, staff are told.
 * @param report locked @param key the same key stores it once
 * @returns what was said, where it had not been stored before; told to open pages after the commit
 */
export async function askBack(
  tx: Tx,
  { signal, key: known }: LockedReport,
  staffId: string,
  text: string,
  now: Date,
  key?: string,
): Promise<JustSaid | undefined> {
  const { id: signalId } = signal;
  const id = newId(now);
  const message = { id, signalId, author: 'advocate' as const, body: messageText(text), staffId };
  const written = await insertMessage(
    tx,
    { ...message, keyHash: digest(key ?? id), chat: 'as-it-is' },
    { action: 'asked-back', key: known },
    now,
  );
  if (!written) return undefined;
  const mayText = signal.number_id !== null && !signal.code_elsewhere && !signal.texts_stopped_at;
  // Whoever is in a chat reads it there; whoever left it and texts is answered by text.
  const staysInChat = async () => written.inChat && (await goesOnByChat(tx, signalId, now));
  if (mayText && !(await staysInChat())) await textOf(tx, signal, { id, text }, now);
  return {
    signalId,
    sequence: written.sequence,
    author: message.author,
    body: message.body,
    at: now,
    byText: false,
    elsewhere: signal.code_elsewhere,
  };
}

/**
 * Texts an answer, or that one waits, as far as that may be.
 * @throws Refusal text-tells-too-much, text-too-long: then the answer is not stored either
 */
async function textOf(
  tx: Tx,
  signal: SignalRow,
  answer: { readonly id: string; readonly text: string },
  now: Date,
): Promise<void> {
  // What was forgotten on its day is no fault to be told of: the report says so, and the code still shows the question.
  const number = await keptNumber(tx, signal.number_id);
  if (!signal.number_id || !number) return;
  const plan = await planFor(tx, signal, now);
  if (plan.kind === 'nothing') return;
  // One note says that something waits, however much does.
  if (plan.kind === 'note' && (await readWaitingAbout(tx, { kind: 'signal', id: signal.id })).length > 0)
    return;
  const words =
    number.wire === 'sms' && plan.kind === 'words'
      ? await textableWords(tx, signal.id, answer.text)
      : undefined;
  const note = {
    wire: number.wire,
    to: { numberId: signal.number_id },
    subject: 'A message',
    body: words ?? waitingNote,
    about: { kind: 'signal', id: signal.id },
    recordId: signal.id,
    ...(plan.kind === 'words' ? { wordsUntil: plan.until, thenNote: plan.isSafe } : {}),
    dedupeKey: 'message-waiting',
  };
  // A refusal comes before anything is written, so the transaction goes on.
  await send(tx, mintClearance('dialogue', answer.id), note, now).catch((error: unknown) => {
    if (error instanceof Refusal) return notTexted(tx, signal.id, now);
    throw error;
  });
}

async function keptNumber(tx: Tx, numberId: string | null) {
  const state = numberId ? await stateOfNumber(tx, numberId) : undefined;
  return state?.kept ? state : undefined;
}

const notTexted = (tx: Tx, signalId: string, now: Date) =>
  alertSupervisors(
    tx,
    {
      subjectId: signalId,
      code: 'signaler-not-texted',
      words:
        'A question waits for the signaler, and the contact they gave cannot be used. They see it with their code only.',
      signalId,
    },
    now,
  );

/** A trained person has opened the report; whatever the signaler wrote until now has been seen. */
export async function markRead(
  tx: Tx,
  signalId: string,
  staffId: string,
  now: Date,
  showing: Showing,
): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  if (signal.state !== 'received') return changeSignal(tx, signalId, { last_opened_at: now }, now);
  await changeSignal(tx, signalId, { state: 'read', read_at: now, last_opened_at: now }, now);
  await cancelDue(tx, { kind: unreadKind, subjectId: signalId });
  const entry = {
    at: now,
    actor: { kind: 'staff' as const, id: staffId },
    action: 'signal-read',
    subjectKind: 'signal',
    subjectId: signalId,
  };
  await showing.write(tx, entry, signal.danger === 'imminent');
}

const reasonLimitCharacters = 4_000;

/** The reason for an act, in words. @throws Refusal reason-missing */
export function reasonOf(text: string, question: string): string {
  const reason = text.replaceAll('\0', '').trim().slice(0, reasonLimitCharacters);
  if (!reason)
    throw new Refusal('reason-missing', 422, 'A reason is needed', `${question} Write it in a few words.`);
  return reason;
}

/**
 * Closes a report for a reason. Whether a response is going on is known above, and asked there.
 * @throws Refusal reason-missing, not-read-yet
 */
export async function closeSignal(
  tx: Tx,
  signalId: string,
  staffId: string,
  why: string,
  now: Date,
): Promise<void> {
  const reason = reasonOf(why, 'Why may this report be closed?');
  const signal = await lockSignal(tx, signalId);
  if (signal.state === 'closed') return;
  if (signal.state === 'received')
    throw new Refusal(
      'not-read-yet',
      409,
      'Nobody has read this report yet',
      'Open it and read it first. It stays in the queue.',
    );
  await changeSignal(tx, signalId, { state: 'closed', closed_at: now, closed_reason: reason }, now);
  await withdrawWaiting(tx, { kind: 'signal', id: signalId });
  await endChat(tx, signalId, staffId, now);
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
  await changeSignal(tx, signalId, { acted_on_at: now }, now);
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
  await changeSignal(tx, signalId, { code_elsewhere: true }, now);
  await withdrawWaiting(tx, { kind: 'signal', id: signalId });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'code-elsewhere-flagged',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

/** A report whose keys were destroyed: nothing finds it any more, and its code opens nothing. */
export async function markPurged(tx: Tx, signalId: string, now: Date): Promise<void> {
  const { number_id: numberId } = await lockSignal(tx, signalId);
  if (numberId) await forgetNumbers(tx, [numberId], now);
  await removeTerms(tx, signalId);
  await writePurged(tx, signalId, now);
}
