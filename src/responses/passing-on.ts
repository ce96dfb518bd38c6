/**
 * Passing a report on as information, without asking for a response: an equal choice. The state's designated contact and the
 * local agency are told; whether anything follows is theirs to decide.
 */
import { leaf } from '../audit/index.ts';
import { caseOfSignal, isSomeoneWithheld } from '../cases/index.ts';
import { type Gate, helpDoorGate, recordDisclosure } from '../disclosures/index.ts';
import { staffById } from '../identity/index.ts';
import { countyWords } from '../jurisdictions/index.ts';
import { send } from '../messaging/index.ts';
import { type Contact, onCallLadder } from '../organizations/index.ts';
import { openVoiceTask } from '../paging/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { readSignal } from '../signals/index.ts';
import { callSupervisor, factsUsed } from './asking.ts';
import { releasesTo } from './core/allowance.ts';
import { card, descriptionOf, itemsFor, type Sighting, someoneWithheld } from './core/page.ts';
import {
  type InformationDuty,
  informationDuties,
  placeWords,
  type ResponsesDeps,
  type SignalFacts,
  timeWords,
  type Whereabouts,
} from './ground.ts';
import { readPassedOn } from './store-told.ts';
import { withheldFrom } from './withheld.ts';

/** What is told, by name: place and time, and what there is besides. Languages are not passed on. */
const itemsToldOf = (sighting: Sighting): string[] =>
  itemsFor('local-law-enforcement', { ...sighting, language: null });
const reasonMinimumCharacters = 10;

export interface PassingOn {
  readonly signalId: string;
  readonly by: string;
  readonly reason: string;
  /** Tells once more whoever was told already, although nothing new is known. */
  readonly again?: boolean | undefined;
  /** How the person can be recognised, in the words of staff. The report's own words are never told. */
  readonly description?: string | undefined;
}

/**
 * Tells the designated contact and the local agency, each with its own recorded basis. Where one may not be told or cannot be
 * reached, the duty goes to the next agency with authority, and a supervisor hears of it.
 * @throws Refusal reason-missing, held-report, do-not-tell-open, place-unknown, already-passed-on, nobody-may-be-told
 */
export async function passOnAsInformation(
  tx: Tx,
  deps: ResponsesDeps,
  order: PassingOn,
  now: Date,
): Promise<{ toldOrganizationIds: string[] }> {
  const reason = order.reason.trim();
  if (reason.length < reasonMinimumCharacters)
    throw new Refusal('reason-missing', 422, 'A reason is needed', 'Write the reason in words.');
  const by = await staffById(tx, order.by);
  // Pressed twice at once, the second waits here and then sees what the first has told.
  await readSignal(tx, order.signalId, true);
  const facts = await deps.factsOf(tx, order.signalId);
  if (facts.appearanceOnly)
    throw new Refusal(
      'held-report',
      422,
      'This report is held',
      'It rests on looks, language or a family of mixed looks. Nothing is passed on from that.',
    );
  if (facts.namedNotToTell && !facts.doNotTellSettled)
    throw new Refusal(
      'do-not-tell-open',
      422,
      'The report names someone who must not be told',
      'Put them on the do-not-tell list first and say that the list is done, or write down why there is nobody to list.',
    );
  const caseId = await caseOfSignal(tx, order.signalId, now);
  const { where, duties } = await informationDuties(tx, deps, facts, caseId, now);
  const words = await whereWords(tx, { deps, facts, caseId, where }, now);
  const sighting = {
    ...facts.sighting,
    // A linked trip is named in the place already.
    vehicle: where?.kind === 'trip' ? null : facts.sighting.vehicle,
    description: descriptionOf(order.description),
  };
  const scene = {
    deps,
    facts,
    caseId,
    reason,
    by: by.id,
    again: order.again ?? false,
    words,
    sighting,
  };
  const found: Duty[] = [];
  for (const duty of duties) found.push(await fulfil(tx, scene, duty, now));
  const told = found.flatMap((duty) => duty.told ?? []);
  const why = found.flatMap((duty) => duty.why);
  if (told.length === 0) throw nobodyTold(found, why, deps);
  await askSupervisor(tx, order.signalId, { why, placeKnown: where !== null }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by.id },
    action: 'signal-passed-on',
    subjectKind: 'signal',
    subjectId: order.signalId,
    detail: { recipients: told.length },
  });
  await emit(tx, { name: 'passed-on', subjectId: order.signalId, payload: { caseId } }, now);
  return { toldOrganizationIds: told };
}

/** What became of one duty to tell. */
interface Duty {
  readonly told?: string;
  /** Who knew it already, and since when. */
  readonly before?: { readonly name: string; readonly at: Date };
  /** Who was passed over, and why. */
  readonly why: readonly string[];
}

interface Scene {
  readonly deps: ResponsesDeps;
  readonly facts: SignalFacts;
  readonly caseId: string;
  readonly reason: string;
  readonly by: string;
  readonly again: boolean;
  readonly words: string;
  readonly sighting: Sighting;
}

/** Tells the first agency that may be told and can be reached. */
async function fulfil(tx: Tx, scene: Scene, duty: InformationDuty, now: Date): Promise<Duty> {
  const { facts, caseId } = scene;
  const withheld = await withheldFrom(
    tx,
    caseId,
    duty.agencies.map(({ organizationId }) => organizationId),
  );
  const earlier = await readPassedOn(tx, facts.signalId);
  const why: string[] = [];
  let consentMissing = false;
  for (const { organizationId, name } of duty.agencies) {
    const closed = withheld.gate(organizationId);
    if (!closed.allowed) {
      why.push(`${name}: ${closed.words}`);
      continue;
    }
    const gate = helpDoorGate({
      ...facts,
      releases: releasesTo(facts.releases, duty.role, organizationId),
      recipient: organizationId,
      recipientKind: duty.kind,
      items: itemsToldOf(scene.sighting),
      now,
    });
    if (!gate.allowed) {
      // Said once: what is missing is the person's consent, and it is missing for all of them.
      if (!consentMissing) why.push(`${name}: ${gate.words}`);
      consentMissing = true;
      continue;
    }
    const last = earlier.filter((row) => row.organization_id === organizationId && !row.revoked_at).at(-1);
    if (last && !scene.again && last.at >= facts.lastNewsAt) return { before: { name, at: last.at }, why };
    const ladder = await onCallLadder(tx, organizationId, now);
    const way = wayTo(ladder.filter(({ address }) => !withheld.isListedAddress(address)));
    if (!way) {
      why.push(`${name}: no way to reach them is on file.`);
      continue;
    }
    await tell(tx, scene, { organizationId, gate, way }, now);
    return { told: organizationId, why };
  }
  return { why };
}

function nobodyTold(found: readonly Duty[], why: readonly string[], deps: ResponsesDeps): Refusal {
  const before = found.flatMap((duty) => duty.before ?? []);
  if (before.length)
    return new Refusal(
      'already-passed-on',
      409,
      'This was passed on already',
      `${before.map(({ name, at }) => `${name} was told at ${timeWords(at, deps.timeZone)}.`).join(' ')} Nothing new was written, assessed or linked since. Pass it on again only if they ask for it.`,
    );
  return new Refusal(
    'nobody-may-be-told',
    409,
    'Nobody may be told of this',
    `${why.join(' ') || 'No agency is known for the place.'} Ask a supervisor.`,
  );
}

async function askSupervisor(
  tx: Tx,
  signalId: string,
  { why, placeKnown }: { why: readonly string[]; placeKnown: boolean },
  now: Date,
): Promise<void> {
  if (!placeKnown)
    await callSupervisor(
      tx,
      {
        signalId,
        code: 'place-unknown',
        words:
          'Passed on to the state’s contact only, because the place is not known. Ask the person who reported where it is.',
      },
      now,
    );
  if (why.length)
    await callSupervisor(
      tx,
      { signalId, code: 'recipient-left-out', words: `Not told: ${why.join(' ')}` },
      now,
    );
}

/** The place as it may be told: in the words of staff or of a timetable, else the county. A report's own words may hold a name. */
async function whereWords(
  tx: Tx,
  from: { deps: ResponsesDeps; facts: SignalFacts; caseId: string; where: Whereabouts | null },
  now: Date,
): Promise<string> {
  const { deps, facts, caseId, where } = from;
  if (!where) return 'not certain yet; we are asking';
  if (where.kind === 'trip' || where.byStaff) return placeWords(tx, deps, facts, caseId, now);
  const county = deps.geography.locate(where);
  return county
    ? `a place in ${countyWords(county)}; call us for where exactly`
    : 'call us for where exactly';
}

type Way =
  | { readonly wire: 'email' | 'webhook'; readonly address: string }
  | { readonly wire: 'voice'; readonly phone: string };

const addressShapes = { email: /^[^\s@]+@[^\s@]+$/, webhook: /^https?:\/\/\S+$/ } as const;

/** Content goes by mail or webhook only; whoever has neither is called by a person, never texted. */
function wayTo(ladder: readonly Contact[]): Way | undefined {
  for (const { wire, address } of ladder)
    if ((wire === 'email' || wire === 'webhook') && addressShapes[wire].test(address))
      return { wire, address };
  const desk = ladder.find(({ wire }) => wire === 'voice') ?? ladder.find(({ wire }) => wire === 'sms');
  return desk && { wire: 'voice', phone: desk.address };
}

/** Records what is told to whom, and tells it. */
async function tell(
  tx: Tx,
  scene: Scene,
  to: { organizationId: string; gate: Gate & { allowed: true }; way: Way },
  now: Date,
): Promise<void> {
  const { facts, deps } = scene;
  const { disclosureId, clearance } = await recordDisclosure(
    tx,
    {
      caseId: scene.caseId,
      signalId: facts.signalId,
      organizationId: to.organizationId,
      items: itemsToldOf(scene.sighting),
      basis: to.gate.basis,
      until: to.gate.until,
      facts: factsUsed(facts, to.gate.words),
      reason: scene.reason,
      confirmedBy: scene.by,
      secondBy: null,
    },
    now,
  );
  const body = bodyOf(scene.words, scene.sighting, deps, await isSomeoneWithheld(tx, scene.caseId));
  if (to.way.wire === 'voice') {
    await openVoiceTask(
      tx,
      {
        kind: 'desk-page',
        organizationId: to.organizationId,
        phone: to.way.phone,
        script: body,
        subjectId: disclosureId,
        signalId: facts.signalId,
        dueAt: now,
      },
      now,
    );
    return;
  }
  await send(
    tx,
    clearance,
    {
      wire: to.way.wire,
      to: to.way.address,
      subject: 'Information from the Alight hotline',
      body,
      about: { kind: 'disclosure', id: disclosureId },
      recordId: facts.signalId,
      dedupeKey: `pass-on:${disclosureId}`,
    },
    now,
  );
}

function bodyOf(where: string, sighting: Sighting, deps: ResponsesDeps, warn: boolean): string {
  return [
    'This is information. No response is asked for; whether anything follows is yours to decide.',
    `Where: ${where}.`,
    ...(sighting.vehicle ? [`Vehicle: ${sighting.vehicle}.`] : []),
    ...(sighting.car ? [`Car or seat: ${sighting.car}.`] : []),
    ...(sighting.description ? [`Described as: ${sighting.description}.`] : []),
    ...card,
    ...(warn ? [someoneWithheld] : []),
    `Questions: ${deps.callBackPhone}.`,
  ].join('\n');
}
