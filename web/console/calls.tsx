/** Calls that a person has to make, one compact row each: the number, the words to say, and who took it. */
import { Button, Problem, TextField } from '../ui/forms.tsx';
import { phoneWords } from '../ui/words.ts';
import type { Call } from './board.ts';
import { formOf, type Refused } from './kept.ts';
import { lengthWords, useTimes } from './times.tsx';

export function CallRow({
  call,
  to,
  back,
  open,
  refusal,
}: {
  call: Call;
  /** Where the form goes. */
  to: string;
  back?: string;
  open?: boolean;
  refusal?: Refused | undefined;
}) {
  const times = useTimes();
  const sent = formOf(refusal, `call ${call.id}`);
  const late = times.now ? times.now.getTime() - new Date(call.dueAt).getTime() : 0;
  const psap = call.kind === 'psap';
  return (
    <details className="call" id={`call-${call.id}`} open={open || sent.mine !== undefined}>
      <summary>
        <span className="call__when">
          {late > 0 ? (
            <strong>▲ {late < 60_000 ? 'due now' : `${lengthWords(late)} late`}</strong>
          ) : (
            <>by {times.at(call.dueAt)}</>
          )}
        </span>
        <span className="call__whom">
          {psap ? '911 centre: ' : ''}
          {call.organizationName}
        </span>
        <span className="call__phone">{phoneWords(call.phone)}</span>
      </summary>
      <form method="post" action={`${to}#call-${call.id}`}>
        {sent.problem ? <Problem {...sent.problem} /> : null}
        <input type="hidden" name="do" value="call" />
        <input type="hidden" name="id" value={call.id} />
        {back ? <input type="hidden" name="back" value={back} /> : null}
        <p className="script">{call.script}</p>
        <div className="row">
          <TextField {...sent.field('callTaker')} label="Who took the call" maxLength={200} required />
          {psap ? (
            <div>
              <TextField {...sent.field('cadNumber')} label="CAD number" maxLength={100} />
              <label className="choice">
                <input
                  type="checkbox"
                  name="noCadNumber"
                  value="yes"
                  defaultChecked={sent.one('noCadNumber') === 'yes'}
                />
                <span>They gave none</span>
              </label>
            </div>
          ) : null}
        </div>
        <div className="actions">
          <Button quiet name="result" value="confirmed">
            Reached, yes
          </Button>
          <Button quiet name="result" value="declined">
            Reached, no
          </Button>
          <button
            className="usa-button usa-button--outline"
            type="submit"
            name="result"
            value="no-answer"
            formNoValidate
          >
            No answer
          </button>
        </div>
      </form>
    </details>
  );
}
