/**
 * In which order people in a chat are taken, and what each is told of it. Danger first; then help, then a child; then whoever waits
 * longest. What was set aside as a likely flood comes after all of them: it never is where danger is now.
 */
export interface WaitingChat {
  readonly signalId: string;
  readonly danger: string;
  readonly door: string;
  readonly ageGroup: string;
  /** Set aside as part of a likely flood. */
  readonly setAside: boolean;
  /** Since when they wait. */
  readonly since: Date;
}

const dangerOrder = ['imminent', 'soon', 'not-known', 'none'];

const steps = (one: WaitingChat): readonly number[] => [
  one.setAside ? 1 : 0,
  dangerOrder.indexOf(one.danger),
  one.door === 'help' ? 0 : 1,
  one.ageGroup === 'minor' ? 0 : 1,
  one.since.getTime(),
];

/** Negative when `a` is taken before `b`. Two are never equal, so that everybody has a place of their own. */
export function compareChats(a: WaitingChat, b: WaitingChat): number {
  const [one, other] = [steps(a), steps(b)];
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i]! - other[i]!;
  return a.signalId < b.signalId ? -1 : a.signalId > b.signalId ? 1 : 0;
}

/** How many are taken before each, by signal. */
export function placesOf(chats: readonly WaitingChat[]): ReadonlyMap<string, number> {
  return new Map([...chats].sort(compareChats).map(({ signalId }, before) => [signalId, before]));
}
