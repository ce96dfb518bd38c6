/** Starting a page: its ladder, its code, and its first due rows. */
import { randomInt } from 'node:crypto';
import { leaf } from '../audit/index.ts';
import type { Clearance } from '../messaging/index.ts';
import { onCallLadder } from '../organizations/index.ts';
import { newId, scheduleDue, type Tx } from '../platform/index.ts';
import { rungSeconds } from './core/index.ts';
import { rungKind, timeoutKind } from './moves.ts';
import { insertPage, type PageContact } from './store.ts';

const codeAlphabet = 'ACDEFHJKMNPRTVWXY3479';
const codeAttempts = 20;
const contactLimit = 6;

export interface PageRequest {
  readonly responseId: string;
  /** The report whose key seals what the page says. */
  readonly recordId: string;
  readonly role: string;
  readonly organizationId: string;
  readonly clearance: Clearance;
  /** What is seen before accepting. */
  readonly offer: object;
  /** What is seen only while accepted. */
  readonly detail: object;
  readonly ackTimeoutSeconds: number;
  readonly callBackPhone: string;
  readonly isLead: boolean;
  /** Whom of the organization is not asked, by their address: somebody on the do-not-tell list. */
  readonly passOver?: (address: string) => boolean;
}

const newCode = () => Array.from({ length: 4 }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');

/** Starts a page. Nothing is sent here: the first rung is a due row of the caller's transaction. */
export async function startPage(
  tx: Tx,
  request: PageRequest,
  now: Date,
): Promise<{ pageId: string; code: string }> {
  const ladder = (await onCallLadder(tx, request.organizationId, now))
    .filter(({ address }) => !request.passOver?.(address))
    .slice(0, contactLimit);
  const contacts: PageContact[] = ladder.map(({ id, name, wire, address }) => ({ id, name, wire, address }));
  const pageId = newId(now);
  for (let attempt = 0; attempt < codeAttempts; attempt++) {
    const code = newCode();
    const fresh = await insertPage(
      tx,
      {
        id: pageId,
        code,
        responseId: request.responseId,
        recordId: request.recordId,
        role: request.role,
        organizationId: request.organizationId,
        isLead: request.isLead,
        offer: { ...request.offer },
        detail: { ...request.detail },
        ledgerId: request.clearance.ledgerId,
        callBackPhone: request.callBackPhone,
        rungSeconds: rungSeconds(request.ackTimeoutSeconds, contacts.length),
        pagedAt: now,
        ackDueAt: new Date(now.getTime() + request.ackTimeoutSeconds * 1000),
        contacts,
      },
      request.clearance,
    );
    if (!fresh) continue;
    await leaf(tx, {
      at: now,
      actor: { kind: 'system' },
      action: 'page-started',
      subjectKind: 'page',
      subjectId: pageId,
      detail: { responseId: request.responseId, organizationId: request.organizationId, role: request.role },
    });
    await scheduleDue(tx, {
      kind: rungKind,
      subjectId: pageId,
      dueAt: now,
      payload: { rung: 0 },
      dedupeKey: '0',
    });
    await scheduleDue(tx, {
      kind: timeoutKind,
      subjectId: pageId,
      dueAt: new Date(now.getTime() + request.ackTimeoutSeconds * 1000),
    });
    return { pageId, code };
  }
  throw new Error('no free page code was found');
}
