/** The person's word: what they agreed to tell whom, taking it back, and a tip that turns out to be their own report. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { releaseItems, releaseRoles } from '../../src/signals/core/index.ts';
import { Button, Choices, Choose, TextField } from '../ui/forms.tsx';
import { Panel } from '../ui/pieces.tsx';

const dayShape = /^\d{4}-\d{2}-\d{2}$/;

/** The form of a consent as the command takes it. A day that is none becomes no time at all, and is refused in words. */
export function releaseOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    recipient: text('recipient'),
    items: releaseItems.filter((item) => form.getAll('items').includes(item)),
    purpose: text('purpose'),
    until: new Date(dayShape.test(text('until')) ? `${text('until')}T00:00:00Z` : Number.NaN),
    confirmedHow: text('confirmedHow') === 'code-word' ? ('code-word' as const) : ('voice' as const),
    byThePerson: form.get('byThePerson') === 'yes',
  };
}

const plain = (words: string) => words.replace('role:', '').replaceAll('-', ' ');

export function Consent({ signal, to }: { signal: SignalForStaff; to: string }) {
  return (
    <Panel title="Consent">
      {signal.releases.length ? (
        <ul>
          {signal.releases.map((release) => (
            <li key={release.id}>
              {plain(release.recipient)}: {release.items.join(', ')}
              {release.informed ? '' : ' (not informed yet: no basis)'}
              {release.withdrawn ? (
                ' (taken back)'
              ) : (
                <form method="post" action={to}>
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
      <details>
        <summary>The person agrees to tell someone</summary>
        <form method="post" action={to}>
          <Choose
            name="recipient"
            label="Who may be told"
            options={releaseRoles.map((role) => [`role:${role}`, plain(role)] as const)}
          />
          <Choices
            name="items"
            legend="What may be told"
            chosen={[]}
            options={releaseItems.map((item) => [item, item] as const)}
          />
          <TextField name="purpose" label="So that" maxLength={500} required />
          <TextField name="until" label="Until" type="date" required />
          <Choose
            name="confirmedHow"
            label="How you know it is them"
            options={[
              ['voice', 'By their voice'],
              ['code-word', 'By their code word'],
            ]}
          />
          <label className="choice">
            <input type="checkbox" name="byThePerson" value="yes" />{' '}
            <span>The person themselves agreed, and nobody for them</span>
          </label>
          <Button quiet name="do" value="record-release">
            Record the consent
          </Button>
        </form>
      </details>
      {signal.door === 'help' ? null : (
        <details>
          <summary>This is the person’s own report</summary>
          <form method="post" action={to}>
            <p className="hint">
              It moves to the help door and stays there: their consent decides from now on.
            </p>
            <TextField name="reason" label="Why" maxLength={1000} required />
            <Button quiet name="do" value="move-to-help">
              Move to the help door
            </Button>
          </form>
        </details>
      )}
    </Panel>
  );
}

/** Whom the report names as not to be told: nothing leaves until someone has gone through it. */
export function NotToTell({ signal, to }: { signal: SignalForStaff; to: string }) {
  if (!signal.doNotTellWords) return null;
  return (
    <Panel title="Must not be told">
      <p>“{signal.doNotTellWords}”</p>
      {signal.doNotTellSettled ? (
        <p className="note note--good">Gone through.</p>
      ) : (
        <form method="post" action={to}>
          <p className="hint">
            List whoever is meant, or write why there is nobody to list. Nobody is told until then.
          </p>
          <TextField name="reason" label="Done, because" maxLength={1000} required />
          <Button quiet name="do" value="settle-do-not-tell">
            The list is done
          </Button>
        </form>
      )}
    </Panel>
  );
}
