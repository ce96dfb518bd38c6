/** Writing the ledger. A clearance to send exists only for a row that is written here first. */
import { leaf } from '../audit/index.ts';
import { doNotTellOfCase, lockCase } from '../cases/index.ts';
import { mintClearance } from '../messaging/clearance.ts';
import type { Clearance } from '../messaging/index.ts';
import { unknownReach } from '../organizations/core/index.ts';
import { reachOf } from '../organizations/index.ts';
import {
  completeDue,
  type Db,
  type DueHandlers,
  emit,
  Refusal,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import { type Basis, doNotTellGate } from './core/index.ts';
import { insertDisclosure, markRevoked, type NewDisclosure, readDisclosure } from './store.ts';

const runsOutKind = 'disclosure-runs-out';

/** A ledger row, and the permission to send that stands on it. */
export interface Recorded {
  readonly disclosureId: string;
  readonly clearance: Clearance;
}

/** May anything of an organization be told of a case now? */
export async function gateFor(db: Db, caseId: string, organizationId: string) {
  const reach = (await reachOf(db, [organizationId])).get(organizationId);
  return doNotTellGate(await doNotTellOfCase(db, caseId), reach ?? unknownReach(organizationId));
}

/**
 * Records what may leave before it leaves. The do-not-tell list is read here once more, with the case held, so that no caller
 * can forget it and no entry of the list can be written unseen at the same moment.
 * @param despiteList for a court order alone, which binds: two people have read who is on the list and said so
 * @throws Refusal do-not-tell
 */
export async function recordDisclosure(
  tx: Tx,
  entry: NewDisclosure,
  now: Date,
  { despiteList }: { readonly despiteList: boolean } = { despiteList: false },
): Promise<Recorded> {
  await lockCase(tx, entry.caseId);
  const gate = await gateFor(tx, entry.caseId, entry.organizationId);
  if (!gate.allowed && !(despiteList && entry.basis === 'court-order'))
    throw new Refusal('do-not-tell', 409, 'This organization must not be told', gate.words);
  const disclosureId = await insertDisclosure(tx, entry, now);
  if (entry.until) await scheduleDue(tx, { kind: runsOutKind, subjectId: disclosureId, dueAt: entry.until });
  await leaf(tx, {
    at: now,
    actor: entry.confirmedBy ? { kind: 'staff', id: entry.confirmedBy } : { kind: 'system' },
    action: 'disclosure-recorded',
    subjectKind: 'disclosure',
    subjectId: disclosureId,
    detail: {
      caseId: entry.caseId,
      signalId: entry.signalId,
      organizationId: entry.organizationId,
      basis: entry.basis,
      itemCount: entry.items.length,
      ...(entry.secondBy ? { secondBy: entry.secondBy } : {}),
    },
  });
  return { disclosureId, clearance: mintClearance('disclosure', disclosureId) };
}

/**
 * Stops everything that has not left yet, for a recipient, a basis or a whole signal; what was told stays told. Emits
 * `disclosure-revoked` for each row, so that a human takes it up.
 */
export async function revokeDisclosures(
  tx: Tx,
  which: { caseId: string; organizationId?: string; basis?: Basis; signalId?: string; id?: string },
  reason: string,
  now: Date,
): Promise<string[]> {
  await lockCase(tx, which.caseId);
  const ids = await markRevoked(tx, which, reason, now);
  for (const id of ids) {
    await leaf(tx, {
      at: now,
      actor: { kind: 'system' },
      action: 'disclosure-revoked',
      subjectKind: 'disclosure',
      subjectId: id,
      detail: { caseId: which.caseId },
    });
    await emit(tx, { name: 'disclosure-revoked', subjectId: id, payload: { caseId: which.caseId } }, now);
  }
  return ids;
}

/** A consent or an order that has run out stops what rests on it, as if it were taken back: nobody has to notice the day. */
export function disclosuresDueHandlers(): DueHandlers {
  return {
    [runsOutKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        const row = await readDisclosure(tx, due.subjectId);
        if (!row) return;
        const { caseId } = row;
        await revokeDisclosures(tx, { caseId, id: due.subjectId }, 'What it rests on has run out.', now);
      });
    },
  };
}
