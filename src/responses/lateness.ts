/**
 * Nobody is late unnoticed: whoever says that they come after the vehicle, and whoever is not in place when they should be, is
 * told to a supervisor while there is still something to do. Source: response.md "An acknowledgement is not an arrival".
 */
import { completeDue, type DueHandlers, scheduleDue, type Tx, transaction } from '../platform/index.ts';
import { callSupervisor } from './asking.ts';
import { leadSeconds } from './core/plan/index.ts';
import { roleWords } from './core/roles.ts';
import { timeWords } from './ground.ts';
import { lockResponse, type ResponseRow } from './store.ts';
import { type RoleRow, readRoles } from './store-roles.ts';
import type { PlanView } from './views.ts';

const watchKind = 'response-arrival';
/** Looks so long before the vehicle; the last is the moment at which everyone should be in place. */
const looksBeforeSeconds = [1200, leadSeconds];
const shortlySeconds = 60;
/** Whoever is not in place so long after they expected to be is asked after. */
const overdueSeconds = 300;

/** When the person gets off, by the plan that was confirmed; null at a fixed place. */
const arrivalOf = (plan: PlanView): Date | null =>
  plan.stops.find(({ isMeetingPoint }) => isMeetingPoint)?.arrivalAt ?? null;

/** Schedules the looks. */
export async function watchArrival(tx: Tx, responseId: string, plan: PlanView, now: Date): Promise<void> {
  const arrivalAt = arrivalOf(plan);
  if (!arrivalAt) return;
  for (const seconds of looksBeforeSeconds) {
    const dueAt = new Date(arrivalAt.getTime() - seconds * 1000);
    // Confirmed when it is nearly too late: one look at once, after whoever is near had a moment to answer.
    if (dueAt > now || seconds === leadSeconds)
      await scheduleDue(tx, {
        kind: watchKind,
        subjectId: responseId,
        dueAt: dueAt > now ? dueAt : new Date(now.getTime() + shortlySeconds * 1000),
        dedupeKey: String(seconds),
      });
  }
}

/** Says at once when somebody expects to be there too late, and looks again when they should have come. */
export async function noteEta(
  tx: Tx,
  response: ResponseRow,
  late: { name: string; role: RoleRow['role']; etaAt: Date; timeZone: string },
  now: Date,
): Promise<void> {
  await scheduleDue(tx, {
    kind: watchKind,
    subjectId: response.id,
    dueAt: new Date(late.etaAt.getTime() + overdueSeconds * 1000),
    payload: { role: late.role },
    dedupeKey: `${late.role}:${late.etaAt.toISOString()}`,
  });
  const arrivalAt = arrivalOf(response.plan);
  if (!arrivalAt || late.etaAt.getTime() <= arrivalAt.getTime() - leadSeconds * 1000) return;
  const after = late.etaAt > arrivalAt ? 'after the person gets off' : 'less than five minutes before';
  await callSupervisor(
    tx,
    {
      signalId: response.signalId,
      responseId: response.id,
      code: 'late-arrival',
      words: `${late.name} (${roleWords[late.role]}) expects to be there at ${timeWords(late.etaAt, late.timeZone)}, ${after}. Call them, or ask another agency.`,
    },
    now,
  );
}

export function responsesDueHandlers(): DueHandlers {
  return {
    [watchKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        const response = await lockResponse(tx, due.subjectId);
        if (response?.state !== 'open') return;
        const only = due.payload['role'];
        const missing = (await readRoles(tx, response.id)).filter((row) =>
          only === undefined
            ? row.required && !isThere(row, response, now)
            : row.role === only && isOverdue(row, now),
        );
        if (missing.length === 0) return;
        await callSupervisor(
          tx,
          {
            signalId: response.signalId,
            responseId: response.id,
            code: 'not-in-place',
            words: `${missing.map(({ role }) => roleWords[role]).join(', ')}: not in place, ${only === undefined ? 'and the vehicle is near' : 'and they expected to be by now'}. Call them now.`,
          },
          now,
        );
      });
    },
  };
}

/** In place; or, at the first look, on the way with a time that is early enough. */
function isThere(row: RoleRow, response: ResponseRow, now: Date): boolean {
  if (row.state === 'staged') return true;
  const arrivalAt = arrivalOf(response.plan);
  if (!arrivalAt || !row.etaAt) return false;
  const inPlaceBy = arrivalAt.getTime() - leadSeconds * 1000;
  return now.getTime() < inPlaceBy && row.etaAt.getTime() <= inPlaceBy;
}

/** On the way still, well after the time they gave. */
const isOverdue = (row: RoleRow, now: Date): boolean =>
  (row.state === 'acknowledged' || row.state === 'en-route') &&
  row.etaAt !== null &&
  row.etaAt.getTime() + overdueSeconds * 1000 <= now.getTime();
