/** The person's word: what they agreed to tell whom, taking it back, and a tip that turns out to be their own report. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { type Confirmed, releaseItems, releaseRoles } from '../../src/signals/core/index.ts';
import { Button, Choices, Choose, TextField } from '../ui/forms.tsx';
import type { Floor } from './acting.ts';
import type { SentForm } from './kept.ts';
import { KeyFirst, Section } from './section.tsx';
import { useTimes } from './times.tsx';

const dayShape = /^\d{4}-\d{2}-\d{2}$/;

/** The form of a consent as the command takes it. A day that is none becomes no time at all, and is refused in words. */
export function releaseOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    recipient: text('recipient'),
    items: releaseItems.filter((item) => form.getAll('items').includes(item)),
    purpose: text('purpose'),
    until: new Date(dayShape.test(text('until')) ? `${text('until')}T00:00:00Z` : Number.NaN),
    // Nothing chosen stays nothing, and is refused in words: how it was heard is never assumed.
    confirmedHow: text('confirmedHow') as Confirmed,
    byThePerson: form.get('byThePerson') === 'yes',
  };
}

const plain = (words: string) => words.replace('role:', '').replaceAll('-', ' ');

export function Consent({
  signal,
  to,
  sent,
  floor,
}: {
  signal: SignalForStaff;
  to: string;
  sent: SentForm;
  floor: Floor;
}) {
  const times = useTimes();
  return (
    <Section id="consent" title="Consent" problem={sent.problem} floor={floor}>
      {signal.releases.length ? (
        <ul>
          {signal.releases.map((release) => (
            <li key={release.id}>
              {plain(release.recipient)}: {release.items.join(', ')}, until {times.at(release.until)}
              {release.informed ? '' : ' (not informed yet: no basis)'}
              {release.withdrawn ? (
                ' (taken back)'
              ) : (
                <form method="post" action={`${to}#consent`}>
                  <input type="hidden" name="releaseId" value={release.id} />
                  <Button quiet name="do" value="withdraw-release">
                    They take this back
                  </Button>
                </form>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="hint">No consent is recorded.</p>
      )}
      <details open={sent.mine?.kept.form === 'record-release'}>
        <summary>The person agrees to tell someone</summary>
        <KeyFirst floor={floor} to="releases:record" refused={sent.problem} />
        <form method="post" action={`${to}#consent`}>
          <p className="hint">
            Ask it in these words, for one recipient at a time: “May we tell [whom] [what] so that [what for]?
            Until [day]. You can say no and still get help. You can stop this later; we cannot take back what
            was already told.”
          </p>
          <Choose
            name="recipient"
            label="Who may be told"
            value={sent.one('recipient') ?? ''}
            options={[['', 'Choose'], ...releaseRoles.map((role) => [`role:${role}`, plain(role)] as const)]}
          />
          <Choices
            name="items"
            legend="What may be told"
            chosen={sent.all('items')}
            options={releaseItems.map((item) => [item, item] as const)}
          />
          <TextField name="purpose" label="So that" maxLength={500} required value={sent.one('purpose')} />
          <TextField name="until" label="Until" type="date" required value={sent.one('until')} />
          <Choose
            name="confirmedHow"
            label="How you know it is them"
            value={sent.one('confirmedHow') ?? ''}
            options={[
              ['', 'Choose'],
              ['voice', 'By their voice'],
              ['code-word', 'By their code word'],
            ]}
          />
          <label className="choice">
            <input
              type="checkbox"
              name="byThePerson"
              value="yes"
              defaultChecked={sent.mine?.kept.form === 'record-release' && sent.one('byThePerson') === 'yes'}
            />{' '}
            <span>The person themselves agreed, and nobody for them</span>
          </label>
          <Button quiet name="do" value="record-release">
            Record the consent
          </Button>
        </form>
      </details>
      {signal.door === 'help' ? null : (
        <details open={sent.mine?.kept.form === 'move-to-help'}>
          <summary>This is the person’s own report</summary>
          <form method="post" action={`${to}#consent`}>
            <p className="hint">
              It moves to the help door and stays there: their consent decides from now on.
            </p>
            <TextField name="reason" label="Why" maxLength={1000} required value={sent.one('reason')} />
            <Button quiet name="do" value="move-to-help">
              Move to the help door
            </Button>
          </form>
        </details>
      )}
    </Section>
  );
}
