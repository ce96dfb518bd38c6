/** Processor time of programs, as the kernel counts it: a figure that says the same on a machine that others load as well. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of the kernel's clock, by which it counts. */
const ticksPerSecond = 100;

/** What stands after the name in `/proc/PID/stat`: the state first. */
const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const millisecondsOf = (stat: readonly string[], from: number, to: number): number =>
  (stat.slice(from, to).reduce((sum, ticks) => sum + Number(ticks), 0) * 1000) / ticksPerSecond;

/** What a program has used, in ms; with its children, such as they are and such as have ended. */
export function processorMilliseconds(pid: number, withChildren = false): number {
  if (!withChildren) return millisecondsOf(statOf(pid), 11, 13);
  const children = ofChildren(pid);
  // Its own comes last: what a child used that ends meanwhile stands there by then.
  return children + millisecondsOf(statOf(pid), 11, 15);
}

function ofChildren(pid: number): number {
  return readdirSync('/proc').reduce((sum, name) => {
    if (!/^\d+$/.test(name)) return sum;
    try {
      const stat = statOf(Number(name));
      return Number(stat[1]) === pid ? sum + millisecondsOf(stat, 11, 13) : sum;
    } catch {
      // It ended just now.
      return sum;
    }
  }, 0);
}

export const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

/** Who started it. */
export const parentOf = (pid: number): number => Number(statOf(pid)[1]);
