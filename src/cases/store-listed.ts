/** The SQL of whom not to tell: the entries of a case, and what each of them closes by now. */

import { isSameAddress, isSameName } from '../organizations/core/index.ts';
import { contactsOf } from '../organizations/index.ts';
import { type Db, newId, openRows, operatorOrganizationId, sealRow, type Tx } from '../platform/index.ts';
import type { Listed, Whom } from './core/index.ts';

/** An entry with the words of it. */
export interface DoNotTell extends Listed {
  readonly id: string;
  readonly whom: Whom;
  /** The organization it is at, also where the entry is narrower; null for a name, and for somebody of ours. */
  readonly atOrganizationId: string | null;
  /** Who it is, in words; null for an organization, whose name is asked of its own room. */
  readonly who: string | null;
  readonly reason: string;
  readonly byStaffId: string | null;
  readonly at: Date;
}

/** How many entries of a case can stand: no more are taken in. */
export const entriesLimit = 500;

const rowsOf = (db: Db, caseId: string) =>
  db
    .selectFrom('do_not_tell as d')
    .leftJoin('unit as u', 'u.id', 'd.unit_id')
    .leftJoin('contact as c', 'c.id', 'd.contact_id')
    .leftJoin('staff as s', 's.id', 'd.staff_id')
    .selectAll('d')
    .select([
      'u.label as unit_label',
      'u.organization_id as unit_of',
      'c.name as contact_name',
      'c.address as contact_address',
      'c.organization_id as contact_of',
      's.name as staff_name',
      's.organization_id as staff_of',
    ])
    .where('d.case_id', '=', caseId)
    .where('d.taken_back_at', 'is', null)
    .orderBy('d.at')
    .orderBy('d.id')
    // Bounded where entries are made: one that was stored and not read would hold nobody back.
    .execute();

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

function whomOf(row: Row): Exclude<Whom, { kind: 'name' }> | { kind: 'name' } {
  if (row.organization_id) return { kind: 'organization', organizationId: row.organization_id };
  if (row.unit_id) return { kind: 'unit', unitId: row.unit_id };
  if (row.contact_id) return { kind: 'contact', contactId: row.contact_id };
  if (row.staff_id) return { kind: 'staff', staffId: row.staff_id };
  return { kind: 'name' };
}

const organizationOf = (row: Row) =>
  row.organization_id ?? row.unit_of ?? row.contact_of ?? row.staff_of ?? null;

/** What each entry closes: a person by every address that their organization has for their name or their telephone. */
async function closedBy(db: Db, rows: readonly Row[]): Promise<(Listed & { readonly id: string })[]> {
  const narrow = rows.filter((row) => row.unit_id ?? row.contact_id ?? row.staff_id);
  const at = [...new Set(narrow.flatMap((row) => organizationOf(row) ?? []))];
  const contacts = await contactsOf(db, at);
  return rows.map((row) => {
    const name = row.contact_name ?? row.staff_name;
    const own = contacts.filter((contact) => {
      if (contact.organizationId !== organizationOf(row)) return false;
      if (row.unit_id) return contact.unitId === row.unit_id;
      const isTheirs = name !== null && !contact.isDesk && isSameName(contact.name, name);
      return (
        isTheirs || (row.contact_address !== null && isSameAddress(contact.address, row.contact_address))
      );
    });
    return {
      id: row.id,
      organizationId: row.organization_id,
      unitId: row.unit_id,
      addresses: [
        ...(row.contact_address ? [row.contact_address] : []),
        ...own.map(({ address }) => address),
      ],
    };
  });
}

/** What the list of a case closes, without a word of it: asked at each sending, also while no key is at hand. */
export async function readListed(db: Db, caseId: string): Promise<(Listed & { readonly id: string })[]> {
  return closedBy(db, await rowsOf(db, caseId));
}

export async function readDoNotTell(db: Db, caseId: string): Promise<DoNotTell[]> {
  const rows = await rowsOf(db, caseId);
  const closed = await closedBy(db, rows);
  return (await openRows(db, 'do_not_tell', rows)).map((row, index) => {
    const whom = whomOf(rows[index]!);
    return {
      ...closed[index]!,
      id: row.id,
      whom: whom.kind === 'name' ? { kind: 'name', name: row.name ?? '' } : whom,
      atOrganizationId: row.staff_of === operatorOrganizationId ? null : organizationOf(rows[index]!),
      who: row.unit_label ?? row.contact_name ?? row.staff_name ?? row.name ?? null,
      reason: row.reason,
      byStaffId: row.by_staff_id,
      at: row.at,
    };
  });
}

/**
 * Whether anybody outside this house must not be told, so that whoever is asked reads that there is someone. A colleague of ours who may
 * not see the case is nobody's to hear of.
 */
export async function isSomeoneWithheld(db: Db, caseId: string): Promise<boolean> {
  const row = await db
    .selectFrom('do_not_tell as d')
    .leftJoin('staff as s', 's.id', 'd.staff_id')
    .select('d.id')
    .where('d.case_id', '=', caseId)
    .where('d.taken_back_at', 'is', null)
    .where(({ eb, or }) =>
      or([eb('d.staff_id', 'is', null), eb('s.organization_id', '<>', operatorOrganizationId)]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns the id of the entry; undefined when they were on the list already */
export async function insertDoNotTell(
  tx: Tx,
  entry: { caseId: string; whom: Whom; reason: string; byStaffId: string | null },
  now: Date,
): Promise<string | undefined> {
  const { whom } = entry;
  const id = newId(now);
  const values = {
    id,
    case_id: entry.caseId,
    organization_id: whom.kind === 'organization' ? whom.organizationId : null,
    unit_id: whom.kind === 'unit' ? whom.unitId : null,
    contact_id: whom.kind === 'contact' ? whom.contactId : null,
    staff_id: whom.kind === 'staff' ? whom.staffId : null,
    name: whom.kind === 'name' ? whom.name : null,
    reason: entry.reason,
    by_staff_id: entry.byStaffId,
    at: now,
  };
  const written = await tx
    .insertInto('do_not_tell')
    .values(await sealRow(tx, 'do_not_tell', values, now))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (written.numInsertedOrUpdatedRows ?? 0n) > 0n ? id : undefined;
}

export async function countEntries(db: Db, caseId: string): Promise<number> {
  const { total } = await db
    .selectFrom('do_not_tell')
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .where('case_id', '=', caseId)
    .where('taken_back_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** Takes an entry of a case back; the row stays. @returns whether it stood */
export async function writeTakenBack(
  tx: Tx,
  entry: { id: string; caseId: string; staffId: string; reason: string },
  now: Date,
): Promise<boolean> {
  const { id, caseId } = entry;
  const { taken_back_reason } = await sealRow(
    tx,
    'do_not_tell',
    { id, case_id: caseId, taken_back_reason: entry.reason },
    now,
  );
  const written = await tx
    .updateTable('do_not_tell')
    .set({ taken_back_at: now, taken_back_by: entry.staffId, taken_back_reason })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('taken_back_at', 'is', null)
    .executeTakeFirst();
  return written.numUpdatedRows > 0n;
}

/** Whom the reports of a case name has to be gone through again. */
export async function unsettle(tx: Tx, caseId: string): Promise<void> {
  await tx
    .deleteFrom('do_not_tell_settled')
    .where('signal_id', 'in', (query) =>
      query.selectFrom('case_signal').select('case_signal.signal_id').where('case_id', '=', caseId),
    )
    .execute();
}

export async function writeSettled(
  tx: Tx,
  entry: { signalId: string; staffId: string; reason: string },
  now: Date,
): Promise<void> {
  const values = { signal_id: entry.signalId, by_staff_id: entry.staffId, reason: entry.reason, at: now };
  const sealed = await sealRow(tx, 'do_not_tell_settled', values, now);
  await tx
    .insertInto('do_not_tell_settled')
    .values(sealed)
    .onConflict((conflict) => conflict.column('signal_id').doUpdateSet(sealed))
    .execute();
}

/**
 * Whether somebody has said that whom a report names as not to be told has been gone through. An entry alone does not say it: it may be
 * about somebody else, and whom the report names would be asked.
 */
export async function isDoNotTellSettled(db: Db, signalId: string): Promise<boolean> {
  const settled = await db
    .selectFrom('do_not_tell_settled')
    .select('signal_id')
    .where('signal_id', '=', signalId)
    .executeTakeFirst();
  return settled !== undefined;
}

/** A unit, a contact or an account, and whose it is; undefined where there is none. */
export async function findWhom(
  db: Db,
  whom: Extract<Whom, { kind: 'unit' | 'contact' | 'staff' }>,
): Promise<{ organizationId: string; isDesk: boolean } | undefined> {
  if (whom.kind === 'unit') {
    const row = await db
      .selectFrom('unit')
      .select('organization_id')
      .where('id', '=', whom.unitId)
      .executeTakeFirst();
    return row && { organizationId: row.organization_id, isDesk: false };
  }
  if (whom.kind === 'contact') {
    const row = await db
      .selectFrom('contact')
      .select(['organization_id', 'is_desk'])
      .where('id', '=', whom.contactId)
      .executeTakeFirst();
    return row && { organizationId: row.organization_id, isDesk: row.is_desk };
  }
  const row = await db
    .selectFrom('staff')
    .select('organization_id')
    .where('id', '=', whom.staffId)
    .where('role', '<>', 'service-account')
    .executeTakeFirst();
  return row && { organizationId: row.organization_id, isDesk: false };
}

/** Who works here and is on the do-not-tell list of these reports themselves: they see nothing of them. */
export async function readListedStaff(
  db: Db,
  signalIds: readonly string[],
): Promise<{ signalId: string; staffId: string }[]> {
  if (signalIds.length === 0) return [];
  const rows = await db
    .selectFrom('do_not_tell as d')
    .innerJoin('case_signal as c', 'c.case_id', 'd.case_id')
    .select(['c.signal_id', 'd.staff_id'])
    .where('c.signal_id', 'in', [...signalIds])
    .where('d.staff_id', 'is not', null)
    .where('d.taken_back_at', 'is', null)
    .execute();
  return rows.map((row) => ({ signalId: row.signal_id, staffId: row.staff_id! }));
}

/** The cases on whose list somebody of ours stands: they see nothing of them. */
export async function readCasesListing(db: Db, staffId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('do_not_tell')
    .select('case_id')
    .distinct()
    .where('staff_id', '=', staffId)
    .where('taken_back_at', 'is', null)
    .execute();
  return rows.map((row) => row.case_id);
}
