/** The services of the pages, bound to the rooms: who acts and when are added here, once. */
import type { Showing } from '../audit/index.ts';
import {
  findCaseOfSignal,
  linkSignalPlace,
  linkSignalTrip,
  listDoNotTell,
  placeOfCase,
  type Scanner,
  settleDoNotTell,
} from '../cases/index.ts';
import { listDirectory } from '../directory/index.ts';
import { isDisclosureLive } from '../disclosures/index.ts';
import {
  alerts,
  approvePurge,
  askGlass,
  askPurge,
  assess,
  callSupervisor,
  closeReport,
  endGlass,
  glasses,
  grantGlass,
  handleAlert,
  keepingOf,
  liftHold,
  lookBehindGlass,
  openPurges,
  openSignal,
  placeHold,
  queue,
  releaseActedOn,
  search,
  showFloods,
  stopPurge,
} from '../hotline/index.ts';
import { may } from '../identity/core/index.ts';
import {
  type Accounts,
  assertFreshFor,
  inNameOf,
  notHere,
  type Permission,
  staff,
  staffById,
} from '../identity/index.ts';
import { countyWords } from '../jurisdictions/index.ts';
import { readDeliveries, receiveMessage } from '../messaging/index.ts';
import { holdersOf } from '../organizations/index.ts';
import {
  acceptPage,
  completeVoiceTask,
  declinePage,
  exchangeLink,
  giveAllClear,
  peekLink,
  readVoiceTask,
  reissueLink,
  reportEnRoute,
  reportOutcome,
  reportStaged,
  showPage,
  showVoiceTasks,
} from '../paging/index.ts';
import {
  type Clock,
  type Config,
  type Databases,
  type Db,
  type DrivableClock,
  type DueLoop,
  type KeyService,
  newId,
  problemOf,
  type Realtime,
  type Tx,
  transaction,
} from '../platform/index.ts';
import {
  carriersFor,
  closeResponse,
  confirmResponse,
  giveLead,
  knownOf,
  passedOnOf,
  passOnAsInformation,
  type ResponsesDeps,
  showPlan,
  showResponse,
  standDown,
  tellCarrier,
} from '../responses/index.ts';
import {
  bringBack,
  type Codes,
  type Conversations,
  deleteByCode,
  type Floods,
  flagCodeElsewhere,
  inputRefusal,
  moveToHelp,
  openDialogue,
  receiveSignal,
  recordRelease,
  type SearchDeps,
  type SecretOf,
  setAsideAgain,
  signalInput,
  takeBackRelease,
  type WaitingRoom,
  writeByCode,
} from '../signals/index.ts';
import { activeTrips, knownTrips, knowsTrip, tripOn, tripsOfDate } from '../transit/index.ts';
import { administrationOf } from './administering.ts';
import { areKeysAway } from './keys.ts';
import type { AreaMap } from './map.ts';
import { moveClock } from './sandbox-clock.ts';
import type { Acting, Services } from './services.ts';
import { documentsOf } from './serving-documents.ts';
import { chatServicesOf, floorServicesOf } from './serving-floor.ts';
import { keysOf } from './serving-keys.ts';
import { askWhoSaw } from './who-saw.ts';

export interface ServingDeps {
  readonly config: Config;
  readonly databases: Databases;
  readonly keyService: Pick<KeyService, 'keyId'>;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly floods: Floods;
  readonly partnerSecrets: SecretOf;
  readonly responses: ResponsesDeps;
  readonly areaMap: AreaMap;
  /** The state whose counties a form suggests. */
  readonly homeStateFips: string;
  readonly showing: Showing;
  readonly search: SearchDeps;
  readonly realtime: Realtime;
  readonly conversations: Conversations;
  readonly room: WaitingRoom;
  readonly loop: DueLoop;
  readonly drivable: DrivableClock | undefined;
  readonly accounts: Accounts | undefined;
  readonly scanner: Scanner;
}

export function openServices(deps: ServingDeps): Services {
  const { config, databases, clock, codes, responses, areaMap, homeStateFips, showing } = deps;
  const { intake, staff: db, paging } = databases;
  const now = () => clock.now();
  const isLive = (from: Db, id: string) => isDisclosureLive(from, id, now());
  /** One thing that staff see or do: who asks works here now and may; everything is one transaction in their name. */
  const as = async <T>(
    { staffId, authenticatedAt }: Acting,
    permission: Permission,
    work: (tx: Tx, by: string, at: Date) => Promise<T>,
  ): Promise<T> => {
    const person = await staffById(db, staffId);
    if (!may(person.role, permission)) throw notHere();
    assertFreshFor(permission, authenticatedAt, now());
    return inNameOf(db, person, (tx) => work(tx, person.id, now()));
  };
  const responder = <T>(work: (tx: Tx, at: Date) => Promise<T>): Promise<T> =>
    transaction(paging, (tx) => work(tx, now()));
  return {
    instance: {
      operatorName: config.operator.name,
      hours: config.operator.hours,
      phone: config.operator.phone,
      demo: config.demo,
      quickExitUrl: config.quickExitUrl,
      publicOrigin: config.publicOrigin,
      timeZone: responses.timeZone,
    },
    now,
    keysAway: () => areKeysAway(deps.keyService),
    problemOf,
    receiveSignal: async (input, key) => {
      const parsed = signalInput.safeParse(input);
      if (!parsed.success) throw inputRefusal(parsed.error);
      const { receipt, notice } = await receiveSignal(
        { db: intake, codes, floods: deps.floods },
        parsed.data,
        key,
        now(),
      );
      return { receipt, notice };
    },
    openDialogue: (code) => openDialogue(intake, codes, code),
    writeByCode: (code, text, key) => writeByCode(intake, codes, code, text, key, now()),
    deleteByCode: (code) => deleteByCode(intake, codes, code, now()),
    directory: () => listDirectory(db, now()),
    findActiveTrips: (text) => activeTrips(db, text, now()),
    knownTrips: () => knownTrips(db),
    knowsTrip: (text, serviceDate) => knowsTrip(db, text, serviceDate),
    staff: (acting) => as(acting, 'staff:list', (tx) => staff(tx)),
    me: (acting) => as(acting, 'console:enter', (tx, by) => staffById(tx, by)),
    queue: (acting, after) => as(acting, 'queue:read', (tx, by, at) => queue(tx, showing, by, at, after)),
    floods: (acting, asked) =>
      as(acting, 'reports:read', (tx, by, at) => showFloods(tx, showing, by, asked, at)),
    bringBack: (acting, id) => as(acting, 'floods:decide', (tx, by, at) => bringBack(tx, id, by, at)),
    setAsideAgain: (acting, id) => as(acting, 'floods:decide', (tx, by, at) => setAsideAgain(tx, id, by, at)),
    alerts: (acting, after) => as(acting, 'alerts:read', (tx, by, at) => alerts(tx, showing, by, at, after)),
    handleAlert: (acting, id) => as(acting, 'alerts:handle', (tx, by, at) => handleAlert(tx, id, by, at)),
    signal: (acting, id) => as(acting, 'reports:read', (tx, by, at) => openSignal(tx, id, by, at, showing)),
    ...documentsOf(deps, as),
    ...floorServicesOf(deps, as),
    ...chatServicesOf(deps),
    assess: (acting, id, assessment) =>
      as(acting, 'reports:work', (tx, by, at) => assess(tx, id, by, assessment, at)),
    linkTrip: (acting, id, trip) =>
      as(acting, 'reports:work', (tx, by, at) =>
        linkSignalTrip(tx, { signalId: id, ...trip, staffId: by }, at),
      ),
    linkPlace: (acting, id, place) =>
      as(acting, 'reports:work', (tx, by, at) =>
        linkSignalPlace(tx, responses.geography, { signalId: id, ...place, staffId: by }, at),
      ),
    place: (acting, id) =>
      as(acting, 'reports:read', async (tx) => {
        const caseId = await findCaseOfSignal(tx, id);
        return (caseId && (await placeOfCase(tx, caseId))) || null;
      }),
    counties: () => responses.geography.counties(homeStateFips).map(countyWords).sort(),
    countyAt: (point) => {
      const county = responses.geography.locate(point);
      return county && countyWords(county);
    },
    spotAt: areaMap.spotAt,
    pictureAt: areaMap.pictureAt,
    findTripsOn: (text, date) => tripsOfDate(db, text, date),
    callSupervisor: (acting, id) =>
      as(acting, 'reports:work', (tx, by, at) => callSupervisor(tx, id, by, at)),
    trip: (acting, trip) => as(acting, 'reports:read', (tx) => tripOn(tx, trip)),
    addDoNotTell: (acting, id, organizationId, reason) =>
      as(acting, 'reports:work', (tx, by, at) =>
        listDoNotTell(tx, { signalId: id, organizationId, reason, staffId: by }, at),
      ),
    settleDoNotTell: (acting, id, reason) =>
      as(acting, 'reports:work', (tx, by, at) =>
        settleDoNotTell(tx, { signalId: id, reason, staffId: by }, at),
      ),
    recordRelease: (acting, id, order) =>
      as(acting, 'releases:record', (tx, by, at) => recordRelease(tx, id, by, order, at)),
    takeBackRelease: (acting, id, releaseId) =>
      as(acting, 'consents:record', (tx, by, at) => takeBackRelease(tx, id, by, releaseId, at)),
    moveToHelp: (acting, id, reason) =>
      as(acting, 'consents:record', (tx, by, at) => moveToHelp(tx, id, by, reason, at)),
    passOnAsInformation: (acting, signalId, reason, how) =>
      as(
        acting,
        'responses:decide',
        async (tx, by, at) =>
          void (await passOnAsInformation(tx, responses, { signalId, by, reason, ...how }, at)),
      ),
    closeSignal: (acting, id, reason) =>
      as(acting, 'reports:work', (tx, by, at) => closeReport(tx, id, by, reason, at)),
    passedOn: (acting, signalId) =>
      as(acting, 'reports:read', (tx, by, at) => passedOnOf(tx, showing, { signalId, by }, at)),
    known: (acting, signalId) =>
      as(acting, 'reports:read', (tx, by, at) => knownOf(tx, showing, { signalId, by }, at)),
    flagCodeElsewhere: (acting, id) =>
      as(acting, 'reports:work', (tx, by, at) => flagCodeElsewhere(tx, id, by, at)),
    plan: (acting, id) =>
      as(acting, 'plans:read', (tx, by, at) => showPlan(tx, responses, showing, { signalId: id, by }, at)),
    confirmResponse: (acting, signalId, { reason, secondStaffId, leadOrganizationId, description }) =>
      as(acting, 'responses:decide', (tx, by, at) =>
        confirmResponse(
          tx,
          responses,
          { signalId, by, reason, secondBy: secondStaffId, leadOrganizationId, description },
          at,
        ),
      ),
    response: (acting, id) =>
      as(acting, 'responses:read', (tx, by, at) =>
        showResponse(tx, responses.geography, showing, { responseId: id, by }, at),
      ),
    standDown: (acting, responseId, reason) =>
      as(acting, 'responses:decide', (tx, by, at) => standDown(tx, { responseId, by, reason }, at)),
    closeResponse: (acting, responseId) =>
      as(acting, 'responses:decide', (tx, by, at) => closeResponse(tx, { responseId, by }, at)),
    giveLead: (acting, responseId, role, reason) =>
      as(acting, 'responses:decide', (tx, by, at) =>
        giveLead(
          tx,
          responses,
          { responseId, role: role as Parameters<typeof giveLead>[2]['role'], by, reason },
          at,
        ),
      ),
    carriersFor: (acting, responseId) =>
      as(acting, 'responses:read', (tx, _by, at) => carriersFor(tx, responses, responseId, at)),
    reissueLink: (acting, pageId) =>
      as(acting, 'pages:work', (tx, by, at) =>
        reissueLink(tx, { publicOrigin: config.publicOrigin, isLive }, { pageId, by }, at),
      ),
    tellCarrier: (acting, responseId, organizationId, decision) =>
      as(acting, 'responses:decide', (tx, by, at) =>
        tellCarrier(tx, responses, { responseId, by, organizationId, decision }, at),
      ),
    releaseActedOn: (acting, id) =>
      as(acting, 'reports:work', (tx, by, at) => releaseActedOn(tx, id, by, at)),
    search: (acting, asked) =>
      as(acting, 'reports:read', (tx, by, at) => search(tx, { ...deps.search, showing }, by, asked, at)),
    glasses: (acting) => as(acting, 'glasses:read', (tx, by, at) => glasses(tx, showing, by, at)),
    askGlass: (acting, id, reason) =>
      as(acting, 'glasses:ask', async (tx, by, at) => void (await askGlass(tx, id, by, reason, at))),
    grantGlass: (acting, id) => as(acting, 'glasses:grant', (tx, by, at) => grantGlass(tx, id, by, at)),
    endGlass: (acting, id) => as(acting, 'glasses:end', (tx, by, at) => endGlass(tx, id, by, at)),
    lookBehindGlass: (acting, id) =>
      as(acting, 'glasses:ask', (tx, by, at) => lookBehindGlass(tx, showing, { id, by }, at)),
    keeping: (acting, signalId) =>
      as(acting, 'keeping:read', (tx, by, at) => keepingOf(tx, showing, { signalId, by }, at)),
    purges: (acting) => as(acting, 'keeping:read', (tx) => openPurges(tx)),
    placeHold: (acting, id, hold) =>
      as(acting, 'holds:place', (tx, by, at) => placeHold(tx, id, by, hold, at)),
    liftHold: (acting, id, holdId) =>
      as(acting, 'holds:place', (tx, by, at) => liftHold(tx, id, by, holdId, at)),
    askPurge: (acting, id, cause) =>
      as(acting, 'purges:ask', async (tx, by, at) => void (await askPurge(tx, id, by, cause, at))),
    approvePurge: (acting, id) => as(acting, 'purges:approve', (tx, by, at) => approvePurge(tx, id, by, at)),
    stopPurge: (acting, id) => as(acting, 'purges:stop', (tx, by, at) => stopPurge(tx, id, by, at)),
    whoSaw: (acting, asked) => as(acting, 'sights:read', (tx, by, at) => askWhoSaw(tx, by, asked, at)),
    voiceTasks: (acting) => as(acting, 'calls:read', (tx, by, at) => showVoiceTasks(tx, showing, by, at)),
    voiceTask: (acting, id) => as(acting, 'calls:read', (tx) => readVoiceTask(tx, id)),
    completeVoiceTask: (acting, id, result) =>
      as(acting, 'calls:record', (tx, by, at) => completeVoiceTask(tx, id, { ...result, by }, at, isLive)),
    ...administrationOf(config, deps.partnerSecrets, deps.accounts, as),
    ...keysOf(deps.accounts, as, (token) => `${config.publicOrigin}/sign-in/invited/${token}`),
    peekLink: (token) => peekLink(paging, token, isLive),
    exchangeLink: (token) => responder((tx, at) => exchangeLink(tx, token, at, isLive)),
    page: (session) => showPage(paging, showing, session, now(), isLive),
    acceptPage: (session, etaAt) => responder((tx, at) => acceptPage(tx, session, at, etaAt, isLive)),
    declinePage: (session, reason) => responder((tx, at) => declinePage(tx, session, reason, at)),
    reportEnRoute: (session, etaAt) => responder((tx, at) => reportEnRoute(tx, session, etaAt, at, isLive)),
    reportStaged: (session) => responder((tx, at) => reportStaged(tx, session, at, isLive)),
    giveAllClear: (session) => responder((tx, at) => giveAllClear(tx, session, at, isLive)),
    reportOutcome: (session, outcome) => responder((tx, at) => reportOutcome(tx, session, outcome, at)),
    ...(deps.accounts ? { signIn: deps.accounts } : {}),
    ...(config.demo ? { demoPeople: () => staff(paging) } : {}),
    ...(deps.drivable ? { sandbox: sandboxOf(deps, deps.drivable) } : {}),
  };
}

function sandboxOf(
  { databases, clock, loop }: ServingDeps,
  drivable: DrivableClock,
): NonNullable<Services['sandbox']> {
  return {
    messages: async () => {
      const deliveries = await readDeliveries(databases.paging, clock.now());
      const holders = await holdersOf(databases.paging, [
        ...new Set(deliveries.map(({ address }) => address)),
      ]);
      return deliveries.map(({ id, wire, address, body, at }) => ({
        id,
        wire,
        address,
        body,
        at,
        holder: holders.get(address) ?? null,
      }));
    },
    reply: (address, body) =>
      transaction(databases.paging, async (tx) => {
        const providerId = `sandbox-${newId(clock.now())}`;
        await receiveMessage(tx, { wire: 'sms', from: address, body, providerId }, clock.now());
      }),
    moveClock: (by) =>
      moveClock(
        databases.paging,
        drivable,
        loop,
        'to' in by ? by.to : new Date(clock.now().getTime() + by.advanceSeconds * 1000),
      ),
  };
}
