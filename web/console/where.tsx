/** Which vehicle the person is on and where they themselves get off; or the place they are at, when it does not move. */
import type { CasePlace } from '../../src/cases/index.ts';
import type { SignalForStaff } from '../../src/hotline/index.ts';
import type { RunningTrip, TripChoice } from '../../src/transit/index.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import type { SentForm } from './kept.ts';
import { useTimes } from './times.tsx';

interface WhereProps {
  readonly signal: SignalForStaff;
  /** On their way now, by the number in the report; or what was searched for. */
  readonly trips: readonly TripChoice[];
  readonly searched: boolean;
  readonly trip: RunningTrip | null;
  readonly place: CasePlace | null;
  readonly counties: readonly string[];
  readonly to: string;
  readonly sent: SentForm;
  readonly next: boolean;
}

export function Where(props: WhereProps) {
  const { trip, place, trips, searched, sent } = props;
  const known = trip !== null || place !== null;
  const forms = (
    <>
      <LinkTrip {...props} />
      <PlaceForm {...props} />
    </>
  );
  return (
    <>
      {place ? (
        <p>
          <strong>{place.words}</strong>
          {place.approximate
            ? ', somewhere in the county. Who answers and how long they need is rough: add latitude and longitude when you learn them.'
            : `, at ${place.lat.toFixed(4)}, ${place.lon.toFixed(4)}`}
        </p>
      ) : trip ? (
        <LinkedTrip {...props} trip={trip} />
      ) : (
        <p className="hint">
          {trips.length
            ? 'No trip or place is linked yet.'
            : 'No trip or place is linked yet, and no train or bus on its way matches the report. Search, or give the place.'}
        </p>
      )}
      {known ? (
        <details open={searched || sent.mine?.kept.form === 'place' || sent.mine?.kept.form === 'find-trip'}>
          <summary>Another train, bus or place</summary>
          {forms}
        </details>
      ) : (
        forms
      )}
    </>
  );
}

function LinkedTrip({ signal, trip, to, sent, next }: WhereProps & { trip: RunningTrip }) {
  const times = useTimes();
  return (
    <>
      <p>
        <strong>{trip.label}</strong>
        {signal.trip?.stopId
          ? `, gets off at ${trip.stops.find((stop) => stop.stopId === signal.trip?.stopId)?.name ?? signal.trip.stopId}`
          : ', the stop is not known'}
      </p>
      <form method="post" action={`${to}#where`} className="line">
        <input type="hidden" name="trip" value={`${trip.tripId}|${trip.serviceDate}`} />
        <Choose
          name="stopId"
          label="Where they get off"
          value={sent.one('stopId') ?? signal.trip?.stopId ?? ''}
          error={sent.wrong('stopId')}
          options={[
            ['', 'Not known'],
            ...trip.stops
              .slice(1)
              .map((stop) => [stop.stopId, `${stop.name}, ${times.at(stop.arrivalAt)}`] as const),
          ]}
        />
        <Button quiet={!next} name="do" value="trip">
          Save the stop
        </Button>
      </form>
    </>
  );
}

function LinkTrip({ signal, trips, searched, to, sent, next }: WhereProps) {
  const times = useTimes();
  const line = signal.transit?.['line'];
  return (
    <>
      {trips.length || line ? (
        <form method="post" action={`${to}#where`} className="line">
          <Choose
            name="trip"
            label={searched ? 'Found' : 'On its way now'}
            value={sent.one('trip') ?? ''}
            error={sent.wrong('trip')}
            options={[
              ['', trips.length ? 'Choose' : 'None found by the number in the report'],
              ...trips.map(
                (found) =>
                  [
                    `${found.tripId}|${found.serviceDate}`,
                    `${found.label}, ${times.at(found.startsAt)} to ${times.at(found.endsAt)}`,
                  ] as const,
              ),
            ]}
          />
          <Button quiet={!next || trips.length === 0} name="do" value="trip">
            Link this trip
          </Button>
        </form>
      ) : null}
      <details open={searched || sent.mine?.kept.form === 'find-trip' || trips.length === 0}>
        <summary>Search for a train or bus</summary>
        <form method="post" action={`${to}#where`} className="line">
          <TextField
            name="line"
            label="Number or line"
            maxLength={100}
            value={sent.one('line') ?? line}
            error={sent.wrong('line')}
          />
          <TextField
            name="date"
            label="Set out on"
            type="date"
            maxLength={10}
            value={sent.one('date') ?? signal.transit?.['serviceDate']}
            error={sent.wrong('date')}
          />
          <Button quiet name="do" value="find-trip">
            Search
          </Button>
        </form>
      </details>
    </>
  );
}

function PlaceForm({ signal, place, trips, counties, to, sent }: WhereProps) {
  const reported = signal.place?.['words'];
  return (
    <details open={sent.mine?.kept.form === 'place' || (trips.length === 0 && !place)}>
      <summary>Give a place: hotel, house, truck stop</summary>
      <form method="post" action={`${to}#where`}>
        <TextField
          name="words"
          label="The place, in words"
          hint="As somebody who has to find it needs it."
          maxLength={300}
          value={sent.one('words') ?? place?.words ?? (typeof reported === 'string' ? reported : undefined)}
          error={sent.wrong('words')}
        />
        <div className="line">
          <TextField
            {...sent.field('county')}
            label="County, with its state"
            maxLength={200}
            list="counties"
          />
          <datalist id="counties">
            {counties.map((county) => (
              <option key={county} value={county} />
            ))}
          </datalist>
          <TextField {...sent.field('coordinates')} label="Latitude, longitude, if known" maxLength={60} />
        </div>
        <p className="hint">For example: Jackson County, Missouri. Or: 39.0846, -94.5853</p>
        <Button quiet name="do" value="place">
          Link this place
        </Button>
      </form>
    </details>
  );
}
