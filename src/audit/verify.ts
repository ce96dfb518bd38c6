/**
 * Checks the whole log: every leaf against its commitment, every commitment against the tree, the tree against the newest
 * checkpoint, and that one against an older one that somebody kept. Reads everything once, in bounded pieces.
 */
import type { KeyObject } from 'node:crypto';
import type { Db } from '../platform/index.ts';
import {
  type Checkpoint,
  type HashAt,
  leafHash,
  nodeHash,
  readCheckpointText,
  readNote,
  rootOf,
} from './core/index.ts';
import { base64, isSignedBy, sha256 } from './keys.ts';
import { commitmentOf } from './sequencer.ts';
import { shownCommitment } from './showing.ts';
import { readCheckpoint, readEntries, readShownBy, type StoredLeaf } from './store.ts';

const pageSize = 2000;
const faultLimit = 20;

export interface Verification {
  readonly ok: boolean;
  readonly size: number;
  /** In words, at most twenty; empty when ok. */
  readonly faults: readonly string[];
}

/** Reads a signed checkpoint. @returns null when it is none, or not signed by the key */
export function readSigned(note: string, publicKey: KeyObject): Checkpoint | null {
  const read = readNote(note, base64);
  if (!read?.signatures.some(({ signature }) => isSignedBy(publicKey, read.text, signature))) return null;
  return readCheckpointText(read.text, base64);
}

/** @param kept an older checkpoint from outside the database, which the log must begin with */
export async function verifyLog(db: Db, publicKey: KeyObject, kept?: string): Promise<Verification> {
  const faults: string[] = [];
  const fault = (words: string) => void (faults.length < faultLimit && faults.push(words));
  const hashes: Uint8Array[] = [];
  for (let from = 0; ; ) {
    const entries = await readEntries(db, from, pageSize);
    const shown = await readShownBy(db, showingLeaves(entries));
    for (const entry of entries) {
      if (!isAsShown(entry.leaf, shown))
        fault(`Entry ${entry.sequence}: the records it says were shown are not those it committed to.`);
      if (entry.sequence !== hashes.length) fault(`Entry ${hashes.length} is missing.`);
      if (!entry.commitment.equals(commitmentOf(entry.salt, entry.leaf)))
        fault(`Entry ${entry.sequence}: the leaf is not what was committed to.`);
      const hash = Buffer.from(leafHash(sha256, entry.commitment));
      if (!hash.equals(entry.hash)) fault(`Entry ${entry.sequence}: its hash is wrong.`);
      hashes.push(hash);
    }
    if (entries.length < pageSize) break;
    from = entries[entries.length - 1]!.sequence + 1;
  }
  const newest = await readCheckpoint(db);
  const checks: [string, string | undefined][] = [
    ['The newest checkpoint', newest?.note],
    ['The kept checkpoint', kept],
  ];
  for (const [name, note] of checks) {
    if (note === undefined) continue;
    const checkpoint = readSigned(note, publicKey);
    if (!checkpoint) fault(`${name} is not one, or is not signed by this instance.`);
    else if (checkpoint.size > hashes.length)
      fault(`${name} speaks of ${checkpoint.size} entries; ${hashes.length} are here.`);
    else if (!Buffer.from(rootOf(sha256, over(hashes), checkpoint.size)).equals(Buffer.from(checkpoint.root)))
      fault(`${name} has another root: something before entry ${checkpoint.size} was changed.`);
  }
  if (hashes.length > (newest?.size ?? 0)) fault('Entries stand after the newest checkpoint.');
  return { ok: faults.length === 0, size: hashes.length, faults };
}

const shows = (action: string): boolean => action === 'case-data-shown';
const showingLeaves = (entries: readonly { leaf: StoredLeaf }[]): string[] =>
  entries.filter(({ leaf }) => shows(leaf.action)).map(({ leaf }) => leaf.id);

/** Whether the ids kept beside a leaf are the set that it committed to. */
const isAsShown = (leaf: StoredLeaf, shown: ReadonlyMap<string, string[]>): boolean =>
  !shows(leaf.action) ||
  (leaf.detail as { commitment?: unknown }).commitment === shownCommitment(shown.get(leaf.id) ?? []);

/** Subtrees from leaf hashes, each worked out once. */
function over(leaves: readonly Uint8Array[]): HashAt {
  const known = new Map<string, Uint8Array>();
  const at: HashAt = (level, index) => {
    if (level === 0) return leaves[index]!;
    const key = `${level}:${index}`;
    const found = known.get(key) ?? nodeHash(sha256, at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    known.set(key, found);
    return found;
  };
  return at;
}
