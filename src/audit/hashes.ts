/** Stored hashes for the pure tree: asked once for what it will need, then read all together. */
import type { Db } from '../platform/index.ts';
import type { HashAt } from './core/index.ts';
import { readHashes } from './store.ts';

const nothing = new Uint8Array(32);

/**
 * Runs `work` twice: first to learn which hashes it asks for, then with them. Which ones it asks for must not depend on what
 * they are, as is so for everything in the tree. @param known hashes that are not stored yet, by `level:index`
 * @throws Error when a hash is neither known nor stored: the tree is damaged
 */
export async function withHashes<T>(
  db: Db,
  known: ReadonlyMap<string, Uint8Array>,
  work: (at: HashAt) => T,
): Promise<T> {
  const wanted = new Map<string, { level: number; index: number }>();
  const before = new Set(known.keys());
  work((level, index) => {
    wanted.set(`${level}:${index}`, { level, index });
    return nothing;
  });
  const stored = await readHashes(
    db,
    [...wanted].flatMap(([key, subtree]) => (before.has(key) ? [] : [subtree])),
  );
  return work((level, index) => {
    const key = `${level}:${index}`;
    const hash = known.get(key) ?? stored.get(key);
    if (!hash) throw new Error(`the audit tree lacks the hash ${key}`);
    return hash;
  });
}
