/**
 * Where it is: how to write a train or bus so that we can find it, with what the timetables know as suggestions; else a place as
 * people say it: an address, a landmark, a highway and its mile marker.
 */
import type { Spot } from '../../../src/geography/core/index.ts';
import { useSpeech } from '../../language/words.ts';
import { useFacts } from '../../ui/facts.ts';
import { Choices, TextField } from '../../ui/forms.tsx';
import { chosenTrip, tripAsked } from './input.ts';
import { MapPart } from './point.tsx';
import { type Answers, type Door, voiceOf } from './steps.ts';
import type { Run } from './trips.ts';

export interface Known {
  readonly lines: readonly { readonly value: string; readonly label: string }[];
  readonly stops: readonly string[];
}

/** A longer list is read by nobody; the suggestions while writing hold all of them. */
const listedLines = 12;

export function Where({
  door,
  answers,
  wrong,
  known,
  runs,
  doubtful,
  spot,
}: {
  door: Door;
  answers: Answers;
  wrong: Readonly<Record<string, string>>;
  known: Known;
  runs: readonly Run[];
  doubtful: boolean;
  /** Where the point of the map is, if one was chosen. */
  spot: Spot | null;
}) {
  const { t } = useSpeech();
  const one = (name: string) => answers[name]?.[0];
  const voice = voiceOf(door, answers);
  return (
    <>
      <fieldset id="where">
        <legend>{t('report.where.transit')}</legend>
        <TextField
          name="line"
          label={t('report.fields.line')}
          hint={t('report.where.lineHint')}
          maxLength={100}
          value={one('line')}
          list="known-lines"
          error={doubtful ? t('report.trip.notKnown') : wrong['line']}
        />
        <TextField
          name="tripDate"
          type="date"
          label={t('report.where.day')}
          hint={t('report.where.dayHint')}
          maxLength={40}
          value={one('tripDate')}
          error={wrong['tripDate']}
        />
        <input type="hidden" name="tripFor" value={tripAsked(one)} />
        <Runs runs={runs} chosen={chosenTrip(one) ? one('trip') : undefined} found={one('go') === 'find'} />
        <div className="row">
          <TextField
            name="car"
            label={t('report.fields.car')}
            maxLength={60}
            value={one('car')}
            error={wrong['car']}
          />
          <TextField
            name="alightingStop"
            label={t(`report.where.stop.${voice}`)}
            maxLength={120}
            value={one('alightingStop')}
            error={wrong['alightingStop']}
            list="known-stops"
          />
        </div>
        <Suggestions known={known} />
      </fieldset>
      <fieldset>
        <legend>{t('report.where.place')}</legend>
        <TextField
          name="placeWords"
          label={t('report.fields.placeWords')}
          hint={t('report.where.placeHint')}
          value={one('placeWords')}
          error={wrong['placeWords']}
        />
        <div className="row">
          <TextField
            name="highway"
            label={t('report.fields.highway')}
            hint={t('report.where.highwayHint')}
            maxLength={60}
            value={one('highway')}
            error={wrong['highway']}
          />
          <TextField
            name="mileMarker"
            label={t('report.fields.mileMarker')}
            hint={t('report.where.mileHint')}
            maxLength={20}
            value={one('mileMarker')}
            error={wrong['mileMarker']}
          />
        </div>
        <MapPart answers={answers} spot={spot} />
      </fieldset>
    </>
  );
}

/** The trip finder: what the timetables have for the line that was written. */
function Runs({ runs, chosen, found }: { runs: readonly Run[]; chosen: string | undefined; found: boolean }) {
  const { t, time } = useSpeech();
  const zone = useFacts()?.timeZone ?? 'UTC';
  return (
    <>
      {runs.length > 0 ? (
        <Choices
          name="trip"
          legend={t('report.trip.which')}
          single
          chosen={chosen ? [chosen] : []}
          options={[
            ...runs.map(
              ({ value, label, startsAt, endsAt }) =>
                [
                  value,
                  t('report.trip.run', { label, from: time(startsAt, zone), to: time(endsAt, zone) }),
                ] as const,
            ),
            ['', t('report.trip.none')] as const,
          ]}
        />
      ) : chosen ? (
        <input type="hidden" name="trip" value={chosen} />
      ) : (
        <p className="hint" role={found ? 'status' : undefined}>
          {found ? t('report.trip.foundNone') : t('report.trip.nothing')}
        </p>
      )}
      <button className="usa-button usa-button--outline" type="submit" name="go" value="find" formNoValidate>
        {t('report.trip.find')}
      </button>
    </>
  );
}

function Suggestions({ known }: { known: Known }) {
  const { t } = useSpeech();
  const more = known.lines.length - listedLines;
  return (
    <>
      {known.lines.length > 0 ? (
        <details>
          <summary>{t('report.where.known')}</summary>
          <ul>
            {known.lines.slice(0, listedLines).map(({ value, label }) => (
              <li key={value}>
                <strong>{value}</strong>
                {label === value ? '' : ` ${label}`}
              </li>
            ))}
          </ul>
          {more > 0 ? <p className="hint">{t('report.where.moreLines', { count: more })}</p> : null}
          <p className="hint">{t('report.where.anyOther')}</p>
        </details>
      ) : null}
      <datalist id="known-lines">
        {known.lines.map(({ value, label }) => (
          <option key={value} value={value} label={label} />
        ))}
      </datalist>
      <datalist id="known-stops">
        {known.stops.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
