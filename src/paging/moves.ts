/** One move of one page: locks, decides, stores, writes a leaf, tells the house. What every other file here stands on. */
import { createHash } from 'node:crypto';
import { leaf } from '../audit/index.ts';
import { type Clearance, storedClearance } from '../messaging/index.ts';
import { cancelDue, type Db, emit, Refusal, type Tx } from '../platform/index.ts';
import { movePage, type PageMove, type PageStanding, type PageState } from './core/index.ts';
import { changePage, type PageChange, type PageRecord, readAllClear, readPage } from './store.ts';
import { withdrawVoiceTasks } from './voice-tasks.ts';

export const rungKind = 'page-rung';
export const timeoutKind = 'page-timeout';

export interface PagingDeps {
  readonly publicOrigin: string;
}

/**
 * Whether a page's ledger row still allows telling; given by the room that keeps the ledger. With an address: telling whoever is asked
 * there, since one person of an organization can be on the list.
 */
export type IsLive = (db: Db, ledgerId: string, address?: string) => Promise<boolean>;
/** The same, of somebody who was asked at an address. */
export const liveAt = (isLive: IsLive, address: string | undefined): IsLive =>
  address === undefined ? isLive : (db, ledgerId) => isLive(db, ledgerId, address);
/** Where a contact of a page is asked; undefined for a link that is no contact's, and for one that was taken out since. */
export const addressIn = (page: PageRecord, contactId: string | null | undefined): string | undefined =>
  page.contacts.find(({ id }) => id === contactId)?.address;
/** For what tells nothing more to anybody: said where it is used, and never by default. */
export const alwaysLive: IsLive = async () => true;

/** What work that is due needs beside. */
export interface PagingDueDeps extends PagingDeps {
  /** Asked before each rung, since the list may have grown meanwhile. */
  readonly isLive: IsLive;
}

/**
 * How a page stands now. Once its ledger row is withdrawn it has ended for its agency, also in the moment before it is stood
 * down: whoever the person named on the list neither sees the page any more nor comes.
 */
export const stateNow = async (db: Db, page: PageRecord, isLive: IsLive): Promise<PageState> =>
  (await isLive(db, page.ledgerId)) ? page.state : 'released';

/** A page goes on under the ledger row it was started with; messaging asks that row again at each sending. */
export const clearanceOf = (page: PageRecord): Clearance => storedClearance('disclosure', page.ledgerId);

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const aboutPage = (page: PageRecord) => ({
  pageId: page.id,
  responseId: page.responseId,
  role: page.role,
  organizationId: page.organizationId,
});

export async function tell(
  tx: Tx,
  page: PageRecord,
  name: string,
  now: Date,
  more: Record<string, unknown> = {},
): Promise<void> {
  await emit(tx, { name, subjectId: page.id, payload: { ...aboutPage(page), ...more } }, now);
}

export async function confirmDelivery(tx: Tx, page: PageRecord, now: Date): Promise<void> {
  const opened = movePage(page.state, 'open');
  if (opened.kind !== 'moved') return;
  await changePage(tx, page.id, { state: opened.to, delivered_at: now }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'responder', id: page.organizationId },
    action: 'page-delivered',
    subjectKind: 'page',
    subjectId: page.id,
  });
  await tell(tx, page, 'page-delivered', now);
}

export const sessionEnded = () =>
  new Refusal(
    'session-ended',
    401,
    'This page is not open here any more',
    'Open the newest link you were sent, or call the number in the text.',
  );

/** What is known of a page beside its state. */
export const standingOf = ({ isLead, acceptedAt }: PageRecord): PageStanding => ({
  isLead,
  wasAccepted: acceptedAt !== null,
});

/** One move by a responder, or by staff for one who said it by telephone. @returns the page as it was, if it moved */
export async function act(
  tx: Tx,
  pageId: string,
  move: PageMove,
  event: string,
  change: PageChange,
  now: Date,
  more: Record<string, unknown>,
  isLive: IsLive,
  staffId?: string,
): Promise<PageRecord | undefined> {
  const page = await readPage(tx, pageId, true);
  if (!page) throw sessionEnded();
  const result = movePage(await stateNow(tx, page, isLive), move, standingOf(page));
  if (result.kind === 'refused') throw new Refusal(result.code, 409, 'That cannot be done now', result.words);
  if (result.kind === 'same') return undefined;
  await changePage(tx, pageId, { ...change, state: result.to }, now);
  await leaf(tx, {
    at: now,
    actor: staffId ? { kind: 'staff', id: staffId } : { kind: 'responder', id: page.organizationId },
    action: event,
    subjectKind: 'page',
    subjectId: pageId,
  });
  await tell(tx, page, event, now, more);
  return page;
}

/** A yes or a no, by link or by voice: it ends the waiting, and the calls that were to ask for it. */
export async function settle(
  tx: Tx,
  pageId: string,
  move: 'accept' | 'decline',
  change: PageChange,
  now: Date,
  more: Record<string, unknown>,
  isLive: IsLive,
): Promise<void> {
  const answered = { ...change, acknowledged_at: now };
  if (move === 'accept') {
    const page = await act(
      tx,
      pageId,
      move,
      'page-acknowledged',
      { ...answered, accepted_at: now },
      now,
      more,
      isLive,
    );
    // Whoever says yes after the all-clear need not wait for it.
    const allClearAt = page && !page.isLead ? await readAllClear(tx, page.responseId) : null;
    if (allClearAt) await changePage(tx, pageId, { all_clear_at: allClearAt }, now);
  } else await act(tx, pageId, move, 'page-declined', answered, now, more, isLive);
  await cancelDue(tx, { kind: timeoutKind, subjectId: pageId });
  // Who has said no is read nothing more: a call that would read the details to them goes as well.
  await withdrawVoiceTasks(
    tx,
    { pageId },
    now,
    move === 'decline' ? ['desk-page', 'call-back'] : ['desk-page'],
  );
}
