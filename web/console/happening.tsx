/** How a response stands: where and when, in the heading, and what has happened, line by line. */

import type { Services } from '../../src/main/serving/services.ts';
import { in24Hours, lengthWords, useTimes } from './times.tsx';

type Seen = Awaited<ReturnType<Services['response']>>;

export function Heading({ response }: { response: Seen }) {
  const times = useTimes();
  const { name, arrivalAt } = response.meetingPoint;
  const left = arrivalAt && times.now ? new Date(arrivalAt).getTime() - times.now.getTime() : null;
  const open = response.state === 'open';
  const vehicle = response.plan.vehicle;
  return (
    <>
      <h1>
        {name}
        {vehicle ? <span className="vehicle"> · {vehicle}</span> : null}
      </h1>
      <p className="state">
        <span className={open ? 'tag' : 'tag tag--good'}>
          {open ? 'Open' : response.state === 'closed' ? 'Closed' : 'Stood down'}
        </span>{' '}
        {open && arrivalAt && left !== null ? (
          <strong className="countdown">
            {left > 0
              ? `Arrives in ${lengthWords(left)}, at ${times.at(arrivalAt)}`
              : `Was due ${lengthWords(-left)} ago, at ${times.at(arrivalAt)}`}
          </strong>
        ) : null}{' '}
        <span>
          {open ? 'Open' : 'Ended'} since {times.at(response.endedAt ?? response.openedAt)}. Reason:{' '}
          {response.reason}
        </span>
      </p>
    </>
  );
}

export function Timeline({ lines }: { lines: Seen['timeline'] }) {
  const times = useTimes();
  if (lines.length === 0) return <p className="hint">Nothing has happened yet.</p>;
  return (
    <ol className="timeline" reversed aria-live="polite" aria-relevant="additions">
      {[...lines].reverse().map((line) => (
        <li key={line.sequence}>
          <time dateTime={new Date(line.at).toISOString()}>{times.exact(line.at)}</time>
          <span>
            <strong>{line.who}</strong> {in24Hours(line.what)}
          </span>
        </li>
      ))}
    </ol>
  );
}
