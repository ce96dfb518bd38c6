/**
 * Texts from the safe contact of a signaler. What they say stands in the dialogue like words written by code, with the same
 * clock; only STOP means something else: that nothing is texted there any more.
 */
import { leaf } from '../audit/index.ts';
import { readReceived } from '../messaging/index.ts';
import type { Subscribers, Tx } from '../platform/index.ts';
import { messageLimitCharacters, storeWords } from './dialogue.ts';
import { changeSignal, findByNumber, forgetBodyHash, readSignal } from './store.ts';

/** Whose words these are: the report we last wrote about, else the newest that has this number. */
async function signalOf(
  tx: Tx,
  payload: Readonly<Record<string, unknown>>,
  numberId: string,
): Promise<string | undefined> {
  const { aboutKind, aboutId } = payload;
  // What was destroyed takes no more words; the same telephone may have another report.
  if (aboutKind === 'signal' && typeof aboutId === 'string')
    if ((await readSignal(tx, aboutId))?.purged_at === null) return aboutId;
  return findByNumber(tx, numberId);
}

/** The events signals listens to. */
export function signalsSubscribers(): Subscribers {
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
    'message-received': async (tx, { payload }, now) => {
      // A responder's number answers a page; paging hears that.
      if (payload['from'] === 'responder') return;
      const received = await readReceived(tx, String(payload['messageId']));
      if (!received?.numberId) return;
      const signalId = await signalOf(tx, payload, received.numberId);
      const signal = signalId ? await readSignal(tx, signalId, true) : undefined;
      if (!signal) return;
      const { keyword } = payload;
      const body = received.body.replaceAll('\0', '').trim().slice(0, messageLimitCharacters);
      // HELP may be a cry for help: it is stored like every other word, and answered by a person.
      if (body) await storeWords(tx, signal, { body, key: received.id, byText: true }, now);
      if (keyword !== 'stop' && keyword !== 'start') return;
      if ((keyword === 'stop') === (signal.texts_stopped_at !== null)) return;
      await changeSignal(tx, signal.id, { texts_stopped_at: keyword === 'stop' ? now : null }, now);
      await leaf(tx, {
        at: now,
        actor: { kind: 'signaler' },
        action: keyword === 'stop' ? 'texts-stopped' : 'texts-allowed',
        subjectKind: 'signal',
        subjectId: signal.id,
      });
    },
  };
}
