/** Everything that was written, topic by topic, before it is sent; each can be changed. */
import type { Spot } from '../../../src/geography/core/index.ts';
import { useSpeech } from '../../language/words.ts';
import { chosenTrip, recipients } from './input.ts';
import { spotWords } from './point.tsx';
import { type Answers, type Door, fieldsOf, isOwn, type Step, steps, voiceOf } from './steps.ts';

const unseen: readonly string[] = ['consentDay', 'consentLanguage', 'asWritten', 'tripFor'];

export function Review({ door, answers, spot }: { door: Door; answers: Answers; spot: Spot | null }) {
  const speech = useSpeech();
  const { t } = speech;
  const voice = voiceOf(door, answers);
  const saidOf = (name: string, value: string): string => {
    if (name === 'trip') {
      const run = chosenTrip((field) => answers[field]?.[0]);
      return run ? `${run.label} ${run.serviceDate}` : '';
    }
    if (name === 'point') return value && (spot ? spotWords(spot, speech) : t('report.fields.point'));
    if (name === 'observations') return t(`observations.${voice}.${value as 'watched'}`, value);
    if (name === 'danger') return t(`report.what.dangers.${value as 'soon'}`, value);
    if (name === 'ageGroup') return t(`report.who.agesSaid.${value as 'minor'}`, value);
    if (name === 'relation')
      return isOwn(door)
        ? t(`report.about.${value as 'unknown'}`, value)
        : t(`report.contact.relations.${value as 'unknown'}`, value);
    // What was left as it stood says nothing.
    if (name === 'safeDays')
      return value === 'any' ? '' : t(`report.contact.days.${value as 'weekdays'}`, value);
    if (name === 'safeTimes') return t(`report.contact.times.${value as 'morning'}`, value);
    if (name === 'safeCalls') return value === 'no' ? '' : t(`report.contact.calls.${value as 'yes'}`, value);
    if (name !== 'releases') return value;
    const asked = recipients.find(({ recipient }) => recipient === value);
    return asked
      ? t('report.tell.yes', { helper: t(`report.tell.recipients.${asked.words}.helper`) })
      : value;
  };
  const topics = steps.filter((step): step is Exclude<Step, 'review'> => step !== 'review');
  return (
    <>
      <p>{t('report.review.look')}</p>
      {topics.map((step) => {
        const rows = fieldsOf(door, step)
          .filter((name) => !unseen.includes(name))
          .map((name) => ({
            name,
            values: (answers[name] ?? [])
              .map((value) => saidOf(name, value))
              .filter((value) => value.trim() !== ''),
          }))
          .filter(({ values }) => values.length > 0);
        return (
          <section className="panel review" key={step} aria-labelledby={`topic-${step}`}>
            <div className="review__head">
              <h2 id={`topic-${step}`}>{t(`report.${step}.title.${isOwn(door) ? 'own' : 'other'}`)}</h2>
              <button className="usa-button usa-button--outline" type="submit" name="go" value={`to:${step}`}>
                {t('report.review.change')}
                <span className="unseen"> {t(`report.${step}.title.${isOwn(door) ? 'own' : 'other'}`)}</span>
              </button>
            </div>
            {rows.length === 0 ? (
              <p className="hint">{t('report.review.nothing')}</p>
            ) : (
              <dl className="pairs">
                {rows.map(({ name, values }) => (
                  <div key={name}>
                    <dt>{t(`report.fields.${name as 'narrative'}`)}</dt>
                    <dd className="as-written">{values.join('\n')}</dd>
                  </div>
                ))}
              </dl>
            )}
          </section>
        );
      })}
    </>
  );
}
