/**
 * The founding story, played by the public surfaces only: a conductor reports, and before the passenger gets off everyone
 * needed is in place. Each variant asks what must never happen, and sees that it does not.
 */
import { Phones, type Player } from './cast.ts';
import { type Client, openClient, Refused } from './client.ts';

export const variants = ['everyone-comes', 'every-local-unit-declines', 'no-consent', 'do-not-tell'] as const;
export type Variant = (typeof variants)[number];

export interface StoryLine {
  readonly at: string;
  readonly who: string;
  readonly what: string;
}

export interface StoryRole {
  readonly role: string;
  readonly pagedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly stagedAt: string | null;
  /** Seconds in place before the arrival; null when never in place. */
  readonly leadSeconds: number | null;
}

export interface StoryResult {
  readonly ok: boolean;
  readonly arrival: string | null;
  readonly roles: readonly StoryRole[];
  /** Every text the signaler saw by the code. */
  readonly receipt: readonly string[];
  readonly timeline: readonly StoryLine[];
  /** What was not as it must be; empty when ok. */
  readonly faults: readonly string[];
}

export interface StoryOptions {
  readonly origin: string;
  readonly variant: Variant;
  /** Called with each line as it happens. */
  readonly tell: (line: StoryLine) => Promise<void> | void;
}

const tripId = 'river-runner:311';
const stopWords = 'Kansas City';
const answerSteps = 80;
const stepSeconds = 5;
const dayMilliseconds = 86_400_000;

interface Stop {
  readonly stopId: string;
  readonly name: string;
  readonly arrivalAt: string;
}
interface Candidate {
  readonly organizationId: string;
  readonly organizationName: string;
}
interface PlanSeen {
  readonly headline: string;
  readonly probability: number;
  readonly roles: readonly {
    readonly role: string;
    readonly required: boolean;
    readonly candidates: readonly Candidate[];
    readonly excluded: readonly (Candidate & { readonly reason: string })[];
  }[];
}
interface ResponseSeen {
  readonly roles: readonly {
    readonly role: string;
    readonly name: string;
    readonly required: boolean;
    readonly state: string;
    readonly organizationName: string | null;
    readonly asked: readonly {
      readonly organizationId: string;
      readonly organizationName: string;
      readonly state: string;
      readonly startedAt: string;
    }[];
  }[];
  readonly timeline: readonly StoryLine[];
}

/** One playing of the story. */
class Stage {
  readonly client: Client;
  readonly phones: Phones;
  readonly lines: StoryLine[] = [];
  readonly receipt: string[] = [];
  readonly faults: string[] = [];
  readonly #tell: StoryOptions['tell'];
  advocate = { 'alight-actor': '' };
  advocateName = '';
  supervisor = { id: '', name: '' };
  now = '';

  constructor(options: StoryOptions) {
    this.client = openClient(options.origin);
    this.phones = new Phones(this.client);
    this.#tell = options.tell;
  }
  async say(who: string, what: string): Promise<void> {
    const line = { at: this.now, who, what };
    this.lines.push(line);
    await this.#tell(line);
  }
  async moveClock(by: { to: string } | { advanceSeconds: number }): Promise<void> {
    this.now = (await this.client.post<{ now: string }>('/sandbox/clock', by)).now;
  }
  expect(right: boolean, fault: string): void {
    if (!right) this.faults.push(fault);
  }
  async look(code: string): Promise<void> {
    const seen = await this.client.post<{ text: string; messages: { from: string; text: string }[] }>(
      '/v1/dialogue/open',
      { code },
    );
    for (const text of [
      seen.text,
      ...seen.messages.filter(({ from }) => from === 'us').map((message) => message.text),
    ])
      if (!this.receipt.includes(text)) this.receipt.push(text);
    await this.say('Conductor', `opens the code and reads: “${seen.text}”`);
  }
}

/** Learns who works here and what time it is, and waits for the right moment of the next train. */
async function board(stage: Stage): Promise<{ arrival: string; serviceDate: string; stopId: string }> {
  stage.now = (await stage.client.get<{ now: string }>('/sandbox/clock')).now;
  const { staff } = await stage.client.get<{ staff: { id: string; name: string; role: string }[] }>(
    '/v1/staff',
  );
  const advocate = staff.find((member) => member.role === 'hotline-advocate');
  const supervisor = staff.find((member) => member.role === 'supervisor');
  if (!advocate || !supervisor)
    throw new Error('The story needs a hotline advocate and a supervisor. Is this a demonstration?');
  stage.advocate = { 'alight-actor': advocate.id };
  stage.advocateName = advocate.name;
  stage.supervisor = supervisor;
  await stage.phones.ignoreOldTexts();
  for (let ahead = 0; ahead < 3; ahead++) {
    const serviceDate = new Date(new Date(stage.now).getTime() + ahead * dayMilliseconds)
      .toISOString()
      .slice(0, 10);
    const { stops } = await stage.client
      .post<{ stops: Stop[] }>('/v1/jurisdictions/resolve', { tripId, serviceDate }, stage.advocate)
      .catch(() => ({ stops: [] as Stop[] }));
    const boarding = stops.find(({ name }) => name === 'Jefferson City');
    const last = stops.find(({ name }) => name.startsWith(stopWords));
    if (!boarding || !last) continue;
    await stage.moveClock({
      to: new Date(new Date(boarding.arrivalAt).getTime() + 12 * 60_000).toISOString(),
    });
    return { arrival: last.arrivalAt, serviceDate, stopId: last.stopId };
  }
  throw new Error('No train 311 was found within three days.');
}

/** The conductor reports; staff read, ask back, assess and link the train. @returns the signal's id and the code */
async function report(
  stage: Stage,
  variant: Variant,
  train: { serviceDate: string; stopId: string },
): Promise<{ signalId: string; code: string }> {
  const own = variant === 'no-consent';
  const narrative = own
    ? 'He keeps my phone and my papers. He says I owe him for the trip and may not leave. I am on the train to Kansas City.'
    : 'While her companion was away, a passenger in car 2 told me that he keeps her phone and papers, that she owes for the trip and may not leave. They mean to get off at Kansas City.';
  const before = new Set((await queueOf(stage)).map(({ signalId }) => signalId));
  const { receipt } = await stage.client.post<{ receipt: string }>(
    '/v1/signals',
    {
      door: own ? 'help' : 'professional',
      channel: 'partner',
      narrative,
      relation: own ? 'potential-victim' : 'transport-worker',
      proximity: own ? 'self' : 'told-by-victim',
      danger: 'soon',
      ageGroup: 'adult',
      observations: ['papers-held', 'phone-held', 'debt-owed', 'may-not-leave'],
      ownWords: 'He keeps my phone and papers. I owe for the trip. I may not leave.',
      appearance: 'Green coat, window seat.',
      transit: { line: '311', car: '2', alightingStop: stopWords },
    },
    { 'idempotency-key': `story-${crypto.randomUUID()}` },
  );
  await stage.say(own ? 'Passenger' : 'Conductor', 'reports, and gets a code.');
  const entry = (await queueOf(stage)).find(({ signalId }) => !before.has(signalId));
  if (!entry) throw new Error('the report is not in the queue');
  await stage.say('Alight', `puts it in the queue: ${entry.reason}`);
  if (!own) await stage.look(receipt);
  const { signalId } = entry;
  await stage.client.get(`/v1/signals/${signalId}`, stage.advocate);
  await stage.say(stage.advocateName, 'reads the report.');
  await stage.client.post(
    `/v1/signals/${signalId}/ask-back`,
    { text: 'Thank you for writing. Is she still in the same car, and are they together now?' },
    stage.advocate,
  );
  await stage.say(stage.advocateName, 'asks one question back.');
  await stage.moveClock({ advanceSeconds: 90 });
  await stage.client.post('/v1/dialogue/messages', {
    code: receipt,
    text: 'Yes, still car 2. He is back with her.',
    key: `story-${crypto.randomUUID()}`,
  });
  await stage.say(own ? 'Passenger' : 'Conductor', 'answers by the code.');
  await stage.client.post(
    `/v1/signals/${signalId}/assess`,
    {
      observedBehaviours: ['papers-held', 'phone-held', 'debt-owed', 'may-not-leave'],
      ownWords: true,
      strength: 'high',
      danger: 'soon',
      ageGroup: 'adult',
      reason: 'In her own words: papers and phone held, a debt, may not leave.',
    },
    stage.advocate,
  );
  await stage.client.post(`/v1/signals/${signalId}/trip`, { tripId, ...train }, stage.advocate);
  await stage.say(stage.advocateName, 'assesses it as high and links train 311.');
  return { signalId, code: receipt };
}

const queueOf = async (stage: Stage) =>
  (await stage.client.get<{ queue: { signalId: string; reason: string }[] }>('/v1/queue', stage.advocate))
    .queue;
const planOf = (stage: Stage, signalId: string) =>
  stage.client.post<PlanSeen>('/v1/meeting-plans', { signalId }, stage.advocate);
const responseOf = (stage: Stage, id: string) =>
  stage.client.get<ResponseSeen>(`/v1/responses/${id}`, stage.advocate);

interface Played {
  readonly player: Player;
  readonly acknowledgedAt: string;
  stagedAt: string | null;
}

/** Everyone answers their phones until each required role has someone or nobody is left. */
async function answer(stage: Stage, responseId: string, variant: Variant): Promise<Map<string, Played>> {
  const coming = new Map<string, Played>();
  let declined = 0;
  for (let step = 0; step < answerSteps; step++) {
    for (const player of await stage.phones.pickUp()) {
      const { role } = player.page;
      const local = role === 'local-law-enforcement';
      const name = player.page.organizationName ?? role;
      await stage.say(name, `opens duty page ${player.code}.`);
      stage.expect(
        player.page.detail === null || player.page.detail === undefined,
        'details were shown before accepting',
      );
      if (
        local &&
        (variant === 'every-local-unit-declines' || (variant === 'everyone-comes' && declined === 0))
      ) {
        declined++;
        await player.act('decline', { reason: 'All our cars are on another call.' });
        await stage.say(name, 'declines: all cars are on another call.');
      } else if (coming.has(role)) {
        await stage.say(name, 'sees that another unit has taken it.');
      } else {
        await player.act('accept');
        coming.set(role, { player, acknowledgedAt: stage.now, stagedAt: null });
        await stage.say(name, `accepts as ${role.replaceAll('-', ' ')}.`);
      }
    }
    await stage.moveClock({ advanceSeconds: stepSeconds });
    const open = (await responseOf(stage, responseId)).roles.filter(
      (role) => role.required && role.state === 'asking',
    );
    if (open.length === 0 && step > 1) break;
  }
  return coming;
}

/** They set out, and are in place before the train. */
async function gather(stage: Stage, coming: Map<string, Played>, arrival: string): Promise<void> {
  const minutes: Record<string, number> = {
    'victim-advocate': 34,
    'state-patrol': 28,
    'railroad-police': 15,
  };
  const etas: { at: string; one: Played }[] = [];
  for (const [role, one] of coming) {
    const etaAt = new Date(new Date(stage.now).getTime() + (minutes[role] ?? 21) * 60_000).toISOString();
    await one.player.act('en-route', { etaAt });
    etas.push({ at: etaAt, one });
    await stage.say(
      one.player.page.organizationName ?? role,
      `is on the way, there in ${minutes[role] ?? 21} minutes.`,
    );
  }
  for (const { at, one } of etas.sort((a, b) => (a.at < b.at ? -1 : 1))) {
    await stage.moveClock({ to: at });
    await one.player.act('staged');
    one.stagedAt = stage.now;
    const advocate = one.player.page.role === 'victim-advocate';
    await stage.say(
      one.player.page.organizationName ?? one.player.page.role,
      advocate ? 'is in place, at a point of their own.' : 'is in place, off the platform and out of sight.',
    );
  }
  await stage.moveClock({ to: arrival });
  await stage.say('Train 311', 'arrives at Kansas City.');
}

async function finish(
  stage: Stage,
  coming: Map<string, Played>,
  ids: { signalId: string; responseId: string; code: string },
): Promise<void> {
  const lead = coming.get('local-law-enforcement');
  const advocate = coming.get('victim-advocate');
  if (lead) {
    await lead.player.act('all-clear');
    await stage.say(
      lead.player.page.organizationName ?? 'Lead',
      'gives the all-clear: the advocate may move.',
    );
  }
  await stage.moveClock({ advanceSeconds: 2_400 });
  if (lead) await lead.player.act('outcome', { outcome: 'person-reached' });
  if (advocate) await advocate.player.act('outcome', { outcome: 'safety-information-given' });
  await stage.say('Agencies', 'report what became of it.');
  await stage.client.post(`/v1/responses/${ids.responseId}/close`, {}, stage.advocate);
  await stage.moveClock({ advanceSeconds: 10 });
  await stage.say('Alight', 'stands everyone down by a page.');
  await stage.look(ids.code);
  const early = await stage.client
    .post(`/v1/signals/${ids.signalId}/release-acted-on`, {}, stage.advocate)
    .then(
      () => true,
      () => false,
    );
  stage.expect(!early, '"acted on" could be released before 24 hours had passed');
  await stage.moveClock({ advanceSeconds: 86_400 });
  await stage.client.post(`/v1/signals/${ids.signalId}/release-acted-on`, {}, stage.advocate);
  await stage.say(stage.advocateName, 'a day later lets the code say that it was acted on.');
  await stage.look(ids.code);
}

function rolesOf(response: ResponseSeen, coming: Map<string, Played>, arrival: string): StoryRole[] {
  return response.roles
    .filter(({ required, asked }) => required || asked.length > 0)
    .map(({ role, asked }) => {
      const one = coming.get(role);
      const paged = asked.map(({ startedAt }) => startedAt).sort()[0] ?? null;
      const stagedAt = one?.stagedAt ?? null;
      return {
        role,
        pagedAt: paged,
        acknowledgedAt: one?.acknowledgedAt ?? null,
        stagedAt,
        leadSeconds: stagedAt ? (new Date(arrival).getTime() - new Date(stagedAt).getTime()) / 1000 : null,
      };
    });
}

/** Words that a receipt must never hold: places, roles, times, outcomes. */
const tellingWords =
  /\b(kansas|city|station|train|police|patrol|sheriff|advocate|officer|platform|met|found)\b|arriv|\d{1,2}:\d{2}|today|tomorrow/i;

/** Plays the story. @throws Error when the instance cannot play it at all (not a demonstration, no train) */
export async function playTransitStory(options: StoryOptions): Promise<StoryResult> {
  const stage = new Stage(options);
  const train = await board(stage);
  await stage.say('Train 311', 'leaves Jefferson City for Kansas City.');
  const { signalId, code } = await report(stage, options.variant, train);
  const done = (roles: StoryRole[]): StoryResult => {
    for (const text of stage.receipt)
      stage.expect(!tellingWords.test(text), `a receipt text tells too much: ${text}`);
    return {
      ok: stage.faults.length === 0,
      arrival: train.arrival,
      roles,
      receipt: stage.receipt,
      timeline: stage.lines,
      faults: stage.faults,
    };
  };
  let plan = await planOf(stage, signalId);
  await stage.say('Alight', plan.headline);
  if (options.variant === 'no-consent') return done(await nothingLeaves(stage, signalId, plan));
  const first = plan.roles.find(({ role }) => role === 'local-law-enforcement')?.candidates[0];
  if (options.variant === 'do-not-tell' && first) {
    await stage.client.post(
      `/v1/signals/${signalId}/do-not-tell`,
      { organizationId: first.organizationId, reason: 'She said that he has a friend there.' },
      stage.advocate,
    );
    await stage.say(stage.advocateName, `puts ${first.organizationName} on the do-not-tell list.`);
    plan = await planOf(stage, signalId);
  }
  const { responseId } = await confirm(stage, signalId);
  await stage.say(stage.advocateName, `confirms, with ${stage.supervisor.name}. Everyone needed is paged.`);
  const coming = await answer(stage, responseId, options.variant);
  if (options.variant === 'every-local-unit-declines') await supervisorIsAlerted(stage, responseId, plan);
  await gather(stage, coming, train.arrival);
  await finish(stage, coming, { signalId, responseId, code });
  const response = await responseOf(stage, responseId);
  const roles = rolesOf(response, coming, train.arrival);
  for (const role of roles) {
    if (options.variant === 'every-local-unit-declines' && role.role === 'local-law-enforcement') continue;
    stage.expect((role.leadSeconds ?? -1) > 0, `${role.role} was not in place before the train`);
  }
  if (options.variant === 'do-not-tell' && first) {
    const asked = response.roles
      .flatMap((role) => role.asked)
      .some(({ organizationId }) => organizationId === first.organizationId);
    stage.expect(!asked, 'an agency on the do-not-tell list was paged');
  }
  if (options.variant === 'everyone-comes')
    stage.expect(
      (response.roles.find(({ role }) => role === 'local-law-enforcement')?.asked.length ?? 0) >= 2,
      'after the decline nobody else was paged',
    );
  return done(roles);
}

const confirm = (stage: Stage, signalId: string) =>
  stage.client.post<{ responseId: string }>(
    '/v1/responses',
    {
      signalId,
      reason: 'Her own words and four behaviours; she gets off at Kansas City.',
      secondStaffId: stage.supervisor.id,
    },
    stage.advocate,
  );

/** Help door, no consent: nothing leaves, and the words say why. */
async function nothingLeaves(stage: Stage, signalId: string, plan: PlanSeen): Promise<StoryRole[]> {
  const reasons = plan.roles.flatMap(({ excluded }) => excluded.map(({ reason }) => reason));
  stage.expect(
    plan.roles.every(({ candidates }) => candidates.length === 0),
    'the plan would tell someone without consent',
  );
  stage.expect(
    reasons.some((reason) => /help door/.test(reason)),
    'the plan does not say why nobody may be told',
  );
  await stage.say('Alight', reasons[0] ?? 'gives no reason.');
  try {
    const { responseId } = await confirm(stage, signalId);
    await stage.moveClock({ advanceSeconds: 300 });
    const response = await responseOf(stage, responseId);
    stage.expect(
      response.roles.every(({ asked }) => asked.length === 0),
      'somebody was asked without consent',
    );
    await stage.say('Alight', 'asks nobody, and tells a supervisor.');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await stage.say('Alight', `refuses: ${error.detail}`);
  }
  stage.expect((await stage.phones.pickUp()).length === 0, 'a page left without consent');
  return [];
}

/** Every local unit said no: each was asked, and a supervisor knows. */
async function supervisorIsAlerted(stage: Stage, responseId: string, plan: PlanSeen): Promise<void> {
  const { alerts } = await stage.client.get<{
    alerts: { kind: string; words: string; responseId: string | null }[];
  }>('/v1/alerts', stage.advocate);
  const alert = alerts.find((found) => found.responseId === responseId && found.kind === 'role-unfilled');
  stage.expect(alert !== undefined, 'nobody came and no supervisor was alerted');
  if (alert) await stage.say('Alight', `alerts the supervisor: ${alert.words}`);
  const asked =
    (await responseOf(stage, responseId)).roles.find(({ role }) => role === 'local-law-enforcement')?.asked ??
    [];
  const candidates = plan.roles.find(({ role }) => role === 'local-law-enforcement')?.candidates ?? [];
  stage.expect(
    asked.length === candidates.length && asked.length >= 2,
    `of ${candidates.length} local agencies ${asked.length} were asked`,
  );
}
