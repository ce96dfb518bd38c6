/** What was reported, with the person's account behind a line that warns of it. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { Panel } from '../ui/pieces.tsx';
import { observationWords } from '../ui/words.ts';

export function Account({ signal }: { signal: SignalForStaff }) {
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [
      'Seen or heard',
      signal.observations
        .map((code) => observationWords[code as keyof typeof observationWords] ?? code)
        .join('; '),
    ],
    ['In their own words', signal.ownWords],
    ['Train or line', signal.transit?.['line']],
    ['Set out on', signal.transit?.['serviceDate']],
    ['Car', signal.transit?.['car']],
    ['Gets off at', signal.transit?.['alightingStop']],
    ['Place', typeof signal.place?.['words'] === 'string' ? signal.place['words'] : null],
    ['Age', signal.ageGroup === 'unknown' ? 'not known' : signal.ageGroup],
    ['Who reports', signal.relation === 'unknown' ? 'did not say' : signal.relation.replaceAll('-', ' ')],
    ['Must not be told', signal.doNotTellWords],
    ['Texts', signal.safeContact ? 'a safe number was given' : 'no text, no call: use the code'],
    [
      'Consents',
      signal.releases
        .map(
          (release) => `${release.recipient.replace('role:', '')}${release.withdrawn ? ' (taken back)' : ''}`,
        )
        .join(', '),
    ],
  ];
  return (
    <Panel title="Report">
      <details>
        <summary>The person’s account. It may be hard to read.</summary>
        <p className="account">{signal.narrative}</p>
        {signal.appearance ? (
          <p className="hint">How to recognise them (never part of the rank): {signal.appearance}</p>
        ) : null}
      </details>
      <table>
        <tbody>
          {rows.map(([name, value]) =>
            value ? (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ) : null,
          )}
        </tbody>
      </table>
    </Panel>
  );
}
