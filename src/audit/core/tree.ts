/**
 * The Merkle tree over the audit log, as RFC 6962 section 2.1 has it: hashes of leaves and nodes are told apart by a first byte,
 * so that no node can pass for a leaf. Whoever holds an older checkpoint can prove with these that nothing before it was edited,
 * dropped or moved. Pure: the hash function and the reading of stored hashes are given.
 */

/** SHA-256 over the parts, one after the other; 32 bytes. */
export type Sha256 = (...parts: readonly Uint8Array[]) => Uint8Array;

/** The hash of a complete subtree: `level` 0 is a leaf, each level above covers twice as many; `index` counts from 0. */
export type HashAt = (level: number, index: number) => Uint8Array;

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

/** RFC 6962 2.1: MTH of one entry. */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array => sha256(leafMark, entry);

/** RFC 6962 2.1: MTH of two subtrees. */
export const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(nodeMark, left, right);

/** A complete subtree. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** The complete subtrees that a range of leaves falls into, from left to right. @param from a multiple of a large enough power of 2 */
function subtreesOf(from: number, to: number): Subtree[] {
  const found: Subtree[] = [];
  let at = from;
  while (at < to) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level++;
    found.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return found;
}

/** The hash over the leaves from `from` up to but not `to`. */
function rangeHash(sha256: Sha256, at: HashAt, from: number, to: number): Uint8Array {
  const parts = subtreesOf(from, to).map(({ level, index }) => at(level, index));
  return parts.reduceRight((right, left) => nodeHash(sha256, left, right));
}

/** The root of a tree of so many leaves. Of none: the hash of nothing. */
export const rootOf = (sha256: Sha256, at: HashAt, size: number): Uint8Array =>
  size === 0 ? sha256() : rangeHash(sha256, at, 0, size);

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** RFC 6962 2.1.1: the hashes that lead from one leaf to the root. @throws Error when there is no such leaf */
export function inclusionProof(sha256: Sha256, at: HashAt, index: number, size: number): Uint8Array[] {
  if (!(index >= 0 && index < size)) throw new Error('the leaf is not in the tree');
  const path: Uint8Array[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(rangeHash(sha256, at, middle, to));
      to = middle;
    } else {
      path.push(rangeHash(sha256, at, from, middle));
      from = middle;
    }
  }
  return path.reverse();
}

/** RFC 6962 2.1.2: the hashes that show a tree to be the beginning of a larger one. @throws Error when it is not smaller */
export function consistencyProof(sha256: Sha256, at: HashAt, older: number, newer: number): Uint8Array[] {
  if (!(older >= 0 && older <= newer)) throw new Error('the older tree is not the smaller one');
  if (older === 0 || older === newer) return [];
  const path: Uint8Array[] = [];
  let [from, to] = [0, newer];
  let whole = true;
  while (older !== to) {
    const middle = from + splitOf(to - from);
    if (older <= middle) {
      path.push(rangeHash(sha256, at, middle, to));
      to = middle;
    } else {
      path.push(rangeHash(sha256, at, from, middle));
      from = middle;
      whole = false;
    }
  }
  if (!whole) path.push(rangeHash(sha256, at, from, to));
  return path.reverse();
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Whether a leaf is in the tree with this root (RFC 9162 2.1.3.2). Never throws: a wrong proof is a no. */
export function isIncluded(
  sha256: Sha256,
  proof: { leaf: Uint8Array; index: number; size: number; path: readonly Uint8Array[]; root: Uint8Array },
): boolean {
  const { leaf, index, size, path, root } = proof;
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size))
    return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const step of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sha256, step, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else hash = nodeHash(sha256, hash, step);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(hash, root);
}

/** Whether the newer tree begins with the older one (RFC 9162 2.1.4.2). Never throws: a wrong proof is a no. */
export function isConsistent(
  sha256: Sha256,
  proof: {
    older: number;
    newer: number;
    olderRoot: Uint8Array;
    newerRoot: Uint8Array;
    path: readonly Uint8Array[];
  },
): boolean {
  const { older, newer, olderRoot, newerRoot } = proof;
  if (!(Number.isSafeInteger(older) && Number.isSafeInteger(newer) && older >= 0 && older <= newer))
    return false;
  if (older === newer) return proof.path.length === 0 && same(olderRoot, newerRoot);
  if (older === 0) return proof.path.length === 0;
  const isPower = 2 ** Math.round(Math.log2(older)) === older;
  const path = isPower ? [olderRoot, ...proof.path] : [...proof.path];
  const first = path.shift();
  if (!first) return false;
  let [node, last] = [older - 1, newer - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [old, recent] = [first, first];
  for (const step of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = nodeHash(sha256, step, old);
      recent = nodeHash(sha256, step, recent);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else recent = nodeHash(sha256, recent, step);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(old, olderRoot) && same(recent, newerRoot);
}

/** The subtrees that become complete when a log of `from` leaves grows to `to`, lowest first: what has to be stored, once each. */
export function completedBy(from: number, to: number): Subtree[] {
  const done: Subtree[] = [];
  for (let level = 1; 2 ** level <= to; level++)
    for (let index = Math.floor(from / 2 ** level); (index + 1) * 2 ** level <= to; index++)
      done.push({ level, index });
  return done;
}
