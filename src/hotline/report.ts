/** One report on one screen, and what ends it. */
import type { Showing } from '../audit/index.ts';
import {
  doNotTellOfCase,
  findCaseOfSignal,
  isDoNotTellSettled,
  tripOfCase,
  type Whom,
} from '../cases/index.ts';
import type { AgeGroup, Danger, Door } from '../disclosures/index.ts';
import { staffNames } from '../identity/index.ts';
import { callBackOf, readWaitingAbout, stateOfNumber } from '../messaging/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { withheldWords } from '../responses/index.ts';
import { type ContactWishes, joinTexts } from '../signals/core/index.ts';
import {
  closeSignal,
  type FromPartner,
  goesOnByChat,
  lockSignal,
  markActedOn,
  markRead,
  mayReleaseActedOn,
  partnersOf,
  planFor,
  readChat,
  readMessages,
  readReleases,
  readWaivers,
  readWords,
} from '../signals/index.ts';
import { type Assessment, latestAssessment } from './assessing.ts';
import { type ChatForStaff, chatOf } from './floor/view.ts';
import { readLastResponse } from './store.ts';

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
  /** Sent before the last page of the form. */
  readonly unfinished: boolean;
  readonly appearance: string | null;
  readonly people: string | null;
  readonly vehicle: Readonly<Record<string, string>> | null;
  readonly transit: Readonly<Record<string, string>> | null;
  readonly place: Readonly<Record<string, unknown>> | null;
  readonly doNotTellWords: string | null;
  /** Whether we may write to the signaler's own number, which nobody reads. */
  readonly safeContact: 'none' | 'kept' | 'only-in-answer' | 'no-longer-kept';
  /** How they want to be reached, as they said; null where they said nothing. */
  readonly contactWishes: ContactWishes | null;
  /** A text that a message waits has not left: it waits for a time that they called safe. */
  readonly textWaits: boolean;
  /** Each time somebody let a text go at a time that they had not called safe, and why; the newest last. */
  readonly textedAnyway: readonly { readonly by: string; readonly reason: string; readonly at: Date }[];
  /** They texted a moment ago: until then an answer goes to their telephone as it is written. */
  readonly answeredByTextUntil: Date | null;
  /** The partner whose own app sent it. Staff see it; no page and no responder does. */
  readonly partner: FromPartner | null;
  /** Whoever saw it agreed to be called back, for this. */
  readonly callBack: { readonly wire: string; readonly address: string; readonly purpose: string } | null;
  /** The code opens nothing: a question would reach nobody by it. */
  readonly codeRevoked: boolean;
  /** Staff have gone through whom the report names as not to be told. */
  readonly doNotTellSettled: boolean;
  /** The signaler answered STOP: nothing is texted to the safe contact. */
  readonly textsStopped: boolean;
  readonly closedReason: string | null;
  readonly releases: readonly {
    readonly id: string;
    readonly recipient: string;
    readonly items: readonly string[];
    readonly purpose: string;
    readonly until: Date;
    readonly withdrawn: boolean;
    /** False while nobody has confirmed it in a language that was reviewed: no basis yet. */
    readonly informed: boolean;
  }[];
  readonly messages: readonly {
    readonly from: 'signaler' | 'advocate';
    readonly text: string;
    readonly at: Date;
    /** Its number in the dialogue. */
    readonly sequence: number;
    /** Came as a text from the safe contact; whoever holds the code does not see it. */
    readonly byText: boolean;
  }[];
  /** The chat that goes on or went on about it; null where there was none. */
  readonly chat: ChatForStaff | null;
  readonly assessment: Assessment | null;
  readonly caseId: string | null;
  readonly trip: {
    readonly tripId: string;
    readonly serviceDate: string;
    readonly stopId: string | null;
  } | null;
  readonly doNotTell: readonly {
    readonly id: string;
    readonly kind: Whom['kind'];
    /** Null for a name in words, and for somebody of ours. */
    readonly organizationId: string | null;
    /** The unit, the person or the name; null for a whole organization. */
    readonly who: string | null;
    readonly reason: string;
  }[];
  /** Whom to think of before anybody is told: what software cannot hold back by itself. */
  readonly withheld: readonly string[];
  readonly response: { readonly id: string; readonly state: string; readonly endedAt: Date | null } | null;
  readonly actedOnAt: Date | null;
  readonly codeElsewhere: boolean;
}

async function textedAnyway(tx: Tx, signalId: string): Promise<SignalForStaff['textedAnyway']> {
  const waivers = await readWaivers(tx, signalId);
  const names = await staffNames(
    tx,
    waivers.map((waiver) => waiver.by_staff_id),
  );
  return waivers.map(({ by_staff_id: by, reason, at }) => ({ by: names.get(by) ?? '', reason, at }));
}

/** Opens a report for a member of staff: it is read from now on, and who read it is on record. */
export async function openSignal(
  tx: Tx,
  signalId: string,
  staffId: string,
  now: Date,
  showing: Showing,
): Promise<SignalForStaff> {
  await markRead(tx, signalId, staffId, now, showing);
  const row = await lockSignal(tx, signalId);
  const words = await readWords(tx, signalId);
  if (!words) throw new Error('a report that is locked is gone');
  const caseId = (await findCaseOfSignal(tx, signalId)) ?? null;
  const [messages, releases, assessment, response] = [
    await readMessages(tx, signalId),
    await readReleases(tx, signalId),
    (await latestAssessment(tx, signalId)) ?? null,
    await readLastResponse(tx, signalId),
  ];
  await showing.record(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'signal',
    subjectKind: 'signal',
    subjectId: signalId,
    ids: [signalId, caseId, response?.id].filter((id) => typeof id === 'string'),
    imminent: [row.danger, assessment?.danger].includes('imminent'),
    leaves: 'each',
  });
  const plan = await planFor(tx, row, now);
  const going = await readChat(tx, signalId);
  const byChat = going !== undefined && going.state !== 'ended' && (await goesOnByChat(tx, signalId, now));
  const number = row.number_id ? await stateOfNumber(tx, row.number_id) : undefined;
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
    narrative: words.narrative,
    ownWords: words.own_words,
    observations: row.observations,
    unfinished: row.unfinished,
    appearance: words.appearance,
    people: words.people,
    vehicle: words.vehicle as Record<string, string> | null,
    transit: words.transit as Record<string, string> | null,
    place: words.place,
    doNotTellWords: words.do_not_tell,
    safeContact: !number
      ? 'none'
      : !number.kept
        ? 'no-longer-kept'
        : plan.kind === 'note' || (plan.kind === 'words' && plan.isSafe)
          ? 'kept'
          : 'only-in-answer',
    contactWishes: words.contact_wishes as ContactWishes | null,
    textedAnyway: await textedAnyway(tx, signalId),
    textWaits: (await readWaitingAbout(tx, { kind: 'signal', id: signalId })).length > 0,
    answeredByTextUntil: number?.kept && plan.kind === 'words' && !byChat ? plan.until : null,
    partner: (await partnersOf(tx, [signalId])).get(signalId) ?? null,
    callBack: number?.hasPurpose ? ((await callBackOf(tx, row.number_id!)) ?? null) : null,
    codeRevoked: row.code_revoked_at !== null,
    doNotTellSettled: await isDoNotTellSettled(tx, signalId),
    textsStopped: row.texts_stopped_at !== null,
    closedReason: words.closed_reason,
    releases: releases.map((release) => ({
      id: release.id,
      recipient: release.recipient,
      items: release.items,
      purpose: release.purpose,
      until: release.until,
      withdrawn: release.withdrawn_at !== null,
      informed: release.informed,
    })),
    messages: joinTexts(
      messages.map((message) => ({
        from: message.author as 'signaler' | 'advocate',
        text: message.body,
        at: message.at,
        byText: message.by_text,
        sequence: message.sequence,
      })),
    ),
    chat: await chatOf(tx, signalId, now),
    assessment,
    caseId,
    trip: trip ? { tripId: trip.tripId, serviceDate: trip.serviceDate, stopId: trip.stopId } : null,
    doNotTell: caseId
      ? (await doNotTellOfCase(tx, caseId)).map(({ id, whom, atOrganizationId, who, reason }) => ({
          id,
          kind: whom.kind,
          organizationId: atOrganizationId,
          who,
          reason,
        }))
      : [],
    withheld: await withheldWords(tx, caseId ?? undefined),
    response: response ? { id: response.id, state: response.state, endedAt: response.ended_at } : null,
    actedOnAt: row.acted_on_at,
    codeElsewhere: row.code_elsewhere,
  };
}

/**
 * Closes a report that is read, for a reason, when nobody is on the way for it.
 * @throws Refusal unknown-signal, reason-missing, not-read-yet, response-open
 */
export async function closeReport(
  tx: Tx,
  signalId: string,
  staffId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await lockSignal(tx, signalId);
  if ((await readLastResponse(tx, signalId))?.state === 'open')
    throw new Refusal(
      'response-open',
      409,
      'People have been asked to come for this report',
      'Stand the response down or close it first; then the report can be closed.',
    );
  await closeSignal(tx, signalId, staffId, reason, now);
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
