/** The SQL of disclosures: the ledger of what left, to whom, on which basis. Rows are revoked, never rewritten. */
import { listedOfCase } from '../cases/index.ts';
import { type Db, newId, openRows, sealRow, type Tx } from '../platform/index.ts';
import { type Basis, mayStillLeave } from './core/index.ts';

/** One entry of the ledger. */
export interface Disclosure {
  readonly id: string;
  readonly caseId: string;
  readonly signalId: string;
  readonly organizationId: string;
  /** What was told, by the names of the items, never their contents. */
  readonly items: readonly string[];
  readonly basis: Basis;
  readonly reason: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly confirmedBy: string | null;
  readonly secondBy: string | null;
  readonly at: Date;
  readonly revokedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  /** When everything in `items` could first be seen; before that a page shows role, area and time alone. */
  readonly shownAt: Date | null;
  /** When the consent it rests on runs out; null for a basis that does not run out by itself. */
  readonly until: Date | null;
}

export type NewDisclosure = Omit<
  Disclosure,
  'id' | 'at' | 'revokedAt' | 'deliveredAt' | 'openedAt' | 'shownAt' | 'until'
> & { readonly until?: Date | undefined };

export async function insertDisclosure(tx: Tx, entry: NewDisclosure, now: Date): Promise<string> {
  const id = newId(now);
  const values = {
    id,
    case_id: entry.caseId,
    signal_id: entry.signalId,
    organization_id: entry.organizationId,
    items: [...entry.items],
    basis: entry.basis,
    facts: entry.facts,
    reason: entry.reason,
    confirmed_by: entry.confirmedBy,
    second_by: entry.secondBy,
    at: now,
    revoked_at: null,
    revoked_reason: null,
    delivered_at: null,
    opened_at: null,
    until: entry.until ?? null,
  };
  await tx
    .insertInto('disclosure')
    .values(await sealRow(tx, 'disclosure', values, now))
    .execute();
  return id;
}

/**
 * Whether what this row allows may still leave: not revoked, not run out, and its recipient not on the do-not-tell list by now.
 * @param to the address it would go to, or that whoever looks was asked at
 */
export async function isLive(db: Db, id: string, now: Date, to?: string): Promise<boolean> {
  const row = await db
    .selectFrom('disclosure')
    .select(['case_id', 'organization_id', 'revoked_at', 'until'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return false;
  const standing = { organizationId: row.organization_id, revokedAt: row.revoked_at, until: row.until };
  return mayStillLeave(standing, await listedOfCase(db, row.case_id), now, to);
}

/** @returns the ids revoked now */
export async function markRevoked(
  tx: Tx,
  which: {
    caseId: string;
    organizationId?: string | undefined;
    basis?: Basis | undefined;
    signalId?: string | undefined;
    id?: string | undefined;
  },
  reason: string,
  now: Date,
): Promise<string[]> {
  let query = tx
    .updateTable('disclosure')
    .set({ revoked_at: now })
    .where('case_id', '=', which.caseId)
    .where('revoked_at', 'is', null);
  if (which.organizationId) query = query.where('organization_id', '=', which.organizationId);
  if (which.signalId) query = query.where('signal_id', '=', which.signalId);
  if (which.id) query = query.where('id', '=', which.id);
  if (which.basis) query = query.where('basis', '=', which.basis);
  const revoked = await query.returning(['id', 'signal_id']).execute();
  for (const row of revoked) {
    const { revoked_reason } = await sealRow(tx, 'disclosure', { ...row, revoked_reason: reason }, now);
    await tx.updateTable('disclosure').set({ revoked_reason }).where('id', '=', row.id).execute();
  }
  return revoked.map((row) => row.id);
}

export async function markDelivered(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('disclosure')
    .set({ delivered_at: now })
    .where('id', '=', id)
    .where('delivered_at', 'is', null)
    .execute();
}

export async function markOpened(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('disclosure')
    .set((row) => ({ opened_at: now, delivered_at: row.fn.coalesce('delivered_at', row.val(now)) }))
    .where('id', '=', id)
    .where('opened_at', 'is', null)
    .execute();
}

/** Everything in `items` can be seen from now on: the page was accepted. */
export async function markShown(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('disclosure')
    .set({ shown_at: now })
    .where('id', '=', id)
    .where('shown_at', 'is', null)
    .execute();
}

/**
 * What a call that was confirmed has told: the disclosure it was opened for, or those of a report to a 911 centre.
 * Everything named in it was read out. @returns the ids of those rows
 */
export async function markReadOut(
  tx: Tx,
  call: { subjectId: string; organizationId: string | null },
  now: Date,
): Promise<string[]> {
  const rows = await tx
    .updateTable('disclosure')
    .set((row) => ({
      delivered_at: row.fn.coalesce('delivered_at', row.val(now)),
      opened_at: row.fn.coalesce('opened_at', row.val(now)),
      shown_at: row.fn.coalesce('shown_at', row.val(now)),
    }))
    .where(({ and, or, eb }) =>
      or([
        eb('id', '=', call.subjectId),
        ...(call.organizationId
          ? [
              and([
                eb('signal_id', '=', call.subjectId),
                eb('organization_id', '=', call.organizationId),
                eb('basis', '=', 'imminent-danger'),
              ]),
            ]
          : []),
      ]),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** One row of the ledger. */
export async function readDisclosure(
  db: Db,
  id: string,
): Promise<{ caseId: string; signalId: string; organizationId: string } | undefined> {
  const row = await db
    .selectFrom('disclosure')
    .select(['case_id', 'signal_id', 'organization_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { caseId: row.case_id, signalId: row.signal_id, organizationId: row.organization_id };
}

/** Who was told what, and why, oldest first. */
export async function disclosuresOfCase(db: Db, caseId: string): Promise<Disclosure[]> {
  const rows = await db
    .selectFrom('disclosure')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return (await openRows(db, 'disclosure', rows)).map((row) => ({
    id: row.id,
    caseId: row.case_id,
    signalId: row.signal_id,
    organizationId: row.organization_id,
    items: row.items,
    basis: row.basis as Basis,
    reason: row.reason,
    facts: row.facts,
    confirmedBy: row.confirmed_by,
    secondBy: row.second_by,
    at: row.at,
    revokedAt: row.revoked_at,
    deliveredAt: row.delivered_at,
    openedAt: row.opened_at,
    shownAt: row.shown_at,
    until: row.until,
  }));
}
