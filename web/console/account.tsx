/** What was reported, with the person's account behind one line that says what kind of thing it holds. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { isForAPerson, isTickedTime, type Observation } from '../../src/signals/core/index.ts';
import { observationWords, phoneWords } from '../ui/words.ts';
import { useTimes } from './times.tsx';
import { wishPairs } from './wishes.tsx';

/** What a reader should brace for, in a word or two. */
const contains: Readonly<Record<Observation, string>> = {
  'papers-held': 'papers kept',
  'phone-held': 'phone kept or watched',
  'debt-owed': 'debt',
  'may-not-leave': 'being held',
  'answered-for': 'someone who speaks for them',
  threatened: 'threats',
  injured: 'injury or illness',
  'pay-withheld': 'unpaid work',
  watched: 'being watched',
  'asked-for-help': 'a plea for help',
  'coached-words': 'coached words',
};

const reachWords: Readonly<Record<SignalForStaff['safeContact'], string>> = {
  none: 'no text, no call: use the code',
  kept: 'a safe number was given',
  'only-in-answer': 'only in answer, within ten minutes of a text of theirs: nobody said it is safe',
  'no-longer-kept': 'the number is no longer kept: they see what you ask with their code',
};

function contentNote(signal: SignalForStaff): string {
  const known = [
    ...(signal.ageGroup === 'minor' ? ['a child'] : []),
    ...signal.observations.flatMap((code) => contains[code as Observation] ?? []),
  ];
  return known.length
    ? `Contains: ${known.join(', ')}. Open when you are ready.`
    : 'The person’s account. It may be hard to read. Open when you are ready.';
}

/** Some fields of one answer, in one line. */
const together = (held: Readonly<Record<string, unknown>> | null, names: readonly string[]): string =>
  names
    .map((name) => held?.[name])
    .filter((value) => typeof value === 'string' && value !== '')
    .join(', ');

/** Whether it is a time to call them, as far as they said. */
function callNow(
  { contactWishes: wishes }: SignalForStaff,
  { now, zone }: ReturnType<typeof useTimes>,
): string {
  if (!wishes || !now) return '';
  if (!isTickedTime(wishes, now, zone)) return 'Not now: they did not call this time safe. ';
  return isForAPerson(wishes) ? 'Read first when it is safe, in their words. ' : '';
}

export function Account({ signal }: { signal: SignalForStaff }) {
  const times = useTimes();
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [
      'Seen or heard',
      signal.observations
        .map((code) => observationWords[code as keyof typeof observationWords] ?? code)
        .join('; '),
    ],
    [
      'Not finished',
      signal.unfinished ? 'sent before the last page; they may write more by their code' : null,
    ],
    ['Train or line', signal.transit?.['line']],
    ['Chosen in the timetable', signal.transit?.['tripId']],
    ['Set out on', signal.transit?.['serviceDate']],
    ['Car', signal.transit?.['car']],
    ['Gets off at', signal.transit?.['alightingStop']],
    ['Place', typeof signal.place?.['words'] === 'string' ? signal.place['words'] : null],
    ['Highway', together(signal.place, ['highway', 'mileMarker'])],
    ['Vehicle', together(signal.vehicle, ['words', 'plate', 'plateState'])],
    ['Age', signal.ageGroup === 'unknown' ? 'not known' : signal.ageGroup === 'minor' ? 'under 18' : 'adult'],
    ['Who reports', signal.relation === 'unknown' ? 'did not say' : signal.relation.replaceAll('-', ' ')],
    [
      'Sent by',
      signal.partner
        ? `${signal.partner.name}, a partner${signal.partner.overContract ? '; it had sent more than agreed' : ''}. Not for anybody else: no page says it.`
        : null,
    ],
    ...(signal.contactWishes ? wishPairs(signal.contactWishes) : []),
    [
      'Texted at another time',
      signal.textedAnyway.map(({ by, reason, at }) => `${reason} (${by}, ${times.at(at)})`).join('; '),
    ],
    [
      'May be called back',
      signal.callBack
        ? `${callNow(signal, times)}${phoneWords(signal.callBack.address)}, by their own consent: ${signal.callBack.purpose}`
        : null,
    ],
    ['Must not be told', signal.doNotTellWords],
    ['Texts', reachWords[signal.safeContact]],
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
    <>
      <details>
        <summary>{contentNote(signal)}</summary>
        <p className="account">{signal.narrative}</p>
        {signal.ownWords ? (
          <p className="account">
            <strong>In their own words:</strong> {signal.ownWords}
          </p>
        ) : null}
        {signal.people ? (
          <p className="account">
            <strong>Who is there:</strong> {signal.people}
          </p>
        ) : null}
        {signal.appearance ? (
          <p className="hint">How to recognise them (never part of the rank): {signal.appearance}</p>
        ) : null}
      </details>
      <table className="facts">
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
    </>
  );
}
