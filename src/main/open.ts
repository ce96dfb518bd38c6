/** The only place where everything meets: rooms are opened, wired, and given to the pages. */
import { join } from 'node:path';
import {
  loadNoteKey,
  openShowing,
  openSpool,
  registerAuditApi,
  type Spool,
  startSequencer,
} from '../audit/index.ts';
import { clamavScanner, noScanner, registerAttachmentsApi, registerCasesApi } from '../cases/index.ts';
import { demoDirectoryFile, loadDirectoryFacts } from '../directory/index.ts';
import { isDisclosureLive, registerCourtOrdersApi } from '../disclosures/index.ts';
import { type Geography, loadGeography } from '../geography/index.ts';
import {
  assessedDanger,
  isAnybodyThere,
  latestAssessment,
  registerFloodsApi,
  registerFloorApi,
  registerGlassApi,
  registerHotlineApi,
  registerRetentionApi,
  startRetention,
} from '../hotline/index.ts';
import { registerAccountsApi, seedDemoStaff } from '../identity/index.ts';
import { loadDemoWorld, registerJurisdictionsApi } from '../jurisdictions/index.ts';
import { registerMessagingApi, startForgetting } from '../messaging/index.ts';
import { registerPagingApi } from '../paging/index.ts';
import {
  type App,
  assertSafe,
  type Clock,
  type Config,
  carrying,
  type Db,
  DrivableClock,
  type DueLoop,
  type Log,
  openDatabases,
  openDataKeys,
  openHttp,
  openIntakeSeal,
  openRealtime,
  systemClock,
  transaction,
} from '../platform/index.ts';
import { factsFrom, type ResponsesDeps, registerResponsesApi } from '../responses/index.ts';
import {
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
} from '../signals/index.ts';
import { loadDemoFeeds } from '../transit/index.ts';
import { accountsOf, hangDoor } from './admitting.ts';
import { describeAccess } from './described-access.ts';
import { registerHealth } from './health.ts';
import { openKeys } from './keys.ts';
import { registerLeft } from './left.ts';
import { openLoop } from './loop.ts';
import { openAreaMap, registerAreaMap } from './map.ts';
import { openSandboxClock, registerSandboxClock } from './sandbox-clock.ts';
import { assertSecrets } from './secrets.ts';
import type { Services } from './serving/services.ts';
import { openServices } from './serving/serving.ts';
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
    await loadDemoFeeds(databases.paging, clock.now());
  }
  const directoryFile = config.directoryFile ?? (config.demo ? demoDirectoryFile : undefined);
  if (directoryFile) await loadDirectoryFacts(databases.paging, directoryFile, log);
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
  const isLive = (db: Db, id: string, address?: string) => isDisclosureLive(db, id, clock.now(), address);
  const loop = openLoop({
    config,
    db: databases.paging,
    clock,
    log,
    polling: options.polling ?? true,
    keyService,
    codes,
    floods,
    responses,
    search,
    showing,
    isLive,
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
  registerHotlineApi(app, {
    db: databases.staff,
    clock,
    showing,
    search,
    conversations,
    codes,
    timeZone: responses.timeZone,
  });
  registerFloorApi(app, { db: databases.staff, clock, showing, realtime, conversations });
  registerCourtOrdersApi(app, { db: databases.staff, clock, showing });
  registerCasesApi(app, { db: databases.staff, geography, clock });
  const scanner = config.clamdAddress ? clamavScanner(config.clamdAddress) : noScanner;
  registerAttachmentsApi(app, { db: databases.staff, clock, showing, scanner, assessedDanger });
  registerJurisdictionsApi(app, {
    db: databases.staff,
    geography,
    clock,
    mayLearnWhy: ({ person }) => person !== null,
  });
  const areaMap = openAreaMap({ db: databases.staff, clock, geography, stateFips: homeStateFips });
  registerAreaMap(app, areaMap);
  registerLeft(app);
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
