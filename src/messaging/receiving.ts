/**
 * Receiving. A message is stored before anything is known of it, so that the carrier hears at once that it is safe; a moment later its
 * due row finds out from whom it is and tells the rooms above. Source: security.md 1, 13.
 */
import {
  completeDue,
  type DueHandlers,
  emit,
  newId,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import { addressFor, keywordOf, longestInboundCharacters } from './core/index.ts';
import { keepNumber, prolongNumber, type Reach, sameNumbers, settleNumber } from './numbers/numbers.ts';
import { deleteNumber, readNumber } from './numbers/store-numbers.ts';
import { insertIn, lastAbout, lockAddress, readReceived, writeSender } from './store-received.ts';

const arrivedKind = 'message-arrived';

/** Whom a message is from: one we asked to come, one who told us something, or somebody we do not know. */
export type Sender = 'responder' | 'signaler' | 'unknown';

/**
 * Takes in a message from outside, once. When the transaction ends it is durable; whose it is, is found out by `message-arrived`.
 * While keys are away it is taken in like a report. @returns false when it came before
 */
export async function receiveMessage(
  tx: Tx,
  message: { wire: Reach['wire']; from: string; body: string; providerId: string },
  now: Date,
): Promise<boolean> {
  const id = newId(now);
  const address = addressFor(message.wire, message.from) ?? message.from;
  const numberId = await keepNumber(tx, { wire: message.wire, address }, now);
  const body = message.body.slice(0, longestInboundCharacters).toWellFormed();
  if (
    !(await insertIn(tx, { id, wire: message.wire, numberId, body, providerId: message.providerId }, now))
  ) {
    await deleteNumber(tx, numberId);
    return false;
  }
  await scheduleDue(tx, { kind: arrivedKind, subjectId: id, dueAt: now });
  return true;
}

/** Whose a message is, written down in it. The last one written to at that address decides. */
async function findSender(
  tx: Tx,
  message: { id: string; numberId: string },
  now: Date,
): Promise<{ from: Sender; about: { kind: string; id: string } | undefined }> {
  await settleNumber(tx, message.numberId, now);
  const own = await readNumber(tx, message.numberId);
  if (!own) return { from: 'unknown', about: undefined };
  const reach = { wire: own.wire as Reach['wire'], address: own.address };
  await lockAddress(tx, reach.address, now);
  const others = (await sameNumbers(tx, reach)).filter((id) => id !== message.numberId);
  const about = await lastAbout(tx, { spellings: [reach.address], numberIds: others }, now);
  const known = about ? about.numberId : others[0];
  if (known === undefined) return { from: 'unknown', about: undefined };
  await writeSender(
    tx,
    message.id,
    known === null ? { address: reach.address, about } : { numberId: known },
    now,
  );
  await deleteNumber(tx, message.numberId);
  if (known === null) return { from: 'responder', about };
  await prolongNumber(tx, known, now);
  return { from: 'signaler', about };
}

export function receivingDueHandlers(): DueHandlers {
  return {
    [arrivedKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        const message = await readReceived(tx, due.subjectId);
        if (!message?.numberId) return;
        const { from, about } = await findSender(tx, { id: message.id, numberId: message.numberId }, now);
        const payload = {
          messageId: message.id,
          wire: message.wire,
          keyword: keywordOf(message.body),
          from,
          aboutKind: about?.kind ?? null,
          aboutId: about?.id ?? null,
        };
        await emit(tx, { name: 'message-received', subjectId: message.id, payload }, now);
      });
    },
  };
}
