/**
 * No honest report is refused because of a flood. What says nearly the same as much that came a moment ago waits behind what does not, is
 * stored all the same, and is set aside where people see it and can bring it back. No address of a sender is looked at. Source: security.md 4.
 */
import { newId } from '../../platform/index.ts';
import type { Sketch } from '../core/index.ts';
import { openGate, suspiciousCount } from './gate.ts';
import { openSketches } from './sketching.ts';
import { floodSubject, forgetKind, sketchSeconds, sweepKind } from './sweep.ts';

export {
  bringBack,
  type FloodView,
  floods,
  isInFlood,
  type SetAsideEntry,
  setAsideAgain,
  setAsideOf,
  unreadFloodOf,
} from './lane.ts';
export { countSetAside, isSetAside } from './store-floods.ts';
export { floodDueHandlers } from './sweep.ts';

/** From so many alike on a sketch is kept: of an honest report there is none. */
const keptFrom = 2;
const sweepFrom = 10;
const sweepSeconds = 5;
const forgetSeconds = 3_600;

/** What is stored beside a report so that a flood is noticed. */
export interface Trace {
  readonly sketch: Sketch | null;
  readonly due: readonly Readonly<Record<string, unknown>>[];
}

export interface Floods {
  /**
   * Stores a report when it is its turn.
   * @param text what to compare, or null for what waits behind nobody
   */
  admit<T>(text: string | null, now: Date, work: (trace: Trace) => Promise<T>): Promise<T>;
  /**
   * The same for what is stored already and holds a connection: it is not kept waiting here. `behind` says that much alike came
   * lately, so that it is to be taken up behind what does not. The trace is asked for by whoever stores it: a sweep is asked for once.
   */
  notice(text: string | null, now: Date): { readonly behind: boolean; readonly trace: () => Trace };
}

/** For what had its turn already, with what was to be stored beside it. */
export const admitted = (trace: Trace): Pick<Floods, 'admit'> => ({
  admit: (_text, _now, work) => work(trace),
});

/**
 * @param key from the file that the codes come from
 * @param elapsed milliseconds of a clock that nobody sets
 */
export function openFloods(key: Buffer, elapsed: () => number = () => performance.now()): Floods {
  const sketchOf = openSketches(key);
  const gate = openGate();
  const asked = new Map<string, number>();
  /** Asks once a stretch of time, and when it is over: whoever stores a report never waits for a sweep that holds the row. */
  const once = (kind: string, seconds: number, now: Date): Readonly<Record<string, unknown>>[] => {
    const stretch = Math.floor(now.getTime() / (seconds * 1000));
    if (asked.get(kind) === stretch) return [];
    asked.set(kind, stretch);
    const over = (stretch + 1) * seconds;
    const dueAt = new Date((over + (kind === forgetKind ? sketchSeconds : 1)) * 1000);
    return [{ id: newId(now), kind, subject_id: floodSubject, dedupe_key: String(stretch), due_at: dueAt }];
  };
  const traceOf = (sketch: Sketch | null, alike: number, now: Date): Trace =>
    sketch === null || alike < keptFrom
      ? { sketch: null, due: [] }
      : {
          sketch,
          due: [
            ...once(forgetKind, forgetSeconds, now),
            ...(alike >= sweepFrom ? once(sweepKind, sweepSeconds, now) : []),
          ],
        };
  const sketched = (text: string | null) => (text === null ? null : sketchOf(text));
  return {
    admit: (text, now, work) => {
      const sketch = sketched(text);
      const came = elapsed();
      // By when it has its turn and not by when it came: the last of a flood waits for seconds, and a sweep that is over would not see it.
      return gate.admit(sketch, now, (alike) =>
        work(traceOf(sketch, alike, new Date(now.getTime() + elapsed() - came))),
      );
    },
    notice: (text, now) => {
      const sketch = sketched(text);
      const alike = gate.count(sketch, now);
      return { behind: alike > suspiciousCount, trace: () => traceOf(sketch, alike, now) };
    },
  };
}
