/** The only place where everything meets: rooms are opened, wired, and given to the pages. */
import { join } from 'node:path';
import {
  alertSupervisors,
  loadNoteKey,
  openShowing,
  openSpool,
  registerAuditApi,
  type Spool,
  startSequencer,
} from '../audit/index.ts';
import { clamavScanner, noScanner, registerAttachmentsApi, registerCasesApi } from '../cases/index.ts';
import { loadDirectoryFacts } from '../directory/index.ts';
import { disclosuresDueHandlers, disclosuresSubscribers, isDisclosureLive } from '../disclosures/index.ts';
import { type Geography, loadGeography } from '../geography/index.ts';
import {
  floorPatientKinds,
  hotlineDueHandlers,
  hotlineSubscribers,
  isAnybodyThere,
  latestAssessment,
  numbersOnHold,
  registerFloodsApi,
  registerFloorApi,
  registerGlassApi,
  registerHotlineApi,
  registerRetentionApi,
  retentionDueHandlers,
  startRetention,
} from '../hotline/index.ts';
import { registerAccountsApi, seedDemoStaff } from '../identity/index.ts';
import { loadDemoWorld, registerJurisdictionsApi } from '../jurisdictions/index.ts';
import {
  type Carriers,
  messagingDueHandlers,
  messagingSlowKinds,
  numbersDueHandlers,
  registerMessagingApi,
  sandboxCarriers,
  smtpCarrier,
  startForgetting,
  twilioCarrier,
  webhookCarrier,
} from '../messaging/index.ts';
import { isMessageWanted, pagingDueHandlers, pagingSubscribers, registerPagingApi } from '../paging/index.ts';
import {
  type App,
  assertSafe,
  type Clock,
  type Config,
  carrying,
  type Db,
  DrivableClock,
  type DueLoop,
  EgressRefused,
  errorFields,
  eventDueHandlers,
  eventRefused,
  type Log,
  openDatabases,
  openDataKeys,
  openHttp,
  openIntakeSeal,
  openOutbound,
  openRealtime,
  type Subscribers,
  startDueLoop,
  systemClock,
  transaction,
} from '../platform/index.ts';
import {
  factsFrom,
  type ResponsesDeps,
  registerResponsesApi,
  responsesDueHandlers,
  responsesSubscribers,
} from '../responses/index.ts';
import {
  floodDueHandlers,
  isDialogueLive,
  loadKey,
  openCodes,
  openConversations,
  openFloods,
  openPartnerSecrets,
  openWaitingRoom,
  registerChatApi,
  registerPartnerApi,
  registerSignalsApi,
  type SearchDeps,
  searchDueHandlers,
  signalsPatientKinds,
  signalsSubscribers,
  textDueHandlers,
} from '../signals/index.ts';
import { loadDemoFeeds } from '../transit/index.ts';
import { accountsOf, hangDoor } from './admitting.ts';
import { describeAccess } from './described-access.ts';
import { registerHealth } from './health.ts';
import { openKeys } from './keys.ts';
import { openAreaMap, registerAreaMap } from './map.ts';
import { openSandboxClock, registerSandboxClock } from './sandbox-clock.ts';
import { assertSecrets } from './secrets.ts';
import type { Services } from './services.ts';
import { openServices } from './serving.ts';
import { mountPages, readPages } from './web.ts';

/** The zone of the demonstration's region, for times written for people. */
const timeZone = 'America/Chicago';
/** The state the demonstration's operator serves: Missouri. Its counties are drawn and suggested; every other state's are known as well. */
const homeStateFips = '29';

export interface Alight {
  readonly app: App;
  readonly services: Services;
  readonly clock: Clock;
  readonly loop: DueLoop;
  /** Where leaves wait that the database would not take. */
  readonly spool: Spool;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly config: Config;
  /** For the role alight_app. */
  readonly databaseUrl: string;
  /** For the role alight_auth; without it nobody can sign in. */
  readonly authDatabaseUrl?: string | undefined;
  readonly log: Log;
  /** A clock of a test's own. */
  readonly clock?: Clock;
  /** False where a test drives the due rows itself. */
  readonly polling?: boolean;
  /** False where no page is asked for, so that none needs to be built. */
  readonly pages?: boolean;
  readonly geography?: Geography;
}

function carriersOf(config: Config, log: Log, sandbox: Carriers): Carriers {
  if (config.demo) return sandbox;
  const outbound = openOutbound({ allowedOrigins: config.egressAllowedOrigins });
  // Said when the house opens, and not first when somebody is to be reached.
  if (config.smtp)
    outbound.place(config.smtp.url).catch((error: unknown) => {
      if (error instanceof EgressRefused)
        log.error('no mail can leave: name the mail server in EGRESS_ALLOWED_ORIGINS', errorFields(error));
    });
  return {
    ...(config.twilio ? { sms: twilioCarrier(config.twilio, outbound) } : {}),
    ...(config.smtp ? { email: smtpCarrier(config.smtp, outbound) } : {}),
    ...(config.webhookSecret ? { webhook: webhookCarrier(config.webhookSecret, outbound) } : {}),
  };
}

/**
 * Opens everything short of listening.
 * @throws Error when the database is not safe to use, or not migrated
 */
export async function openAlight(options: OpenOptions): Promise<Alight> {
  const { config, log } = options;
  const keyService = await openKeys(config, options.databaseUrl, log);
  const intakeSeal = await openIntakeSeal(config.intakeKeyFile, keyService);
  const keys = openDataKeys(keyService, log, undefined, intakeSeal);
  const databases = openDatabases(options.databaseUrl, carrying(keys));
  await assertSafe(databases);
  const signsIn = !config.demo && options.authDatabaseUrl !== undefined;
  await assertSecrets(config, databases.paging, [
    'codes',
    'audit',
    ...(signsIn ? (['signIn'] as const) : []),
  ]);
  const drivable = config.demo && !options.clock ? await openSandboxClock(databases.paging) : undefined;
  const clock = options.clock ?? drivable ?? systemClock;
  const geography = options.geography ?? loadGeography();
  if (config.demo) {
    await seedDemoStaff(databases.paging);
    await loadDemoWorld(databases.paging);
    await loadDirectoryFacts(databases.paging);
    await loadDemoFeeds(databases.paging, clock.now());
  }
  const signalKey = await loadKey(config.keyFile);
  const codes = openCodes(signalKey);
  const floods = openFloods(signalKey);
  const partnerSecrets = openPartnerSecrets(signalKey);
  const auditKey = await loadNoteKey(config.auditKeyFile, `${new URL(config.publicOrigin).host}/audit`);
  const spool = openSpool(
    join(config.dataFolder, 'audit-spool'),
    auditKey.derive('alight audit spool 1'),
    log,
  );
  const showing = openShowing({ spool, log });
  const search: SearchDeps = { words: config.searchWords };
  const realtime = openRealtime(options.databaseUrl, log);
  const responses: ResponsesDeps = {
    db: databases.staff,
    geography,
    callBackPhone: config.operator.phone,
    timeZone,
    factsOf: factsFrom(latestAssessment),
    ...(config.demo ? { stateFips: homeStateFips } : {}),
  };
  const isLive = (db: Db, id: string) => isDisclosureLive(db, id, clock.now());
  const texts = { codes, floods, phone: config.operator.phone };
  const rooms = [
    signalsSubscribers(texts),
    disclosuresSubscribers(),
    responsesSubscribers(responses),
    pagingSubscribers(isLive),
    hotlineSubscribers(showing),
    refusedEvents,
  ];
  const loop = startDueLoop({
    db: databases.paging,
    clock,
    log,
    polling: options.polling ?? true,
    slowKinds: messagingSlowKinds,
    patientKinds: [...signalsPatientKinds, ...floorPatientKinds],
    handlers: {
      ...messagingDueHandlers({
        carriers: carriersOf(config, log, sandboxCarriers(databases.paging)),
        checks: { disclosure: isLive, dialogue: isDialogueLive },
        stillWanted: isMessageWanted,
        log,
      }),
      ...numbersDueHandlers({ keyService, keepDays: config.keepNumbersDays, mustKeep: numbersOnHold }),
      ...pagingDueHandlers({ publicOrigin: config.publicOrigin, isLive }),
      ...searchDueHandlers(search),
      ...floodDueHandlers(),
      ...textDueHandlers(texts),
      ...retentionDueHandlers({ keyService, keepDays: config.keepClosedDays }),
      ...hotlineDueHandlers(showing),
      ...disclosuresDueHandlers(),
      ...responsesDueHandlers(),
      ...eventDueHandlers(rooms, unheardEvents, log),
    },
  });
  const stopSequencer =
    (options.polling ?? true)
      ? startSequencer({ db: databases.paging, key: auditKey, clock, log, spool })
      : undefined;
  const accounts = await accountsOf(options, databases.paging, clock);
  const app = await openHttp(config, log, describeAccess);
  const pages = (options.pages ?? true) ? await readPages() : undefined;
  hangDoor(app, { config, log, clock, staffDb: databases.staff, db: databases.paging, pages, accounts });
  registerHealth(app, databases.paging, clock, keyService);
  if (accounts) registerAccountsApi(app, { accounts, publicOrigin: config.publicOrigin });
  registerAuditApi(app, { db: databases.staff, key: auditKey });
  registerSignalsApi(app, { db: databases.intake, clock, codes, floods });
  const conversations = openConversations(realtime, { db: databases.paging, clock, log });
  const room = openWaitingRoom({ db: databases.paging, clock }, isAnybodyThere);
  registerChatApi(app, { db: databases.intake, clock, codes, floods, realtime, conversations, room });
  registerPartnerApi(app, {
    db: databases.intake,
    clock,
    codes,
    floods,
    log,
    secretOf: partnerSecrets,
    operatorPhone: config.operator.phone,
  });
  registerGlassApi(app, { db: databases.staff, clock, showing });
  registerRetentionApi(app, { db: databases.staff, clock, showing });
  registerFloodsApi(app, { db: databases.staff, clock, showing });
  registerHotlineApi(app, { db: databases.staff, clock, showing, search, conversations });
  registerFloorApi(app, { db: databases.staff, clock, showing, realtime, conversations });
  registerCasesApi(app, { db: databases.staff, geography, clock });
  const scanner = config.clamdAddress ? clamavScanner(config.clamdAddress) : noScanner;
  registerAttachmentsApi(app, { db: databases.staff, clock, showing, scanner });
  registerJurisdictionsApi(app, {
    db: databases.staff,
    geography,
    clock,
    mayLearnWhy: ({ person }) => person !== null,
  });
  const areaMap = openAreaMap({ db: databases.staff, clock, geography, stateFips: homeStateFips });
  registerAreaMap(app, areaMap);
  registerResponsesApi(app, { ...responses, clock, realtime, showing });
  registerPagingApi(app, {
    db: databases.paging,
    staffDb: databases.staff,
    clock,
    showing,
    publicOrigin: config.publicOrigin,
    isLive,
  });
  registerMessagingApi(app, {
    db: databases.paging,
    clock,
    demo: config.demo,
    publicOrigin: config.publicOrigin,
    twilio: config.twilio,
  });
  if (drivable instanceof DrivableClock)
    registerSandboxClock(app, { db: databases.paging, clock: drivable, loop: () => loop });
  await transaction(databases.paging, async (tx) => {
    await startRetention(tx, clock.now());
    await startForgetting(tx, clock.now());
  });
  const services = openServices({
    config,
    databases,
    keyService,
    clock,
    codes,
    floods,
    partnerSecrets,
    responses,
    areaMap,
    homeStateFips,
    showing,
    search,
    realtime,
    conversations,
    room,
    loop,
    drivable,
    accounts,
    scanner,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  if (pages) await mountPages(app, config, services, pages);
  await app.ready();
  return {
    app,
    services,
    clock,
    loop,
    spool,
    close: async () => {
      await app.close();
      await loop.stop();
      await stopSequencer?.();
      conversations.stop();
      await realtime.stop();
      await accounts?.close();
      await databases.close();
    },
  };
}

/** What a room refused to act on reaches a supervisor, unless it was a supervisor's alert that was refused. */
const refusedEvents: Subscribers = {
  [eventRefused]: async (tx, { subjectId, payload }, now) => {
    if (payload['name'] === 'supervisor-needed') return;
    const { signalId, responseId, pageId } = payload as Readonly<Record<string, string | undefined>>;
    await alertSupervisors(
      tx,
      {
        subjectId,
        code: eventRefused,
        words: `A step did not happen: ${String(payload['name'])} was refused (${String(payload['code'])}). Look at the open responses.`,
        signalId,
        responseId,
        pageId,
      },
      now,
    );
  },
};

/** Events that nobody listens to yet; named, so that a mistyped one is noticed. */
const unheardEvents = [
  'call-declined',
  'signaler-wrote',
  'response-confirmed',
  'response-stood-down',
  'response-closed',
  'passed-on',
];
