/**
 * What a person sees once their report is on disk. At the help door nothing is to be kept or printed; at the other doors the
 * record prints without the code, and the code on a sheet of its own. This is the only page that shows the report again.
 */
import type { ReactNode } from 'react';
import type { Spot } from '../../../src/geography/core/index.ts';
import { speak, useSpeech } from '../../language/words.ts';
import { Danger } from '../../ui/danger.tsx';
import { Exit } from '../../ui/exit.tsx';
import { useFacts } from '../../ui/facts.ts';
import { InEnglish } from '../../ui/in-english.tsx';
import { Sheet, Unprinted } from '../../ui/paper.tsx';
import type { formInput } from './input.ts';
import { spotWords } from './point.tsx';

type RecordSent = ReturnType<typeof formInput>;

interface SentProps {
  readonly receipt: string;
  readonly door: string;
  readonly record: RecordSent;
  readonly spot: Spot | null;
  readonly at: Date;
}

export function Sent({ receipt, door, record, spot, at }: SentProps) {
  const { t } = useSpeech();
  if (door === 'help' || door === 'unsure') return <SentByHelpDoor receipt={receipt} />;
  return (
    <>
      <div className="no-paper">
        <Thanks receipt={receipt} />
        <p>{t('sent.copy')}</p>
        <details>
          <summary>{t('sent.record')}</summary>
          <Pairs record={record} spot={spot} at={at} />
          <p className="hint">{t('sent.recordMore')}</p>
        </details>
        {door === 'professional' ? <p>{t('sent.duty')}</p> : null}
        <Onward />
      </div>
      <Sheet title={t('sent.recordOf')}>
        <Pairs record={record} spot={spot} at={at} />
      </Sheet>
      <Sheet title={t('sent.code')}>
        <p className="code" dir="ltr">
          {receipt}
        </p>
        <p>{t('sent.apart')}</p>
      </Sheet>
    </>
  );
}

function SentByHelpDoor({ receipt }: { receipt: string }) {
  const { t } = useSpeech();
  return (
    <Unprinted>
      <Thanks receipt={receipt}>
        <p className="note note--aside">{t('sent.doNotKeep')}</p>
        <InEnglish>
          <p>{speak('en').t('sent.doNotKeep')}</p>
        </InEnglish>
      </Thanks>
      <Onward />
    </Unprinted>
  );
}

/** @param children what is to be known of the code, right beside it */
function Thanks({ receipt, children }: { receipt: string; children?: ReactNode }) {
  const { t } = useSpeech();
  const english = speak('en').t;
  return (
    <>
      <h1>{t('sent.title')}</h1>
      <Danger />
      <p>{t('sent.readBy')}</p>
      <InEnglish>
        <p>
          {english('sent.title')} {english('sent.readBy')}
        </p>
      </InEnglish>
      <p className="code__name">
        <strong>{t('sent.code')}</strong>
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
  const { t, at } = useSpeech();
  return (
    <p className="actions">
      <a className="go" href={at('/receipt')}>
        {t('sent.use')}
      </a>
      <a className="go" href={at('/help')}>
        {t('sent.help')}
      </a>
    </p>
  );
}

/** The report as it was sent. Left out: a telephone number and whom not to tell, which are nobody's business on paper. */
function Pairs({ record, spot, at }: { record: RecordSent; spot: Spot | null; at: Date }) {
  const speech = useSpeech();
  const { t, time } = speech;
  const zone = useFacts()?.timeZone ?? 'UTC';
  const seen = record.observations.map((code) => t(`observations.they.${code as 'watched'}`, code));
  const vehicle = record.vehicle ?? {};
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('sent.at'), time(at, zone)],
    [t('report.fields.narrative'), record.narrative],
    [t('report.fields.danger'), t(`report.what.dangers.${record.danger as 'soon'}`, record.danger)],
    [t('report.fields.observations'), seen.join('; ')],
    [t('report.fields.ownWords'), record.ownWords],
    [
      t('report.fields.ageGroup'),
      record.ageGroup === 'unknown' ? undefined : t(`report.who.agesSaid.${record.ageGroup as 'minor'}`),
    ],
    [t('report.fields.people'), record.people],
    [t('report.fields.line'), record.transit?.['line']],
    [t('report.fields.tripDate'), record.transit?.['serviceDate']],
    [t('report.fields.car'), record.transit?.['car']],
    [t('report.fields.alightingStop'), record.transit?.['alightingStop']],
    [t('report.fields.placeWords'), record.place?.['words']],
    [
      t('report.fields.highway'),
      [record.place?.['highway'], record.place?.['mileMarker']].filter(Boolean).join(', '),
    ],
    [t('report.fields.point'), spot ? spotWords(spot, speech) : undefined],
    [
      t('report.fields.vehicleWords'),
      [vehicle['words'], vehicle['plate'], vehicle['plateState']].filter(Boolean).join(', '),
    ],
    [t('report.fields.appearance'), record.appearance],
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
