/** Documents of a report: added, listed, opened, judged again. A document that no scanner called clean is kept and not opened. */
import { leaf } from '../../audit/index.ts';
import { type Db, newId, Refusal, type Tx } from '../../platform/index.ts';
import { lockSignal } from '../../signals/index.ts';
import type { Scanner, Verdict } from './clamav.ts';
import { type AttachmentKind, kindOf, madeAnew, safeName } from './content.ts';
import { newSeal, storedSeal } from './seal.ts';
import {
  type AttachmentState,
  insertAttachment,
  readAttachments,
  readSealed,
  type StoredAttachment,
  writeVerdict,
} from './store.ts';

const countLimit = 20;

export interface AttachmentDeps {
  /** One transaction in the name of whoever asks; none is open while a scanner looks. */
  readonly inName: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly scanner: Scanner;
  /** 32 bytes that seal the attachments' own keys; never in the database. */
  readonly outerKey: Uint8Array;
}

/** An attachment as staff see it in a list. */
export interface ListedAttachment {
  readonly id: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly sizeBytes: number;
  readonly state: AttachmentState;
  readonly at: Date;
}

const stateAfter: Readonly<Record<Verdict, AttachmentState>> = {
  clean: 'clean',
  infected: 'infected',
  'not-judged': 'quarantined',
};

const listedOf = (outerKey: Uint8Array, row: StoredAttachment): ListedAttachment => ({
  id: row.id,
  name: storedSeal(outerKey, row.id, row.sealedKey)
    .open(`attachment/${row.id}/name`, row.sealedName)
    .toString(),
  kind: row.kind,
  sizeBytes: row.sizeBytes,
  state: row.state,
  at: row.at,
});

/**
 * Adds a document to a report. It is looked at and judged before anything is stored; a scanner that is away delays nothing.
 * @throws Refusal file-empty, file-too-large, file-kind-unknown, file-ambiguous, image-unreadable, attachments-full
 */
export async function addAttachment(
  deps: AttachmentDeps,
  given: {
    readonly signalId: string;
    readonly by: string;
    readonly name: string;
    readonly bytes: Uint8Array;
  },
  now: Date,
): Promise<ListedAttachment> {
  const kind = await kindOf(given.bytes);
  const shared = await madeAnew(kind, given.bytes);
  const state = stateAfter[await deps.scanner.scan(given.bytes)];
  const id = newId(now);
  const { seal, sealedKey } = newSeal(deps.outerKey, id);
  const row: StoredAttachment = {
    id,
    signalId: given.signalId,
    kind,
    sizeBytes: given.bytes.length,
    state,
    sealedKey,
    sealedName: seal.seal(`attachment/${id}/name`, Buffer.from(safeName(given.name, kind))),
    at: now,
  };
  await deps.inName(async (tx) => {
    await lockSignal(tx, given.signalId);
    if ((await readAttachments(tx, given.signalId)).length >= countLimit)
      throw new Refusal(
        'attachments-full',
        409,
        'This report holds all the files it can',
        `A report may hold ${countLimit} files. Nothing was stored.`,
      );
    await insertAttachment(tx, {
      ...row,
      sealedOriginal: seal.seal(`attachment/${id}/original`, given.bytes),
      sealedShared: shared ? seal.seal(`attachment/${id}/shared`, shared) : null,
      by: given.by,
    });
    await record(tx, 'attachment-added', row, given.by, now);
  });
  return listedOf(deps.outerKey, row);
}

export async function listAttachments(
  { inName, outerKey }: Pick<AttachmentDeps, 'inName' | 'outerKey'>,
  signalId: string,
): Promise<ListedAttachment[]> {
  const rows = await inName((tx) => readAttachments(tx, signalId));
  return rows.map((row) => listedOf(outerKey, row));
}

async function find(db: Db, signalId: string, id: string): Promise<StoredAttachment> {
  const row = (await readAttachments(db, signalId)).find((attachment) => attachment.id === id);
  if (!row) throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  return row;
}

/**
 * The document itself: an image made anew, everything else as it came. Opening leaves a leaf.
 * @throws Refusal not-here; attachment-not-clean (409) for whatever no scanner called clean
 */
export async function openAttachment(
  { inName, outerKey }: Pick<AttachmentDeps, 'inName' | 'outerKey'>,
  asked: { readonly signalId: string; readonly id: string; readonly by: string },
  now: Date,
): Promise<ListedAttachment & { readonly bytes: Buffer }> {
  return inName(async (tx) => {
    const row = await find(tx, asked.signalId, asked.id);
    if (row.state !== 'clean')
      throw new Refusal(
        'attachment-not-clean',
        409,
        'This file is not opened',
        row.state === 'infected'
          ? 'Something harmful was found in it. It is kept, and cannot be opened here.'
          : 'No scanner has looked at it yet. It is kept. Let it be looked at again a little later.',
      );
    const sealed = await readSealed(tx, row.id);
    const seal = storedSeal(outerKey, row.id, row.sealedKey);
    const bytes = sealed.shared
      ? seal.open(`attachment/${row.id}/shared`, sealed.shared)
      : seal.open(`attachment/${row.id}/original`, sealed.original);
    await record(tx, 'attachment-opened', row, asked.by, now);
    return { ...listedOf(outerKey, row), bytes };
  });
}

/** Lets the scanner look again at what it has not judged; what it cannot judge now stays as it is. @throws Refusal not-here */
export async function scanAgain(
  { inName, scanner, outerKey }: AttachmentDeps,
  asked: { readonly signalId: string; readonly id: string; readonly by: string },
  now: Date,
): Promise<ListedAttachment> {
  const { row, original } = await inName(async (tx) => {
    const found = await find(tx, asked.signalId, asked.id);
    return { row: found, original: (await readSealed(tx, found.id)).original };
  });
  if (row.state === 'infected') return listedOf(outerKey, row);
  const bytes = storedSeal(outerKey, row.id, row.sealedKey).open(`attachment/${row.id}/original`, original);
  const verdict = await scanner.scan(bytes);
  if (verdict === 'not-judged') return listedOf(outerKey, row);
  const judged = { ...row, state: stateAfter[verdict] };
  await inName(async (tx) => {
    await writeVerdict(tx, row.id, judged.state, now);
    await record(tx, 'attachment-scanned', judged, asked.by, now);
  });
  return listedOf(outerKey, judged);
}

const record = (tx: Tx, action: string, row: StoredAttachment, by: string, now: Date) =>
  leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action,
    subjectKind: 'signal',
    subjectId: row.signalId,
    detail: { attachmentId: row.id, state: row.state },
  });
