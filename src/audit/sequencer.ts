/**
 * Gives leaves their place in the tree: one sequencer at a time, off the hot path, at most a second after they were written.
 * A leaf enters as a salted commitment, so that nothing personal is in the tree and a purged leaf leaves every proof whole.
 */
import { randomBytes } from 'node:crypto';
import { type Clock, type Db, errorFields, type Log, type Tx, transaction } from '../platform/index.ts';
import { checkpointText, completedBy, leafHash, nodeHash, rootOf, writeNote } from './core/index.ts';
import { withHashes } from './hashes.ts';
import { base64, type NoteKey, sha256 } from './keys.ts';
import type { Spool } from './spool.ts';
import {
  type Entry,
  insertCheckpoint,
  insertEntries,
  insertNodes,
  lockTree,
  readSize,
  readWaiting,
  type StoredLeaf,
} from './store.ts';

const batchLimit = 1000;
const saltBytes = 16;
const idleMilliseconds = 200;
const spoolMilliseconds = 5_000;

/** The bytes a leaf is committed to by: its fields in a fixed order. */
export const leafBytes = (leaf: StoredLeaf): Buffer =>
  Buffer.from(
    JSON.stringify([
      leaf.id,
      leaf.at.toISOString(),
      leaf.actorKind,
      leaf.actorId,
      leaf.action,
      leaf.subjectKind,
      leaf.subjectId,
      Object.entries(leaf.detail ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );

export const commitmentOf = (salt: Uint8Array, leaf: StoredLeaf): Buffer =>
  Buffer.from(sha256(salt, leafBytes(leaf)));

/** Takes up to a thousand leaves into the tree and signs where it stands then. @returns how many, or null when another is at it */
export async function sequence(db: Db, key: NoteKey, now: Date): Promise<number | null> {
  return transaction(db, async (tx) => {
    if (!(await lockTree(tx))) return null;
    const leaves = await readWaiting(tx, batchLimit);
    if (leaves.length === 0) return 0;
    const from = await readSize(tx);
    const entries = leaves.map((leaf, i): Entry => {
      const salt = randomBytes(saltBytes);
      const commitment = commitmentOf(salt, leaf);
      return {
        sequence: from + i,
        leafId: leaf.id,
        salt,
        commitment,
        hash: Buffer.from(leafHash(sha256, commitment)),
      };
    });
    await insertEntries(tx, entries);
    await grow(tx, entries, from);
    const size = from + entries.length;
    await insertCheckpoint(tx, size, await signedCheckpoint(tx, key, size), now);
    return entries.length;
  });
}

/** Stores the subtrees that the new entries complete, from the lowest level up. */
async function grow(tx: Tx, entries: readonly Entry[], from: number): Promise<void> {
  const to = from + entries.length;
  const added = new Map(entries.map(({ sequence: at, hash }) => [`0:${at}`, hash]));
  const done = completedBy(from, to);
  const nodes = await withHashes(tx, added, (at) =>
    done.map(({ level, index }) => {
      const hash = Buffer.from(nodeHash(sha256, at(level - 1, 2 * index), at(level - 1, 2 * index + 1)));
      added.set(`${level}:${index}`, hash);
      return { level, index, hash };
    }),
  );
  await insertNodes(tx, nodes);
}

async function signedCheckpoint(tx: Tx, key: NoteKey, size: number): Promise<string> {
  const root = await withHashes(tx, new Map(), (at) => rootOf(sha256, at, size));
  const text = checkpointText({ origin: key.name, size, root }, base64);
  return writeNote(text, [{ name: key.name, keyId: key.keyId, signature: key.sign(text) }], base64);
}

/** Keeps the tree up to date. @returns a function that ends it after the batch in hand */
export function startSequencer(deps: {
  db: Db;
  key: NoteKey;
  clock: Clock;
  log: Log;
  spool?: Spool;
}): () => Promise<void> {
  let stopping = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** What waits on the disk comes first; looked for now and then, since it is rarely there. */
  const drain = async () => {
    if (!deps.spool || performance.now() - lookedAt < spoolMilliseconds) return;
    lookedAt = performance.now();
    await deps.spool
      .drain(deps.db)
      .catch((error: unknown) =>
        deps.log.error('the audit spool could not be put into the log yet', errorFields(error)),
      );
  };
  let wake: (() => void) | undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMilliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const work = async () => {
    while (!stopping) {
      await drain();
      const done = await sequence(deps.db, deps.key, deps.clock.now()).catch((error: unknown) => {
        deps.log.error('the audit log could not be sequenced', errorFields(error));
        return 0;
      });
      if (!done && !stopping) await rest();
    }
  };
  const working = work();
  return async () => {
    stopping = true;
    wake?.();
    await working;
  };
}
