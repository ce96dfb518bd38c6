/** What becomes of an answer: whether it goes to a telephone as it is written, or waits for their code, or reaches nobody. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { isForAPerson, isTickedTime, nextSafeTime } from '../../src/signals/core/index.ts';
import { Button, TextField } from '../ui/forms.tsx';
import type { Floor } from './acting.ts';
import type { SentForm } from './kept.ts';
import { useTimes } from './times.tsx';
import { WishRows } from './wishes.tsx';

export type Reach = Pick<
  SignalForStaff,
  | 'textsStopped'
  | 'codeElsewhere'
  | 'safeContact'
  | 'answeredByTextUntil'
  | 'codeRevoked'
  | 'partner'
  | 'contactWishes'
  | 'textWaits'
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

/** A text that a message waits, held for a time that they called safe. */
export function SafeTime({
  signal,
  floor,
  to,
  sent,
}: {
  signal: Reach;
  floor: Floor;
  to: string;
  sent: SentForm;
}) {
  const times = useTimes();
  const { contactWishes: wishes, textWaits } = signal;
  if (!wishes || signal.safeContact !== 'kept' || !times.now) return null;
  const next = nextSafeTime(wishes, times.now, times.zone);
  if (next !== null && next <= times.now) return null;
  const maySay =
    floor.me.role === 'supervisor' || (isForAPerson(wishes) && isTickedTime(wishes, times.now, times.zone));
  return (
    <div className="note">
      <p>
        <strong>
          {textWaits ? 'A text that a message waits is held.' : 'Nothing is texted to them just now.'}
        </strong>{' '}
        {next === null
          ? 'They wrote in their own words when it is safe. Read them: it goes out once somebody says that now is such a time.'
          : `They did not call this time safe. It goes out at ${times.at(next)}.`}
      </p>
      <WishRows wishes={wishes} />
      {maySay && textWaits ? (
        <form method="post" action={`${to}#conversation`}>
          <TextField
            {...sent.field('whyNow')}
            label="Why is it safe to text them now?"
            maxLength={2000}
            required
          />
          <Button quiet name="do" value="text-now">
            Text now that a message waits
          </Button>
        </form>
      ) : textWaits ? (
        <p className="hint">If it cannot wait, call a supervisor in: they may send it now, for a reason.</p>
      ) : null}
    </div>
  );
}
