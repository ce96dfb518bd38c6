/** The SQL of attachments. */
import type { Db, Tx } from '../../platform/index.ts';
import type { AttachmentKind } from './content.ts';

export type AttachmentState = 'clean' | 'quarantined' | 'infected';

export interface StoredAttachment {
  readonly id: string;
  readonly signalId: string;
  readonly kind: AttachmentKind;
  readonly sizeBytes: number;
  readonly state: AttachmentState;
  readonly sealedKey: Buffer;
  readonly sealedName: Buffer;
  readonly at: Date;
}

export async function insertAttachment(
  tx: Tx,
  row: StoredAttachment & {
    readonly sealedOriginal: Buffer;
    readonly sealedShared: Buffer | null;
    readonly by: string;
  },
): Promise<void> {
  await tx
    .insertInto('attachment')
    .values({
      id: row.id,
      signal_id: row.signalId,
      kind: row.kind,
      size_bytes: row.sizeBytes,
      state: row.state,
      sealed_key: row.sealedKey,
      sealed_name: row.sealedName,
      sealed_original: row.sealedOriginal,
      sealed_shared: row.sealedShared,
      added_by: row.by,
      at: row.at,
      scanned_at: row.state === 'quarantined' ? null : row.at,
    })
    .execute();
}

const listed = ['id', 'signal_id', 'kind', 'size_bytes', 'state', 'sealed_key', 'sealed_name', 'at'] as const;

export async function readAttachments(db: Db, signalId: string): Promise<StoredAttachment[]> {
  const rows = await db
    .selectFrom('attachment')
    .select(listed)
    .where('signal_id', '=', signalId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    signalId: row.signal_id,
    kind: row.kind as AttachmentKind,
    sizeBytes: row.size_bytes,
    state: row.state as AttachmentState,
    sealedKey: row.sealed_key,
    sealedName: row.sealed_name,
    at: row.at,
  }));
}

/** The sealed bytes: the original, and the image made anew where there is one. */
export async function readSealed(
  db: Db,
  id: string,
): Promise<{ readonly original: Buffer; readonly shared: Buffer | null }> {
  const row = await db
    .selectFrom('attachment')
    .select(['sealed_original', 'sealed_shared'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { original: row.sealed_original, shared: row.sealed_shared };
}

export async function writeVerdict(tx: Tx, id: string, state: AttachmentState, now: Date): Promise<void> {
  await tx.updateTable('attachment').set({ state, scanned_at: now }).where('id', '=', id).execute();
}
