/** What is done when it is due, and who hears of what happened: every room's part, in one loop. */
import { alertSupervisors, type Showing } from '../audit/index.ts';
import { disclosuresDueHandlers, disclosuresSubscribers, orderDueHandlers } from '../disclosures/index.ts';
import {
  floorPatientKinds,
  hotlineDueHandlers,
  hotlineSubscribers,
  numbersOnHold,
  retentionDueHandlers,
} from '../hotline/index.ts';
import {
  type Carriers,
  messagingDueHandlers,
  messagingSlowKinds,
  numbersDueHandlers,
  sandboxCarriers,
  smtpCarrier,
  twilioCarrier,
  webhookCarrier,
} from '../messaging/index.ts';
import { type IsLive, isMessageWanted, pagingDueHandlers, pagingSubscribers } from '../paging/index.ts';
import {
  type Clock,
  type Config,
  type Db,
  type DueLoop,
  EgressRefused,
  errorFields,
  eventDueHandlers,
  eventRefused,
  type KeyService,
  type Log,
  openOutbound,
  type Subscribers,
  startDueLoop,
} from '../platform/index.ts';
import { type ResponsesDeps, responsesDueHandlers, responsesSubscribers } from '../responses/index.ts';
import {
  type Codes,
  type Floods,
  floodDueHandlers,
  isDialogueLive,
  type SearchDeps,
  safeWindow,
  searchDueHandlers,
  signalsPatientKinds,
  signalsSubscribers,
  textDueHandlers,
} from '../signals/index.ts';

export interface LoopDeps {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly polling: boolean;
  readonly keyService: KeyService;
  readonly codes: Codes;
  readonly floods: Floods;
  readonly responses: ResponsesDeps;
  readonly search: SearchDeps;
  readonly showing: Showing;
  /** Whether what was disclosed may still be told. */
  readonly isLive: IsLive;
}

/** Starts the loop; where it does not poll, whoever opened it drives it. */
export function openLoop(deps: LoopDeps): DueLoop {
  const { config, db, clock, log, polling, keyService, responses, search, showing, isLive } = deps;
  const texts = { codes: deps.codes, floods: deps.floods, phone: config.operator.phone };
  const rooms = [
    signalsSubscribers(texts),
    disclosuresSubscribers(),
    responsesSubscribers(responses),
    pagingSubscribers(isLive),
    hotlineSubscribers(showing),
    refusedEvents,
  ];
  return startDueLoop({
    db,
    clock,
    log,
    polling,
    slowKinds: messagingSlowKinds,
    patientKinds: [...signalsPatientKinds, ...floorPatientKinds],
    handlers: {
      ...messagingDueHandlers({
        carriers: carriersOf(config, log, sandboxCarriers(db)),
        checks: { disclosure: isLive, dialogue: isDialogueLive },
        stillWanted: isMessageWanted,
        safeWindow: (from, about, now) => safeWindow(from, about, responses.timeZone, now),
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
      ...orderDueHandlers(),
      ...responsesDueHandlers(),
      ...eventDueHandlers(rooms, unheardEvents, log),
    },
  });
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
