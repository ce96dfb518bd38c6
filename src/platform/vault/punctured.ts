/**
 * A master key that can forget. It gives every record a key of its own, and can be made unable to give one record's key ever again,
 * without touching any other's: what that key wrapped is closed for good, in every copy and every backup, to whoever holds the master
 * key from then on.
 *
 * The construction is the tree of Goldreich, Goldwasser and Micali ("How to construct random functions", 1986): a seed stands for all
 * keys under it, and gives its children's seeds by hashing. To forget a record, the seed above it is replaced by the seeds of all
 * branches that do not lead to it (a punctured pseudorandom function). Hashing is SHA-256 over seed and branch in hexadecimal, always 65
 * characters.
 * Source: security.md 10.
 */
import { hash, randomBytes } from 'node:crypto';

const seedBytes = 32;
/**
 * A record is a path of so many turns, a hexadecimal digit each: 56 bits of the hash of its id. Records with the same path are forgotten
 * together; that forgetting one of ten million takes another along happens once in seven thousand million times.
 */
const depth = 14;
const branches = '0123456789abcdef';

/** Seeds (hexadecimal) by the path they stand for. One seed for the empty path is a key that has forgotten nothing. */
export type Seeds = ReadonlyMap<string, string>;

export const freshSeeds = (): Seeds => new Map([['', randomBytes(seedBytes).toString('hex')]]);

/** The path of a record. */
const pathOf = (recordId: string): string => hash('sha256', recordId, 'hex').slice(0, depth);

const childOf = (seed: string, branch: string): string => hash('sha256', seed + branch, 'hex');

/** The seed above a record, and how long its path is; undefined where the record was forgotten. */
function above(seeds: Seeds, path: string): { seed: string; length: number } | undefined {
  for (let length = 0; length <= depth; length++) {
    const seed = seeds.get(path.slice(0, length));
    if (seed !== undefined) return { seed, length };
  }
  return undefined;
}

/** The key of a record: 32 bytes; undefined where the record was forgotten. */
export function recordKey(seeds: Seeds, recordId: string): Buffer | undefined {
  const path = pathOf(recordId);
  const found = above(seeds, path);
  if (!found) return undefined;
  let { seed } = found;
  for (let turn = found.length; turn < depth; turn++) seed = childOf(seed, path[turn]!);
  // The leaf itself may stand among the seeds; the key is one step beyond, so that it never does.
  return Buffer.from(childOf(seed, 'k'), 'hex');
}

/** The seeds without a record's. Forgetting a record again changes nothing. */
export function forget(seeds: Seeds, recordId: string): Seeds {
  const path = pathOf(recordId);
  const found = above(seeds, path);
  if (!found) return seeds;
  const left = new Map(seeds);
  left.delete(path.slice(0, found.length));
  let { seed } = found;
  for (let turn = found.length; turn < depth; turn++) {
    const towards = path[turn]!;
    for (const branch of branches)
      if (branch !== towards) left.set(path.slice(0, turn) + branch, childOf(seed, branch));
    seed = childOf(seed, towards);
  }
  return left;
}

/** Whether these are a path and a seed; for reading them from a file. */
export const isSeed = (path: string, seed: string): boolean =>
  /^[0-9a-f]{0,14}$/.test(path) && /^[0-9a-f]{64}$/.test(seed);
