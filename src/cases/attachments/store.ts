/** The SQL of attachments. Name and content are sealed by the key of the report. */
import { type Db, openRow, openRows, sealRow, type Tx } from '../../platform/index.ts';
import type { AttachmentKind } from './content.ts';

export type AttachmentState = 'clean' | 'quarantined' | 'infected';

export interface StoredAttachment {
  readonly id: string;
  readonly signalId: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly sizeBytes: number;
  readonly state: AttachmentState;
  /** Whoever of the staff added it; null where it was not kept who. */
  readonly addedBy: string | null;
  readonly at: Date;
}

export async function insertAttachment(
  tx: Tx,
  row: StoredAttachment & {
    readonly original: Uint8Array;
    readonly shared: Uint8Array | null;
  },
): Promise<void> {
  const values = {
    id: row.id,
    signal_id: row.signalId,
    kind: row.kind,
    size_bytes: row.sizeBytes,
    state: row.state,
    name: row.name,
    original: row.original,
    shared: row.shared,
    added_by: row.addedBy,
    at: row.at,
    scanned_at: row.state === 'quarantined' ? null : row.at,
  };
  await tx
    .insertInto('attachment')
    .values(await sealRow(tx, 'attachment', values, row.at))
    .execute();
}

const listed = ['id', 'signal_id', 'kind', 'size_bytes', 'state', 'name', 'added_by', 'at'] as const;

/** @throws Refusal keys-away, record-damaged, record-destroyed */
export async function readAttachments(db: Db, signalId: string): Promise<StoredAttachment[]> {
  const rows = await db
    .selectFrom('attachment')
    .select(listed)
    .where('signal_id', '=', signalId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return (await openRows(db, 'attachment', rows)).map((row) => ({
    id: row.id,
    signalId: row.signal_id,
    name: row.name,
    kind: row.kind as AttachmentKind,
    sizeBytes: row.size_bytes,
    state: row.state as AttachmentState,
    addedBy: row.added_by,
    at: row.at,
  }));
}

/** How many documents a report has; nothing of them is opened. */
export async function countAttachments(db: Db, signalId: string): Promise<number> {
  const { count } = await db
    .selectFrom('attachment')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('signal_id', '=', signalId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The document: the original, and the image made anew where there is one. @throws Refusal as `readAttachments` */
export async function readDocument(
  db: Db,
  id: string,
): Promise<{ readonly original: Buffer; readonly shared: Buffer | null }> {
  const row = await db
    .selectFrom('attachment')
    .select(['id', 'signal_id', 'original', 'shared'])
    .where('id', '=', id)
    .executeTakeFirst();
  const open = await openRow(db, 'attachment', row);
  if (!open) throw new Error('an attachment that was listed is gone');
  return { original: Buffer.from(open.original), shared: open.shared && Buffer.from(open.shared) };
}

export async function writeVerdict(tx: Tx, id: string, state: AttachmentState, now: Date): Promise<void> {
  await tx.updateTable('attachment').set({ state, scanned_at: now }).where('id', '=', id).execute();
}

/** The documents of a report, by id alone. */
export async function readAttachmentIds(db: Db, signalId: string): Promise<string[]> {
  const rows = await db.selectFrom('attachment').select('id').where('signal_id', '=', signalId).execute();
  return rows.map(({ id }) => id);
}
