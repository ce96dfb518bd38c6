/** The pages of the form, one topic each. Every answer but the first may be left out. */
import type { ReactNode } from 'react';
import type { Spot } from '../../../src/geography/core/index.ts';
import { observations } from '../../../src/signals/core/index.ts';
import { useSpeech } from '../../language/words.ts';
import { Choices, Choose, TextArea, TextField } from '../../ui/forms.tsx';
import { Said } from '../../ui/said.tsx';
import { About, Consent } from './own.tsx';
import { Reaching } from './reaching.tsx';
import { type Answers, type Door, isOwn, type Step, voiceOf } from './steps.ts';
import type { Run } from './trips.ts';
import { type Known, Where } from './where.tsx';

export interface TopicProps {
  readonly door: Door;
  readonly answers: Answers;
  readonly wrong: Readonly<Record<string, string>>;
  readonly known: Known;
  readonly runs: readonly Run[];
  readonly doubtful: boolean;
  readonly spot: Spot | null;
  readonly consentDay: string;
}

const oneOf = (answers: Answers) => (name: string) => answers[name]?.[0];

export function Topic({ step, ...props }: TopicProps & { step: Exclude<Step, 'review'> }) {
  const topics: Readonly<Record<typeof step, (props: TopicProps) => ReactNode>> = {
    what: What,
    signs: Signs,
    where: Where,
    who: Who,
    vehicle: Vehicle,
    tell: Tell,
    contact: Contact,
  };
  const Asked = topics[step];
  return <Asked {...props} />;
}

/** On the first page nobody knows yet whom it is about, so both ways of saying a thing are there where that is asked. */
function What({ door, answers, wrong }: TopicProps) {
  const { t } = useSpeech();
  const one = oneOf(answers);
  const own = isOwn(door);
  const say = (you: string, they: string) => (own ? <Said you={you} they={they} /> : they);
  return (
    <>
      {own ? <About door={door} chosen={one('relation')} /> : null}
      <TextArea
        name="narrative"
        label={t('report.what.label')}
        hint={say(t('report.what.hint.you'), t('report.what.hint.they'))}
        rows={7}
        maxLength={20000}
        required
        value={one('narrative')}
        error={wrong['narrative']}
      />
      <Choices
        name="danger"
        legend={say(t('report.what.danger.you'), t('report.what.danger.they'))}
        single
        chosen={[one('danger') ?? 'not-known']}
        options={(['imminent', 'soon', 'not-known', 'none'] as const).map((code) => [
          code,
          t(`report.what.dangers.${code}`),
        ])}
      />
    </>
  );
}

function Signs({ door, answers, wrong }: TopicProps) {
  const { t } = useSpeech();
  const voice = voiceOf(door, answers);
  return (
    <>
      <Choices
        name="observations"
        legend={t(`report.signs.legend.${voice}`)}
        hint={t(`report.signs.hint.${voice}`)}
        chosen={answers['observations'] ?? []}
        options={observations.map((code) => [code, t(`observations.${voice}.${code}`)])}
      />
      {voice === 'they' || wrong['ownWords'] ? (
        <TextArea
          name="ownWords"
          label={t('report.signs.ownWords')}
          rows={3}
          maxLength={5000}
          value={answers['ownWords']?.[0]}
          error={wrong['ownWords']}
        />
      ) : null}
    </>
  );
}

function Who({ door, answers, wrong }: TopicProps) {
  const { t } = useSpeech();
  const one = oneOf(answers);
  const voice = voiceOf(door, answers);
  return (
    <>
      <Choices
        name="ageGroup"
        legend={t(`report.who.age.${voice}`)}
        single
        chosen={[one('ageGroup') ?? 'unknown']}
        options={[
          ['unknown', t(`report.who.ages.unknown.${voice}`)],
          ['minor', t('report.who.ages.minor')],
          ['adult', t('report.who.ages.adult')],
        ]}
      />
      <TextArea
        name="people"
        label={t(`report.who.people.${voice}`)}
        hint={t('report.who.peopleHint')}
        rows={3}
        maxLength={2000}
        value={one('people')}
        error={wrong['people']}
      />
      <TextArea
        name="appearance"
        label={t(`report.who.appearance.${voice}`)}
        hint={t('report.who.appearanceHint')}
        rows={2}
        maxLength={2000}
        value={one('appearance')}
        error={wrong['appearance']}
      />
    </>
  );
}

function Vehicle({ answers, wrong }: TopicProps) {
  const { t } = useSpeech();
  const one = oneOf(answers);
  return (
    <>
      <TextField
        name="vehicleWords"
        label={t('report.vehicle.words')}
        hint={t('report.vehicle.wordsHint')}
        maxLength={500}
        value={one('vehicleWords')}
        error={wrong['vehicleWords']}
      />
      <div className="row">
        <TextField
          name="plate"
          label={t('report.vehicle.plate')}
          hint={t('report.vehicle.plateHint')}
          maxLength={20}
          value={one('plate')}
          error={wrong['plate']}
        />
        <TextField
          name="plateState"
          label={t('report.vehicle.state')}
          maxLength={40}
          value={one('plateState')}
          error={wrong['plateState']}
        />
      </div>
    </>
  );
}

function Tell({ door, answers, wrong, consentDay }: TopicProps) {
  const { t } = useSpeech();
  return (
    <>
      <TextArea
        name="doNotTell"
        label={t('report.tell.doNot')}
        hint={t('report.tell.doNotHint')}
        rows={2}
        maxLength={2000}
        value={answers['doNotTell']?.[0]}
        error={wrong['doNotTell']}
      />
      {isOwn(door) ? (
        <Consent
          day={answers['consentDay']?.[0] ?? consentDay}
          chosen={answers['releases'] ?? []}
          relation={answers['relation']?.[0] ?? ''}
          readIn={answers['consentLanguage']?.[0]}
        />
      ) : null}
    </>
  );
}

const relations = [
  'unknown',
  'community-member',
  'transport-worker',
  'service-provider',
  'other-professional',
] as const;

function Contact({ door, answers, wrong }: TopicProps) {
  const { t } = useSpeech();
  const one = oneOf(answers);
  return (
    <>
      {isOwn(door) ? null : (
        <Choose
          name="relation"
          label={t('report.contact.relation')}
          value={one('relation') ?? (door === 'professional' ? 'other-professional' : 'unknown')}
          options={relations.map((code) => [code, t(`report.contact.relations.${code}`)])}
        />
      )}
      <TextField
        name="safePhone"
        label={t('report.contact.phone')}
        hint={t('report.contact.phoneHint')}
        type="tel"
        maxLength={20}
        value={one('safePhone')}
        error={wrong['safePhone']}
      />
      <Reaching answers={answers} wrong={wrong} />
    </>
  );
}
