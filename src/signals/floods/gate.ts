/**
 * Who goes first when more comes than can be stored at once. Nobody is refused and nobody's address is looked at: what says nearly the same
 * as much that came a moment ago waits behind what does not, and gets every fourth turn. What waits holds its own connection, so no more
 * can wait than are connected. In memory, for this process; what is set aside for people to see is decided by the sweep.
 */
import { bandsOf, type Sketch } from '../core/index.ts';

/** So many are stored at once; the database has as many connections for them (platform/database/connect.ts). */
const atOnce = 16;
/** So many alike within the time below are suspicious. */
const suspiciousCount = 5;
const rememberMilliseconds = 60_000;
const rememberLimit = 20_000;
/** One of so many turns belongs to what is suspicious, however much else waits. */
const suspiciousTurn = 4;

interface Seen {
  count: number;
  since: number;
}

export interface Gate {
  /**
   * Does the work when it is its turn; tells it how many alike came lately, itself included.
   * @param sketch null for what is compared with nothing: it waits behind nobody
   */
  admit<T>(sketch: Sketch | null, now: Date, work: (alike: number) => Promise<T>): Promise<T>;
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

  /** How many alike came lately, this one included: by the band that was seen most. */
  const countOf = (sketch: Sketch, now: number): number => {
    let most = 0;
    for (const band of bandsOf(sketch)) {
      const known = seen.get(band);
      const fresh = known && now - known.since < rememberMilliseconds ? known : { count: 0, since: now };
      fresh.count++;
      most = Math.max(most, fresh.count);
      // Put in again, so that what is oldest stands first and goes first.
      seen.delete(band);
      seen.set(band, fresh);
    }
    while (seen.size > rememberLimit) seen.delete(seen.keys().next().value!);
    return most;
  };
  /** Gives the turn on, or back where nobody waits. */
  const next = () => {
    turn = (turn + 1) % suspiciousTurn;
    const [one, other] = turn === 0 ? [lines.behind, lines.first] : [lines.first, lines.behind];
    const rise = one.shift() ?? other.shift();
    if (rise) rise();
    else inHand--;
  };
  return {
    admit: async (sketch, now, work) => {
      const count = sketch === null ? 0 : countOf(sketch, now.getTime());
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
