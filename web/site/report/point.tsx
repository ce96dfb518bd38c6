/**
 * A point on the map: optional, and only where scripts run (public/map.js). Once chosen it travels in the form like every other answer, is said in
 * words wherever it is shown, and can be taken away again on the page, with a script or without. Source: docs/decisions/0027.
 */
import { useRouteLoaderData } from 'react-router';
import { atMetres, milesOf, type Spot } from '../../../src/geography/core/index.ts';
import { publicLanguages } from '../../../src/signals/core/index.ts';
import { type Speaking, useSpeech } from '../../language/words.ts';
import type { Answers } from './steps.ts';

export interface MapPoint {
  readonly lon: number;
  readonly lat: number;
}

const pointShape = /^(-?\d{1,3}(?:\.\d{1,8})?),(-?\d{1,2}(?:\.\d{1,8})?)$/;

/** The point that the map wrote into the form; nothing where it was taken away, or was never a point. */
export function pointOf(answer: (name: string) => string | undefined): MapPoint | undefined {
  if (answer('pointAway') === 'yes') return undefined;
  const [, lon, lat] = pointShape.exec(answer('point')?.trim() ?? '') ?? [];
  const point = { lon: Number(lon ?? Number.NaN), lat: Number(lat ?? Number.NaN) };
  return Math.abs(point.lon) <= 180 && Math.abs(point.lat) <= 90 ? point : undefined;
}

/** Names run their own way within a sentence of another direction. */
const isolated = (name: string): string => `\u2068${name}\u2069`;

/** Where a point is: its county, and how far the nearest stop is. The map says the same (public/map.js). */
export function spotWords({ county, stop }: Spot, { t, language }: Speaking): string {
  const where = isolated(county ?? t('report.map.outside'));
  if (!stop) return t('report.map.in', { county: where });
  const distance = new Intl.NumberFormat(`${publicLanguages[language].tag}-u-nu-latn`, {
    style: 'unit',
    unit: 'mile',
    unitDisplay: 'long',
  }).format(milesOf(stop.metres));
  return stop.metres < atMetres
    ? t('report.map.at', { county: where, stop: isolated(stop.name) })
    : t('report.map.near', { county: where, stop: isolated(stop.name), distance: isolated(distance) });
}

/** @param spot where the point is that was chosen before, if one was */
export function MapPart({ answers, spot }: { answers: Answers; spot: Spot | null }) {
  const speech = useSpeech();
  const { t } = speech;
  const root = useRouteLoaderData('root') as { nonce?: string } | undefined;
  const chosen = pointOf((name) => answers[name]?.[0]);
  // What the script says itself; holes are filled there.
  const words = {
    ...t('report.map', {
      returnObjects: true,
      county: '{county}',
      stop: '{stop}',
      distance: '{distance}',
      place: '{place}',
    }),
  };
  return (
    <div className="map" data-map={JSON.stringify(words)}>
      <input type="hidden" name="point" value={chosen ? `${chosen.lon},${chosen.lat}` : ''} />
      <p role="status">{chosen && spot ? spotWords(spot, speech) : ''}</p>
      {chosen ? (
        <label className="choice" data-map-before>
          <input type="checkbox" name="pointAway" value="yes" />
          <span>{t('report.map.away')}</span>
        </label>
      ) : null}
      <button className="usa-button usa-button--outline" type="button" data-map-open hidden>
        {t('report.map.open')}
      </button>
      <div data-map-here />
      <script type="module" src="/map-open.js" nonce={root?.nonce} />
    </div>
  );
}
