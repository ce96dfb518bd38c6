/**
 * Who goes first when more comes than can be stored at once. Nobody is refused and nobody's address is looked at: what says nearly the same
 * as much that came a moment ago waits behind what does not, and gets every fourth turn. What waits holds its own connection, so no more
 * can wait than are connected. In memory, for this process; what is set aside for people to see is decided by the sweep.
 */
import { bandsOf, isAlike, type Sketch } from '../core/index.ts';

/** So many are stored at once; the database has as many connections for them (platform/database/connect.ts). */
const atOnce = 16;
/** So many alike within the time below are suspicious. */
export const suspiciousCount = 5;
const rememberMilliseconds = 60_000;
const rememberLimit = 20_000;
/** One of so many turns belongs to what is suspicious, however much else waits. */
const suspiciousTurn = 4;

/** Some that are alike: the sketch of the first, and how many came. */
interface Seen {
  readonly sketch: Sketch;
  count: number;
  readonly since: number;
}

export interface Gate {
  /**
   * Does the work when it is its turn; tells it how many alike came lately, itself included.
   * @param sketch null for what is compared with nothing: it waits behind nobody
   */
  admit<T>(sketch: Sketch | null, now: Date, work: (alike: number) => Promise<T>): Promise<T>;
  /** Counts what comes where nothing can wait: how many alike came lately, itself included. */
  count(sketch: Sketch | null, now: Date): number;
  /** How many wait, first those that go first. */
  waiting(): { readonly first: number; readonly behind: number };
}

export function openGate(): Gate {
  const seen = new Map<string, Seen>();
  const lines: { readonly first: (() => void)[]; readonly behind: (() => void)[] } = {
    first: [],
    behind: [],
  };
  let inHand = 0;
  let turn = 0;

  /** How many alike came lately, this one included. */
  const countOf = (sketch: Sketch, now: number): number => {
    const bands = bandsOf(sketch);
    const isFresh = (known: Seen | undefined): known is Seen =>
      known !== undefined && now - known.since < rememberMilliseconds;
    // A band in common is a hint and no more: many honest reports share a turn of phrase.
    const known = bands
      .map((band) => seen.get(band))
      .find((one) => isFresh(one) && isAlike(one.sketch, sketch));
    const one = known ?? { sketch, count: 0, since: now };
    one.count++;
    for (const band of bands) {
      const other = seen.get(band);
      // What comes often keeps its place; what came once gives it up.
      if (other && other !== one && isFresh(other) && other.count > one.count) continue;
      // Put in again, so that what is oldest stands first and goes first.
      seen.delete(band);
      seen.set(band, one);
    }
    while (seen.size > rememberLimit) seen.delete(seen.keys().next().value!);
    return one.count;
  };
  /** Gives the turn on, or back where nobody waits. */
  const next = () => {
    turn = (turn + 1) % suspiciousTurn;
    const [one, other] = turn === 0 ? [lines.behind, lines.first] : [lines.first, lines.behind];
    const rise = one.shift() ?? other.shift();
    if (rise) rise();
    else inHand--;
  };
  const counted = (sketch: Sketch | null, now: Date) =>
    sketch === null ? 0 : countOf(sketch, now.getTime());
  return {
    count: counted,
    admit: async (sketch, now, work) => {
      const count = counted(sketch, now);
      if (inHand < atOnce) inHand++;
      else
        await new Promise<void>((resolve) => {
          (count > suspiciousCount ? lines.behind : lines.first).push(resolve);
        });
      try {
        return await work(count);
      } finally {
        next();
      }
    },
    waiting: () => ({ first: lines.first.length, behind: lines.behind.length }),
  };
}
