/** Documents of a report: added, listed, opened, judged again. A document that no scanner called clean is kept and not opened. */
import { type Leaf, leaf, type Showing } from '../../audit/index.ts';
import { notHere } from '../../identity/index.ts';
import { type Db, newId, Refusal, type Tx } from '../../platform/index.ts';
import { lockSignal, readSignal } from '../../signals/index.ts';
import type { Scanner, Verdict } from './clamav.ts';
import { type AttachmentKind, kindOf, madeAnew, safeName } from './content.ts';
import {
  type AttachmentState,
  insertAttachment,
  readAttachments,
  readDocument,
  type StoredAttachment,
  writeVerdict,
} from './store.ts';

const countLimit = 20;

export interface AttachmentDeps {
  /** One transaction in the name of whoever asks; none is open while a scanner looks. */
  readonly inName: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly scanner: Scanner;
}

/** What showing a document takes beside: it is on record first, except where somebody is in danger and the log takes nothing. */
export interface ShownDeps extends Pick<AttachmentDeps, 'inName'> {
  readonly showing: Showing;
  /** The danger as staff assessed it last. Given from outside, since assessments are made on a higher floor. */
  readonly assessedDanger: (db: Db, signalId: string) => Promise<string | undefined>;
}

/** As when the report itself is opened: danger now, reported or assessed. @throws Refusal not-here */
async function isInDanger(tx: Tx, { assessedDanger }: ShownDeps, signalId: string): Promise<boolean> {
  const signal = await readSignal(tx, signalId);
  if (!signal) throw notHere();
  return [signal.danger, await assessedDanger(tx, signalId)].includes('imminent');
}

/** An attachment as staff see it in a list. */
export interface ListedAttachment {
  readonly id: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly sizeBytes: number;
  readonly state: AttachmentState;
  /** Whoever of the staff added it; null where it was not kept who. */
  readonly addedBy: string | null;
  readonly at: Date;
}

const stateAfter: Readonly<Record<Verdict, AttachmentState>> = {
  clean: 'clean',
  infected: 'infected',
  'not-judged': 'quarantined',
};

const listedOf = ({ id, name, kind, sizeBytes, state, addedBy, at }: StoredAttachment): ListedAttachment => ({
  id,
  name,
  kind,
  sizeBytes,
  state,
  addedBy,
  at,
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
  const row: StoredAttachment = {
    id,
    signalId: given.signalId,
    kind,
    sizeBytes: given.bytes.length,
    state,
    name: safeName(given.name, kind),
    addedBy: given.by,
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
      original: given.bytes,
      shared: shared ?? null,
    });
    await record(tx, 'attachment-added', row, given.by, now);
  });
  return listedOf(row);
}

/** The documents of a report, oldest first. That they were looked at is on record. @throws Refusal not-here */
export async function listAttachments(
  deps: ShownDeps,
  asked: { readonly signalId: string; readonly by: string },
  now: Date,
): Promise<ListedAttachment[]> {
  return deps.inName(async (tx) => {
    const imminent = await isInDanger(tx, deps, asked.signalId);
    const rows = await readAttachments(tx, asked.signalId);
    await deps.showing.record(tx, {
      at: now,
      actor: { kind: 'staff', id: asked.by },
      view: 'documents',
      subjectKind: 'signal',
      subjectId: asked.signalId,
      ids: [asked.signalId, ...rows.map(({ id }) => id)],
      imminent,
      leaves: 'new',
    });
    return rows.map(listedOf);
  });
}

async function find(db: Db, signalId: string, id: string): Promise<StoredAttachment> {
  const row = (await readAttachments(db, signalId)).find((attachment) => attachment.id === id);
  if (!row) throw notHere();
  return row;
}

/**
 * The document itself: an image made anew, everything else as it came. Opening leaves a leaf, sealed on this machine where somebody is in
 * danger and the log takes none.
 * @throws Refusal not-here; attachment-not-clean (409) for whatever no scanner called clean; not-on-record (503)
 */
export async function openAttachment(
  deps: ShownDeps,
  asked: { readonly signalId: string; readonly id: string; readonly by: string },
  now: Date,
): Promise<ListedAttachment & { readonly bytes: Buffer }> {
  return deps.inName(async (tx) => {
    const imminent = await isInDanger(tx, deps, asked.signalId);
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
    const { shared, original } = await readDocument(tx, row.id);
    const bytes = shared ?? original;
    await deps.showing.write(tx, leafOf('attachment-opened', row, asked.by, now), imminent);
    return { ...listedOf(row), bytes };
  });
}

/** Lets the scanner look again at what it has not judged; what it cannot judge now stays as it is. @throws Refusal not-here */
export async function scanAgain(
  { inName, scanner }: AttachmentDeps,
  asked: { readonly signalId: string; readonly id: string; readonly by: string },
  now: Date,
): Promise<ListedAttachment> {
  const { row, original } = await inName(async (tx) => {
    const found = await find(tx, asked.signalId, asked.id);
    return { row: found, original: (await readDocument(tx, found.id)).original };
  });
  if (row.state === 'infected') return listedOf(row);
  const verdict = await scanner.scan(original);
  if (verdict === 'not-judged') return listedOf(row);
  const judged = { ...row, state: stateAfter[verdict] };
  await inName(async (tx) => {
    await writeVerdict(tx, row.id, judged.state, now);
    await record(tx, 'attachment-scanned', judged, asked.by, now);
  });
  return listedOf(judged);
}

const leafOf = (action: string, row: StoredAttachment, by: string, now: Date): Leaf => ({
  at: now,
  actor: { kind: 'staff', id: by },
  action,
  subjectKind: 'signal',
  subjectId: row.signalId,
  detail: { attachmentId: row.id, state: row.state },
});

const record = (tx: Tx, action: string, row: StoredAttachment, by: string, now: Date) =>
  leaf(tx, leafOf(action, row, by, now));
