/** Calls that a person must make: opened with their time, alarmed about while overdue, withdrawn when nobody needs them. */
import { leaf } from '../audit/index.ts';
import { organizationById } from '../organizations/index.ts';
import {
  cancelDue,
  completeDue,
  type DueHandlers,
  emit,
  newId,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import {
  detailScript,
  lookAgainScript,
  overdueAgainSeconds,
  pageScript,
  readsDetail,
  standDownScript,
  type VoiceTaskKind,
} from './core/index.ts';
import type { PageRecord } from './store.ts';
import {
  changeScript,
  insertVoiceTask,
  readOpenCalls,
  readVoiceTask,
  type WithdrawnCalls,
  withdrawOpen,
  withdrawThese,
} from './store-voice.ts';

const voiceDueKind = 'voice-task-due';
export const voiceTaskSeconds = 60;

export interface VoiceTaskRequest {
  readonly kind: VoiceTaskKind;
  readonly organizationId: string | null;
  readonly phone: string;
  /** What to say: read aloud by a person. */
  readonly script: string;
  readonly subjectId: string;
  readonly pageId?: string;
  /** The report it is about; for a call to a 911 centre that is its subject. */
  readonly signalId?: string;
  /** The response it is about; for a page's call that is its subject. */
  readonly responseId?: string;
  /** 1 unless it is made again. */
  readonly attempt?: number;
  readonly dueAt: Date;
}

/** Opens a call that a person must make, with its time. Overdue, a supervisor hears of it until it is made. */
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
    signalId: task.signalId ?? (task.kind === 'psap' ? task.subjectId : null),
    responseId: task.responseId ?? (task.pageId ? task.subjectId : null),
    attempt: task.attempt ?? 1,
    at: now,
    dueAt: task.dueAt,
  });
  await scheduleDue(tx, {
    kind: voiceDueKind,
    subjectId: id,
    dueAt: new Date(task.dueAt.getTime() + voiceTaskSeconds * 1000),
    payload: { alarms: 0 },
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'voice-task-opened',
    subjectKind: 'voice-task',
    subjectId: id,
    detail: { kind: task.kind, subjectId: task.subjectId, attempt: task.attempt ?? 1 },
  });
  return id;
}

/** The call is made, or not needed any more: no alarm. */
export const endVoiceAlarm = (tx: Tx, id: string): Promise<void> =>
  cancelDue(tx, { kind: voiceDueKind, subjectId: id });

/** What a withdrawal may take away. A call that stands somebody down is never withdrawn: it still has to be made. */
const withdrawable: readonly VoiceTaskKind[] = ['psap', 'desk-page', 'call-back'];

/**
 * Withdraws open calls of a subject or a page, of one organization where that is given, so that nobody is asked to come who is
 * not wanted any more. Calls that stand somebody down stay.
 * @returns how many were withdrawn
 */
export async function withdrawVoiceTasks(
  tx: Tx,
  which: WithdrawnCalls,
  now: Date,
  kinds: readonly VoiceTaskKind[] = withdrawable,
): Promise<number> {
  if (!which.subjectId && !which.pageId)
    throw new RangeError('a subject or a page says whose calls are withdrawn');
  const ids = await withdrawOpen(tx, which, kinds, now);
  await recordWithdrawn(tx, ids, now);
  return ids.length;
}

/** Withdraws these calls, as far as they are still to be made. */
export async function withdrawCalls(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await recordWithdrawn(tx, await withdrawThese(tx, ids, now), now);
}

async function recordWithdrawn(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  for (const id of ids) {
    await endVoiceAlarm(tx, id);
    await leaf(tx, {
      at: now,
      actor: { kind: 'system' },
      action: 'voice-task-withdrawn',
      subjectKind: 'voice-task',
      subjectId: id,
    });
  }
}

/** Opens the call that stands a page down, once for each number. @returns whether it is new */
export async function openStandDownCall(
  tx: Tx,
  page: PageRecord,
  contact: { name: string; phone: string },
  now: Date,
): Promise<boolean> {
  const open = await readOpenCalls(tx, page.id, ['stand-down']);
  if (open.some(({ phone }) => phone === contact.phone)) return false;
  await openVoiceTask(
    tx,
    {
      kind: 'stand-down',
      organizationId: page.organizationId,
      phone: contact.phone,
      script: standDownScript(page.code, contact.name),
      subjectId: page.responseId,
      pageId: page.id,
      dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
    },
    now,
  );
  return true;
}

/** Opens the call that tells of the all-clear, once for each number. */
export async function openLookAgainCall(
  tx: Tx,
  page: PageRecord,
  contact: { name: string; phone: string },
  now: Date,
): Promise<void> {
  const script = lookAgainScript(page.code, contact.name);
  const open = await readOpenCalls(tx, page.id, ['call-back']);
  if (open.some((call) => call.phone === contact.phone && call.script === script)) return;
  await openVoiceTask(
    tx,
    {
      kind: 'call-back',
      organizationId: page.organizationId,
      phone: contact.phone,
      script,
      subjectId: page.responseId,
      pageId: page.id,
      dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
    },
    now,
  );
}

/** Calls about a page that are still to be made say its new words: who leads, and where. */
export async function rewriteCalls(
  tx: Tx,
  page: PageRecord,
  words: { offer: object; detail: object },
  now: Date,
): Promise<void> {
  for (const call of await readOpenCalls(tx, page.id, ['desk-page', 'call-back'])) {
    const contact = page.contacts.find(({ address }) => address === call.phone);
    if (call.kind === 'desk-page') {
      const contactName = contact?.name ?? call.organizationName;
      await changeScript(
        tx,
        call.id,
        pageScript({ code: page.code, contactName, offer: { ...words.offer } }),
        now,
      );
    } else if (readsDetail(page.code, call.script))
      await changeScript(tx, call.id, detailScript(page.code, { ...words.detail }), now);
  }
}

/** An overdue call alarms, less and less often, until it is made. */
export const voiceDueHandlers: DueHandlers = {
  [voiceDueKind]: async (due, { db, now }) => {
    await transaction(db, async (tx) => {
      await completeDue(tx, due);
      const task = await readVoiceTask(tx, due.subjectId);
      if (!task || task.doneAt) return;
      const { kind, subjectId, signalId, responseId } = task;
      const alarms = Number(due.payload['alarms'] ?? 0) + 1;
      await emit(
        tx,
        {
          name: 'voice-task-overdue',
          subjectId: task.id,
          payload: {
            taskId: task.id,
            aboutId: subjectId,
            kind,
            alarms,
            ...(signalId ? { signalId } : {}),
            ...(responseId ? { responseId } : {}),
          },
        },
        now,
      );
      const waitSeconds = overdueAgainSeconds(kind, alarms);
      if (waitSeconds !== null)
        await scheduleDue(tx, {
          kind: voiceDueKind,
          subjectId: task.id,
          dueAt: new Date(now.getTime() + waitSeconds * 1000),
          payload: { alarms },
        });
    });
  },
};
