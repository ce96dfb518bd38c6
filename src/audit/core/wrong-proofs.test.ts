/** Proofs that are not proofs: sizes that are no sizes, paths too short and too long, and places outside the tree. */
import { describe, expect, it } from 'vitest';
import { storeOf } from '../../../test/support/tree.ts';
import { sha256 } from '../keys.ts';
import {
  completedBy,
  consistencyProof,
  type HashAt,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootOf,
} from './tree.ts';

const leaves = Array.from({ length: 20 }, (_, at) => leafHash(sha256, Uint8Array.of(at)));
const at = storeOf(leaves);

describe('whoever asks for what cannot be', () => {
  it.each([
    [-1, 5],
    [5, 5],
    [6, 5],
    [0, 0],
  ])('gets no inclusion proof of leaf %i in %i', (index, size) => {
    expect(() => inclusionProof(sha256, at, index, size)).toThrow('the leaf is not in the tree');
  });
  it.each([
    [-1, 5],
    [6, 5],
  ])('gets no consistency proof from %i to %i', (older, newer) => {
    expect(() => consistencyProof(sha256, at, older, newer)).toThrow('the older tree is not the smaller one');
  });
  it('gets an empty one where there is nothing to show', () => {
    expect(consistencyProof(sha256, at, 0, 5)).toEqual([]);
    expect(consistencyProof(sha256, at, 5, 5)).toEqual([]);
  });
});

describe('a root', () => {
  it('is read from the largest complete subtrees, so that its cost grows with the logarithm', () => {
    const asked: string[] = [];
    const largest: HashAt = (level, index) => {
      asked.push(`${level}:${index}`);
      return sha256(Uint8Array.of(level, index));
    };
    rootOf(sha256, largest, 20);
    expect(asked).toEqual(['4:0', '2:4']);
    asked.length = 0;
    rootOf(sha256, largest, 16);
    expect(asked).toEqual(['4:0']);
  });
});

describe('an inclusion proof', () => {
  const proofOf = (index: number, size: number) => ({
    leaf: leaves[index]!,
    index,
    size,
    path: inclusionProof(sha256, at, index, size),
    root: rootOf(sha256, at, size),
  });
  it('of every leaf in every size holds', () => {
    for (let size = 1; size <= leaves.length; size++)
      for (let index = 0; index < size; index++) expect(isIncluded(sha256, proofOf(index, size))).toBe(true);
  });
  it('is none for a place or a size that is no whole number from nothing on', () => {
    const single = { leaf: leaves[0]!, index: 0, size: 1, path: [], root: leaves[0]! };
    expect(isIncluded(sha256, single)).toBe(true);
    for (const wrong of [
      { index: -1 },
      { index: 0.5 },
      { index: Number.NaN },
      { size: 1.5 },
      { size: 0 },
      { index: 1 },
    ])
      expect(isIncluded(sha256, { ...single, ...wrong })).toBe(false);
    expect(isIncluded(sha256, { ...single, size: Number.POSITIVE_INFINITY })).toBe(false);
  });
  it('is none with a root of another length', () => {
    const proof = proofOf(3, 7);
    expect(isIncluded(sha256, { ...proof, root: Buffer.concat([proof.root, Buffer.of(0)]) })).toBe(false);
    expect(isIncluded(sha256, { ...proof, root: proof.root.subarray(0, 31) })).toBe(false);
  });
  it('is none with steps left over, though they lead to the root', () => {
    const longer = nodeHash(sha256, leaves[0]!, leaves[1]!);
    expect(
      isIncluded(sha256, { leaf: leaves[0]!, index: 0, size: 1, path: [leaves[1]!], root: longer }),
    ).toBe(false);
    expect(
      isIncluded(sha256, {
        leaf: leaves[0]!,
        index: 0,
        size: 1,
        path: [leaves[1]!],
        root: nodeHash(sha256, leaves[1]!, leaves[0]!),
      }),
    ).toBe(false);
  });
});

describe('a consistency proof', () => {
  const proofOf = (older: number, newer: number) => ({
    older,
    newer,
    olderRoot: rootOf(sha256, at, older),
    newerRoot: rootOf(sha256, at, newer),
    path: consistencyProof(sha256, at, older, newer),
  });
  it('of every size in every later one holds, and with one step more or less does not', () => {
    for (let newer = 1; newer <= leaves.length; newer++)
      for (let older = 0; older <= newer; older++) {
        const proof = proofOf(older, newer);
        expect(isConsistent(sha256, proof)).toBe(true);
        expect(isConsistent(sha256, { ...proof, path: [...proof.path, leaves[0]!] })).toBe(false);
        if (proof.path.length)
          expect(isConsistent(sha256, { ...proof, path: proof.path.slice(0, -1) })).toBe(false);
        if (proof.path.length) expect(isConsistent(sha256, { ...proof, path: [] })).toBe(false);
      }
  });
  it('is none for sizes that are no sizes', () => {
    const nothing = { older: 0, newer: 0, olderRoot: sha256(), newerRoot: sha256(), path: [] };
    expect(isConsistent(sha256, nothing)).toBe(true);
    for (const wrong of [
      { older: -1 },
      { older: -1, newer: -1 },
      { older: 0.5, newer: 0.5 },
      { older: 0, newer: 0.5 },
      { older: Number.NaN, newer: Number.NaN },
      { older: 1, newer: 0 },
      { older: 0, newer: Number.POSITIVE_INFINITY },
    ])
      expect(isConsistent(sha256, { ...nothing, ...wrong })).toBe(false);
  });
  it('is none from a larger to a smaller tree, also with the proof turned around', () => {
    const proof = proofOf(4, 7);
    expect(
      isConsistent(sha256, {
        ...proof,
        older: 7,
        newer: 4,
        olderRoot: proof.newerRoot,
        newerRoot: proof.olderRoot,
      }),
    ).toBe(false);
  });
  it('of a tree with itself needs one root', () => {
    const proof = proofOf(5, 5);
    expect(isConsistent(sha256, { ...proof, newerRoot: sha256() })).toBe(false);
  });
});

describe('the subtrees that growth completes', () => {
  const plainly = (from: number, to: number) => {
    const found: string[] = [];
    for (let level = 1; 2 ** level <= to; level++)
      for (let index = 0; (index + 1) * 2 ** level <= to; index++)
        if ((index + 1) * 2 ** level > from) found.push(`${level}:${index}`);
    return found;
  };
  it('are exactly those whose last leaf came with it, lowest first', () => {
    for (let from = 0; from <= 33; from++)
      for (let to = from; to <= 40; to++)
        expect(completedBy(from, to).map(({ level, index }) => `${level}:${index}`)).toEqual(
          plainly(from, to),
        );
  });
});
