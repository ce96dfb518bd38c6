/** The texts of a page: its links, and later words to whoever was reached, by a call where they were not asked in writing. */
import { randomBytes } from 'node:crypto';
import { addressFor, type MessageSubject, send } from '../messaging/index.ts';
import type { Db, Tx } from '../platform/index.ts';
import { dutyBody, type TextPurpose, wantsText } from './core/index.ts';
import { clearanceOf, hashOf, type PagingDeps } from './moves.ts';
import { type PageContact, type PageRecord, readPage } from './store.ts';
import { insertLink, readLinkedContacts } from './store-access.ts';
import { readCalledPhones } from './store-voice.ts';

/** Makes a fresh link to a page for one contact and sends it. The link itself is in this message and nowhere else. */
export async function sendLink(
  tx: Tx,
  deps: PagingDeps,
  page: PageRecord,
  to: { contact: PageContact; dedupeKey: string },
  now: Date,
): Promise<void> {
  const { id, wire, address } = to.contact;
  if (wire === 'voice') throw new Error('a link cannot be spoken');
  const token = randomBytes(16).toString('base64url');
  await insertLink(tx, { tokenHash: hashOf(token), pageId: page.id, contactId: id, at: now });
  await send(
    tx,
    clearanceOf(page),
    {
      wire,
      to: address,
      body: dutyBody(wire, {
        code: page.code,
        origin: deps.publicOrigin,
        token,
        phone: page.callBackPhone,
      }),
      subject: `Alight duty page ${page.code}`,
      about: { kind: 'page', id: page.id },
      recordId: page.recordId,
      purpose: 'page',
      dedupeKey: to.dedupeKey,
    },
    now,
  );
}

/**
 * Sends a text to each contact that this page was sent to.
 * @returns the contacts that were reached by voice and can be told by voice alone
 */
export async function sendToContacts(
  tx: Tx,
  page: PageRecord,
  text: { purpose: TextPurpose; body: string },
  now: Date,
): Promise<PageContact[]> {
  const linked = await readLinkedContacts(tx, page.id);
  const called = await readCalledPhones(tx, page.id);
  for (const contact of page.contacts) {
    if (contact.wire === 'voice' || !linked.has(contact.id) || !isWritable(contact)) continue;
    const { purpose, body } = text;
    await send(
      tx,
      clearanceOf(page),
      {
        wire: contact.wire,
        to: contact.address,
        body: contact.wire === 'webhook' ? JSON.stringify({ type: `page.${purpose}`, text: body }) : body,
        subject: `Alight duty page ${page.code}`,
        about: { kind: 'page', id: page.id },
        recordId: page.recordId,
        purpose,
        dedupeKey: `${purpose}-${contact.id}`,
      },
      now,
    );
  }
  return page.contacts.filter(
    (contact) =>
      (!linked.has(contact.id) && called.has(contact.address)) ||
      (contact.wire === 'sms' && linked.has(contact.id) && !isWritable(contact)),
  );
}

/** Whether a contact can be written to at all: one that cannot must never stop a page. */
export const isWritable = (contact: PageContact): boolean =>
  contact.wire !== 'voice' && addressFor(contact.wire, contact.address) !== null;

/** Whom to call when a text to an address could not be said in writing: its own number, else the first of the page. */
export function spokenContact(
  page: PageRecord,
  address: string | undefined,
): { name: string; phone: string } | undefined {
  const contact = page.contacts.find(
    ({ wire, address: written }) => wire !== 'voice' && addressFor(wire, written) === address,
  );
  if (contact?.wire === 'sms' && address) return { name: contact.name, phone: address };
  return page.contacts.flatMap(({ wire, name, address: phone }) =>
    wire === 'voice' || wire === 'sms' ? [{ name, phone }] : [],
  )[0];
}

/** Whether a text about a page is still right at the moment of sending. Texts about anything else are not paging's to judge. */
export async function isMessageWanted(db: Db, subject: MessageSubject): Promise<boolean> {
  if (subject.aboutKind !== 'page') return true;
  const page = await readPage(db, subject.aboutId);
  return !page || wantsText(page.state, subject.purpose);
}
