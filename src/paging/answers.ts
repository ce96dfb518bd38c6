/** What a responder sees of a page and answers to it. */
import type { Showing } from '../audit/index.ts';
import { organizationById } from '../organizations/index.ts';
import { type Db, Refusal, type Tx } from '../platform/index.ts';
import { movePage, type Outcome, outcomes, seesDetail } from './core/index.ts';
import {
  act,
  addressIn,
  alwaysLive,
  hashOf,
  type IsLive,
  liveAt,
  sessionEnded,
  settle,
  standingOf,
  stateNow,
} from './moves.ts';
import { type PageRecord, readPage } from './store.ts';
import { readSession } from './store-access.ts';

/** A page as its responder may see it. */
export interface PageView {
  readonly code: string;
  readonly role: string;
  readonly state: PageRecord['state'];
  readonly isLead: boolean;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly offer: Readonly<Record<string, unknown>>;
  /** Null unless accepted, en route or staged. */
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly answerBy: Date;
  readonly etaAt: Date | null;
  readonly allClear: boolean;
  readonly callBackPhone: string;
  readonly releaseWords: string | null;
  readonly outcome: string | null;
  /** Only who had accepted can tell what became of it. */
  readonly mayReportOutcome: boolean;
}

/** The page of a session, and whether it may be told to whoever holds that session. */
export async function heldBy(
  db: Db,
  session: string,
  isLive: IsLive,
): Promise<{ page: PageRecord; live: IsLive; contactId: string | null }> {
  const held = await readSession(db, hashOf(session));
  const page = held && (await readPage(db, held.pageId));
  if (!page) throw sessionEnded();
  const { contactId } = held;
  return { page, live: liveAt(isLive, addressIn(page, contactId)), contactId };
}

const endedWords = 'This page has ended. You are not needed any more.';

/** @param isLive whether the page's ledger row still allows telling; a page without it is shown as ended */
export async function viewPage(db: Db, session: string, isLive: IsLive): Promise<PageView> {
  const { page, live } = await heldBy(db, session, isLive);
  const state = await stateNow(db, page, live);
  const organization = await organizationById(db, page.organizationId);
  return {
    code: page.code,
    role: page.role,
    state,
    isLead: page.isLead,
    organizationId: page.organizationId,
    organizationName: organization?.name ?? 'Your organization',
    offer: state === 'declined' || state === 'released' ? {} : page.offer,
    detail: seesDetail(state) ? page.detail : null,
    answerBy: page.ackDueAt,
    etaAt: page.etaAt,
    allClear: page.allClearAt !== null,
    callBackPhone: page.callBackPhone,
    releaseWords: page.releaseWords ?? (state === 'released' ? endedWords : null),
    outcome: page.outcome,
    mayReportOutcome: movePage(state, 'outcome', standingOf(page)).kind === 'moved',
  };
}

/** The same, on record first: which organization was shown it. While it is not over somebody may be on the way. */
export async function showPage(
  db: Db,
  showing: Showing,
  session: string,
  now: Date,
  isLive: IsLive,
): Promise<PageView> {
  const [view, { page }] = [await viewPage(db, session, isLive), await heldBy(db, session, isLive)];
  await showing.record(db, {
    at: now,
    actor: { kind: 'responder', id: page.organizationId },
    view: view.detail ? 'duty-page-detail' : 'duty-page',
    subjectKind: 'page',
    subjectId: page.id,
    ids: [page.id, page.responseId],
    imminent: view.state !== 'declined' && view.state !== 'released',
    leaves: 'new',
  });
  return view;
}

/**
 * Takes a page.
 * @param etaAt when they expect to be there, if they say so already
 * @throws Refusal `page-stood-down`, `page-declined`, `eta-invalid`
 */
export async function acceptPage(
  tx: Tx,
  session: string,
  now: Date,
  etaAt: Date | undefined,
  isLive: IsLive,
): Promise<void> {
  const { page, live, contactId } = await heldBy(tx, session, isLive);
  if (etaAt) assertEta(etaAt, now);
  await settle(
    tx,
    page.id,
    'accept',
    { ...(etaAt ? { eta_at: etaAt } : {}), ...(contactId ? { accepted_by_contact: contactId } : {}) },
    now,
    etaAt ? { etaAt: etaAt.toISOString() } : {},
    live,
  );
}

const reasonLimitCharacters = 500;

export async function declinePage(tx: Tx, session: string, reason: string, now: Date): Promise<void> {
  const { page } = await heldBy(tx, session, alwaysLive);
  const words = reason.trim().slice(0, reasonLimitCharacters);
  // A no tells them nothing, and is heard from whoever says it: also once the ledger says that they must not be told.
  await settle(tx, page.id, 'decline', { decline_reason: words }, now, {}, alwaysLive);
}

const etaLimitHours = 24;

export function assertEta(etaAt: Date, now: Date): void {
  const ahead = etaAt.getTime() - now.getTime();
  if (!(ahead >= -60_000 && ahead <= etaLimitHours * 3_600_000))
    throw new Refusal('eta-invalid', 422, 'When will you be there?', 'Give a time within the next 24 hours.');
}

export async function reportEnRoute(
  tx: Tx,
  session: string,
  etaAt: Date,
  now: Date,
  isLive: IsLive,
): Promise<void> {
  assertEta(etaAt, now);
  const { page, live } = await heldBy(tx, session, isLive);
  await act(
    tx,
    page.id,
    'en-route',
    'page-en-route',
    { en_route_at: now, eta_at: etaAt },
    now,
    { etaAt: etaAt.toISOString() },
    live,
  );
}

export async function reportStaged(tx: Tx, session: string, now: Date, isLive: IsLive): Promise<void> {
  const { page, live } = await heldBy(tx, session, isLive);
  await act(tx, page.id, 'staged', 'page-staged', { staged_at: now }, now, {}, live);
}

/** @throws Refusal `outcome-unknown` */
export function assertOutcome(outcome: string): asserts outcome is Outcome {
  if (!outcomes.includes(outcome as Outcome))
    throw new Refusal('outcome-unknown', 422, 'Which outcome?', `Choose one of: ${outcomes.join(', ')}.`);
}

export async function reportOutcome(tx: Tx, session: string, outcome: string, now: Date): Promise<void> {
  assertOutcome(outcome);
  // What became of it is theirs to say, whatever the ledger says by now: they were there, and it tells them nothing.
  const { page } = await heldBy(tx, session, alwaysLive);
  await act(tx, page.id, 'outcome', 'page-outcome', { outcome }, now, { outcome }, alwaysLive);
}
