/** What responders answer, and what that changes: one role's state, its timeline, and who is asked next. */
import { signalsOfCase } from '../cases/index.ts';
import {
  disclosureById,
  markDisclosureDelivered,
  markDisclosureOpened,
  markDisclosureShown,
} from '../disclosures/index.ts';
import { staffNames } from '../identity/index.ts';
import { readReceived } from '../messaging/index.ts';
import { declineReasonOf, releasePage, withdrawVoiceTasks } from '../paging/index.ts';
import type { DomainEvent, Subscribers, Tx } from '../platform/index.ts';
import { askForRole, callSupervisor } from './asking.ts';
import { nameOf, rebrief } from './briefing.ts';
import { takeUpFacts, takeUpPlace } from './changed-facts.ts';
import { isAdvocate, leadRole, roleWords } from './core/roles.ts';
import { coming, type PageState } from './core/states.ts';
import { callPsap, warnPsap } from './danger.ts';
import { loseNamedLead } from './giving-lead.ts';
import { type ResponsesDeps, timeWords } from './ground.ts';
import { noteEta } from './lateness.ts';
import { keepSeen } from './seen.ts';
import { lockResponse, type ResponseRow, setLead } from './store.ts';
import { findPageOfDisclosure, findResponseOfPage, type PageRow, readPages, setPage } from './store-pages.ts';
import { type RoleRow, readRoles, setRole } from './store-roles.ts';
import { say } from './store-timeline.ts';
import { takeUpListed } from './taking-up-listed.ts';

interface Scene {
  readonly response: ResponseRow;
  readonly page: PageRow;
  readonly pages: readonly PageRow[];
  readonly roles: readonly RoleRow[];
  readonly name: string;
}

const unanswered: readonly PageState[] = ['asked', 'delivered', 'timed-out', 'undeliverable'];

/** Loads a page's response under lock, or nothing when the page belongs to no response (or its lock came too late). */
async function sceneOf(tx: Tx, pageId: string): Promise<Scene | undefined> {
  const responseId = await findResponseOfPage(tx, pageId);
  if (!responseId) return undefined;
  const response = await lockResponse(tx, responseId);
  const pages = await readPages(tx, responseId);
  const page = pages.find((found) => found.pageId === pageId);
  if (!response || !page) return undefined;
  const roles = await readRoles(tx, responseId);
  return { response, page, pages, roles, name: nameOf(roles, page.organizationId) };
}

const pageIdOf = (event: DomainEvent): string =>
  typeof event.payload.pageId === 'string' ? event.payload.pageId : event.subjectId;

type Step = (tx: Tx, scene: Scene, event: DomainEvent, now: Date) => Promise<void>;

const onPage =
  (step: Step, evenWhenEnded = false) =>
  async (tx: Tx, event: DomainEvent, now: Date): Promise<void> => {
    const scene = await sceneOf(tx, pageIdOf(event));
    if (!scene || (scene.response.state !== 'open' && !evenWhenEnded)) return;
    await step(tx, scene, event, now);
  };

const line = (tx: Tx, { response, name }: Scene, kind: string, what: string, now: Date, who = name) =>
  say(tx, response.id, { kind, who, what }, now);

const delivered: Step = async (tx, scene, _event, now) => {
  await markDisclosureDelivered(tx, scene.page.disclosureId, now);
  await keepSeen(tx, scene.page, now);
  if (scene.page.state !== 'asked') return;
  await setPage(tx, scene.page.pageId, 'delivered');
  await line(tx, scene, 'page-delivered', `The page reached ${scene.name}.`, now, 'Alight');
};

const etaOf = ({ payload }: DomainEvent): Date | null =>
  typeof payload.etaAt === 'string' ? new Date(payload.etaAt) : null;

const acknowledged =
  (deps: ResponsesDeps): Step =>
  async (tx, scene, event, now) => {
    const { response, page, pages, name } = scene;
    await markDisclosureOpened(tx, page.disclosureId, now);
    await markDisclosureShown(tx, page.disclosureId, now);
    await keepSeen(tx, page, now);
    if (coming.includes(page.state)) return;
    // No yes follows a no or a stand-down: this one was said before, and only its telling comes late.
    if (page.state === 'declined' || page.state === 'stood-down') return;
    const others = pages.filter((other) => other.role === page.role && other.pageId !== page.pageId);
    if (others.some(({ state }) => coming.includes(state))) {
      await line(tx, scene, 'page-acknowledged', `Accepted as ${roleWords[page.role]}.`, now);
      const words = `Another unit has taken ${roleWords[page.role]}. Thank you.`;
      return standPageDown(tx, scene, page, words, now);
    }
    const etaAt = etaOf(event);
    const expected = etaAt ? `, expected ${timeWords(etaAt, deps.timeZone)}` : '';
    await setPage(tx, page.pageId, 'acknowledged');
    const { organizationId, pageId } = page;
    const change = { state: 'acknowledged', organizationId, pageId, ...(etaAt ? { etaAt } : {}) } as const;
    await setRole(tx, response.id, page.role, change, now);
    await line(tx, scene, 'page-acknowledged', `Accepted as ${roleWords[page.role]}${expected}.`, now);
    if (page.role === leadRole && response.leadOrganizationId !== page.organizationId) {
      await setLead(tx, response.id, page.organizationId);
      await line(tx, scene, 'lead', `${name} leads.`, now, 'Alight');
    }
    const words = `${name} has taken ${roleWords[page.role]}. Thank you.`;
    for (const other of others)
      if (unanswered.includes(other.state)) await standPageDown(tx, scene, other, words, now);
    if (etaAt) await noteEta(tx, response, { name, role: page.role, etaAt, timeZone: deps.timeZone }, now);
    await rebrief(tx, deps, response.id, now);
  };

/** Nobody is un-notified silently: a stand-down is a page too. */
async function standPageDown(tx: Tx, scene: Scene, page: PageRow, words: string, now: Date): Promise<void> {
  await setPage(tx, page.pageId, 'stood-down');
  await releasePage(tx, page.pageId, now, words);
  const name = nameOf(scene.roles, page.organizationId);
  await line(tx, scene, 'stood-down', `${name} is stood down. ${words}`, now, 'Alight');
}

const goesOn =
  (deps: ResponsesDeps, state: PageState, words: (scene: Scene, event: DomainEvent) => string): Step =>
  async (tx, scene, event, now) => {
    const { response, page } = scene;
    if (page.state === 'declined' || page.state === 'stood-down') return;
    if (state !== 'declined' && coming.includes(page.state)) return;
    const turnedBack = coming.includes(page.state);
    await setPage(tx, page.pageId, state);
    await line(
      tx,
      scene,
      `page-${state}`,
      words(scene, event),
      now,
      state === 'declined' ? scene.name : 'Alight',
    );
    if (turnedBack && page.role === leadRole)
      await callSupervisor(
        tx,
        {
          signalId: response.signalId,
          responseId: response.id,
          code: 'lead-turned-back',
          words: `${scene.name} led this response and has turned back. The next agency is being asked; until one accepts nobody leads.`,
        },
        now,
      );
    await loseNamedLead(tx, response, page, scene.name, now);
    await askForRole(tx, deps, response, page.role, now);
    await rebrief(tx, deps, response.id, now);
  };

const moving =
  (deps: ResponsesDeps, state: 'en-route' | 'staged'): Step =>
  async (tx, scene, event, now) => {
    const { response, page, roles } = scene;
    if (page.state === 'stood-down' || page.state === 'declined') return;
    if (page.state === 'staged' && state === 'en-route') return;
    // Answers given in one breath may be read in another order: who moves has accepted.
    if (!coming.includes(page.state)) {
      await acknowledged(deps)(tx, scene, event, now);
      const taken = await readPages(tx, response.id);
      if (taken.some((found) => found.pageId === page.pageId && found.state === 'stood-down')) return;
    }
    const etaAt = etaOf(event);
    await setPage(tx, page.pageId, state);
    await setRole(
      tx,
      response.id,
      page.role,
      {
        state,
        organizationId: page.organizationId,
        pageId: page.pageId,
        ...(state === 'en-route' ? { etaAt } : {}),
      },
      now,
    );
    const where = isAdvocate(page.role) ? 'In place at a point of their own.' : 'In place, out of sight.';
    const what =
      state === 'staged'
        ? where
        : `On the way${etaAt ? `, expected ${timeWords(etaAt, deps.timeZone)}` : ''}.`;
    await line(tx, scene, `page-${state}`, what, now);
    if (etaAt && state === 'en-route')
      await noteEta(tx, response, { name: scene.name, role: page.role, etaAt, timeZone: deps.timeZone }, now);
    await rebrief(tx, deps, response.id, now);
    const all = roles.filter(({ required }) => required);
    if (state === 'staged' && all.every((row) => row.role === page.role || row.state === 'staged'))
      await line(tx, scene, 'everyone-in-place', 'Everyone needed is in place.', now, 'Alight');
  };

const allClear: Step = async (tx, scene, _event, now) => {
  await line(tx, scene, 'all-clear', 'All-clear: the advocate may move.', now);
};

const outcome: Step = async (tx, scene, event, now) => {
  const code = String(event.payload.outcome ?? event.payload.code ?? 'no-contact');
  await line(tx, scene, 'outcome', `Outcome: ${code.replaceAll('-', ' ')}.`, now);
  if (code === 'potential-victim-arrested')
    await callSupervisor(
      tx,
      {
        signalId: scene.response.signalId,
        responseId: scene.response.id,
        code,
        words: `${scene.name} reports that the potential victim was arrested. Call them now, and a lawyer for the person.`,
      },
      now,
    );
};

const linkRenewed: Step = async (tx, scene, { payload }, now) => {
  const by = typeof payload.by === 'string' ? payload.by : null;
  const what = `A new link for page ${String(payload.code)} was sent to ${scene.name} after a call-back. Earlier links ended.`;
  await line(tx, scene, 'page-link-renewed', what, now, (await staffNames(tx, [by])).get(by ?? ''));
};

/** What somebody who was asked to come wrote back in words of their own, whatever became of their page. */
const texted: Step = async (tx, scene, { payload }, now) => {
  const text = typeof payload.messageId === 'string' ? await readReceived(tx, payload.messageId) : undefined;
  if (text) await line(tx, scene, 'page-texted', `Texted: “${text.body}”`, now);
};

/** The events responses listens to. */
export function responsesSubscribers(deps: ResponsesDeps): Subscribers {
  return {
    'page-delivered': onPage(delivered, true),
    'page-acknowledged': onPage(async (tx, scene, event, now) => {
      if (scene.response.state === 'open') return acknowledged(deps)(tx, scene, event, now);
      // The response ended before this was heard; what they could see meanwhile is on record all the same.
      await markDisclosureOpened(tx, scene.page.disclosureId, now);
      await markDisclosureShown(tx, scene.page.disclosureId, now);
      await keepSeen(tx, scene.page, now);
    }, true),
    'page-declined': onPage(async (tx, scene, event, now) => {
      // The event says only which page: what somebody wrote is read where it is sealed.
      const why = await declineReasonOf(tx, scene.page.pageId);
      const words = why ? `Declined: ${why}` : 'Declined.';
      return goesOn(deps, 'declined', () => words)(tx, scene, event, now);
    }),
    'page-timed-out': onPage(goesOn(deps, 'timed-out', ({ name }) => `${name} has not answered in time.`)),
    'page-undeliverable': onPage(
      goesOn(deps, 'undeliverable', ({ name }) => `The page cannot reach ${name}.`),
    ),
    'page-en-route': onPage(moving(deps, 'en-route')),
    'page-staged': onPage(moving(deps, 'staged')),
    'page-all-clear': onPage(allClear),
    'page-outcome': onPage(outcome, true),
    'page-link-renewed': onPage(linkRenewed),
    'page-texted': onPage(texted, true),
    'disclosure-revoked': async (tx, event, now) => {
      const pageId = await findPageOfDisclosure(tx, event.subjectId);
      if (pageId) return onPage(revoked(deps))(tx, { ...event, payload: { pageId } }, now);
      await callsRevoked(tx, event.subjectId, now);
    },
    // In danger whose place was not known before, the 911 centre can be called now.
    'trip-linked': placeLearned(deps),
    'place-linked': placeLearned(deps),
    'signal-assessed': (tx, event, now) => takeUpFacts(tx, deps, event.subjectId, now),
    'consent-given': (tx, event, now) => takeUpFacts(tx, deps, event.subjectId, now),
    'do-not-tell-added': async (tx, event, now) => {
      for (const signalId of await signalsOfCase(tx, event.subjectId)) {
        // A colleague of ours who may not see the case is nothing to the centre.
        if (event.payload['isOurs'] !== true) await warnPsap(tx, signalId, now);
        await takeUpListed(tx, deps, { caseId: event.subjectId, signalId }, now);
      }
    },
    // What was ended stays ended; what everybody who was asked reads is written anew.
    'do-not-tell-taken-back': async (tx, event, now) => {
      for (const signalId of await signalsOfCase(tx, event.subjectId))
        await takeUpListed(tx, deps, { caseId: event.subjectId, signalId }, now);
    },
    'imminent-danger-reported': async (tx, event, now) => {
      await callPsap(tx, deps, event.subjectId, now);
    },
  };
}

/** What was to be told by telephone and may not be any more: the call is not made, and a person finds another way. */
async function callsRevoked(tx: Tx, disclosureId: string, now: Date): Promise<void> {
  const row = await disclosureById(tx, disclosureId);
  if (!row) return;
  const { signalId, organizationId } = row;
  const withdrawn =
    (await withdrawVoiceTasks(tx, { subjectId: disclosureId }, now)) +
    (await withdrawVoiceTasks(tx, { subjectId: signalId, organizationId }, now));
  if (withdrawn === 0) return;
  await callSupervisor(
    tx,
    {
      signalId,
      code: 'call-withdrawn',
      words:
        'A call that was to be made may not be made any more: they may not be told. Choose another agency with authority.',
    },
    now,
  );
}
const placeLearned =
  (deps: ResponsesDeps): Subscribers[string] =>
  async (tx, event, now) => {
    for (const signalId of await signalsOfCase(tx, event.subjectId)) {
      if ((await deps.factsOf(tx, signalId)).danger === 'imminent') await callPsap(tx, deps, signalId, now);
      await takeUpPlace(tx, deps, signalId, now);
    }
  };

const revoked =
  (deps: ResponsesDeps): Step =>
  async (tx, scene, _event, now) => {
    const { response, page } = scene;
    if (page.state === 'stood-down' || page.state === 'declined') return;
    await standPageDown(tx, scene, page, 'This request is withdrawn.', now);
    await callSupervisor(
      tx,
      {
        signalId: response.signalId,
        responseId: response.id,
        code: 'disclosure-revoked',
        words: `${scene.name} may not be told any more. If they were on the way, a person has to call them off.`,
      },
      now,
    );
    await loseNamedLead(tx, response, page, scene.name, now);
    await askForRole(tx, deps, response, page.role, now);
    await rebrief(tx, deps, response.id, now);
  };
