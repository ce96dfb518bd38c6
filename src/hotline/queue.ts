/** What waits, in the order in which it is to be read. */
import type { Showing } from '../audit/index.ts';
import type { AgeGroup, Danger, Door } from '../disclosures/index.ts';
import type { Db } from '../platform/index.ts';
import { countSetAside, type FromPartner, partnersOf } from '../signals/index.ts';
import { compareWaiting, rankReason } from './core/index.ts';
import { countWaiting, readDone, readWaiting } from './store.ts';

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
  /** The partner whose own app sent it. Staff see it; no page and no responder does. */
  readonly partner: FromPartner | null;
  /** When it was last passed on as information, without asking for a response. */
  readonly passedOnAt: Date | null;
}

/** One page of the queue, and what lies beyond it: nothing sinks silently. */
export interface QueuePage {
  readonly queue: readonly QueueEntry[];
  /** How many reports are open in all, and how many of them nobody has read. */
  readonly total: number;
  readonly unread: number;
  /** How many more are set aside as likely floods, in a list of their own. */
  readonly setAside: number;
  /** How many come before this page. */
  readonly after: number;
  /** The newest unread reports that are not on this page, newest first. */
  readonly newest: readonly QueueEntry[];
}

const pageLimit = 200;
const newestLimit = 10;

/**
 * The queue in the order in which it is to be read, at most 200 entries.
 * @param staffId who looks @param after how many to pass over
 */
export async function queue(
  db: Db,
  showing: Showing,
  staffId: string,
  now: Date,
  after = 0,
): Promise<QueuePage> {
  const waiting = (await readWaiting(db))
    .map((row) => ({
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
    }))
    .sort(compareWaiting)
    .map((entry, index) => ({
      ...entry,
      rank: index + 1,
      reason: rankReason(entry, now),
      waitingSeconds: Math.max(0, Math.floor((now.getTime() - entry.receivedAt.getTime()) / 1000)),
    }));
  const page = waiting.slice(after, after + pageLimit);
  const newest = [...waiting.slice(0, after), ...waiting.slice(after + pageLimit)]
    .filter(({ state }) => state === 'received')
    .sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
    .slice(0, newestLimit);
  const shown = [...page, ...newest].map(({ signalId }) => signalId);
  const done = new Map((await readDone(db, shown)).map((row) => [row.id, row]));
  const partners = await partnersOf(db, shown);
  const withDone = (entry: (typeof waiting)[number]): QueueEntry => {
    const row = done.get(entry.signalId);
    return {
      ...entry,
      responseId: row?.response_id ?? null,
      responseState: row?.response_state ?? null,
      partner: partners.get(entry.signalId) ?? null,
      passedOnAt: row?.passed_on_at ?? null,
    };
  };
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'queue',
    subjectKind: 'staff',
    subjectId: staffId,
    ids: shown,
    imminent: [...page, ...newest].some(({ danger }) => danger === 'imminent'),
    leaves: 'new',
  });
  return {
    queue: page.map(withDone),
    ...(await countWaiting(db)),
    setAside: await countSetAside(db),
    after,
    newest: newest.map(withDone),
  };
}
