/** What staff do with a report. Each act leaves an audit leaf in its own transaction. */
import { leaf } from '../audit/index.ts';
import { mintClearance } from '../messaging/clearance.ts';
import { send } from '../messaging/index.ts';
import { cancelDue, newId, Refusal, type Tx } from '../platform/index.ts';
import { digest } from './codes.ts';
import { messageText } from './dialogue.ts';
import { changeSignal, insertMessage, readSignal } from './store.ts';

const unknownSignal = () =>
  new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');

async function lockSignal(tx: Tx, id: string) {
  const row = await readSignal(tx, id, true);
  if (!row) throw unknownSignal();
  return row;
}

/** Staff ask the signaler. A text goes out only where safe contact was given, and says nothing but that there is a message. */
export async function askBack(
  tx: Tx,
  signalId: string,
  staffId: string,
  text: string,
  now: Date,
): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  const id = newId(now);
  await insertMessage(
    tx,
    { id, signalId, author: 'advocate', body: messageText(text), staffId, keyHash: digest(id) },
    now,
  );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'asked-back',
    subjectKind: 'signal',
    subjectId: signalId,
  });
  const contact = signal.safe_contact as { wire?: 'sms' | 'email'; address?: string } | null;
  if (contact?.wire && contact.address && !signal.code_elsewhere)
    await send(
      tx,
      mintClearance('dialogue', id),
      {
        wire: contact.wire,
        to: contact.address,
        subject: 'A message',
        body: 'You have a message.',
        about: { kind: 'signal', id: signalId },
        dedupeKey: 'message-waiting',
      },
      now,
    );
}

/** A trained person has opened the report. */
export async function markRead(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  if (signal.state !== 'received') return;
  await changeSignal(tx, signalId, { state: 'read', read_at: now });
  await cancelDue(tx, { kind: 'signal-unread', subjectId: signalId });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'signal-read',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

export async function closeSignal(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const signal = await lockSignal(tx, signalId);
  if (signal.state === 'closed') return;
  await changeSignal(tx, signalId, { state: 'closed', closed_at: now });
  await cancelDue(tx, { kind: 'signal-unread', subjectId: signalId });
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
  await changeSignal(tx, signalId, { acted_on_at: now });
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
  await changeSignal(tx, signalId, { code_elsewhere: true });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'code-elsewhere-flagged',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}
