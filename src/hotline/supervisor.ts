/** One tap brings a supervisor to a report. No reason is asked: whoever needs one should not have to explain it first. */
import { leaf, storeAlert } from '../audit/index.ts';
import { staffById } from '../identity/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { readSignal } from '../signals/index.ts';
import { findOpenAlert } from './store.ts';

const kind = 'called';

/** Raises an alert for a supervisor with the report linked; pressed again while it stands, it raises no second one. */
export async function callSupervisor(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const { name } = await staffById(tx, staffId);
  if (!(await readSignal(tx, signalId)))
    throw new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');
  if (await findOpenAlert(tx, kind, signalId)) return;
  const words = `${name} asks a supervisor to come to this report.`;
  const id = await storeAlert(tx, { kind, words, signalId }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'supervisor-called',
    subjectKind: 'alert',
    subjectId: id,
    detail: { signalId },
  });
}
