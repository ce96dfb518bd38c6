/** Linking a place that does not move: a hotel, a house, a truck stop. The point may be a county's middle, and then says so. */
import { leaf } from '../audit/index.ts';
import type { County, Geography, Point } from '../geography/index.ts';
import { countyWords } from '../jurisdictions/index.ts';
import { emit, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal } from '../signals/index.ts';
import { caseOfSignal } from './commands.ts';
import { writePlace } from './store.ts';

const wordsLimitCharacters = 300;

export interface PlaceLink {
  readonly signalId: string;
  readonly words: string;
  /** The county as people write it, "Jackson County, Missouri"; its middle is the point when no finer one is given. */
  readonly county?: string | undefined;
  readonly point?: Point | undefined;
  readonly staffId: string;
}

/** Links the place; a later link of a place or a trip counts instead. Emits `place-linked`. @throws Refusal unknown-signal, place-words-missing, place-words-too-long, place-point-missing, unknown-county, outside-every-county */
export async function linkSignalPlace(
  tx: Tx,
  geography: Geography,
  link: PlaceLink,
  now: Date,
): Promise<void> {
  await lockSignal(tx, link.signalId);
  const words = link.words.trim();
  if (!words)
    throw new Refusal(
      'place-words-missing',
      422,
      'Which place is it?',
      'Write the place in words, as somebody who has to find it would need it.',
    );
  if (words.length > wordsLimitCharacters)
    throw new Refusal(
      'place-words-too-long',
      422,
      'That is too long for a place',
      `Use up to ${wordsLimitCharacters} characters. Your words are still here.`,
    );
  const { point, approximate } = pointOf(geography, link);
  const caseId = await caseOfSignal(tx, link.signalId, now);
  await writePlace(
    tx,
    { caseId, words, lon: point.lon, lat: point.lat, approximate, linkedBy: link.staffId },
    now,
  );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: link.staffId },
    action: 'place-linked',
    subjectKind: 'case',
    subjectId: caseId,
  });
  await emit(tx, { name: 'place-linked', subjectId: caseId }, now);
}

function pointOf(geography: Geography, link: PlaceLink): { point: Point; approximate: boolean } {
  if (link.point) {
    if (!geography.locate(link.point))
      throw new Refusal(
        'outside-every-county',
        422,
        'That point is in no county we know',
        'Check the numbers: latitude first, then longitude, which has a minus sign in America.',
      );
    return { point: link.point, approximate: false };
  }
  if (!link.county?.trim())
    throw new Refusal(
      'place-point-missing',
      422,
      'Where is it, roughly?',
      'Give the county, or latitude and longitude: who answers depends on it.',
    );
  const county = countyNamed(geography, link.county);
  if (!county)
    throw new Refusal(
      'unknown-county',
      422,
      'We do not know that county',
      'Write it with its state, for example Jackson County, Missouri.',
    );
  return { point: county.centre, approximate: true };
}

/** The highest number a state or territory has. */
const lastStateFips = 78;

/** A county by what people call it, capitals aside. */
function countyNamed(geography: Geography, typed: string): County | undefined {
  const wanted = typed.trim().toLowerCase();
  for (let state = 1; state <= lastStateFips; state++) {
    const found = geography
      .counties(String(state).padStart(2, '0'))
      .find((county) => countyWords(county).toLowerCase() === wanted);
    if (found) return found;
  }
  return undefined;
}
