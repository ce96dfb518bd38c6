/**
 * How a call ended. A desk that said yes or no by voice has answered its page; a call that reached nobody is made again; a call
 * whose page has moved on meanwhile is recorded all the same, and whoever was told something wrong is called once more.
 */
import { alertSupervisors, leaf } from '../audit/index.ts';
import { isSameAddress } from '../organizations/core/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import {
  afterCall,
  type CallResult,
  detailScript,
  isRefusedInformation,
  isWaiting,
  movePage,
  seesDetail,
} from './core/index.ts';
import { alwaysLive, confirmDelivery, type IsLive, liveAt, settle, standingOf, stateNow } from './moves.ts';
import { type PageRecord, readPage } from './store.ts';
import { finishVoiceTask, readVoiceTask, type VoiceTaskView } from './store-voice.ts';
import { endVoiceAlarm, openStandDownCall, openVoiceTask, voiceTaskSeconds } from './voice-tasks.ts';

const callTakerLimitCharacters = 200;
const cadNumberLimitCharacters = 100;

export interface CallMade {
  readonly callTaker: string;
  readonly cadNumber?: string | undefined;
  readonly result: CallResult;
  readonly by: string;
}

const alreadyDone = () =>
  new Refusal('voice-task-done', 409, 'This call is done already', 'Someone has recorded it before you.');

/** Records a call that was made, and does what follows from it. @throws Refusal `voice-task-done` */
export async function completeVoiceTask(
  tx: Tx,
  id: string,
  done: CallMade,
  now: Date,
  isLive: IsLive,
): Promise<void> {
  const { pageId, phone } = (await readVoiceTask(tx, id)) ?? {};
  // Whom one speaks to is whoever answers that number.
  const live = liveAt(isLive, phone);
  // The page first, as every other move locks it: two that wait for each other would both fail. Its calls change under its lock.
  const locked = pageId ? await readPage(tx, pageId, true) : undefined;
  const page = locked && { ...locked, state: await stateNow(tx, locked, live) };
  const task = await readVoiceTask(tx, id);
  const recorded =
    task &&
    (await finishVoiceTask(tx, id, {
      at: now,
      by: done.by,
      result: done.result,
      callTaker: done.callTaker.slice(0, callTakerLimitCharacters),
      cadNumber: done.cadNumber?.slice(0, cadNumberLimitCharacters) ?? null,
    }));
  if (!recorded) throw alreadyDone();
  await endVoiceAlarm(tx, id);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: done.by },
    action: 'voice-task-done',
    subjectKind: 'voice-task',
    subjectId: id,
    detail: { result: done.result },
  });
  if (done.result === 'confirmed')
    await emit(
      tx,
      {
        name: 'call-confirmed',
        subjectId: task.subjectId,
        payload: { taskId: id, kind: task.kind, organizationId: task.organizationId },
      },
      now,
    );
  const isPage = task.kind === 'desk-page' && page;
  if (isPage && done.result !== 'no-answer') return answerByVoice(tx, task, page, done.result, now, live);
  const hasEnded = page?.state === 'released' && task.kind !== 'stand-down';
  const overtaken = task.result === 'withdrawn' || hasEnded || (isPage && !isWaiting(page.state));
  if (!overtaken) await followUp(tx, task, page, done.result, now);
}

async function alarm(
  tx: Tx,
  task: VoiceTaskView,
  said: { code: string; words: string },
  now: Date,
): Promise<void> {
  const { subjectId, signalId, responseId } = task;
  await alertSupervisors(
    tx,
    { subjectId, ...said, ...(signalId ? { signalId } : {}), ...(responseId ? { responseId } : {}) },
    now,
  );
}

/** A call that settled nothing is opened again at once, and a supervisor hears of it each time. */
async function followUp(
  tx: Tx,
  task: VoiceTaskView,
  page: PageRecord | undefined,
  result: CallResult,
  now: Date,
): Promise<void> {
  const next = afterCall(task, result);
  if (next === 'settled') return;
  if (isRefusedInformation(task, result)) return informationRefused(tx, task, now);
  if (next === 'again')
    await openVoiceTask(
      tx,
      {
        kind: task.kind,
        organizationId: task.organizationId,
        phone: task.phone,
        script: task.script,
        subjectId: task.subjectId,
        ...(task.pageId ? { pageId: task.pageId } : {}),
        ...(task.signalId ? { signalId: task.signalId } : {}),
        ...(task.responseId ? { responseId: task.responseId } : {}),
        attempt: task.attempt + 1,
        dueAt: task.kind === 'psap' ? now : new Date(now.getTime() + voiceTaskSeconds * 1000),
      },
      now,
    );
  const about = page ? `${task.organizationName}, page ${page.code}` : task.organizationName;
  const whom = task.kind === 'psap' ? `The 911 centre ${about}` : about;
  const what = result === 'declined' ? 'was reached and said no' : 'did not answer';
  const then =
    next === 'again'
      ? 'The call is open again: make it now, or reach them or another agency another way.'
      : `This was call ${task.attempt}; no further one is opened. A supervisor has to act now: reach them or another agency another way.`;
  await alarm(
    tx,
    task,
    { code: result === 'declined' ? 'psap-declined' : 'call-unanswered', words: `${whom}, ${what}. ${then}` },
    now,
  );
}

/** The duty to tell is not done: a person has to tell the next agency, and who keeps the ledger hears that this one said no. */
async function informationRefused(tx: Tx, task: VoiceTaskView, now: Date): Promise<void> {
  await emit(
    tx,
    {
      name: 'call-declined',
      subjectId: task.subjectId,
      payload: { taskId: task.id, subjectId: task.subjectId, organizationId: task.organizationId },
    },
    now,
  );
  await alarm(
    tx,
    task,
    {
      code: 'information-declined',
      words: `${task.organizationName} was reached and said no to the information. Tell the next agency.`,
    },
    now,
  );
}

/** A desk's yes or no is its page's answer, unless the page has moved on while they spoke. */
async function answerByVoice(
  tx: Tx,
  task: VoiceTaskView,
  page: PageRecord,
  result: 'confirmed' | 'declined',
  now: Date,
  isLive: IsLive,
): Promise<void> {
  const move = result === 'confirmed' ? 'accept' : 'decline';
  const wasOvertaken = task.result === 'withdrawn' && result === 'declined' && seesDetail(page.state);
  if (wasOvertaken || movePage(page.state, move, standingOf(page)).kind === 'refused')
    return movedOn(tx, task, page, result, now);
  await confirmDelivery(tx, page, now);
  const reason = 'By telephone.';
  // A no is taken as it is said, whatever the ledger says: it tells nothing, and it ends the waiting.
  await settle(
    tx,
    page.id,
    move,
    move === 'decline' ? { decline_reason: reason } : acceptedOn(page, task.phone),
    now,
    { byVoice: true },
    move === 'accept' ? isLive : alwaysLive,
  );
  if (move === 'accept') await readDetail(tx, task, page, now);
}

/** Whoever answers that number has said yes. */
function acceptedOn(page: PageRecord, phone: string): { accepted_by_contact?: string } {
  const contact = page.contacts.find(({ address }) => isSameAddress(address, phone));
  return contact ? { accepted_by_contact: contact.id } : {};
}

/** Who accepts by telephone sees no page: what the page shows after a yes is read to them while they are on the line. */
async function readDetail(tx: Tx, task: VoiceTaskView, page: PageRecord, now: Date): Promise<void> {
  await openVoiceTask(
    tx,
    {
      kind: 'call-back',
      organizationId: task.organizationId,
      phone: task.phone,
      script: detailScript(page.code, page.detail),
      subjectId: page.responseId,
      pageId: page.id,
      dueAt: now,
    },
    now,
  );
}

async function movedOn(
  tx: Tx,
  task: VoiceTaskView,
  page: PageRecord,
  result: 'confirmed' | 'declined',
  now: Date,
): Promise<void> {
  const { organizationName } = task;
  if (page.state === 'released' && result === 'declined') return;
  if (page.state === 'released')
    await openStandDownCall(tx, page, { name: organizationName, phone: task.phone }, now);
  const what =
    page.state === 'released'
      ? 'was stood down before they said yes by telephone. Call them again: they are not needed.'
      : page.state === 'declined'
        ? 'was declined before they said yes by telephone. Ask them whether they come.'
        : 'was accepted by link, and refused by telephone. Ask them whether they come.';
  await alarm(
    tx,
    task,
    { code: 'call-overtaken', words: `${organizationName}: page ${page.code} ${what}` },
    now,
  );
}
