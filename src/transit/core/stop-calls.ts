/** The calls of one trip in order, each with a time. What runs backwards is refused; what has no time gets one between its neighbours. */

/** A call as a feed has it; the row is for words. */
export interface StopCall {
  readonly row: number;
  readonly sequence: number;
  readonly stopId: string;
  readonly arrivalSeconds: number | null;
  readonly departureSeconds: number | null;
}

export interface TimedCall extends StopCall {
  readonly arrivalSeconds: number;
  readonly departureSeconds: number;
}

/** Says which row of the table is wrong, and how. */
export class StopCallError extends Error {
  readonly row: number;
  readonly words: string;
  constructor(row: number, words: string) {
    super(words);
    this.name = 'StopCallError';
    this.row = row;
    this.words = words;
  }
}

const isTimed = (call: StopCall): call is TimedCall =>
  call.arrivalSeconds !== null && call.departureSeconds !== null;

/**
 * Orders a trip's calls by their sequence. GTFS lets times be left out between timepoints: people get off there all the same,
 * so such a call is taken to come evenly between the timed ones around it.
 * @throws StopCallError when a sequence comes twice, the ends have no time, or time runs backwards
 */
export function timeCalls(calls: readonly StopCall[]): TimedCall[] {
  const ordered = [...calls].sort((a, b) => a.sequence - b.sequence);
  const timed: TimedCall[] = [];
  let untimed: StopCall[] = [];
  let before: StopCall | undefined;
  for (const call of ordered) {
    if (before?.sequence === call.sequence)
      throw new StopCallError(call.row, `the stop_sequence ${call.sequence} comes a second time in its trip`);
    before = call;
    if (!isTimed(call)) {
      if (timed.length === 0) throw new StopCallError(call.row, 'the first stop of a trip needs a time');
      untimed.push(call);
      continue;
    }
    if (call.departureSeconds < call.arrivalSeconds)
      throw new StopCallError(call.row, 'it departs before it arrives');
    const last = timed[timed.length - 1];
    if (last && call.arrivalSeconds < last.departureSeconds)
      throw new StopCallError(call.row, 'it arrives before it has left the stop before: time runs backwards');
    untimed.forEach((between, index) => {
      const share = (index + 1) / (untimed.length + 1);
      const at = Math.round(last!.departureSeconds + (call.arrivalSeconds - last!.departureSeconds) * share);
      timed.push({ ...between, arrivalSeconds: at, departureSeconds: at });
    });
    untimed = [];
    timed.push(call);
  }
  if (untimed.length)
    throw new StopCallError(untimed[untimed.length - 1]!.row, 'the last stop of a trip needs a time');
  return timed;
}
