/** One tap brings a supervisor to a report. No reason is asked: whoever needs one should not have to explain it first. */
import { leaf } from '../audit/index.ts';
import { staffById } from '../identity/index.ts';
import { newId, Refusal, type Tx } from '../platform/index.ts';
import { readSignal } from '../signals/index.ts';
import { findOpenAlert, insertAlert } from './store.ts';

const kind = 'called';

/** Raises an alert for a supervisor with the report linked; pressed again while it stands, it raises no second one. */
export async function callSupervisor(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const { name } = await staffById(tx, staffId);
  if (!(await readSignal(tx, signalId)))
    throw new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');
  if (await findOpenAlert(tx, kind, signalId)) return;
  const id = newId(now);
  await insertAlert(tx, {
    id,
    at: now,
    kind,
    words: `${name} asks a supervisor to come to this report.`,
    signal_id: signalId,
    response_id: null,
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'supervisor-called',
    subjectKind: 'alert',
    subjectId: id,
    detail: { signalId },
  });
}
