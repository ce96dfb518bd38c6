/**
 * What a person sees once their report is on disk. At the help door nothing is to be kept or printed; at the other doors the
 * record prints without the code, and the code on a sheet of its own. This is the only page that shows the report again.
 */
import type { ReactNode } from 'react';
import { Danger } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { Sheet, Unprinted } from '../ui/paper.tsx';
import { ageWords, dangerWords, dayTime, observationWords } from '../ui/words.ts';
import type { formInput } from './report-input.ts';

type RecordSent = ReturnType<typeof formInput>;

interface SentProps {
  readonly receipt: string;
  readonly door: string;
  readonly record: RecordSent;
  readonly at: Date;
}

export function Sent({ receipt, door, record, at }: SentProps) {
  if (door === 'help' || door === 'unsure') return <SentByHelpDoor receipt={receipt} />;
  return (
    <>
      <div className="no-paper">
        <Thanks receipt={receipt} />
        <p>
          Copy it, or keep this page. Whoever has the code can read our messages to you, but never your
          report.
        </p>
        <details>
          <summary>A record of what you sent</summary>
          <Pairs record={record} at={at} />
          <p className="hint">
            To keep it, print this page: the record comes without the code, and the code on a sheet of its
            own. It is shown here only, and not again.
          </p>
        </details>
        {door === 'professional' ? (
          <p>If you must report by law, you still have to report yourself. This does not do it for you.</p>
        ) : null}
        <Onward />
      </div>
      <Sheet title="Record of a report">
        <Pairs record={record} at={at} />
      </Sheet>
      <Sheet title="Your code">
        <p className="code" dir="ltr">
          {receipt}
        </p>
        <p>Keep this sheet apart from the record.</p>
      </Sheet>
    </>
  );
}

function SentByHelpDoor({ receipt }: { receipt: string }) {
  return (
    <Unprinted>
      <Thanks receipt={receipt}>
        <p className="note note--aside">
          Do not keep this if someone checks your things. You can contact us without it.
        </p>
      </Thanks>
      <Onward />
    </Unprinted>
  );
}

/** @param children what is to be known of the code, right beside it */
function Thanks({ receipt, children }: { receipt: string; children?: ReactNode }) {
  return (
    <>
      <h1>Thank you. We have it.</h1>
      <Danger />
      <p>
        A trained person will read it. Your code shows whether it has been read, and any question we have for
        you.
      </p>
      <p className="code__name">
        <strong>Your code</strong>
      </p>
      {children}
      <div className="code__row">
        <span className="code" dir="ltr">
          {receipt}
        </span>
        <Exit />
      </div>
    </>
  );
}

function Onward() {
  return (
    <p className="actions">
      <a className="go" href="/receipt">
        Use your code
      </a>
      <a className="go" href="/help">
        Get help
      </a>
    </p>
  );
}

/** The report as it was sent. Left out: a telephone number and whom not to tell, which are nobody's business on paper. */
function Pairs({ record, at }: { record: RecordSent; at: Date }) {
  const seen = record.observations.map((code) => observationWords[code as keyof typeof observationWords]);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Sent', dayTime(at)],
    ['What is happening', record.narrative],
    ['Danger', dangerWords[record.danger as keyof typeof dangerWords]],
    ['Seen or heard', seen.join('; ')],
    ['Their own words', record.ownWords],
    ['Age', record.ageGroup === 'unknown' ? undefined : ageWords[record.ageGroup as keyof typeof ageWords]],
    ['Train or bus', record.transit?.['line']],
    ['Set out on', record.transit?.['serviceDate']],
    ['Car or seat', record.transit?.['car']],
    ['Gets off at', record.transit?.['alightingStop']],
    ['Place', record.place?.['words']],
    ['To recognise', record.appearance],
  ];
  return (
    <dl className="pairs">
      {rows.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="as-written">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
