/** Processor time of programs, as the kernel counts it: a figure that says the same on a machine that others load as well. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of the kernel's clock, by which it counts. */
const ticksPerSecond = 100;

/** What stands after the name in `/proc/PID/stat`: the state first. */
const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** What a program has used, in ms; with its children, such as they are and such as have ended. */
export function processorMilliseconds(pid: number, withChildren = false): number {
  const [user, system, endedUser, endedSystem] = statOf(pid).slice(11, 15).map(Number);
  const own = user! + system! + (withChildren ? endedUser! + endedSystem! : 0);
  const mine = (own * 1000) / ticksPerSecond;
  if (!withChildren) return mine;
  return childrenOf(pid).reduce((sum, child) => sum + processorMilliseconds(child), mine);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return Number(statOf(Number(name))[1]) === pid ? [Number(name)] : [];
    } catch {
      // It ended just now.
      return [];
    }
  });
}

export const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

/** Who started it. */
export const parentOf = (pid: number): number => Number(statOf(pid)[1]);
