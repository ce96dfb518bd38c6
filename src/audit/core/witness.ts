/**
 * What somebody outside says of a log: it keeps the last checkpoint it accepted and looks whether the newest one goes on from it.
 * Pure: signatures are checked before, and no clock is asked, so that a wrong clock changes nothing.
 */
import type { Checkpoint } from './checkpoint.ts';
import { isConsistent, type Sha256 } from './tree.ts';

/**
 * `first`: nothing was kept before. `same`, `grown`: the log is what it was, or goes on from it. `another-log`: it has another
 * name. `shrunk`: it is shorter than it was. `forked`: as long as it was, and another one. `rewritten`: longer, and it does not
 * begin with what it was, or nothing was offered that shows that it does.
 */
export type WitnessVerdict = 'first' | 'same' | 'grown' | 'another-log' | 'shrunk' | 'forked' | 'rewritten';

/** @param path the consistency proof from the kept size to the newest one, empty when none is needed */
export function judgeGrowth(
  sha256: Sha256,
  kept: Checkpoint | null,
  newest: Checkpoint,
  path: readonly Uint8Array[],
): WitnessVerdict {
  if (!kept) return 'first';
  if (kept.origin !== newest.origin) return 'another-log';
  if (newest.size < kept.size) return 'shrunk';
  const told = {
    older: kept.size,
    newer: newest.size,
    olderRoot: kept.root,
    newerRoot: newest.root,
    path: newest.size === kept.size ? [] : path,
  };
  const consistent = isConsistent(sha256, told);
  if (newest.size === kept.size) return consistent ? 'same' : 'forked';
  return consistent ? 'grown' : 'rewritten';
}

/** Whether a witness goes on from the newest checkpoint. */
export const isAccepted = (verdict: WitnessVerdict): boolean =>
  verdict === 'first' || verdict === 'same' || verdict === 'grown';
