/** What a measurement is: a figure, what it should be, and what stands beside it from the same run. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** In words: what the figure should be. */
  readonly aim: string;
  readonly holds: boolean;
  /** Peers and limits, measured in the same run in the same unit. */
  readonly beside: readonly { readonly name: string; readonly value: number }[];
  /** The figure over the first peer; above 1 is better for rates, below 1 for times. Null without a peer. */
  readonly ratio: number | null;
}

export interface Benchmark {
  readonly name: string;
  readonly about: string;
  run(): Promise<Result[]>;
}

/** A seeded generator of numbers from 0 to 1 (mulberry32), so that a run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Microseconds per call: the median of rounds, after one round to warm up. */
export function microsecondsPerCall(calls: number, rounds: number, work: () => void): number {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    work();
    if (round > 0) times.push(((performance.now() - start) * 1000) / calls);
  }
  return median(times);
}
