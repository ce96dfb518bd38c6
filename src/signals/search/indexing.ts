/** Makes a report findable: reads it, and stores the keyed hash of what it can be found by. Off the hot path: a due row does it. */
import { findPhoneNumbersInText } from 'libphonenumber-js';
import { settleNumber } from '../../messaging/index.ts';
import {
  type BlindIndex,
  completeDue,
  type DueHandlers,
  openIndex,
  operatorOrganizationId,
  settleKeys,
  type Tx,
  transaction,
} from '../../platform/index.ts';
import { type FindPhones, type Term, termsOf } from '../core/index.ts';
import { readSignal, readWordsIfWhole, type SignalWords, searchDueKind } from '../store.ts';
import { readMessages } from '../store-dialogue.ts';
import { addTerms } from './store-search.ts';

/** What search works with. Words are found only where the operator chose so: how often a word comes tells something even unread. */
export interface SearchDeps {
  readonly words: boolean;
}

const phonesLimit = 60;

/** Telephone numbers as people of this country write them, and all others with their country's number. */
export const findPhones: FindPhones = (text) =>
  findPhoneNumbersInText(text, 'US')
    .slice(0, phonesLimit)
    .map(({ number }) => number.number);

/** All words of a report and its dialogue in one text. Where the signaler can be reached is not among them: that is looked up where it is kept. */
export function textOf(words: Partial<SignalWords>, messages: readonly { readonly body: string }[]): string {
  return [
    words.narrative,
    words.own_words,
    words.appearance,
    words.people,
    ...Object.values(words.vehicle ?? {}),
    words.do_not_tell,
    ...Object.values(words.place ?? {}),
    ...Object.values(words.transit ?? {}),
    ...messages.map(({ body }) => body),
  ]
    .filter((part) => typeof part === 'string')
    .join('\n');
}

export const termOf = (index: BlindIndex, { kind, value }: Term): Buffer =>
  index.term(operatorOrganizationId, `search.${kind}`, value);

/**
 * Brings what a report is found by up to date.
 * @param from only what its dialogue has from this number on, since all before it has been read; else all of it and of the report
 */
async function indexSignal(
  tx: Tx,
  deps: SearchDeps,
  { signalId, from }: { readonly signalId: string; readonly from: number | undefined },
  now: Date,
): Promise<void> {
  const signal = await readSignal(tx, signalId, true);
  if (!signal) return;
  await settleKeys(tx, signalId);
  if (signal.number_id) await settleNumber(tx, signal.number_id, now);
  // Words that were destroyed or are damaged stay away, whatever was written later.
  const words = await readWordsIfWhole(tx, signalId);
  if (!words) return;
  const index = await openIndex(tx, operatorOrganizationId, now);
  const messages = await readMessages(tx, signalId, undefined, from);
  const terms = termsOf(textOf(from === undefined ? words : {}, messages), findPhones, deps.words);
  await addTerms(tx, {
    signalId,
    organizationId: operatorOrganizationId,
    receivedAt: signal.received_at,
    terms: terms.map((term) => termOf(index, term)),
  });
}

export function searchDueHandlers(deps: SearchDeps): DueHandlers {
  return {
    [searchDueKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const from = Number.isSafeInteger(due.payload['from']) ? Number(due.payload['from']) : undefined;
        await indexSignal(tx, deps, { signalId: due.subjectId, from }, now);
        await completeDue(tx, due);
      });
    },
  };
}
