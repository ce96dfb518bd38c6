/**
 * What is learned while a response is going on: a child needs other people, a consent opens a role that was closed, another stop
 * is another place. Looks alone bring nobody in.
 */
import { Refusal, type Tx } from '../platform/index.ts';
import { askForRole, callSupervisor } from './asking.ts';
import { rebrief } from './briefing.ts';
import { roleWords } from './core/roles.ts';
import type { ResponsesDeps } from './ground.ts';
import { planFor } from './plan.ts';
import { findOpenResponse, lockResponse, type ResponseRow } from './store.ts';
import { readRoles, upsertRole } from './store-roles.ts';
import { say } from './store-timeline.ts';
import type { PlanRole, PlanView } from './views.ts';

/** The open response of a signal under lock, and the plan as it would be drawn now; nothing without one. */
async function openWithPlan(
  tx: Tx,
  deps: ResponsesDeps,
  signalId: string,
  now: Date,
): Promise<{ response: ResponseRow; plan: PlanView | undefined } | undefined> {
  const responseId = await findOpenResponse(tx, signalId);
  const response = responseId ? await lockResponse(tx, responseId) : undefined;
  if (response?.state !== 'open') return undefined;
  const plan = await planFor(tx, deps, signalId, now).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  return { response, plan };
}

const pointOf = ({ stops }: Pick<PlanView, 'stops'>) =>
  stops.find(({ isMeetingPoint }) => isMeetingPoint) ?? stops[0];

/** Whether both plans meet the person at the same stop or place. */
function samePoint(one: PlanView, other: PlanView): boolean {
  const [a, b] = [pointOf(one), pointOf(other)];
  return a !== undefined && b !== undefined && a.stopId === b.stopId && a.lon === b.lon && a.lat === b.lat;
}

/**
 * Asks for roles that are needed now and were not before, and for those that were closed or empty and can be asked now. Roles
 * that are going on stay as they are.
 */
export async function takeUpFacts(tx: Tx, deps: ResponsesDeps, signalId: string, now: Date): Promise<void> {
  const open = await openWithPlan(tx, deps, signalId, now);
  if (!open) return;
  const { response, plan } = open;
  if ((await deps.factsOf(tx, signalId)).appearanceOnly)
    return callSupervisor(
      tx,
      {
        signalId,
        responseId: response.id,
        code: 'appearance-only',
        words:
          'The report now rests on looks, language or a mixed family, and people are on their way. Nobody else is asked. Decide whether to stand them down.',
      },
      now,
    );
  if (!plan || !samePoint(plan, response.plan)) return;
  const before = new Map((await readRoles(tx, response.id)).map((row) => [row.role, row]));
  const wanted = plan.roles.filter((role) => {
    const row = before.get(role.role);
    if (!row) return role.required;
    return row.state === 'unfilled' && bringsSomebody(role, row.candidates);
  });
  for (const role of wanted) {
    await upsertRole(tx, response.id, { ...role, candidates: role.candidates.map(asCandidate) }, now);
    await say(
      tx,
      response.id,
      { kind: 'role-added', who: 'Alight', what: `${roleWords[role.role]} is needed now, and is asked.` },
      now,
    );
  }
  for (const { role } of wanted) await askForRole(tx, deps, response, role, now);
  await rebrief(tx, deps, response.id, now);
}

const bringsSomebody = (role: PlanRole, before: readonly { organizationId: string }[]): boolean =>
  role.candidates.some(
    ({ organizationId }) => !before.some((known) => known.organizationId === organizationId),
  );

const asCandidate = ({ organizationId, organizationName, notifyBy }: PlanRole['candidates'][number]) => ({
  organizationId,
  organizationName,
  notifyBy,
});

/** People are on their way to one place and it is another now: nobody is sent elsewhere by a machine, and nobody stays unaware. */
export async function takeUpPlace(tx: Tx, deps: ResponsesDeps, signalId: string, now: Date): Promise<void> {
  const open = await openWithPlan(tx, deps, signalId, now);
  if (!open?.plan || samePoint(open.plan, open.response.plan)) return;
  const { response, plan } = open;
  await callSupervisor(
    tx,
    {
      signalId,
      responseId: response.id,
      code: 'place-changed',
      words: `Everyone was sent to ${pointOf(response.plan)?.name ?? 'one place'}; now it is ${pointOf(plan)?.name ?? 'another'}. Call those who are on their way, or stand everyone down and confirm again.`,
    },
    now,
  );
}
