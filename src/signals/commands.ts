/** A report arrives. Acknowledged means durable; a repeated post is the same report. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { addressFor, newNumber } from '../messaging/index.ts';
import { type Db, newId, Refusal } from '../platform/index.ts';
import { type Codes, digest } from './codes.ts';
import { doorOf, isReviewedLanguage, writeCode } from './core/index.ts';
import { comparedText } from './floods/compared.ts';
import type { Floods, Trace } from './floods/index.ts';
import type { SignalInput } from './input.ts';
import { insertSignal, readByKey, searchDueKind, unreadKind, unreadSeconds } from './store.ts';

const keyShape = /^[\x21-\x7e]{8,128}$/;

/** A report on its way in, whatever channel it comes by. */
export type Arriving = Omit<SignalInput, 'channel'> & {
  readonly channel: SignalInput['channel'] | 'chat' | 'text';
  /** The handle of a number that is kept already. */
  readonly numberId?: string;
};

/** What the signaler gets. Nothing in it but the code and the words about danger. */
export interface ReceivedSignal {
  /** The code, in groups. */
  readonly receipt: string;
  readonly notice: string;
}

export const dangerNotice =
  'Is someone in danger right now? Call 911, or text 911 where available. On a train or bus, tell the crew or transit police if that is safe. Nobody may read this at once.';

/** Fields in a fixed order, so that the same report is the same whatever order they came in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/**
 * The safe contact in the form the wires take. Nobody who reports danger now is held up by a number that cannot be used: it is
 * kept as written, and staff are told when they want to write there. @throws Refusal safe-contact-unusable
 */
function withUsableContact(input: Arriving): Arriving {
  if (!input.safeContact) return input;
  const { wire, address } = input.safeContact;
  const normal = addressFor(wire, address);
  if (normal) return { ...input, safeContact: { wire, address: normal } };
  if (input.danger === 'imminent') return input;
  throw new Refusal(
    'safe-contact-unusable',
    422,
    wire === 'sms' ? 'We cannot text that phone number' : 'We cannot write to that email address',
    wire === 'sms'
      ? 'Nothing was stored yet. Write it with its area code, as (816) 555-0142, or leave it empty and use your code.'
      : 'Nothing was stored yet. Look at it again, or leave it empty and use your code.',
  );
}

/** What a report is taken in with. */
export interface Intake {
  readonly db: Db;
  readonly codes: Codes;
  /** Absent for whoever holds a connection already: waiting for a turn with one in hand could stop everybody. */
  readonly floods?: Pick<Floods, 'admit'>;
}

/** Of a report that came by a signed channel: what its sender said besides it. */
export interface Arrival {
  /** What makes it the same report again. No public key looks like it. */
  readonly onceKey: string;
  /** The body as it was read, in a fixed order. */
  readonly body: string;
  readonly partnerKeyId: string;
  readonly overContract: boolean;
  /** Whether anybody was told the code; where nobody was, it opens nothing. */
  readonly codeGiven: boolean;
  /** What the person agreed to be called back for. */
  readonly callBackPurpose?: string;
}

export const keyReused = () =>
  new Refusal(
    'key-reused',
    409,
    'This was sent before with other words',
    'The first report is safe. To add to it, use your code; to send another, use a new key or id for it.',
  );

/** A refusal that names what to mend. */
export function inputRefusal(error: z.ZodError): Refusal {
  const lines = error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.join('.') || 'the report'}: ${issue.message}`);
  return new Refusal(
    'body-invalid',
    400,
    'Something in the report is not as it should be',
    `Nothing was stored. ${lines.join('; ')}.`,
  );
}

const rowOf = (input: Arriving, door: string, arrival: Arrival | undefined, now: Date) => ({
  channel: input.channel,
  door,
  relation: input.relation,
  proximity: input.proximity,
  language: input.language,
  danger: input.danger,
  age_group: input.ageGroup,
  observations: input.observations,
  unfinished: input.unfinished ?? false,
  ...(arrival
    ? {
        partner_key_id: arrival.partnerKeyId,
        over_contract: arrival.overContract,
        code_revoked_at: arrival.codeGiven ? null : now,
      }
    : {}),
});

/** What they wish for, where they said anything. */
const wishesOf = ({ contactWishes }: Arriving) =>
  contactWishes && Object.keys(contactWishes).length > 0 ? contactWishes : null;

/** For what somebody agreed to be called, where it is a telephone that they gave: who may call at all, staff see. */
const callPurpose = ({ contactWishes, safeContact }: Arriving): string | undefined =>
  safeContact?.wire === 'sms' && contactWishes?.calls && contactWishes.calls !== 'no'
    ? 'to talk about what they wrote'
    : undefined;

const wordsOf = (input: Arriving) => ({
  narrative: input.narrative,
  own_words: input.ownWords ?? null,
  appearance: input.appearance ?? null,
  people: input.people ?? null,
  vehicle: input.vehicle ?? null,
  transit: input.transit ?? null,
  place: input.place ?? null,
  do_not_tell: input.doNotTell ?? null,
  contact_wishes: wishesOf(input),
});

/**
 * Stores a report. When this returns, the report, its audit leaf and its due rows are on disk.
 * @param idempotencyKey 8 to 128 visible ASCII characters, chosen by the sender; a repetition gives the same receipt
 * @throws Refusal `key-reused` when the key came with another report, `key-invalid`, `safe-contact-unusable`
 */
export async function receiveSignal(
  { db, codes, floods }: Intake,
  parsed: Arriving,
  idempotencyKey: string | undefined,
  now: Date,
  arrival?: Arrival,
): Promise<ReceivedSignal & { signalId: string }> {
  if (idempotencyKey !== undefined && !keyShape.test(idempotencyKey))
    throw new Refusal(
      'key-invalid',
      400,
      'The Idempotency-Key cannot be used',
      'It has 8 to 128 visible ASCII characters.',
    );
  const input = withUsableContact(parsed);
  const keyHash = digest(arrival?.onceKey ?? idempotencyKey ?? randomBytes(16).toString('hex'));
  const bodyHash = codes.bodyHashOf(arrival?.body ?? canonical(input));
  const signalId = newId(now);
  const code = codes.codeOf(signalId);
  const door = doorOf(input);
  const due = [
    {
      id: newId(now),
      kind: unreadKind,
      dedupe_key: '',
      due_at: new Date(now.getTime() + unreadSeconds * 1000),
    },
    { id: newId(now), kind: searchDueKind, dedupe_key: '', due_at: now },
  ];
  if (input.danger === 'imminent')
    due.push({ id: newId(now), kind: 'event:imminent-danger-reported', dedupe_key: 'received', due_at: now });
  const number = input.numberId
    ? { id: input.numberId }
    : input.safeContact
      ? await newNumber(
          db,
          { ...input.safeContact, purpose: arrival?.callBackPurpose ?? callPurpose(input) },
          now,
        )
      : null;
  // Whoever signs is known, and what they send is counted by their contract.
  const compared = arrival ? null : comparedText(input);
  const store = (trace: Trace) =>
    insertSignal(
      db,
      {
        sketch: trace.sketch,
        id: signalId,
        leafId: newId(now),
        row: rowOf(input, door, arrival, now),
        words: wordsOf(input),
        number,
        // Only the person themselves consents; and only in words that a real person has reviewed in their language.
        releases: (door === 'help' ? input.releases : []).map(({ language: readIn, ...release }) => ({
          id: newId(now),
          ...release,
          by_the_person: input.relation === 'potential-victim' || input.proximity === 'self',
          informed: isReviewedLanguage(input.language) && isReviewedLanguage(readIn ?? input.language),
        })),
        due: [...due, ...trace.due],
      },
      now,
      keyHash,
      bodyHash,
      codes.hashOf(code),
    );
  const stored = await (floods ? floods.admit(compared, now, store) : store({ sketch: null, due: [] }));
  if (stored) return { signalId, receipt: writeCode(code), notice: dangerNotice };
  const before = await readByKey(db, keyHash);
  if (!before) throw new Error('a key was taken and is gone');
  if (!codes.same(before.body_hash, bodyHash)) throw keyReused();
  return { signalId: before.id, receipt: writeCode(codes.codeOf(before.id)), notice: dangerNotice };
}
