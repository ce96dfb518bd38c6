/**
 * Who is offered which chat. Nobody is offered more than they have said they take, nobody who is away, rests or gives no sign, and nobody two at once;
 * whoever let a chat pass is asked again only when everybody else who could has, and not before another in as much danger that they have
 * not let pass. Source: safety.md "People who work here".
 */
import { compareChats, type WaitingChat } from '../../signals/core/index.ts';

/** How long an offer stands before it goes to the next. */
export const offerSeconds = 30;
/** "Take ten minutes": no reason is asked. */
export const restMinutes = 10;
/** So many offers in a row that nobody answered: whoever they went to is not at their desk. */
export const silentOffersLimit = 2;
/** Somebody in a chat whom nobody has taken for so long: a supervisor hears of it. */
export const longWaitMinutes = 3;
/**
 * An advocate who gave no sign for so long is gone, and the chat goes to somebody else. A tunnel, a reload, a line that changes or another
 * room is shorter; whoever waits for an answer must not wait longer for nothing.
 */
export const goneMinutes = 2;
/** How often it is looked whether somebody is gone. */
export const watchSeconds = 30;
/** How many chats at once somebody takes who has not said. */
export const defaultCapacity = 2;
export const capacities = [1, 2, 3, 4, 5, 6] as const;

export type PresenceState = 'on-floor' | 'away' | 'resting';

/** Somebody of the floor, as offers see them. */
export interface OnFloor {
  readonly staffId: string;
  readonly state: PresenceState;
  /** Until when they rest; null when they do not. */
  readonly until: Date | null;
  readonly capacity: number;
  /** How many chats they have, what they are offered included. */
  readonly chats: number;
  readonly isOffered: boolean;
  /** When they were last offered one. */
  readonly lastOfferAt: Date | null;
  /** When they last gave a sign: an open page, an answer, a chat taken, or having come to the floor. */
  readonly lastSignAt: Date | null;
}

export interface Offer {
  readonly signalId: string;
  readonly staffId: string;
}

/** Whether somebody has said that they take chats. A rest ends by itself. */
export const takesChats = ({ state, until }: Pick<OnFloor, 'state' | 'until'>, now: Date): boolean =>
  state === 'on-floor' || (state === 'resting' && until !== null && until <= now);

/** Whether somebody takes chats now, and is there: a laptop that was closed gives no sign. */
export const isThere = (person: Pick<OnFloor, 'state' | 'until' | 'lastSignAt'>, now: Date): boolean =>
  takesChats(person, now) &&
  person.lastSignAt !== null &&
  now.getTime() - person.lastSignAt.getTime() < goneMinutes * 60_000;

const hasRoom = (person: OnFloor): boolean => person.chats < person.capacity && !person.isOffered;

/** Who has fewest, then who has waited longest for one. */
function compareFree(a: OnFloor, b: OnFloor): number {
  return (
    a.chats - b.chats ||
    (a.lastOfferAt?.getTime() ?? 0) - (b.lastOfferAt?.getTime() ?? 0) ||
    (a.staffId < b.staffId ? -1 : 1)
  );
}

/**
 * Whom to offer what, now.
 * @param waiting who waits and is offered to nobody
 * @param passed whether somebody has let that chat pass
 * @param listed whether somebody must not be told of it: they are never asked, also when nobody else is there
 */
export function offersOf(
  waiting: readonly WaitingChat[],
  people: readonly OnFloor[],
  passed: (offer: Offer) => boolean,
  now: Date,
  listed: (offer: Offer) => boolean = () => false,
): Offer[] {
  const there = people.filter((person) => isThere(person, now));
  const free = there.filter(hasRoom).sort(compareFree);
  const mayBeAsked =
    (signalId: string) =>
    ({ staffId }: OnFloor) =>
      !listed({ signalId, staffId });
  const isFresh = (signalId: string) => (person: OnFloor) =>
    mayBeAsked(signalId)(person) && !passed({ signalId, staffId: person.staffId });
  const isAgain = new Map(waiting.map(({ signalId }) => [signalId, !there.some(isFresh(signalId))]));
  // Asked again and again for one, a person alone would never hear of the next. In no danger greater than the other's, it lets that go first.
  const compare = (a: WaitingChat, b: WaitingChat): number =>
    (a.setAside === b.setAside && a.danger === b.danger
      ? Number(isAgain.get(a.signalId)) - Number(isAgain.get(b.signalId))
      : 0) || compareChats(a, b);
  const offers: Offer[] = [];
  for (const { signalId } of [...waiting].sort(compare)) {
    if (free.length === 0) break;
    // While somebody is there who has not been asked, it waits for their hands; when all have been, they are asked again.
    const index = free.findIndex(isAgain.get(signalId) ? mayBeAsked(signalId) : isFresh(signalId));
    if (index < 0) continue;
    const [person] = free.splice(index, 1);
    offers.push({ signalId, staffId: person!.staffId });
  }
  return offers;
}
