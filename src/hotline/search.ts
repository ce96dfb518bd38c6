/** One box that finds reports by a number, a plate, an address, a name on a site, or words. On record before it is shown. */
import type { Showing } from '../audit/index.ts';
import type { Danger, Door } from '../disclosures/index.ts';
import { type Db, Refusal } from '../platform/index.ts';
import { type SearchDeps, type SearchHit, searchSignals } from '../signals/index.ts';

export interface SearchEntry {
  readonly signalId: string;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly door: Door;
  readonly danger: Danger;
  readonly state: 'received' | 'read' | 'closed';
  readonly by: SearchHit['by'];
}

export interface SearchView {
  readonly found: readonly SearchEntry[];
  /** Ask again with this for older ones; null when there are none. */
  readonly next: string | null;
  /** This instance looks for identifiers only. */
  readonly wordsOff: boolean;
}

const cursorShape = /^(\d{1,15})\.([0-9a-f-]{36})$/;

/**
 * @param asked `text` is what somebody typed; `after` is the `next` of the page before
 * @throws Refusal `search-empty`, `search-too-long`, `search-place-unknown`
 */
export async function search(
  db: Db,
  deps: SearchDeps & { readonly showing: Showing },
  staffId: string,
  asked: { readonly text: string; readonly after?: string | undefined },
  now: Date,
): Promise<SearchView> {
  const place = asked.after ? cursorShape.exec(asked.after) : null;
  if (asked.after && !place)
    throw new Refusal(
      'search-place-unknown',
      422,
      'That place in the list is not known',
      'Search again from the beginning.',
    );
  const page = await searchSignals(
    db,
    deps,
    asked.text,
    place ? { receivedAt: new Date(Number(place[1])), signalId: place[2]! } : undefined,
    now,
  );
  await deps.showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'search',
    subjectKind: 'staff',
    subjectId: staffId,
    ids: page.hits.map(({ signal }) => signal.id),
    imminent: page.hits.some(({ signal }) => signal.danger === 'imminent'),
    leaves: 'each',
  });
  return {
    found: page.hits.map(({ signal, by }) => ({
      signalId: signal.id,
      receivedAt: signal.received_at,
      channel: signal.channel,
      door: signal.door as Door,
      danger: signal.danger as Danger,
      state: signal.state as SearchEntry['state'],
      by,
    })),
    next: page.next ? `${page.next.receivedAt.getTime()}.${page.next.signalId}` : null,
    wordsOff: page.wordsOff,
  };
}
