/** Which vehicle the person is on, and where they themselves get off. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import type { RunningTrip, TripChoice } from '../../src/transit/index.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import { dayTime } from '../ui/words.ts';

export function Trip({
  signal,
  trips,
  trip,
  to,
}: {
  signal: SignalForStaff;
  trips: readonly TripChoice[];
  trip: RunningTrip | null;
  to: string;
}) {
  return (
    <>
      {trip ? (
        <p>
          <strong>{trip.label}</strong>
          {signal.trip?.stopId
            ? `, gets off at ${trip.stops.find((stop) => stop.stopId === signal.trip?.stopId)?.name ?? signal.trip.stopId}`
            : ', the stop is not known'}
        </p>
      ) : (
        <p className="hint">No trip is linked yet.</p>
      )}
      <form method="post" action={to}>
        {trip ? (
          <>
            <input type="hidden" name="trip" value={`${trip.tripId}|${trip.serviceDate}`} />
            <Choose
              name="stopId"
              label="Where they get off"
              value={signal.trip?.stopId ?? ''}
              options={[
                ['', 'Not known'],
                ...trip.stops
                  .slice(1)
                  .map((stop) => [stop.stopId, `${stop.name}, ${dayTime(stop.arrivalAt)}`] as const),
              ]}
            />
          </>
        ) : (
          <>
            <Choose
              name="trip"
              label="On its way now"
              options={[
                ['', trips.length ? 'Choose' : 'None found by the number in the report'],
                ...trips.map(
                  (found) =>
                    [`${found.tripId}|${found.serviceDate}`, `${found.label}, ${found.serviceDate}`] as const,
                ),
              ]}
            />
            <TextField name="stopId" label="Stop, if known (its short name)" maxLength={60} />
          </>
        )}
        <Button quiet name="do" value="trip">
          {trip ? 'Save the stop' : 'Link this trip'}
        </Button>
      </form>
    </>
  );
}
