/** What an advocate makes of a report. Looks, language and mixed families never count. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { observations } from '../../src/signals/core/index.ts';
import { Button, Choices, Choose, TextArea } from '../ui/forms.tsx';
import { observationWords } from '../ui/words.ts';
import type { SentForm } from './kept.ts';

export function Assess({
  signal,
  to,
  sent,
  next,
}: {
  signal: SignalForStaff;
  to: string;
  /** What was sent and refused; it stands instead of what is on record. */
  sent: SentForm;
  /** Whether this is the next thing to do. */
  next: boolean;
}) {
  const last = signal.assessment;
  const ticked = (name: string, recorded: boolean) => (sent.mine ? sent.one(name) === 'yes' : recorded);
  return (
    <form method="post" action={`${to}#assessment`}>
      <div className="two-up">
        <Choices
          name="observedBehaviours"
          legend="Behaviours that someone observed"
          chosen={
            sent.mine ? sent.all('observedBehaviours') : (last?.observedBehaviours ?? signal.observations)
          }
          options={observations.map((code) => [code, observationWords[code]] as const)}
        />
      </div>
      <label className="choice">
        <input
          type="checkbox"
          name="ownWords"
          value="yes"
          defaultChecked={ticked('ownWords', last?.ownWords ?? signal.ownWords !== null)}
        />{' '}
        <span>The person’s own words are known</span>
      </label>
      <label className="choice">
        <input
          type="checkbox"
          name="appearanceOnly"
          value="yes"
          defaultChecked={ticked('appearanceOnly', last?.appearanceOnly ?? false)}
        />{' '}
        <span>It rests on looks, language or a mixed family only (held)</span>
      </label>
      <div className="three-up">
        <Choose
          name="strength"
          label="Indicators together"
          value={sent.one('strength') ?? last?.strength ?? ''}
          error={sent.wrong('strength')}
          options={[
            ['', 'Not assessed yet'],
            ['high', 'High: the facts meet the legal definition'],
            ['moderate', 'Moderate: some indicators'],
            ['none', 'None'],
          ]}
        />
        <Choose
          name="danger"
          label="Danger"
          value={sent.one('danger') ?? last?.danger ?? signal.danger}
          options={[
            ['imminent', 'Now'],
            ['soon', 'Soon'],
            ['not-known', 'Not known'],
            ['none', 'None'],
          ]}
        />
        <Choose
          name="ageGroup"
          label="Age"
          value={sent.one('ageGroup') ?? last?.ageGroup ?? signal.ageGroup}
          options={[
            ['unknown', 'Not known: ask, then the supervisor'],
            ['adult', 'Adult'],
            ['minor', 'Under 18'],
          ]}
        />
      </div>
      <p className="hint">“Now” opens the call to the 911 centre of the place at once.</p>
      <TextArea
        name="reason"
        label="Why"
        rows={2}
        value={sent.one('reason') ?? last?.reason}
        error={sent.wrong('reason')}
      />
      <Button quiet={!next} name="do" value="assess">
        Save the assessment
      </Button>
    </form>
  );
}
