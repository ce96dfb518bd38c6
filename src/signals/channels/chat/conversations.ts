/**
 * What has just been written, handed to the open pages of this process as it is: nobody reads from the database what was in hand a
 * moment ago. Pages of other processes are nudged, and read. Told after the commit only.
 */
import type { Realtime } from '../../../platform/index.ts';

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

export interface Conversations {
  /** Hands on what was written. Undefined: it had been stored before. */
  said(message: JustSaid | undefined): void;
  /** @returns a function that ends it */
  hear(signalId: string, heard: (message: JustSaid) => void): () => void;
}

export function openConversations(realtime: Realtime): Conversations {
  const listeners = new Map<string, Set<(message: JustSaid) => void>>();
  return {
    said: (message) => {
      if (!message) return;
      for (const heard of listeners.get(message.signalId) ?? []) heard(message);
      realtime.tellOthers(message.signalId);
    },
    hear: (signalId, heard) => {
      const set = listeners.get(signalId) ?? new Set();
      set.add(heard);
      listeners.set(signalId, set);
      return () => {
        set.delete(heard);
        if (set.size === 0 && listeners.get(signalId) === set) listeners.delete(signalId);
      };
    },
  };
}
