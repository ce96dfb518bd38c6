/** One move of one page: locks, decides, stores, writes a leaf, tells the house. What every other file here stands on. */
import { createHash } from 'node:crypto';
import { leaf } from '../audit/index.ts';
import { type Clearance, storedClearance } from '../messaging/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { movePage, type PageMove } from './core/index.ts';
import { changePage, type PageChange, type PageRecord, readPage } from './store.ts';

export const rungKind = 'page-rung';
export const timeoutKind = 'page-timeout';

export interface PagingDeps {
  readonly publicOrigin: string;
}

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
  await changePage(tx, page.id, { state: opened.to, delivered_at: now });
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

/** One move by a responder: locks, decides, stores, writes a leaf, tells the house. */
export async function act(
  tx: Tx,
  pageId: string,
  move: PageMove,
  event: string,
  change: (now: Date) => PageChange,
  now: Date,
  more: Record<string, unknown> = {},
): Promise<void> {
  const page = await readPage(tx, pageId, true);
  if (!page) throw sessionEnded();
  const result = movePage(page.state, move, page.isLead);
  if (result.kind === 'refused') throw new Refusal(result.code, 409, 'That cannot be done now', result.words);
  if (result.kind === 'same') return;
  await changePage(tx, pageId, { ...change(now), state: result.to });
  await leaf(tx, {
    at: now,
    actor: { kind: 'responder', id: page.organizationId },
    action: event,
    subjectKind: 'page',
    subjectId: pageId,
  });
  await tell(tx, page, event, now, more);
}
