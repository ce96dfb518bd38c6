/** Calls that a person must make, each with its time and its result. */
import { leaf } from '../audit/index.ts';
import { organizationById } from '../organizations/index.ts';
import { cancelDue, newId, Refusal, scheduleDue, type Tx } from '../platform/index.ts';
import { act, confirmDelivery, timeoutKind } from './moves.ts';
import { finishVoiceTask, insertVoiceTask, readPage } from './store.ts';

export const voiceDueKind = 'voice-task-due';
export const voiceTaskSeconds = 60;

export interface VoiceTaskRequest {
  readonly kind: 'psap' | 'desk-page' | 'call-back';
  readonly organizationId: string | null;
  readonly phone: string;
  /** What to say: read aloud by a person. */
  readonly script: string;
  readonly subjectId: string;
  readonly pageId?: string;
  readonly dueAt: Date;
}

/** Opens a call that a person must make, with its time. Overdue, a supervisor hears of it. */
export async function openVoiceTask(tx: Tx, task: VoiceTaskRequest, now: Date): Promise<string> {
  const id = newId(now);
  const organization = task.organizationId ? await organizationById(tx, task.organizationId) : undefined;
  await insertVoiceTask(tx, {
    id,
    kind: task.kind,
    organizationId: task.organizationId,
    organizationName: organization?.name ?? 'The responder',
    phone: task.phone,
    script: task.script,
    subjectId: task.subjectId,
    pageId: task.pageId ?? null,
    at: now,
    dueAt: task.dueAt,
  });
  await scheduleDue(tx, {
    kind: voiceDueKind,
    subjectId: id,
    dueAt: new Date(task.dueAt.getTime() + voiceTaskSeconds * 1000),
    payload: { aboutId: task.subjectId, kind: task.kind },
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'voice-task-opened',
    subjectKind: 'voice-task',
    subjectId: id,
    detail: { kind: task.kind, subjectId: task.subjectId },
  });
  return id;
}

/** Records a call that was made. A desk that said yes or no by voice has answered its page. */
export async function completeVoiceTask(
  tx: Tx,
  id: string,
  done: {
    callTaker: string;
    cadNumber?: string | undefined;
    result: 'confirmed' | 'declined' | 'no-answer';
    by: string;
  },
  now: Date,
): Promise<void> {
  const task = await finishVoiceTask(tx, id, {
    at: now,
    by: done.by,
    result: done.result,
    callTaker: done.callTaker.slice(0, 200),
    cadNumber: done.cadNumber?.slice(0, 100) ?? null,
  });
  if (!task)
    throw new Refusal(
      'voice-task-done',
      409,
      'This call is done already',
      'Someone has recorded it before you.',
    );
  await cancelDue(tx, { kind: voiceDueKind, subjectId: id });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: done.by },
    action: 'voice-task-done',
    subjectKind: 'voice-task',
    subjectId: id,
    detail: { result: done.result },
  });
  if (task.kind !== 'desk-page' || !task.pageId) return;
  const page = await readPage(tx, task.pageId, true);
  if (!page || done.result === 'no-answer') return;
  await confirmDelivery(tx, page, now);
  const [move, event] =
    done.result === 'confirmed'
      ? (['accept', 'page-acknowledged'] as const)
      : (['decline', 'page-declined'] as const);
  await act(tx, page.id, move, event, (at) => ({ acknowledged_at: at }), now, {
    byVoice: true,
    reason: 'By telephone.',
  });
  await cancelDue(tx, { kind: timeoutKind, subjectId: page.id });
}
