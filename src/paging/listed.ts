/** Somebody of an organization may not be told any more, and their colleagues may: what was on its way to them alone ends. */
import type { Tx } from '../platform/index.ts';
import { seesDetail } from './core/index.ts';
import { lockPageAmongAll, readPage } from './store.ts';
import { readOpeners, revokeAccessOf } from './store-access.ts';
import { readOpenCallsAbout } from './store-voice.ts';
import { withdrawCalls } from './voice-tasks.ts';

/**
 * - `untouched`: they were not to be asked
 * - `asked`: they may have been, and somebody else said yes, or nobody yet
 * - `could-see-all`: the same, and they opened the page, which shows everything since a colleague said yes
 * - `theirs`: they said yes, or nobody knows who did: as far as is known they are the one who comes
 */
export type ListedOnPage = 'untouched' | 'asked' | 'could-see-all' | 'theirs';

/**
 * Ends the links, sessions and calls of a page for whoever is asked at one of these addresses. The ladder passes them over by itself.
 * @param isListed whether an address is theirs
 */
export async function endForListed(
  tx: Tx,
  pageId: string,
  isListed: (address: string) => boolean,
  now: Date,
): Promise<ListedOnPage> {
  const page = await lockPageAmongAll(tx, pageId);
  const theirs = page?.contacts.filter(({ address }) => isListed(address)) ?? [];
  if (!page || theirs.length === 0) return 'untouched';
  await revokeAccessOf(
    tx,
    pageId,
    theirs.map(({ id }) => id),
    now,
  );
  const wasAsked = theirs.some((contact) => page.contacts.indexOf(contact) <= page.rung);
  if (!wasAsked) return 'untouched';
  if (!seesDetail(page.state)) return 'asked';
  // A colleague who opened the link has said nothing yet: only whoever said yes comes.
  const whoComes = page.contacts.find(({ id }) => id === page.acceptedByContact);
  if (!whoComes || theirs.includes(whoComes)) return 'theirs';
  const openers = await readOpeners(tx, pageId);
  return openers.some((id) => id === null || theirs.some((contact) => contact.id === id))
    ? 'could-see-all'
    : 'asked';
}

/** Withdraws the open calls about a report to whoever is on its list. Those that stand somebody down stay. @returns how many */
export async function withdrawCallsToListed(
  tx: Tx,
  signalId: string,
  isListed: (address: string) => boolean,
  now: Date,
): Promise<number> {
  const open = (await readOpenCallsAbout(tx, signalId)).filter(
    ({ phone, kind }) => kind !== 'stand-down' && isListed(phone),
  );
  // The pages first, as every other move locks them.
  for (const { pageId } of open) if (pageId) await readPage(tx, pageId, true);
  await withdrawCalls(
    tx,
    open.map(({ id }) => id),
    now,
  );
  return open.length;
}
