/**
 * Texts from signalers. From a number that we know they go on with its dialogue, by the same clock as words written by code; from any
 * other they are a report of their own, at the help door, which is the most protective. STOP means that nothing is texted there any more.
 */
import { leaf } from '../../../audit/index.ts';
import { readReceived, wasSent } from '../../../messaging/index.ts';
import {
  completeDue,
  type DueHandlers,
  newId,
  type Subscribers,
  scheduleDue,
  type Tx,
  transaction,
} from '../../../platform/index.ts';
import type { Codes } from '../../codes.ts';
import { receiveSignal } from '../../commands.ts';
import { namesDanger, saysYes } from '../../core/index.ts';
import { messageLimitCharacters, storeWords } from '../../dialogue.ts';
import { admitted, type Floods, type Trace } from '../../floods/index.ts';
import { signalInput } from '../../input.ts';
import { forgetNote } from '../../reaching.ts';
import {
  changeSignal,
  findByNumber,
  forgetBodyHash,
  readSignal,
  type SignalRow,
  textBehindKind,
} from '../../store.ts';
import { answerText } from './answering.ts';
import { staffWroteSince } from './store.ts';

export interface TextDeps {
  readonly codes: Codes;
  readonly floods: Pick<Floods, 'notice'>;
  /** The hotline's own telephone, which the answer to HELP names. */
  readonly phone: string;
}

type Received = NonNullable<Awaited<ReturnType<typeof readReceived>>> & { readonly numberId: string };
type Payload = Readonly<Record<string, unknown>>;

/** Whose words these are: the report we last wrote about, else the newest that has this number. */
async function signalOf(
  tx: Tx,
  { aboutKind, aboutId }: Payload,
  numberId: string,
): Promise<string | undefined> {
  // What was destroyed takes no more words; the same telephone may have another report.
  if (aboutKind === 'signal' && typeof aboutId === 'string')
    if ((await readSignal(tx, aboutId))?.purged_at === null) return aboutId;
  return findByNumber(tx, numberId);
}

/** A report made of a text. Nobody asked its writer anything, so nothing is taken for granted: not the language either. */
async function beginByText(tx: Tx, codes: Codes, received: Received, trace: Trace): Promise<string> {
  const input = signalInput
    .omit({ channel: true })
    .parse({ door: 'unsure', narrative: received.body, language: 'und' });
  const arriving = { ...input, channel: 'text' as const, numberId: received.numberId };
  return (
    await receiveSignal(
      { db: tx, codes, floods: admitted(trace) },
      arriving,
      `text-${received.id}`,
      received.at,
    )
  ).signalId;
}

/** In pieces that the dialogue takes; the first has the text's own id as its key, by which a purge finds it. */
function piecesOf(received: Received): { body: string; key: string }[] {
  const pieces: { body: string; key: string }[] = [];
  for (let start = 0; start < received.body.length; start += messageLimitCharacters)
    pieces.push({
      body: received.body.slice(start, start + messageLimitCharacters).toWellFormed(),
      key: start === 0 ? received.id : `${received.id} ${start}`,
    });
  return pieces;
}

/**
 * A report begun by a text of somebody we do not know. A flood is slowed and set aside like every other, never refused: what says nearly the
 * same as much that came just before is taken up by few hands, behind everything else. A word of danger, STOP and HELP never wait and are
 * compared with nothing. @returns undefined where it is taken up later
 */
async function begunByText(
  tx: Tx,
  deps: TextDeps,
  received: Received,
  payload: Payload,
  turn: 'first' | 'behind',
  now: Date,
): Promise<string | undefined> {
  const isPressing = Boolean(payload['keyword']) || namesDanger(received.body);
  const { behind, trace } = deps.floods.notice(isPressing ? null : received.body, now);
  if (!behind || turn === 'behind') return beginByText(tx, deps.codes, received, trace());
  await scheduleDue(tx, { kind: textBehindKind, subjectId: received.id, dueAt: now, payload });
  return undefined;
}

async function onText(
  tx: Tx,
  deps: TextDeps,
  payload: Payload,
  now: Date,
  turn: 'first' | 'behind' = 'first',
): Promise<void> {
  // A responder's number answers a page; paging hears that.
  if (payload['from'] === 'responder') return;
  const found = await readReceived(tx, String(payload['messageId']));
  if (!found?.numberId) return;
  const received = { ...found, numberId: found.numberId };
  const signalId =
    (await signalOf(tx, payload, received.numberId)) ??
    (await begunByText(tx, deps, received, payload, turn, now));
  if (signalId === undefined) return;
  const before = await readSignal(tx, signalId, true);
  if (!before) return;
  // HELP may be a cry for help: it is stored like every other word, and a person sees it.
  const messageId = newId(now);
  for (const [place, piece] of piecesOf(received).entries())
    await storeWords(tx, before, { ...piece, ...(place === 0 ? { id: messageId } : {}), byText: true }, now);
  const { keyword } = payload;
  await changeTexting(tx, before, { keyword, body: received.body }, now);
  const signal = await readSignal(tx, signalId);
  if (signal) await answerText(tx, signal, { messageId, textAt: received.at, keyword }, deps.phone, now);
}

/** STOP, START, and whether it is safe to text: said by themselves, and on record. */
async function changeTexting(
  tx: Tx,
  signal: SignalRow,
  text: { keyword: unknown; body: string },
  now: Date,
): Promise<void> {
  const said = async (
    action: string,
    change: { texts_stopped_at?: Date | null; texts_safe_at?: Date | null },
  ) => {
    await changeSignal(tx, signal.id, change, now);
    await leaf(tx, {
      at: now,
      actor: { kind: 'signaler' },
      action,
      subjectKind: 'signal',
      subjectId: signal.id,
    });
  };
  if (text.keyword === 'stop' && !signal.texts_stopped_at)
    return said('texts-stopped', { texts_stopped_at: now, texts_safe_at: null });
  if (text.keyword === 'start' && signal.texts_stopped_at)
    return said('texts-allowed', { texts_stopped_at: null });
  // A yes answers the first reply only, and only while nobody has asked anything else.
  if (signal.channel !== 'text' || signal.texts_safe_at || !saysYes(text.body)) return;
  if (!(await wasSent(tx, signal.id, 'first-reply'))) return;
  if (await staffWroteSince(tx, signal.id, signal.received_at)) return;
  await said('texts-safe', { texts_safe_at: now });
}

/** The events signals listens to. */
export function signalsSubscribers(deps: TextDeps): Subscribers {
  return {
    'number-forgotten': async (tx, { subjectId: numberId }, now) => {
      const signalId = await findByNumber(tx, numberId);
      if (!signalId) return;
      await forgetBodyHash(tx, signalId);
      await leaf(tx, {
        at: now,
        actor: { kind: 'system' },
        action: 'number-forgotten',
        subjectKind: 'signal',
        subjectId: signalId,
      });
    },
    'dialogue-read': (tx, { subjectId, payload }) => forgetNote(tx, subjectId, Number(payload['upTo'])),
    'message-received': (tx, { payload }, now) => onText(tx, deps, payload, now),
  };
}

/** What was slowed because much alike came. By now the number may be known: then it goes on with its dialogue. */
export function textDueHandlers(deps: TextDeps): DueHandlers {
  return {
    [textBehindKind]: (due, { db, now }) =>
      transaction(db, async (tx) => {
        await completeDue(tx, due);
        await onText(tx, deps, due.payload, now, 'behind');
      }),
  };
}
