/** A Merkle tree in memory, for tests: each complete subtree from its two halves, as a store would hold it. */
import { type HashAt, nodeHash } from '../../src/audit/core/index.ts';
import { sha256 } from '../../src/audit/keys.ts';

export function storeOf(leaves: readonly Uint8Array[]): HashAt {
  const at: HashAt = (level, index) => {
    const leaf = leaves[index];
    if (level === 0) {
      if (!leaf) throw new Error('beyond the end');
      return leaf;
    }
    return nodeHash(sha256, at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
  };
  return at;
}
