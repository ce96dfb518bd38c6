/** The end of a chat, whoever ends it. */
import { leaf } from '../../../audit/index.ts';
import { emit, notify, type Tx } from '../../../platform/index.ts';
import { changeChat, readChat } from './store.ts';

/** Somebody's hands are free again; the floor hears of it. */
export const chatEnded = 'chat-ended';

/** Ends the chat of a report, where one goes on. The caller holds the lock of the report. @param staffId who ended it; absent: the signaler */
export async function endChat(
  tx: Tx,
  signalId: string,
  staffId: string | undefined,
  now: Date,
): Promise<void> {
  const chat = await readChat(tx, signalId);
  if (!chat || chat.state === 'ended') return;
  await changeChat(
    tx,
    signalId,
    {
      state: 'ended',
      staff_id: null,
      offered_at: null,
      ended_at: now,
      ended_by: staffId ? 'staff' : 'signaler',
    },
    now,
  );
  await leaf(tx, {
    at: now,
    actor: staffId ? { kind: 'staff', id: staffId } : { kind: 'signaler' },
    action: 'chat-ended',
    subjectKind: 'signal',
    subjectId: signalId,
  });
  await notify(tx, signalId);
  await emit(tx, { name: chatEnded, subjectId: signalId }, now);
}
