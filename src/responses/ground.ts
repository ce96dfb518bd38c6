/**
 * What a response stands on: the facts of the signal, the place or the trip, and who answers there. One file asks the lower
 * rooms, so that the rest of this room speaks only of facts and agencies.
 */
import { placeOfCase, tripOfCase } from '../cases/index.ts';
import type { AgeGroup, Danger, Door, RecipientKind, Release } from '../disclosures/index.ts';
import type { Geography } from '../geography/index.ts';
import { agenciesOfState, resolveAreas } from '../jurisdictions/index.ts';
import { onCallLadder } from '../organizations/index.ts';
import { type Db, Refusal, type Tx } from '../platform/index.ts';
import { type RunningTrip, tripOn } from '../transit/index.ts';
import type { Sighting } from './core/page.ts';

/** What is known of a signal, as far as a response needs it; assessed by staff where they did, as reported where not. */
export interface SignalFacts {
  readonly signalId: string;
  /** `help` also when a tip turned out to come from the person themselves. */
  readonly door: Door;
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  readonly observedBehaviours: number;
  readonly ownWords: boolean;
  readonly askedBack: boolean;
  readonly appearanceOnly: boolean;
  readonly releases: readonly Release[];
  /** Whether the report names someone who must not be told; staff put them on the list. */
  readonly namedNotToTell: boolean;
  /** Whether staff have gone through them: listed someone, or said that the list is done or there is nobody to list. */
  readonly doNotTellSettled: boolean;
  /** When the signaler last wrote, staff last assessed, or the trip was last linked: what was told before may be out of date. */
  readonly lastNewsAt: Date;
  /** The stop where the person gets off, in the words of the report. */
  readonly alightingStopWords: string | null;
  /** The trip as a partner reported it, by its exact id; good until staff link one. */
  readonly reportedTrip: { readonly tripId: string; readonly serviceDate: string } | null;
  /** A place that does not move, when one was given. */
  readonly place: { readonly lon: number; readonly lat: number; readonly words: string } | null;
  /** Description and language; the vehicle is added from the linked trip. */
  readonly sighting: Sighting;
}

/** What this room is given by `main`. */
export interface ResponsesDeps {
  readonly db: Db;
  readonly geography: Geography;
  /** The number responders call back. */
  readonly callBackPhone: string;
  /** The IANA zone in which times are written for people, such as America/Chicago. */
  readonly timeZone: string;
  /** The facts of a signal. Given from outside, since the assessment is made on a higher floor. @throws Refusal unknown-signal */
  readonly factsOf: (db: Db, signalId: string) => Promise<SignalFacts>;
  /** The state this instance serves, by its FIPS code: where a report is about when nothing closer is known. */
  readonly stateFips?: string;
}

/** Where a signal is about: a running trip, or a place. */
export type Whereabouts =
  | { readonly kind: 'trip'; readonly trip: RunningTrip; readonly stopId: string | null }
  | {
      readonly kind: 'place';
      readonly lon: number;
      readonly lat: number;
      readonly words: string;
      /** Whether staff wrote the words. Those of a report may hold a name, and are for staff and the 911 centre only. */
      readonly byStaff: boolean;
    };

/** The trip or the place that staff linked last, else the trip or the place that was reported. @throws Refusal place-unknown, unknown-trip */
export async function whereabouts(
  db: Db,
  facts: SignalFacts,
  caseId: string | undefined,
): Promise<Whereabouts> {
  const place = caseId ? await placeOfCase(db, caseId) : undefined;
  if (place) return { kind: 'place', lon: place.lon, lat: place.lat, words: place.words, byStaff: true };
  const linked = caseId ? await tripOfCase(db, caseId) : undefined;
  if (linked) {
    const trip = await tripOn(db, { tripId: linked.tripId, serviceDate: linked.serviceDate });
    return { kind: 'trip', trip, stopId: linked.stopId };
  }
  const reported = facts.reportedTrip && (await tripAsReported(db, facts.reportedTrip));
  if (reported)
    return { kind: 'trip', trip: reported, stopId: stopByWords(reported, facts.alightingStopWords) };
  if (facts.place) return { kind: 'place', ...facts.place, byStaff: false };
  throw new Refusal(
    'place-unknown',
    409,
    'The place is not known yet',
    'Link a train or bus, or a place, or ask the person who reported where it is.',
  );
}

/** The trip of a report, when a timetable has it. */
async function tripAsReported(
  db: Db,
  asked: { tripId: string; serviceDate: string },
): Promise<RunningTrip | undefined> {
  return tripOn(db, asked).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
}

/** The one stop that the words mean, else none. */
function stopByWords(trip: RunningTrip, words: string | null): string | null {
  const wanted = words?.trim().toLowerCase();
  if (!wanted) return null;
  const meant = trip.stops.filter(
    ({ name, stopId }) => stopId.toLowerCase() === wanted || name.toLowerCase().startsWith(wanted),
  );
  return meant.length === 1 ? meant[0]!.stopId : null;
}

/** Tells one place from another, so that a call is made again when the place is put right, and not when time passes. */
export const placeKeyOf = (where: Whereabouts): string =>
  where.kind === 'trip'
    ? `${where.trip.tripId} ${where.trip.serviceDate} ${where.stopId ?? ''}`.slice(0, 500)
    : `${where.lon} ${where.lat}`;

/** Who answers there. @throws Refusal outside-every-area, unknown-trip */
export function resolve(db: Db, deps: ResponsesDeps, where: Whereabouts, now: Date) {
  const query =
    where.kind === 'trip'
      ? { tripId: where.trip.tripId, serviceDate: where.trip.serviceDate }
      : { point: { lon: where.lon, lat: where.lat } };
  return resolveAreas({ db, geography: deps.geography, timeZone: deps.timeZone }, query, now);
}

/** The 911 centres that serve the place, with the ten-digit line of each. */
export async function psapsFor(
  tx: Tx,
  deps: ResponsesDeps,
  facts: SignalFacts,
  caseId: string,
  now: Date,
): Promise<{ organizationId: string; name: string; phone: string }[]> {
  const where = await whereabouts(tx, facts, caseId);
  const answer = await resolve(tx, deps, where, now);
  // On a trip: the centre of the next stop, and of the stop where the person gets off. Not of every county passed.
  const alighting =
    answer.stops?.findIndex(({ stopId }) => where.kind === 'trip' && stopId === where.stopId) ?? -1;
  const wanted = alighting < 0 ? [0] : [0, alighting];
  const serving = answer.psaps.filter(({ stopIndexes }) =>
    stopIndexes.some((index) => wanted.includes(index)),
  );
  const psaps = where.kind === 'trip' && serving.length ? serving : answer.psaps;
  const found: { organizationId: string; name: string; phone: string }[] = [];
  for (const psap of psaps) {
    const line = (await onCallLadder(tx, psap.organizationId, now)).find(({ wire }) => wire === 'voice');
    if (line) found.push({ organizationId: psap.organizationId, name: psap.name, phone: line.address });
  }
  return found;
}

/** One kind of recipient of information, and every agency that could be told as that, in order. */
export interface InformationDuty {
  readonly role: string;
  readonly kind: RecipientKind;
  readonly agencies: readonly { readonly organizationId: string; readonly name: string }[];
}

/**
 * Whom a report is passed on to as information: the state's designated contact and the local agency; while the place is not
 * known, the contact of the state that this instance serves. @throws Refusal place-unknown, outside-every-area
 */
export async function informationDuties(
  tx: Tx,
  deps: ResponsesDeps,
  facts: SignalFacts,
  caseId: string,
  now: Date,
): Promise<{ where: Whereabouts | null; duties: InformationDuty[] }> {
  const where = await whereabouts(tx, facts, caseId).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'place-unknown') return null;
    throw error;
  });
  if (!where) return { where, duties: [await stateDuty(tx, deps)] };
  // On a trip it is for the agency of the stop where the person gets off, not for that of the next stop.
  const stop = where.kind === 'trip' ? where.trip.stops.find(({ stopId }) => stopId === where.stopId) : null;
  const { agencies } = await resolve(
    tx,
    deps,
    stop ? { kind: 'place', lon: stop.lon, lat: stop.lat, words: stop.name, byStaff: true } : where,
    now,
  );
  const wanted: readonly [string, RecipientKind][] = [
    ['state-contact', 'state-contact'],
    ['local-law-enforcement', 'law-enforcement'],
  ];
  const duties = wanted.map(([role, kind]) => ({
    role,
    kind,
    agencies: agencies
      .filter((agency) => agency.role === role)
      .map(({ organizationId, name }) => ({ organizationId, name })),
  }));
  return { where, duties };
}

/** The state's contact, at the coarsest level that is certain. @throws Refusal place-unknown */
async function stateDuty(tx: Tx, deps: ResponsesDeps): Promise<InformationDuty> {
  const agencies = deps.stateFips ? await agenciesOfState(tx, deps.stateFips, 'state-contact') : [];
  if (agencies.length === 0)
    throw new Refusal(
      'place-unknown',
      409,
      'The place is not known yet, and not even the state is certain',
      'Ask the person who reported where it is. Until then ask a supervisor which state’s contact should hear of it.',
    );
  return { role: 'state-contact', kind: 'state-contact', agencies };
}

/** The place in words, for someone who reads it aloud. */
export async function placeWords(
  tx: Tx,
  deps: ResponsesDeps,
  facts: SignalFacts,
  caseId: string,
  now: Date,
): Promise<string> {
  const where = await whereabouts(tx, facts, caseId);
  if (where.kind === 'place') return where.words;
  const ahead = where.trip.stops.filter(({ arrivalAt }) => arrivalAt > now);
  const next = ahead[0];
  const off = ahead.find(({ stopId }) => stopId === where.stopId);
  const words = [where.trip.label];
  if (next) words.push(`next stop ${next.name} at ${timeWords(next.arrivalAt, deps.timeZone)}`);
  if (off && off !== next)
    words.push(`the person gets off at ${off.name} at ${timeWords(off.arrivalAt, deps.timeZone)}`);
  return words.join(', ');
}

/** A time for people: "10:40 Central Standard Time". @param timeZone IANA */
export function timeWords(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}
