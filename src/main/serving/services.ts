/**
 * What the pages may ask of the house: one object, handed to every loader and action through the request context, so that
 * the web bundle holds types only. `main/open.ts` builds it from the rooms; a page that needs more says so here first.
 */
import type {
  CasePlace,
  ListedAttachment,
  ListedForStaff,
  SentFile,
  Whom,
  WhomToList,
} from '../../cases/index.ts';
import type { DirectoryEntry } from '../../directory/index.ts';
import type { Picture, Spot } from '../../geography/core/index.ts';
import type {
  AlertPage,
  Assessment,
  BehindGlass,
  FloodPage,
  FloorView,
  GlassView,
  HoldBasis,
  KeepingView,
  PurgeView,
  QueuePage,
  SearchView,
  SignalForStaff,
} from '../../hotline/index.ts';
import type {
  Accounts,
  ListedPerson,
  ListedToken,
  OpenGrant,
  OpenInvitation,
  OpenRecovery,
  OpenToken,
  StaffMember,
  TokenOrder,
} from '../../identity/index.ts';
import type { PageView, VoiceTaskList, VoiceTaskView } from '../../paging/index.ts';
import type { KnownOfCase, PassedOn, PlanView, ResponseView } from '../../responses/index.ts';
import type {
  ChatView,
  DialogueView,
  ListedPartnerKey,
  PartnerKeyOrder,
  ReceivedSignal,
  ReleaseOrder,
} from '../../signals/index.ts';
import type { KnownTrips, RunningTrip, TripChoice } from '../../transit/index.ts';
import type { SightAnswer, SightQuestion } from '../who-saw.ts';
import type { OrderServices } from './orders.ts';

export interface InstanceFacts {
  readonly operatorName: string;
  readonly hours: string;
  readonly phone: string;
  readonly demo: boolean;
  readonly quickExitUrl: string;
  readonly publicOrigin: string;
  /** The IANA zone in which staff read times. */
  readonly timeZone: string;
}

/** Who acts, in the console. The second person of a confirmation is another one. */
export interface Acting {
  readonly staffId: string;
  /** When they last showed their key; absent in the demonstration. */
  readonly authenticatedAt?: Date;
}

/** Invitations and recoveries that are open. */
export interface KeysView {
  /** False in the demonstration, where nobody signs in. */
  readonly here: boolean;
  readonly people: readonly StaffMember[];
  /** Roles that wait for a second person. */
  readonly grants: readonly (OpenGrant & { readonly name: string; readonly askedByName: string })[];
  /** Tokens that wait for a supervisor. */
  readonly tokens: readonly (OpenToken & { readonly askedByName: string })[];
  readonly invitations: readonly (OpenInvitation & { readonly askedByName: string })[];
  readonly recoveries: readonly (OpenRecovery & { readonly name: string; readonly askedByName: string })[];
}

export interface Services extends OrderServices {
  readonly instance: InstanceFacts;
  now(): Date;
  /** Nothing that was written can be opened just now. */
  keysAway(): Promise<boolean>;
  /** The words of a refusal or a failure, for an error page; never an inside. */
  problemOf(error: unknown): {
    title: string;
    status: number;
    detail: string;
    code: string;
    errors?: readonly { path: string; message: string }[];
  };
  // public
  /** Body as POST /v1/signals has it; throws a Refusal listing what to mend. The code is shown once. */
  receiveSignal(input: unknown, idempotencyKey: string): Promise<ReceivedSignal>;
  openDialogue(code: string): Promise<DialogueView>;
  writeByCode(code: string, text: string, key: string): Promise<DialogueView>;
  deleteByCode(code: string): Promise<void>;
  /** Body as POST /v1/chats has it. The code is what opens it again. */
  beginChat(input: unknown, key: string): Promise<{ code: string }>;
  /** @param after the last number that the page has: of a chat that staff ended, what they said after it */
  viewChat(code: string, asked: { readonly after?: number; readonly has?: number }): Promise<ChatView>;
  /** @param after the last number that the page has; 0 where it does not say */
  resumeChat(code: string, after: number, language: string): Promise<void>;
  sayInChat(code: string, text: string, key: string, after: number): Promise<void>;
  leaveChat(code: string): Promise<void>;
  /** Whether anybody is there who takes chats. */
  chatAttended(): Promise<boolean>;
  directory(): Promise<DirectoryEntry[]>;
  findActiveTrips(text: string): Promise<TripChoice[]>;
  /** The lines, train numbers and stops of the timetables, for writing them as they are written there. */
  knownTrips(): Promise<KnownTrips>;
  /** Whether a timetable has this train number or line, on that service date when one is given. */
  knowsTrip(text: string, serviceDate?: string): Promise<boolean>;
  // staff
  staff(acting: Acting): Promise<StaffMember[]>;
  me(acting: Acting): Promise<StaffMember>;
  /** @param after how many to pass over */
  queue(acting: Acting, after?: number): Promise<QueuePage>;
  /** What was set aside as likely floods. */
  floods(acting: Acting, asked: { floodId?: string | undefined; after: number }): Promise<FloodPage>;
  bringBack(acting: Acting, floodId: string): Promise<void>;
  setAsideAgain(acting: Acting, floodId: string): Promise<void>;
  alerts(acting: Acting, after?: number): Promise<AlertPage>;
  handleAlert(acting: Acting, alertId: string): Promise<void>;
  signal(acting: Acting, signalId: string): Promise<SignalForStaff>;
  askBack(acting: Acting, signalId: string, text: string, key?: string): Promise<void>;
  floor(acting: Acting): Promise<FloorView>;
  comeToFloor(acting: Acting, capacity?: number): Promise<void>;
  leaveFloor(acting: Acting): Promise<void>;
  /** No reason is asked. */
  takeTen(acting: Acting): Promise<void>;
  acceptChat(acting: Acting, signalId: string): Promise<void>;
  passChat(acting: Acting, signalId: string): Promise<void>;
  handOverChat(
    acting: Acting,
    signalId: string,
    how: { note: string; toStaffId?: string | undefined },
  ): Promise<void>;
  endChat(acting: Acting, signalId: string): Promise<void>;
  assess(acting: Acting, signalId: string, assessment: Assessment): Promise<void>;
  linkTrip(
    acting: Acting,
    signalId: string,
    trip: { tripId: string; serviceDate: string; stopId?: string },
  ): Promise<void>;
  /** Links a place that does not move. A county alone is enough; its middle is the point. */
  linkPlace(
    acting: Acting,
    signalId: string,
    place: { words: string; county?: string | undefined; point?: { lon: number; lat: number } | undefined },
  ): Promise<void>;
  /** The linked place, when no trip was linked after it. */
  place(acting: Acting, signalId: string): Promise<CasePlace | null>;
  /** The counties of the home state as people write them, for a form's suggestions. */
  counties(): readonly string[];
  /** The county of a point, as people write it; null outside all. */
  countyAt(point: { lon: number; lat: number }): string | null;
  /** Where a point of the map is: its county, and the nearest stop. */
  spotAt(point: { lon: number; lat: number }): Promise<Spot>;
  /** A small map of what lies around a point. */
  pictureAt(point: { lon: number; lat: number }): Promise<Picture>;
  /** Runs of a service date (YYYY-MM-DD), by train number or name of line. */
  findTripsOn(text: string, serviceDate: string): Promise<TripChoice[]>;
  /** Brings a supervisor to a report. */
  callSupervisor(acting: Acting, signalId: string): Promise<void>;
  trip(acting: Acting, trip: { tripId: string; serviceDate: string }): Promise<RunningTrip>;
  addDoNotTell(acting: Acting, signalId: string, whom: Whom, reason: string): Promise<void>;
  /** Everybody on the do-not-tell list of a report's case. */
  doNotTellOf(acting: Acting, signalId: string): Promise<ListedForStaff[]>;
  /** Supervisors only: they may be told from now on. What was ended stays ended. */
  takeBackDoNotTell(acting: Acting, signalId: string, entryId: string, reason: string): Promise<void>;
  /** The units and people of organizations, and of our own, for choosing who must not be told. */
  whomToList(acting: Acting, organizationIds: readonly string[]): Promise<WhomToList[]>;
  /** Whoever the report names as not to be told has been dealt with. */
  settleDoNotTell(acting: Acting, signalId: string, reason: string): Promise<void>;
  /** What the person agreed to, recorded after the report came in. */
  recordRelease(acting: Acting, signalId: string, order: ReleaseOrder): Promise<{ informed: boolean }>;
  takeBackRelease(acting: Acting, signalId: string, releaseId: string): Promise<void>;
  /** One way: the report is the person's own. */
  moveToHelp(acting: Acting, signalId: string, reason: string): Promise<void>;
  /** @param again tells once more whoever was told, although nothing new is known */
  passOnAsInformation(
    acting: Acting,
    signalId: string,
    reason: string,
    how?: { again?: boolean; description?: string | undefined },
  ): Promise<void>;
  /** Whom it was passed on to as information, oldest first. */
  passedOn(acting: Acting, signalId: string): Promise<PassedOn[]>;
  /** Who knows what about the case of a report, and why. */
  known(acting: Acting, signalId: string): Promise<KnownOfCase>;
  /** Lets a text that waits for a safe time leave now. */
  textNow(acting: Acting, signalId: string, reason: string): Promise<void>;
  flagCodeElsewhere(acting: Acting, signalId: string): Promise<void>;
  /** @returns the code, to be read out on the telephone */
  readOutCode(acting: Acting, signalId: string): Promise<string>;
  closeSignal(acting: Acting, signalId: string, reason: string): Promise<void>;
  /** Draws up the meeting plan; stores nothing. */
  plan(acting: Acting, signalId: string): Promise<PlanView>;
  confirmResponse(
    acting: Acting,
    signalId: string,
    confirmation: {
      reason: string;
      secondStaffId?: string | undefined;
      leadOrganizationId?: string | undefined;
      /** How the person can be recognised, in the words of staff. */
      description?: string | undefined;
    },
  ): Promise<{ responseId: string }>;
  response(acting: Acting, responseId: string): Promise<ResponseView>;
  standDown(acting: Acting, responseId: string, reason: string): Promise<void>;
  /** By a supervisor who has spoken to them, when no local agency leads. */
  giveLead(acting: Acting, responseId: string, role: string, reason: string): Promise<void>;
  /** The carriers that run what the person is on. */
  carriersFor(acting: Acting, responseId: string): Promise<{ organizationId: string; name: string }[]>;
  /** By the lead's decision only. */
  tellCarrier(acting: Acting, responseId: string, organizationId: string, decision: string): Promise<void>;
  /** A new link after a call-back; the link itself goes to the responder only. */
  reissueLink(acting: Acting, pageId: string): Promise<{ code: string; contactName: string }>;
  closeResponse(acting: Acting, responseId: string): Promise<void>;
  releaseActedOn(acting: Acting, signalId: string): Promise<void>;
  /** Finds reports by an identifier or by words. @param asked.after the `next` of the page before */
  search(acting: Acting, asked: { text: string; after?: string | undefined }): Promise<SearchView>;
  /** How many documents a report has. */
  documentCount(acting: Acting, signalId: string): Promise<number>;
  /** The documents of a report, oldest first. */
  documents(acting: Acting, signalId: string): Promise<ListedAttachment[]>;
  /** Kept whatever a scanner says of it; its state is the answer. */
  addDocument(acting: Acting, signalId: string, file: SentFile): Promise<ListedAttachment>;
  /** Lets the scanner look again at what it has not judged. */
  scanDocument(acting: Acting, signalId: string, documentId: string): Promise<ListedAttachment>;
  /** Only what a scanner called clean, to be saved under the headers that come with it. */
  openDocument(
    acting: Acting,
    signalId: string,
    documentId: string,
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; headers: Readonly<Record<string, string>> }>;
  /** Who asked to look into a report that their role does not show, and why. */
  glasses(acting: Acting): Promise<GlassView[]>;
  askGlass(acting: Acting, signalId: string, reason: string): Promise<void>;
  grantGlass(acting: Acting, glassId: string): Promise<void>;
  endGlass(acting: Acting, glassId: string): Promise<void>;
  lookBehindGlass(acting: Acting, glassId: string): Promise<BehindGlass>;
  /** The legal holds on a report, and who asked that it be destroyed and who agreed. */
  keeping(acting: Acting, signalId: string): Promise<KeepingView>;
  /** Everything that somebody asked to be destroyed and that is not decided, oldest first. */
  purges(acting: Acting): Promise<PurgeView[]>;
  placeHold(
    acting: Acting,
    signalId: string,
    hold: { basis: HoldBasis; reason: string; keepsNumber: boolean },
  ): Promise<void>;
  liftHold(acting: Acting, signalId: string, holdId: string): Promise<void>;
  /** Destroyed after notice, when two others agree. */
  askPurge(acting: Acting, signalId: string, cause: PurgeView['cause']): Promise<void>;
  approvePurge(acting: Acting, purgeId: string): Promise<void>;
  stopPurge(acting: Acting, purgeId: string): Promise<void>;
  /** Who saw and changed what; for supervisors, and itself on record. */
  whoSaw(acting: Acting, asked: SightQuestion): Promise<SightAnswer>;
  voiceTasks(acting: Acting): Promise<VoiceTaskList>;
  voiceTask(acting: Acting, id: string): Promise<VoiceTaskView | undefined>;
  completeVoiceTask(
    acting: Acting,
    id: string,
    result: {
      callTaker: string;
      cadNumber?: string | undefined;
      result: 'confirmed' | 'declined' | 'no-answer';
    },
  ): Promise<void>;
  // administrators
  people(acting: Acting): Promise<(ListedPerson & { organizationName: string; atOperator: boolean })[]>;
  /** `asked`: it counts when a second person agreed. */
  changeRole(acting: Acting, personId: string, role: string): Promise<'changed' | 'asked'>;
  /** False: nobody is let in under this name any more. */
  changeActive(acting: Acting, personId: string, active: boolean): Promise<void>;
  tokens(acting: Acting): Promise<ListedToken[]>;
  /** The token is told here and never again. */
  /** @returns no token where a supervisor has to agree first, who is then told it */
  makeToken(acting: Acting, order: TokenOrder): Promise<{ token: string | null }>;
  agreeToken(acting: Acting, tokenId: string): Promise<{ token: string; name: string }>;
  refuseToken(acting: Acting, tokenId: string): Promise<void>;
  revokeToken(acting: Acting, tokenId: string): Promise<void>;
  partnerKeys(acting: Acting): Promise<ListedPartnerKey[]>;
  /** The secret is told here and never again. The same name again is another key of the same partner. */
  makePartnerKey(acting: Acting, order: PartnerKeyOrder): Promise<{ keyName: string; secret: string }>;
  revokePartnerKey(acting: Acting, keyId: string): Promise<void>;
  /** Of the partner of a key: their trips are looked up in no timetable any more. */
  clearPartnerTimetable(acting: Acting, keyId: string): Promise<void>;
  // responders
  peekLink(token: string): Promise<{ code: string }>;
  exchangeLink(token: string): Promise<{ session: string }>;
  page(session: string): Promise<PageView>;
  /** @param etaAt when they expect to be there, if they say so already */
  acceptPage(session: string, etaAt?: Date): Promise<void>;
  declinePage(session: string, reason: string): Promise<void>;
  reportEnRoute(session: string, etaAt: Date): Promise<void>;
  reportStaged(session: string): Promise<void>;
  giveAllClear(session: string): Promise<void>;
  reportOutcome(session: string, outcome: string): Promise<void>;
  // how people get in
  keys(acting: Acting): Promise<KeysView>;
  /** @returns the link, which is shown once and kept nowhere; none where a second person has to agree first */
  invitePerson(
    acting: Acting,
    order: { name: string; email: string; role: string; organization: string },
  ): Promise<{ link: string | null }>;
  agreeInvitation(acting: Acting, invitationId: string): Promise<{ link: string; name: string }>;
  agreeRole(acting: Acting, grantId: string): Promise<void>;
  refuseRole(acting: Acting, grantId: string): Promise<void>;
  takeBackInvitation(acting: Acting, personId: string): Promise<void>;
  askRecovery(acting: Acting, personId: string): Promise<void>;
  approveRecovery(acting: Acting, recoveryId: string): Promise<{ link: string }>;
  refuseRecovery(acting: Acting, recoveryId: string): Promise<void>;
  /** Sign-in, where people sign in. */
  readonly signIn?: Accounts;
  // demonstration only
  /** Who can be chosen without showing a key. */
  demoPeople?(): Promise<StaffMember[]>;
  readonly sandbox?: {
    /** Newest first, each with whose telephone it is where that is known. */
    messages(): Promise<
      { id: string; wire: string; address: string; body: string; at: Date; holder: string | null }[]
    >;
    reply(address: string, body: string): Promise<void>;
    moveClock(by: { advanceSeconds: number } | { to: Date }): Promise<Date>;
  };
}
