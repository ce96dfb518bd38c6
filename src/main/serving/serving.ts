/** The services of the pages, bound to the rooms: who acts and when are added here, once. */
import type { Showing } from '../../audit/index.ts';
import {
  findCaseOfSignal,
  linkSignalPlace,
  linkSignalTrip,
  listDoNotTell,
  listedForStaff,
  placeOfCase,
  type Scanner,
  settleDoNotTell,
  takeBackDoNotTell,
  whomToList,
} from '../../cases/index.ts';
import { listDirectory } from '../../directory/index.ts';
import { isDisclosureLive } from '../../disclosures/index.ts';
import {
  alerts,
  assess,
  callSupervisor,
  closeReport,
  handleAlert,
  openSignal,
  queue,
  releaseActedOn,
  search,
  showFloods,
} from '../../hotline/index.ts';
import { may } from '../../identity/core/index.ts';
import {
  type Accounts,
  assertFreshFor,
  inNameOf,
  notHere,
  type Permission,
  staff,
  staffById,
} from '../../identity/index.ts';
import { countyWords } from '../../jurisdictions/index.ts';
import { completeVoiceTask, readVoiceTask, showVoiceTasks } from '../../paging/index.ts';
import {
  type Clock,
  type Config,
  type Databases,
  type Db,
  type DrivableClock,
  type DueLoop,
  type KeyService,
  problemOf,
  type Realtime,
  type Tx,
} from '../../platform/index.ts';
import type { ResponsesDeps } from '../../responses/index.ts';
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
  readOutCode,
  readSignal,
  receiveSignal,
  recordRelease,
  type SearchDeps,
  type SecretOf,
  setAsideAgain,
  signalInput,
  takeBackRelease,
  textNow,
  type WaitingRoom,
  writeByCode,
} from '../../signals/index.ts';
import { activeTrips, knownTrips, knowsTrip, tripOn, tripsOfDate } from '../../transit/index.ts';
import { areKeysAway } from '../keys.ts';
import type { AreaMap } from '../map.ts';
import { askWhoSaw } from '../who-saw.ts';
import { administrationOf } from './administration.ts';
import { documentsOf } from './documents.ts';
import { dutyOf } from './duty.ts';
import { chatServicesOf, floorServicesOf } from './floor.ts';
import { keepingServicesOf } from './keeping.ts';
import { keysOf } from './keys.ts';
import { ordersOf } from './orders.ts';
import { responsesOf } from './responses.ts';
import { sandboxOf } from './sandbox.ts';
import type { Acting, Services } from './services.ts';

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
  const isLive = (from: Db, id: string, address?: string) => isDisclosureLive(from, id, now(), address);
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
    openDialogue: (code) => openDialogue(intake, codes, code, now()),
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
    ...responsesOf({ responses, showing, publicOrigin: config.publicOrigin, isLive }, as),
    ...keepingServicesOf(showing, as),
    ...ordersOf(showing, as),
    ...dutyOf({ paging, showing, now, isLive }),
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
    addDoNotTell: (acting, id, whom, reason) =>
      as(acting, 'reports:work', (tx, by, at) =>
        listDoNotTell(tx, { signalId: id, whom, reason, staffId: by }, at),
      ),
    doNotTellOf: (acting, id) =>
      as(acting, 'reports:read', async (tx) => {
        // The report first: whoever is on its list themselves sees neither.
        const caseId = (await readSignal(tx, id)) ? await findCaseOfSignal(tx, id) : undefined;
        return caseId ? listedForStaff(tx, caseId) : [];
      }),
    takeBackDoNotTell: (acting, id, entryId, reason) =>
      as(acting, 'entries:take-back', (tx, by, at) =>
        takeBackDoNotTell(tx, { signalId: id, entryId, reason, staffId: by }, at),
      ),
    whomToList: (acting, organizationIds) =>
      as(acting, 'reports:work', (tx) => whomToList(tx, organizationIds)),
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
    closeSignal: (acting, id, reason) =>
      as(acting, 'reports:work', (tx, by, at) => closeReport(tx, id, by, reason, at)),
    textNow: (acting, id, reason) =>
      as(acting, 'reports:work', async (tx, by, at) => {
        const isSupervisor = (await staffById(tx, by)).role === 'supervisor';
        const { timeZone } = responses;
        await textNow(tx, id, { staffId: by, isSupervisor }, { why: reason, timeZone }, at);
      }),
    flagCodeElsewhere: (acting, id) =>
      as(acting, 'reports:work', (tx, by, at) => flagCodeElsewhere(tx, id, by, at)),
    readOutCode: (acting, id) =>
      as(acting, 'reports:work', (tx, by, at) => readOutCode(tx, codes, id, by, at)),
    releaseActedOn: (acting, id) =>
      as(acting, 'reports:work', (tx, by, at) => releaseActedOn(tx, id, by, at)),
    search: (acting, asked) =>
      as(acting, 'reports:read', (tx, by, at) => search(tx, { ...deps.search, showing }, by, asked, at)),
    whoSaw: (acting, asked) => askWhoSaw(db, (work) => as(acting, 'sights:read', work), asked),
    voiceTasks: (acting) => as(acting, 'calls:read', (tx, by, at) => showVoiceTasks(tx, showing, by, at)),
    voiceTask: (acting, id) => as(acting, 'calls:read', (tx) => readVoiceTask(tx, id)),
    completeVoiceTask: (acting, id, result) =>
      as(acting, 'calls:record', (tx, by, at) => completeVoiceTask(tx, id, { ...result, by }, at, isLive)),
    ...administrationOf(config, deps.partnerSecrets, deps.accounts, as),
    ...keysOf(deps.accounts, as, (token) => `${config.publicOrigin}/sign-in/invited/${token}`),
    ...(deps.accounts ? { signIn: deps.accounts } : {}),
    ...(config.demo ? { demoPeople: () => staff(paging) } : {}),
    ...(deps.drivable ? { sandbox: sandboxOf(deps, deps.drivable) } : {}),
  };
}
