/**
 * The founding story, played by the public surfaces only: a conductor reports, and before the passenger gets off everyone
 * needed is in place. Each variant asks what must never happen, and sees that it does not. What is proved is read from the
 * server and from the phones, never from the story's own account of itself.
 */
import { type Player, readDutyText, type SeenPage, saysLookAgain, saysStoodDown } from './cast.ts';
import { board, confirm, localCandidates, report, statusTexts, type Train } from './opening.ts';
import {
  type Candidate,
  localRole,
  type PlanSeen,
  type ResponseSeen,
  type RoleSeen,
  Stage,
  type StoryLine,
} from './stage.ts';
import type { Variant } from './variants.ts';

export type { StoryLine } from './stage.ts';

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

const answerSteps = 80;
const stepSeconds = 5;
const daySeconds = 86_400;
/** What staff write for those who accept. */
const description = 'Green coat, grey bag.';
/** Of the report's own words about the person; nobody else may ever read them. */
const reportedWords = /window seat/i;

/** One response under way, with everyone who was asked. */
interface Scene {
  readonly stage: Stage;
  readonly variant: Variant;
  readonly responseId: string;
  readonly signalId: string;
  readonly code: string;
  /** Who has opened a page, in order. */
  readonly players: Player[];
  /** Who is coming, by role. */
  readonly coming: Map<string, Player>;
  /** Put on the do-not-tell list while they were coming. */
  listed: Player | undefined;
  declined: number;
}

const rolesNow = async ({ stage, responseId }: Scene): Promise<readonly RoleSeen[]> =>
  (await stage.response(responseId)).roles;
const codesOf = (roles: readonly RoleSeen[]): Set<string> =>
  new Set(roles.flatMap(({ asked }) => asked.map(({ code }) => code)));

/** Nobody reads how the person looks before saying yes, and only what staff wrote for them after. */
function expectDescription(scene: Scene, page: SeenPage, accepted: boolean): void {
  const { stage } = scene;
  const all = JSON.stringify(page);
  stage.expect(!reportedWords.test(all), `${page.role} reads the reporter's own words`);
  if (accepted)
    stage.expect(
      page.detail?.description === description,
      `${page.role} accepted and does not read the description`,
    );
  else
    stage.expect(
      page.detail === null && !all.includes(description),
      `${page.role} reads details without having accepted`,
    );
}

/** One agency leads, or nobody does yet; never two, and never another one than accepted it. */
async function expectOneLead(scene: Scene): Promise<void> {
  const leader = scene.coming.get(localRole);
  const leading: string[] = [];
  for (const player of scene.players)
    if ((await player.look()).offer.lead?.startsWith('Your agency leads')) leading.push(player.code);
  const right = leader ? [leader.code] : [];
  scene.stage.expect(
    [...new Set(leading)].join() === right.join(),
    `${new Set(leading).size} pages read that their agency leads, where ${right.length} must`,
  );
}

/** A responder opens the link and answers. */
async function answerOne(scene: Scene, player: Player): Promise<void> {
  const { stage, variant, coming } = scene;
  const { role, organizationName: name } = player.page;
  const local = role === localRole;
  await stage.say(name, `opens duty page ${player.code}.`);
  expectDescription(scene, player.page, false);
  if (coming.has(role)) return stage.say(name, 'sees that another unit has taken it.');
  if (local) {
    const asked = player.page.offer.lead?.startsWith('Your agency is asked to lead') ?? false;
    stage.expect(asked, `the page of ${name} does not say that it is asked to lead`);
    if (scene.declined + (scene.listed ? 1 : 0) > 0) await stage.say(name, 'reads that it is asked to lead.');
  }
  if (
    local &&
    (variant === 'every-local-unit-declines' || (variant === 'everyone-comes' && scene.declined === 0))
  ) {
    scene.declined++;
    await player.act('decline', { reason: 'All our cars are on another call.' });
    expectDescription(scene, await player.look(), false);
    return stage.say(name, 'declines: all cars are on another call.');
  }
  await player.act('accept');
  coming.set(role, player);
  expectDescription(scene, await player.look(), true);
  await stage.say(name, `accepts as ${role.replaceAll('-', ' ')}.`);
}

/** Everyone answers their phones until each required role has someone or nobody is left. */
async function answer(scene: Scene): Promise<void> {
  const { stage, variant, coming } = scene;
  for (let step = 0; step < answerSteps; step++) {
    for (const player of await stage.phones.pickUp(codesOf(await rolesNow(scene)))) {
      scene.players.push(player);
      await answerOne(scene, player);
    }
    await stage.moveClock({ advanceSeconds: stepSeconds });
    await expectOneLead(scene);
    const leader = coming.get(localRole);
    if (variant === 'do-not-tell' && leader && !scene.listed) {
      await listMidway(scene, leader);
      continue;
    }
    const open = (await rolesNow(scene)).some((role) => role.required && role.state === 'asking');
    if (!open && step > 1) return;
  }
}

/** They set out, and are in place before the train. @returns the roles as the server knows them just before the arrival */
async function gather(scene: Scene, arrival: string): Promise<readonly RoleSeen[]> {
  const { stage } = scene;
  const minutes: Record<string, number> = {
    'victim-advocate': 34,
    'state-patrol': 28,
    'railroad-police': 15,
  };
  const etas: { at: string; player: Player }[] = [];
  for (const [role, player] of scene.coming) {
    const etaAt = new Date(new Date(stage.now).getTime() + (minutes[role] ?? 21) * 60_000).toISOString();
    await player.act('en-route', { etaAt });
    etas.push({ at: etaAt, player });
    await stage.say(player.page.organizationName, `is on the way, there in ${minutes[role] ?? 21} minutes.`);
  }
  for (const { at, player } of etas.sort((a, b) => (a.at < b.at ? -1 : 1))) {
    await stage.moveClock({ to: at });
    await player.act('staged');
    const advocate = player.page.role === 'victim-advocate';
    await stage.say(
      player.page.organizationName,
      advocate ? 'is in place, at a point of their own.' : 'is in place, off the platform and out of sight.',
    );
    await stage.moveClock({ advanceSeconds: 1 });
  }
  await expectOneLead(scene);
  // Asked while the train is still on its way: what the server learns afterwards proves nothing.
  const roles = await rolesNow(scene);
  stage.expect(stage.now < arrival, 'the train had arrived before everyone was in place');
  for (const { role, required, state } of roles) {
    if (!required || (scene.variant === 'every-local-unit-declines' && role === localRole)) continue;
    stage.expect(state === 'staged', `before the train ${role} was ${state}, not staged`);
  }
  await stage.moveClock({ to: arrival });
  await stage.say('Train 311', 'arrives at Kansas City.');
  return roles;
}

/** The advocate's own page and phone say when they may move; nobody else's word does. */
async function allClear(scene: Scene): Promise<void> {
  const { stage } = scene;
  const lead = scene.coming.get(localRole);
  const advocate = scene.coming.get('victim-advocate');
  if (!advocate) return stage.expect(false, 'no victim advocate came');
  const toldToLook = async () =>
    (await stage.phones.texts()).some(
      (text) => text.address === advocate.address && saysLookAgain(text, advocate.code),
    );
  stage.expect(!(await advocate.look()).allClear, 'the advocate may move before the all-clear');
  stage.expect(!(await toldToLook()), 'the advocate is told to look again before the all-clear');
  if (!lead) return;
  await stage.refused('an all-clear by the advocate', () => advocate.act('all-clear'));
  await lead.act('all-clear');
  await stage.moveClock({ advanceSeconds: stepSeconds });
  await stage.say(lead.page.organizationName, 'gives the all-clear.');
  const [mayMove, told] = [(await advocate.look()).allClear, await toldToLook()];
  stage.expect(mayMove, "the advocate's page does not show the all-clear");
  stage.expect(told, 'the advocate was not told to look again');
  if (mayMove && told)
    await stage.say(
      advocate.page.organizationName,
      'is told to look again, and reads the all-clear: they may move.',
    );
}

/** Whoever was asked and has not said no is stood down, on every phone that got the page. */
async function expectStoodDown(scene: Scene): Promise<void> {
  const { stage } = scene;
  const texts = await stage.phones.texts();
  const asked = (await rolesNow(scene)).flatMap((role) => role.asked);
  let told = 0;
  for (const { code, state, organizationName } of asked) {
    // Who declined has ended it themselves; who was listed may get no text any more and is called.
    if (state === 'declined' || code === scene.listed?.code) continue;
    const phones = texts.filter((text) => readDutyText(text.body)?.code === code);
    stage.expect(phones.length > 0, `page ${code} of ${organizationName} is on no phone`);
    for (const { address } of phones) {
      const down = texts.some((text) => text.address === address && saysStoodDown(text, code));
      stage.expect(down, `a phone of ${organizationName} was paged and not stood down`);
      if (down) told++;
    }
  }
  for (const player of scene.players) {
    const page = await player.look();
    stage.expect(
      page.state === 'released' || page.state === 'declined',
      `the page of ${page.organizationName} is still ${page.state}`,
    );
    expectDescription(scene, page, false);
  }
  await stage.say('Alight', `stands everyone down by a page: ${told} phones.`);
}

async function finish(scene: Scene): Promise<void> {
  const { stage, signalId } = scene;
  await allClear(scene);
  await stage.moveClock({ advanceSeconds: 2_400 });
  await scene.coming.get(localRole)?.act('outcome', { outcome: 'person-reached' });
  await scene.coming.get('victim-advocate')?.act('outcome', { outcome: 'safety-information-given' });
  await stage.say('Agencies', 'report what became of it.');
  await stage.act(`/v1/responses/${scene.responseId}/close`);
  await stage.moveClock({ advanceSeconds: 10 });
  await expectStoodDown(scene);
  await stage.look(scene.code, statusTexts.read);
  const release = () => stage.act(`/v1/signals/${signalId}/release-acted-on`);
  await stage.refused('"acted on" before 24 hours had passed', release);
  await stage.moveClock({ advanceSeconds: daySeconds });
  await release();
  await stage.say(stage.advocateName, 'a day later lets the code say that it was acted on.');
  await stage.look(scene.code, statusTexts.actedOn);
}

/** All instants are the server's: when it paged, when it took the yes, and since when it knew them in place. */
function rolesOf(before: readonly RoleSeen[], after: ResponseSeen, arrival: string): StoryRole[] {
  return after.roles
    .filter(({ required, asked }) => required || asked.length > 0)
    .map(({ role, name, asked, organizationName }) => {
      const atArrival = before.find((found) => found.role === role);
      const stagedAt = atArrival?.state === 'staged' ? atArrival.stateAt : null;
      const yes = after.timeline.find(
        ({ who, what }) => who === organizationName && what.startsWith(`Accepted as ${name}`),
      );
      return {
        role,
        pagedAt: asked.map(({ startedAt }) => startedAt).sort()[0] ?? null,
        acknowledgedAt: yes?.at ?? null,
        stagedAt,
        leadSeconds: stagedAt ? (new Date(arrival).getTime() - new Date(stagedAt).getTime()) / 1000 : null,
      };
    });
}

/** Words that a receipt must never hold: places, roles, times, outcomes. */
const tellingWords =
  /\b(kansas|missouri|jefferson|city|station|stop|train|police|patrol|troop(er)?|sheriff|deputy|railroad|carrier|advocate|officer|platform|met|found|safe|minutes?|hours?)\b|arriv|\d{1,2}:\d{2}|today|tomorrow/i;

/** Plays the story. @throws Error when the instance cannot play it at all (not a demonstration, no train) */
export async function playTransitStory({ origin, variant, tell }: StoryOptions): Promise<StoryResult> {
  const stage = new Stage(origin, tell);
  const train = await board(stage);
  await stage.say('Train 311', 'leaves Jefferson City for Kansas City.');
  const ids = await report(stage, variant === 'no-consent', train);
  const plan = await stage.plan(ids.signalId);
  await stage.say('Alight', plan.headline);
  const roles =
    variant === 'no-consent'
      ? await nothingLeaves(stage, ids, plan)
      : await everyoneIsAsked(stage, variant, { ...ids, train, plan });
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
}

async function everyoneIsAsked(
  stage: Stage,
  variant: Variant,
  given: { signalId: string; code: string; train: Train; plan: PlanSeen },
): Promise<StoryRole[]> {
  const { signalId, code, train } = given;
  const silent = variant === 'do-not-tell' ? await listBefore(stage, signalId, given.plan) : undefined;
  const plan = await stage.plan(signalId);
  const responseId = await confirm(stage, signalId, description);
  const scene: Scene = {
    stage,
    variant,
    responseId,
    signalId,
    code,
    players: [],
    coming: new Map(),
    listed: undefined,
    declined: 0,
  };
  await answer(scene);
  if (variant === 'every-local-unit-declines') await supervisorIsAlerted(scene, plan);
  const before = await gather(scene, train.arrival);
  await finish(scene);
  if (silent) await expectUntold(scene, silent);
  const after = await stage.response(responseId);
  if (variant === 'everyone-comes')
    stage.expect(
      (after.roles.find(({ role }) => role === localRole)?.asked.length ?? 0) >= 2,
      'after the decline nobody else was paged',
    );
  const roles = rolesOf(before, after, train.arrival);
  for (const { role, leadSeconds, pagedAt, acknowledgedAt } of roles) {
    if (variant === 'every-local-unit-declines' && role === localRole) continue;
    stage.expect((leadSeconds ?? -1) > 0, `${role} was not in place before the train`);
    stage.expect(pagedAt !== null && acknowledgedAt !== null, `${role} is in place without a page or a yes`);
  }
  return roles;
}

/** Help door, no consent: nothing leaves by any wire, no call is asked for, and the words say why. */
async function nothingLeaves(
  stage: Stage,
  { signalId, code }: { signalId: string; code: string },
  plan: PlanSeen,
): Promise<StoryRole[]> {
  const why = /help door.*the person has not agreed/;
  const reasons = plan.roles.flatMap(({ excluded }) => excluded.map(({ reason }) => reason));
  stage.expect(
    plan.roles.every(({ candidates }) => candidates.length === 0),
    'the plan would tell someone without consent',
  );
  stage.expect(
    reasons.some((reason) => why.test(reason)),
    'the plan does not say why nobody may be told',
  );
  stage.expect(why.test(plan.headline), `the plan's first sentence does not say why: ${plan.headline}`);
  const reason = 'Her own words and four behaviours; she gets off at Kansas City.';
  const asking = await stage.refused('a response without consent', () =>
    stage.act('/v1/responses', { signalId, reason, description, secondStaffId: stage.supervisor.id }),
  );
  stage.expect(why.test(asking), `the refused response does not say why: ${asking}`);
  await stage.say('Alight', `refuses to ask anyone: ${asking}`);
  const passing = await stage.refused('passing on without consent', () =>
    stage.act(`/v1/signals/${signalId}/pass-on`, { reason, description }),
  );
  stage.expect(why.test(passing), `the refused pass-on does not say why: ${passing}`);
  await stage.say('Alight', `refuses to pass it on: ${passing}`);
  await stage.moveClock({ advanceSeconds: 300 });
  const texts = await stage.phones.texts();
  stage.expect(texts.length === 0, `${texts.length} messages left without consent`);
  const calls = await stage.calls();
  stage.expect(calls.length === 0, `${calls.length} calls were asked for without consent`);
  if (texts.length + calls.length === 0)
    await stage.say('Phones', 'stay silent: no text, no email, no call to make.');
  await stage.look(code, statusTexts.read);
  await stage.refused('"acted on" where nothing was done', () =>
    stage.act(`/v1/signals/${signalId}/release-acted-on`),
  );
  return [];
}

/** Every local unit said no: each was asked, and a supervisor knows. */
async function supervisorIsAlerted(scene: Scene, plan: PlanSeen): Promise<void> {
  const { stage, responseId } = scene;
  const { alerts } = await stage.client.get<{
    alerts: { kind: string; words: string; responseId: string | null }[];
  }>('/v1/alerts', stage.advocate);
  const alert = alerts.find((found) => found.responseId === responseId && found.kind === 'role-unfilled');
  stage.expect(alert !== undefined, 'nobody came and no supervisor was alerted');
  if (alert) await stage.say('Alight', `alerts the supervisor: ${alert.words}`);
  const asked = (await rolesNow(scene)).find(({ role }) => role === localRole)?.asked ?? [];
  const candidates = localCandidates(plan);
  stage.expect(
    asked.length >= 2 &&
      [...asked.map(({ organizationId }) => organizationId)].sort().join() ===
        [...candidates.map(({ organizationId }) => organizationId)].sort().join(),
    `of ${candidates.length} local agencies ${asked.length} were asked`,
  );
}

interface Untold extends Candidate {
  /** Messages that lay with them before. */
  readonly before: number;
}

/** She has said whom not to tell before anyone is asked: the agency that would have been the first. */
async function listBefore(stage: Stage, signalId: string, plan: PlanSeen): Promise<Untold | undefined> {
  const first = localCandidates(plan)[0];
  if (!first) {
    stage.expect(false, 'there is no local agency to put on the do-not-tell list');
    return undefined;
  }
  const { organizationId, organizationName } = first;
  await stage.act(`/v1/signals/${signalId}/do-not-tell`, {
    organizationId,
    reason: 'She said that he has a friend there.',
  });
  await stage.say(stage.advocateName, `puts ${organizationName} on the do-not-tell list.`);
  const candidates = (await stage.plan(signalId)).roles.flatMap((role) => role.candidates);
  stage.expect(
    candidates.every((candidate) => candidate.organizationId !== organizationId),
    'the plan still names an agency on the do-not-tell list',
  );
  return { organizationId, organizationName, before: await stage.phones.countFor(organizationName) };
}

/** The lead itself is listed while it is coming: it is stood down without a text, and another one leads. */
async function listMidway(scene: Scene, leader: Player): Promise<void> {
  const { stage, signalId } = scene;
  const { organizationId, organizationName: name } = leader.page;
  await stage.act(`/v1/signals/${signalId}/do-not-tell`, {
    organizationId,
    reason: 'She wrote again: he knows an officer there too.',
  });
  scene.listed = leader;
  scene.coming.delete(localRole);
  await stage.say(stage.advocateName, `puts ${name} on the list as well, though it has accepted.`);
  await stage.moveClock({ advanceSeconds: stepSeconds });
  const page = await leader.look();
  stage.expect(page.state === 'released', `${name} is on the list and its page is still ${page.state}`);
  expectDescription(scene, page, false);
  const call = (await stage.calls()).find(
    (found) => found.organizationId === organizationId && found.kind === 'stand-down' && !found.doneAt,
  );
  const texted = (await stage.phones.texts()).some(
    (text) => text.address === leader.address && saysStoodDown(text, leader.code),
  );
  stage.expect(call !== undefined || texted, `${name} is on the list and was not stood down`);
  if (call) {
    await stage.act(`/v1/voice-tasks/${call.id}/complete`, { callTaker: 'Desk', result: 'confirmed' });
    await stage.say(stage.advocateName, `calls ${name}, and says only that they are stood down.`);
  }
  await expectOneLead(scene);
}

/** Who was listed first never hears of it: not by a page, not on any phone, not by a call, not as information. */
async function expectUntold(scene: Scene, silent: Untold): Promise<void> {
  const { stage, signalId, listed } = scene;
  const passedOn = () =>
    stage.act(`/v1/signals/${signalId}/pass-on`, {
      reason: 'For the agency that keeps count of such reports.',
      description,
    });
  await passedOn();
  await stage.moveClock({ advanceSeconds: 60 });
  const { roles, disclosures } = await stage.response(scene.responseId);
  const told = disclosures.map(({ organizationName }) => organizationName);
  const asked = roles.flatMap((role) => role.asked);
  const { organizationId: id, organizationName: name } = silent;
  stage.expect(!asked.some((one) => one.organizationId === id), `${name} is on the list and was paged`);
  stage.expect(
    !scene.players.some(({ page }) => page.organizationId === id),
    `a phone of ${name} holds a page`,
  );
  stage.expect((await stage.phones.countFor(name)) === silent.before, `a message went to ${name}`);
  stage.expect(!(await stage.calls()).some((call) => call.organizationId === id), `a call names ${name}`);
  stage.expect(!told.includes(name), `the ledger says that ${name} was told`);
  await stage.say(stage.advocateName, `passes it on as information; ${name} hears nothing of that either.`);
  if (!listed) return stage.expect(false, 'nobody was put on the list while coming');
  // Were the phones not told apart by name any more, counting nothing would prove nothing.
  stage.expect(
    (await stage.phones.countFor(listed.page.organizationName)) > 0,
    'the page of all phones does not say whose they are',
  );
  const again = asked.filter((one) => one.organizationId === listed.page.organizationId).length;
  stage.expect(again === 1, `${listed.page.organizationName} was asked ${again} times`);
  const once = told.filter((one) => one === listed.page.organizationName).length;
  stage.expect(once === 1, `${listed.page.organizationName} was told again after it was listed`);
}
