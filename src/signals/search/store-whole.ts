/** Reports with everything that was written in them, for whoever looks for words. */
import { type Db, openRows } from '../../platform/index.ts';
import {
  ifWhole,
  readWordsIfWhole,
  type SignalRow,
  type SignalWords,
  selectSignals,
  selectWords,
} from '../store.ts';
import { readMessages, selectBodies } from '../store-dialogue.ts';

/** A report with everything that was written in it. */
export interface WholeSignal {
  readonly signal: SignalRow;
  readonly words: SignalWords;
  readonly messages: readonly { readonly body: string }[];
}

/**
 * Some reports with everything that was written in them, in no order; those that do not open are left out.
 * @param ids at most a page of them @throws Refusal keys-away
 */
export async function readWhole(db: Db, ids: readonly string[]): Promise<WholeSignal[]> {
  if (ids.length === 0) return [];
  const signals = await selectSignals(db, ids);
  const messages = await selectBodies(db, ids);
  // All keys in one query; only where something does not open is each report looked at alone.
  const opened = await ifWhole(async () => ({
    words: await openRows(db, 'signal', await selectWords(db, ids)),
    messages: await openRows(db, 'dialogue_message', messages),
  }));
  if (opened)
    return signals.flatMap((signal) => {
      const words = opened.words.find(({ id }) => id === signal.id);
      return words
        ? [{ signal, words, messages: opened.messages.filter((one) => one.signal_id === signal.id) }]
        : [];
    });
  const found: WholeSignal[] = [];
  for (const signal of signals) {
    const words = await readWordsIfWhole(db, signal.id);
    if (words) found.push({ signal, words, messages: await readMessages(db, signal.id, '') });
  }
  return found;
}
