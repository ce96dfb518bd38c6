/** The SQL of court orders: what was ordered is sealed under the report's key. */
import { type Db, newId, openRows, sealRow, type Tx } from '../platform/index.ts';
import type { StandingOrder } from './core/index.ts';

/** What the paper says. */
export interface Ordered {
  readonly court: string;
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly orderedOn: string;
  readonly words: string;
}

export interface CourtOrder extends StandingOrder {
  readonly id: string;
  readonly caseId: string;
  readonly signalId: string;
  readonly organizationId: string;
  readonly items: readonly string[];
  readonly ordered: Ordered;
  readonly attachmentId: string | null;
  readonly agreedBy: string | null;
  readonly despiteList: boolean;
  readonly disclosureId: string | null;
  readonly handedOverBy: string | null;
  readonly personToldBy: string | null;
  readonly personToldAt: Date | null;
  /** Why it was not safe to tell the person; null where nobody had to say so. */
  readonly untold: { readonly words: string; readonly by: string; readonly at: Date } | null;
  readonly endedBy: string | null;
}

const ordersLimit = 100;

export type NewCourtOrder = Pick<
  CourtOrder,
  'caseId' | 'signalId' | 'organizationId' | 'items' | 'ordered' | 'attachmentId' | 'until' | 'askedBy'
>;

export async function insertOrder(tx: Tx, order: NewCourtOrder, now: Date): Promise<string> {
  const id = newId(now);
  const values = {
    id,
    case_id: order.caseId,
    signal_id: order.signalId,
    organization_id: order.organizationId,
    items: [...order.items],
    ordered: { ...order.ordered },
    attachment_id: order.attachmentId,
    until: order.until,
    asked_by: order.askedBy,
    asked_at: now,
  };
  await tx
    .insertInto('court_order')
    .values(await sealRow(tx, 'court_order', values, now))
    .execute();
  return id;
}

/** The orders of a report, oldest first; or one of them, locked. */
export async function readOrders(
  db: Db,
  which: { readonly signalId: string } | { readonly lockId: string },
): Promise<CourtOrder[]> {
  const query = db
    .selectFrom('court_order as o')
    .leftJoin('disclosure as d', 'd.id', 'o.disclosure_id')
    .selectAll('o')
    .select('d.revoked_at')
    .orderBy('o.asked_at')
    .orderBy('o.id')
    .limit(ordersLimit);
  const rows = await ('signalId' in which
    ? query.where('o.signal_id', '=', which.signalId)
    : query.where('o.id', '=', which.lockId).forUpdate('o')
  ).execute();
  return (await openRows(db, 'court_order', rows)).map((row) => ({
    id: row.id,
    caseId: row.case_id,
    signalId: row.signal_id,
    organizationId: row.organization_id,
    items: row.items,
    ordered: row.ordered as unknown as Ordered,
    attachmentId: row.attachment_id,
    until: row.until,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    agreedBy: row.agreed_by,
    agreedAt: row.agreed_at,
    despiteList: row.despite_list,
    disclosureId: row.disclosure_id,
    handedOverBy: row.handed_over_by,
    handedOverAt: row.handed_over_at,
    personToldBy: row.person_told_by,
    personToldAt: row.person_told_at,
    untold:
      row.untold !== null && row.untold_by && row.untold_at
        ? { words: row.untold, by: row.untold_by, at: row.untold_at }
        : null,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
    revokedAt: row.revoked_at,
  }));
}

export async function writeAgreed(
  tx: Tx,
  id: string,
  agreed: { by: string; disclosureId: string; despiteList: boolean },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('court_order')
    .set({
      agreed_by: agreed.by,
      agreed_at: now,
      disclosure_id: agreed.disclosureId,
      despite_list: agreed.despiteList,
    })
    .where('id', '=', id)
    .execute();
}

export async function writeStep(
  tx: Tx,
  id: string,
  step: 'handed_over' | 'person_told' | 'ended',
  by: string,
  now: Date,
): Promise<void> {
  const changes = {
    handed_over: { handed_over_by: by, handed_over_at: now },
    person_told: { person_told_by: by, person_told_at: now },
    ended: { ended_by: by, ended_at: now },
  };
  await tx.updateTable('court_order').set(changes[step]).where('id', '=', id).execute();
}

/** Why the person could not be told, in the words of whoever looked; what was said before is replaced. */
export async function writeUntold(
  tx: Tx,
  order: Pick<CourtOrder, 'id' | 'signalId'>,
  said: { by: string; words: string },
  now: Date,
): Promise<void> {
  const row = { id: order.id, signal_id: order.signalId, untold: said.words };
  const { untold } = await sealRow(tx, 'court_order', row, now);
  await tx
    .updateTable('court_order')
    .set({ untold, untold_by: said.by, untold_at: now })
    .where('id', '=', order.id)
    .execute();
}
