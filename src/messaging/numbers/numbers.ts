/**
 * Where signalers can be reached, apart from everything else. A report and its messages hold a handle; what it stands for lies here,
 * sealed and indexed under keys of the day of its last message, so that a day is forgotten by destroying its keys, and nobody can find
 * out afterwards whether a number was there by trying them all. Source: security.md 13, docs/decisions/0018.
 */
import {
  type Db,
  newId,
  openIndex,
  openIndexes,
  Refusal,
  scheduleDue,
  settleKeys,
  type Tx,
} from '../../platform/index.ts';
import { addressFor, dayOf, formsOf, type NumberForms } from '../core/index.ts';
import {
  closeBatches,
  eraseNumbers,
  findByIndex,
  insertNumber,
  openBatch,
  readKeptBatches,
  readNumber,
  readNumberState,
  readNumbers,
  type SealedNumber,
  sealNumber,
  updateNumber,
  writeIndexes,
} from './store-numbers.ts';

export const forgetKind = 'numbers-forget';
/** Longer than any statement or transaction may take: nobody who still saw a batch open can write into it after that. */
const closingSeconds = 60;

/** Where somebody can be reached, as they wrote it. */
export interface Reach {
  readonly wire: 'sms' | 'email';
  readonly address: string;
  /** For what they agreed to be called back. */
  readonly purpose?: string | undefined;
}

/** What stands for a number among those of its day. @throws Refusal keys-away */
async function indexesOf(db: Db, batchId: string, { exact, loose }: NumberForms, now: Date) {
  const index = await openIndex(db, batchId, now);
  return {
    address_index: index.term(batchId, 'kept_number.address_index', exact),
    loose_index: loose === null ? null : index.term(batchId, 'kept_number.loose_index', loose),
  };
}

/** What is done, or nothing while no key can be had. */
async function whileKeys<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'keys-away') return undefined;
    throw error;
  }
}

/**
 * A number under a new handle, sealed, for the statement that stores it with what holds the handle. While keys are away it comes in
 * without its index; `settleNumber` brings that in later.
 */
export async function newNumber(db: Db, { wire, address, purpose }: Reach, now: Date): Promise<SealedNumber> {
  const batchId = await openBatch(db, dayOf(now), now);
  const indexes = await whileKeys(() => indexesOf(db, batchId, formsOf(wire, address), now));
  return sealNumber(
    db,
    {
      id: newId(now),
      batch_id: batchId,
      wire,
      usable: addressFor(wire, address) !== null,
      address,
      purpose: purpose ?? null,
      ...(indexes ?? { address_index: null, loose_index: null }),
    },
    now,
  );
}

/** Keeps a number. @returns its handle */
export async function keepNumber(tx: Tx, reach: Reach, now: Date): Promise<string> {
  const row = await newNumber(tx, reach, now);
  await insertNumber(tx, row);
  return row.id;
}

/** Brings up to date what came in while keys were away. @throws KeyFault, Refusal keys-away where they still are */
export async function settleNumber(tx: Tx, id: string, now: Date): Promise<void> {
  const state = await readNumberState(tx, id);
  if (!state?.kept) return;
  await settleKeys(tx, state.batch_id);
  if (state.indexed) return;
  const found = await readNumber(tx, id, true);
  if (!found) return;
  const forms = formsOf(found.wire as Reach['wire'], found.address);
  const indexes = await indexesOf(tx, found.batch_id, forms, now);
  await writeIndexes(tx, { id, batch_id: found.batch_id, ...indexes });
}

/** The handles that stand for a number, in any of its spellings, the newest first. @throws Refusal keys-away */
export async function sameNumbers(db: Db, { wire, address }: Reach): Promise<string[]> {
  return findByForm(db, 'address_index', formsOf(wire, address).exact);
}

async function findByForm(db: Db, column: 'address_index' | 'loose_index', form: string): Promise<string[]> {
  const indexes = await openIndexes(db, await readKeptBatches(db));
  const terms = [...indexes].map(([batchId, index]) => index.term(batchId, `kept_number.${column}`, form));
  return findByIndex(db, column, terms);
}

/**
 * The handles of numbers that somebody searches for. What the index finds is opened and compared.
 * @param form as `formsOf` gives it @throws Refusal keys-away
 */
export async function searchNumbers(db: Db, by: keyof NumberForms, form: string): Promise<string[]> {
  const found = await findByForm(db, by === 'exact' ? 'address_index' : 'loose_index', form);
  return (await readNumbers(db, found))
    .filter(({ wire, address }) => formsOf(wire as Reach['wire'], address ?? '')[by] === form)
    .map(({ id }) => id);
}

/** Something went to or came from a number: its life begins anew. While keys are away the next message does it. */
export async function prolongNumber(tx: Tx, id: string, now: Date): Promise<void> {
  const state = await readNumberState(tx, id);
  const today = dayOf(now);
  if (!state?.kept || (state.open && state.day >= today)) return;
  await whileKeys(() => moveNumber(tx, id, today, now));
}

/** Seals a number anew under the keys of a day. @throws Refusal keys-away */
export async function moveNumber(tx: Tx, id: string, day: string, now: Date): Promise<void> {
  const found = await readNumber(tx, id, true);
  if (!found) return;
  const wire = found.wire as Reach['wire'];
  const batchId = await openBatch(tx, day, now);
  const indexes = await indexesOf(tx, batchId, formsOf(wire, found.address), now);
  await updateNumber(tx, { ...found, wire, batch_id: batchId, ...indexes }, now);
}

/**
 * Forgets numbers before their day: at once here, and a minute later in every copy, when the keys that they lay under are destroyed and
 * the other numbers of those days have moved.
 */
export async function forgetNumbers(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  const batches = await eraseNumbers(tx, ids);
  await closeBatches(tx, batches, now);
  for (const batchId of batches) await scheduleForgetting(tx, batchId, now);
}

/** The batch is closed: its keys go when nobody can be writing under them any more. */
export const scheduleForgetting = (tx: Tx, batchId: string, now: Date): Promise<void> =>
  scheduleDue(tx, {
    kind: forgetKind,
    subjectId: batchId,
    dueAt: new Date(now.getTime() + closingSeconds * 1000),
  });

/** What is known of a number without opening it: on which wire, whether anything can be sent there, and whether it is still kept. */
export async function stateOfNumber(
  db: Db,
  id: string,
): Promise<{ wire: Reach['wire']; usable: boolean; kept: boolean; hasPurpose: boolean } | undefined> {
  const state = await readNumberState(db, id);
  if (!state) return undefined;
  const { usable, kept, has_purpose: hasPurpose } = state;
  return { wire: state.wire as Reach['wire'], usable, kept, hasPurpose };
}

/** Where and for what somebody agreed to be called back; whoever shows it has that on record. @throws Refusal keys-away */
export async function callBackOf(
  db: Db,
  id: string,
): Promise<{ wire: string; address: string; purpose: string } | undefined> {
  const found = await readNumber(db, id);
  return found?.purpose ? { wire: found.wire, address: found.address, purpose: found.purpose } : undefined;
}
