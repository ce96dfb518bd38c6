/** The tree against published vectors, a plain recursive oracle, and everybody who would like to change the past. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeOf } from '../../../test/support/tree.ts';
import { sha256 } from '../keys.ts';
import {
  completedBy,
  consistencyProof,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootOf,
} from './tree.ts';

const runs = process.env['ALIGHT_TEST_ALL'] ? 5000 : 1000;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** RFC 6962 2.1 word for word. */
function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(sha256, plainRoot(leaves.slice(0, split)), plainRoot(leaves.slice(split)));
}

const treeOf = (entries: readonly number[]) =>
  entries.map((entry) => leafHash(sha256, Buffer.from(String(entry))));
const entries = fc.array(fc.nat(), { minLength: 1, maxLength: 70 });

describe('published vectors', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const leaves = inputs.map((input) => leafHash(sha256, Buffer.from(input, 'hex')));
  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('the root of %i entries is the published one', (size, root) => {
    expect(hex(rootOf(sha256, storeOf(leaves), size))).toBe(root);
  });
});

describe('a log', () => {
  it('has the root that the recursive definition gives', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const leaves = treeOf(list);
        expect(hex(rootOf(sha256, storeOf(leaves), leaves.length))).toBe(hex(plainRoot(leaves)));
      }),
      { numRuns: runs },
    );
  });
  it('proves of every leaf that it is there, and of no other leaf, place or root', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), (list, pick, other) => {
        const leaves = treeOf(list);
        const at = storeOf(leaves);
        const index = pick % leaves.length;
        const proof = {
          leaf: leaves[index]!,
          index,
          size: leaves.length,
          path: inclusionProof(sha256, at, index, leaves.length),
          root: rootOf(sha256, at, leaves.length),
        };
        expect(isIncluded(sha256, proof)).toBe(true);
        expect(isIncluded(sha256, { ...proof, leaf: leafHash(sha256, Buffer.from('another')) })).toBe(false);
        const elsewhere = other % leaves.length;
        if (hex(leaves[elsewhere]!) !== hex(proof.leaf))
          expect(isIncluded(sha256, { ...proof, index: elsewhere })).toBe(false);
        expect(isIncluded(sha256, { ...proof, path: [...proof.path, proof.root] })).toBe(false);
        expect(isIncluded(sha256, { ...proof, path: proof.path.slice(1) })).toBe(leaves.length === 1);
        expect(isIncluded(sha256, { ...proof, size: index })).toBe(false);
      }),
      { numRuns: runs },
    );
  });
  it('proves that it begins with any older one', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (list, cut) => {
        const leaves = treeOf(list);
        const at = storeOf(leaves);
        const older = cut % (leaves.length + 1);
        const proof = {
          older,
          newer: leaves.length,
          olderRoot: rootOf(sha256, at, older),
          newerRoot: rootOf(sha256, at, leaves.length),
          path: consistencyProof(sha256, at, older, leaves.length),
        };
        expect(isConsistent(sha256, proof)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
  it('cannot hide that an entry before an older root was edited, dropped or moved', () => {
    const change = fc.constantFrom('edit', 'drop', 'swap');
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), change, (list, cut, place, how) => {
        const leaves = treeOf(list);
        const older = 1 + (cut % leaves.length);
        const olderRoot = rootOf(sha256, storeOf(leaves), older);
        const at = place % older;
        const forged = [...leaves];
        if (how === 'edit') forged[at] = leafHash(sha256, Buffer.from('another'));
        if (how === 'drop') forged.splice(at, 1);
        if (how === 'swap') [forged[at], forged[0]] = [forged[0]!, forged[at]!];
        if (forged.slice(0, older).map(hex).join() === leaves.slice(0, older).map(hex).join()) return;
        if (forged.length < older) return;
        const proof = {
          older,
          newer: forged.length,
          olderRoot,
          newerRoot: rootOf(sha256, storeOf(forged), forged.length),
          path: consistencyProof(sha256, storeOf(forged), older, forged.length),
        };
        expect(isConsistent(sha256, proof)).toBe(false);
      }),
      { numRuns: runs },
    );
  });
  it('stores each complete subtree once, however it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (growths) => {
        const seen: string[] = [];
        let size = 0;
        for (const growth of growths) {
          seen.push(...completedBy(size, size + growth).map(({ level, index }) => `${level}:${index}`));
          size += growth;
        }
        const wanted = completedBy(0, size).map(({ level, index }) => `${level}:${index}`);
        expect(seen.sort()).toEqual(wanted.sort());
      }),
      { numRuns: runs },
    );
  });
});
