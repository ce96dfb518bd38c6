/** What a supervisor must see. */
import { leaf, readAbout, type Showing, storeAlert } from '../audit/index.ts';
import {
  completeDue,
  type Db,
  type DueHandlers,
  notify,
  type Subscribers,
  scheduleDue,
  type Tx,
  transaction,
} from '../platform/index.ts';
import {
  firstWrittenAfter,
  isInFlood,
  lastAnsweredAt,
  readChat,
  readSignal,
  unansweredInChatSeconds,
  unansweredKind,
  unansweredSeconds,
  unreadFloodOf,
  unreadKind,
  unreadSeconds,
} from '../signals/index.ts';
import { floorDueHandlers, floorSubscribers } from './floor/offering.ts';
import { watchDueHandlers } from './floor/watching.ts';
import { countAlerts, findOpenAlert, finishAlert, readAlerts } from './store.ts';

export interface AlertView {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly words: string;
  readonly signalId: string | null;
  readonly responseId: string | null;
}

/** Some of the open alerts, and how many there are in all. */
export interface AlertPage {
  readonly alerts: readonly AlertView[];
  readonly total: number;
}

/**
 * What nobody has seen to yet, newest first, at most 100; on record before it is shown.
 * @param staffId who looks @param after how many to pass over
 */
export async function alerts(
  db: Db,
  showing: Showing,
  staffId: string,
  now: Date,
  after = 0,
): Promise<AlertPage> {
  const rows = await readAlerts(db, after);
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'alerts',
    subjectKind: 'staff',
    subjectId: staffId,
    ids: rows.flatMap((row) => [row.signal_id, row.response_id]).filter((id) => id !== null),
    // An alert is never withheld: one of them tells that the log takes no entry.
    imminent: true,
    leaves: 'new',
  });
  return {
    total: await countAlerts(db),
    alerts: rows.map((row) => ({
      id: row.id,
      at: row.at,
      kind: row.kind,
      words: row.words,
      signalId: row.signal_id,
      responseId: row.response_id,
    })),
  };
}

export async function handleAlert(tx: Tx, id: string, staffId: string, now: Date): Promise<void> {
  if (!(await finishAlert(tx, id, staffId, now))) return;
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'alert-handled',
    subjectKind: 'alert',
    subjectId: id,
  });
}

/** Puts an alert before a supervisor. */
async function raise(
  tx: Tx,
  showing: Showing,
  alert: { kind: string; words: string; signalId?: string | undefined; responseId?: string | undefined },
  now: Date,
): Promise<void> {
  await putOnRecord(tx, showing, { id: await storeAlert(tx, alert, now), kind: alert.kind }, now);
}

/** That an alert was raised is on record. It is never withheld: it is the alert that tells when the log takes no entry. */
async function putOnRecord(
  tx: Tx,
  showing: Showing,
  alert: { id: string; kind: string },
  now: Date,
): Promise<void> {
  const entry = {
    at: now,
    actor: { kind: 'system' as const },
    action: 'supervisor-alerted',
    subjectKind: 'alert',
    subjectId: alert.id,
    detail: { kind: alert.kind },
  };
  await showing.write(tx, entry, true);
}

const idIn = (payload: Readonly<Record<string, unknown>>, key: string): string | undefined =>
  typeof payload[key] === 'string' ? payload[key] : undefined;

/**
 * The clock on a signaler's words. Staff who opened the report or answered have seen what came before; what came after starts
 * a clock of its own. In a chat that somebody has, it is a short one: their advocate may be gone, and they were told of somebody there.
 */
async function hearUnanswered(tx: Tx, showing: Showing, signalId: string, now: Date): Promise<void> {
  const signal = await readSignal(tx, signalId);
  if (!signal) return;
  const answeredAt = await lastAnsweredAt(tx, signalId);
  const opened = signal.last_opened_at;
  const seenAt = opened && answeredAt ? (opened > answeredAt ? opened : answeredAt) : (opened ?? answeredAt);
  const since = await firstWrittenAfter(tx, signalId, seenAt);
  if (!since) return;
  const live = (await readChat(tx, signalId))?.state === 'live';
  const dueAt = new Date(since.getTime() + (live ? unansweredInChatSeconds : unansweredSeconds) * 1000);
  if (dueAt > now) return scheduleDue(tx, { kind: unansweredKind, subjectId: signalId, dueAt });
  // The words of a text are its report: of what was set aside a supervisor is told together, by the clock of unread reports.
  if (await isInFlood(tx, signalId)) return;
  // Whoever has the page open sees that they may take it over.
  if (live) await notify(tx, signalId);
  await raise(
    tx,
    showing,
    {
      kind: 'unanswered',
      words: live
        ? 'The person wrote in their chat, and nobody has answered for 3 minutes. Look whether their advocate is there; you can take the chat over.'
        : 'The person wrote more, and nobody has opened it for 15 minutes.',
      signalId,
    },
    now,
  );
}

/** The clock on a report that nobody has read. What was set aside together is told of together, once in 15 minutes. */
async function hearUnread(tx: Tx, showing: Showing, signalId: string, now: Date): Promise<void> {
  const signal = await readSignal(tx, signalId);
  if (signal?.state !== 'received') return;
  const flood = await unreadFloodOf(tx, signalId, now);
  // Danger soon, or a child: it is told of again for as long as it waits there.
  if (flood && (signal.danger === 'soon' || signal.age_group === 'minor'))
    await scheduleDue(tx, {
      kind: unreadKind,
      subjectId: signalId,
      dueAt: new Date(now.getTime() + unreadSeconds * 1000),
    });
  if (flood && !flood.tell) return;
  const alert = flood
    ? {
        kind: 'flood',
        words:
          'Reports that were set aside as a likely flood have been waiting unread for 15 minutes. Look at some of them under “Set aside”.',
      }
    : { kind: 'unread', words: 'A report has been waiting unread for 15 minutes.', signalId };
  await raise(tx, showing, alert, now);
}

/** Unread for 15 minutes, or written to and not opened: a supervisor hears of it. */
export function hotlineDueHandlers(showing: Showing): DueHandlers {
  return {
    ...floorDueHandlers(),
    ...watchDueHandlers(),
    [unreadKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        await hearUnread(tx, showing, due.subjectId, now);
      });
    },
    [unansweredKind]: async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        // The report first, as whoever writes takes it: so that no word comes between the look and the clock.
        await readSignal(tx, due.subjectId, true);
        await completeDue(tx, due);
        await hearUnanswered(tx, showing, due.subjectId, now);
      });
    },
  };
}

/** Alerts that are raised where nothing can be sealed: while the log takes no entry, only a code is passed on. */
const wordsOfCode: Readonly<Record<string, string>> = {
  'audit-spooled':
    'The audit log takes no entry. What is shown in imminent cases is sealed on this machine until it does; everything else is withheld. Call whoever runs this instance.',
};

/** A text is held until a person has weighed their own words on when it is safe. */
const heldForAPerson = 'text-waits-for-somebody';

/** What reaches a supervisor. */
export function hotlineSubscribers(showing: Showing): Subscribers {
  return {
    ...floorSubscribers(),
    // The alert stands already, sealed where it was raised; of one that is raised by its code alone the words are here.
    'supervisor-needed': async (tx, { subjectId, payload }, now) => {
      const kind = idIn(payload, 'code') ?? 'supervisor-needed';
      const id = idIn(payload, 'alertId');
      if (id) return putOnRecord(tx, showing, { id, kind }, now);
      // An earlier version put words into the event; those that wait while it is replaced are heard as they are.
      const words = wordsOfCode[kind] ?? idIn(payload, 'words') ?? 'A supervisor is needed.';
      const [signalId, responseId] = [idIn(payload, 'signalId'), idIn(payload, 'responseId')];
      const about =
        signalId || responseId
          ? { signalId, responseId }
          : await readAbout(tx, idIn(payload, 'pageId') ?? subjectId);
      await raise(tx, showing, { kind, words, ...about }, now);
    },
    'voice-task-overdue': async (tx, { payload }, now) => {
      const aboutId = idIn(payload, 'aboutId');
      const found = aboutId ? await readAbout(tx, aboutId) : {};
      await raise(
        tx,
        showing,
        {
          kind: 'call-overdue',
          words:
            payload['kind'] === 'psap'
              ? 'The call to 911 has not been made. Make it now.'
              : 'A call that has to be made is overdue.',
          signalId: idIn(payload, 'signalId') ?? found.signalId,
          responseId: idIn(payload, 'responseId') ?? found.responseId,
        },
        now,
      );
    },
    // Told of at each look: when it is first held, and again after some hours where the alert was put away and nobody weighed it.
    'message-held': async (tx, { payload }, now) => {
      const signalId = idIn(payload, 'aboutId');
      if (!signalId || (await findOpenAlert(tx, heldForAPerson, signalId))) return;
      const words =
        'A text that a message waits is held: they wrote in their own words when it is safe. It goes out once somebody has read them and says that now is such a time.';
      await raise(tx, showing, { kind: heldForAPerson, words, signalId }, now);
    },
    'message-withheld': async (tx, { payload }, now) => {
      if (payload['aboutKind'] !== 'signal' || payload['why'] !== 'forgotten') return;
      const words =
        'A text that a message waits has never left, and their number is no longer kept. They see what you wrote with their code only.';
      await raise(tx, showing, { kind: 'text-never-left', words, signalId: idIn(payload, 'aboutId') }, now);
    },
    'message-failed': async (tx, { payload }, now) => {
      const aboutId = idIn(payload, 'aboutId');
      const found = aboutId ? await readAbout(tx, aboutId) : {};
      const what = found.pageCode ? `A message about page ${found.pageCode}` : 'A message';
      await raise(
        tx,
        showing,
        {
          kind: 'message-failed',
          words: `${what} could not be sent after several attempts. Call instead.`,
          signalId: found.signalId,
          responseId: found.responseId,
        },
        now,
      );
    },
  };
}
