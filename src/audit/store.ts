/** One row for each thing that happened, in the transaction in which it happened. Ids and codes, never content. */
import { sql } from 'kysely';
import { type Db, json, newId, type Tx } from '../platform/index.ts';

/** Who did it. A signaler has no id of their own. */
export interface Actor {
  readonly kind: 'staff' | 'signaler' | 'responder' | 'system';
  readonly id?: string;
}

export interface Leaf {
  readonly at: Date;
  readonly actor: Actor;
  /** Past tense, kebab-case: `signal-received`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Ids, codes and counts only. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A leaf with everything that is written of it. */
export interface WrittenLeaf extends Leaf {
  readonly id: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  /** What an answer showed. */
  readonly shown: { readonly view: string; readonly ids: readonly string[] } | null;
}

/** Writes a leaf. The caller's transaction fails when the leaf cannot be written, so nothing happens unseen. */
export async function leaf(tx: Tx, entry: Leaf): Promise<void> {
  await insertLeaf(tx, { ...entry, id: newId(entry.at) });
}

/** Writes a leaf under its id. */
export async function insertLeaf(tx: Tx, entry: Leaf & { readonly id: string }): Promise<void> {
  await tx.insertInto('audit_leaf').values(leafRow(entry)).execute();
}

const leafRow = (entry: Leaf & { readonly id: string }) => ({
  id: entry.id,
  at: entry.at,
  actor_kind: entry.actor.kind,
  actor_id: entry.actor.id ?? null,
  action: entry.action,
  subject_kind: entry.subjectKind,
  subject_id: entry.subjectId,
  detail: json(entry.detail ?? {}),
});

/** Writes the ids behind a leaf that shows. */
export async function insertShown(tx: Tx, { id, at, actor, shown }: WrittenLeaf): Promise<void> {
  if (!shown?.ids.length || !actor.id) return;
  const viewer = actor.id;
  await tx
    .insertInto('audit_shown')
    .values(
      shown.ids.map((recordId) => ({
        leaf_id: id,
        record_id: recordId,
        viewer_id: viewer,
        view: shown.view,
        at,
      })),
    )
    .execute();
}

/** Writes a leaf that waited outside the database; one that is there already stays as it is. */
export async function insertSpooled(tx: Tx, entry: WrittenLeaf): Promise<void> {
  const written = await tx
    .insertInto('audit_leaf')
    .values(leafRow({ ...entry, detail: { ...entry.detail, spooled: true } }))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (written) await insertShown(tx, entry);
}

/** Which of the records this viewer was shown in this view between two moments. */
export async function readShownSince(
  db: Db,
  asked: { readonly viewerId: string; readonly view: string; readonly ids: readonly string[] },
  since: Date,
  until: Date,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('audit_shown')
    .select('record_id')
    .distinct()
    .where('record_id', '=', sql<string>`any(${asked.ids}::uuid[])`)
    .where('at', '>', since)
    .where('at', '<=', until)
    .where('viewer_id', '=', asked.viewerId)
    .where('view', '=', asked.view)
    .execute();
  return new Set(rows.map(({ record_id }) => record_id));
}

/** The ids behind leaves, by the leaf. */
export async function readShownBy(db: Db, leafIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (leafIds.length === 0) return found;
  for (const { leaf_id, record_id } of await db
    .selectFrom('audit_shown')
    .select(['leaf_id', 'record_id'])
    .where('leaf_id', 'in', leafIds)
    .execute())
    found.set(leaf_id, [...(found.get(leaf_id) ?? []), record_id]);
  return found;
}

/** A leaf as it is stored, in the fixed order in which it is committed to. */
export interface StoredLeaf {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail: unknown;
}

const leafColumns = [
  'audit_leaf.id',
  'audit_leaf.at',
  'audit_leaf.actor_kind',
  'audit_leaf.actor_id',
  'audit_leaf.action',
  'audit_leaf.subject_kind',
  'audit_leaf.subject_id',
  'audit_leaf.detail',
] as const;

const asStored = (row: {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  action: string;
  subject_kind: string;
  subject_id: string;
  detail: unknown;
}): StoredLeaf => ({
  id: row.id,
  at: row.at,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  action: row.action,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  detail: row.detail,
});

/** "AUDT": one sequencer at a time, on the whole database. */
const sequencerLock = 0x41554454;

/** Holds the tree until the transaction ends. @returns false when another sequencer holds it */
export async function lockTree(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{
    got: boolean;
  }>`select pg_try_advisory_xact_lock(${sequencerLock}) as got`.execute(tx);
  return rows[0]?.got === true;
}

/** Leaves that wait for their place, in the order of their ids. */
export async function readWaiting(tx: Tx, limit: number): Promise<StoredLeaf[]> {
  const rows = await tx
    .selectFrom('audit_leaf')
    .select(leafColumns)
    .where('sequenced', '=', sql.lit(false))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(asStored);
}

/** How many entries the tree has. */
export async function readSize(db: Db): Promise<number> {
  const row = await db
    .selectFrom('audit_entry')
    .select((query) => query.fn.max('sequence').as('last'))
    .executeTakeFirst();
  return row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1;
}

export interface Entry {
  readonly sequence: number;
  readonly leafId: string;
  readonly salt: Buffer;
  readonly commitment: Buffer;
  readonly hash: Buffer;
}

export async function insertEntries(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const column = <K extends keyof Entry>(name: K) => entries.map((entry) => entry[name]);
  await sql`/* once: insert-audit-entries */
    with e as (
      insert into audit_entry (sequence, leaf_id, salt, commitment, hash)
      select * from unnest(${column('sequence')}::bigint[], ${column('leafId')}::uuid[], ${column('salt')}::bytea[],
        ${column('commitment')}::bytea[], ${column('hash')}::bytea[])
      returning leaf_id)
    update audit_leaf set sequenced = true from e where audit_leaf.id = e.leaf_id`.execute(tx);
}

export async function insertNodes(
  tx: Tx,
  nodes: readonly { level: number; index: number; hash: Buffer }[],
): Promise<void> {
  if (nodes.length === 0) return;
  await sql`/* once: insert-audit-nodes */
    insert into audit_node (level, index, hash)
    select * from unnest(${nodes.map(({ level }) => level)}::int[], ${nodes.map(({ index }) => index)}::bigint[],
      ${nodes.map(({ hash }) => hash)}::bytea[])`.execute(tx);
}

/** Stored hashes by `level:index`. */
export async function readHashes(
  db: Db,
  wanted: readonly { level: number; index: number }[],
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const leaves = wanted.filter(({ level }) => level === 0).map(({ index }) => index);
  if (leaves.length)
    for (const row of await db
      .selectFrom('audit_entry')
      .select(['sequence', 'hash'])
      .where('sequence', 'in', leaves)
      .execute())
      found.set(`0:${row.sequence}`, row.hash);
  const nodes = wanted.filter(({ level }) => level > 0);
  if (nodes.length)
    for (const row of await db
      .selectFrom('audit_node')
      .selectAll()
      .where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('level', 'index'),
          'in',
          nodes.map(({ level, index }) => tuple(level, index)),
        ),
      )
      .execute())
      found.set(`${row.level}:${row.index}`, row.hash);
  return found;
}

export async function insertCheckpoint(tx: Tx, size: number, note: string, now: Date): Promise<void> {
  await tx
    .insertInto('audit_checkpoint')
    .values({ size, note, at: now })
    .onConflict((conflict) => conflict.column('size').doNothing())
    .execute();
}

export async function readCheckpoint(db: Db): Promise<{ size: number; note: string; at: Date } | undefined> {
  return db.selectFrom('audit_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

/** Entries with their leaves, in order, from a sequence on: for whoever checks the whole. */
export async function readEntries(
  db: Db,
  from: number,
  limit: number,
): Promise<(Entry & { leaf: StoredLeaf })[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_leaf', 'audit_leaf.id', 'audit_entry.leaf_id')
    .select([
      ...leafColumns,
      'audit_entry.sequence',
      'audit_entry.leaf_id',
      'audit_entry.salt',
      'audit_entry.commitment',
      'audit_entry.hash',
    ])
    .where('audit_entry.sequence', '>=', from)
    .orderBy('audit_entry.sequence')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    leafId: row.leaf_id,
    salt: row.salt,
    commitment: row.commitment,
    hash: row.hash,
    leaf: asStored(row),
  }));
}

/** Whether a checkpoint was ever signed here. */
export async function holdsCheckpoint(db: Db): Promise<boolean> {
  return (await db.selectFrom('audit_checkpoint').select('size').limit(1).executeTakeFirst()) !== undefined;
}
