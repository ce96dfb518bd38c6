/**
 * The waiting room of one process: who is before whom, and whether anybody is there to take them. Looked up once for everybody who
 * waits, at most every two seconds, so that a long line costs no more than a short one.
 */
import type { Clock, Db } from '../../../platform/index.ts';
import { placesOf } from '../../core/index.ts';
import { readWaitingChats } from './store.ts';
import type { ChatStanding } from './view.ts';

const freshMilliseconds = 2_000;

export interface WaitingRoom {
  /** Where somebody stands who is in this state. */
  standingOf(signalId: string, state: ChatStanding['state']): Promise<Omit<ChatStanding, 'again' | 'missed'>>;
  /** Whether anybody is there who takes chats. */
  isAttended(): Promise<boolean>;
}

/**
 * @param db reads who waits
 * @param isAttended whether anybody is on the floor who takes chats
 * @param elapsed milliseconds that only ever grow
 */
export function openWaitingRoom(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  isAttended: (db: Db, now: Date) => Promise<boolean>,
  elapsed: () => number = () => performance.now(),
): WaitingRoom {
  interface Look {
    readonly at: number;
    readonly places: ReadonlyMap<string, number>;
    readonly attended: boolean;
  }
  let kept: { readonly at: number; readonly look: Promise<Look> } | undefined;
  const look = async (): Promise<Look> => {
    const at = elapsed();
    const [waiting, attended] = await Promise.all([readWaitingChats(db), isAttended(db, clock.now())]);
    const chats = waiting.map((row) => ({
      signalId: row.signal_id,
      danger: row.danger,
      door: row.door,
      ageGroup: row.age_group,
      setAside: row.set_aside,
      since: row.begun_at,
    }));
    return { at, places: placesOf(chats), attended };
  };
  /** One that is fresh, or a new one; one that failed is asked for again the next time. */
  const current = (): Promise<Look> => {
    if (kept && elapsed() - kept.at < freshMilliseconds) return kept.look;
    const mine = { at: elapsed(), look: look() };
    kept = mine;
    mine.look.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return mine.look;
  };
  return {
    isAttended: async () => (await current()).attended,
    standingOf: async (signalId, state) => {
      if (state === 'ended') return { state, before: null, attended: false };
      if (state === 'live') return { state, before: null, attended: true };
      const { places, attended } = await current();
      // Whoever came since then has not been put in order yet: behind everybody who has.
      return { state, before: places.get(signalId) ?? places.size, attended };
    },
  };
}
