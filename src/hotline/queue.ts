/** What waits, in the order in which it is to be read. */
import type { AgeGroup, Danger, Door } from '../disclosures/index.ts';
import type { Db } from '../platform/index.ts';
import { compareWaiting, rankReason } from './core/index.ts';
import { readQueue } from './store.ts';

export interface QueueEntry {
  readonly signalId: string;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly door: Door;
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  readonly language: string;
  readonly state: 'received' | 'read';
  readonly strength: string | null;
  readonly answered: boolean;
  readonly rank: number;
  readonly reason: string;
  readonly waitingSeconds: number;
  readonly responseId: string | null;
  readonly responseState: string | null;
  /** When it was last passed on as information, without asking for a response. */
  readonly passedOnAt: Date | null;
}

/** The queue in the order in which it is to be read, at most 200 entries. */
export async function queue(db: Db, now: Date): Promise<QueueEntry[]> {
  const entries = (await readQueue(db)).map((row) => ({
    signalId: row.id,
    receivedAt: row.received_at,
    channel: row.channel,
    door: row.door as Door,
    danger: row.danger as Danger,
    ageGroup: row.age_group as AgeGroup,
    language: row.language,
    state: row.state as 'received' | 'read',
    strength: row.strength,
    answered: row.author === 'signaler',
    responseId: row.response_id,
    responseState: row.response_state,
    passedOnAt: row.passed_on_at,
  }));
  return entries.sort(compareWaiting).map((entry, index) => ({
    ...entry,
    rank: index + 1,
    reason: rankReason(entry, now),
    waitingSeconds: Math.max(0, Math.floor((now.getTime() - entry.receivedAt.getTime()) / 1000)),
  }));
}
