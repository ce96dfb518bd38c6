/** What becomes of an answer: whether it goes to a telephone as it is written, or waits for their code, or reaches nobody. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { useTimes } from './times.tsx';

export type Reach = Pick<
  SignalForStaff,
  'textsStopped' | 'codeElsewhere' | 'safeContact' | 'answeredByTextUntil' | 'codeRevoked' | 'partner'
>;

export function ReachNotes({ signal }: { signal: Reach }) {
  return (
    <>
      {signal.textsStopped ? (
        <p className="note">They answered STOP: nothing is texted to them. They see it with their code.</p>
      ) : null}
      <ByText signal={signal} />
      {signal.safeContact === 'no-longer-kept' ? (
        <p className="note">
          Their number is no longer kept: nothing is texted to them. They see it with their code.
        </p>
      ) : null}
      {signal.codeRevoked ? (
        <p className="note">
          {signal.partner
            ? 'The partner took no code for whoever saw it'
            : 'The code was deleted and opens nothing'}
          : a question here reaches nobody by it.
        </p>
      ) : signal.partner ? (
        <p className="note">
          Their code went through {signal.partner.name}. Ask nothing that a carrier must not read; it sees
          “received” and these messages.
        </p>
      ) : null}
      {signal.codeElsewhere ? (
        <p className="note">The code may be in other hands: the person sees neutral words only.</p>
      ) : null}
    </>
  );
}

/** To somebody who texts. */
function ByText({ signal }: { signal: Reach }) {
  const times = useTimes();
  if (signal.textsStopped || signal.codeElsewhere) return null;
  if (signal.answeredByTextUntil)
    return (
      <p className="note">
        They texted a moment ago. Until {times.at(signal.answeredByTextUntil)} your answer goes to their phone
        as it is written; whoever holds the phone reads it. Name nothing, and do not repeat what they wrote.
      </p>
    );
  if (signal.safeContact !== 'only-in-answer') return null;
  return (
    <p className="note">
      Nothing is texted to them now: they have not said that it is safe. What you write waits here until they
      text again.
    </p>
  );
}
