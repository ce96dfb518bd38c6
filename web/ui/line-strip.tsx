/**
 * A journey as the line of a metro map: where the vehicle is now, where everyone meets, what each stop would give. Drawn with
 * borders and signs that keep their shape right to left, in the system's colours and without a script; down on narrow screens.
 */
import type { ReactNode } from 'react';

export interface StripStop {
  readonly id: string;
  readonly name: string;
  /** When the vehicle is there, in words. */
  readonly arrival: string;
  readonly passed: boolean;
  readonly meeting: boolean;
  /** The chance that all are in place, in words. */
  readonly chance?: string | undefined;
  /** Who is expected here, one line each. */
  readonly notes?: readonly ReactNode[];
}

/** More stops than this stand one below the other on wide screens too. */
const besideLimit = 9;

/**
 * @param here the vehicle by the timetable, before the first stop that it has still to reach; null for a place
 * @param label what the picture shows, for those who hear it
 */
export function LineStrip({
  label,
  stops,
  here,
}: {
  label: string;
  stops: readonly StripStop[];
  here: string | null;
}) {
  const next = stops.findIndex(({ passed }) => !passed);
  const before = next < 0 ? stops : stops.slice(0, next);
  // What lies behind is one sign: the way ahead is what counts.
  const last = before.at(-1);
  const ahead = next < 0 ? [] : stops.slice(next);
  return (
    <ol className={ahead.length > besideLimit ? 'strip strip--down' : 'strip'} aria-label={label}>
      {last ? (
        <li className="strip__stop strip__stop--passed">
          <Sign kind="passed" />
          <span className="strip__name">{last.name}</span>
          <span className="strip__said">
            {before.length > 1 ? `left behind, and ${before.length - 1} before` : 'left behind'}
          </span>
        </li>
      ) : null}
      {here ? (
        <li className="strip__stop strip__stop--here">
          <Sign kind="vehicle" />
          <span className="strip__name">{here}</span>
          <span className="strip__said">by the timetable</span>
        </li>
      ) : null}
      {ahead.map((stop) => (
        <li key={stop.id} className={stop.meeting ? 'strip__stop strip__stop--meeting' : 'strip__stop'}>
          <Sign kind={stop.meeting ? 'meeting' : 'stop'} />
          <span className="strip__name">{stop.name}</span>
          <span className="strip__said">
            {stop.arrival}
            {stop.chance ? (
              <>
                {' · '}
                <strong>{stop.chance}</strong>
                <span className="unseen"> that all are in place</span>
              </>
            ) : null}
          </span>
          {stop.meeting ? <span className="strip__said strip__meet">meeting point</span> : null}
          {stop.notes?.length ? (
            <ul className="strip__notes">
              {stop.notes.map((note, index) => (
                <li key={index}>{note}</li>
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Sign({ kind }: { kind: 'stop' | 'meeting' | 'passed' | 'vehicle' }) {
  return (
    <svg
      className={`strip__sign strip__sign--${kind}`}
      width="28"
      height="28"
      viewBox="0 0 28 28"
      aria-hidden="true"
      focusable="false"
    >
      {kind === 'vehicle' ? (
        <>
          <rect x="4" y="5" width="20" height="18" rx="4" className="strip__fill" />
          <path d="M8 9h5v5H8zM15 9h5v5h-5z" className="strip__hole" />
          <path d="M9 19h2M17 19h2" className="strip__cut" strokeWidth="2" />
        </>
      ) : kind === 'meeting' ? (
        <>
          <circle cx="14" cy="14" r="12" className="strip__ring" strokeWidth="3" />
          <circle cx="14" cy="14" r="7" className="strip__fill" />
        </>
      ) : (
        <circle
          cx="14"
          cy="14"
          r={kind === 'passed' ? 5 : 7}
          className={kind === 'passed' ? 'strip__fill' : 'strip__ring'}
          strokeWidth="3"
        />
      )}
    </svg>
  );
}
