/**
 * Texts from the safe contact of a signaler. What they say stands in the dialogue like words written by code, with the same
 * clock; only STOP means something else: that nothing is texted there any more.
 */
import { leaf } from '../audit/index.ts';
import { readReceived } from '../messaging/index.ts';
import type { Subscribers, Tx } from '../platform/index.ts';
import { messageLimitCharacters, storeWords } from './dialogue.ts';
import { changeSignal, findBySafeContact, readSignal } from './store.ts';

/** Whose words these are: the report we last wrote about, else the newest that gave this contact. */
async function signalOf(
  tx: Tx,
  payload: Readonly<Record<string, unknown>>,
  from: string,
  now: Date,
): Promise<string | undefined> {
  if (payload['aboutKind'] === 'signal' && typeof payload['aboutId'] === 'string') {
    // What was destroyed takes no more words; the same telephone may have another report.
    if ((await readSignal(tx, payload['aboutId']))?.purged_at === null) return payload['aboutId'];
    return findBySafeContact(tx, from, now);
  }
  // A responder's number answers a page; paging hears that.
  return payload['aboutKind'] ? undefined : findBySafeContact(tx, from, now);
}

/** The events signals listens to. */
export function signalsSubscribers(): Subscribers {
  return {
    'message-received': async (tx, { payload }, now) => {
      const received = await readReceived(tx, String(payload['messageId']));
      if (!received) return;
      const signalId = await signalOf(tx, payload, received.address, now);
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
