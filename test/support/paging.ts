/** Paging and messaging alone, on a real database: organizations with any contacts, a ledger that can be revoked, and wires that behave. */
import { messagingDueHandlers, messagingSlowKinds, storedClearance } from '../../src/messaging/index.ts';
import { addOrganizations } from '../../src/organizations/index.ts';
import {
  exchangeLink,
  type IsLive,
  isMessageWanted,
  pagingDueHandlers,
  pagingSubscribers,
  readVoiceTasks,
  startPage,
  type VoiceTaskView,
} from '../../src/paging/index.ts';
import {
  type Db,
  type DomainEvent,
  eventDueHandlers,
  type Log,
  newId,
  openRows,
  StandingClock,
  type Subscribers,
  startDueLoop,
  type Tx,
  transaction,
} from '../../src/platform/index.ts';
import { openTestDatabase } from './database.ts';

export interface TestContact {
  readonly name?: string;
  readonly wire: 'sms' | 'email' | 'voice' | 'webhook';
  readonly address: string;
}

export const testOffer = {
  role: 'Local police',
  area: 'Jefferson City',
  time: '10:40 AM CST',
  lead: 'Ash County Sheriff (demo) leads this response.',
  card: ['Unconfirmed report.', 'They may say no and go.'],
};
export const testDetail = { meetingPoint: 'Jefferson City', car: 'second car', description: 'green coat' };
export const staffId = '01900000-0000-7000-8000-000000000001';

const heard = [
  'call-confirmed',
  'call-declined',
  'message-sent',
  'message-withheld',
  'message-failed',
  'message-received',
  'page-delivered',
  'page-acknowledged',
  'page-declined',
  'page-timed-out',
  'page-undeliverable',
  'page-en-route',
  'page-staged',
  'page-all-clear',
  'page-outcome',
  'page-link-renewed',
  'supervisor-needed',
  'voice-task-overdue',
];

export interface StartedPage {
  readonly id: string;
  readonly code: string;
  readonly responseId: string;
  readonly ledgerId: string;
}

export interface PagingRig {
  readonly db: Db;
  readonly clock: StandingClock;
  /** What has left, oldest first. */
  readonly sent: { address: string; body: string }[];
  readonly events: DomainEvent[];
  /** Ledger rows that do not allow telling any more. */
  readonly revoked: Set<string>;
  /** Addresses whose carrier refuses. */
  readonly broken: Set<string>;
  page(
    contacts: readonly TestContact[],
    more?: { responseId?: string; isLead?: boolean; ackTimeoutSeconds?: number },
  ): Promise<StartedPage>;
  readonly isLive: IsLive;
  /** One transaction. */
  run<T>(work: (tx: Tx, now: Date) => Promise<T>): Promise<T>;
  wait(seconds: number): Promise<void>;
  /** Opens the newest link that was sent to an address. */
  open(address: string): Promise<string>;
  tokenOf(address: string): string;
  calls(which?: Partial<Pick<VoiceTaskView, 'kind' | 'pageId' | 'subjectId'>>): Promise<VoiceTaskView[]>;
  /** What supervisors were told, as their codes. */
  alarms(): string[];
  /** The words of every alert so far. */
  alertWords(): Promise<string[]>;
  close(): Promise<void>;
}

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export async function openPagingRig(): Promise<PagingRig> {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = new StandingClock(new Date('2026-02-12T16:50:00Z'));
  const sent: PagingRig['sent'] = [];
  const events: DomainEvent[] = [];
  const revoked = new Set<string>();
  const broken = new Set<string>();
  const carrier = {
    carry: async ({ address, body }: { address: string; body: string }) => {
      if (broken.has(address)) throw new Error('the carrier refused');
      sent.push({ address, body });
      return undefined;
    },
  };
  const isLive = async (_db: Db, ledgerId: string) => !revoked.has(ledgerId);
  const listening: Subscribers = Object.fromEntries(
    heard.map((name) => [name, async (_tx: Tx, event: DomainEvent) => void events.push(event)]),
  );
  const loop = startDueLoop({
    db,
    clock,
    log: quiet,
    polling: false,
    slowKinds: messagingSlowKinds,
    handlers: {
      ...messagingDueHandlers({
        carriers: { sms: carrier, email: carrier, webhook: carrier },
        checks: { disclosure: isLive, dialogue: isLive },
        stillWanted: isMessageWanted,
        log: quiet,
      }),
      ...pagingDueHandlers({ publicOrigin: 'http://localhost:8080', isLive }),
      ...eventDueHandlers([pagingSubscribers(isLive), listening]),
    },
  });
  const run: PagingRig['run'] = (work) => transaction(db, (tx) => work(tx, clock.now()));
  const tokenOf = (address: string): string => {
    const text = sent.findLast((found) => found.address === address && found.body.includes('/p/'));
    return /\/p\/([\w-]+)/.exec(text?.body ?? '')?.[1] ?? 'no-link-was-sent';
  };
  let organizations = 0;
  return {
    db,
    clock,
    sent,
    events,
    revoked,
    broken,
    isLive,
    run,
    tokenOf,
    page: async (contacts, more = {}) => {
      const organizationId = newId(clock.now());
      await addOrganizations(db, [
        {
          id: organizationId,
          name: `Agency ${++organizations} (demo)`,
          kind: 'agency',
          role: 'local-law-enforcement',
          serviceUrn: 'urn:emergency:service:responder.police.local',
          deskFirst: true,
          demo: true,
          contacts: [],
          shifts: [],
          units: [],
        },
      ]);
      // Written past the door that checks contacts: some were there before it.
      await db
        .insertInto('contact')
        .values(
          contacts.map(({ name, wire, address }, priority) => ({
            id: newId(clock.now()),
            organization_id: organizationId,
            name: name ?? `Desk ${priority + 1}`,
            wire,
            address,
            is_desk: true,
            priority,
          })),
        )
        .execute();
      const ledgerId = newId(clock.now());
      const responseId = more.responseId ?? newId(clock.now());
      const started = await run((tx, now) =>
        startPage(
          tx,
          {
            responseId,
            recordId: responseId,
            role: 'local-law-enforcement',
            organizationId,
            clearance: storedClearance('disclosure', ledgerId),
            offer: testOffer,
            detail: testDetail,
            ackTimeoutSeconds: more.ackTimeoutSeconds ?? 120,
            callBackPhone: '816-555-0142',
            isLead: more.isLead ?? false,
          },
          now,
        ),
      );
      return { id: started.pageId, code: started.code, responseId, ledgerId };
    },
    wait: async (seconds) => {
      const to = new Date(clock.now().getTime() + seconds * 1000);
      await loop.drain();
      for (let next = await loop.nextAt(); next && next <= to; next = await loop.nextAt()) {
        clock.moveTo(next);
        await loop.drain();
      }
      clock.moveTo(to);
      await loop.drain();
    },
    open: async (address) =>
      (await run((tx, now) => exchangeLink(tx, tokenOf(address), now, isLive))).session,
    calls: async (which = {}) =>
      (await readVoiceTasks(db)).tasks.filter((task) =>
        Object.entries(which).every(([key, value]) => task[key as keyof VoiceTaskView] === value),
      ),
    alarms: () =>
      events.filter(({ name }) => name === 'supervisor-needed').map(({ payload }) => String(payload['code'])),
    alertWords: async () =>
      (
        await openRows(db, 'supervisor_alert', await db.selectFrom('supervisor_alert').selectAll().execute())
      ).map(({ words }) => words),
    close: async () => {
      await loop.stop();
      await database.close();
    },
  };
}
