/** Who knows what about a case, and why: the ledger as staff read it, with the words that were shown, and who was left out. */
import type { Showing } from '../audit/index.ts';
import { findCaseOfSignal, listedForStaff } from '../cases/index.ts';
import { disclosuresOfCase, legalBases, shownWords } from '../disclosures/index.ts';
import { staffNames } from '../identity/index.ts';
import { organizationsById } from '../organizations/index.ts';
import { type Db, Refusal } from '../platform/index.ts';
import { readSignal } from '../signals/index.ts';
import { readLastPlan } from './store.ts';
import type { KnownBy, KnownOfCase, LeftOut } from './views.ts';

/**
 * Everything that left about the case of a report, one entry for each organization, oldest first; on record before it is shown.
 * @throws Refusal unknown-signal, not-on-record
 */
export async function knownOf(
  db: Db,
  showing: Showing,
  asked: { readonly signalId: string; readonly by: string },
  now: Date,
): Promise<KnownOfCase> {
  if (!(await readSignal(db, asked.signalId)))
    throw new Refusal('unknown-signal', 404, 'No such report', 'There is no report with this id.');
  const caseId = await findCaseOfSignal(db, asked.signalId);
  if (!caseId) return { organizations: [], leftOut: [] };
  const rows = await disclosuresOfCase(db, caseId);
  const ids = rows.map(({ id }) => id);
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: asked.by },
    view: 'known',
    subjectKind: 'signal',
    subjectId: asked.signalId,
    ids: [asked.signalId, caseId, ...ids],
    imminent: false,
    leaves: 'new',
  });
  const names = await organizationsById(db, [...new Set(rows.map(({ organizationId }) => organizationId))]);
  const nameOf = (id: string) => names.get(id)?.name ?? 'An organization';
  const shown = await shownWords(db, ids);
  const people = await staffNames(
    db,
    rows.flatMap(({ confirmedBy, secondBy }) => [confirmedBy, secondBy]),
  );
  const staffName = (id: string | null) => (id ? (people.get(id) ?? null) : null);
  const organizations = new Map<string, KnownBy>();
  for (const row of rows) {
    const before = organizations.get(row.organizationId);
    const { words: basisWords, source } = legalBases[row.basis];
    const told = {
      id: row.id,
      items: row.items,
      basisWords,
      source,
      reason: row.reason,
      confirmedBy: staffName(row.confirmedBy),
      secondBy: staffName(row.secondBy),
      at: row.at,
      deliveredAt: row.deliveredAt,
      openedAt: row.openedAt,
      shownAt: row.shownAt,
      until: row.until,
      revokedAt: row.revokedAt,
      words: shown.filter(({ disclosureId }) => disclosureId === row.id),
    };
    organizations.set(row.organizationId, {
      organizationId: row.organizationId,
      organizationName: nameOf(row.organizationId),
      told: [...(before?.told ?? []), told],
    });
  }
  const listed = (await listedForStaff(db, caseId)).map(
    ({ who, reason, by, at }): LeftOut => ({
      organizationName: who,
      words: `On the do-not-tell list: ${reason}`,
      by,
      at,
    }),
  );
  return {
    organizations: [...organizations.values()],
    leftOut: [...listed, ...(await passedOver(db, asked.signalId))],
  };
}

/** Whom the plan of the last response left out for another reason than the list, such as a consent that is missing. */
async function passedOver(db: Db, signalId: string): Promise<LeftOut[]> {
  const last = await readLastPlan(db, signalId);
  const excluded = (last?.plan.roles ?? []).flatMap((role) => role.excluded ?? []);
  const once = new Map(
    excluded.filter(({ code }) => code !== 'do-not-tell').map((one) => [one.organizationId, one]),
  );
  return [...once.values()].map(({ organizationName, reason }) => ({
    organizationName,
    words: reason,
    by: null,
    at: last!.at,
  }));
}
