/** The SQL of calls that staff must make. */
import type { Selectable } from 'kysely';
import {
  type Db,
  type OpenRow,
  openRow,
  openRows,
  sealRow,
  type Tables,
  type Tx,
} from '../platform/index.ts';
import type { CallResult, VoiceTaskKind } from './core/index.ts';

/** More open calls than this nobody reads on one screen; how many there are besides is said. */
const openLimit = 200;
const doneLimit = 100;

export interface VoiceTaskView {
  readonly id: string;
  readonly kind: VoiceTaskKind;
  readonly organizationId: string | null;
  readonly organizationName: string;
  readonly phone: string;
  readonly script: string;
  readonly subjectId: string;
  readonly pageId: string | null;
  /** The report it is about, where that is known. */
  readonly signalId: string | null;
  /** The response it is about, where that is known. */
  readonly responseId: string | null;
  /** 1 for the first call; a call that reached nobody is opened again. */
  readonly attempt: number;
  readonly at: Date;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly result: CallResult | 'withdrawn' | null;
  readonly callTaker: string | null;
  readonly cadNumber: string | null;
}

export async function insertVoiceTask(
  tx: Tx,
  task: Omit<VoiceTaskView, 'doneAt' | 'result' | 'callTaker' | 'cadNumber'>,
): Promise<void> {
  const values = {
    id: task.id,
    record_id: task.signalId ?? (await recordOfPage(tx, task.pageId)) ?? task.subjectId,
    kind: task.kind,
    organization_id: task.organizationId,
    organization_name: task.organizationName,
    phone: task.phone,
    script: task.script,
    subject_id: task.subjectId,
    page_id: task.pageId,
    signal_id: task.signalId,
    response_id: task.responseId,
    attempt: task.attempt,
    at: task.at,
    due_at: task.dueAt,
  };
  await tx
    .insertInto('voice_task')
    .values(await sealRow(tx, 'voice_task', values, task.at))
    .execute();
}

async function recordOfPage(tx: Tx, pageId: string | null): Promise<string | undefined> {
  if (pageId === null) return undefined;
  const row = await tx.selectFrom('page').select('record_id').where('id', '=', pageId).executeTakeFirst();
  return row?.record_id;
}

async function recordOfTask(tx: Tx, id: string): Promise<{ id: string; record_id: string } | undefined> {
  return tx.selectFrom('voice_task').select(['id', 'record_id']).where('id', '=', id).executeTakeFirst();
}

/** Records a call, also one that was withdrawn while a person was making it. @returns whether nobody had recorded it before */
export async function finishVoiceTask(
  tx: Tx,
  id: string,
  done: { at: Date; by: string; result: CallResult; callTaker: string; cadNumber: string | null },
): Promise<boolean> {
  const task = await recordOfTask(tx, id);
  if (!task) return false;
  const words = { ...task, call_taker: done.callTaker, cad_number: done.cadNumber };
  const row = await tx
    .updateTable('voice_task')
    .set({
      ...(await sealRow(tx, 'voice_task', words, done.at)),
      done_at: done.at,
      done_by: done.by,
      result: done.result,
    })
    .where('id', '=', id)
    .where((where) => where.or([where('done_at', 'is', null), where('result', '=', 'withdrawn')]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Which open calls to withdraw. */
export interface WithdrawnCalls {
  readonly subjectId?: string;
  readonly pageId?: string;
  readonly organizationId?: string;
}

/** Withdraws open calls. @returns their ids */
export async function withdrawOpen(
  tx: Tx,
  which: WithdrawnCalls,
  kinds: readonly VoiceTaskKind[],
  at: Date,
): Promise<string[]> {
  let query = tx
    .updateTable('voice_task')
    .set({ done_at: at, result: 'withdrawn' })
    .where('done_at', 'is', null)
    .where('kind', 'in', [...kinds]);
  if (which.subjectId) query = query.where('subject_id', '=', which.subjectId);
  if (which.pageId) query = query.where('page_id', '=', which.pageId);
  if (which.organizationId) query = query.where('organization_id', '=', which.organizationId);
  return (await query.returning('id').execute()).map(({ id }) => id);
}

/** The numbers that were called for a page: made calls, also those that nobody answered, since a machine may have. */
export async function readCalledPhones(db: Db, pageId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('voice_task')
    .select('phone')
    .where('page_id', '=', pageId)
    .where('kind', '=', 'desk-page')
    .where('result', 'in', ['confirmed', 'declined', 'no-answer'])
    .execute();
  return new Set(rows.map(({ phone }) => phone));
}

/** The calls about a report that are still to be made: where they go, and none of their words. */
export async function readOpenCallsAbout(
  db: Db,
  recordId: string,
): Promise<{ id: string; kind: string; phone: string; pageId: string | null }[]> {
  const rows = await db
    .selectFrom('voice_task')
    .select(['id', 'kind', 'phone', 'page_id'])
    .where('record_id', '=', recordId)
    .where('done_at', 'is', null)
    .orderBy('id')
    .limit(openLimit)
    .execute();
  return rows.map(({ id, kind, phone, page_id: pageId }) => ({ id, kind, phone, pageId }));
}

/** Withdraws these calls, as far as they are open. @returns the ids of those that were */
export async function withdrawThese(tx: Tx, ids: readonly string[], at: Date): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .updateTable('voice_task')
    .set({ done_at: at, result: 'withdrawn' })
    .where('done_at', 'is', null)
    .where('id', 'in', [...ids])
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The calls of a page that are still to be made, of these kinds. */
export async function readOpenCalls(
  db: Db,
  pageId: string,
  kinds: readonly VoiceTaskKind[],
): Promise<VoiceTaskView[]> {
  const rows = await db
    .selectFrom('voice_task')
    .selectAll()
    .where('page_id', '=', pageId)
    .where('kind', 'in', [...kinds])
    .where('done_at', 'is', null)
    .orderBy('id')
    .execute();
  return (await openRows(db, 'voice_task', rows)).map(viewOf);
}

export async function changeScript(tx: Tx, id: string, script: string, now: Date): Promise<void> {
  const task = await recordOfTask(tx, id);
  if (!task) return;
  await tx
    .updateTable('voice_task')
    .set(await sealRow(tx, 'voice_task', { ...task, script }, now))
    .where('id', '=', id)
    .execute();
}

const viewOf = (row: OpenRow<'voice_task', Selectable<Tables['voice_task']>>): VoiceTaskView => ({
  id: row.id,
  kind: row.kind as VoiceTaskKind,
  organizationId: row.organization_id,
  organizationName: row.organization_name,
  phone: row.phone,
  script: row.script,
  subjectId: row.subject_id,
  pageId: row.page_id,
  signalId: row.signal_id,
  responseId: row.response_id,
  attempt: row.attempt,
  at: row.at,
  dueAt: row.due_at,
  doneAt: row.done_at,
  result: row.result as VoiceTaskView['result'],
  callTaker: row.call_taker,
  cadNumber: row.cad_number,
});

export async function readVoiceTask(db: Db, id: string): Promise<VoiceTaskView | undefined> {
  const row = await db.selectFrom('voice_task').selectAll().where('id', '=', id).executeTakeFirst();
  const open = await openRow(db, 'voice_task', row);
  return open && viewOf(open);
}

/** The calls to be made, and those that were made last. */
export interface VoiceTaskList {
  /** Open ones first: those to 911 before the others, then by when they are due; after them the newest of those made or withdrawn. */
  readonly tasks: readonly VoiceTaskView[];
  /** How many more stand open than are listed. */
  readonly moreOpen: number;
}

/** Each half is bounded and has an index of its own: this is asked every few seconds, and calls are never deleted. */
export async function readVoiceTasks(db: Db): Promise<VoiceTaskList> {
  const open = await db
    .selectFrom('voice_task')
    .selectAll()
    .where('done_at', 'is', null)
    .orderBy((row) => row('kind', '<>', 'psap'))
    .orderBy('due_at')
    .orderBy('id')
    .limit(openLimit)
    .execute();
  const done = await db
    .selectFrom('voice_task')
    .selectAll()
    .where('done_at', 'is not', null)
    .orderBy('done_at', 'desc')
    .orderBy('id', 'desc')
    .limit(doneLimit)
    .execute();
  const { total } =
    open.length < openLimit
      ? { total: open.length }
      : await db
          .selectFrom('voice_task')
          .select((row) => row.fn.countAll().as('total'))
          .where('done_at', 'is', null)
          .executeTakeFirstOrThrow();
  // One call that does not open hides no other one.
  const tasks = await openRows(
    db,
    'voice_task',
    [...open, ...done],
    'The script of this call cannot be opened just now.',
  );
  return { tasks: tasks.map(viewOf), moreOpen: Number(total) - open.length };
}
