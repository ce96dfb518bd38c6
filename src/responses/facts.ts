/** The facts of a signal as the gates need them: what staff assessed where they did, what was reported where they did not. */
import { findCaseOfSignal, isDoNotTellSettled, placeLinkedAt } from '../cases/index.ts';
import type { AgeGroup, Danger, Door } from '../disclosures/index.ts';
import { type Db, Refusal } from '../platform/index.ts';
import { languageName, readMessages, readReleases, readSignal, readWords } from '../signals/index.ts';
import { carOf, lineOf } from './core/reported-codes.ts';
import type { SignalFacts } from './ground.ts';

/** What staff made of a signal, last. */
export interface AssessedFacts {
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  readonly observedBehaviours: readonly string[];
  readonly ownWords: boolean;
  readonly appearanceOnly: boolean;
  readonly at: Date;
}

/**
 * Makes `ResponsesDeps.factsOf`. The latest assessment is asked of a function, since it is made a floor above this one.
 * The function made throws Refusal unknown-signal.
 */
export function factsFrom(
  assessmentOf: (db: Db, signalId: string) => Promise<AssessedFacts | undefined>,
): (db: Db, signalId: string) => Promise<SignalFacts> {
  return async (db, signalId) => {
    const signal = await readSignal(db, signalId);
    const words = await readWords(db, signalId);
    if (!signal || !words)
      throw new Refusal(
        'unknown-signal',
        404,
        'No such report',
        'There is no report with this id. Nothing was changed.',
      );
    const assessed = await assessmentOf(db, signalId);
    const [releases, messages] = [await readReleases(db, signalId), await readMessages(db, signalId)];
    const transit = textsOf(words.transit);
    const caseId = await findCaseOfSignal(db, signalId);
    const heard = messages.filter(({ author }) => author === 'signaler').at(-1)?.at;
    const linkedAt = caseId ? await placeLinkedAt(db, caseId) : null;
    return {
      signalId,
      door: signal.door as Door,
      danger: assessed?.danger ?? (signal.danger as Danger),
      ageGroup: assessed?.ageGroup ?? (signal.age_group as AgeGroup),
      observedBehaviours: assessed?.observedBehaviours.length ?? 0,
      ownWords: assessed?.ownWords ?? false,
      askedBack: messages.some(({ author }) => author === 'advocate'),
      appearanceOnly: assessed?.appearanceOnly ?? false,
      namedNotToTell: words.do_not_tell !== null,
      doNotTellSettled: await isDoNotTellSettled(db, signalId),
      lastNewsAt: latest(signal.received_at, heard, assessed?.at, linkedAt),
      alightingStopWords: transit.alightingStop ?? null,
      reportedTrip:
        transit.tripId && transit.serviceDate
          ? { tripId: transit.tripId, serviceDate: transit.serviceDate }
          : null,
      releases: releases.map((release) => ({
        recipient: release.recipient,
        items: release.items,
        until: release.until,
        withdrawnAt: release.withdrawn_at,
        informed: release.informed,
        byThePerson: release.by_the_person,
      })),
      place: placeOf(words.place),
      sighting: {
        vehicle: lineOf(transit['line']),
        car: carOf(transit['car']),
        description: words.appearance,
        language: signal.language === 'en' ? null : languageName(signal.language),
      },
    };
  };
}

const latest = (first: Date, ...others: readonly (Date | null | undefined)[]): Date =>
  others.reduce<Date>((last, at) => (at && at > last ? at : last), first);

function textsOf(stored: unknown): Record<string, string> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

function placeOf(stored: unknown): SignalFacts['place'] {
  if (typeof stored !== 'object' || stored === null) return null;
  const { point } = stored as { point?: { lon: number; lat: number } };
  if (!point) return null;
  const { words, highway, mileMarker } = textsOf(stored);
  const said = [words, highway, mileMarker && `mile marker ${mileMarker}`].filter(Boolean).join(', ');
  return { lon: point.lon, lat: point.lat, words: said || 'the place on the map' };
}
