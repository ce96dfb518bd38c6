/**
 * News travels upward as events: a due row written in the transaction of the thing itself, so that what happened and the
 * telling of it are one. All who listen to an event act in one transaction; if one fails, none has acted, and it comes again.
 * A refusal is different: it would be the same the next time, so the event ends there and `event-refused` tells of it.
 */
import type { Db, Tx } from './database/connect.ts';
import { transaction } from './database/connect.ts';
import type { DueHandler, DueHandlers } from './due/loop.ts';
import { changePayload, completeDue, scheduleDue } from './due/store.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import { Refusal } from './refusal.ts';

/** Something that happened; the name is in the past tense. */
export interface DomainEvent {
  readonly name: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Subscriber = (tx: Tx, event: DomainEvent, now: Date) => Promise<void>;
export type Subscribers = Readonly<Record<string, Subscriber>>;

/** The kind of the due row that brings an event. */
export const eventKind = (name: string) => `event:${name}`;

/** Tells an event, in the caller's transaction. */
export async function emit(
  tx: Tx,
  event: { name: string; subjectId: string; payload?: Readonly<Record<string, unknown>> },
  now: Date,
): Promise<void> {
  await scheduleDue(tx, {
    kind: eventKind(event.name),
    subjectId: event.subjectId,
    dueAt: now,
    payload: event.payload ?? {},
    dedupeKey: newId(now),
  });
}

/** How often an event may be refused before it is finished; attempts that failed otherwise do not count. */
const refusalLimit = 4;
/** Where the row of an event counts its refusals, beside its payload; subscribers never see it. */
const refusalsKey = '$refusals';

/** Told when a subscriber refused an event: `{ name, code }` and what it was about, about the same subject. */
export const eventRefused = 'event-refused';
/** What of a refused event's payload is passed on, so that whoever hears of it finds the place: ids, never words. */
const passedOnKeys = ['signalId', 'responseId', 'pageId'] as const;

/**
 * The due handlers that bring each event to its subscribers. An event that nobody lists is a bug and keeps being retried, and
 * so does one whose subscriber fails; one that a subscriber goes on refusing is finished, logged by id, and told as `event-refused`.
 * @param quiet events that nobody has to listen to
 */
export function eventDueHandlers(
  rooms: readonly Subscribers[],
  quiet: readonly string[] = [],
  log?: Pick<Log, 'error'>,
): DueHandlers {
  const names = new Set([...rooms.flatMap((room) => Object.keys(room)), ...quiet]);
  const handlers: Record<string, DueHandler> = {};
  for (const name of names) {
    const subscribers = rooms.flatMap((room) => (room[name] ? [room[name]] : []));
    handlers[eventKind(name)] = async (due, { db, now }: { db: Db; now: Date }) => {
      const { [refusalsKey]: refusals, ...payload } = due.payload;
      try {
        await transaction(db, async (tx) => {
          await completeDue(tx, due);
          for (const subscriber of subscribers)
            await subscriber(tx, { name, subjectId: due.subjectId, payload }, now);
        });
      } catch (error) {
        // Two things that happen at once may refuse each other; a moment later the same is done another way.
        // What cannot be done just now, such as while keys are away, is no refusal: it comes again until it can.
        if (!(error instanceof Refusal) || error.status === 503) throw error;
        const refused = Number(refusals ?? 0) + 1;
        if (refused < refusalLimit) {
          await changePayload(db, due, { ...payload, [refusalsKey]: refused });
          throw error;
        }
        log?.error('an event was refused and is finished', {
          event: name,
          subjectId: due.subjectId,
          code: error.code,
        });
        await transaction(db, async (tx) => {
          await completeDue(tx, due);
          // Refused itself, it is told by the log alone: it must not tell of itself for ever.
          if (name !== eventRefused)
            await emit(
              tx,
              {
                name: eventRefused,
                subjectId: due.subjectId,
                payload: {
                  ...Object.fromEntries(
                    passedOnKeys.flatMap((key) =>
                      typeof payload[key] === 'string' ? [[key, payload[key]]] : [],
                    ),
                  ),
                  name,
                  code: error.code,
                },
              },
              now,
            );
        });
      }
    };
  }
  return handlers;
}
