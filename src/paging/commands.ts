/**
 * Reaching someone for certain. A page climbs its organization's ladder rung by rung, each climb a due row, until somebody
 * answers; then the room above asks the next organization. Delivered means that a person opened it or said so by voice.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { leaf } from '../audit/index.ts';
import { type Clearance, send, storedClearance } from '../messaging/index.ts';
import { onCallLadder, organizationById } from '../organizations/index.ts';
import {
  cancelDue,
  completeDue,
  type Db,
  type DueHandlers,
  emit,
  newId,
  Refusal,
  type Subscribers,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import {
  dutyText,
  movePage,
  type Outcome,
  outcomes,
  type PageMove,
  rungSeconds,
  seesDetail,
  standDownText,
} from './core/index.ts';
import {
  changePage,
  finishVoiceTask,
  insertLink,
  insertPage,
  insertSession,
  insertVoiceTask,
  markExchanged,
  type PageChange,
  type PageContact,
  type PageRecord,
  readLink,
  readPage,
  readSession,
  revokeAccess,
} from './store.ts';

const rungKind = 'page-rung';
const timeoutKind = 'page-timeout';
const voiceDueKind = 'voice-task-due';
const codeAlphabet = 'ACDEFHJKMNPRTVWXY3479';
const codeAttempts = 20;
const voiceTaskSeconds = 60;
const contactLimit = 6;

export interface PagingDeps {
  readonly publicOrigin: string;
}

export interface PageRequest {
  readonly responseId: string;
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
}

/** A page goes on under the ledger row it was started with; messaging asks that row again at each sending. */
const clearanceOf = (page: PageRecord): Clearance => storedClearance('disclosure', page.ledgerId);

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const newCode = () => Array.from({ length: 4 }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');

/** Starts a page. Nothing is sent here: the first rung is a due row of the caller's transaction. */
export async function startPage(
  tx: Tx,
  request: PageRequest,
  now: Date,
): Promise<{ pageId: string; code: string }> {
  const ladder = (await onCallLadder(tx, request.organizationId, now)).slice(0, contactLimit);
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

const aboutPage = (page: PageRecord) => ({
  pageId: page.id,
  responseId: page.responseId,
  role: page.role,
  organizationId: page.organizationId,
});

async function tell(
  tx: Tx,
  page: PageRecord,
  name: string,
  now: Date,
  more: Record<string, unknown> = {},
): Promise<void> {
  await emit(tx, { name, subjectId: page.id, payload: { ...aboutPage(page), ...more } }, now);
}

/** Makes a fresh link for a contact and sends it, or opens a voice task where the rung is a telephone. */
async function climb(tx: Tx, deps: PagingDeps, page: PageRecord, rung: number, now: Date): Promise<void> {
  const contact = page.contacts[rung];
  if (!contact) return tell(tx, page, 'page-undeliverable', now);
  await changePage(tx, page.id, { rung });
  if (contact.wire === 'voice') {
    await openVoiceTask(
      tx,
      {
        kind: 'desk-page',
        organizationId: page.organizationId,
        phone: contact.address,
        script: `Ask for ${contact.name}. Say: "Alight duty page ${page.code}." Read them the page and ask: will you take it?`,
        subjectId: page.responseId,
        pageId: page.id,
        dueAt: new Date(now.getTime() + Math.min(voiceTaskSeconds, page.rungSeconds) * 1000),
      },
      now,
    );
  } else {
    const token = randomBytes(16).toString('base64url');
    await insertLink(tx, { tokenHash: hashOf(token), pageId: page.id, contactId: contact.id, at: now });
    const text = dutyText({ code: page.code, origin: deps.publicOrigin, token, phone: page.callBackPhone });
    await send(
      tx,
      clearanceOf(page),
      {
        wire: contact.wire,
        to: contact.address,
        body: contact.wire === 'webhook' ? JSON.stringify({ type: 'page.notified', text }) : text,
        subject: `Alight duty page ${page.code}`,
        about: { kind: 'page', id: page.id },
        dedupeKey: `page-rung-${rung}`,
      },
      now,
    );
  }
  if (rung + 1 < page.contacts.length)
    await scheduleDue(tx, {
      kind: rungKind,
      subjectId: page.id,
      dueAt: new Date(now.getTime() + page.rungSeconds * 1000),
      payload: { rung: rung + 1 },
      dedupeKey: String(rung + 1),
    });
}

export function pagingDueHandlers(deps: PagingDeps): DueHandlers {
  return {
    [rungKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const page = await readPage(tx, due.subjectId, true);
        await completeDue(tx, due);
        const open =
          page && (page.state === 'notified' || page.state === 'delivered' || page.state === 'timed-out');
        if (open) await climb(tx, deps, page, Number(due.payload['rung'] ?? 0), now);
      });
    },
    [timeoutKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        const page = await readPage(tx, due.subjectId, true);
        await completeDue(tx, due);
        if (!page) return;
        const result = movePage(page.state, 'time-out');
        if (result.kind !== 'moved') return;
        await changePage(tx, page.id, { state: result.to });
        await tell(tx, page, 'page-timed-out', now);
      });
    },
    [voiceDueKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        await emit(
          tx,
          {
            name: 'voice-task-overdue',
            subjectId: due.subjectId,
            payload: { taskId: due.subjectId, ...due.payload },
          },
          now,
        );
      });
    },
  };
}

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
const linkRevoked = (page: PageRecord | undefined) =>
  page && page.state !== 'released' ? linkReplaced() : linkEnded();

/** What may be shown before the confirming tap: the code alone. A look, also by a link preview, consumes nothing. @throws Refusal */
export async function peekLink(db: Db, token: string): Promise<{ code: string }> {
  const link = await readLink(db, hashOf(token));
  const page = link && (await readPage(db, link.page_id));
  if (!page) throw linkUnknown();
  if (link.revoked_at) throw linkRevoked(page);
  if (link.exchanged_at) throw linkUsed();
  return { code: page.code };
}

/** Exchanges a link, once, for a session that lives until the stand-down. @throws Refusal `link-used`, `link-ended`, `link-unknown` */
export async function exchangeLink(tx: Tx, token: string, now: Date): Promise<{ session: string }> {
  const link = await readLink(tx, hashOf(token), true);
  if (!link) throw linkUnknown();
  if (link.revoked_at) throw linkRevoked(await readPage(tx, link.page_id));
  if (link.exchanged_at) throw linkUsed();
  await markExchanged(tx, hashOf(token), now);
  const session = randomBytes(24).toString('base64url');
  await insertSession(tx, { sessionHash: hashOf(session), pageId: link.page_id, at: now });
  const page = await readPage(tx, link.page_id, true);
  if (!page) throw linkUnknown();
  await confirmDelivery(tx, page, now);
  return { session };
}

async function confirmDelivery(tx: Tx, page: PageRecord, now: Date): Promise<void> {
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

/**
 * Sends a new link to the contact on whose rung the page stands, after a call-back. Earlier links and sessions end.
 * @param order the page, and the member of staff who called back
 * @returns the page's code and whom the link went to; never the link
 * @throws Refusal `link-unknown`, `link-ended`, `no-link-contact`
 */
export async function reissueLink(
  tx: Tx,
  deps: PagingDeps,
  order: { pageId: string; by: string },
  now: Date,
): Promise<{ code: string; contactName: string }> {
  const { pageId } = order;
  const page = await readPage(tx, pageId, true);
  if (!page) throw linkUnknown();
  if (page.state === 'released') throw linkEnded();
  const onRung = page.contacts[page.rung];
  const contact =
    onRung && onRung.wire !== 'voice' ? onRung : page.contacts.find(({ wire }) => wire !== 'voice');
  if (!contact || contact.wire === 'voice')
    throw new Refusal(
      'no-link-contact',
      422,
      'There is nobody to send a link to',
      'This organization is reached by telephone only.',
    );
  await revokeAccess(tx, pageId, now);
  const token = randomBytes(16).toString('base64url');
  await insertLink(tx, { tokenHash: hashOf(token), pageId, contactId: contact.id, at: now });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: order.by },
    action: 'page-link-renewed',
    subjectKind: 'page',
    subjectId: pageId,
  });
  await tell(tx, page, 'page-link-renewed', now, { by: order.by, code: page.code });
  await send(
    tx,
    clearanceOf(page),
    {
      wire: contact.wire,
      to: contact.address,
      body: dutyText({ code: page.code, origin: deps.publicOrigin, token, phone: page.callBackPhone }),
      subject: `Alight duty page ${page.code}`,
      about: { kind: 'page', id: pageId },
      dedupeKey: `page-again-${newId(now)}`,
    },
    now,
  );
  return { code: page.code, contactName: contact.name };
}

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
}

const sessionEnded = () =>
  new Refusal(
    'session-ended',
    401,
    'This page is not open here any more',
    'Open the newest link you were sent, or call the number in the text.',
  );

async function pageIdOf(db: Db, session: string): Promise<string> {
  const pageId = await readSession(db, hashOf(session));
  if (!pageId) throw sessionEnded();
  return pageId;
}

export async function viewPage(db: Db, session: string): Promise<PageView> {
  const page = await readPage(db, await pageIdOf(db, session));
  if (!page) throw sessionEnded();
  const organization = await organizationById(db, page.organizationId);
  return {
    code: page.code,
    role: page.role,
    state: page.state,
    isLead: page.isLead,
    organizationId: page.organizationId,
    organizationName: organization?.name ?? 'Your organization',
    offer: page.state === 'declined' || page.state === 'released' ? {} : page.offer,
    detail: seesDetail(page.state) ? page.detail : null,
    answerBy: page.ackDueAt,
    etaAt: page.etaAt,
    allClear: page.allClearAt !== null,
    callBackPhone: page.callBackPhone,
    releaseWords: page.releaseWords,
    outcome: page.outcome,
  };
}

/** One move by a responder: locks, decides, stores, writes a leaf, tells the house. */
async function act(
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

/**
 * Takes a page.
 * @param etaAt when they expect to be there, if they say so already
 * @throws Refusal `page-stood-down`, `page-declined`, `eta-invalid`
 */
export async function acceptPage(tx: Tx, session: string, now: Date, etaAt?: Date): Promise<void> {
  const pageId = await pageIdOf(tx, session);
  if (etaAt) assertEta(etaAt, now);
  await act(
    tx,
    pageId,
    'accept',
    'page-acknowledged',
    (at) => ({ acknowledged_at: at, ...(etaAt ? { eta_at: etaAt } : {}) }),
    now,
    etaAt ? { etaAt: etaAt.toISOString() } : {},
  );
  await cancelDue(tx, { kind: timeoutKind, subjectId: pageId });
}

const reasonLimitCharacters = 500;

export async function declinePage(tx: Tx, session: string, reason: string, now: Date): Promise<void> {
  const pageId = await pageIdOf(tx, session);
  const words = reason.trim().slice(0, reasonLimitCharacters);
  await act(
    tx,
    pageId,
    'decline',
    'page-declined',
    (at) => ({ acknowledged_at: at, decline_reason: words }),
    now,
    { reason: words },
  );
  await cancelDue(tx, { kind: timeoutKind, subjectId: pageId });
}

const etaLimitHours = 24;

function assertEta(etaAt: Date, now: Date): void {
  const ahead = etaAt.getTime() - now.getTime();
  if (!(ahead >= -60_000 && ahead <= etaLimitHours * 3_600_000))
    throw new Refusal('eta-invalid', 422, 'When will you be there?', 'Give a time within the next 24 hours.');
}

export async function reportEnRoute(tx: Tx, session: string, etaAt: Date, now: Date): Promise<void> {
  assertEta(etaAt, now);
  await act(
    tx,
    await pageIdOf(tx, session),
    'en-route',
    'page-en-route',
    (at) => ({ en_route_at: at, eta_at: etaAt }),
    now,
    { etaAt: etaAt.toISOString() },
  );
}

export async function reportStaged(tx: Tx, session: string, now: Date): Promise<void> {
  await act(tx, await pageIdOf(tx, session), 'staged', 'page-staged', (at) => ({ staged_at: at }), now);
}

export async function giveAllClear(tx: Tx, session: string, now: Date): Promise<void> {
  await act(
    tx,
    await pageIdOf(tx, session),
    'all-clear',
    'page-all-clear',
    (at) => ({ all_clear_at: at }),
    now,
  );
}

export async function reportOutcome(tx: Tx, session: string, outcome: string, now: Date): Promise<void> {
  if (!outcomes.includes(outcome as Outcome))
    throw new Refusal('outcome-unknown', 422, 'Which outcome?', `Choose one of: ${outcomes.join(', ')}.`);
  await act(tx, await pageIdOf(tx, session), 'outcome', 'page-outcome', () => ({ outcome }), now, {
    outcome,
  });
}

/** Stands a page down: a page too. The session can still read the stand-down and report an outcome; links end. */
export async function releasePage(tx: Tx, pageId: string, now: Date, words: string): Promise<void> {
  const page = await readPage(tx, pageId, true);
  if (!page || movePage(page.state, 'release').kind !== 'moved') return;
  await changePage(tx, pageId, { state: 'released', released_at: now, release_words: words });
  await cancelDue(tx, { kind: timeoutKind, subjectId: pageId });
  await cancelDue(tx, { kind: rungKind, subjectId: pageId });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'page-released',
    subjectKind: 'page',
    subjectId: pageId,
  });
  for (let rung = 0; rung <= page.rung; rung++) {
    const contact = page.contacts[rung];
    if (!contact || page.state === 'declined') continue;
    if (contact.wire === 'voice')
      await openVoiceTask(
        tx,
        {
          kind: 'call-back',
          organizationId: page.organizationId,
          phone: contact.address,
          script: `Call ${contact.name}. Say: "Alight duty page ${page.code}: you are stood down."`,
          subjectId: page.responseId,
          pageId,
          dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
        },
        now,
      );
    else
      await send(
        tx,
        clearanceOf(page),
        {
          wire: contact.wire,
          to: contact.address,
          body: standDownText(page.code, page.callBackPhone),
          subject: `Alight duty page ${page.code}`,
          about: { kind: 'page', id: pageId },
          dedupeKey: `stand-down-${rung}`,
        },
        now,
      );
  }
}

export interface VoiceTaskRequest {
  readonly kind: 'psap' | 'desk-page' | 'call-back';
  readonly organizationId: string | null;
  readonly phone: string;
  /** What to say: read aloud by a person. */
  readonly script: string;
  readonly subjectId: string;
  readonly pageId?: string;
  readonly dueAt: Date;
}

/** Opens a call that a person must make, with its time. Overdue, a supervisor hears of it. */
export async function openVoiceTask(tx: Tx, task: VoiceTaskRequest, now: Date): Promise<string> {
  const id = newId(now);
  const organization = task.organizationId ? await organizationById(tx, task.organizationId) : undefined;
  await insertVoiceTask(tx, {
    id,
    kind: task.kind,
    organizationId: task.organizationId,
    organizationName: organization?.name ?? 'The responder',
    phone: task.phone,
    script: task.script,
    subjectId: task.subjectId,
    pageId: task.pageId ?? null,
    at: now,
    dueAt: task.dueAt,
  });
  await scheduleDue(tx, {
    kind: voiceDueKind,
    subjectId: id,
    dueAt: new Date(task.dueAt.getTime() + voiceTaskSeconds * 1000),
    payload: { aboutId: task.subjectId, kind: task.kind },
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'voice-task-opened',
    subjectKind: 'voice-task',
    subjectId: id,
    detail: { kind: task.kind, subjectId: task.subjectId },
  });
  return id;
}

/** Records a call that was made. A desk that said yes or no by voice has answered its page. */
export async function completeVoiceTask(
  tx: Tx,
  id: string,
  done: {
    callTaker: string;
    cadNumber?: string | undefined;
    result: 'confirmed' | 'declined' | 'no-answer';
    by: string;
  },
  now: Date,
): Promise<void> {
  const task = await finishVoiceTask(tx, id, {
    at: now,
    by: done.by,
    result: done.result,
    callTaker: done.callTaker.slice(0, 200),
    cadNumber: done.cadNumber?.slice(0, 100) ?? null,
  });
  if (!task)
    throw new Refusal(
      'voice-task-done',
      409,
      'This call is done already',
      'Someone has recorded it before you.',
    );
  await cancelDue(tx, { kind: voiceDueKind, subjectId: id });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: done.by },
    action: 'voice-task-done',
    subjectKind: 'voice-task',
    subjectId: id,
    detail: { result: done.result },
  });
  if (task.kind !== 'desk-page' || !task.pageId) return;
  const page = await readPage(tx, task.pageId, true);
  if (!page || done.result === 'no-answer') return;
  await confirmDelivery(tx, page, now);
  const [move, event] =
    done.result === 'confirmed'
      ? (['accept', 'page-acknowledged'] as const)
      : (['decline', 'page-declined'] as const);
  await act(tx, page.id, move, event, (at) => ({ acknowledged_at: at }), now, {
    byVoice: true,
    reason: 'By telephone.',
  });
  await cancelDue(tx, { kind: timeoutKind, subjectId: page.id });
}

/** A responder who texts STOP cannot be paged by text any more: that is an alarm, and a call. */
export function pagingSubscribers(): Subscribers {
  return {
    'message-received': async (tx, { payload }, now) => {
      if (payload['keyword'] !== 'stop' || payload['aboutKind'] !== 'page') return;
      const page = await readPage(tx, String(payload['aboutId']));
      if (!page) return;
      const phone = page.contacts[page.rung]?.address ?? page.callBackPhone;
      await openVoiceTask(
        tx,
        {
          kind: 'call-back',
          organizationId: page.organizationId,
          phone,
          script: `A responder answered STOP to page ${page.code}. Call: are they coming? May we text them again?`,
          subjectId: page.responseId,
          pageId: page.id,
          dueAt: new Date(now.getTime() + voiceTaskSeconds * 1000),
        },
        now,
      );
      await emit(
        tx,
        {
          name: 'supervisor-needed',
          subjectId: page.id,
          payload: {
            code: 'responder-stop',
            words: `A responder answered STOP to page ${page.code}. They must be called.`,
            responseId: page.responseId,
          },
        },
        now,
      );
    },
    'message-failed': async (tx, { payload }, now) => {
      if (payload['aboutKind'] !== 'page') return;
      const page = await readPage(tx, String(payload['aboutId']));
      if (
        page &&
        page.rung + 1 >= page.contacts.length &&
        (page.state === 'notified' || page.state === 'timed-out')
      )
        await tell(tx, page, 'page-undeliverable', now);
    },
  };
}
