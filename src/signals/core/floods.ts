/** When many reports that say the same are a likely flood, and which of them may be set aside. Setting aside hides nothing and is taken back whole. */
import { type Group, groupAlike, type Sketched } from './alike.ts';

/** So many alike within the window are a likely flood. */
export const floodSize = 20;
export const floodWindowSeconds = 10 * 60;
/** The first of a flood stay in the queue, so that somebody reads what it says. */
const readAnyway = 3;

/** So many of one flood in which danger comes soon, or which are about a child, stay in the queue for each window. */
export const pressingKept = 20;

/** One report as the sweep sees it. */
export interface Swept extends Sketched {
  readonly floodId: string | null;
  /** Unread, without danger now, without a trip, and not from a partner: nothing else is ever set aside. */
  readonly mayWait: boolean;
  /** Danger soon, or a child: up to a bound it stays in the queue even so. */
  readonly pressing?: boolean;
}

/** A flood that was noticed before: its sketch leads. */
export interface KnownFlood extends Sketched {
  /** Somebody looked and brought all of it back: nothing more like it is set aside. */
  readonly released: boolean;
}

export interface FloodFound {
  /** A known flood's id, or undefined for a new one. */
  readonly floodId: string | undefined;
  readonly sketch: string;
  readonly setAside: readonly string[];
}

type Item =
  | (Swept & { readonly known?: undefined })
  | { readonly id: string; readonly sketch: string; readonly known: KnownFlood };

/**
 * @param recent newest reports, oldest first @param known floods noticed before, whose likes are set aside from the first one on
 */
export function findFloods(recent: readonly Swept[], known: readonly KnownFlood[]): FloodFound[] {
  const items: Item[] = [
    ...known.map((flood) => ({ id: flood.id, sketch: flood.sketch, known: flood })),
    ...recent,
  ];
  return groupAlike<Item>(items).flatMap(({ leader, members }: Group<Item>) => {
    const reports = members.flatMap((member) => (member.known ? [] : [member]));
    if (leader.known?.released || (!leader.known && reports.length < floodSize)) return [];
    const kept = new Set(
      reports.filter(({ pressing, floodId }) => pressing && floodId === null).slice(0, pressingKept),
    );
    const setAside = reports
      .slice(leader.known ? 0 : readAnyway)
      .filter((report) => !kept.has(report))
      .filter(({ mayWait, floodId }) => mayWait && floodId === null)
      .map(({ id }) => id);
    return setAside.length ? [{ floodId: leader.known?.id, sketch: leader.sketch, setAside }] : [];
  });
}
