/**
 * What has just been written, handed to the open pages of this process as it is: nobody reads from the database what was in hand a
 * moment ago. Pages of other processes are nudged, and read. Told after the commit only. Now and then it is asked once for all open pages
 * whether one of them has missed something, as where a nudge was lost with the process that gave it. Then, and when a page of the person
 * is closed, it is written down what it was handed.
 */
import { type Clock, type Db, errorFields, type Log, type Realtime } from '../../../platform/index.ts';
import { noteAllFollowing, noteHanded, readMarks } from './store-following.ts';

const lookOutMilliseconds = 30_000;
/** So many reports are asked about in one statement. */
const askedAtOnce = 500;
/** So many pages look at once for what they may have missed: what is written meanwhile must not wait behind them. */
const looksAtOnce = 2;

/** A message that is on disk. */
export interface JustSaid {
  readonly signalId: string;
  /** Its number in the dialogue. */
  readonly sequence: number;
  readonly author: 'signaler' | 'advocate';
  readonly body: string;
  readonly at: Date;
  readonly byText: boolean;
  /** The code may be in other hands: whoever holds it reads neutral words. */
  readonly elsewhere: boolean;
}

/** An open page of a dialogue. */
export interface Follower {
  /** The person's own page: it shows that they are there. */
  readonly isPerson: boolean;
  /** The last number it has. */
  readonly last: () => number;
  /** How chat and code stood when it looked; undefined where it has not. */
  readonly mark: () => string | undefined;
  heard(message: JustSaid): void;
  /** Something may have passed it by. @returns when it has looked */
  missed(): Promise<void>;
}

export interface Conversations {
  /** Hands on what was written. Undefined: it had been stored before. */
  said(message: JustSaid | undefined): void;
  /** @returns a function that ends it */
  follow(signalId: string, follower: Follower): () => void;
  /** Asks at once, and not only every 30 s, whether a page has missed something. */
  lookOut(): Promise<void>;
  stop(): void;
}

/** @param db reads for the house which dialogues have something new, and never what it says */
export function openConversations(
  realtime: Realtime,
  { db, clock, log }: { readonly db: Db; readonly clock: Clock; readonly log: Log },
): Conversations {
  /** The pages of each report. */
  const pages = new Map<string, Set<Follower>>();
  /** What is written down already. */
  const handed = new WeakMap<Follower, number>();
  const noteAllHanded = async (followers: readonly (readonly [string, Follower])[]) => {
    const more = followers.flatMap(([signalId, follower]) => {
      const last = follower.last();
      return follower.isPerson && last > (handed.get(follower) ?? 0) ? [{ signalId, follower, last }] : [];
    });
    const newest = new Map<string, number>();
    for (const { signalId, last } of more) newest.set(signalId, Math.max(last, newest.get(signalId) ?? 0));
    await noteHanded(
      db,
      [...newest].map(([signalId, last]) => ({ signalId, last })),
    );
    for (const { follower, last } of more) handed.set(follower, last);
  };
  const lookOut = async () => {
    const ids = [...pages.keys()];
    for (let from = 0; from < ids.length; from += askedAtOnce)
      await askAbout(ids.slice(from, from + askedAtOnce));
  };
  const askAbout = async (ids: readonly string[]) => {
    const isFollowed = (id: string) => [...(pages.get(id) ?? [])].some(({ isPerson }) => isPerson);
    const now = clock.now();
    await noteAllFollowing(db, ids.filter(isFollowed), now);
    await noteAllHanded(
      ids.flatMap((id) => [...(pages.get(id) ?? [])].map((follower) => [id, follower] as const)),
    );
    const marks = new Map((await readMarks(db, ids, now)).map((row) => [row.signal_id, row]));
    const missing = ids.flatMap((id) => {
      const found = marks.get(id);
      return [...(pages.get(id) ?? [])].filter(
        (follower) => found?.mark !== follower.mark() || (found?.last ?? 0) > follower.last(),
      );
    });
    const lookInTurn = async () => {
      for (let one = missing.pop(); one; one = missing.pop()) await one.missed();
    };
    await Promise.all(Array.from({ length: looksAtOnce }, lookInTurn));
  };
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    lookOut()
      .catch((error: unknown) => log.warn('open pages could not be looked after', errorFields(error)))
      .finally(() => {
        asking = false;
      });
  }, lookOutMilliseconds);
  timer.unref();
  return {
    said: (message) => {
      if (!message) return;
      for (const follower of pages.get(message.signalId) ?? []) follower.heard(message);
      realtime.tellOthers(message.signalId);
    },
    follow: (signalId, follower) => {
      const set = pages.get(signalId) ?? new Set();
      pages.set(signalId, set.add(follower));
      return () => {
        set.delete(follower);
        noteAllHanded([[signalId, follower]]).catch((error: unknown) =>
          log.warn('what a page was handed could not be noted', errorFields(error)),
        );
        if (set.size === 0 && pages.get(signalId) === set) pages.delete(signalId);
      };
    },
    lookOut,
    stop: () => clearInterval(timer),
  };
}
