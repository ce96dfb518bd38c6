/**
 * News travels upward as events: a due row written in the transaction of the thing itself, so that what happened and the
 * telling of it are one. All who listen to an event act in one transaction; if one fails, none has acted, and it comes again.
 */
import type { Db, Tx } from './database/connect.ts';
import { transaction } from './database/connect.ts';
import type { DueHandler, DueHandlers } from './due/loop.ts';
import { completeDue, scheduleDue } from './due/store.ts';
import { newId } from './ids.ts';

/** Something that happened; the name is in the past tense. */
export interface DomainEvent {
  readonly name: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Subscriber = (tx: Tx, event: DomainEvent, now: Date) => Promise<void>;
export type Subscribers = Readonly<Record<string, Subscriber>>;

const kindOf = (name: string) => `event:${name}`;

/** Tells an event, in the caller's transaction. */
export async function emit(
  tx: Tx,
  event: { name: string; subjectId: string; payload?: Readonly<Record<string, unknown>> },
  now: Date,
): Promise<void> {
  await scheduleDue(tx, {
    kind: kindOf(event.name),
    subjectId: event.subjectId,
    dueAt: now,
    payload: event.payload ?? {},
    dedupeKey: newId(now),
  });
}

/** The due handlers that bring each event to its subscribers. An event that nobody lists is a bug and keeps being retried. */
export function eventDueHandlers(rooms: readonly Subscribers[], quiet: readonly string[] = []): DueHandlers {
  const names = new Set([...rooms.flatMap((room) => Object.keys(room)), ...quiet]);
  const handlers: Record<string, DueHandler> = {};
  for (const name of names) {
    const subscribers = rooms.flatMap((room) => (room[name] ? [room[name]] : []));
    handlers[kindOf(name)] = async (due, { db, now }: { db: Db; now: Date }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        for (const subscriber of subscribers)
          await subscriber(tx, { name, subjectId: due.subjectId, payload: due.payload }, now);
      });
    };
  }
  return handlers;
}
