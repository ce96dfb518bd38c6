/** The floor: what waits, what staff make of it, and what a supervisor must see. */
import { leaf } from '../audit/index.ts';
import { caseOfSignal, doNotTellOfCase, findCaseOfSignal, tripOfCase } from '../cases/index.ts';
import {
  completeDue,
  type Db,
  type DueHandlers,
  emit,
  newId,
  Refusal,
  type Subscribers,
  type Tx,
  transaction,
} from '../platform/index.ts';
import {
  markActedOn,
  markRead,
  mayReleaseActedOn,
  readMessages,
  readReleases,
  readSignal,
} from '../signals/index.ts';
import { compareWaiting, rankReason } from './core/index.ts';
import {
  finishAlert,
  insertAlert,
  insertAssessment,
  readAlerts,
  readAssessment,
  readLastResponse,
  readQueue,
} from './store.ts';

type Danger = 'imminent' | 'soon' | 'not-known' | 'none';
type AgeGroup = 'minor' | 'adult' | 'unknown';
type Door = 'help' | 'tip' | 'professional';

/** What an advocate concludes. */
export interface Assessment {
  /** Codes of behaviours that someone observed. */
  readonly observedBehaviours: readonly string[];
  /** Whether the person's own words are known. */
  readonly ownWords: boolean;
  readonly strength: 'high' | 'moderate' | 'none';
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  /** The report rests on appearance, language or a mixed family: it is held. */
  readonly appearanceOnly: boolean;
  readonly reason: string;
}

export interface QueueEntry {
  readonly signalId: string;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly door: Door;
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  readonly language: string;
  readonly state: 'received' | 'read';
  readonly strength: string | null;
  readonly answered: boolean;
  readonly rank: number;
  readonly reason: string;
  readonly waitingSeconds: number;
  readonly responseId: string | null;
  readonly responseState: string | null;
  /** When it was last passed on as information, without asking for a response. */
  readonly passedOnAt: Date | null;
}

/** The queue in the order in which it is to be read, at most 200 entries. */
export async function queue(db: Db, now: Date): Promise<QueueEntry[]> {
  const entries = (await readQueue(db)).map((row) => ({
    signalId: row.id,
    receivedAt: row.received_at,
    channel: row.channel,
    door: row.door as Door,
    danger: row.danger as Danger,
    ageGroup: row.age_group as AgeGroup,
    language: row.language,
    state: row.state as 'received' | 'read',
    strength: row.strength,
    answered: row.author === 'signaler',
    responseId: row.response_id,
    responseState: row.response_state,
    passedOnAt: row.passed_on_at,
  }));
  return entries.sort(compareWaiting).map((entry, index) => ({
    ...entry,
    rank: index + 1,
    reason: rankReason(entry, now),
    waitingSeconds: Math.max(0, Math.floor((now.getTime() - entry.receivedAt.getTime()) / 1000)),
  }));
}

/** Everything that staff need of a report. */
export interface SignalForStaff {
  readonly id: string;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly door: Door;
  readonly relation: string;
  readonly proximity: string;
  readonly language: string;
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  readonly state: 'received' | 'read' | 'closed';
  readonly narrative: string;
  readonly ownWords: string | null;
  readonly observations: readonly string[];
  readonly appearance: string | null;
  readonly transit: Readonly<Record<string, string>> | null;
  readonly place: Readonly<Record<string, unknown>> | null;
  readonly doNotTellWords: string | null;
  readonly safeContact: boolean;
  readonly releases: readonly {
    readonly recipient: string;
    readonly items: readonly string[];
    readonly until: Date;
    readonly withdrawn: boolean;
  }[];
  readonly messages: readonly {
    readonly from: 'signaler' | 'advocate';
    readonly text: string;
    readonly at: Date;
  }[];
  readonly assessment: Assessment | null;
  readonly caseId: string | null;
  readonly trip: {
    readonly tripId: string;
    readonly serviceDate: string;
    readonly stopId: string | null;
  } | null;
  readonly doNotTell: readonly { readonly organizationId: string; readonly reason: string }[];
  readonly response: { readonly id: string; readonly state: string; readonly endedAt: Date | null } | null;
  readonly actedOnAt: Date | null;
  readonly codeElsewhere: boolean;
}

const unknown = () =>
  new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');

function asAssessment(row: Awaited<ReturnType<typeof readAssessment>>): Assessment | null {
  if (!row) return null;
  return {
    observedBehaviours: row.observed_behaviours,
    ownWords: row.own_words,
    strength: row.strength as Assessment['strength'],
    danger: row.danger as Danger,
    ageGroup: row.age_group as AgeGroup,
    appearanceOnly: row.appearance_only,
    reason: row.reason,
  };
}

/** Opens a report for a member of staff: it is read from now on, and who read it is on record. */
export async function openSignal(
  tx: Tx,
  signalId: string,
  staffId: string,
  now: Date,
): Promise<SignalForStaff> {
  await markRead(tx, signalId, staffId, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'signal-viewed',
    subjectKind: 'signal',
    subjectId: signalId,
  });
  const row = await readSignal(tx, signalId);
  if (!row) throw unknown();
  const caseId = (await findCaseOfSignal(tx, signalId)) ?? null;
  const [messages, releases, assessment, response] = [
    await readMessages(tx, signalId),
    await readReleases(tx, signalId),
    asAssessment(await readAssessment(tx, signalId)),
    await readLastResponse(tx, signalId),
  ];
  const trip = caseId ? await tripOfCase(tx, caseId) : undefined;
  return {
    id: row.id,
    receivedAt: row.received_at,
    channel: row.channel,
    door: row.door as Door,
    relation: row.relation,
    proximity: row.proximity,
    language: row.language,
    danger: row.danger as Danger,
    ageGroup: row.age_group as AgeGroup,
    state: row.state as SignalForStaff['state'],
    narrative: row.narrative,
    ownWords: row.own_words,
    observations: row.observations,
    appearance: row.appearance,
    transit: row.transit as Record<string, string> | null,
    place: row.place,
    doNotTellWords: row.do_not_tell,
    safeContact: row.safe_contact !== null,
    releases: releases.map((release) => ({
      recipient: release.recipient,
      items: release.items,
      until: release.until,
      withdrawn: release.withdrawn_at !== null,
    })),
    messages: messages.map((message) => ({
      from: message.author as 'signaler' | 'advocate',
      text: message.body,
      at: message.at,
    })),
    assessment,
    caseId,
    trip: trip ? { tripId: trip.tripId, serviceDate: trip.serviceDate, stopId: trip.stopId } : null,
    doNotTell: caseId
      ? (await doNotTellOfCase(tx, caseId)).map(({ organizationId, reason }) => ({ organizationId, reason }))
      : [],
    response: response ? { id: response.id, state: response.state, endedAt: response.ended_at } : null,
    actedOnAt: row.acted_on_at,
    codeElsewhere: row.code_elsewhere,
  };
}

const reasonLimitCharacters = 4_000;

/** Records what an advocate concludes. Danger now opens the call to 911 at once. */
export async function assess(
  tx: Tx,
  signalId: string,
  staffId: string,
  assessment: Assessment,
  now: Date,
): Promise<void> {
  const reason = assessment.reason.trim().slice(0, reasonLimitCharacters);
  if (!reason)
    throw new Refusal('reason-missing', 422, 'Why do you think so?', 'Write the reason in a few words.');
  if (!(await readSignal(tx, signalId, true))) throw unknown();
  await caseOfSignal(tx, signalId, now);
  await insertAssessment(tx, {
    id: newId(now),
    signal_id: signalId,
    at: now,
    by_staff_id: staffId,
    observed_behaviours: [...new Set(assessment.observedBehaviours)].slice(0, 40),
    own_words: assessment.ownWords,
    strength: assessment.appearanceOnly ? 'none' : assessment.strength,
    danger: assessment.danger,
    age_group: assessment.ageGroup,
    appearance_only: assessment.appearanceOnly,
    reason,
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'signal-assessed',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { danger: assessment.danger, strength: assessment.strength },
  });
  if (assessment.danger === 'imminent')
    await emit(tx, { name: 'imminent-danger-reported', subjectId: signalId }, now);
}

/** What staff last made of a report. */
export async function latestAssessment(db: Db, signalId: string): Promise<Assessment | undefined> {
  return asAssessment(await readAssessment(db, signalId)) ?? undefined;
}

/** Lets the code say "acted on". @throws Refusal `too-early` until 24 hours after the response closed */
export async function releaseActedOn(tx: Tx, signalId: string, staffId: string, now: Date): Promise<void> {
  const response = await readLastResponse(tx, signalId);
  if (!mayReleaseActedOn(response && response.state !== 'open' ? response.ended_at : null, now))
    throw new Refusal(
      'too-early',
      409,
      'It is too early to say so',
      '"Acted on" may be released 24 hours after the response has closed, so that it never tells that someone was met.',
    );
  await markActedOn(tx, signalId, staffId, now);
}

export interface AlertView {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly words: string;
  readonly signalId: string | null;
  readonly responseId: string | null;
}

export async function alerts(db: Db): Promise<AlertView[]> {
  return (await readAlerts(db)).map((row) => ({
    id: row.id,
    at: row.at,
    kind: row.kind,
    words: row.words,
    signalId: row.signal_id,
    responseId: row.response_id,
  }));
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

async function raise(
  tx: Tx,
  alert: { kind: string; words: string; signalId?: string | undefined; responseId?: string | undefined },
  now: Date,
): Promise<void> {
  const id = newId(now);
  await insertAlert(tx, {
    id,
    at: now,
    kind: alert.kind,
    words: alert.words.slice(0, 1000),
    signal_id: alert.signalId ?? null,
    response_id: alert.responseId ?? null,
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'supervisor-alerted',
    subjectKind: 'alert',
    subjectId: id,
    detail: { kind: alert.kind },
  });
}

const idIn = (payload: Readonly<Record<string, unknown>>, key: string): string | undefined =>
  typeof payload[key] === 'string' ? payload[key] : undefined;

/** Unread for 15 minutes: a supervisor hears of it. */
export function hotlineDueHandlers(): DueHandlers {
  return {
    'signal-unread': async (due, { db, now }) => {
      await transaction(db, async (tx) => {
        await completeDue(tx, due);
        const signal = await readSignal(tx, due.subjectId);
        if (signal?.state === 'received')
          await raise(
            tx,
            {
              kind: 'unread',
              words: 'A report has been waiting unread for 15 minutes.',
              signalId: signal.id,
            },
            now,
          );
      });
    },
  };
}

/** What reaches a supervisor. */
export function hotlineSubscribers(): Subscribers {
  return {
    'supervisor-needed': (tx, { payload }, now) =>
      raise(
        tx,
        {
          kind: idIn(payload, 'code') ?? 'supervisor-needed',
          words: idIn(payload, 'words') ?? 'A supervisor is needed.',
          signalId: idIn(payload, 'signalId'),
          responseId: idIn(payload, 'responseId'),
        },
        now,
      ),
    'voice-task-overdue': (tx, { payload }, now) =>
      raise(
        tx,
        {
          kind: 'call-overdue',
          words:
            payload['kind'] === 'psap'
              ? 'The call to 911 has not been made. Make it now.'
              : 'A call that has to be made is overdue.',
          signalId: idIn(payload, 'signalId'),
          responseId: idIn(payload, 'responseId'),
        },
        now,
      ),
    'message-failed': (tx, { payload }, now) =>
      raise(
        tx,
        {
          kind: 'message-failed',
          words: 'A message could not be sent after several attempts. Call instead.',
          signalId: payload['aboutKind'] === 'signal' ? idIn(payload, 'aboutId') : undefined,
        },
        now,
      ),
  };
}
