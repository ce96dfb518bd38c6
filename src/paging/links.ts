/** A responder's link: looked at, exchanged once for a session, renewed after a call-back. */
import { randomBytes } from 'node:crypto';
import { leaf } from '../audit/index.ts';
import { type Db, newId, Refusal, type Tx } from '../platform/index.ts';
import type { PageState } from './core/index.ts';
import {
  addressIn,
  confirmDelivery,
  hashOf,
  type IsLive,
  liveAt,
  type PagingDeps,
  stateNow,
  tell,
} from './moves.ts';
import { type PageContact, type PageRecord, readPage } from './store.ts';
import { insertSession, markExchanged, readLink, revokeAccess } from './store-access.ts';
import { isWritable, sendLink } from './telling.ts';

const linkUsed = () =>
  new Refusal(
    'link-used',
    410,
    'This link has been used',
    'Each link opens once. If it was not you, or you need it again, call the number in the text and ask for a new one.',
  );
const linkUnknown = () =>
  new Refusal(
    'link-unknown',
    404,
    'This link does not open anything',
    'It may be mistyped or have ended. Call the number in the text.',
  );
const linkEnded = () =>
  new Refusal(
    'link-ended',
    410,
    'This page has ended',
    'You are stood down, and this link is closed. If you still need something, call the number in the text.',
  );

/** Nobody who still may come is told that they are stood down, only because their link was renewed. */
const linkReplaced = () =>
  new Refusal(
    'link-ended',
    410,
    'A newer link was sent',
    'This one is closed. Open the newest text, or call the number in it.',
  );

/** A text to those who have declined would be withheld at the moment of sending, so nobody is told that it was sent. */
const pageDeclined = () =>
  new Refusal(
    'page-declined',
    409,
    'This page was declined',
    'No link is sent to those who have said no. If that has changed, call them.',
  );

/** Why a link opens nothing, if it does not. @throws Refusal `link-unknown`, `link-ended`, `link-used` */
function assertOpens(
  link: Awaited<ReturnType<typeof readLink>>,
  page: PageRecord | undefined,
  state: PageState | undefined,
): asserts page is PageRecord {
  if (!link || !page) throw linkUnknown();
  if (state === 'released') throw linkEnded();
  if (link.revoked_at) throw linkReplaced();
  if (link.exchanged_at) throw linkUsed();
}

/** What may be shown before the confirming tap: the code alone. A look, also by a link preview, consumes nothing. @throws Refusal */
export async function peekLink(db: Db, token: string, isLive: IsLive): Promise<{ code: string }> {
  const link = await readLink(db, hashOf(token));
  const page = link && (await readPage(db, link.page_id));
  const live = liveAt(isLive, page && addressIn(page, link.contact_id));
  assertOpens(link, page, page && (await stateNow(db, page, live)));
  return { code: page.code };
}

/** Exchanges a link, once, for a session that lives until the stand-down. @throws Refusal `link-used`, `link-ended`, `link-unknown` */
export async function exchangeLink(
  tx: Tx,
  token: string,
  now: Date,
  isLive: IsLive,
): Promise<{ session: string }> {
  const pageId = (await readLink(tx, hashOf(token)))?.page_id;
  // The page first and its link after it, as a renewal locks them: two that wait for each other would both fail.
  const page = pageId ? await readPage(tx, pageId, true) : undefined;
  const link = page && (await readLink(tx, hashOf(token), true));
  const live = liveAt(isLive, page && addressIn(page, link?.contact_id));
  assertOpens(link, page, page && (await stateNow(tx, page, live)));
  await markExchanged(tx, hashOf(token), now);
  const session = randomBytes(24).toString('base64url');
  const contactId = link?.contact_id ?? null;
  await insertSession(tx, { sessionHash: hashOf(session), pageId: page.id, contactId, at: now });
  await confirmDelivery(tx, page, now);
  return { session };
}

/**
 * Sends a new link to the contact on whose rung the page stands, after a call-back. Earlier links and sessions end.
 * @param order the page, and the member of staff who called back
 * @returns the page's code and whom the link went to; never the link
 * @throws Refusal `link-unknown`, `link-ended`, `page-declined`, `no-link-contact`
 */
export async function reissueLink(
  tx: Tx,
  deps: PagingDeps & { readonly isLive: IsLive },
  order: { pageId: string; by: string },
  now: Date,
): Promise<{ code: string; contactName: string }> {
  const { pageId } = order;
  const page = await readPage(tx, pageId, true);
  if (!page) throw linkUnknown();
  if ((await stateNow(tx, page, deps.isLive)) === 'released') throw linkEnded();
  if (page.state === 'declined') throw pageDeclined();
  const askable: PageContact[] = [];
  for (const contact of page.contacts)
    if (isWritable(contact) && (await deps.isLive(tx, page.ledgerId, contact.address))) askable.push(contact);
  const contact = askable.find(({ id }) => id === page.contacts[page.rung]?.id) ?? askable[0];
  if (!contact || contact.wire === 'voice')
    throw new Refusal(
      'no-link-contact',
      422,
      'There is nobody to send a link to',
      'This organization can be reached by telephone only.',
    );
  await revokeAccess(tx, pageId, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: order.by },
    action: 'page-link-renewed',
    subjectKind: 'page',
    subjectId: pageId,
  });
  await tell(tx, page, 'page-link-renewed', now, { by: order.by, code: page.code });
  await sendLink(tx, deps, page, { contact, dedupeKey: `page-again-${newId(now)}` }, now);
  return { code: page.code, contactName: contact.name };
}
