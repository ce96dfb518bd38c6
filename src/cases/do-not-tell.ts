/** Putting somebody on the do-not-tell list, and saying that it is done. Each act leaves an audit leaf in its own transaction. */
import { alertSupervisors, leaf } from '../audit/index.ts';
import { staff, staffNames } from '../identity/index.ts';
import { isSameName } from '../organizations/core/index.ts';
import { contactsOf, organizationById, organizationsById, unitsOf } from '../organizations/index.ts';
import { type Db, emit, notify, operatorOrganizationId, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal, reasonOf } from '../signals/index.ts';
import { caseOfSignal } from './commands.ts';
import type { Whom } from './core/index.ts';
import { lockCase } from './store.ts';
import {
  countEntries,
  type DoNotTell,
  entriesLimit,
  findWhom,
  insertDoNotTell,
  readDoNotTell,
  readListedStaff,
  unsettle,
  writeSettled,
  writeTakenBack,
} from './store-listed.ts';

const reasonLimitCharacters = 2000;
const nameLimitCharacters = 200;

/**
 * Puts somebody on the case's do-not-tell list. From now on they are not told or paged for this case, and whoever of ours is on it does
 * not see the case. Emits `do-not-tell-added` when they were not there before. @throws Refusal reason-missing, list-full
 */
export async function addDoNotTell(
  tx: Tx,
  entry: { caseId: string; whom: Whom; reason: string; byStaffId: string | null },
  now: Date,
): Promise<void> {
  const { caseId, whom } = entry;
  const reason = entry.reason.trim().slice(0, reasonLimitCharacters);
  if (!reason)
    throw new Refusal(
      'reason-missing',
      422,
      'A reason is needed',
      'Say in a few words why they should not be told.',
    );
  await lockCase(tx, caseId);
  if (await isNamedAlready(tx, caseId, whom)) return;
  const entryId = await insertDoNotTell(tx, { ...entry, reason }, now);
  if (!entryId) return;
  if ((await countEntries(tx, caseId)) > entriesLimit)
    throw new Refusal(
      'list-full',
      409,
      `There are ${entriesLimit} on the list already`,
      'Nobody was added. List a whole organization in place of its people, or have a supervisor take back who is there twice.',
    );
  const isOurs = await isOurStaff(tx, whom);
  const { organizationId } = whom.kind === 'organization' ? whom : { organizationId: undefined };
  await leaf(tx, {
    at: now,
    actor: entry.byStaffId ? { kind: 'staff', id: entry.byStaffId } : { kind: 'system' },
    action: 'do-not-tell-added',
    subjectKind: 'case',
    subjectId: caseId,
    detail: { entryId, kind: whom.kind, ...(organizationId ? { organizationId } : {}) },
  });
  await emit(
    tx,
    {
      name: 'do-not-tell-added',
      subjectId: caseId,
      payload: { entryId, kind: whom.kind, isOurs, ...(organizationId ? { organizationId } : {}) },
    },
    now,
  );
}

const isOurStaff = async (tx: Tx, whom: Whom): Promise<boolean> =>
  whom.kind === 'staff' && (await findWhom(tx, whom))?.organizationId === operatorOrganizationId;

/** Names are sealed, so that no key of the database can tell one that is there twice. */
const isNamedAlready = async (tx: Tx, caseId: string, whom: Whom): Promise<boolean> =>
  whom.kind === 'name' &&
  (await readDoNotTell(tx, caseId)).some(
    (entry) => entry.whom.kind === 'name' && isSameName(entry.whom.name, whom.name),
  );

/**
 * One who could list every supervisor would have the report for themselves: nobody could see it, nor take an entry back.
 * @throws Refusal no-supervisor-left
 */
async function assertSupervisorLeft(tx: Tx, signalId: string, staffId: string): Promise<void> {
  const listed = new Set((await readListedStaff(tx, [signalId])).map((one) => one.staffId));
  if (listed.has(staffId)) return;
  const left = (await staff(tx)).filter(
    ({ id, role, organizationId }) =>
      role === 'supervisor' && organizationId === operatorOrganizationId && id !== staffId && !listed.has(id),
  );
  if (left.length === 0)
    throw new Refusal(
      'no-supervisor-left',
      409,
      'No supervisor would see this report any more',
      'They were not put on the list. Do not speak of the report with them. Ask your administrator to make somebody else a supervisor, without saying why; then put them on the list.',
    );
}

const unknownWhom = () =>
  new Refusal(
    'unknown-whom',
    404,
    'They are not known here',
    'Choose them in the list, or write their name. Nothing was changed.',
  );

/** An unknown unit or person, and a desk, are refused: a desk is the organization. @throws Refusal unknown-organization, unknown-whom, name-missing, not-a-person */
async function checked(tx: Tx, whom: Whom): Promise<Whom> {
  if (whom.kind === 'name') {
    const name = whom.name.replaceAll('\0', '').trim().slice(0, nameLimitCharacters);
    if (!name) throw new Refusal('name-missing', 422, 'Who must not be told?', 'Write their name.');
    return { kind: 'name', name };
  }
  if (whom.kind === 'organization') {
    await organizationById(tx, whom.organizationId);
    return whom;
  }
  const found = await findWhom(tx, whom);
  if (!found) throw unknownWhom();
  if (found.isDesk)
    throw new Refusal(
      'not-a-person',
      422,
      'That is a desk, where everybody answers',
      'Put the whole organization on the list.',
    );
  return whom;
}

/**
 * Puts somebody on the do-not-tell list of a report's case, checked: both exist. When it is somebody who works here, a supervisor who is
 * not on the list is asked to take the report up.
 * @throws Refusal unknown-signal, unknown-organization, unknown-whom, name-missing, not-a-person, reason-missing, list-full, no-supervisor-left
 */
export async function listDoNotTell(
  tx: Tx,
  entry: { signalId: string; whom: Whom; reason: string; staffId: string },
  now: Date,
): Promise<void> {
  const { signalId, reason, staffId } = entry;
  await lockSignal(tx, signalId);
  const whom = await checked(tx, entry.whom);
  const caseId = await caseOfSignal(tx, signalId, now);
  if (whom.kind === 'staff' && (await isOurStaff(tx, whom))) {
    // Two who list a supervisor each at once come one after the other.
    await lockCase(tx, caseId);
    await assertSupervisorLeft(tx, signalId, whom.staffId);
    // Before the entry: from then on they themselves may see nothing of this report, an alert about it neither.
    await alertSupervisors(
      tx,
      {
        subjectId: signalId,
        signalId,
        code: 'colleague-listed',
        words:
          'Somebody who works here must not be told of this report, and does not see it from now on. Take it up in their place, and settle the list if it is not settled. Do not speak of it with them.',
      },
      now,
    );
  }
  await addDoNotTell(tx, { caseId, whom, reason, byStaffId: staffId }, now);
  // Open pages of it look again, and those of somebody who is listed now see that it is not there.
  await notify(tx, signalId);
}

/**
 * Records that whoever a report names as not to be told has been dealt with: the list is done, or there is nobody to list. The
 * last one who says so counts. @throws Refusal unknown-signal, reason-missing
 */
export async function settleDoNotTell(
  tx: Tx,
  entry: { signalId: string; reason: string; staffId: string },
  now: Date,
): Promise<void> {
  const { signalId, staffId } = entry;
  const reason = reasonOf(entry.reason, 'Who is listed, or why is there nobody to list?').slice(
    0,
    reasonLimitCharacters,
  );
  await lockSignal(tx, signalId);
  await writeSettled(tx, { signalId, staffId, reason }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'do-not-tell-settled',
    subjectKind: 'signal',
    subjectId: signalId,
  });
}

/**
 * Takes an entry back, by a supervisor who sees the report: they may be told from now on, and whoever of ours it was sees the report again. What
 * was ended because of it stays ended. Whom the report names has to be gone through again, since the entry may have been they.
 * @throws Refusal unknown-signal, reason-missing, unknown-entry
 */
export async function takeBackDoNotTell(
  tx: Tx,
  order: { signalId: string; entryId: string; reason: string; staffId: string },
  now: Date,
): Promise<void> {
  const { signalId, entryId, staffId } = order;
  const reason = reasonOf(order.reason, 'Why may they be told after all?').slice(0, reasonLimitCharacters);
  await lockSignal(tx, signalId);
  const caseId = await caseOfSignal(tx, signalId, now);
  await lockCase(tx, caseId);
  if (!(await writeTakenBack(tx, { id: entryId, caseId, staffId, reason }, now)))
    throw new Refusal(
      'unknown-entry',
      404,
      'This is not on the list',
      'It may have been taken back already. Nothing was changed.',
    );
  await unsettle(tx, caseId);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'do-not-tell-taken-back',
    subjectKind: 'case',
    subjectId: caseId,
    detail: { entryId },
  });
  await emit(tx, { name: 'do-not-tell-taken-back', subjectId: caseId, payload: { entryId } }, now);
  await notify(tx, signalId);
}

/** An entry as staff read it. */
export interface ListedForStaff {
  readonly id: string;
  /** "Dana Lee, Cole County Sheriff (demo)". */
  readonly who: string;
  readonly reason: string;
  /** Who put them there; null where Alight did. */
  readonly by: string | null;
  readonly at: Date;
}

/** Everybody on the list of a case, the first who was put there first. */
export async function listedForStaff(db: Db, caseId: string): Promise<ListedForStaff[]> {
  const list = await readDoNotTell(db, caseId);
  const names = await organizationsById(db, [
    ...new Set(list.flatMap(({ atOrganizationId }) => atOrganizationId ?? [])),
  ]);
  const people = await staffNames(
    db,
    list.map(({ byStaffId }) => byStaffId),
  );
  return list.map((entry) => ({
    id: entry.id,
    who: listedName(entry, (id) => names.get(id)?.name ?? 'An organization'),
    reason: entry.reason,
    by: entry.byStaffId ? (people.get(entry.byStaffId) ?? null) : null,
    at: entry.at,
  }));
}

/** An account whose name none of their organization's telephones has: it is at none of them that they are not asked. */
export const closesNothing = ({ whom, atOrganizationId, addresses }: DoNotTell): boolean =>
  whom.kind === 'staff' && atOrganizationId !== null && addresses.length === 0;

/** A name alone where nothing here has it. */
function listedName(entry: DoNotTell, nameOf: (id: string) => string): string {
  const { whom, who, atOrganizationId } = entry;
  const at = atOrganizationId ? nameOf(atOrganizationId) : null;
  if (who === null) return at ?? 'An organization';
  if (whom.kind === 'name') return `${who} (nobody here has this name: nothing is held back by itself)`;
  if (!at) return `${who}, who works here`;
  const unheld = closesNothing(entry)
    ? ' (no telephone there has this name: nothing is held back by itself)'
    : '';
  return `${who}, ${at}${unheld}`;
}

/** One organization, and whom of it an entry can name. */
export interface WhomToList {
  /** Null: the organization that runs this instance. */
  readonly organizationId: string | null;
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** Each person once, by one of the ways they are reached or by their account. */
  readonly people: readonly {
    readonly kind: 'contact' | 'staff';
    readonly id: string;
    readonly name: string;
  }[];
}

const organizationsLimit = 200;

/** The units and the people of organizations, and of our own, for choosing who must not be told. Numbers are not shown. */
export async function whomToList(db: Db, organizationIds: readonly string[]): Promise<WhomToList[]> {
  const ids = [...new Set(organizationIds)].slice(0, organizationsLimit);
  const [contacts, units, accounts] = [
    await contactsOf(db, ids),
    await unitsOf(db, ids),
    (await staff(db)).filter(({ role }) => role !== 'service-account'),
  ];
  const accountsOf = (organizationId: string) =>
    accounts
      .filter((one) => one.organizationId === organizationId)
      .map(({ id, name }) => ({ kind: 'staff' as const, id, name }));
  const once = <Person extends { name: string }>(people: readonly Person[]): Person[] => [
    ...new Map(people.map((person) => [person.name, person])).values(),
  ];
  return [
    ...ids.map((organizationId) => ({
      organizationId,
      units: units
        .filter((unit) => unit.organizationId === organizationId)
        .map(({ id, label }) => ({ id, name: label })),
      people: once([
        ...contacts
          .filter((contact) => contact.organizationId === organizationId && !contact.isDesk)
          .map(({ id, name }) => ({ kind: 'contact' as const, id, name })),
        ...accountsOf(organizationId),
      ]),
    })),
    { organizationId: null, units: [], people: accountsOf(operatorOrganizationId) },
  ];
}
