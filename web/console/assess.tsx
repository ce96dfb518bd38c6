/** What an advocate makes of a report. Looks, language and mixed families never count. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { observations } from '../../src/signals/core/index.ts';
import { Button, Choices, Choose, TextArea } from '../ui/forms.tsx';
import { observationWords } from '../ui/words.ts';

export function Assess({ signal, to }: { signal: SignalForStaff; to: string }) {
  const last = signal.assessment;
  return (
    <form method="post" action={to}>
      <Choices
        name="observedBehaviours"
        legend="Behaviours that someone observed"
        chosen={last?.observedBehaviours ?? signal.observations}
        options={observations.map((code) => [code, observationWords[code]] as const)}
      />
      <label className="choice">
        <input
          type="checkbox"
          name="ownWords"
          value="yes"
          defaultChecked={last?.ownWords ?? signal.ownWords !== null}
        />{' '}
        <span>The person’s own words are known</span>
      </label>
      <label className="choice">
        <input
          type="checkbox"
          name="appearanceOnly"
          value="yes"
          defaultChecked={last?.appearanceOnly ?? false}
        />{' '}
        <span>It rests on looks, language or a mixed family only (held)</span>
      </label>
      <Choose
        name="strength"
        label="Indicators together"
        value={last?.strength ?? 'moderate'}
        options={[
          ['high', 'High: the facts meet the legal definition'],
          ['moderate', 'Moderate: some indicators'],
          ['none', 'None'],
        ]}
      />
      <Choose
        name="danger"
        label="Danger"
        value={last?.danger ?? signal.danger}
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
        value={last?.ageGroup ?? signal.ageGroup}
        options={[
          ['unknown', 'Not known: ask, then the supervisor'],
          ['adult', 'Adult'],
          ['minor', 'Under 18'],
        ]}
      />
      <TextArea name="reason" label="Why" rows={2} value={last?.reason} />
      <Button name="do" value="assess">
        Save the assessment
      </Button>
    </form>
  );
}
