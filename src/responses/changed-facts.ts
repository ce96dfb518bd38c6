/** What a new assessment changes while a response is going on: a child needs other people, and looks alone never keep one going. */

import { Refusal, type Tx } from '../platform/index.ts';
import { askForRole, callSupervisor } from './asking.ts';
import { rebrief } from './briefing.ts';
import { roleWords } from './core/roles.ts';
import type { ResponsesDeps } from './ground.ts';
import { planFor } from './plan.ts';
import { findOpenResponse, lockResponse, readRoles, say, upsertRole } from './store.ts';

/** Asks for roles that are needed now and were not before. Roles that are going on stay. */
export async function takeUpAssessment(
  tx: Tx,
  deps: ResponsesDeps,
  signalId: string,
  now: Date,
): Promise<void> {
  const responseId = await findOpenResponse(tx, signalId);
  const response = responseId ? await lockResponse(tx, responseId) : undefined;
  if (response?.state !== 'open') return;
  const facts = await deps.factsOf(tx, signalId);
  if (facts.appearanceOnly)
    await callSupervisor(
      tx,
      {
        signalId,
        responseId: response.id,
        code: 'appearance-only',
        words:
          'The report now rests on looks, language or a mixed family, and people are on their way. Decide whether to stand them down.',
      },
      now,
    );
  const plan = await planFor(tx, deps, signalId, now).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  const before = new Set((await readRoles(tx, response.id)).map(({ role }) => role));
  const added = (plan?.roles ?? []).filter(({ role, required }) => required && !before.has(role));
  for (const { role, required, candidates } of added) {
    await upsertRole(
      tx,
      response.id,
      {
        role,
        required,
        candidates: candidates.map(({ organizationId, organizationName, notifyBy }) => ({
          organizationId,
          organizationName,
          notifyBy,
        })),
      },
      now,
    );
    await say(
      tx,
      response.id,
      { kind: 'role-added', who: 'Alight', what: `${roleWords[role]} is needed now, and is asked.` },
      now,
    );
  }
  for (const { role } of added) await askForRole(tx, deps, response, role, now);
  await rebrief(tx, deps, response.id, now);
}
