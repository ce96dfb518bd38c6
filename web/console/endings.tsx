/** How a report ends: each step in its own form, folded, with one line that says what it does. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { Button, TextArea } from '../ui/forms.tsx';
import { formOf, type Refused } from './kept.ts';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

/** Nobody may learn from the code that somebody was met, nor when: a day lies between. */
const releaseMilliseconds = 24 * 60 * 60 * 1000;

export function Endings({
  signal,
  to,
  now,
  refusal,
}: {
  signal: SignalForStaff;
  to: string;
  now: Date;
  refusal: Refused | undefined;
}) {
  const times = useTimes();
  const closing = formOf(refusal, 'close');
  const releasing = formOf(refusal, 'release');
  const { response } = signal;
  const ended = response && response.state !== 'open' ? response.endedAt : null;
  const releaseFrom = ended ? new Date(new Date(ended).getTime() + releaseMilliseconds) : null;
  return (
    <Section id="ending" title="Ending" problem={closing.problem ?? releasing.problem}>
      {signal.state === 'closed' ? (
        <p>The report is closed{signal.closedReason ? `: ${signal.closedReason}` : '.'}</p>
      ) : response?.state === 'open' ? (
        <p className="hint">
          A response is open. Close it or stand it down first; then the report can be closed.
        </p>
      ) : (
        <details open={closing.mine !== undefined}>
          <summary>Close the report</summary>
          <form method="post" action={`${to}#ending`}>
            <p className="hint">
              It leaves the queue, and the code says “closed”. Nobody is told anything more.
            </p>
            <TextArea
              name="reason"
              label="Why it is closed"
              rows={2}
              value={closing.one('reason')}
              error={closing.wrong('reason')}
            />
            <Button quiet name="do" value="close">
              Close it
            </Button>
          </form>
        </details>
      )}
      {signal.actedOnAt ? (
        <p>The code may say “acted on” since {times.at(signal.actedOnAt)}.</p>
      ) : releaseFrom && releaseFrom <= now ? (
        <details open={releasing.mine !== undefined}>
          <summary>Let the code say “acted on”</summary>
          <form method="post" action={`${to}#ending`}>
            <p className="hint">
              Whoever opens the code reads “acted on”, and never whether anyone was met, where or by whom.
            </p>
            <Button quiet name="do" value="release">
              Release “acted on”
            </Button>
          </form>
        </details>
      ) : releaseFrom ? (
        <p className="hint">
          “Acted on” can be released from {times.at(releaseFrom)}, a day after the response ended.
        </p>
      ) : null}
    </Section>
  );
}
