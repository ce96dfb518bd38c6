/**
 * Destroying a case: somebody asks, everybody is told, two others agree, and when the notice is over its keys are destroyed. What is
 * left says that there was a report and when, and the audit log still proves what happened to it. Source: security.md 10.
 */
import { alertSupervisors, leaf } from '../../audit/index.ts';
import { findCaseOfSignal, lockCase, signalsOfCase } from '../../cases/index.ts';
import { dropAddressIndex, findAnswers, findReceived } from '../../messaging/index.ts';
import {
  completeDue,
  type DueHandlers,
  inSavepoint,
  type KeyService,
  Refusal,
  scheduleDue,
  shredRecord,
  type Tx,
  transaction,
} from '../../platform/index.ts';
import { lockSignal, markPurged, readTextDigests } from '../../signals/index.ts';
import {
  mayApprove,
  mayAsk,
  nextOf,
  noticeDays,
  noticeUntil,
  type PurgeCause,
  type PurgeRefusal,
  type Standing,
} from '../core/index.ts';
import {
  areClosed,
  endPurge,
  insertApproval,
  insertPurge,
  isHeld,
  readExpired,
  readPurge,
  readPurges,
  type StoredPurge,
} from './store-retention.ts';

const purgeDue = 'purge-due';
const forgetDue = 'keys-forget';
const retentionLook = 'retention-look';
/** One row for the whole instance. */
const retentionSubject = '01900000-0000-7000-8000-0000000000b1';
const dayMilliseconds = 86_400_000;
const askedAtOnce = 200;

const refusals: Readonly<Record<PurgeRefusal, readonly [number, string, string]>> = {
  held: [409, 'A legal hold lies on this', 'Nothing of it may be destroyed until the hold is lifted.'],
  'not-closed': [
    409,
    'This is still open',
    'Close the report, and the response to it, before it can be destroyed.',
  ],
  'purge-not-open': [
    409,
    'This has ended',
    'Somebody objected, a hold was placed, or it was done. Look again.',
  ],
  'asked-it-yourself': [403, 'You asked for this yourself', 'Two others have to agree.'],
  'agreed-before': [409, 'You agreed before', 'Somebody else has to agree as well.'],
};

const refuse = (code: PurgeRefusal): Refusal => new Refusal(code, ...refusals[code]);

/** The reports of the same case, and the case; all held until the transaction ends. */
export async function lockWhole(
  tx: Tx,
  signalId: string,
): Promise<{ signalIds: string[]; caseId: string | undefined }> {
  const caseId = await findCaseOfSignal(tx, signalId);
  if (caseId) await lockCase(tx, caseId);
  const signalIds = caseId ? await signalsOfCase(tx, caseId) : [signalId];
  for (const id of [...signalIds].sort()) await lockSignal(tx, id);
  return { signalIds, caseId };
}

const standingOf = async (tx: Tx, signalIds: readonly string[]): Promise<Standing> => ({
  held: await isHeld(tx, signalIds),
  closed: await areClosed(tx, signalIds),
});

/**
 * Asks that a case be destroyed. Supervisors are told; for 14 days anybody may object.
 * @param by null: the retention schedule @throws Refusal unknown-signal, held, not-closed, already-asked, already-destroyed
 */
export async function askPurge(
  tx: Tx,
  signalId: string,
  by: string | null,
  cause: PurgeCause,
  now: Date,
): Promise<string> {
  const { signalIds } = await lockWhole(tx, signalId);
  const signal = await lockSignal(tx, signalId);
  if (signal.purged_at)
    throw new Refusal(
      'already-destroyed',
      409,
      'This was destroyed before',
      'There is nothing left to destroy.',
    );
  const why = mayAsk(await standingOf(tx, signalIds));
  if (why) throw refuse(why);
  const asked = (await readPurges(tx, signalIds)).some(({ state }) => state === 'open');
  const id = asked ? undefined : await insertPurge(tx, { signalId, cause, askedBy: by }, now);
  if (!id)
    throw new Refusal(
      'already-asked',
      409,
      'Somebody asked for this before',
      'Look at who has agreed so far.',
    );
  const until = noticeUntil({ askedAt: now });
  await leaf(tx, {
    at: now,
    actor: by ? { kind: 'staff', id: by } : { kind: 'system' },
    action: 'purge-asked',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { purgeId: id, cause, until: until.toISOString() },
  });
  await scheduleDue(tx, { kind: purgeDue, subjectId: id, dueAt: until });
  await alertSupervisors(
    tx,
    {
      subjectId: signalId,
      code: 'purge-asked',
      words: `Somebody asked that this report be destroyed for good, ${noticeDays} days from now, if two others agree. Look whether anything stands against it.`,
      signalId,
    },
    now,
  );
  return id;
}

async function lockPurge(
  tx: Tx,
  id: string,
): Promise<StoredPurge & { signalIds: string[]; caseId: string | undefined }> {
  const found = await readPurge(tx, id);
  if (!found) throw new Refusal('unknown-purge', 404, 'There is nothing here', 'Look at the report again.');
  const whole = await lockWhole(tx, found.signalId);
  return { ...(await readPurge(tx, id, true))!, ...whole };
}

/** Agrees. The last of two after the notice carries it out. @throws Refusal unknown-purge, asked-it-yourself, agreed-before, held … */
export async function approvePurge(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const purge = await lockPurge(tx, id);
  const why = mayApprove(purge, await standingOf(tx, purge.signalIds), by);
  if (why) throw refuse(why);
  await insertApproval(tx, id, by, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'purge-approved',
    subjectKind: 'signal',
    subjectId: purge.signalId,
    detail: { purgeId: id },
  });
  await goOn(tx, id, now);
}

/** Objects: it ends, and has to be asked for again. @throws Refusal unknown-purge, purge-not-open */
export async function stopPurge(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const purge = await lockPurge(tx, id);
  if (purge.state !== 'open') throw refuse('purge-not-open');
  await end(tx, purge, 'stopped', by, now);
}

/** What was asked for on any report of the case ends; for whoever places a hold. */
export async function stopOpenPurges(tx: Tx, signalId: string, by: string, now: Date): Promise<void> {
  const { signalIds } = await lockWhole(tx, signalId);
  for (const purge of await readPurges(tx, signalIds))
    if (purge.state === 'open') await end(tx, purge, 'stopped', by, now);
}

async function end(
  tx: Tx,
  purge: StoredPurge,
  state: 'stopped' | 'lapsed',
  by: string | null,
  now: Date,
): Promise<void> {
  await endPurge(tx, purge.id, state, by, now);
  await leaf(tx, {
    at: now,
    actor: by ? { kind: 'staff', id: by } : { kind: 'system' },
    action: state === 'stopped' ? 'purge-stopped' : 'purge-lapsed',
    subjectKind: 'signal',
    subjectId: purge.signalId,
    detail: { purgeId: purge.id },
  });
}

/** Does what is due for an open question: nothing yet, its end, or the deed. @returns when to look again */
async function goOn(tx: Tx, id: string, now: Date): Promise<Date | undefined> {
  const purge = await lockPurge(tx, id);
  if (purge.state !== 'open') return undefined;
  const next = nextOf(purge, await standingOf(tx, purge.signalIds), now);
  if (next.kind === 'wait') return next.until;
  if (next.kind === 'destroy') await destroy(tx, purge, now);
  else await end(tx, purge, next.kind === 'stop' ? 'stopped' : 'lapsed', null, now);
  return undefined;
}

/** Texts that came in have a key of their own: whose they are is known only after they were stored. */
async function textsOf(tx: Tx, signalIds: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const signalId of signalIds) {
    const { received_at: since } = await lockSignal(tx, signalId);
    found.push(...(await findReceived(tx, await readTextDigests(tx, signalId), since)));
  }
  return found;
}

async function destroy(
  tx: Tx,
  purge: StoredPurge & { signalIds: string[]; caseId: string | undefined },
  now: Date,
): Promise<void> {
  let keys = 0;
  const recordIds = [
    ...purge.signalIds,
    ...(purge.caseId ? [purge.caseId] : []),
    ...(await textsOf(tx, purge.signalIds)),
  ];
  // Whoever was asked to come may have said in a text whom they saw.
  recordIds.push(...(await findAnswers(tx, recordIds)));
  await dropAddressIndex(tx, recordIds);
  for (const recordId of recordIds) keys += await shredRecord(tx, recordId, now);
  await scheduleDue(tx, { kind: forgetDue, subjectId: purge.signalId, dueAt: now, payload: { recordIds } });
  for (const signalId of purge.signalIds) await markPurged(tx, signalId, now);
  await endPurge(tx, purge.id, 'done', null, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'case-destroyed',
    subjectKind: 'signal',
    subjectId: purge.signalId,
    detail: {
      purgeId: purge.id,
      cause: purge.cause,
      keys,
      reports: purge.signalIds.length,
      approvals: purge.approvedBy.length,
    },
  });
}

export interface RetentionDeps {
  readonly keyService: Pick<KeyService, 'forget'>;
  /** How long a closed report is kept before the schedule asks; undefined: it never asks. */
  readonly keepDays: number | undefined;
}

/** The records of a purge, as they stand in the row that has their keys forgotten. */
const recordIdsOf = (payload: Readonly<Record<string, unknown>>): string[] =>
  (Array.isArray(payload['recordIds']) ? payload['recordIds'] : []).filter((id) => typeof id === 'string');

export function retentionDueHandlers({ keyService, keepDays }: RetentionDeps): DueHandlers {
  return {
    // The database has let go of the keys; from here on no backup of it gives them back either.
    [forgetDue]: async (due, { db, now }) => {
      await keyService.forget(recordIdsOf(due.payload));
      await transaction(db, async (tx) => {
        await leaf(tx, {
          at: now,
          actor: { kind: 'system' },
          action: 'keys-forgotten',
          subjectKind: 'signal',
          subjectId: due.subjectId,
        });
        await completeDue(tx, due);
      });
    },
    [purgeDue]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const until = await goOn(tx, due.subjectId, now);
        await completeDue(tx, due);
        if (until) await scheduleDue(tx, { kind: purgeDue, subjectId: due.subjectId, dueAt: until });
      });
    },
    [retentionLook]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        if (keepDays !== undefined)
          // One that cannot be asked for now, such as one whose case holds an open report, is looked at again tomorrow.
          for (const id of await readExpired(
            tx,
            new Date(now.getTime() - keepDays * dayMilliseconds),
            askedAtOnce,
          ))
            await inSavepoint(tx, (inner) => askPurge(inner, id, null, 'kept-long-enough', now)).catch(
              (error: unknown) => {
                if (!(error instanceof Refusal)) throw error;
              },
            );
        await completeDue(tx, due);
        await scheduleDue(tx, {
          kind: retentionLook,
          subjectId: retentionSubject,
          dueAt: new Date(now.getTime() + dayMilliseconds),
        });
      });
    },
  };
}

/** Begins the daily look, when none is to come. */
export const startRetention = (tx: Tx, now: Date): Promise<void> =>
  scheduleDue(tx, { kind: retentionLook, subjectId: retentionSubject, dueAt: now });
